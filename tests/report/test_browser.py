"""report.html in a real browser: Chromium from the distribution, driven by Playwright."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from checker.found import NotUpheld
from checker.kept_report import Report
from checker.report import html
from checker.report.contract import load_report
from checker.report.outputs import parts_folder, plan_outputs, write_outputs
from checker.report.sections import section_of
from tests.benchmarks import report_page
from tests.benchmarks.report_page import FILTER, FILTERED, Size
from tests.report.conftest import WriteReport
from tests.support.browser import browser_path
from tests.support.sample_report import KEPT, hostile_report, make_report

pytestmark = pytest.mark.skipif(
    browser_path() is None, reason="no Chromium here; install the distribution's chromium"
)
WIDTHS = (360, 1024, 1600)
# Times the work of a page of a quarter may a page take: linear work is 4, quadratic 16.
MOST = 6
# The page itself, its empty icon, and its parts in the folder beside it.
OWN_REQUEST = r"request: (file:\S*\.html|data:,|file:\S*/en\.parts/[a-z_]+-\d+\.js$)"
Opener = Callable[..., Page]
big_report = cache(report_page.big_report)


# A bound, not a pace: a busy machine takes its time, and a page that is ready is seen at once.
expect.set_options(timeout=60_000)


@pytest.fixture
def open_page(browser: Browser, write_report: WriteReport, tmp_path: Path) -> Iterator[Opener]:
    """Opens a report; afterwards fails on any console message, error or request."""
    contexts, trouble = [], []

    def opened(report: Report, language: str = "en", address: str = "", **settings: Any) -> Page:
        path = tmp_path / f"{language}.html"
        write_report(report, path, language)
        width = settings.pop("width", 1280)
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("request", lambda request: trouble.append(f"request: {request.url}"))
        page.goto(path.as_uri() + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    own = [each for each in trouble if re.match(OWN_REQUEST, each)]
    assert sorted(set(trouble) - set(own)) == []


def overflow(page: Page) -> int:
    """CSS pixels by which the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_quote_runs_in_its_own_direction(open_page: Opener, language: str) -> None:
    page = open_page(make_report(), language)
    for quote in page.locator("blockquote").all():
        text = quote.text_content() or ""
        arabic = re.search("[\u0600-\u06ff]", text) is not None
        assert quote.evaluate("each => getComputedStyle(each).direction") == (
            "rtl" if arabic else "ltr"
        )
    assert page.evaluate("getComputedStyle(document.body).direction") == (
        "rtl" if language == "ar" else "ltr"
    )


@pytest.mark.parametrize(
    ("made", "language"), [(make_report, "en"), (make_report, "ar"), (hostile_report, "en")]
)
def test_nothing_is_wider_than_the_window(
    open_page: Opener, made: Callable[[], Report], language: str
) -> None:
    page = open_page(made(), language)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, width
        page.locator("#f1 .quote .open").first.click()
        assert overflow(page) <= 0, width
        page.keyboard.press("Escape")


def test_what_goes_without_saying_is_folded_until_somebody_looks_for_it(open_page: Opener) -> None:
    made = make_report()
    aside = [
        each.model_copy(update={"common_ground": not each.conflicts}) for each in made.findings
    ]
    report = made.model_copy(update={"findings": tuple(aside)})
    [agreed, *_] = [each for each in aside if section_of(each) == "background"]
    for look in ("address", "keys", "filter"):
        page = open_page(report, address=f"#{agreed.id}" if look == "address" else "")
        article = page.locator(f"#{agreed.id}")
        if look != "address":
            expect(page.locator("#s-conflicts .finding").first).to_be_visible()
            expect(article).to_be_hidden()
        if look == "keys":
            for _ in aside:
                page.keyboard.press("j")
        if look == "filter":
            page.locator("#search").fill(agreed.question)
        expect(article).to_be_visible()


