"""The rooms of the package: imports run to rooms above in the table, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "checker"
# Each row imports the rows above it; those of one row do not import each other. A module that is
# no folder is a room of its own. ``__init__`` is the version.
ROOMS = tuple(
    row.split()
    for row in (
        "__init__ record errors",
        "memory files",
        "data",
        "found",
        "kept_report",
        "replies direction word_breaks negation_words quotations",
        "text",
        "prompts dates neighbours stems",
        "intake",
        "model",
        "claims",
        "sources",
        "topics",
        "findings",
        "history",
        "pipeline",
        "notes",
        "report",
        "asking changes stories",
        "scoring",
        "library",
        "pytest_plugin commands",
        "cli",
        "__main__",
    )
)
FLOOR = {room: place for place, row in enumerate(ROOMS) for room in row}
ONLY_IN = {
    "openai": {"model.llm"},
    "tenacity": {"model.llm"},
    "vcr": {"model.cassettes", "model.cassette_pairs"},
    "click": {"cli", "commands"},
    "pytest": {"pytest_plugin"},
    "httpcore2": {"intake.network", "intake.fetching"},
    "trafilatura": {"intake.html_pages"},
    "lxml": {"intake.blocks", "intake.feeds", "intake.markup"},
    "pypdf": {"intake.office"},
    "docx": {"intake.office"},
    "warcio": {"intake.archives"},
    "ray": {"stories.cluster", "stories.tasks"},
}
# Slow to import, so imported where a function needs them.
SLOW = {
    "openai",
    "vcr",
    "dateparser",
    "rapidfuzz",
    "trafilatura",
    "lxml",
    "pypdf",
    "docx",
    "warcio",
    "ray",
}
PRINTING = {"print", "click.echo", "click.secho", "sys.stdout", "sys.stderr"}
FILES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def module_of(path: Path) -> str:
    """``dates.times`` for ``checker/dates/times.py``; a folder's ``__init__`` is the folder."""
    inside = path.relative_to(PACKAGE).with_suffix("")
    parts = (
        inside.parts[:-1] if len(inside.parts) > 1 and inside.name == "__init__" else inside.parts
    )
    return ".".join(parts)


def room_of(module: str) -> str:
    return module.split(".")[0]


def place_of(module: str) -> str:
    """The module itself, or its room where the rule is the whole room's."""
    return room_of(module) if room_of(module) == "commands" else module


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


def tree_of(path: Path) -> ast.Module:
    return parsed(path.read_text(encoding="utf-8"))


def running_code(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from running_code(child)


def imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> set[str]:
    """Dotted names of modules: ``checker.model.llm`` for ``from checker.model.llm import LLM``."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            inner = {f"{module}.{alias.name}" for alias in node.names}
            folder = PACKAGE.joinpath(*module.split(".")[1:])
            holds_modules = module.split(".")[0] == "checker" and folder.is_dir()
            names |= inner if holds_modules else {module}
    return names


@cache
def running_imports(text: str) -> frozenset[str]:
    return frozenset(imported(running_code(parsed(text))))


def imports_of(path: Path) -> frozenset[str]:
    """What a module imports while it runs."""
    return running_imports(path.read_text(encoding="utf-8"))


def own_imports(path: Path) -> set[str]:
    """The modules of the package that a module imports while it runs: ``model.llm``."""
    names = imports_of(path)
    own = {name.removeprefix("checker.") for name in names if name.startswith("checker.")}
    return {"__init__" if name == "__version__" else name for name in own}


def faults(path: Path) -> list[str]:
    """The modules that ``path`` imports from another room of its own floor or of a lower row."""
    room = room_of(module_of(path))
    return [
        other
        for other in sorted(own_imports(path))
        if room_of(other) != room and FLOOR[room_of(other)] >= FLOOR[room]
    ]


def test_every_room_has_a_floor() -> None:
    assert {room_of(module_of(path)) for path in FILES} == set(FLOOR), "add new rooms to ROOMS"
    assert sum(map(len, ROOMS)) == len(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_to_the_rooms_above(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_no_circle_inside_a_room(folder: Path) -> None:
    graph = {module_of(path): own_imports(path) for path in folder.glob("*.py")}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_room_says_what_it_makes_and_hides_nothing(folder: Path) -> None:
    tree = tree_of(folder / "__init__.py")
    assert len(tree.body) == 1, "a sentence, and no re-exports"
    assert ast.get_docstring(tree)


@pytest.mark.parametrize("package", ONLY_IN)
def test_few_modules_import_what_is_outside(package: str) -> None:
    users = {
        place_of(module_of(path))
        for path in FILES
        for name in imports_of(path)
        if name.split(".")[0] == package
    }
    assert users == ONLY_IN[package]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_slow_to_import_waits_until_it_is_needed(path: Path) -> None:
    top = imported(tree_of(path).body)
    assert not {name.split(".")[0] for name in top} & SLOW


def test_only_the_command_line_prints() -> None:
    printing = {
        room_of(module_of(path))
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in PRINTING
    }
    assert printing == {"cli", "commands"}


def test_an_import_against_the_order_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.test_layers.PACKAGE", tmp_path)
    (tmp_path / "model").mkdir()
    (tmp_path / "dates").mkdir()
    wrong = tmp_path / "dates" / "days.py"
    upward = "from checker.model.llm import LLM\n"
    wrong.write_text(f"def f():\n    {upward}import checker.data\n", "utf-8")
    assert faults(wrong) == ["model.llm"]
    wrong.write_text(f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {upward}", "utf-8")
    assert faults(wrong) == []
