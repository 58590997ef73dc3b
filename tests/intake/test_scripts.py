"""Scripts without spaces, half-spaces, broken words, negations of many languages, prefixes."""

from __future__ import annotations

import pytest

from checker.claims.quotes import explain_refusal, find_quote
from checker.negation_words import AUXILIARIES, NEGATIONS, NEGATIONS_AFTER, has_table
from checker.text import fold, words


def found(page: str, quote: str) -> list[str]:
    return [page[start:end] for start, end in find_quote(fold(page), quote)]


@pytest.mark.parametrize(
    ("page", "quote", "span"),
    [
        ("港口办公室周四说船上有三十一人", "船上有三十一人", "船上有三十一人"),
        ("港務局は木曜日に船に三十一人いたと述べた", "船に三十一人いた", "船に三十一人いた"),
        ("สำนักงานท่าเรือกล่าวว่ามีคนบนเรือสามสิบเอ็ดคน", "มีคนบนเรือ", "มีคนบนเรือ"),
        ("船上有31人", "31人", "31人"),
        ("דובר צה״ל אמר", 'דובר צה"ל אמר', "דובר צה״ל אמר"),
        ("שָׁלוֹם לכולם", "שלום לכולם", "שָׁלוֹם לכולם"),
        ("گزارش بیان‌نشده است", "بیان نشده است", "بیان‌نشده است"),
        ("گزارش بیان نشده است", "بیان‌نشده است", "بیان نشده است"),
        ("of the har-\nbour office", "harbour office", "har-\nbour office"),
        ("والمحادثات كانت مباشرة", "المحادثات كانت مباشرة", "والمحادثات كانت مباشرة"),
        ("קבע כי והפגישה היתה ישירה", "הפגישה היתה ישירה", "והפגישה היתה ישירה"),
    ],
)
def test_the_same_words_are_found(page: str, quote: str, span: str) -> None:
    assert found(page, quote) == [span]


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("船上有三十一人", "十一人"),
        ("ที่ท่าเรือ", "่าเรือ"),
        ("Israel-\nSyria talks", "IsraelSyria talks"),
        ("oversight of talks", "sight of talks"),
        ("والد الوزير قال", "لد الوزير قال"),
    ],
)
def test_a_part_of_a_word_or_a_number_is_not_found(page: str, quote: str) -> None:
    assert found(page, quote) == []


def test_a_quote_that_stands_as_it_is_is_not_extended() -> None:
    page = "والمحادثات كانت مباشرة. المحادثات كانت مباشرة"
    assert found(page, "المحادثات كانت مباشرة") == ["المحادثات كانت مباشرة"]


def test_a_half_space_a_space_or_nothing_part_the_same_words() -> None:
    page = "او گفت که می‌رود و بیان‌نشده است"
    for quote in ("می‌رود", "می رود", "میرود"):
        assert found(page, quote) == ["می‌رود"]


def test_a_half_space_parts_words() -> None:
    assert words("بیان‌نشده har-\nbour") == [*words("بیان نشده"), "harbour"]


# A page in each language with a quote that is cut off from its negation.
CUT = {
    "de": ("Der Minister sagte der Zeitung, dass er nicht gelogen hat und die Partei.", "gelogen"),
    "es": ("El ministro dijo en la sesión de los diputados que no mintió.", "mintió"),
    "it": ("Il ministro ha detto che la nave non era carica di armi.", "era carica"),
    "pt": ("O ministro disse que o navio não estava com uma carga de armas.", "estava com"),
    "ru": ("Министр сказал, что он не врал и что это было в порту.", "врал"),
    "uk": ("Міністр сказав, що він не брехав і що це було в порту.", "брехав"),
    "fa": ("وزیر گفت که این گزارش هیچ پایه‌ای ندارد و دیگر چیزی نگفت", "پایه‌ای ندارد"),
    "ur": ("وزیر نے کہا کہ انہوں نے جھوٹ نہیں بولا ہے", "بولا ہے"),
    "he": ("השר אמר כי הוא לא שיקר בישיבה", "שיקר בישיבה"),
    "zh": ("港口办公室说没有船上有人的消息", "船上有人"),
    "th": ("สำนักงานกล่าวว่าไม่มีคนบนเรือ", "มีคนบนเรือ"),
}
BEHIND = {
    "de": (
        "Der Minister sagte in der Sitzung, und das ist von dem Protokoll: Er log nicht.",
        "Er log",
    ),
    "tr": ("Bakan, bu haber doğru değil ve daha sonra bir açıklama için dedi.", "bu haber doğru"),
    "ja": ("大臣は船に人はいないと述べた。", "船に人はい"),
    "nl": ("De minister zei van het schip dat hij loog niet en dat met de krant.", "hij loog"),
}


@pytest.mark.parametrize(("page", "quote"), [*CUT.values(), *BEHIND.values()])
def test_a_quote_that_is_cut_off_from_its_negation_is_refused(page: str, quote: str) -> None:
    assert found(page, quote) == []
    assert "right" in explain_refusal(fold(page), quote)
    assert "negation" in explain_refusal(fold(page), quote)


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("The bishop said that his sin was great and that it was told.", "was great"),
        ("Die Wahl ist im Mai, und der Minister sagte das mit der Zeitung.", "und der Minister"),
        ("He met the mai of the house and the king of the sea.", "of the house"),
        ("قال الوزير إن الاجتماع جرى في باريس", "الاجتماع جرى"),
    ],
)
def test_words_of_another_language_refuse_nothing(page: str, quote: str) -> None:
    assert found(page, quote) == [quote]


def test_which_languages_have_a_table() -> None:
    assert all(has_table(language) for language in (*NEGATIONS, *NEGATIONS_AFTER, "pt-BR", "AR"))
    assert not has_table("sv")
    assert set(AUXILIARIES) <= set(NEGATIONS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("港口办公室", ["港口", "口办", "办公", "公室"]),
        ("船", ["船"]),
        ("iPhone手机 2025年", ["iphone", "手机", "2025", "年"]),
        ("เรือจม", ["เร", "รื", "ือ", "อจ", "จม"]),
        ("the ferry sank", ["the", "ferry", "sank"]),
        ("غرقت العبارة", ["غرقت", "العباره"]),
    ],
)
def test_unspaced_scripts_are_cut_into_pairs(text: str, said: list[str]) -> None:
    assert words(text) == said


def test_a_question_finds_its_words_inside_an_unspaced_sentence() -> None:
    assert set(words("船上有")) <= set(words("港口办公室周四说船上有三十一人"))
