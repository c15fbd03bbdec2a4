"""What must hold of the code as a whole, read from the code itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tracker.core.models import Base
from tracker.core.permissions import ROLE_PERMISSIONS, Permission, Role

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "tracker").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# What no table may know of a person (domain.md §6, 7.3.21).
FORBIDDEN = re.compile(
    r"relig|belief|faith|ethnic|nationality|health|disease|illness|psych|mental|student|pupil"
    r"|parent_name|id_card|id_number|identity_no|birth|political_status|party_member|famil(?!y_id)"
    r"|marital|home_address|gender|sex\b"
)
# Scripts and acceptance checks open these (design.md, stable addresses).
STABLE = {
    "/", "/meetings/", "/meetings/<int:meeting_id>", "/follow-ups/", "/reports/", "/audit/",
    "/healthz", "/readyz", "/metrics", "/accounts/me", "/accounts/password", "/accounts/sign-in",
    "/directory/", "/files/<int:file_id>",
}  # fmt: skip


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_the_press_imports_weasyprint() -> None:
    found = {
        name_of(path)
        for path in MODULES
        if any(name.split(".")[0] == "weasyprint" for name in imports(ast.parse(path.read_text())))
    }

    assert found
    assert all(name.startswith("tracker/press/weasy/") for name in found)


# What is loaded by name where it is first used: each weighs much and is seldom needed.
LOADED_LATE = {
    "tracker/extensions.py", "tracker/intake/reading/documents.py", "tracker/press/engine.py",
    "tracker/press/word/__init__.py",
}  # fmt: skip


@pytest.mark.parametrize("name", ["weasyprint", "alembic", "docx", "pypdf"])
def test_a_process_that_only_serves_never_loads(name: str) -> None:
    code = f"import sys, tracker; tracker.create_app(); sys.exit({name!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_nothing_is_imported_inside_functions() -> None:
    """What weighs much is loaded by name when it is first used, in four stated places."""
    found = [
        f"{name_of(path)}:{inner.lineno}"
        for path in MODULES
        for outer in ast.walk(ast.parse(path.read_text()))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert not found
    late = {name_of(path) for path in MODULES if "import_module(" in path.read_text()}
    assert late == LOADED_LATE


def test_every_permission_is_somebodys() -> None:
    given = frozenset().union(*ROLE_PERMISSIONS.values())

    assert set(ROLE_PERMISSIONS) == set(Role)
    assert given == set(Permission)


def test_permissions_stand_in_order_and_read_resource_act() -> None:
    names = [permission.name for permission in Permission]

    assert names == sorted(names)
    assert all(re.fullmatch(r"[a-z_]+:[a-z_]+", permission) for permission in Permission)


def test_addresses_are_kebab_case_and_their_values_typed(app: Flask) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        untyped = re.findall(r"<\w+>", rule.rule)
        if untyped or not re.fullmatch(r"[a-z0-9/.\-]*", fixed):
            wrong.append(rule.rule)

    assert not wrong


def test_stable_addresses_are_there(app: Flask) -> None:
    assert STABLE - {rule.rule for rule in app.url_map.iter_rules()} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_use_what_they_import(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(
        r'{%-?\s*from\s+"[^"]+"\s+import\s+(.+?)\s*(?:with(?:out)? context)?\s*-?%}'
    )
    names = [
        part.split(" as ")[-1].strip()
        for names in pattern.findall(text)
        for part in names.split(",")
    ]
    rest = pattern.sub("", text)

    assert [name for name in names if not re.search(rf"\b{name}\(", rest)] == []


# Papers are printed, not served: the rule is the pages' CSP.
PAGES = [path for path in TEMPLATES if not path.is_relative_to(ROOT / "templates" / "papers")]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_templates_hold_no_script_or_style_of_their_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r'<style|<script(?![^>]*\bsrc=)|\son[a-z]+="|\sstyle="|javascript:', text)


def test_no_table_knows_what_is_private() -> None:
    found = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if FORBIDDEN.search(column.name) or FORBIDDEN.search(table.name)
    ]

    assert not found


def test_every_text_column_is_bounded_or_a_text() -> None:
    endless = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if type(column.type).__name__ == "String" and column.type.length is None
    ]

    assert not endless


def test_views_are_short() -> None:
    """A view loads, asks its form, calls one service and answers: 30 lines leave room."""
    long = []
    for path in MODULES:
        if "views" not in path.relative_to(ROOT).as_posix():
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                long += [f"{name_of(path)}:{node.name} {lines}"] if lines > 30 else []

    assert not long


def test_the_product_says_nothing_in_code_that_should_be_a_log_or_a_page() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert not found
