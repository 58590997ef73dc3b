"""The layers of the package: imports run to a lower layer only, and few modules import much."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "checker"
# From the lowest up; modules of one row do not import each other, though those inside a package
# may. `__init__` holds the version alone.
LAYERS = tuple(
    row.split()
    for row in (
        "__init__ data errors",
        "addresses blocks cache calendar_grammar calendar_words case changes completions decoding"
        " capabilities documents floors linked_data markup measures month_names names parts prompts"
        " negation_words record_fields replies settings text verdicts workers",
        "article_text calendar_codes calls charsets datelines likeness matching models network"
        " pacing page_facts publication_days quotes walls",
        "access faults finding_changes page_days watching",
        "account differences html_pages probes",
        "diagnosis journal llm records",
        "archives feeds tables",
        "office",
        "cassettes expectations fetching forms origins pairs report reprints retellings times",
        "case_scores difference_text evaluation leftovers reading story",
        "candidates claims comparison evaluation_text pages topics",
        "articles case_drafts estimate second_look",
        "answers crew findings selection",
        "pipeline",
        "runs",
        "questions regression trials",
        "commands library pytest_plugin",
        "cli",
        "__main__",
    )
)
# These packages count as one module; the modules of the others stand in the rows themselves.
PACKAGES = {"commands", "report"}
GROUPS = {"asking", "changes", "dates", "endpoint", "intake", "scoring"}
LAYER = {module: place for place, row in enumerate(LAYERS) for module in row}
ONLY_IN = {
    "openai": {"llm"},
    "tenacity": {"llm"},
    "vcr": {"cassettes"},
    "networkx": {"topics"},
    "click": {"cli", "commands"},
    "pytest": {"pytest_plugin"},
    "httpcore2": {"network", "fetching"},
    "trafilatura": {"html_pages"},
    "lxml": {"blocks", "feeds", "markup"},
    "pypdf": {"office"},
    "docx": {"office"},
    "warcio": {"archives"},
}
# Slow to import, so imported where a function needs them.
SLOW = {
    "openai",
    "vcr",
    "networkx",
    "dateparser",
    "rapidfuzz",
    "trafilatura",
    "lxml",
    "pypdf",
    "docx",
    "warcio",
}
PRINTING = {"print", "click.echo", "click.secho", "sys.stdout", "sys.stderr"}
FILES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py" or path.parent.name not in GROUPS
)


def layer_name(path: Path) -> str:
    """``report`` for all modules of that package, ``times`` for ``dates/times.py``."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if inside.parts[0] in PACKAGES else inside.stem


def module_name(dotted: str) -> str:
    """``times`` for ``checker.dates.times``, ``report`` for ``checker.report.html``."""
    _, first, *rest = dotted.split(".")
    return rest[0] if first in GROUPS and rest else first


def running_code(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from running_code(child)


def imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> set[str]:
    """Dotted names: ``checker.data`` for ``from checker.data import Page`` and its like."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            inner = {f"{module}.{alias.name}" for alias in node.names}
            holds_modules = module.removeprefix("checker.") in {"checker", *GROUPS}
            names |= inner if holds_modules else {module}
    return names


def imported_layers(path: Path) -> set[str]:
    names = imported(running_code(ast.parse(path.read_text(encoding="utf-8"))))
    own = {module_name(name) for name in names if name.startswith("checker.")}
    return {"__init__" if name == "__version__" else name for name in own}


def faults(path: Path) -> list[str]:
    """The modules that ``path`` imports from its own layer or a higher one."""
    name = layer_name(path)
    return [
        other
        for other in sorted(imported_layers(path))
        if LAYER[other] >= LAYER[name] and not (name == other and name in PACKAGES)
    ]


def test_every_module_has_a_layer() -> None:
    assert {layer_name(path) for path in FILES} == set(LAYER), "add new modules to LAYERS"
    assert sum(map(len, LAYERS)) == len(LAYER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_to_a_lower_layer(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize("package", ONLY_IN)
def test_few_modules_import_what_is_outside(package: str) -> None:
    users = {
        layer_name(path)
        for path in FILES
        for name in imported(running_code(ast.parse(path.read_text(encoding="utf-8"))))
        if name.split(".")[0] == package
    }
    assert users == ONLY_IN[package]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_slow_to_import_waits_until_it_is_needed(path: Path) -> None:
    top = imported(ast.parse(path.read_text(encoding="utf-8")).body)
    assert not {name.split(".")[0] for name in top} & SLOW


def test_only_the_command_line_prints() -> None:
    printing = {
        layer_name(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in PRINTING
    }
    assert printing == {"cli", "commands"}


def test_an_upward_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_layers.PACKAGE", tmp_path)
    wrong = tmp_path / "parts.py"
    wrong.write_text("def f():\n    from checker.llm import LLM\nimport checker.data\n", "utf-8")
    assert faults(wrong) == ["llm"]
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from checker.llm import LLM\n"
    wrong.write_text(typed, "utf-8")
    assert faults(wrong) == []
