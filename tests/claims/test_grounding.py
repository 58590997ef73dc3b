"""Quotes that cannot be wrong: on real pages, no tampered quote is let in, no honest one out."""

from __future__ import annotations

from collections import Counter

import pytest

from checker.claims.quotes import explain_refusal, find_quote
from checker.text import Folded, fold
from tests.support.tampering import (
    BEHEADINGS,
    TAMPERINGS,
    VARIATIONS,
    Quote,
    honest_quotes,
    honest_variants,
    negated_sentences,
    read_pages,
    tampered_quotes,
)

SEED = 20250726


@pytest.fixture(scope="module")
def pages() -> dict[str, Folded]:
    return {name: fold(text) for name, text in read_pages().items()}


@pytest.fixture(scope="module")
def tampered() -> list[Quote]:
    return tampered_quotes(SEED)


def accepted(quotes: list[Quote], pages: dict[str, Folded]) -> list[Quote]:
    return [quote for quote in quotes if find_quote(pages[quote.page], quote.text)]


def test_no_tampered_quote_is_accepted(pages: dict[str, Folded], tampered: list[Quote]) -> None:
    wrong = accepted(tampered, pages)
    assert not wrong, "\n".join(map(str, wrong[:5]))
    assert len({(quote.page, quote.text) for quote in tampered}) >= 140
    assert {quote.page for quote in tampered} == set(pages)
    kinds = Counter(quote.kind for quote in tampered)
    assert set(kinds) == {*TAMPERINGS, *BEHEADINGS}
    assert min(kinds.values()) >= 6, kinds


def test_no_honest_variant_is_refused(pages: dict[str, Folded]) -> None:
    honest = honest_variants(SEED)
    refused = set(honest) - set(accepted(honest, pages))
    assert not refused, "\n".join(map(str, list(refused)[:5]))
    assert len({(quote.page, quote.text) for quote in honest}) >= 100
    assert {quote.page for quote in honest} == set(pages)
    kinds = Counter(quote.kind for quote in honest)
    assert set(kinds) == set(VARIATIONS)
    assert min(kinds.values()) >= 4, kinds


def test_every_accepted_span_says_what_the_quote_says(pages: dict[str, Folded]) -> None:
    for quote in [*honest_quotes(SEED), *honest_variants(SEED)]:
        page = pages[quote.page]
        spans = find_quote(page, quote.text)
        for start, end in spans:
            assert fold(page.source[start:end]).text == fold(quote.text).text
        taken = range(quote.start, quote.start + len(quote.original))
        assert any(start in taken and end - 1 in taken for start, end in spans)


def test_every_refusal_of_a_beheaded_quote_names_its_negation(
    pages: dict[str, Folded], tampered: list[Quote]
) -> None:
    beheaded = [quote for quote in tampered if quote.kind in BEHEADINGS]
    for quote in beheaded:
        negation = quote.original.split()[0].strip("،")
        reason = explain_refusal(pages[quote.page], quote.text)
        assert f"right after the negation «{negation}" in reason


def test_no_quote_is_cut_out_of_a_negated_sentence() -> None:
    sentences = negated_sentences(SEED)
    assert len(sentences) >= 100
    for page, quote in sentences:
        assert find_quote(fold(page), quote) == []
        assert len(find_quote(fold(page), page)) == 1


def test_the_generator_is_seeded(tampered: list[Quote]) -> None:
    assert tampered == tampered_quotes(SEED) != tampered_quotes(SEED + 1)
    assert honest_variants(1) == honest_variants(1) != honest_variants(2)