def test_a_quote_opens_its_article_with_the_passage_in_view(open_page: Opener) -> None:
    page = open_page(make_report())
    page.locator("#f1 .quote .open").nth(2).click()
    expect(page.locator("#a1")).to_be_visible()
    chosen = page.locator(".mark.on")
    assert "".join(chosen.all_text_contents()) == "نفت دمشق عقد أي لقاء مباشر"
    expect(chosen.first).to_be_in_viewport()
    assert page.locator("#a1 .mark").count() > chosen.count()
    expect(page.locator(".note.on")).to_contain_text("Statement 2.")
    assert page.url.endswith("#c2")


def test_a_passage_far_down_a_long_article_scrolls_into_view(open_page: Opener) -> None:
    page = open_page(big_report(), address="#c40")
    expect(page.locator(".mark.on").first).to_be_in_viewport()
    assert page.locator("#a1 .text").evaluate("each => each.scrollTop") > 200


def test_from_a_passage_back_to_the_findings_that_use_it(open_page: Opener) -> None:
    page = open_page(make_report(), address="#a1")
    shared = page.locator('.mark[data-claims~="c2"][data-claims~="c3"]')
    assert shared.text_content() == "دمشق عقد أي لقاء مباشر"
    shared.click()
    expect(page.locator(".note.on")).to_have_count(2)
    page.locator(".note.on a", has_text="Did Damascus deny it?").click()
    expect(page.locator("#f3")).to_be_focused()
    expect(page.locator("#f3")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
def test_back_closes_the_article(open_page: Opener, width: int) -> None:
    page = open_page(make_report(), width=width)
    page.locator("#f4 .quote .open").first.click()
    expect(page.locator("#reader")).to_be_visible()
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#reader")).to_be_visible()
    page.locator("#a1 .mark").first.click()
    page.locator("#close").click()
    expect(page.locator("#reader")).to_be_hidden()
    page.wait_for_function("location.hash === ''")


def test_addresses_can_be_opened_and_gone_back_from(open_page: Opener) -> None:
    page = open_page(make_report(), address="#f4")
    expect(page.locator("#f4")).to_be_focused()
    page.locator("#f4 .quote .open").first.click()
    expect(page.locator("#reader")).to_be_visible()
    page.go_back()
    assert page.url.endswith("#f4")
    expect(page.locator("#f4")).to_be_in_viewport()
    expect(page.locator("#reader")).to_be_hidden()


@pytest.mark.parametrize("address", ["#f4", "#f-4", "#F4"])
def test_an_id_has_one_spelling_and_old_links_still_lead_to_it(
    open_page: Opener, address: str
) -> None:
    page = open_page(make_report(), address=address)
    expect(page.locator("#f4")).to_be_focused()
    expect(page.locator("#f4 .address")).to_have_text("f4")


def test_a_quote_can_be_selected_and_a_press_that_selects_opens_nothing(
    open_page: Opener,
) -> None:
    page = open_page(make_report())
    quote = page.locator("#f1 blockquote").first
    box = quote.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 120, box["y"] + 14, steps=5)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().length") > 3
    expect(page.locator("#reader")).to_be_hidden()
    page.evaluate("getSelection().removeAllRanges()")
    quote.click()
    expect(page.locator("#reader")).to_be_visible()


def test_a_citation_is_copied_with_all_that_leads_back_to_it(open_page: Opener) -> None:
    page = open_page(make_report(), permissions=["clipboard-read", "clipboard-write"])
    page.locator("#f1 .quote .cite").nth(1).click()
    expect(page.locator("#said")).to_contain_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == [
        "“a direct meeting was held in Baku”",
        "In English, by a model: Statement 7.",
        "Outlet 3, “Direct meeting in Baku”, 2025-07-13",
        "https://news.example/baku",
        "p3.txt, characters 39–72, claim c7",
    ]


