"""Seeded makers of tampered quotes and of honest variants, from the words of real pages.

Judges on its own, by plain substrings of the raw page, so that a fault in checker/text.py cannot
hide here.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"
# Not «ما», which is "what" or "which" wherever these pages have it.
NEGATIONS = ("لم", "لن", "لا", "ليس", "ليست", "غير", "دون", "بدون", "عدم", "كلا")
AUXILIARIES = ("تكن", "تكون", "يكن", "كان", "يتم", "تم", "يعد", "يحدث", "هناك", "أي")
INSERTED = ("لم", "لن", "لا", "ليس", "غير", "عدم")
QUOTATION = "\"“”„«»‘’'"
LOOKALIKES = dict(zip("ACEHIKMNOPSTXaceioпpsxyاهو٥", "АСЕНІКМΝОРЅТХасеіоnрѕхуlo9o", strict=True))
CHANGED_LETTERS = dict(zip("بتجحدرسصطفقكلمن", "تبحجرددضظقفلكنم", strict=True))


@dataclass(frozen=True)
class Quote:
    """Words ``text`` made by ``kind`` from the honest ``original`` at ``start`` of a page."""

    page: str
    kind: str
    original: str
    start: int
    text: str


Change = Callable[[str, "Source"], str]


@dataclass(frozen=True)
class Source:
    """What a change may draw from: chance, and the other words of the page."""

    chance: random.Random
    words: tuple[str, ...]


def read_pages() -> dict[str, str]:
    paths = sorted(PAGES.glob("*.txt"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def honest_quotes(seed: int) -> list[Quote]:
    """Up to two cuts of 4 to 25 words from every sentence, none that a negation governs."""
    chance = random.Random(seed)
    quotes = []
    for name, page in read_pages().items():
        for sentence in re.finditer(r"[^.؟!?\n]+", page):
            for start, end in _cuts(sentence, chance):
                text = page[start:end]
                if not _ends_negated(page[:start].split()[-3:]):
                    quotes.append(Quote(name, "honest", text, start, text))
    return quotes


def _cuts(sentence: re.Match[str], chance: random.Random) -> Iterator[tuple[int, int]]:
    tokens = [match.span() for match in re.finditer(r"\S+", sentence[0])]
    for _ in range(2 if len(tokens) > 8 else 1):
        if len(tokens) < 4:
            return
        length = chance.randint(4, min(25, len(tokens)))
        first = chance.randint(0, len(tokens) - length)
        offset = sentence.start()
        yield offset + tokens[first][0], offset + tokens[first + length - 1][1]


def _is_negation(tokens: list[str]) -> bool:
    return any(
        _skeleton(token).removeprefix("و").removeprefix("ف") in NEGATIONS for token in tokens
    )


def _ends_negated(tokens: list[str]) -> bool:
    """Whether the last word is a negation, or an auxiliary that follows one."""
    while tokens and tokens[-1] in AUXILIARIES:
        tokens = tokens[:-1]
    return _is_negation(tokens[-1:])


def _skeleton(token: str) -> str:
    """Only letters and digits, hamza seats and like forms set aside: for telling words apart."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", token) if c.isalnum())
    return letters.translate(str.maketrans("ىةٱ", "يها", "ءـ"))


# --- Tampering: each gives the changed words, or the same words where it has no hold. ---


def _negation_dropped(text: str, source: Source) -> str:
    tokens = text.split()
    # Not the last word: what is left would be an honest, shorter quote.
    places = [index for index, token in enumerate(tokens[:-1]) if _is_negation([token])]
    if places:
        del tokens[source.chance.choice(places)]
    return " ".join(tokens)


def _negation_inserted(text: str, source: Source) -> str:
    tokens = text.split()
    tokens.insert(source.chance.randrange(len(tokens)), source.chance.choice(INSERTED))
    return " ".join(tokens)


