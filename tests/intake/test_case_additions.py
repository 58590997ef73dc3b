"""Pages added to a case.toml that is there: the rest of the file stays, byte for byte."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import InputError
from checker.intake.case_additions import add_pages
from checker.intake.pages import read_case

HEADLINE = "Rare direct contact between the two capitals"
BODY = "\nA source said that they met in Baku, and that talks go on.\n"
OWN = (
    '# mine\ntitle = "The talks"\n\n[[page]]   # the first\nfile = "a.txt"\noutlet = "CNN" # sure\n'
)


def make_case(folder: Path, own: str = OWN) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(HEADLINE + BODY, encoding="utf-8")
    (folder / "case.toml").write_bytes(own.encode())
    return folder


def init(folder: Path) -> str:
    result = CliRunner().invoke(main, ["init", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_only_what_is_new_is_added(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    (case / "b.txt").write_text(f"{HEADLINE} again\n12 July 2025{BODY}", encoding="utf-8")
    (case / "أ.txt").write_text(BODY, encoding="utf-8")
    said = init(case)
    text = (case / "case.toml").read_text(encoding="utf-8")
    assert text.startswith(OWN)
    assert [row["file"] for row in tomllib.loads(text)["page"]] == ["a.txt", "b.txt", "أ.txt"]
    assert said.count("added to ") == 2
    assert "b.txt" in said
    pages = read_case([case]).pages
    assert [(page.outlet, page.published) for page in pages][:2] == [
        ("CNN", None),
        (None, "2025-07-12"),
    ]


def test_again_there_is_nothing_to_add(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    before = (case / "case.toml").read_bytes()
    assert "nothing to add" in init(case)
    assert (case / "case.toml").read_bytes() == before


def test_a_copy_of_a_listed_page_is_not_added(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    (case / "0.txt").write_text(HEADLINE + BODY, encoding="utf-8")
    assert "nothing to add" in init(case)


@pytest.mark.parametrize(
    "own",
    [
        OWN.rstrip("\n"),
        OWN.replace("\n", "\r\n"),
        "\ufeff" + OWN,
        'title = "x"\n# [[page]]\n# file = "b.txt"',
        "",
    ],
)
def test_any_end_of_the_file_will_do(tmp_path: Path, own: str) -> None:
    case = make_case(tmp_path / "case", own)
    (case / "b.txt").write_text(BODY, encoding="utf-8")
    assert add_pages(case)[-1] == "b.txt"
    raw = (case / "case.toml").read_bytes()
    assert raw.startswith(own.encode())
    assert tomllib.loads(raw.decode("utf-8-sig"))["page"][-1] == {"file": "b.txt"}
    assert (b"\r\n" in raw) == ("\r" in own)
    assert b"\r\n" not in raw or raw.count(b"\n") == raw.count(b"\r\n")


def test_pages_in_another_form_are_left_alone(tmp_path: Path) -> None:
    own = 'page = [{file = "a.txt"}]\n'
    case = make_case(tmp_path / "case", own)
    (case / "b.txt").write_text(BODY, encoding="utf-8")
    with pytest.raises(InputError, match=r"write its pages as tables, \[\[page\]\]"):
        add_pages(case)
    assert (case / "case.toml").read_text(encoding="utf-8") == own


def test_a_linked_case_file_is_not_written_through(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    (case / "case.toml").rename(tmp_path / "mine.toml")
    (case / "case.toml").symlink_to(tmp_path / "mine.toml")
    (case / "b.txt").write_text(BODY, encoding="utf-8")
    with pytest.raises(InputError, match="is a link to another place"):
        add_pages(case)
    assert (case / "case.toml").is_symlink()
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == OWN