def test_both_sides_stand_beside_each_other(open_page: Opener) -> None:
    page = open_page(make_report())
    page.locator("#f4 .both").click()
    expect(page.locator(".story-text.open")).to_have_count(2)
    expect(page.locator("#a1 .mark.on")).to_have_text("قُتل 15 شخصًا في الاشتباكات")
    expect(page.locator("#a2 .mark.on")).to_have_text("قُتل 17 شخصًا في الاشتباكات")
    left, right = (page.locator(id_).bounding_box() for id_ in ("#a1", "#a2"))
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"] + 1
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()


def test_the_verdict_stands_above_the_quotes(open_page: Opener) -> None:
    page = open_page(make_report())
    verdict = page.locator("#f1 .verdict").bounding_box()
    quotes = page.locator("#f1 .positions").bounding_box()
    assert verdict is not None
    assert quotes is not None
    assert verdict["y"] + verdict["height"] <= quotes["y"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("outlets", "Outlet 3", ["f1", "f5", "f6", "f2", "f7"]),
        ("voices", "Syrian government", ["f1", "f3"]),
        ("relations", "superseded", ["f5"]),
        ("kinds", "number", ["f4"]),
        ("severities", "medium", ["f4"]),
        ("text", "GOLAN", []),
        ("text", "نفت دمشق", ["f1", "f3"]),
        ("text", "لقاء مباشرا عقد", ["f1", "f5", "f6", "f2", "f7"]),
    ],
)
def test_filters(open_page: Opener, name: str, value: str, shown: list[str]) -> None:
    page = open_page(make_report())
    field = page.locator(f'.filters [name="{name}"]')
    field.fill(value) if name == "text" else field.select_option(value=value)
    visible = page.locator(".finding:visible")
    expect(page.locator("#shown")).to_contain_text(f"{len(shown)} / 7")
    assert [each.get_attribute("id") for each in visible.all()] == shown
    assert page.locator("#nothing").is_visible() == (not shown)
    page.locator(".filters button").click()
    expect(visible).to_have_count(7)


def test_filters_stand_in_the_address_and_show_how_many_findings_they_leave(
    open_page: Opener,
) -> None:
    page = open_page(make_report())
    expect(page.locator("#by-severity option")).to_have_text(
        ["any", "high (1)", "medium (1)", "low (2)", "none (3)"]
    )
    page.locator("#by-outlet").select_option(value="Outlet 3")
    expect(page.locator("#by-severity option[value=medium]")).to_have_text("medium (0)")
    assert page.url.endswith("?outlet=Outlet+3")
    again = open_page(make_report(), address="?outlet=Outlet+3&severity=low#f5")
    expect(again.locator(".finding:visible")).to_have_count(2)
    expect(again.locator("#f5")).to_be_focused()
    again.locator(".filters button").click()
    expect(again.locator(".finding:visible")).to_have_count(7)
    assert "?" not in again.url


