"""The pages' own files run in Chromium 86, under a policy that forbids inline style and script."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "tracker" / "static"
VENDORED = [STATIC / "vendor", ROOT / "tests" / "browser" / "vendor"]

# Each came after Chromium 86, which campus desktops still run.
NEWER_CSS = {
    ":has()": r":has\(",
    ":is() and :where()": r":(is|where)\(",
    "nesting": r"(^|[{;\s])&\s*[.:#\[\w>+~ ]",
    "inset": r"(^|[{;\s])inset(-\w+)*\s*:",
    "aspect-ratio": r"(^|[{;\s])aspect-ratio\s*:",
    "container queries": r"@container|container-(type|name)\s*:",
    "cascade layers": r"@layer",
    "newer viewport units": r"\d(d|s|l)v(h|w)\b",
    "color-mix()": r"color-mix\(",
    "logical shorthands": r"(^|[{;\s])(margin|padding)-(inline|block)\s*:",
}
NEWER_JS = {
    "structuredClone": r"\bstructuredClone\b",
    "Array.at": r"\.at\(",
    "findLast": r"\.findLast(Index)?\(",
    "Object.hasOwn": r"\bObject\.hasOwn\b",
    "randomUUID": r"\.randomUUID\(",
    "AbortSignal.timeout": r"\bAbortSignal\.(timeout|any)\b",
    "optional chaining": r"\?\.[A-Za-z_\[(]",
    "nullish operators": r"\?\?",
    "replaceChildren's successors": r"\.(toSorted|toReversed|toSpliced|groupBy)\(",
    "the clipboard API, which needs HTTPS": r"navigator\.clipboard",
    "service workers, which need HTTPS": r"\bserviceWorker\b",
}


def _own(ending: str) -> list[Path]:
    files = STATIC.rglob(f"*.{ending}")
    return sorted(path for path in files if "vendor" not in path.relative_to(STATIC).parts)


def _uncommented(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"(?m)^\s*//.*$", "", text)


def _page_templates() -> list[Path]:
    """Every template but the papers, which WeasyPrint reads and no browser."""
    folder = ROOT / "templates"
    return sorted(
        path for path in folder.rglob("*.html") if path.relative_to(folder).parts[0] != "papers"
    )


@pytest.mark.parametrize("path", _own("css"), ids=lambda path: path.name)
@pytest.mark.parametrize("pattern", NEWER_CSS.values(), ids=list(NEWER_CSS))
def test_style_sheets_use_nothing_newer_than_chromium_86(path: Path, pattern: str) -> None:
    text = _uncommented(path.read_text(encoding="utf-8"))

    assert re.findall(rf"(?m).*{pattern}.*", text) == []


@pytest.mark.parametrize("path", _own("js"), ids=lambda path: path.name)
@pytest.mark.parametrize("pattern", NEWER_JS.values(), ids=list(NEWER_JS))
def test_scripts_use_nothing_newer_than_chromium_86(path: Path, pattern: str) -> None:
    text = _uncommented(path.read_text(encoding="utf-8"))

    assert re.search(pattern, text) is None


@pytest.mark.parametrize(
    "path", _page_templates(), ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == []
    assert re.findall(r"\shx-on\b|javascript:", text) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag] == []


@pytest.mark.parametrize("path", _page_templates() + _own("css"), ids=lambda path: path.name)
def test_pages_load_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")

    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", text) == []


@pytest.mark.parametrize("folder", VENDORED, ids=["pages", "browser tests"])
def test_vendored_files_are_those_of_the_manifest(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    expected = {
        name: digest for entry in manifest.values() for name, digest in entry["files"].items()
    }

    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert found == expected
    assert all(any("LICENSE" in name for name in entry["files"]) for entry in manifest.values())