def _digit_changed(text: str, source: Source) -> str:
    places = [index for index, character in enumerate(text) if character.isdigit()]
    if not places:
        return text
    index = source.chance.choice(places)
    other = source.chance.choice([digit for digit in "0123456789" if digit != text[index]])
    return text[:index] + other + text[index + 1 :]


def _word_replaced(text: str, source: Source) -> str:
    tokens = text.split()
    index = source.chance.choice([i for i, token in enumerate(tokens) if _skeleton(token)])
    others = [word for word in source.words if _skeleton(word) != _skeleton(tokens[index])]
    tokens[index] = source.chance.choice(others)
    return " ".join(tokens)


def _words_swapped(text: str, source: Source) -> str:
    tokens = text.split()
    places = [index for index, token in enumerate(tokens) if _skeleton(token)]
    first, second = source.chance.sample(places, 2)
    if _skeleton(tokens[first]) != _skeleton(tokens[second]):
        tokens[first], tokens[second] = tokens[second], tokens[first]
    return " ".join(tokens)


def _letter_changed(text: str, source: Source) -> str:
    return _one_character(text, CHANGED_LETTERS, source)


def _lookalike_put_in(text: str, source: Source) -> str:
    return _one_character(text, LOOKALIKES, source)


def _one_character(text: str, table: dict[str, str], source: Source) -> str:
    places = [index for index, character in enumerate(text) if character in table]
    if not places:
        return text
    index = source.chance.choice(places)
    return text[:index] + table[text[index]] + text[index + 1 :]


TAMPERINGS: dict[str, Change] = {
    "negation dropped": _negation_dropped,
    "negation inserted": _negation_inserted,
    "digit changed": _digit_changed,
    "word replaced": _word_replaced,
    "words swapped": _words_swapped,
    "letter changed": _letter_changed,
    "lookalike": _lookalike_put_in,
}


def tampered_quotes(seed: int) -> list[Quote]:
    """Quotes that say something else than their page, each differing in one place."""
    pages = read_pages()
    found = [*_changed(honest_quotes(seed), TAMPERINGS, seed), *_beheaded_quotes()]
    return [quote for quote in found if not _stands_elsewhere(quote, pages[quote.page])]


BEHEADINGS = ("negation beheaded", "negation and auxiliary beheaded")


def _beheaded_quotes() -> Iterator[Quote]:
    """What follows a negation of the page, without it: with its auxiliaries, and without them."""
    for name, page in read_pages().items():
        for match in re.finditer(r"\S+", page):
            following = re.compile(r"[^\S\n]+([^\n.؟!?]+)").match(page, match.end())
            if following and _is_negation([match[0]]):
                tokens = following[1].split()
                original = page[match.start() : following.end()]
                kind = BEHEADINGS[0]
                while tokens:
                    yield Quote(name, kind, original, match.start(), " ".join(tokens[:12]))
                    kind = BEHEADINGS[1]
                    tokens = tokens[1:] if tokens[0] in AUXILIARIES else []