def test_keys_alone_lead_through_the_report(open_page: Opener) -> None:
    page = open_page(make_report())
    page.keyboard.press("j")
    expect(page.locator("#f1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#f4")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#f1")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("jk")
    assert page.locator("#search").input_value() == "jk"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    expect(page.locator(".finding:visible")).to_have_count(7)


def test_escape_closes_the_article_and_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page(make_report())
    link = page.locator("#f1 .quote .open").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader")).to_be_visible()
    expect(page.locator(".mark.on").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(link).to_be_focused()


def test_what_has_the_focus_can_be_seen(open_page: Opener) -> None:
    page = open_page(make_report())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "3px"


def test_landmarks_and_names_for_screen_readers(open_page: Opener) -> None:
    page = open_page(make_report(), address="#a1")
    landmarks = (
        page.get_by_role("main"),
        page.get_by_role("banner"),
        page.get_by_role("search", name="Filters"),
        page.get_by_role("navigation", name="Sections"),
        page.get_by_role("complementary", name="Article"),
        page.get_by_role("region", name="What contradicts what"),
        page.get_by_role("article", name="Was a direct meeting held?"),
    )
    for landmark in landmarks:
        expect(landmark).to_have_count(1)
    for label in ("Search", "Outlet", "Voice", "Relation", "Kind", "Severity"):
        expect(page.locator(".filters").get_by_label(label, exact=True)).to_have_count(1)


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const linear = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "white";
  };
  const poor = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [low, high] = [light(getComputedStyle(element).color), light(ground(element))].sort();
    const ratio = (Math.max(low, high) + 0.05) / (Math.min(low, high) + 0.05);
    if (ratio < 4.5) poor.add(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
  }
  return [...poor];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(open_page: Opener, scheme: str) -> None:
    page = open_page(make_report(), address="#c2", color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


def test_dark_mode_follows_the_system(open_page: Opener) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = open_page(make_report(), color_scheme="light").evaluate(ground)
    dark = open_page(make_report(), color_scheme="dark").evaluate(ground)
    assert light == "rgb(255, 255, 255)"
    assert dark == "rgb(23, 23, 22)"


def test_a_page_with_conflicts_that_were_not_upheld_filters_like_any_other(
    open_page: Opener,
) -> None:
    report = make_report()
    first = next(each for each in report.findings if each.conflicts)
    taken_back = NotUpheld(
        topic_id=first.topic_id,
        question="Was it so?",
        answers=("Yes", "No"),
        claim_ids=(first.positions[0].claim_ids, first.positions[1].claim_ids),
        first_relation="contradict",
        first_why="One says no.",
        relation="agree",
        why="Both say yes.",
    )
    page = open_page(report.model_copy(update={"not_upheld": (taken_back,)}))
    page.wait_for_function(FILTERED)
    expect(page.locator("#missing")).to_be_hidden()
    page.locator("#search").fill("word that stands nowhere")
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator("#s-not-upheld")).to_be_visible()


def test_hostile_text_does_nothing(open_page: Opener) -> None:
    page = open_page(hostile_report())
    page.locator("#f1 .quote .open").first.click()
    assert page.title().startswith("<script>")
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.evaluate("document.querySelectorAll('img, svg, iframe').length") == 0


def test_the_page_reads_without_its_script(open_page: Opener) -> None:
    page = open_page(make_report(), java_script_enabled=False)
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator("#a2 .text")).to_be_visible()
    expect(page.locator("#f7")).to_be_visible()


