from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.data import Article, Claim
from checker.report.passages import cut_passages
from tests.support.sample_report import make_claim, make_report
from tests.support.stories import make_page, whole_article


def test_overlapping_quotes_share_a_passage_the_shortest_first() -> None:
    page = make_page(1, "one two three four")
    claims = [make_claim(1, page, "one two three"), make_claim(2, page, "two")]
    pieces = cut_passages(page.text, whole_article(page), claims)
    assert [(each.text, [claim.id for claim in each.claims]) for each in pieces] == [
        ("one ", ["c1"]),
        ("two", ["c2", "c1"]),
        (" three", ["c1"]),
        (" four", []),
    ]


def test_each_claim_of_the_sample_is_marked_where_it_stands() -> None:
    report = make_report()
    for page, article in zip(report.pages, report.articles, strict=True):
        claims = [claim for claim in report.claims if claim.article_id == article.id]
        pieces = cut_passages(page.text, article, claims)
        for claim in claims:
            assert "".join(each.text for each in pieces if claim in each.claims) == claim.quote


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=8), st.integers(0, 20))
def test_pieces_join_to_the_text_and_cover_each_quote(
    spans: list[tuple[int, int]], start: int
) -> None:
    text = "🇸🇾 نص قصير with \U0001f600 letters of many widths, ab"
    article = Article(id="a1", page_id="p1", start=start, end=len(text))
    claims = [_span(n, text, *span) for n, span in enumerate(spans) if sum(span) <= len(text)]
    pieces = cut_passages(text, article, claims)
    assert "".join(each.text for each in pieces) == text[start:]
    for claim in claims:
        marked = "".join(each.text for each in pieces if claim in each.claims)
        assert marked == text[max(claim.start, start) : max(claim.end, start)]


def _span(number: int, text: str, start: int, length: int) -> Claim:
    page = make_page(1, text)
    claim = make_claim(number, page, text[:1])
    end = start + length
    return claim.model_copy(update={"start": start, "end": end, "quote": text[start:end]})
