"""Which articles and claims rest on one source: the real pages, copies, retellings, sources."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from checker.data import Article, Claim, Page
from checker.sources.likeness import COMMON_SHINGLE, Likeness
from checker.sources.origins import Sources, find_origins, named_source, pair_claims
from checker.sources.reprints import find_reprints
from checker.sources.retellings import measure_retellings, retold
from tests.support.growth import growth
from tests.support.stories import make_claim, make_page, whole_article
from tests.support.tampering import read_pages

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإةى"


def chance_text(chance: random.Random, length: int, known: Sequence[str]) -> str:
    """Sentences of 20 words, rare words rarer, as in a language."""
    weights = [1 / place for place in range(1, len(known) + 1)]
    drawn = chance.choices(known, weights, k=length)
    return " ".join(" ".join(drawn[at : at + 20]) + "." for at in range(0, length, 20))


def vocabulary(chance: random.Random, size: int = 20_000) -> list[str]:
    return ["".join(chance.choices(LETTERS, k=chance.randint(2, 8))) for _ in range(size)]


def all_origins(
    pages: Sequence[Page], articles: Sequence[Article], claims: Sequence[Claim]
) -> Sources:
    """What the measures find, with no model asked."""
    reprints = find_reprints(pages, articles)
    retellings = measure_retellings(articles, claims, reprints)
    return find_origins(articles, claims, {**retellings.found, **reprints})


def origins_of(texts: Sequence[str], **given: str) -> Sources:
    pages = [make_page(n, text) for n, text in enumerate(texts, start=1)]
    return all_origins(pages, [whole_article(page, **given) for page in pages], [])


def grouped(sources: Sources) -> list[tuple[str, ...]]:
    return [origin.article_ids for origin in sources.origins if len(origin.article_ids) > 1]


def test_of_the_sample_case_only_the_two_translations_are_one_origin() -> None:
    sources = origins_of([*read_pages().values()])
    assert [origin.article_ids for origin in sources.origins] == [
        ("a1", "a2"),
        ("a3",),
        ("a4",),
        ("a5",),
    ]
    assert [origin.id for origin in sources.origins] == ["o1", "o2", "o3", "o4"]
    first, second, *_ = sources.origins
    assert (first.kind, first.certainty) == ("reprint", "certain")
    assert first.reason.startswith("176 of the 493 words of the shorter text stand in the other")
    assert "تكرار أحداث 7 أكتوبر 2023، عندما هاجم”" in first.reason
    assert (second.kind, second.certainty) == ("single", "certain")
    assert sources.of_article["a2"] is first


@pytest.mark.parametrize(("share", "found"), [(0.1, True), (0.4, True), (0.6, False)])
def test_a_copy_with_some_of_its_words_replaced_is_a_reprint(share: float, found: bool) -> None:
    chance = random.Random(13)
    known = vocabulary(chance)
    text = chance_text(chance, 300, known)
    changed = [
        chance.choice(known) if chance.random() < share else word for word in text.split(" ")
    ]
    texts = [text, chance_text(chance, 300, known), " ".join(changed)]
    assert grouped(origins_of(texts)) == ([("a1", "a3")] if found else [])


def test_a_story_inside_a_longer_page_is_a_reprint() -> None:
    chance = random.Random(4)
    known = vocabulary(chance)
    story, more = chance_text(chance, 200, known), chance_text(chance, 300, known)
    assert grouped(origins_of([story, f"{story} {more}"])) == [("a1", "a2")]


@pytest.mark.parametrize("articles", [4, COMMON_SHINGLE + 10])
def test_boilerplate_makes_no_pair(articles: int) -> None:
    chance = random.Random(5)
    known = vocabulary(chance)
    footer = chance_text(chance, 40, known)
    texts = [f"{chance_text(chance, 200, known)} {footer}" for _ in range(articles)]
    assert grouped(origins_of(texts)) == []


@pytest.mark.parametrize("reprints", [3, COMMON_SHINGLE + 10])
def test_a_story_that_everybody_reprints_is_one_origin(reprints: int) -> None:
    chance = random.Random(6)
    known = vocabulary(chance)
    story = chance_text(chance, 200, known)
    texts = [f"{chance_text(chance, 20, known)} {story}" for _ in range(reprints)]
    alone = chance_text(chance, 200, known)
    (group,) = grouped(origins_of([*texts, alone]))
    assert group == tuple(f"a{n}" for n in range(1, reprints + 1))


def test_an_article_goes_to_the_report_with_which_it_shares_most() -> None:
    articles = [whole_article(make_page(n, "text")) for n in (1, 2, 3)]
    pairs = {("a1", "a2"): 40, ("a2", "a3"): 160}  # a1 and a3 are no report
    likenesses = {
        pair: Likeness("reprint", "certain", "words", shared=words) for pair, words in pairs.items()
    }
    assert grouped(find_origins(articles, [], likenesses)) == [("a2", "a3")]


def test_no_text_and_short_texts_are_no_reprints() -> None:
    assert grouped(origins_of(["", "", "a b", "a b", "the same three words"])) == []
    assert all_origins([], [], []).origins == ()


# --- Retellings -------------------------------------------------------------------------------

STATEMENTS = [
    "Israel and Syria held talks in Baku on 12 July.",
    "The talks dealt with the Israeli military presence in southern Syria.",
    "President al-Sharaa was in Azerbaijan on a visit and did not take part.",
    "Azerbaijan will deliver gas to Syria through Turkey by 2026.",
    "Israel took the Golan Heights in 1967.",
]
RETOLD = [
    "Syria and Israel held talks in Baku on 12 July.",
    "The talks dealt with Israel's military presence in the south of Syria.",
    "President al-Sharaa was on a visit to Azerbaijan and did not take part.",
    "Azerbaijan will deliver gas through Turkey to Syria by 2026.",
    "Israel took the Golan Heights in 1967.",
]


def retelling(
    told: Sequence[str], languages: tuple[str, str], credits: tuple[str | None, str | None]
) -> Sources:
    pages: list[Page] = [make_page(1, "نص عربي"), make_page(2, "Some other text")]
    articles: list[Article] = [
        whole_article(page, language=language, credited_to=credit)
        for page, language, credit in zip(pages, languages, credits, strict=True)
    ]
    claims = [make_claim(n, text) for n, text in enumerate(STATEMENTS, start=1)]
    claims += [make_claim(n, text, article_id="a2") for n, text in enumerate(told, start=11)]
    return all_origins(pages, articles, claims)


@pytest.mark.parametrize(
    ("languages", "credits", "found"),
    [
        (("ar", "en"), (None, None), True),
        (("ar", "ar"), ("AFP", "AFP"), True),
        (("ar", "ar"), (None, None), False),
        (("ar", "ar"), ("AFP", "DPA"), False),
    ],
)
def test_the_same_claims_in_the_same_order_are_a_retelling(
    languages: tuple[str, str], credits: tuple[str | None, str | None], found: bool
) -> None:
    sources = retelling(RETOLD, languages, credits)
    assert grouped(sources) == ([("a1", "a2")] if found else [])
    if found:
        origin = sources.origins[0]
        assert (origin.kind, origin.certainty) == ("retelling", "probable")
        assert "100% of the claims are the same" in origin.reason
        assert ("AFP" in origin.reason) is (credits[0] == "AFP")


@pytest.mark.parametrize(
    "told",
    [
        RETOLD[::-1],
        [f"{text} That was on page {number}." for number, text in enumerate(RETOLD)],
        RETOLD[:1],
        ["Something else happened in another place.", *RETOLD[:1], "And more of that.", "Still."],
    ],
    ids=["other order", "other numbers", "one claim", "few of many"],
)
def test_other_claims_are_no_retelling(told: list[str]) -> None:
    assert grouped(retelling(told, ("ar", "en"), (None, None))) == []


def test_where_the_text_is_the_same_that_is_the_reason() -> None:
    text = chance_text(random.Random(7), 100, vocabulary(random.Random(7)))
    pages = [make_page(n, text) for n in (1, 2)]
    articles = [whole_article(page, credited_to="CNN") for page in pages]
    claims = [
        make_claim(10 * n + place, said, article_id=f"a{n}")
        for n in (1, 2)
        for place, said in enumerate(STATEMENTS)
    ]
    (origin,) = all_origins(pages, articles, claims).origins
    assert (origin.kind, origin.certainty) == ("reprint", "certain")


def test_retold_counts_claims_and_their_order() -> None:
    ours = [make_claim(n, text) for n, text in enumerate(STATEMENTS)]
    theirs = [make_claim(n, text) for n, text in enumerate(RETOLD, start=10)]
    assert retold(ours, theirs) == (1.0, 1.0)
    assert retold(ours, [*theirs[1:], theirs[0]]) == (1.0, 0.8)
    assert retold(ours[:3], theirs) == (0.0, 0.0)
    assert retold(ours, []) == (0.0, 0.0)


# --- Twins ------------------------------------------------------------------------------------


def test_twins_are_the_same_passage_of_two_reprints() -> None:
    text = chance_text(random.Random(8), 100, vocabulary(random.Random(8)))
    pages = [make_page(n, text if n < 3 else "another story") for n in (1, 2, 3)]
    articles = [whole_article(page) for page in pages]
    claims = [make_claim(1, STATEMENTS[0]), make_claim(2, STATEMENTS[3])]
    claims += [make_claim(3, RETOLD[3], article_id="a2"), make_claim(4, RETOLD[0], article_id="a2")]
    claims += [make_claim(5, STATEMENTS[0], article_id="a3")]
    sources = all_origins(pages, articles, claims)
    assert sources.twins == {"c1": ("c4",), "c4": ("c1",), "c2": ("c3",), "c3": ("c2",)}


def test_twins_are_paired_best_first_and_each_once() -> None:
    ours = [make_claim(1, "The talks were held in Baku."), make_claim(2, "The talks were in Baku.")]
    theirs = [make_claim(3, "The talks were in Baku."), make_claim(4, "Gas will flow by 2026.")]
    assert pair_claims(ours, theirs) == [("c2", "c3")]
    assert pair_claims([], theirs) == []


@pytest.mark.parametrize(
    ("told", "pairs"),
    [
        ("The driver of the car stopped after the collision.", [("c1", "c2")]),
        ("Paramedics came to the crossing at noon.", []),
    ],
)
def test_a_passage_and_its_translation_into_another_script_are_twins(
    told: str, pairs: list[tuple[str, str]]
) -> None:
    here = make_claim(1, "The driver of the car in the crash stopped.", quote="The driver stopped")
    there = make_claim(2, told, article_id="a2", quote="توقف سائق السيارة")
    assert pair_claims([here], [there]) == pairs


def test_twins_may_differ_in_substance() -> None:
    """Drift is between twins, so a changed word must not part them."""
    one = make_claim(1, "Assad was attacked in a coup in December.", quote="هوجم الأسد في انقلاب")
    other = make_claim(
        2, "Assad was ousted in an uprising in December.", quote="أطيح الأسد بانتفاضة"
    )
    same = make_claim(
        3, "Assad was ousted in an uprising in December.", quote="هوجم الأسد بانتفاضة"
    )
    unlike = make_claim(4, "Rubio hopes for calm.", quote="هوجم الأسد في انقلاب")
    assert pair_claims([one], [same]) == [("c1", "c3")]
    assert pair_claims([other], [same]) == [("c2", "c3")]
    assert pair_claims([one], [unlike]) == []


# --- The same source behind claims --------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            ("diplomatic source in Damascus", "002"),
            ("informed diplomatic source", "AFP", "004"),
            "an unnamed source of the same kind (diplomatic source in Damascus; "
            "informed diplomatic source), which one side has through AFP",
        ),
        (
            ("Israeli officials", "Axios", "003"),
            ("an Israeli official", "Axios", "RT", "005"),
            "Israeli officials through Axios in both",
        ),
        (("Ron Dermer", "Axios", "A"), ("Demer", "Axios", "B"), "Ron Dermer through Axios in both"),
        (("Israeli official", "002"), ("American official", "AFP", "004"), None),
        (("Israeli official", "Axios", "A"), ("American official", "Axios", "B"), None),
        (("diplomatic source", "002"), ("informed diplomatic source", "004"), None),
        (("diplomatic source", "DPA", "002"), ("diplomatic source", "AFP", "004"), None),
        (("Ron Dermer", "002"), ("Ron Dermer", "AFP", "004"), None),
        (("002",), ("informed diplomatic source", "AFP", "004"), None),
        (("002",), ("004",), None),
    ],
)
def test_named_source(one: tuple[str, ...], other: tuple[str, ...], reason: str | None) -> None:
    first, second = make_claim(1, chain=one), make_claim(2, chain=other, article_id="a2")
    found = named_source(first, second)
    assert found == (reason and f"probably one origin: {reason}")
    assert (named_source(second, first) is None) is (reason is None)


def test_speed() -> None:
    chance = random.Random(1)
    known = vocabulary(chance)
    texts = [chance_text(chance, 500, known) for _ in range(400)]
    assert growth(lambda n: origins_of(texts[:n]), 100, 400) < 3
    assert len(origins_of(texts).origins) == 400