def _stands_elsewhere(quote: Quote, page: str) -> bool:
    """Whether the raw page holds these very words anywhere but where they were taken from."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, quote.text.split())) + r"(?!\w)"
    taken = range(quote.start, quote.start + len(quote.original))
    return any(match.start() not in taken for match in re.finditer(pattern, page))


def negated_sentences(seed: int) -> list[tuple[str, str]]:
    """Sentences made by putting a negation and an auxiliary before words of a page, and these."""
    chance = random.Random(seed)
    return [
        (f"{chance.choice(NEGATIONS)} {chance.choice(AUXILIARIES)} {quote.text}", quote.text)
        for quote in honest_quotes(seed)
    ]


# --- Honest variants: what a writer may write otherwise. ---


def _translated(table: dict[str, str]) -> Change:
    return lambda text, source: "".join(table.get(character, character) for character in text)


def _after_letters(inserted: str, share: float) -> Change:
    """Put one of the characters after some of the Arabic letters."""

    def change(text: str, source: Source) -> str:
        return "".join(
            character + source.chance.choice(inserted)
            if "ب" <= character <= "ي" and source.chance.random() < share
            else character
            for character in text
        )

    return change


def _spaces_as(space: str) -> Change:
    return lambda text, source: text.replace(" ", space)


def _replaced(pattern: str, replacement: str) -> Change:
    return lambda text, source: re.sub(pattern, replacement, text)


def _quoted_inside(text: str, source: Source) -> str:
    tokens = text.split(" ")
    index = source.chance.randrange(len(tokens))
    tokens[index] = f"«{tokens[index]}»"
    return " ".join(tokens)


_ARABIC_COMMA = r"\s?،(?=\s|$)"
VARIATIONS: dict[str, Change] = {
    "hamza seats of alef": _translated(dict(zip("أإآ", "ااا", strict=True))),
    "alef wasla": _translated({"ا": "ٱ"}),
    "hamza on waw": _translated({"ؤ": "و"}),
    "hamza on yaa": _translated({"ئ": "ى"}),
    "hamza on yaa, dotted": _translated({"ئ": "ي"}),
    "hamza dropped": _translated({"ء": ""}),
    "decomposed": lambda text, source: unicodedata.normalize("NFD", text),
    "marks removed": _replaced("[\u064b-\u0652]", ""),
    "harakat added": _after_letters("\u064e\u064f\u0650\u0651\u0652", 0.5),
    "tanwin added": _replaced(r"(?<=\w)ا(?=\s|$)", "ا\u064b"),
    "tatweel": _after_letters("ـ", 0.3),
    "yaa undotted": _replaced(r"ي\b", "ى"),
    "alef maqsura dotted": _translated({"ى": "ي"}),
    "taa marbuta": _translated({"ة": "ه"}),
    "haa": _replaced(r"ه\b", "ة"),
    "Persian letters": _translated({"ي": "ی", "ك": "ک"}),
    "guillemets": _replaced(f"[{QUOTATION}]", "«"),
    "straight single": _replaced(f"[{QUOTATION}]", "'"),
    "quotation marks around": lambda text, source: f"“{text}”",
    "quotation marks inside": _quoted_inside,
    "quotation marks removed": _replaced(f"[{QUOTATION}]", ""),
    "Latin commas": _translated({"،": ","}),
    "commas removed": _replaced(_ARABIC_COMMA, ""),
    "commas after a space": _replaced(_ARABIC_COMMA, " ،"),
    "commas without a space": _replaced(_ARABIC_COMMA, "،"),
    "Arabic-Indic digits": _translated(dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))),
    "Persian digits": _translated(dict(zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", strict=True))),
    "no-break spaces": _spaces_as("\u00a0"),
    "narrow no-break spaces": _spaces_as("\u202f"),
    "doubled spaces": _spaces_as("  "),
    "line breaks": _spaces_as("\r\n"),
    "zero-width spaces": _after_letters("\u200b\u200c\u200d\ufeff\u00ad", 0.2),
    "bidi marks": _spaces_as(" \u200f\u202b"),
}


def honest_variants(seed: int) -> list[Quote]:
    """Quotes that say what their page says, and differ from it in spelling or marks alone."""
    return _changed(honest_quotes(seed), VARIATIONS, seed)


def _changed(quotes: list[Quote], changes: dict[str, Change], seed: int) -> list[Quote]:
    """Every change tried on every quote; those without effect are left out."""
    chance = random.Random(seed)
    tokens = {name: tuple(page.split()) for name, page in read_pages().items()}
    made = []
    for quote in quotes:
        source = Source(chance, tuple(t for t in tokens[quote.page] if len(_skeleton(t)) > 2))
        for kind, change in changes.items():
            text = change(quote.text, source)
            if text.split() != quote.text.split() or ("space" in kind or "break" in kind):
                made.append(Quote(quote.page, kind, quote.original, quote.start, text))
    return made
