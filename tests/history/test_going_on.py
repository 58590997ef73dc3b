"""A report that goes on: what is asked, what is kept, what a reader is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from checker.data import Page
from checker.errors import AnswerError, EndpointError, InputError
from checker.files import write_whole
from checker.kept_report import Report
from checker.library import check
from checker.model.answer import T
from checker.pipeline.options import Options
from checker.prompts import Prompt
from checker.report.contract import load_report, render_json
from checker.report.formats import render
from checker.report.integrity import find_faults
from checker.report.terminal import render_terminal
from tests.support.town import Town, filler, name_of, pages_of, told, town_page

KEPT = Path("fixtures/israel-syria-talks/report.json")
ROWS = [
    [told(1, 5, "mayor"), told(2, 7)],
    [told(1, 6), told(2, 7, "police")],
    [told(11, 3), told(1, 5)],
]


class Nobody:
    """A model that may not be asked."""

    model = "nobody"

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        raise AssertionError(f"{prompt.name} was asked")


@pytest.fixture(scope="module")
def base() -> Report:
    return check(pages_of(ROWS), Town())


def go_on(report: Report, pages: Sequence[Page], model: Any = None, **options: Any) -> Report:
    made = check(pages, model or Town(), options=Options(since=report, **options))
    assert list(find_faults(made)) == []
    return made


def edited(page: Page, old: str, new: str) -> Page:
    assert old in page.text
    return page.model_copy(update={"text": page.text.replace(old, new), "sha256": "edited"})


def questions(report: Report) -> dict[str, str]:
    return {each.key: each.question for each in report.findings}


def test_with_nothing_new_nothing_is_asked_and_all_stands() -> None:
    kept = load_report(KEPT)
    report = go_on(kept, kept.pages, Nobody())
    assert {each.key for each in report.findings} == {each.key for each in kept.findings}
    made = go_on(report, report.pages, Nobody())
    assert made.findings == report.findings
    for field in ("claims", "voices", "origins", "topics", "storylines", "coverage", "pages"):
        assert getattr(made, field) == getattr(report, field), field
    assert made.since
    assert made.since.run == 3
    assert made.earlier == (kept.run, report.run)


def test_a_page_more_is_read_placed_and_held_against_what_stands(base: Report) -> None:
    town = Town()
    page = town_page("new", [told(1, 9), told(12, 4), filler("new")])
    made = go_on(base, [*pages_of(ROWS), page], town)
    asked = dict(town.asked)
    looks = asked.pop("verify_conflict")
    assert asked == {
        "extract_claims": 1,
        "unite_voices": 1,
        "place_events": 1,
        "extend_findings": 1,
        "check_evidence": 1,
        "compare_claims": 1,  # the storyline of fire 11 met nobody before
        "find_overlooked": 1,
    }
    assert looks == 1  # 9 against 5 and against 6: one topic
    assert set(questions(base)) <= set(questions(made))
    grown = next(each for each in made.findings if name_of(1) in each.question)
    assert grown.key in questions(base)
    assert [step.what for step in grown.history] == ["first_seen", "changed"]
    assert grown.history[-1].page_ids == ("p4",)
    assert made.since
    assert made.since.findings_changed == (grown.key,)
    assert made.since.pages_new == ("p4",)
    assert len(made.earlier) == 1


def test_known_claims_articles_and_origins_keep_their_ids(base: Report) -> None:
    page = town_page("new", [told(1, 9), filler("new")])
    made = go_on(base, [page, *pages_of(ROWS)])
    assert made.claims[: len(base.claims)] == base.claims
    assert made.articles[: len(base.articles)] == base.articles
    assert made.pages[:3] == base.pages
    assert {each.id for each in base.origins} <= {each.id for each in made.origins}


def test_only_the_new_page_may_be_given(base: Report) -> None:
    page = town_page("new", [told(2, 7), filler("new")])
    made = go_on(base, [page])
    assert made.since
    assert made.since.pages_gone == ("p1", "p2", "p3")
    finding = next(each for each in made.findings if name_of(2) in each.question)
    assert [step.what for step in finding.history] == ["first_seen", "grown"]


def test_what_a_vanished_page_said_stands_and_it_may_come_back(base: Report) -> None:
    made = go_on(base, pages_of(ROWS)[:2], Nobody())
    assert made.findings == base.findings
    assert [page.gone for page in made.pages] == [None, None, 2]
    later = go_on(made, pages_of(ROWS), Nobody())
    assert later.since
    assert (later.since.pages_back, later.since.pages_gone) == (("p3",), ())
    assert [page.gone for page in later.pages] == [None, None, None]


def test_a_changed_word_is_an_edit_with_both_wordings(base: Report) -> None:
    pages = pages_of(ROWS)
    pages[1] = edited(pages[1], "hurt 6 people", "hurt 8 people")
    town = Town()
    made = go_on(base, pages, town)
    assert town.asked["extract_claims"] == 1
    assert town.asked["extend_findings"] == 1
    assert "place_events" not in town.asked
    (edit,) = made.edits
    (passage,) = edit.passages
    assert passage.old == told(1, 6)
    assert passage.new == told(1, 8)
    assert (edit.before, edit.run, edit.page_id) == (1, 2, "p2")
    assert [(each.became, name_of(1) in each.question) for each in edit.findings] == [
        ("changed", True)
    ]
    answers = {each.answer for f in made.findings for each in f.positions}
    assert "8 people." in answers
    assert "6 people." not in answers
    untouched = {each.key: each for each in base.findings if name_of(2) in each.question}
    assert {each.key: each for each in made.findings if each.key in untouched} == untouched


def test_a_passage_taken_out_takes_its_finding_with_it(base: Report) -> None:
    pages = pages_of(ROWS)
    pages[1] = edited(pages[1], told(2, 7, "police"), "Nothing is known of the other one.")
    made = go_on(base, pages)
    (gone,) = made.past
    assert (gone.why, gone.page_ids, gone.run) == ("words_gone", ("p2",), 2)
    assert name_of(2) in gone.question
    assert made.since
    assert made.since.no_longer_held == (gone.key,)
    assert [each.became for each in made.edits[0].findings] == ["no_longer_held"]
    back = go_on(made, pages_of(ROWS))
    revived = next(each for each in back.findings if each.key == gone.key)
    assert [step.run for step in revived.history] == [1, 3]
    assert back.past == ()


def test_a_figure_that_is_edited_changes_its_finding_and_makes_no_other() -> None:
    rows = [[told(1, 5)], [told(1, 6)]]
    report = check(pages_of(rows), Town())
    pages = pages_of(rows)
    pages[1] = edited(pages[1], "hurt 6 people", "hurt 66 people")
    made = go_on(report, pages)
    (before,), (after,) = report.findings, made.findings
    assert (after.key, [step.what for step in after.history]) == (
        before.key,
        ["first_seen", "changed"],
    )
    assert [each.answer for each in after.positions] == ["5 people.", "66 people."]
    assert made.past == ()
    assert made.since
    assert (made.since.findings_changed, made.since.findings_new) == ((before.key,), ())
    assert [each.became for each in made.edits[0].findings] == ["changed"]


def test_an_edited_passage_meets_what_it_met_before_whatever_its_event_is_called() -> None:
    class Renamer(Town):
        """Calls the event of the edited page otherwise, and holds it to be a new storyline."""

        def _extract_claims(self, about: dict[str, Any]) -> dict[str, Any]:
            said = super()._extract_claims(about)
            for row in (*said["claims"], *said["events"]):
                row["statement" if "quote" in row else "what"] = "Something is told."
            return said

        def _place_events(self, about: dict[str, Any]) -> dict[str, Any]:
            events = [row[0] for row in about["events"]]
            return {"placed": [], "new": [{"label": "Word", "events": events}]}

        def _extend_findings(self, about: dict[str, Any]) -> dict[str, Any]:
            self.shown = [each["question"] for each in about["findings"]]
            return {"weighed": [], "extended": [], "findings": []}

    report = check(pages_of(ROWS), Town())
    pages = pages_of(ROWS)
    pages[1] = edited(pages[1], "hurt 6 people", "hurt 66 people")
    town = Renamer()
    go_on(report, pages, town)
    assert any(name_of(1) in question for question in town.shown)


def test_a_finding_falls_where_nothing_takes_the_place_of_edited_words() -> None:
    class Silent(Town):
        def _extend_findings(self, about: dict[str, Any]) -> dict[str, Any]:
            assert [each["question"] for each in about["findings"]], "it may yet stand"
            return {"weighed": [], "extended": [], "findings": []}

    rows = [[told(1, 5)], [told(1, 6)]]
    report = check(pages_of(rows), Town())
    pages = pages_of(rows)
    pages[1] = edited(pages[1], "hurt 6 people", "hurt 66 people")
    made = go_on(report, pages, Silent())
    assert made.findings == ()
    assert [each.why for each in made.past] == ["words_gone"]


def test_a_reprint_says_nothing_new_and_its_outlet_is_counted(base: Report) -> None:
    town = Town()
    text = pages_of(ROWS)[1].text
    reprint = Page.of(text + "\n\nFrom the agencies.", path="x.txt", outlet="The Copy")
    made = go_on(base, [*pages_of(ROWS), reprint], town)
    assert dict(town.asked) == {"extract_claims": 1, "unite_voices": 1}
    finding = next(each for each in made.findings if name_of(1) in each.question)
    six = next(each for each in finding.positions if each.answer == "6 people.")
    assert six.outlets == ("Outlet 001", "The Copy")
    assert six.source_count == 1


def test_a_page_without_news_costs_its_parts(base: Report) -> None:
    town = Town()
    made = go_on(base, [*pages_of(ROWS), town_page("menu", [filler("menu")])], town)
    assert dict(town.asked) == {"extract_claims": 1}
    assert made.findings == base.findings


def test_an_agreement_stands_where_what_was_set_against_it_is_not_upheld(base: Report) -> None:
    page = town_page("new", [told(2, 9), filler("new")])
    made = go_on(base, [*pages_of(ROWS), page], Town(refused=[2]))
    before = next(each for each in base.findings if name_of(2) in each.question)
    after = next(each for each in made.findings if each.key == before.key)
    assert (after.relation, after.positions) == ("agree", before.positions)
    assert len(made.not_upheld) == len(base.not_upheld) + 1


def test_another_outlet_or_day_in_the_case_changes_what_follows_from_it(base: Report) -> None:
    pages = pages_of(ROWS)
    pages[0] = pages[0].model_copy(update={"outlet": "The Herald", "published": "2025-03-04"})
    town = Town()
    made = go_on(base, pages, town)
    assert dict(town.asked) == {"unite_voices": 1}  # the outlet is a new name
    assert made.since
    assert [(each.field, each.old, each.new) for each in made.since.page_changes] == [
        ("outlet", "Outlet 000", "The Herald"),
        ("published", None, "2025-03-04"),
    ]
    assert {c.chain[-1] for c in made.claims if c.article_id == "a1"} == {"The Herald"}
    assert made.articles[0].published == "2025-03-04"
    outlets = {each for f in made.findings for p in f.positions for each in p.outlets}
    assert "The Herald" in outlets
    assert "Outlet 000" not in outlets
    assert set(questions(made)) == set(questions(base))


def test_a_report_of_another_story_is_refused(base: Report) -> None:
    other = town_page("other", [told(900, 4), told(901, 5), filler("other")])
    with pytest.raises(InputError, match=r"another story.*--since"):
        go_on(base, [other])


def test_files_of_the_same_names_make_no_story(base: Report) -> None:
    rows = [[told(900, 4), told(901, 4)], [told(901, 5)], [told(902, 1)]]
    pages = [
        page.model_copy(update={"text": f"{page.text} {filler(page.path + 'x', 900)}"})
        for page in (town_page(f"{n:03}", [*row, filler(f"o{n}")]) for n, row in enumerate(rows))
    ]
    with pytest.raises(InputError, match="another story"):
        go_on(base, pages)


def test_another_language_of_statements_reads_all_anew_and_keeps_the_keys(base: Report) -> None:
    town = Town()
    made = go_on(base, pages_of(ROWS), town, pivot="Arabic")
    assert town.asked["extract_claims"] == 3
    assert questions(made) == questions(base)
    assert made.since
    assert "English" in (made.since.afresh or "")
    assert [each.what for each in made.since.mixed] == ["pivot_language"]


def test_an_incomplete_report_is_read_anew(base: Report) -> None:
    class Failing(Town):
        def say(self, name: str, about: dict[str, Any]) -> dict[str, Any]:
            if name == "verify_conflict":
                raise EndpointError("no more")
            return super().say(name, about)

    with pytest.raises(EndpointError):
        go_on(base, [*pages_of(ROWS), town_page("new", [told(1, 9), filler("n")])], Failing())
    broken = base.model_copy(update={"problems": (*base.problems, problem("endpoint"))})
    made = go_on(broken, pages_of(ROWS))
    assert made.since
    assert made.since.afresh
    assert questions(made) == questions(base)
    assert {each.what for f in made.findings for each in f.history} <= {"first_seen"}


def problem(subject: str) -> Any:
    from checker.kept_report import Problem

    return Problem(stage="findings", subject=subject, reason="2 of 3 were not answered")


def test_afresh_keeps_keys_where_findings_are_found_again(base: Report) -> None:
    made = go_on(base, pages_of(ROWS), afresh=True)
    assert questions(made) == questions(base)
    assert made.since
    assert (made.since.findings_new, made.since.no_longer_held) == ((), ())


def test_without_answers_words_place_the_events_and_nothing_is_dropped_in_silence(
    base: Report,
) -> None:
    class Dumb(Town):
        def say(self, name: str, about: dict[str, Any]) -> dict[str, Any]:
            if name in ("place_events", "extend_findings", "unite_voices"):
                raise AnswerError("no JSON")
            return super().say(name, about)

    page = town_page("new", [told(1, 9), told(3, 4), filler("new")])
    made = go_on(base, [*pages_of(ROWS), page], Dumb())
    stages = {each.stage for each in made.problems}
    assert {"topics", "findings", "voices"} <= stages
    assert set(questions(base)) <= set(questions(made))
    assert made.claims[-1].id in {id_ for line in made.storylines for id_ in line.claim_ids}


def test_a_part_that_was_not_read_is_read_in_the_next_run() -> None:
    class Mute(Town):
        def say(self, name: str, about: dict[str, Any]) -> dict[str, Any]:
            if name == "extract_claims" and about["page"]["outlet"] == "Outlet 001":
                raise AnswerError("no JSON")
            return super().say(name, about)

    first = check(pages_of(ROWS), Mute())
    assert not first.complete
    town = Town()
    made = go_on(first, pages_of(ROWS), town)
    assert town.asked["extract_claims"] == 1
    assert (made.complete, made.edits) == (True, ())
    assert {each.article_id for each in made.claims} == {"a1", "a2", "a3"}
    assert any(name_of(1) in each.question for each in made.findings)
    assert go_on(made, pages_of(ROWS), Nobody()).findings == made.findings


def test_an_older_report_goes_on_without_storylines_and_keys(base: Report, tmp_path: Path) -> None:
    bare = base.model_copy(
        update={
            "storylines": (),
            "findings": tuple(f.model_copy(update={"key": ""}) for f in base.findings),
        }
    )
    write_whole(tmp_path / "report.json", render_json(bare))
    old = load_report(tmp_path / "report.json")
    page = town_page("new", [told(1, 9), told(12, 4), filler("new")])
    made = go_on(old, [*pages_of(ROWS), page])
    assert set(questions(base)) <= set(questions(made))
    assert any(name_of(11) in line.label or "Fires" in line.label for line in made.storylines)


def test_another_model_is_named_beside_the_first(base: Report) -> None:
    class Other(Town):
        model = "another"

    page = town_page("new", [told(1, 9), filler("new")])
    made = go_on(base, [*pages_of(ROWS), page], Other())
    assert made.since
    assert [(e.what, e.old, e.new) for e in made.since.mixed] == [("model", "town", "another")]
    assert [page.run for page in made.pages] == [1, 1, 1, 2]
    assert [run.model for run in (*made.earlier, made.run)] == ["town", "another"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_form_begins_with_what_is_new(base: Report, language: str) -> None:
    pages = pages_of(ROWS)
    pages[1] = edited(pages[1], "hurt 6 people", "hurt 8 people")
    pages.append(town_page("new", [told(2, 7), filler("new")]))
    made = go_on(base, pages)
    shown = (
        render_terminal(made, language=language),
        render(made, "markdown", language),
        render(made, "html", language),
    )
    for text in shown:
        assert told(1, 6)[:20] in text
        assert name_of(2) in text
    assert 'class="history"' in shown[-1]
    assert shown[-1].index('class="news"') < shown[-1].index('class="glance"')
    assert list(made.model_dump())[:3] == ["schema_version", "case", "since"]
