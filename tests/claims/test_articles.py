"""Parts joined: articles, claims and what is left out, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from checker.claims.articles import Extraction, join_drafts, own_chain, publication_day
from checker.claims.extraction import Draft, extract_part
from checker.claims.labels import label_pages
from checker.claims.parts import cut_page
from checker.data import Page
from checker.errors import AnswerError
from checker.kept_report import Problem
from tests.conftest import ScriptedLLM
from tests.support.stories import make_page, said_article, said_claim, said_part, whole_article

LINES = [f"Line {word} says {word}." for word in ("one", "two", "three", "four", "five", "six")]
TEXT = "\n".join(LINES)
LIMIT = 48  # two lines of TEXT to a part


def join(*answers: object, page: Page | None = None, limit: int = 10_000) -> Extraction:
    page = page or make_page(1, TEXT)
    return join_drafts([page], drafts_of(page, answers, limit))


def drafts_of(page: Page, answers: Sequence[object], limit: int = 10_000) -> list[Draft]:
    parts = cut_page(page, limit)
    assert len(parts) == len(answers)
    return [
        extract_part(ScriptedLLM({"extract_claims": [answer]}), part, "English")
        for part, answer in zip(parts, answers, strict=True)
    ]


def part_of(first: int, last: int, *words: str, **given: Any) -> dict[str, Any]:
    return said_part(
        [said_claim(f"says {word}") for word in words],
        articles=[said_article(first, last, **given)],
    )


def reasons(problems: Sequence[Problem]) -> list[str]:
    return [problem.reason for problem in problems]


def test_parts_of_one_article_are_joined() -> None:
    joined = join(
        part_of(1, 2, "one", "two", title="Title"),
        part_of(3, 4, "three", continues=True, credited_to="AFP", title="Other"),
        part_of(5, 6, "six", continues=True),
        limit=LIMIT,
    )
    (article,) = joined.articles
    assert (article.start, article.end) == (0, len(TEXT))
    assert (article.title, article.credited_to) == ("Title", "AFP")
    assert [(each.id, each.quote) for each in joined.claims] == [
        ("c1", "says one"),
        ("c2", "says two"),
        ("c3", "says three"),
        ("c4", "says six"),
    ]
    assert {each.article_id for each in joined.claims} == {"a1"}
    assert joined.problems == ()


def test_quotes_are_the_words_of_the_page() -> None:
    joined = join(part_of(1, 6, "five", "one"))
    assert [each.quote for each in joined.claims] == ["says one", "says five"]
    assert all(TEXT[each.start : each.end] == each.quote for each in joined.claims)


def test_events_of_two_parts_are_two_events() -> None:
    joined = join(
        part_of(1, 2, "one", "two"),
        part_of(3, 4, "three", continues=True),
        part_of(5, 6, continues=True),
        limit=LIMIT,
    )
    assert [each.event.id for each in joined.claims] == ["p1.1.1", "p1.1.1", "p1.2.1"]
    assert joined.claims[0].event.label == "Talks"
    assert joined.claims[0].event.place == "Baku"


def test_a_page_may_hold_two_articles_and_furniture() -> None:
    said = said_part(
        [said_claim(f"says {word}") for word in ("one", "three", "six")],
        articles=[
            said_article(1, 2, outlet="First"),
            said_article(5, 6, credited_to="RT", outlet="Second"),
        ],
    )
    joined = join(said)
    assert [TEXT[each.start : each.end] for each in joined.articles] == [
        "\n".join(LINES[:2]),
        "\n".join(LINES[4:]),
    ]
    assert [(each.article_id, each.chain) for each in joined.claims] == [
        ("a1", ("First",)),
        ("a2", ("RT", "Second")),
    ]
    (problem,) = joined.problems
    assert "outside every article" in problem.reason
    assert "'says three'" in problem.reason


def test_a_part_that_goes_on_after_a_failed_one_is_an_article() -> None:
    joined = join(
        AnswerError("cut off"),
        part_of(3, 4, "three", continues=True),
        part_of(5, 6, continues=True),
        limit=LIMIT,
    )
    assert [TEXT[each.start : each.end] for each in joined.articles] == ["\n".join(LINES[2:])]
    assert [each.quote for each in joined.claims] == ["says three"]
    assert reasons(joined.problems) == ["cut off"]


def test_the_same_claim_is_kept_once() -> None:
    twice = [said_claim("says one"), said_claim("says one")]
    other = said_claim("says one", statement="Something else.")
    joined = join(said_part([*twice, other]))
    assert [each.statement for each in joined.claims] == ["It says: says one", "Something else."]


def test_ids_run_over_all_pages_whatever_the_order_of_drafts() -> None:
    pages = [make_page(n, TEXT) for n in (1, 2)]
    drafts = [
        draft
        for page in pages
        for draft in drafts_of(page, [part_of(n, n + 1, word) for n, word in _PLACES], LIMIT)
    ]
    joined = join_drafts(pages, drafts)
    assert join_drafts(pages, reversed(drafts)) == joined
    assert [each.id for each in joined.articles] == [f"a{n}" for n in range(1, 7)]
    assert [each.id for each in joined.claims] == [f"c{n}" for n in range(1, 7)]
    assert [each.page_id for each in joined.articles] == ["p1"] * 3 + ["p2"] * 3


_PLACES = ((1, "one"), (3, "three"), (5, "five"))


@pytest.mark.parametrize(
    ("voice", "chain"),
    [
        (0, ("Agency", "Daily")),
        (1, ("An official", "AFP", "Agency", "Daily")),
        (2, ("Agency", "Daily")),
    ],
)
def test_the_chain_runs_from_the_voice_to_the_outlet(voice: int, chain: tuple[str, ...]) -> None:
    said = said_part(
        [said_claim("says one", voice=voice)],
        articles=[said_article(1, 6, outlet="Daily", credited_to="Agency")],
        voices=[{"n": 1, "chain": ["An official", "AFP"]}, {"n": 2, "chain": ["Agency"]}],
    )
    assert join(said).claims[0].chain == chain


@pytest.mark.parametrize("voices", [[], [{"n": 7, "chain": [" "]}]], ids=["unknown", "blank"])
def test_a_claim_of_nobody_is_left_out_and_said_so(voices: list[dict[str, Any]]) -> None:
    claims = [said_claim("says one", voice=7), said_claim("says two")]
    joined = join(said_part(claims, voices=voices))
    assert [each.quote for each in joined.claims] == ["says two"]
    assert joined.claims[0].id == "c1"
    (problem,) = joined.problems
    assert "voice 7" in problem.reason
    assert "'says one'" in problem.reason


def test_a_claim_of_an_unknown_event_is_kept_and_said_so() -> None:
    joined = join(said_part([said_claim("says one", event=9), said_claim("says two")]))
    assert [each.event.label for each in joined.claims] == ["It says: says one", "Talks"]
    assert len({each.event.id for each in joined.claims}) == 2
    (problem,) = joined.problems
    assert "event 9" in problem.reason


@pytest.mark.parametrize(("first", "last"), [(-3, 2), (1, 99)])
def test_paragraph_numbers_outside_the_part_mean_its_ends(first: int, last: int) -> None:
    (article,) = join(part_of(first, last)).articles
    assert article.start == 0
    assert article.end == (len(TEXT) if last == 99 else TEXT.index("\nLine three"))


def test_a_page_without_an_article_is_a_problem() -> None:
    (problem,) = join(said_part([], articles=[])).problems
    assert (problem.subject, "no article" in problem.reason) == ("001.txt", True)


def test_a_page_that_was_not_read_is_not_called_empty() -> None:
    failed = join(AnswerError("cut off"))
    assert reasons(failed.problems) == ["cut off"]
    page = make_page(1, TEXT)
    drafts = drafts_of(page, [said_part([], articles=[])] * 3, LIMIT)
    assert join_drafts([page], []).problems == ()
    assert join_drafts([page], drafts[:2]).problems == ()
    assert len(join_drafts([page], drafts).problems) == 1


@pytest.mark.parametrize(
    ("given", "said", "day"),
    [
        (None, "2025-07-12", date(2025, 7, 12)),
        ("2025-07-13", "2025-07-12", date(2025, 7, 13)),
        ("2025-07-13T23:00:00+03:00", None, date(2025, 7, 13)),
        (None, "12 July", None),
        (None, "2025-02-30", None),
        ("yesterday", None, None),
        (None, None, None),
    ],
)
def test_published(given: str | None, said: str | None, day: date | None) -> None:
    page = make_page(1, TEXT, published=given)
    (article,) = join(part_of(1, 6, published=said), page=page).articles
    assert publication_day(article) == day


def test_what_the_page_was_given_as_goes_before_what_the_model_read() -> None:
    page = make_page(1, TEXT, outlet="Given", language="fr")
    (article,) = join(part_of(1, 6, outlet="Read"), page=page).articles
    assert (article.outlet, article.language) == ("Given", "fr")


def test_time_words_are_resolved_from_the_day_of_publication() -> None:
    said = said_part(
        [said_claim("says one", when="yesterday"), said_claim("says two", when="1967")],
        articles=[said_article(1, 6, published="2025-07-12")],
    )
    one, two = (each.when for each in join(said).claims)
    assert one is not None
    assert two is not None
    assert (one.words, one.start, one.end) == ("yesterday", date(2025, 7, 11), date(2025, 7, 11))
    assert (two.start, two.end) == (date(1967, 1, 1), date(1967, 12, 31))
    undated = join(said_part([said_claim("says one", when="yesterday")])).claims[0].when
    assert undated is not None
    assert (undated.words, undated.start, undated.end) == ("yesterday", None, None)


def test_dates_that_cannot_both_be_right_are_a_problem() -> None:
    page = make_page(1, "قالت أمس الجمعة إن اللقاء تم.\nوأضافت اليوم الجمعة أنه انتهى.")
    (problem,) = join(said_part([], articles=[said_article(1, 2)]), page=page).problems
    assert problem.stage == "times"
    assert "أمس الجمعة" in problem.reason
    assert "اليوم الجمعة" in problem.reason
    assert "no date was chosen" in problem.reason


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        (["000_ab12.txt", "001_cd34.txt"], ["page 000", "page 001"]),
        (["a/cnn_arabic.txt", "rt.md"], ["cnn_arabic", "rt"]),
        (["a/1.txt", "b/1.txt", "c/2.txt"], ["a/1.txt", "b/1.txt", "page 2"]),
        (["v1.2.html"], ["v1.2"]),
    ],
)
def test_a_page_of_no_known_outlet_is_named_by_its_file(
    paths: list[str], labels: list[str]
) -> None:
    pages = [make_page(n, TEXT, path=path) for n, path in enumerate(paths)]
    assert [*label_pages(pages).values()] == labels


def test_a_page_of_a_known_outlet_is_named_by_it() -> None:
    pages = [make_page(1, TEXT, outlet="CNN"), make_page(2, TEXT)]
    assert label_pages(pages) == {"p1": "CNN", "p2": "page 002"}


def test_what_an_article_says_itself_comes_through_its_credit_and_outlet() -> None:
    page = make_page(1, TEXT)
    assert own_chain(whole_article(page), "page 001") == ("page 001",)
    assert own_chain(whole_article(page, credited_to="AFP"), "page 001") == ("AFP", "page 001")
    assert own_chain(whole_article(page, credited_to="CNN", outlet="CNN"), "x") == ("CNN",)
