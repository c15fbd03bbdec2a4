"""`flask search`: the index from nothing."""

import click
from flask import Blueprint

from tracker.search import services

commands = Blueprint("search_commands", __name__, cli_group="search")


@commands.cli.command("rebuild")
def rebuild() -> None:
    """Make the index of the search anew, while the product is in use."""
    count = services.rebuild(
        report=lambda done, total: click.echo(f"正在重建搜索索引：{done}/{total}", err=True)
    )
    click.echo(f"搜索索引已重建，共 {count} 条。")
