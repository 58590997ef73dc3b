"""The table of sources, a test a row; and claims to sources, as a fact-checker would count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, get_args

import pytest
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from checker.data import Claim, Voice, VoiceKind, When
from checker.findings.story import Story, describe_position, support_of
from checker.found import Doubt, Source
from checker.sources.counting import count_sources
from checker.sources.meeting import RETOLD, RETOLD_OF_ONE_HEARD
from checker.sources.rules import RULES, Medium, Meeting, OwnWords, Through, rule_for
from checker.sources.voices import Voices
from checker.sources.wording import same_words
from tests.support.stories import make_claim, make_story

ANY = (True, False)
MEDIA: tuple[Medium, ...] = get_args(Medium)
THROUGH: tuple[Through, ...] = get_args(Through)
OWN: tuple[OwnWords, ...] = get_args(OwnWords)
NO: tuple[OwnWords, ...] = ("no",)
# one_party, in_doubt, through, own_words, same_words, alike, medium: by row of the table.
ROWS: list[tuple[tuple[tuple[Any, ...], ...], str, Doubt | None]] = [
    (((True,), (False,), THROUGH, OWN, ANY, ANY, MEDIA), "one", None),
    (((True,), (True,), THROUGH, OWN, ANY, ANY, MEDIA), "one", "party_in_doubt"),
    (((False,), ANY, ("document",), OWN, ANY, ANY, MEDIA), "one", None),
    (((False,), ANY, ("voice",), OWN, ANY, ANY, MEDIA), "one", "told_through"),
    (((False,), ANY, ("together",), OWN, ANY, ANY, MEDIA), "one", "told_together"),
    (((False,), ANY, ("no",), ("with it",), ANY, ANY, MEDIA), "one", "own_words"),
    (((False,), ANY, ("no",), ("elsewhere",), ANY, ANY, MEDIA), "one", "own_words_elsewhere"),
    (((False,), ANY, ("no",), NO, (True,), ANY, MEDIA), "one", "same_words"),
    (((False,), ANY, ("no",), NO, (False,), (True,), ("shared",)), "one", "alike_through_one"),
    (((False,), ANY, ("no",), NO, (False,), (True,), ("one hidden",)), "one", "alike_one_hidden"),
    (((False,), ANY, ("no",), NO, (False,), (True,), ("apart",)), "two", None),
    (((False,), ANY, ("no",), NO, (False,), (False,), MEDIA), "two", None),
]


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_each_row_of_sources(number: int) -> None:
    meetings, verdict, doubt = ROWS[number]
    for case in product(*meetings):
        rule = rule_for(Meeting(*case))
        assert rule is RULES[number]
        assert ("one" if rule.one_source else "two", rule.doubt) == (verdict, doubt)


def test_the_rows_of_the_tests_cover_every_case_once() -> None:
    assert len(ROWS) == len(RULES)
    cases = [case for meetings, _, _ in ROWS for case in product(*meetings)]
    assert sorted(cases) == sorted(product(ANY, ANY, THROUGH, OWN, ANY, ANY, MEDIA))


def test_every_doubt_has_its_row() -> None:
    assert {rule.doubt for rule in RULES if rule.doubt} == set(get_args(Doubt))


# --- Claims to sources ----------------------------------------------------------------------------


def said(number: int, *chain: str, article: int = 0) -> Claim:
    """Claim ``number`` of article ``article`` (or its own number), its outlet ``outlet a<n>``."""
    id_ = f"a{article or number}"
    when = When(words="on Friday")
    return make_claim(number, article_id=id_, chain=(*chain, f"outlet {id_}"), when=when)


def voices(bodies: Mapping[str, str | None], **kinds: VoiceKind) -> Voices:
    """Voices by name with the body they speak for; ``kinds`` by name with _ for a blank."""
    ids = {name: f"v{n}" for n, name in enumerate(bodies, start=1)}
    return Voices(
        tuple(
            Voice(
                id=ids[name],
                name=name,
                kind=kinds.get(name.replace(" ", "_"), "body"),
                speaks_for=ids[body] if body else None,
            )
            for name, body in bodies.items()
        )
    )


def story(claims: Sequence[Claim], known: Voices, groups: Iterable[Sequence[str]] = ()) -> Story:
    return replace(make_story(claims, groups), voices=known)


def sources(claims: Sequence[Claim], known: Voices | None = None, **given: Any) -> list[Source]:
    return [*count_sources(claims, story(claims, known or Voices(), **given))]


STATE = voices(
    {
        "United States": None,
        "Pentagon": "United States",
        "White House": "United States",
        "US officials": "United States",
        "Iran": None,
    },
    US_officials="unnamed",
)


def test_a_government_denying_through_three_outlets_is_one_source() -> None:
    (one,) = sources([said(1, "Pentagon"), said(2, "White House"), said(3, "United States")], STATE)
    assert (one.name, one.party, one.certainty) == ("Pentagon", "United States", "certain")
    assert one.speakers == ("Pentagon", "White House", "United States")
    assert one.outlets == ("outlet a1", "outlet a2", "outlet a3")
    assert one.doubts == ()


def test_two_governments_are_two_sources() -> None:
    assert [each.name for each in sources([said(1, "Pentagon"), said(2, "Iran")], STATE)] == [
        "Pentagon",
        "Iran",
    ]


def test_unnamed_officials_of_a_party_are_probably_that_one_source() -> None:
    (one,) = sources([said(1, "Pentagon"), said(2, "US officials")], STATE)
    assert (one.certainty, one.doubts) == ("probable", ("party_in_doubt",))


def test_one_spokesman_quoted_by_seventeen_outlets_is_one_source() -> None:
    (one,) = sources([said(n, "Spox, spokesman of the army") for n in range(1, 18)])
    assert (one.party, one.certainty, len(one.outlets)) == (None, "certain", 17)


def test_two_articles_of_one_outlet_are_one_source() -> None:
    claims = [said(1), said(2)]
    known = voices({"outlet a1": None}, outlet_a1="outlet")
    (voice,) = known.records
    family = Voices((voice.model_copy(update={"aliases": ("outlet a2",)}),))
    assert len(sources(claims)) == 2
    (one,) = sources(claims, family)
    assert one.article_ids == ("a1", "a2")


def test_reprints_are_one_source_and_the_reprinters_other_report_its_own() -> None:
    claims = [said(1), said(2), said(3)]
    assert len(sources(claims, groups=[("a1", "a2")])) == 2
    # a1 and a2 print one report, which a1 stands first in; outlet a2 wrote a4 by itself.
    own = make_claim(4, article_id="a4", chain=("outlet a2", "outlet a4"))
    rows = sources([old(said(1)), old(said(2)), old(own)], groups=[("a1", "a2")])
    assert [each.article_ids for each in rows] == [("a1", "a2"), ("a4",)]


def test_an_outlets_own_words_rest_on_the_voice_it_quotes_for_them() -> None:
    claims = [said(1), said(2, "Barrack", article=1)]
    (one,) = sources(claims)
    assert (one.name, one.speakers) == ("Barrack", ("Barrack",))
    assert (one.certainty, one.doubts) == ("probable", ("own_words",))


def test_news_in_an_outlets_own_words_rests_on_whoever_is_quoted_for_it_anywhere() -> None:
    claims = [said(1), said(2, "Iran"), said(3)]
    (one,) = sources(claims)
    assert (one.name, one.speakers, one.article_ids) == ("Iran", ("Iran",), ("a2", "a1", "a3"))
    assert (one.certainty, one.doubts) == ("probable", ("own_words_elsewhere",))
    # Rather on the one whom it quotes itself, in whatever order they are met.
    rows = sources([said(1, "Iran"), said(2, "Barrack"), said(3, article=2)])
    assert [each.article_ids for each in rows] == [("a1",), ("a2",)]


def old(claim: Claim) -> Claim:
    """Told as background, of a time that is named."""
    return claim.model_copy(update={"main": False, "when": When(words="in 1967")})


def test_background_of_a_named_time_every_newsroom_knows_by_itself() -> None:
    assert len(sources([old(said(1)), old(said(2, "Iran"))])) == 2
    assert len(sources([old(said(1)), said(2, "Iran")])) == 1  # to somebody it is the news
    undated = old(said(1)).model_copy(update={"when": None})
    assert len(sources([undated, old(said(2, "Iran"))])) == 1


def test_the_own_words_of_two_newsrooms_are_two_tellings() -> None:
    undated = said(1).model_copy(update={"when": None})
    assert len(sources([undated, said(2), said(3, article=2)])) == 2


def test_two_outlets_that_a_third_one_names_are_two_sources() -> None:
    known = voices({"CNN": None, "NBC": None}, CNN="outlet", NBC="outlet")
    assert len(sources([said(1, "CNN"), said(2, "NBC", article=1)], known)) == 2


def test_own_words_with_more_than_a_voice_elsewhere_says_rest_on_nobody() -> None:
    quoted = said(1, "Iran").model_copy(update={"statement": "The road was closed."})
    same = said(2).model_copy(update={"statement": "The road was closed on Friday."})
    more = said(2).model_copy(update={"statement": "Soldiers with tanks stood at every crossing."})
    (one,) = sources([quoted, same])
    assert one.doubts == ("own_words_elsewhere",)
    assert len(sources([quoted, more])) == 2


def test_what_one_newsroom_tells_itself_rests_on_whom_it_quotes_in_another_article() -> None:
    quoted = make_claim(1, article_id="a1", chain=("Iran", "outlet a2"), when=When(words="today"))
    (one,) = sources([quoted, said(2)])
    assert (one.name, one.doubts) == ("Iran", ("own_words",))


def test_a_society_of_two_nations_speaks_for_neither_state() -> None:
    bodies = {"Syrian American Society": None, "Syria and the United States": None, "Syria": None}
    known = voices(bodies, Syrian_American_Society="body", Syria_and_the_United_States="body")
    counts = [len(sources([said(1, name), said(2, "Syria")], known)) for name in [*bodies][:2]]
    assert counts == [2, 1]


def test_who_has_heard_a_voice_retells_it_in_less_like_words() -> None:
    quoted = said(1, "Iran").model_copy(update={"statement": "The road north was closed."})
    own = said(2).model_copy(
        update={"statement": "The north road is shut after a landslide there."}
    )
    elsewhere = make_claim(3, article_id="a2", chain=("Iran", "outlet a2"))
    alike = token_set_ratio(quoted.statement, own.statement, processor=default_process)
    assert RETOLD_OF_ONE_HEARD <= alike < RETOLD
    assert len(sources([quoted, own])) == 2
    assert len(count_sources([quoted, own], story([quoted, own, elsewhere], Voices()))) == 1


def test_an_outlet_that_another_one_names_for_it_knows_it() -> None:
    known = voices({"CNN": None, "Iran": None}, CNN="outlet", Iran="body")
    assert len(sources([said(1, "CNN"), said(2, "Iran")], known)) == 2


def test_what_two_outlets_only_call_possible_neither_of_them_knows() -> None:
    alleged = [each.model_copy(update={"modality": "possible"}) for each in (said(1), said(2))]
    (one,) = sources(alleged)
    assert (one.certainty, one.doubts) == ("probable", ("same_words",))
    assert len(sources([alleged[0], said(2)])) == 2


def test_reports_that_nobody_names_are_no_source_beside_one_who_is_named() -> None:
    known = voices({"Reports": None, "Reuters": None}, Reports="crowd")
    (one,) = sources([said(1, "Reports"), said(2, "Iran")], known)
    assert (one.name, one.doubts) == ("Iran", ("own_words_elsewhere",))


def test_an_outlet_of_a_state_is_a_source_beside_the_voice_of_another_state() -> None:
    known = voices({"outlet a1": "Syria", "Syria": None, "Iran": None}, outlet_a1="outlet")
    assert [each.party for each in sources([said(1), said(2, "Iran")], known)] == ["Syria", None]


SHARED = "struck the harbour at dawn and two ships were burning for hours"


def worded(claim: Claim, quote: str) -> Claim:
    return claim.model_copy(update={"quote": quote})


def test_outlets_that_share_a_sentence_are_probably_one_source() -> None:
    claims = [worded(said(1), f"Rockets {SHARED}."), worded(said(2), f"Missiles {SHARED}")]
    (one,) = sources([*claims, worded(said(1).model_copy(update={"id": "c3"}), "Ships burnt")])
    assert (one.article_ids, one.doubts) == (("a2", "a1"), ("same_words",))
    apart = [claims[0], worded(said(2), "Two ships burnt when the harbour was hit in the morning")]
    assert len(sources(apart)) == 2


def test_outlets_whose_articles_share_sentences_are_probably_one_source_for_what_they_tell() -> (
    None
):
    agency = " ".join(f"word{n}" for n in range(20))  # sixteen runs of five words
    claims = [said(1), said(2)]
    shared = [make_claim(n + 2, article_id=f"a{n}", quote=agency, end=len(agency)) for n in (1, 2)]
    everything = make_story([*claims, *shared])
    (one,) = count_sources(claims, everything)
    assert (one.certainty, one.doubts) == ("probable", ("same_words",))
    assert len(count_sources([claims[0], said(2, "Iran")], everything)) == 1  # as ever
    assert len(count_sources([said(1, "Syria"), said(2, "Iran")], everything)) == 2
    assert len(count_sources(claims, make_story(claims))) == 2


def test_what_one_outlet_prints_of_an_agency_and_of_its_own_is_one_source() -> None:
    known = voices({"AFP": None}, AFP="outlet")
    (one,) = sources([said(1), make_claim(2, article_id="a2", chain=("AFP", "outlet a1"))], known)
    assert one.doubts in (("own_words",), ("same_words",))


def test_unnamed_sources_in_one_sentence_are_one_and_named_parties_are_not() -> None:
    nameless = [said(1, "a port source"), said(2, "local officials")]
    named = [said(1, "Iran"), said(2, "Barrack")]
    counts = [len(sources([worded(each, SHARED) for each in row])) for row in (nameless, named)]
    assert counts == [1, 2]


def test_who_is_unnamed_in_one_outlet_may_be_named_in_another() -> None:
    claims = [worded(said(1, "a party official"), SHARED), worded(said(2, "Jon Reed"), SHARED)]
    known = voices({"a party official": None, "Jon Reed": None}, a_party_official="unnamed")
    for row in (claims, claims[::-1]):
        (one,) = sources(row, known)
        assert (one.name, one.doubts) == ("Jon Reed", ("same_words",))
    apart = [claims[0], worded(said(2, "Jon Reed"), "The harbour was hit in the early morning")]
    assert len(sources(apart, known)) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SHARED, SHARED.upper(), True),
        ("Two ships", "In the harbour two ships burnt", True),
        ("Two ships", "In the harbour two boats burnt", False),
        ("Two of the ships in the harbour were hit", "Three of the ships in the harbour", True),
        ("", SHARED, False),
        (
            f"{SHARED} said the mayor of the town on his way",
            "the mayor of the town denied it",
            True,
        ),
        (SHARED, "at dawn and two ships went out, two ships of the navy were lost", False),
    ],
)
def test_a_shared_sentence_is_half_of_the_shorter_in_long_runs(
    one: str, other: str, same: bool
) -> None:
    assert same_words(one, other) is same_words(other, one) is same


PARIS = voices(
    {"Barrack": "United States", "United States": None, "Syria": None, "Israel": None,
     "all parties": None, "joint statement": None, "Axios": None},
    all_parties="crowd", Barrack="person", joint_statement="document", Axios="outlet",
)  # fmt: skip


def test_what_one_voice_says_for_all_parties_is_that_one_source() -> None:
    (one,) = sources([said(1, "Barrack"), said(2, "all parties", "Barrack")], PARIS)
    assert (one.name, one.speakers) == ("Barrack", ("Barrack",))
    assert (one.certainty, one.doubts) == ("probable", ("told_through",))
    assert one.outlets == ("outlet a1", "outlet a2")
    # In whichever order they are met, and also where nobody cites the envoy for himself.
    (one,) = sources([said(1, "all parties", "Barrack"), said(2, "Barrack")], PARIS)
    assert one.name == "Barrack"
    assert len(sources([said(1, "Syria", "Barrack"), said(2, "Israel", "Barrack")], PARIS)) == 1
    # His government says it too, in another outlet.
    assert len(sources([said(1, "Syria", "Barrack"), said(2, "United States")], PARIS)) == 1


def test_who_says_it_elsewhere_too_is_a_source_beside_the_one_who_tells_it() -> None:
    claims = [said(1, "Syria", "Barrack"), said(2, "Barrack"), said(3, "Syria")]
    assert [each.name for each in sources(claims, PARIS)] == ["Syria", "Barrack"]
    # An outlet only carries: through it two parties stay two.
    claims = [said(1, "Syria", "Axios"), said(2, "Israel", "Axios")]
    assert len(sources(claims, PARIS)) == 2


def test_what_passes_through_one_document_is_one_source_without_doubt() -> None:
    claims = [said(1, "Syria", "joint statement"), said(2, "Israel", "joint statement")]
    (one,) = sources(claims, PARIS)
    assert (one.certainty, one.doubts) == ("certain", ())
    (one,) = sources([said(1, "Syria", "joint statement"), said(2, "joint statement")], PARIS)
    assert one.name == "joint statement"


def test_who_speaks_for_several_states_together_is_no_source_beside_one_of_them() -> None:
    known = voices(
        {"Israeli and American officials": None, "Israeli officials": "Israel", "Israel": None,
         "France": None, "US officials": "United States", "United States": None},
        Israeli_and_American_officials="unnamed",
    )  # fmt: skip
    together = said(1, "Israeli and American officials")
    (one,) = sources([together, said(2, "Israeli officials")], known)
    assert (one.name, one.doubts) == ("Israeli officials", ("told_together",))
    assert len(sources([together, said(2, "France")], known)) == 2
    # It makes no one of the two for whom it speaks.
    claims = [together, said(2, "Israeli officials"), said(3, "US officials")]
    assert len(sources(claims, known)) == 2


def test_one_page_that_quotes_two_parties_does_not_make_them_one() -> None:
    claims = [said(1), said(2, "Israel", article=1), said(3, "Syria", article=1)]
    assert [each.name for each in sources(claims)] == ["Israel", "Syria"]


def test_unnamed_sources_of_two_outlets_are_two_unless_they_came_through_one_agency() -> None:
    apart = [said(1, "diplomatic source"), said(2, "diplomatic source")]
    assert len(sources(apart)) == 2
    through = [said(1, "diplomatic source", "AFP"), said(2, "diplomatic source", "AFP")]
    (one,) = sources(through)
    assert one.doubts == ("alike_through_one",)
    hidden = [said(1, "informed diplomatic source", "AFP"), said(2, "diplomatic source")]
    (one,) = sources(hidden)
    assert (one.certainty, one.doubts) == ("probable", ("alike_one_hidden",))


def test_unnamed_sources_in_the_pages_of_one_outlet_are_probably_one() -> None:
    """One outlet calls them this and that; a crowd is told apart from a source."""
    told = [said(1, "sources in the north"), said(2, "an informant", article=1)]
    known = voices(
        {"sources in the north": None, "an informant": None, "activists": None},
        sources_in_the_north="unnamed",
        an_informant="unnamed",
        activists="crowd",
    )
    (one,) = sources(told, known)
    assert one.doubts == ("alike_through_one",)
    assert len(sources([told[0], said(2, "activists", article=1)], known)) == 2
    assert len(sources([told[0], said(2, "an informant")], known)) == 2


def test_somebody_who_is_described_is_one_wherever_he_is_told_of() -> None:
    man, source = "young man in the video", "source in the ministry"
    known = voices({man: None, source: None}, young_man_in_the_video="unnamed",
                   source_in_the_ministry="unnamed")  # fmt: skip
    (one,) = sources([said(1, man), said(2, man)], known)
    assert (one.outlets, one.doubts) == (("outlet a1", "outlet a2"), ())
    assert len(sources([said(1, source), said(2, source)], known)) == 2


def test_a_source_without_agency_does_not_make_those_of_two_agencies_one() -> None:
    claims = [
        said(1, "diplomatic source", "AFP"),
        said(2, "diplomatic source"),
        said(3, "diplomatic source", "Reuters"),
    ]
    assert [each.article_ids for each in sources(claims)] == [("a1", "a2"), ("a3",)]


def test_a_state_agency_that_carries_an_official_is_a_medium_and_else_speaks_for_its_state() -> (
    None
):
    known = voices({"Syria": None, "SANA": "Syria", "Dermer": None}, SANA="outlet", Dermer="person")
    rows = sources([said(1, "Dermer", "SANA"), said(2, "SANA"), said(3, "Syria")], known)
    assert [each.speakers for each in rows] == [("Dermer",), ("SANA", "Syria")]


def test_a_document_that_several_cite_is_one_source_and_its_makers_too() -> None:
    known = voices({"trustees' report": "trustees", "trustees": None, "mayor": None})
    rows = sources(
        [said(1, "trustees' report"), said(2, "trustees' report"), said(3, "trustees")], known
    )
    assert [each.party for each in rows] == ["trustees"]


def test_where_the_model_was_unsure_one_is_counted_and_said_to_be_probable() -> None:
    sure = voices({"coalition": None, "al-Maliki": "coalition"})
    doubtful = Voices(
        tuple(each.model_copy(update={"certainty": "probable"}) for each in sure.records)
    )
    claims = [said(1, "coalition"), said(2, "al-Maliki")]
    assert [each.certainty for each in sources(claims, sure)] == ["certain"]
    assert [each.certainty for each in sources(claims, doubtful)] == ["probable"]


def test_who_had_it_first_is_told_only_where_the_times_tell() -> None:
    claims = [said(1, "Israel"), said(2, "Israel")]
    made = story(claims, Voices())

    def published(*times: str | None) -> Story:
        articles = {
            id_: article.model_copy(update={"published": time})
            for (id_, article), time in zip(made.articles.items(), times, strict=True)
        }
        return replace(made, articles=articles)

    def first(*times: str | None) -> str | None:
        return count_sources(claims, published(*times))[0].first

    assert first("2025-07-13", "2025-07-12") == "a2"
    assert first("2025-07-12", "2025-07-12") is None
    assert first("2025-07-12T10:00:00+03:00", "2025-07-12T08:00:00+00:00") == "a1"
    assert first("2025-07-12T10:00:00", "2025-07-12T12:00:00+00:00") is None
    assert first("2025-07-12", None) is None


def test_a_position_counts_sources_beside_outlets_and_reports() -> None:
    claims = [said(1, "Pentagon"), said(2, "White House")]
    position = describe_position("No strike.", ["c1", "c2"], story(claims, STATE))
    assert (position.source_count, position.report_count) == (1, 2)
    assert position.outlets == ("outlet a1", "outlet a2")
    assert position.voices == ("Pentagon", "White House")


@pytest.mark.parametrize(
    ("claims", "groups", "support"),
    [
        ([said(1, "Pentagon"), said(2, "Iran")], [], "independent_sources"),
        ([said(1, "Pentagon"), said(2, "White House")], [], "one_source"),
        ([said(1, "Pentagon"), said(2, "White House")], [("a1", "a2")], "one_report"),
        ([said(1, "Pentagon"), said(2, "White House", article=1)], [], "one_report"),
    ],
    ids=["two parties", "one party in two outlets", "reprints", "one article"],
)
def test_what_stands_behind_an_agreement(
    claims: list[Claim], groups: list[tuple[str, str]], support: str
) -> None:
    made = story(claims, STATE, groups)
    position = describe_position("Yes.", [each.id for each in claims], made)
    assert support_of([position], made) == support


def test_each_version_of_a_report_is_told_by_the_outlet_that_prints_it() -> None:
    claims = [said(1), said(2)]
    (both,) = sources(claims, groups=[("a1", "a2")])
    assert (both.certainty, both.outlets) == ("certain", ("outlet a1", "outlet a2"))
    made = story(claims, Voices(), [("a1", "a2")])
    alone = [count_sources([each], made)[0].name for each in claims]
    assert alone == ["outlet a1", "outlet a2"]


def test_media_that_nobody_names_are_no_source_beside_another() -> None:
    known = voices({"Media outlets": None, "Russian media": None}, Media_outlets="crowd",
                   Russian_media="crowd")  # fmt: skip
    for other in (said(2), said(2, "Iran")):
        for claims in ([said(1, "Media outlets"), other], [other, said(1, "Media outlets")]):
            (one,) = sources(claims, known)
            assert (one.name, one.doubts) == (other.chain[0], ("own_words_elsewhere",))
    assert len(sources([said(1, "Media outlets")], known)) == 1


def test_a_joint_statement_is_no_source_beside_the_seat_of_one_of_its_states() -> None:
    known = voices({"Vladimir Putin, Russian President, and Donald Trump, US President": None,
                    "Kremlin": None})  # fmt: skip
    joint, seat = (voice.name for voice in known.records)
    (one,) = sources([said(1, joint), said(2, seat)], known)
    assert (one.name, one.doubts) == ("Kremlin", ("told_together",))
