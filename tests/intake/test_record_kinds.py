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


@pytest.mark.parametrize(
    ("value", "outlet"),
    [
        ({"status": "ok", "news": [{"title": "T", "url": LINK, "published": DAY,
          "description": BODY}]}, "n.example"),
        ({"top_news": [{"news": [{"title": "T", "text": BODY, "url": LINK, "publish_date": DAY}]}],
          "language": "en"}, "n.example"),
        ({"stories": [{"title": "T", "body": BODY, "published_at": DAY,
          "links": {"permalink": LINK},
          "source": {"name": "Times", "domain": "n.example"}}]}, "Times"),
        ({"value": [{"name": "T", "url": LINK, "description": BODY, "datePublished": DAY,
          "provider": [{"name": "Times"}]}]}, "Times"),
        ({"hits": {"total": 1, "hits": [{"_id": "1", "_source": {"title": "T", "body": BODY,
          "published": DAY, "url": LINK, "outlet": "Times"}}]}}, "Times"),
        ({"eng-1": {"info": {"title": "T", "body": BODY, "url": LINK, "dateTimePub": DAY,
          "source": {"uri": "n.example", "title": "Times"}}}}, "Times"),
        ({"response": {"status": "ok", "content": {"webTitle": "T", "webUrl": LINK,
          "webPublicationDate": DAY, "fields": {"bodyText": BODY}}}}, "n.example"),
        ({"response": {"results": [{"webTitle": "T", "webUrl": LINK, "webPublicationDate": DAY,
          "fields": {"trailText": BODY}}]}}, "n.example"),
        ({"response": {"results": [{"webTitle": "T", "webUrl": LINK, "webPublicationDate": DAY,
          "blocks": {"body": [{"bodyHtml": f"<p>{BODY}</p>", "bodyTextSummary": BODY}]}}]}},
         "n.example"),
        ({"bodyXML": f"<body><p>{BODY}</p></body>", "title": "T", "publishedDate": DAY,
          "webUrl": LINK}, "n.example"),
        ({"type": "story", "canonical_url": LINK, "headlines": {"basic": "T"},
          "first_publish_date": DAY, "description": {"basic": "Teaser"}, "content_elements": [
            {"type": "text", "content": BODY}, {"type": "image", "caption": "The harbour"}]},
         "n.example"),
        ({"articles": [{"title": "T", "name_source": "Times", "domain_url": "n.example",
          "published_date": DAY, "link": LINK, "content": BODY}]}, "Times"),
        ({"headlines": [{"role": "main", "value": "T"}], "uri": LINK, "firstcreated": DAY,
          "bodies": [{"role": "main", "value": f"<p>{BODY}</p>"}],
          "infosources": [{"name": "Times", "role": "source"}]}, "Times"),
        ({"@graph": [{"@type": "WebSite", "name": "Times", "description": "All of the harbour."},
          {"@type": "NewsArticle", "headline": "T", "articleBody": BODY, "url": LINK,
           "publisher": {"name": "Times"}, "datePublished": DAY}]}, "Times"),
    ],
    ids=["currents", "news by days", "aylien", "bing", "elasticsearch", "event registry by id",
         "guardian item", "guardian trail", "guardian blocks", "ft", "arc", "newscatcher",
         "ninjs 2", "site beside the article"],
)  # fmt: skip
def test_records_in_whatever_is_put_around_them(value: Any, outlet: str) -> None:
    (found,) = read(value)
    assert (found.text, found.notes) == (BODY, ())
    assert found.about[:4] == ("T", outlet, DAY, LINK)


@pytest.mark.parametrize("kind", ["contenttype", "contentType"])
def test_of_the_renditions_of_one_text_one_is_read(kind: str) -> None:
    bodies = [
        {"role": "xml", kind: "application/xml", "value": f"<d><m>9 1</m><p>{BODY}</p></d>"},
        {"role": "text", kind: "text/plain", "value": BODY},
        {"role": "html", kind: "text/html", "value": f"<p>{BODY}</p><p>Two are missing.</p>"},
    ]
    (found,) = read({"headlines": [{"role": "main", "value": "T"}], "bodies": bodies})
    assert found.text == f"{BODY}\nTwo are missing."
    (found,) = read({"bodies": bodies[:2]})
    assert found.text == BODY
    (found,) = read({"descriptions": [{"role": "creditline", "value": "AP"},
                                      {"role": "caption", "value": BODY}]})  # fmt: skip
    assert found.text == BODY


def test_posts_of_networks_bear_the_name_of_their_account() -> None:
    post = {"created_at": DAY, "url": LINK, "content": f"<p>{BODY}</p>",
            "account": {"username": "port", "display_name": "Port Office"}}  # fmt: skip
    (found,) = read({"statuses": [post]})
    assert (found.text, found.about.outlet) == (BODY, "Port Office")
    (found,) = read({"posts": [{"uri": "at://x", "record": {"text": BODY, "createdAt": DAY}}]})
    assert (found.text, found.about.published) == (BODY, DAY)


def test_an_export_of_all_chats_gives_each_message_under_its_chat() -> None:
    chats = [{"name": name, "messages": [{"date": DAY, "text": f"{name}: {BODY}"}]}
             for name in ("Port News", "Harbour")]  # fmt: skip
    found = read({"about": "An export.", "chats": {"about": "Chats.", "list": chats}})
    assert [each.about.outlet for each in found] == ["Port News", "Harbour"]
    assert [each.text for each in found] == [f"Port News: {BODY}", f"Harbour: {BODY}"]


def test_a_record_is_no_wrapper_though_it_holds_lists_and_objects() -> None:
    record = {"title": "T", "text": BODY, "data": {"text": "Weather"}, "stories": [{"text": "x"}]}
    (found,) = read(record)
    assert found.text == BODY


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
