"""Events to storylines and claims to topics: nothing that could touch is kept apart."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.data import Claim, Event, Topic
from checker.errors import AnswerError
from checker.sources.origins import Sources
from checker.topics.bundles import bundle_claims
from checker.topics.happenings import Happening, cut_happenings, list_happenings
from checker.topics.storylines import sort_events
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim

NO_TWINS = Sources((), {})
FIELDS = {
    "talks": "Israel Syria direct talks Baku delegation mediator border deal army round Paris",
    "gas": "Azerbaijan gas pipeline Kilis Aleppo power plant supply Turkey price winter flow",
    "sweida": "Sweida clashes Bedouin Druze ceasefire fighters tribes convoy wounded curfew siege",
}


def numbered(count: int, first: int = 1) -> list[Claim]:
    return [make_claim(n, article_id=f"a{1 + n % 3}") for n in range(first, first + count)]


def happening(number: int, claims: Sequence[Claim], label: str = "") -> Happening:
    event = Event(id=f"p1.1.{number}", label=label or f"event {number}")
    return Happening(number, event, tuple(claims))


def one_each(count: int) -> list[Happening]:
    return [happening(claim_number(each), [each]) for each in numbered(count)]


def claim_number(claim: Claim) -> int:
    return int(claim.id[1:])


def fields_of_news(count: int) -> list[Happening]:
    """Events of three fields in turn, that share words within their field only."""
    chance, rows = random.Random(1), []
    for n in range(count):
        told = " ".join(chance.sample(FIELDS[[*FIELDS][n % 3]].split(), 5))
        rows.append(happening(n + 1, [make_claim(n + 1, f"{told} {n}", article_id=f"a{n}")], told))
    return rows


# --- Happenings -------------------------------------------------------------------------------


def test_events_told_in_the_same_words_are_one() -> None:
    baku = {"place": "Baku", "time": "Saturday"}
    events = [
        Event(id="p1.1.1", label="Direct talks", **baku),
        Event(id="p2.1.1", label="direct  talks!", **baku),
        Event(id="p3.1.1", label="Direct talks", place="Paris", time="Saturday"),
        Event(id="p3.1.2", label="Direct talks", place="Baku", time=None),
    ]
    claims = [make_claim(n, event=event) for n, event in enumerate(events, start=1)]
    rows = list_happenings(claims, NO_TWINS)
    assert [[each.id for each in row.claims] for row in rows] == [["c1", "c2"], ["c3"], ["c4"]]
    assert [row.number for row in rows] == [1, 2, 3]


def test_a_passage_that_reprints_share_comes_once() -> None:
    sources = Sources((), {}, {"c1": ("c3", "c4"), "c3": ("c1",), "c4": ("c1",), "c2": ("c9",)})
    rows = list_happenings(numbered(4), sources)
    assert [each.id for row in rows for each in row.claims] == ["c1", "c2"]


# --- Storylines ---------------------------------------------------------------------------------


def sort(
    answer: object, count: int = 3
) -> tuple[list[tuple[str, list[int]]], list[str], ScriptedLLM]:
    llm = ScriptedLLM({"sort_events": [answer]})
    rows, problems = sort_events(llm, one_each(count), "English")
    assert {each.stage for each in problems} <= {"topics"}
    numbers = [(label, [each.number for each in members]) for label, members in rows]
    return numbers, [each.reason for each in problems], llm


def lines(*rows: tuple[str, list[int]]) -> dict[str, object]:
    return {"storylines": [{"label": label, "events": events} for label, events in rows]}


def test_events_are_sorted_as_the_model_says() -> None:
    rows, problems, llm = sort(lines(("talks", [1, 3]), ("gas", [2, 3, 2])))
    assert rows == [("talks", [1, 3]), ("gas", [2, 3])]
    assert problems == []
    (about,) = llm.asked("sort_events")
    assert about["write_in"] == "English"
    assert about["events"][0] == [1, "event 1", None, None, 1, "1", "Statement b."]


def test_numbers_that_do_not_exist_are_problems() -> None:
    rows, (problem,), _ = sort(lines(("talks", [1, 99, 2, 3, 0])))
    assert rows == [("talks", [1, 2, 3])]
    assert "[99, 0]" in problem


def test_events_that_are_left_out_are_compared_together() -> None:
    rows, (problem,), _ = sort(lines(("talks", [2])), count=4)
    assert rows == [("talks", [2]), ("events of no storyline", [1, 3, 4])]
    assert "3 events" in problem


def test_without_an_answer_all_events_are_compared_together() -> None:
    rows, (problem,), _ = sort(AnswerError("the answer was cut off"))
    assert rows == [("all events", [1, 2, 3])]
    assert "the answer was cut off" in problem


# --- Topics -------------------------------------------------------------------------------------


def pairs_of(topics: Sequence[Topic]) -> set[tuple[str, ...]]:
    return {pair for topic in topics for pair in combinations(topic.claim_ids, 2)}


def test_a_storyline_is_a_topic_of_its_claims_in_order() -> None:
    one, two, three, four = numbered(4)
    shared = [happening(1, [three, one]), happening(2, [two, three])]
    lines = [("talks", shared), ("gas", [happening(3, [four, two])])]
    topics = bundle_claims(lines, NO_TWINS, limit=4)
    assert [(each.id, each.label, each.claim_ids) for each in topics] == [
        ("t1", "talks", ("c1", "c2", "c3")),
        ("t2", "gas", ("c2", "c4")),
    ]


def topics_of(*claims: Claim, twins: dict[str, tuple[str, ...]] | None = None) -> list[Topic]:
    return bundle_claims([("all", [happening(1, claims)])], Sources((), {}, twins or {}))


def test_small_storylines_share_a_topic() -> None:
    one, two, three, four = numbered(4)
    lines = [("talks", [happening(1, [one, two])]), ("gas", [happening(2, [three, four])])]
    (topic,) = bundle_claims(lines, NO_TWINS)
    assert (topic.label, topic.claim_ids) == ("talks; gas", ("c1", "c2", "c3", "c4"))


def test_one_voice_of_one_article_is_no_topic() -> None:
    one, two = make_claim(1), make_claim(2)
    minister, official = (
        make_claim(n, chain=(voice, "outlet a1")) for n, voice in ((3, "Minister"), (4, "Official"))
    )
    assert topics_of() == []
    assert topics_of(one, two) == []
    assert topics_of(one, two, minister) == []
    assert len(topics_of(one, minister, official)) == 1
    assert len(topics_of(one, make_claim(5, article_id="a2"))) == 1


def test_a_topic_names_the_reprints_of_its_claims() -> None:
    (topic,) = topics_of(make_claim(1), make_claim(2), twins={"c2": ("c9", "c10")})
    assert topic.claim_ids == ("c1", "c2", "c9", "c10")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(2, 10).map(lambda n: 2 * n))
def test_any_two_claims_share_a_topic_up_to_twice_the_limit(count: int, limit: int) -> None:
    topics = bundle_claims([("all", one_each(count))], NO_TWINS, limit)
    assert all(len(topic.claim_ids) <= limit for topic in topics)
    together = pairs_of(topics)
    missing = set(combinations([f"c{n}" for n in range(1, count + 1)], 2)) - together
    if count <= 2 * limit:
        assert not missing
        assert len(topics) <= 6


@pytest.mark.parametrize("count", [90, 300, 600])
def test_large_storylines_are_cut_into_few_topics_by_their_words(count: int) -> None:
    limit = 40
    storyline = fields_of_news(count)
    topics = bundle_claims([("all", storyline)], NO_TWINS, limit)
    assert {id_ for topic in topics for id_ in topic.claim_ids} == {
        f"c{n}" for n in range(1, count + 1)
    }
    assert all(len(topic.claim_ids) <= limit for topic in topics)
    assert len(topics) <= 1.6 * count / limit + 1
    assert all(list(t.claim_ids) == sorted(t.claim_ids, key=lambda c: int(c[1:])) for t in topics)
    # The fields follow each other, so that topics mix them only where one field meets the next.
    fields = [{int(id_[1:]) % 3 for id_ in topic.claim_ids} for topic in topics]
    assert sum(len(each) - 1 for each in fields) <= 2 * (40 // 13)


def test_neighbouring_topics_of_a_large_storyline_overlap_by_a_third() -> None:
    topics = bundle_claims([("all", fields_of_news(300))], NO_TWINS, 40)
    shared = [len(set(one.claim_ids) & set(other.claim_ids)) for one, other in pairwise(topics)]
    assert set(shared) == {40 // 3}


# --- Large collections --------------------------------------------------------------------------


def test_a_list_that_fits_one_call_stays_whole() -> None:
    rows = fields_of_news(30)
    assert cut_happenings(rows, 30) == [rows]


def test_a_long_list_is_cut_by_its_words() -> None:
    rows = fields_of_news(90)
    lists = cut_happenings(rows, 30)
    assert sorted(each.number for part in lists for each in part) == list(range(1, 91))
    assert [{each.number % 3 for each in part} for part in lists] == [{1}, {2}, {0}]


def test_small_groups_fill_up_a_list() -> None:
    lists = cut_happenings(fields_of_news(90), 65)
    assert [len(each) for each in lists] == [60, 30]


def cut_numbers() -> list[list[int]]:
    """A cut of events of no clear fields, where chance would show."""
    chance, pool = random.Random(2), " ".join(FIELDS.values()).split()
    told = (" ".join(chance.sample(pool, 4)) for _ in range(120))
    rows = [happening(n, [make_claim(n, text)], text) for n, text in enumerate(told, start=1)]
    return [[each.number for each in part] for part in cut_happenings(rows, 20)]


def test_the_cut_is_the_same_in_every_process() -> None:
    """Request bodies come from it."""
    code = "from tests.topics.test_bundles import cut_numbers\nprint(cut_numbers())"
    here = cut_numbers()
    assert cut_numbers() == here
    for seed in ("1", "2"):
        printed = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        assert json.loads(printed) == here
