"""Translations are known by names and figures in their order; other reports are told apart."""

from __future__ import annotations

import pytest

from checker.sources.anchors import find_translations, read_arabic, read_latin

ENGLISH = (
    "Talks were held in Baku on 12 July, said Basyuk, who met Barrack and Shaibani there. "
    "The envoy Barrack told Axios that 15 soldiers and 340 others had left Sweida. "
    "In Damascus the minister Shaibani said Dermer would come to Paris on 24 July."
)
ARABIC = (
    "عُقدت المحادثات في باكو يوم 12 يوليو، بحسب باسيوك الذي التقى باراك والشيباني هناك. "
    "وقال المبعوث باراك لأكسيوس إن 15 جنديًا و340 آخرين غادروا السويداء. "
    "وفي دمشق قال الوزير الشيباني إن ديرمر سيأتي إلى باريس في 24 يوليو."
)
# The same event, told in its own order, with figures of its own.
OTHER = (
    "غادر 200 شخص السويداء بحسب أكسيوس. وفي باريس قال ديرمر إنه لم يلتق الشيباني منذ 3 أشهر. "
    "وكان باراك قد أعلن في دمشق عن 24 اتفاقًا، بينما نفى باسيوك أن يكون في باكو."
)


def test_a_translation_is_probably_one_report() -> None:
    found = find_translations({"a1": ARABIC, "a2": ENGLISH}).found
    assert list(found) == [("a1", "a2")]
    likeness = found["a1", "a2"]
    assert (likeness.kind, likeness.certainty) == ("retelling", "probable")
    assert "names and figures stand in the other text too" in likeness.reason


def test_another_report_of_the_same_event_is_not() -> None:
    assert find_translations({"a1": ENGLISH, "a2": OTHER}).found == {}


def test_a_handful_of_common_names_joins_no_two_pages() -> None:
    latin = "He told Reuters in Paris that Netanyahu and Trump had not met."
    arabic = "قالت رويترز من باريس إن نتنياهو وترامب اتفقا على كل شيء."
    assert find_translations({"a1": latin, "a2": arabic}).found == {}


def test_texts_in_one_script_are_not_held_against_each_other() -> None:
    assert find_translations({"a1": ENGLISH, "a2": ENGLISH}).found == {}
    assert find_translations({"a1": ARABIC, "a2": ARABIC, "a3": "", "a4": "123"}).found == {}


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Barrack", "باراك"),
        ("Shaibani", "والشيباني"),
        ("Dermer", "لديرمر"),
        ("Konashenkov", "كوناشنكوف"),
    ],
)
def test_a_name_keeps_its_consonants(latin: str, arabic: str) -> None:
    keys = set(read_latin(f"said {latin}"))
    met = frozenset().union(*read_arabic(arabic))
    assert keys & met


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    assert read_latin("Nothing happened. Somebody said so.") == []


def test_figures_keep_their_digits() -> None:
    assert read_latin("about 1,200 people") == ["1200"]
    assert read_arabic("نحو ١٢٠٠ شخص")[0] == frozenset(["1200"])
