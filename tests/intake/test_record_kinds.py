"""Records of services, agencies and exports: which field is the text, and what is missing of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.intake.documents import Document
from checker.intake.records import read_records

BODY = "The ferry sank on Thursday, the port office said. Nine people were rescued."
LINK = "https://n.example/1"
DAY = "2025-07-12T10:00:00+00:00"


def read(value: Any) -> list[Document]:
    documents, problems = read_records(json.dumps(value).encode(), "a.json", "whole")
    assert problems == []
    return documents


@pytest.mark.parametrize(
    ("value", "outlet"),
    [
        ({"articles": {"results": [{"body": BODY, "title": "T", "url": LINK, "dateTimePub": DAY,
          "date": "2025-07-11", "source": {"uri": "n.example", "title": "Times"}}]}}, "Times"),
        ([{"title": {"rendered": "T"}, "content": {"rendered": f"<p>{BODY}</p>"}, "link": LINK,
           "date": DAY, "excerpt": {"rendered": "<p>The ferry sank</p>"}}], "n.example"),
        ({"version": "https://jsonfeed.org/version/1.1", "title": "Times", "items": [
            {"content_html": f"<p>{BODY}</p>", "title": "T", "url": LINK, "date_published": DAY}]},
         "Times"),
        ({"uri": LINK, "headline": "T", "body_text": BODY, "description_text": "Teaser",
          "provider": "Times", "versioncreated": DAY}, "Times"),
        ({"response": {"results": [{"webTitle": "T", "webUrl": LINK, "webPublicationDate": DAY,
          "fields": {"bodyText": BODY, "publication": "x"}}]}}, "n.example"),
        ({"response": {"docs": [{"headline": {"main": "T"}, "web_url": LINK, "pub_date": DAY,
          "lead_paragraph": BODY, "source": "Times"}]}}, "Times"),
        ({"@graph": [{"@type": "WebSite", "name": "Times"}, {"@type": "NewsArticle", "url": LINK,
          "headline": "T", "articleBody": BODY, "publisher": {"name": "Times"},
          "datePublished": DAY}]}, "Times"),
    ],
    ids=["event registry", "wordpress", "json feed", "ninjs", "guardian", "nyt", "graph"],
)  # fmt: skip
def test_the_answers_of_services(value: Any, outlet: str) -> None:
    (found,) = read(value)
    assert (found.text, found.notes) == (BODY, ())
    assert found.about[:4] == ("T", outlet, DAY, LINK)


def test_a_telegram_export_gives_its_messages_with_their_pieces() -> None:
    text = ["Urgent: ", {"type": "bold", "text": "the ferry sank"}, " on Thursday."]
    message = {"id": 5, "type": "message", "date": "2025-07-12T10:00:00", "text": text}
    (found,) = read({"name": "Port News", "type": "public_channel", "messages": [message]})
    assert found.text == "Urgent: the ferry sank on Thursday."
    assert (found.about.outlet, found.about.published) == ("Port News", "2025-07-12T10:00:00")


def test_paragraphs_that_are_objects_are_joined() -> None:
    body = [{"type": "paragraph", "text": "One."}, {"type": "paragraph", "text": "Two."}]
    assert read([{"body": body}])[0].text == "One.\nTwo."


def test_a_whole_post_comes_before_its_cut_text() -> None:
    row = {"text": "The ferry sank, and ni…", "full_text": BODY, "user": {"name": "Port Office"},
           "source": '<a href="http://app.example">App</a>'}  # fmt: skip
    (found,) = read([row])
    assert (found.text, found.about.outlet) == (BODY, "Port Office")


def test_an_advertisement_of_a_plan_is_no_text() -> None:
    (found,) = read([{"content": "ONLY AVAILABLE IN PAID PLANS", "description": BODY}])
    assert found.text == BODY
    assert any("advertisement" in note for note in found.notes)
    documents, problems = read_records(
        b'[{"content": "ONLY AVAILABLE IN PAID PLANS"}]', "a", "whole"
    )
    assert documents == []
    assert "advertisement" in problems[0].reason


def test_a_text_that_a_service_cut_is_said_to_be_cut() -> None:
    (found,) = read([{"content": f"{BODY}… [+2210 chars]"}])
    assert found.text == BODY
    assert any("was cut" in note for note in found.notes)


def test_a_lead_stands_before_the_body_unless_the_body_repeats_it() -> None:
    lead = "Eleven were aboard."
    assert read([{"summary": lead, "body": BODY}])[0].text == f"{lead}\n{BODY}"
    assert read([{"summary": BODY[:40], "body": BODY}])[0].text == BODY


def test_entities_are_decoded_once() -> None:
    (found,) = read([{"title": "Port &amp; sea", "text": "The &quot;ferry&quot; &#8211; &amp;lt;"}])
    assert (found.about.title, found.text) == ("Port & sea", 'The "ferry" – &lt;')
