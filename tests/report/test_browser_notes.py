"""Marks and notes in the page, in a real browser: kept, joined, saved, read, and never run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from checker.kept_report import Report
from checker.memory import PastFinding
from checker.notes.files import load_notes, render_notes
from checker.notes.records import NO_NOTES, Note, Notes, add_note, join_notes
from checker.notes.standing import Words
from checker.report.outputs import plan_outputs, write_outputs
from tests.report.conftest import WriteReport
from tests.report.test_browser import overflow
from tests.support.browser import browser_path
from tests.support.sample_report import make_report

pytestmark = pytest.mark.skipif(
    browser_path() is None, reason="no Chromium here; install the distribution's chromium"
)
HOSTILE = '</p><script>document.title = "run"</script><img src=x onerror=alert(1)>"\'&amp;'
Opener = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def open_page(
    context: BrowserContext, write_report: WriteReport, tmp_path: Path
) -> Iterator[Opener]:
    """Opens a report with notes; afterwards fails on any console message or error."""
    trouble: list[str] = []

    def opened(notes: Notes = NO_NOTES, report: Report | None = None, language: str = "en") -> Page:
        path = tmp_path / "report.html"
        write_report(report or make_report(), path, language, notes)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-filtered]")
        return page

    yield opened
    assert trouble == []


def reload(page: Page) -> None:
    """Load the page again, and once more while the browser does not yet know what it was given.

    Storage is told to the browser's process by the way; a busy machine may load the page first, and
    what was under way then is lost: it is given again.
    """
    given = page.evaluate("JSON.stringify(Object.entries(localStorage).sort())")
    for _ in range(50):
        page.reload()
        page.wait_for_selector("html[data-filtered]")
        if page.evaluate("JSON.stringify(Object.entries(localStorage).sort())") == given:
            return
        page.evaluate(
            "given => JSON.parse(given).forEach(row => localStorage.setItem(...row))", given
        )
        page.wait_for_timeout(100)
    raise AssertionError("the browser did not keep what it was given")


def note_on(report: Report, id_: str, **said: object) -> Note:
    finding = next(each for each in report.findings if each.id == id_)
    return Words(report, Notes()).new_note(finding, **said)


def notes_on(report: Report, id_: str, **said: object) -> Notes:
    return add_note(Notes(case=report.case), note_on(report, id_, **said))


def mark(page: Page, id_: str, status: str, text: str = "", by: str = "") -> None:
    page.locator(f"#{id_} .judge").first.click()
    page.locator(f".note-form input[value='{status}']").check()
    page.locator(".note-form textarea").fill(text)
    page.locator(".note-form input[name='by']").fill(by)
    page.locator(".note-form button[type='submit']").click()


def test_a_mark_is_kept_in_the_browser_and_saved_as_a_file(
    open_page: Opener, tmp_path: Path
) -> None:
    page = open_page()
    mark(page, "f1", "checked", "called the ministry", "Anna")
    expect(page.locator("#f1 .said-of").first).to_contain_text("checked Anna")
    expect(page.locator("#notes-kept")).to_have_text("Not in the file yet: 1")
    expect(page.locator(".glance .judged").first).to_have_text("checked")
    reload(page)
    expect(page.locator("#f1 .said-of").first).to_contain_text("called the ministry")
    page.locator("#f1 .judge").first.click()
    expect(page.locator(".note-form input[name='by']")).to_have_value("Anna")
    page.keyboard.press("Escape")
    expect(page.locator(".note-form")).to_have_count(0)
    with page.expect_download() as download:
        page.locator("#save-notes").click()
    assert download.value.suggested_filename == "report.notes.json"
    download.value.save_as(tmp_path / "report.notes.json")
    saved = load_notes(tmp_path / "report.notes.json")
    (note,) = saved.notes
    expected = note_on(make_report(), "f1", status="checked", text="called the ministry")
    assert (note.key, note.digest, note.finding) == (
        expected.key,
        expected.digest,
        expected.finding,
    )
    assert (note.status, note.text, note.by) == ("checked", "called the ministry", "Anna")
    assert saved.case == make_report().case
    # Made anew with the file, the page has nothing that the file has not.
    again = open_page(saved)
    expect(again.locator("#notes-kept")).to_have_text("")
    expect(again.locator("#f1 .said-of > li")).to_have_count(1)


def test_a_new_mark_replaces_the_old_and_can_be_taken_back(open_page: Opener) -> None:
    page = open_page(notes_on(make_report(), "f1", status="checked", text="by phone"))
    page.locator("#f1 .judge").first.click()
    expect(page.locator(".note-form textarea")).to_have_value("by phone")
    page.locator(".note-form input[value='dismissed']").check()
    page.locator(".note-form button[type='submit']").click()
    expect(page.locator("#f1 .said-of > li")).to_have_count(1)
    expect(page.locator("#f1")).to_have_class(re.compile(r"\bdismissed\b"))
    reload(page)
    expect(page.locator("#f1 .said-of").first).to_contain_text("dismissed")
    page.locator("#f1 .judge").first.click()
    page.locator(".take-back").click()
    expect(page.locator("#f1 .said-of").first).to_be_hidden()
    reload(page)
    expect(page.locator("#f1 .said-of").first).to_be_hidden()


def test_a_file_is_joined_and_a_conflict_is_shown(open_page: Opener, tmp_path: Path) -> None:
    report = make_report()
    ben = tmp_path / "ben.json"
    ben.write_text(render_notes(notes_on(report, "f1", status="dismissed", by="Ben")), "utf-8")
    page = open_page(notes_on(report, "f1", status="checked", by="Anna"))
    page.locator("#read-notes").set_input_files(ben)
    expect(page.locator("#said")).to_have_text("Notes joined: 1")
    expect(page.locator("#f1 .said-of > li").first).to_contain_text("In dispute")
    expect(page.locator("#f1 .said-of > li")).to_have_count(3)
    page.locator("#by-judged").select_option("disputed")
    expect(page.locator(".finding:not([hidden])")).to_have_count(1)
    assert page.url.endswith("?judged=disputed")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no file of notes"),
        ('{"version": 2, "notes": []}', "is no file of notes"),
        ('{"version": 1, "notes": [{"id": "x"}]}', "note number 1 is damaged"),
    ],
)
def test_a_file_that_is_none_changes_nothing(
    open_page: Opener, tmp_path: Path, text: str, said: str
) -> None:
    page = open_page(notes_on(make_report(), "f1", status="checked"))
    (tmp_path / "wrong.json").write_text(text, "utf-8")
    page.locator("#read-notes").set_input_files(tmp_path / "wrong.json")
    expect(page.locator("#said")).to_contain_text(said)
    expect(page.locator("#f1 .said-of > li")).to_have_count(1)


def test_notes_on_another_case_are_refused(open_page: Opener, tmp_path: Path) -> None:
    other = Notes(
        case="<b>Another</b>",
        notes=(note_on(make_report(), "f1", status="checked", key="k0"),),
    )
    (tmp_path / "other.json").write_text(render_notes(other), "utf-8")
    page = open_page()
    page.locator("#read-notes").set_input_files(tmp_path / "other.json")
    expect(page.locator("#said")).to_contain_text("are on another case, <b>Another</b>")


def test_a_finding_that_changed_and_one_that_is_gone_say_so(open_page: Opener) -> None:
    report = make_report()
    changed = note_on(report, "f1", status="checked", digest="other")
    gone = note_on(report, "f2", status="dismissed", key="k0", finding="Was there a second ship?")
    past = PastFinding(
        key="k0", question="A ship?", answers=(), relation="unsure", run=2, why="words_gone"
    )
    report = report.model_copy(update={"past": (past,)})
    page = open_page(Notes(case=report.case, notes=(changed, gone)), report)
    expect(page.locator("#f1 .said-of").first).to_contain_text("changed since you checked it")
    expect(page.locator("#gone-notes")).to_contain_text("Was there a second ship?")
    expect(page.locator("#gone-notes")).to_contain_text(
        "No longer held: the words that it rests on"
    )
    page.locator("#by-judged").select_option("changed")
    expect(page.locator(".finding:not([hidden])")).to_have_count(1)


def test_what_people_write_is_never_markup(open_page: Opener, tmp_path: Path) -> None:
    report = make_report()
    said = {"status": "checked", "text": HOSTILE, "by": HOSTILE}
    hostile = Notes(
        case=HOSTILE,
        notes=(
            note_on(report, "f1", **said),
            note_on(report, "f1", **said, id="other", key="k0", finding=HOSTILE),
        ),
    )
    page = open_page(hostile)
    assert page.title() != "run"
    expect(page.locator("#f1 .said-of p").first).to_have_text(HOSTILE)
    expect(page.locator("#gone-notes .asked")).to_have_text(HOSTILE)
    (tmp_path / "h.json").write_text(render_notes(hostile), "utf-8")
    page.locator("#read-notes").set_input_files(tmp_path / "h.json")
    page.evaluate(
        "each => localStorage.setItem('checker-notes:' + each[0], each[1])",
        [report.case, json.dumps([json.loads(render_notes(hostile))["notes"][0], 7, None, {}])],
    )
    reload(page)
    assert page.locator(".said-of :is(script, img)").count() == 0
    assert page.title() != "run"


def test_the_page_joins_as_the_prompt_does(open_page: Opener) -> None:
    """What the script makes of two files, against `join_notes`."""
    report = make_report()
    anna = notes_on(report, "f1", status="checked", by="Anna", at=datetime(2026, 3, 1, tzinfo=UTC))
    ben = notes_on(report, "f1", status="dismissed", by="Ben", at=datetime(2026, 3, 2, tzinfo=UTC))
    settled = add_note(join_notes(anna, ben), note_on(report, "f1", status="checked", by="both"))
    page = open_page(join_notes(anna, ben))
    rows = json.loads(render_notes(settled))["notes"]
    page.evaluate(
        "each => localStorage.setItem('checker-notes:' + each[0], each[1])",
        [report.case, json.dumps(rows)],
    )
    reload(page)
    expect(page.locator("#f1 .said-of > li")).to_have_count(1)
    expect(page.locator("#f1 .said-of > li")).to_contain_text("both")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1024])
def test_the_form_fits_the_window(
    open_page: Opener, context: BrowserContext, language: str, width: int
) -> None:
    page = open_page(
        notes_on(make_report(), "f1", status="checked", text="w" * 300), None, language
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("#f1 .judge").first.click()
    expect(page.locator(".note-form")).to_be_visible()
    assert overflow(page) <= 0


def test_without_a_script_the_notes_of_the_file_stand_there(
    browser: Browser,
    tmp_path: Path,
) -> None:
    notes = notes_on(make_report(), "f1", status="checked", text="called the ministry")
    path = tmp_path / "report.html"
    write_outputs(make_report(), plan_outputs([path]), "en", notes)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.locator("#f1 .said-of").first).to_contain_text("called the ministry")
    expect(page.locator("#save-notes")).to_be_hidden()
    context.close()
