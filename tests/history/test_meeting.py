"""What a question about new claims shows: other versions, other storylines, the nearest of both."""

from __future__ import annotations

from typing import Any

from checker.data import Page
from checker.kept_report import Report
from checker.library import check
from checker.pipeline.options import Options
from tests.support.town import Said, Town, filler, name_of, pages_of, told, town_page

ROWS = [[told(1, 5, "mayor"), told(2, 7)], [told(1, 6), told(2, 7, "police")]]


class Namer(Town):
    """Names the events of a page in words of the page, and puts those of new pages by themselves.

    ``lines`` are the storylines that it gives an event, as they are known; none is a new one.
    """

    def _extract_claims(self, about: Said) -> Said:
        said = super()._extract_claims(about)
        for event in said["events"]:
            event["what"] += f", {about['page']['outlet']}"
        return said

    def _place_events(self, about: Said) -> Said:
        events = about["events"]
        return {
            "placed": [{"event": row[0], "storylines": []} for row in events],
            "new": [{"label": "Later fires", "events": [row[0] for row in events]}],
        }


def asked_of(town: Town, name: str) -> Said:
    (about,) = [about for asked, about in town.history if asked == name]
    return about


def statements(about: Said) -> set[str]:
    return {str(claim["says"]) for article in about["articles"] for claim in article["claims"]}


def base() -> Report:
    return check(pages_of(ROWS), Namer())


def add(report: Report, pages: list[Page], town: Town) -> Report:
    return check([*pages_of(ROWS), *pages], town, options=Options(since=report))


def finding(report: Report, fire: int) -> Any:
    return next(each for each in report.findings if name_of(fire) in each.question)


def test_placing_shows_what_known_storylines_say_in_like_words() -> None:
    town = Namer()
    add(base(), [town_page("new", [told(1, 9), told(40, 3), filler("new")])], town)
    about = asked_of(town, "place_events")
    near = {row[0]: row[1] for row in about["near"]}
    named = {row[0]: row[1] for row in about["events"]}
    (event,) = near
    assert name_of(1) in named[event], "the other fire is like none"
    ((storyline, says),) = near[event]
    assert storyline in {row[0] for row in about["storylines"]}
    assert name_of(1) in says


def test_an_account_in_a_new_storyline_meets_the_one_that_is_known() -> None:
    town = Namer()
    made = add(base(), [town_page("new", [told(1, 9), filler("new")])], town)
    assert [each.answer for each in finding(made, 1).positions] == [
        "5 people.",
        "6 people.",
        "9 people.",
    ]
    assert made.storylines[-1].label == "Later fires"


def test_a_touched_topic_is_shown_the_nearest_claims_and_findings_of_the_others() -> None:
    class Sorter(Namer):
        """Every fire a storyline, those of new pages in that of fire 40."""

        def _sort_events(self, about: Said) -> Said:
            lines: dict[str, list[int]] = {}
            for row in about["events"]:
                lines.setdefault(row[1].split(",")[0], []).append(row[0])
            return {"storylines": [{"label": k, "events": v} for k, v in lines.items()]}

        def _place_events(self, about: Said) -> Said:
            (place,) = [row[0] for row in about["storylines"] if name_of(40) in row[1]]
            placed = [{"event": row[0], "storylines": [place]} for row in about["events"]]
            return {"placed": placed, "new": []}

    rows = [[*ROWS[0], *many(0)], [*ROWS[1], *many(1)]]
    report = check(pages_of(rows), Sorter())
    topics = {each.label for each in report.topics}
    assert len(topics) > 1, "one topic would show all to all"
    town = Sorter()
    page = town_page("new", [told(1, 9), filler("new")])
    made = check([*pages_of(rows), page], town, options=Options(since=report))
    about = asked_of(town, "extend_findings")
    assert name_of(40) in about["topic"]
    assert {f"The fire of {name_of(1)} hurt {n} people." for n in (5, 6, 9)} <= statements(about)
    assert any(name_of(1) in each["question"] for each in about["findings"])
    before = finding(report, 1)
    grown = finding(made, 1)
    assert (grown.key, grown.topic_id) == (before.key, before.topic_id)
    assert grown.positions[-1].answer == "9 people."


def many(page: int) -> list[str]:
    """Figures of one fire, too many to be put into one topic with others."""
    return [told(40, 100 + 70 * page + n) for n in range(70)]


def test_two_versions_that_come_together_are_held_against_each_other() -> None:
    words = filler("agency")
    pages = [
        town_page(f"copy {figure}", [told(1, figure), words], outlet=f"Copy {figure}")
        for figure in (8, 9)
    ]
    town = Town()
    made = add(check(pages_of(ROWS), Town()), pages, town)
    about = asked_of(town, "extend_findings")
    says = {
        row["id"]: row["says"]
        for article in about["articles"]
        for claim in article["claims"]
        for row in (claim, *claim.get("reprint", ()))
    }
    new = {says[n] for n in about["new"]}
    assert new == {f"The fire of {name_of(1)} hurt {n} people." for n in (8, 9)}
    pairs = [{says[row[1]], *(says[n] for n in row[2])} for row in about["weigh"]]
    assert any(new <= pair for pair in pairs)
    assert {each.answer for each in finding(made, 1).positions} >= {"8 people.", "9 people."}


def test_two_topics_may_add_to_one_finding() -> None:
    class Both(Namer):
        """Puts new fires into every storyline that is known."""

        def _place_events(self, about: Said) -> Said:
            lines = [row[0] for row in about["storylines"]]
            placed = [{"event": row[0], "storylines": lines} for row in about["events"]]
            return {"placed": placed, "new": []}

    rows = [[*ROWS[0], *many(0)], [*ROWS[1], *many(1)]]
    report = check(pages_of(rows), Both())
    pages = [town_page("new", [told(1, 9), told(2, 8), filler("new")])]
    made = check([*pages_of(rows), *pages], Both(), options=Options(since=report))
    for fire, answer in ((1, "9 people."), (2, "8 people.")):
        assert [each.answer for each in finding(made, fire).positions].count(answer) == 1
        assert len([f for f in made.findings if name_of(fire) in f.question]) == 1
