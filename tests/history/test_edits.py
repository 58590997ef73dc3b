"""Two readings of one page: what is carried over and what is read anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.data import Claim
from checker.history.edits import align_pages, carry_over, parts_to_read
from checker.history.pages import is_same_page, sort_pages
from checker.history.passages import list_passages, narrow
from tests.support.stories import make_claim, make_page, whole_article

LINES = st.lists(
    st.sampled_from(["A fire.", "It rained all day.", "No one came.", "", "  x  "]), max_size=8
)


def claim_of(number: int, text: str, quote: str) -> Claim:
    start = text.index(quote)
    return make_claim(number, quote, quote=quote, start=start, end=start + len(quote))


@given(LINES, LINES)
def test_what_is_carried_stands_where_it_is_said_to(old: list[str], new: list[str]) -> None:
    one, other = (make_page(1, "\n".join(["Head.", *lines, "End."])) for lines in (old, new))
    alignment = align_pages(one, other)
    for stretch in alignment.stretches:
        if stretch.same:
            start, end = stretch.old
            span = alignment.carry(start, end)
            assert span
            assert one.text[start:end] == other.text[slice(*span)]
    assert alignment.carry(0, 5) == (0, 5)


@given(LINES)
def test_a_page_that_stands_as_it_was_is_not_read(lines: list[str]) -> None:
    page = make_page(1, "\n".join(["Head.", *lines]))
    assert parts_to_read(align_pages(page, page)) == []


def test_claims_of_other_paragraphs_keep_their_ids_at_new_places() -> None:
    old = make_page(1, "Six were hurt.\nIt was dark at noon.\nNobody was held.")
    new = make_page(1, "A word before.\nSix were hurt.\nIt was dark at night.\nNobody was held.")
    first, dark = (
        claim_of(1, old.text, "Six were hurt"),
        claim_of(2, old.text, "It was dark at noon"),
    )
    held = claim_of(3, old.text, "Nobody was held")
    bright = claim_of(4, new.text, "It was dark at night")
    again = claim_of(5, new.text, "Six were hurt")
    known = [whole_article(old)], [first, dark, held]
    carried = carry_over(align_pages(old, new), known, ([whole_article(new)], [again, bright]))
    assert [(each.id, each.quote) for each in carried.kept] == [
        ("c1", "Six were hurt"),
        ("c3", "Nobody was held"),
    ]
    assert all(new.text[c.start : c.end] == c.quote for c in (*carried.kept, *carried.fresh))
    assert [each.id for each in carried.fresh] == ["c4"]
    assert carried.replaced == {"c2": "c4"}
    passages = list_passages(align_pages(old, new), carried)
    assert [(each.old, each.new, each.dropped) for each in passages] == [
        ("It was dark at noon.", "It was dark at night.", ("It was dark at noon",)),
    ]


def test_an_article_grows_by_what_is_added_at_its_end() -> None:
    old = make_page(1, "Six were hurt.\nIt was dark.")
    new = make_page(1, "Six were hurt.\nIt was dark.\nTwo of them died.")
    first, died = claim_of(1, old.text, "Six were hurt"), claim_of(2, new.text, "Two of them died")
    known = [whole_article(old)], [first]
    read = whole_article(new).model_copy(update={"id": "a7"})
    died = died.model_copy(update={"article_id": "a7"})
    carried = carry_over(align_pages(old, new), known, ([read], [died]))
    assert [each.article_id for each in carried.fresh] == ["a1"]
    assert [(each.id, each.end >= died.end) for each in carried.articles] == [("a1", True)]
    (passage,) = list_passages(align_pages(old, new), carried)
    assert (passage.old, passage.new, passage.claim_ids) == (None, "Two of them died.", ("c2",))


def test_what_is_only_read_again_is_the_claim_that_it_was() -> None:
    old = make_page(1, "Six were hurt, and it was dark.")
    new = make_page(1, "Six were hurt, and it was bright.")
    first, again = (claim_of(n, p.text, "Six were hurt") for n, p in ((1, old), (2, new)))
    known = [whole_article(old)], [first]
    carried = carry_over(align_pages(old, new), known, ([whole_article(new)], [again]))
    assert [each.id for each in carried.kept] == ["c1"]
    assert (carried.fresh, carried.dropped) == ((), ())


def test_wordings_are_cut_to_the_sentences_that_differ() -> None:
    old = "It began at noon. Six were hurt. Nobody was held."
    new = "It began at noon. Eight were hurt. Nobody was held."
    assert narrow(old, new) == ("Six were hurt.", "Eight were hurt.")


def test_pages_are_known_by_address_then_by_path_then_by_bytes() -> None:
    a = make_page(1, "The mayor spoke.", path="a.txt", url="https://a.example/1", sha256="1")
    b = make_page(2, "The police came.", path="b.txt", sha256="2")
    moved = b.model_copy(update={"id": "p1", "path": "c.txt"})
    renamed = a.model_copy(update={"id": "p2", "path": "d.txt", "text": "The mayor spoke twice."})
    found = sort_pages([a, b], [moved, renamed], 2)
    assert [page.id for page in found.pages] == ["p1", "p2"]
    assert [page.path for page in found.pages] == ["d.txt", "c.txt"]
    assert [(one.id, other.run) for one, other in found.edited] == [("p1", 2)]
    assert found.new == ()
    assert found.met


def test_a_file_of_another_story_is_another_page() -> None:
    one = make_page(1, " ".join(f"word{n}" for n in range(60)))
    other = make_page(1, " ".join(f"other{n}" for n in range(60)))
    assert not is_same_page(one, other)
    assert is_same_page(one, make_page(1, one.text + " and more."))
    found = sort_pages([one], [other], 2)
    assert [page.id for page in found.pages] == ["p1", "p2"]
    assert not found.met
