"""A first case.toml: only what a page plainly shows, and nothing overwritten."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.cli import main
from checker.errors import InputError
from checker.intake.case import CaseFile
from checker.intake.case_drafts import draft_case, find_date, find_headline, write_case
from checker.intake.pages import read_case
from tests.support.stories import make_page

BODY = "\nقال مصدر دبلوماسي إن الجانبين التقيا في العاصمة، وإن المحادثات ستستمر.\n"
HEADLINE = "اتصال مباشر نادر بين دمشق وتل أبيب"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (HEADLINE + BODY, HEADLINE),
        (f"\n\n  {HEADLINE}  \n{BODY}", HEADLINE),
        (f"Is this the end of the talks?{BODY}", "Is this the end of the talks?"),
        (HEADLINE, None),
        (f"باريس{BODY}", None),
        (f"The two sides met on Thursday in Baku.{BODY}", None),
        (f"• home page and sport news{BODY}", None),
        (f"Read more about it at https://a.example{BODY}", None),
        ("word " * 40 + BODY, None),
        ("", None),
    ],
)
def test_headline(text: str, headline: str | None) -> None:
    assert find_headline(make_page(1, text)) == headline


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("السبت 12/07/2025", "2025-07-12"),
        ("12 July 2025", "2025-07-12"),
        ("باريس | 12 يوليو 2025", "2025-07-12"),
        ("Published: 2025-07-12", "2025-07-12"),
        ("أمس", None),
        ("12 يوليو", None),
        ("July 2025", None),
        ("The talks of 12 July 2025 were direct", None),
        ("12 July 2025 | updated 13 July 2025 | 14 July 2025", None),
    ],
)
def test_date_beside_the_headline(line: str, day: str | None) -> None:
    assert find_date(make_page(1, f"{HEADLINE}\n{line}{BODY}")) == day
    assert find_date(make_page(1, f"{line}{BODY}")) is None


def test_an_english_date_of_two_readings_is_none() -> None:
    page = make_page(1, "Rare direct contact in Baku\n05/06/2025\nA source said that they met.\n")
    assert find_date(page) is None


def test_a_date_far_from_the_headline_is_not_its_own() -> None:
    assert find_date(make_page(1, f"{HEADLINE}{BODY * 5}12 يوليو 2025\n")) is None


def make_folder(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(f"{HEADLINE}\n12 يوليو 2025{BODY}", encoding="utf-8")
    (folder / 'b "2".txt').write_text(BODY, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))


def test_the_command(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "My case")
    before = [page.text for page in read_case([folder]).pages]
    result = CliRunner().invoke(main, ["init", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "written: " in result.stdout
    case = read_case([folder])
    assert case.name == "My case"
    assert [page.text for page in case.pages] == before
    assert [page.title for page in case.pages] == [HEADLINE, None]
    assert [page.published for page in case.pages] == ["2025-07-12", None]
    again = CliRunner().invoke(main, ["init", str(folder)], catch_exceptions=False)
    assert (again.exit_code, again.stdout.split(":")[0]) == (0, "nothing to add")


def test_what_is_not_known_stands_there_to_be_filled_in(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    text = write_case(folder).read_text(encoding="utf-8")
    filled = "\n".join(line.removeprefix("# ") for line in text.splitlines()[2:])
    keys = set(tomllib.loads(filled)) | set(tomllib.loads(filled)["page"][1])
    assert keys == set(CaseFile.model_fields) | {"file", *_page_keys()}
    assert set(read(folder)["page"][1]) == {"file"}


def _page_keys() -> list[str]:
    return ["outlet", "title", "published", "url", "language"]


@pytest.mark.parametrize(
    ("path", "words"), [("none", "is no folder"), ("empty", "holds no"), ("a.txt", "is no folder")]
)
def test_no_folder_of_pages(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    with pytest.raises(InputError, match=words):
        write_case(tmp_path / path)
    assert not (tmp_path / path / "case.toml").exists()


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_every_draft_is_valid(title: str, line: str, name: str) -> None:
    page = make_page(1, f"{title}\n{line}{BODY}", path=f"pages/{name or 'a'}", outlet=name or None)
    text = draft_case("a", Path("pages"), [page])
    case = tomllib.loads(text.encode("utf-8", "replace").decode("utf-8"))
    assert case["page"][0]["file"]