def test_print_keeps_ids_and_what_is_folded_and_drops_the_controls(
    open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(make_report())
    page.locator("#f1 .quote .open").first.click()
    page.emulate_media(media="print")
    for control in (".filters", ".sections", "#reader", ".skip", "#f1 .tools", "#f1 .cite"):
        expect(page.locator(control).first).to_be_hidden()
    path = tmp_path / "report.pdf"
    path.write_bytes(page.pdf(format="A4"))
    assert path.read_bytes().startswith(b"%PDF")
    if which("pdftotext") is None:
        pytest.skip("no pdftotext here (poppler-utils): the PDF was made, its text not read")
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert "Search" not in text
    for finding in make_report().findings:
        assert re.search(rf"\b{finding.id}\b", text)
    assert "Statement 1." in text
    # The quotes of an agreement are folded away; that they are there is said.
    assert "2 quotes" in text
    assert "First: Damascus." not in text


def test_opening_and_filtering_grow_no_faster_than_the_report(open_page: Opener) -> None:
    """Steps are counted, not milliseconds; tests/benchmarks prints those."""
    small, large = (
        steps_of(open_page(big_report(size)))
        for size in (Size(articles=12, voices=40, outlets=12, findings=75), Size())
    )
    for few, many in zip(small, large, strict=True):
        assert few < many < MOST * few


# Whatever goes through many things asks one of these: lists are counted by their length.
COUNT_STEPS = """
  window.steps = 0;
  const count = (owner, name, cost) => {
    const own = owner.prototype[name];
    owner.prototype[name] = function (...given) {
      const result = own.apply(this, given);
      window.steps += cost(this, result);
      return result;
    };
  };
  for (const name of ["every", "filter", "find", "forEach", "includes", "map", "some"])
    count(Array, name, (list) => list.length);
  for (const name of ["get", "has", "set"]) count(Map, name, () => 1);
  for (const name of ["includes", "normalize"]) count(String, name, () => 1);
  for (const owner of [Document, Element])
    count(owner, "querySelectorAll", (_, found) => found.length);
"""


def steps_of(page: Page) -> list[int]:
    """Steps until the page is ready, and of four filters."""
    page.context.add_init_script(COUNT_STEPS)
    page.reload()
    page.wait_for_function(FILTERED)
    steps = [page.evaluate("steps")]
    for field in (("text", "word7"), ("text", ""), ("outlets", "Outlet 3"), ("outlets", "")):
        page.evaluate("steps = 0")
        page.evaluate(FILTER, list(field))
        steps.append(page.evaluate("steps"))
    return steps


@pytest.fixture(params=["in the page", "beside it"])
def packed_page(
    request: pytest.FixtureRequest, open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> Opener:
    """Opens a report of 150 pages that is packed, its parts in the page or in files."""
    if request.param == "beside it":
        monkeypatch.setattr(html, "LARGEST_PAGE", 100_000)
    report = big_report(Size(articles=150, claims=20, outlets=40, findings=400))
    return lambda **settings: open_page(report, **settings)


def test_a_packed_page_paints_few_findings_and_more_at_a_press(packed_page: Opener) -> None:
    page = packed_page()
    expect(page.locator("#shown")).to_contain_text("400 / 400")
    conflicts = page.locator("#s-conflicts .finding:visible")
    expect(conflicts).to_have_count(20)
    page.locator("#s-conflicts .more").click()
    expect(conflicts).to_have_count(50)
    rows = page.locator("#rows-sources > tr")
    before = rows.count()
    page.locator("[data-list=sources]").click()
    expect(rows).to_have_count(before + 40)


def test_a_packed_page_leads_to_every_finding_claim_and_article(packed_page: Opener) -> None:
    page = packed_page(address="#f399")
    expect(page.locator("#f399")).to_be_focused()
    page.locator("#f399 summary").first.click()
    page.locator("#f399 .quote .open").first.click()
    expect(page.locator(".mark.on").first).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()
    page.evaluate("location.hash = '#c2999'")
    expect(page.locator("#a150")).to_be_visible()
    expect(page.locator("#a150 .note.on")).to_have_count(1)


def test_a_packed_page_is_searched_to_its_end(packed_page: Opener) -> None:
    page = packed_page()
    page.locator("#search").fill("398?")
    expect(page.locator("#shown")).to_contain_text("1 / 400")
    expect(page.locator("#f398")).to_be_visible()


def test_a_missing_part_is_said(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST_PAGE", 100_000)
    page = open_page(big_report(Size(articles=150, claims=20, outlets=40, findings=30)))
    path = Path(page.url.removeprefix("file://"))
    other = big_report(Size(articles=149, claims=20, outlets=40, findings=30))
    write_outputs(other, plan_outputs([path.with_name("other.html")]))
    # A part of another report is refused.
    stranger = parts_folder(path.with_name("other.html")) / "stories-0.js"
    stranger.replace(parts_folder(path) / "stories-0.js")
    page.evaluate("location.hash = '#a1'")
    expect(page.locator("#missing")).to_be_visible()
    expect(page.locator("#missing")).to_contain_text("keep both together")


@pytest.mark.skipif(not KEPT.is_file(), reason="the sample case has no kept report yet")
@pytest.mark.parametrize("width", WIDTHS)
def test_the_sample_case_fits_the_window(open_page: Opener, width: int) -> None:
    page = open_page(load_report(KEPT), width=width)
    assert overflow(page) <= 0
    expect(page.locator(".glance .question").first).to_be_in_viewport()
