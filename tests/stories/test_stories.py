"""Pages cut into stories: by words and days, the same at once or day by day, nothing lost."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.data import Page
from checker.stories import clustering, gathering
from checker.stories.features import without_furniture
from checker.stories.gathering import Gathered, gather_stories

MENU = "Home World Sport Weather Subscribe to our newsletter today Follow us on every channel"


def vocabulary(seed: str, count: int = 60) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choices("abcdefghiklmnoprstuv", k=7)) for _ in range(count)]


COMMON = vocabulary("common", 300)


def news(number: int, matter: str, day: int, **about: Any) -> Page:
    """A page of its own words about a matter, in a place that all matters share."""
    dice = random.Random(number)
    own = vocabulary(matter)
    told = [" ".join(dice.choices(own, k=5) + dice.choices(COMMON, k=6)) for _ in range(9)]
    text = f"Damascus: {' '.join(own[:6])}\n" + ". In Damascus ".join(told)
    fields = {"outlet": f"Outlet {number % 5}", "published": f"2025-03-{day:02}", **about}
    return Page(
        id=f"p{number}",
        path=f"{number}.txt",
        sha256=f"digest {number}",
        encoding="utf-8",
        text=fields.pop("text", text),
        **fields,
    )


def week(matters: int = 12, each: int = 4) -> list[Page]:
    return [
        news(n, f"matter {n % matters}", 1 + (n % matters) % 5 + n // matters % 2)
        for n in range(matters * each)
    ]


def gather(pages: Sequence[Page], known: dict[str, list[Page]] | None = None) -> Gathered:
    gathered = Gathered()
    for _, so_far in gather_stories(pages, known or {}, 1 + len(known or {})):
        gathered = so_far
    return gathered


def matters_of(gathered: Gathered, matters: int = 12) -> list[set[int]]:
    return [{int(page.id[1:]) % matters for page in told} for told in gathered.stories.values()]


def test_pages_of_one_matter_are_one_story_though_all_share_a_place() -> None:
    gathered = gather(week())
    assert sorted(map(sorted, matters_of(gathered))) == [[n] for n in range(12)]
    assert gathered.alone == []


def test_the_order_in_which_pages_are_given_does_not_matter() -> None:
    pages = week()
    before = gather(pages)
    random.Random(2).shuffle(pages)
    assert sorted(map(sorted, matters_of(gather(pages)))) == sorted(map(sorted, matters_of(before)))


def test_the_same_matter_much_later_is_another_story() -> None:
    late = [news(900 + n, "matter 0", 20) for n in range(3)]
    early = [news(n, "matter 0", 1) for n in range(3)]
    stories = gather([*late, *early, *week()[1:]]).stories
    days = [{page.published for page in told} for told in stories.values()]
    assert {"2025-03-20"} in days


def test_a_page_of_no_story_is_alone_and_copies_of_an_outlet_count_once() -> None:
    other = news(777, "quite another", 2)
    copy = news(778, "quite another", 2, outlet=other.outlet, text=other.text)
    elsewhere = news(779, "matter 3", 3, outlet="Elsewhere", text=week()[3].text)
    gathered = gather([*week(), other, copy, elsewhere])
    assert [page.id for page in gathered.alone] == ["p777"]
    assert [page.id for page in gathered.copies] == ["p778"]
    [story] = [told for told in gathered.stories.values() if elsewhere in told]
    assert {int(page.id[1:]) % 12 for page in story if page is not elsewhere} == {3}


def test_days_that_are_not_known_or_cannot_be_true_are_placed_by_words() -> None:
    pages = week()
    odd = ["2999-01-01", None, "no date"]
    pages += [news(1_200 + 12 * n, "matter 0", 1, published=day) for n, day in enumerate(odd)]
    gathered = gather(pages)
    assert gathered.undated == 3
    assert sorted(map(sorted, matters_of(gathered))) == [[n] for n in range(12)]


def test_known_stories_go_on_and_never_become_one() -> None:
    pages = week(each=6)
    first = gather(pages[:48])
    known = {id_: list(told) for id_, told in first.stories.items()}
    known["s99"] = known["s1"][2:]
    known["s1"] = known["s1"][:2]
    later = gather(pages[48:], known)
    assert set(later.stories) == set(known)
    for id_, told in known.items():
        assert {page.id for page in told} <= {page.id for page in later.stories[id_]}


def test_batches_change_nothing_but_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = sorted(map(sorted, matters_of(gather(week()))))
    monkeypatch.setattr(gathering, "BATCH", 12)
    assert sorted(map(sorted, matters_of(gather(week())))) == at_once


def test_a_story_does_not_last_for_ever() -> None:
    pages = [news(n, "the war", 1 + n % 28) for n in range(84)] + week()
    spans = [
        sorted({page.published or "" for page in told}) for told in gather(pages).stories.values()
    ]
    for days in spans:
        assert int(days[-1][-2:]) - int(days[0][-2:]) <= clustering.LONGEST_DAYS


def test_menus_of_an_outlet_say_nothing_about_its_pages() -> None:
    rows = [f"{MENU} {' '.join(vocabulary(name, 30))}".split() for name in ("a", "b", "c")]
    clean = without_furniture(rows, ["One", "One", "Two"])
    assert clean[0] == vocabulary("a", 30)
    assert clean[2] == rows[2], "another outlet's page that shares it keeps it"
    again = without_furniture([rows[0], rows[0]], ["One", "One"])
    assert again == [rows[0], rows[0]], "two versions of one article are not all menu"
    short = [[*MENU.split(), name, "sank"] for name in "abcdef"]
    assert without_furniture(short, ["One"] * 6)[0] == ["a", "sank"], "a menu longer than the page"


# --- The command ----------------------------------------------------------------------------------


def write_records(path: Path, pages: Iterable[Page]) -> str:
    rows = [
        {"text": each.text, "outlet": each.outlet, "date": each.published, "title": each.title}
        for each in pages
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["stories", *arguments], catch_exceptions=False)


def entries(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "stories.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_each_story_is_a_case_and_all_pages_are_listed(tmp_path: Path) -> None:
    lone = news(777, "quite another", 2, title="<b>Alone</b>")
    pages = write_records(tmp_path / "pages.jsonl", [*week(), lone])
    result = run(pages, "-o", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert "12 stories" in result.stdout
    listed = entries(tmp_path / "out")
    assert sum(len(each["pages"]) for each in listed) == 48
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<bdi>Alone</bdi>" in page
    assert "<b>Alone" not in page
    dry = CliRunner().invoke(main, ["report", str(tmp_path / "out" / "s1"), "--dry-run"])
    assert dry.exit_code == 0


def test_the_next_day_goes_into_the_stories_that_are_there(tmp_path: Path) -> None:
    pages = week(each=6)
    monday = write_records(tmp_path / "monday.jsonl", [*pages[:48], news(777, "matter x", 3)])
    tuesday = write_records(tmp_path / "tuesday.jsonl", [*pages[40:], news(778, "matter x", 4)])
    out = tmp_path / "out"
    assert run(monday, "-o", str(out)).exit_code == 0
    before = {each["id"]: each for each in entries(out)}
    result = run(tuesday, "-o", str(out))
    assert "8 pages were here already" in result.stdout
    after = {each["id"]: each for each in entries(out)}
    for id_, each in before.items():
        assert after[id_]["pages"][: len(each["pages"])] == each["pages"]
    assert len(after) == len(before) + 1, "the page that was alone has met another"
    assert {len(each["pages"]) for each in after.values()} == {2, 6}
    assert run(tuesday, "-o", str(out)).exit_code == 2


def test_only_the_stories_of_one_page(tmp_path: Path) -> None:
    pages = write_records(tmp_path / "pages.jsonl", week())
    mine = write_records(tmp_path / "mine.jsonl", [news(1_205, "matter 5", 2)])
    assert run(pages, "-o", str(tmp_path / "out"), "--like", mine).exit_code == 0
    [story] = entries(tmp_path / "out")
    assert len(story["pages"]) == 5


def test_a_folder_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    pages = write_records(tmp_path / "pages.jsonl", week())
    out = tmp_path / "out"
    assert run(pages, "-o", str(out)).exit_code == 0
    row = {**entries(out)[0], "id": "s1/../../elsewhere"}
    (out / "stories.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    result = run(pages, "-o", str(out))
    assert result.exit_code == 2
    assert "which is no id" in result.stderr
    (out / "stories.jsonl").write_text("{", encoding="utf-8")
    assert "was damaged" in run(pages, "-o", str(out)).stderr


def test_pages_repeated_by_the_hundred_are_named_once_and_counted(tmp_path: Path) -> None:
    pages = week()
    repeated = write_records(tmp_path / "pages.jsonl", [*pages, *[pages[0]] * 100])
    result = run(repeated, "-o", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert result.stderr.count("holds the same bytes") == 20
    assert "and 80 more problems; `checker pages` with these paths names all" in result.stderr
