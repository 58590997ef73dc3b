from __future__ import annotations

import re

import pytest

from checker.report.markdown import render_markdown
from checker.report.markdown_text import plain
from tests.support.sample_report import hostile_report, make_report, one_source_finding


def test_sections_stand_in_the_order_of_the_report() -> None:
    report = make_report()
    whole = make_report(findings=(*report.findings, one_source_finding()))
    heads = re.findall(r"^## (.*)$", render_markdown(whole), re.MULTILINE)
    assert heads == [
        "Conflicts (1)",
        "Drift between reprints of one report (1)",
        "Superseded by later reports (1)",
        "Doubtful: taken back by the second look (1)",
        "Confirmed by independent sources (1)",
        "One source, or probably one, in several outlets: no confirmation (1)",
        "One report: no confirmation (1)",
        "No conflict at a second look (1)",
        "Timeline",
        "Sources",
        "Articles and the reports they rest on",
        "What went wrong",
        "Cost",
    ]


def test_a_finding_has_its_positions_quotes_chains_and_verdict() -> None:
    text = render_markdown(make_report())
    block = text[text.index("### f1.") : text.index("### f2.")]
    assert "**high** · attributed conflict · denial · between voices" in block
    assert "**A. Yes, in Baku.**" in block
    assert "2 sources, in 2 outlets: Diplomatic source; Outlet 3 · 2 reports" in block
    assert '> <div dir="rtl">نفت دمشق عقد أي لقاء مباشر</div>' in block
    assert "> a direct meeting was held in Baku" in block
    assert "> - Syrian government → AFP → Outlet 2 · denies · c6" in block
    assert "2025-07-13 · <https://news.example/baku> · c7" in block
    assert "A × B: **attributed conflict**, denial, between voices, high" in block
    assert "- Second look: confirmed the verdict. event: same; actor: same; time: unclear" in block


def test_both_reasons_of_a_doubtful_conflict_are_given() -> None:
    text = render_markdown(make_report())
    assert "- First reason: They look opposed.\n- Reason at the second look: They are not." in text
    assert "- Not verified: the answer was cut off" in text


def test_judgements_by_the_way_are_said_to_be_told_differently_by_rule() -> None:
    report = make_report()
    [first, *others] = report.findings
    [conflict] = first.conflicts
    judged = conflict.model_copy(update={"relation": "partial", "type": "judgement"})
    said = first.model_copy(update={"conflicts": (judged,), "relation": "partial"})
    whole = report.model_copy(update={"findings": (said, *others)})
    note = "- Judgements clash here on which the story does not turn"
    assert note in render_markdown(whole)
    assert note not in render_markdown(report)


def test_an_arabic_interface() -> None:
    text = render_markdown(make_report(), "ar")
    assert "## التعارضات (1)" in text
    assert "Syrian government ← AFP ← Outlet 2" in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>x</script>", r"&lt;script&gt;x&lt;/script&gt;"),
        ("a *b* _c_ `d` | e", r"a \*b\* \_c\_ \`d\` \| e"),
        ("![i](http://e.example/i.png)", r"!\[i\](http://e.example/i.png)"),
        ("# not a head", r"\# not a head"),
        ("- not a list", r"\- not a list"),
        ("+ not a list", r"\+ not a list"),
        ("12. not a list", r"12\. not a list"),
        ("two\n\nlines", "two lines"),
        ("al-Sharaa (Damascus), 12.5 percent!", "al-Sharaa (Damascus), 12.5 percent!"),
        ("a\u202eb", "a◇b"),
    ],
)
def test_text_is_never_markup(text: str, escaped: str) -> None:
    assert plain(text) == escaped


def test_hostile_text_makes_no_tag_link_or_line_of_its_own() -> None:
    text = render_markdown(hostile_report())
    tags = set(re.findall(r"<[^>]+>", text))
    assert tags <= {'<div dir="rtl">', "</div>", "<bdi>", "</bdi>"}
    markdown = re.sub(r"^> <div.*", "", text, flags=re.MULTILINE)  # HTML, no Markdown
    assert not re.search(r"(?<!\\)\]\(", markdown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", text)
    assert len(re.findall("^# ", text, re.MULTILINE)) == 1
