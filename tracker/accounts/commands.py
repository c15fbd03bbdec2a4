"""`flask users`: accounts from the command line, for the person who runs the machine."""

import json
from typing import Any

import click
from flask import Blueprint

from tracker.accounts import queries, services
from tracker.accounts.models import User
from tracker.audit.jobs import seal_events
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import ROLES_OF_POSTS, Actor, Role
from tracker.directory import queries as directory
from tracker.directory.models import Person, Post, PostRole, Unit
from tracker.directory.services import (
    PersonFacts,
    PostFacts,
    hand_over,
    save_person,
    save_post,
)

commands = Blueprint("accounts_commands", __name__, cli_group="users")

COMMAND_LINE = Actor(person_id=None, name="命令行")
POST_ROLES = {
    Role.UNIT_HEAD: PostRole.PRINCIPAL,
    Role.LIAISON: PostRole.LIAISON,
    Role.LEADER: PostRole.LEADER,
}


@commands.cli.command("create")
@click.argument("staff_no")
@click.argument("name")
@click.option("--unit", "unit_name", required=True, help="The unit's name or an alias.")
@click.option("--post", "title", required=True, help="The title of the post.")
@click.option("--role", type=click.Choice(list(map(str, Role))), required=True)
@click.option("--password", help="Without it one is made and shown once.")
@click.option("--changed", is_flag=True, help="The password counts as changed already.")
def create(
    staff_no: str, name: str, unit_name: str, title: str, role: str,
    password: str | None, changed: bool,
) -> None:  # fmt: skip
    """Open an account for NAME, who signs in as STAFF_NO, with a post and a role."""
    first = password or services.new_password()
    first_hash = services.hashed(first)
    try:
        with writing():
            user = services.create_user(
                person=_person_in_post(staff_no, name, unit_name, title, Role(role)),
                staff_no=staff_no, password_hash=first_hash, actor=COMMAND_LINE,
                must_change=not changed,
            )  # fmt: skip
            _give_role(user, Role(role))
    except RuleBroken as error:
        raise click.ClickException(error.sentence) from error
    seal_events()
    click.echo(f"已为{name}开户，工号 {staff_no}。")
    if password is None:
        click.echo(f"初始密码（只显示这一次，首次登录须更改）：{first}")


@commands.cli.command("reset-password")
@click.argument("staff_no")
def reset_password(staff_no: str) -> None:
    """Set a new first password, shown once; every session of the account ends."""
    first = services.new_password()
    first_hash = services.hashed(first)
    with writing():
        user = queries.find_user(staff_no)
        if user is None:
            raise click.ClickException(f"没有工号为 {staff_no} 的账户。")
        services.set_password(
            user=user, password_hash=first_hash, actor=COMMAND_LINE, must_change=True
        )
    seal_events()
    click.echo(f"新的初始密码（只显示这一次，首次登录须更改）：{first}")


@commands.cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
def show(as_json: bool) -> None:
    """List the accounts with their roles of today."""
    rows = [_row(user) for user in queries.users()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "" if row["active"] else "（已停用）"
        roles = "、".join(Role(role).label for role in row["roles"])
        click.echo(f"{row['staff_no']}\t{row['name']}\t{roles}{state}")


def _row(user: User) -> dict[str, Any]:
    roles = queries.viewer_of(user, on=today()).roles
    return {
        "staff_no": user.staff_no,
        "name": user.person.name,
        "roles": sorted(map(str, roles)),
        "active": user.active,
        "must_change_password": user.must_change_password,
    }


def _person_in_post(staff_no: str, name: str, unit_name: str, title: str, role: Role) -> Person:
    """Return the person, in that post from today on where not yet; both are made if missing."""
    unit = directory.find_unit(unit_name)
    if unit is None:
        near = "、".join(directory.nearest_units(unit_name))
        raise click.ClickException(
            f"没有单位“{unit_name}”。相近的有：{near or '（尚未登记单位）'}。"
        )
    person = db.session.query(Person).filter_by(staff_no=staff_no).one_or_none()
    if person is None:
        facts = PersonFacts(name=name, staff_no=staff_no)
        person = save_person(None, facts=facts, on=today(), actor=COMMAND_LINE)
    elif person.name != name:
        raise click.ClickException(f"工号 {staff_no} 已登记给{person.name}。")
    held = {holding.post for holding in directory.holdings_of(person.id, on=today())}
    if not any(post.unit_id == unit.id and post.title == title for post in held):
        hand_over(_vacant_post(unit, title, role), person=person, on=today(), actor=COMMAND_LINE)
    return person


def _vacant_post(unit: Unit, title: str, role: Role) -> Post:
    """Return a post of that title that nobody holds, or a new one."""
    posts = [post for post in directory.posts_of(unit.id) if post.title == title and post.is_active]
    taken = directory.holders_of([post.id for post in posts], on=today())
    for post in posts:
        if post.id not in taken:
            return post
    facts = PostFacts(title=title, role=POST_ROLES.get(role, PostRole.MEMBER))
    return save_post(None, unit=unit, facts=facts, on=today(), actor=COMMAND_LINE)


def _give_role(user: User, role: Role) -> None:
    if role not in ROLES_OF_POSTS:
        services.grant_role(user=user, role=role, from_on=today(), to_on=None, actor=COMMAND_LINE)
    elif role not in queries.viewer_of(user, on=today()).roles:
        raise RuleBroken(f"所选岗位不产生“{role.label}”，请在校情字典中改正岗位性质。")
