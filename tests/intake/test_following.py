"""Rounds over addresses and feeds: what is new, what is edited, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.intake.case import CaseFile, read_case_file
from checker.intake.case_additions import add_pages
from checker.intake.fetched import Limits
from checker.intake.fetching import Fetcher
from checker.intake.followed import digest_pages, read_followed, write_followed
from checker.intake.following import MOST_NEW, READ_AGAIN, Following
from checker.intake.pages import read_case
from tests.support.web import Answer, Detour, Names, Site, redirect, site

HOST = "news.example"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def article(words: str, counter: int = 0) -> bytes:
    body = f"<p>{words} They said so on Monday in the capital, in front of many people.</p>"
    return (
        f"<html><head><title>{words}</title></head><body><article>{body}</article>"
        f"<!-- read {counter} times --></body></html>"
    ).encode()


def page(words: str, counter: int = 0, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(article(words, counter), headers=named)


def rss(*links: str, words: str = "The talks") -> Answer:
    items = "".join(f"<item><title>{words}</title><link>{link}</link></item>" for link in links)
    raw = f"<rss><channel><title>A feed</title>{items}</channel></rss>".encode()
    return Answer(raw, content_type="application/rss+xml")


@dataclass
class Rounds:
    """Rounds over one case against a local site."""

    server: Site
    folder: Path
    names: Names = field(default_factory=Names)
    busy: dict[str, datetime] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)
    pause_s: float = 0.0

    def run(self, now: datetime = NOON, **named: object) -> Following:
        fetcher = Fetcher(
            None,
            limits=Limits(pause_s=self.pause_s),
            network=Detour(self.server),
            resolve=self.names,
            sleep=self.slept.append,
        )
        following = Following(self.folder, fetcher, now, self.busy)
        after = following.follow(CaseFile.model_validate(named), read_followed(self.folder))
        write_followed(self.folder, after)
        return following

    def told(self, now: datetime = NOON, **named: object) -> list[tuple[str, str]]:
        return [(each.kind, each.page.address) for each in self.run(now, **named).changed]


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[Rounds]:
    (tmp_path / "case.toml").write_text('title = "The talks"\n', encoding="utf-8")
    with site({}) as server:
        yield Rounds(server, tmp_path)


def at(path: str) -> str:
    return f"http://{HOST}{path}"


def test_a_page_is_new_once_and_then_unchanged(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("The talks failed.", ETag='"1"')
    assert rounds.told(addresses=[at("/a")]) == [("new", at("/a"))]
    assert rounds.told(addresses=[at("/a")]) == []
    assert rounds.server.unchanged == [f"{HOST}/a"]
    (read,) = read_case([rounds.folder]).pages
    assert read.path.startswith("watched/news-example-a-")
    assert (read.url, "The talks failed." in read.text) == (at("/a"), True)


def test_last_modified_will_do(rounds: Rounds) -> None:
    day = "Mon, 02 Mar 2026 10:00:00 GMT"
    rounds.server.pages["/a"] = page("The talks failed.", Last_Modified=day)
    rounds.run(addresses=[at("/a")])
    assert rounds.told(addresses=[at("/a")]) == []
    assert rounds.server.unchanged == [f"{HOST}/a"]


def test_another_text_is_an_edit_and_the_earlier_version_is_kept(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("Nine people died.", ETag='"1"')
    rounds.run(addresses=[at("/a")])
    before = digest_pages(read_case([rounds.folder]).pages)
    rounds.server.pages["/a"] = page("Seven people died.", ETag='"2"')
    assert rounds.told(addresses=[at("/a")]) == [("edited", at("/a"))]
    (read,) = read_case([rounds.folder]).pages
    assert "Seven" in read.text
    assert digest_pages([read]) != before
    (earlier,) = (rounds.folder / "watched" / "earlier").iterdir()
    assert b"Nine people died." in earlier.read_bytes()


def test_other_bytes_of_the_same_text_are_no_edit(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("Nine people died.", 1)
    rounds.run(addresses=[at("/a")])
    before = read_case([rounds.folder]).pages
    rounds.server.pages["/a"] = page("Nine people died.", 2)
    assert rounds.told(addresses=[at("/a")]) == []
    assert read_case([rounds.folder]).pages == before


def test_a_charset_that_only_the_answer_names_is_kept(rounds: Rounds) -> None:
    raw = article("قالت الحكومة إن المحادثات فشلت.").decode().encode("iso-8859-6")
    rounds.server.pages["/a"] = Answer(raw, content_type="text/html; charset=iso-8859-6")
    rounds.run(addresses=[at("/a")])
    assert "المحادثات فشلت" in read_case([rounds.folder]).pages[0].text


def test_a_feed_brings_the_pages_it_names(rounds: Rounds) -> None:
    rounds.server.pages |= {
        "/feed": rss(at("/a"), "/b?utm_source=rss&amp;id=2#top"),
        "/a": page("The talks failed."),
        "/b?id=2": page("The talks go on."),
    }
    assert rounds.told(feeds=[at("/feed")]) == [("new", at("/a")), ("new", at("/b?id=2"))]
    rounds.server.pages["/feed"] = rss(at("/c"))
    rounds.server.pages["/c"] = page("A third page.")
    assert rounds.told(feeds=[at("/feed")]) == [("new", at("/c"))]
    assert len(read_case([rounds.folder]).pages) == 3


def test_only_entries_that_hold_a_word_count(rounds: Rounds) -> None:
    rounds.server.pages |= {"/feed": rss(at("/a"), words="مُحادثات باريس"), "/a": page("Talks.")}
    assert rounds.told(feeds=[at("/feed")], feed_words=["football"]) == []
    assert f"{HOST}/a" not in rounds.server.asked
    assert rounds.told(feeds=[at("/feed")], feed_words=["football", "محادثات"]) != []


def test_other_words_read_an_unchanged_feed_anew(rounds: Rounds) -> None:
    feed = rss(at("/a"), words="The ferry")
    rounds.server.pages |= {
        "/feed": Answer(feed.content, 200, feed.content_type, {"ETag": '"1"'}),
        "/a": page("The ferry sank."),
    }
    assert rounds.told(feeds=[at("/feed")], feed_words=["bus"]) == []
    assert rounds.told(feeds=[at("/feed")], feed_words=["bus"]) == []
    assert rounds.server.unchanged == [f"{HOST}/feed"]
    assert rounds.told(feeds=[at("/feed")], feed_words=["ferry"]) == [("new", at("/a"))]


def test_an_entry_that_failed_is_tried_again_though_the_feed_is_unchanged(rounds: Rounds) -> None:
    feed = rss(at("/a"))
    rounds.server.pages["/feed"] = Answer(
        feed.content, content_type=feed.content_type, headers={"ETag": '"1"'}
    )
    first = rounds.run(feeds=[at("/feed")])
    assert [problem.subject for problem in first.problems] == [at("/a")]
    rounds.server.pages["/a"] = page("The talks failed.")
    assert rounds.told(feeds=[at("/feed")]) == [("new", at("/a"))]
    rounds.run(feeds=[at("/feed")])
    assert rounds.server.unchanged == [f"{HOST}/feed"]


def test_pages_of_a_feed_are_read_again_for_two_days(rounds: Rounds) -> None:
    rounds.server.pages |= {"/feed": rss(at("/a")), "/a": page("Nine people died.")}
    rounds.run(feeds=[at("/feed")])
    rounds.server.pages["/a"] = page("Seven people died.")
    late = NOON + READ_AGAIN
    assert rounds.told(late, feeds=[at("/feed")]) == []
    assert rounds.told(late - timedelta(hours=1), feeds=[at("/feed")]) == [("edited", at("/a"))]


def test_a_feed_of_thousands_comes_in_rounds(rounds: Rounds) -> None:
    links = [at(f"/{n}") for n in range(MOST_NEW + 1)]
    rounds.server.pages |= {f"/{n}": page(f"Talk {n}.") for n in range(MOST_NEW + 1)}
    rounds.server.pages["/feed"] = rss(*links)
    first = rounds.run(feeds=[at("/feed")])
    assert len(first.changed) == MOST_NEW
    assert "1 more new entries" in first.problems[0].reason
    assert len(rounds.told(feeds=[at("/feed")])) == 1


def test_a_file_that_was_taken_away_stays_away(rounds: Rounds) -> None:
    rounds.server.pages |= {
        "/feed": rss(at("/a"), at("/b")),
        "/a": page("The talks failed."),
        "/b": page("A match."),
    }
    rounds.run(feeds=[at("/feed")])
    next((rounds.folder / "watched").glob("news-example-b-*")).unlink()
    rounds.server.pages["/b"] = page("A match was won.")
    assert rounds.told(feeds=[at("/feed")]) == []
    assert len(read_case([rounds.folder]).pages) == 1


def test_one_page_under_two_addresses_is_one(rounds: Rounds) -> None:
    rounds.server.pages |= {"/a": redirect("/b"), "/b": page("The talks failed.")}
    assert rounds.told(addresses=[at("/b"), at("/a")]) == [("new", at("/b"))]
    assert len(read_case([rounds.folder]).pages) == 1


def test_init_leaves_what_is_watched_to_its_own_list(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    rounds.run(addresses=[at("/a")])
    assert add_pages(rounds.folder) == ()


def test_what_the_user_says_of_a_watched_page_comes_first(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    rounds.run(addresses=[at("/a")])
    (name,) = [each.path for each in read_case([rounds.folder]).pages]
    text = f'[[page]]\nfile = "{name}"\noutlet = "The Outlet"\n'
    (rounds.folder / "case.toml").write_text(text, encoding="utf-8")
    (read,) = read_case([rounds.folder]).pages
    assert (read.outlet, read.url) == ("The Outlet", at("/a"))


def test_ones_own_network_is_not_asked(rounds: Rounds) -> None:
    rounds.names = Names({"inside.example": [["192.168.0.7"]]})
    rounds.server.pages |= {
        "/feed": rss("http://inside.example/a", "http://127.0.0.1/b"),
        "/c": redirect("http://169.254.169.254/latest"),
    }
    told = rounds.run(feeds=[at("/feed")], addresses=[at("/c")])
    assert told.changed == []
    assert all("--allow-private" in problem.reason for problem in told.problems)
    assert len(told.problems) == 3
    assert [each for each in rounds.server.asked if not each.startswith(HOST)] == []


def test_robots_txt_holds(rounds: Rounds) -> None:
    rules = b"User-agent: *\nDisallow: /a\nCrawl-delay: 4\n"
    rounds.server.pages |= {
        "/robots.txt": Answer(rules, content_type="text/plain"),
        "/a": page("Not for programs."),
        "/b": page("The talks failed."),
        "/c": page("The talks go on."),
    }
    told = rounds.run(addresses=[at("/a"), at("/b"), at("/c")])
    assert [each.page.address for each in told.changed] == [at("/b"), at("/c")]
    assert "robots.txt asks programs not to" in told.problems[0].reason
    assert rounds.server.asked.count(f"{HOST}/robots.txt") == 1
    assert len(rounds.slept) == 1
    assert 3 < rounds.slept[0] <= 4
    assert rounds.server.most_at_once == 1


@pytest.mark.parametrize(("after", "minutes"), [("120", 2), ("999999", 24 * 60), ("soon", 10)])
def test_a_host_that_is_busy_is_left_alone(rounds: Rounds, after: str, minutes: int) -> None:
    rounds.server.pages |= {
        "/a": Answer(status=429, headers={"Retry-After": after}),
        "/b": page("The talks failed."),
    }
    first = rounds.run(addresses=[at("/a"), at("/b")])
    assert first.changed == []
    assert rounds.server.asked == [f"{HOST}/robots.txt", f"{HOST}/a"]
    rounds.server.pages["/a"] = page("The talks go on.")
    wait = timedelta(minutes=minutes)
    assert rounds.told(NOON + wait - timedelta(seconds=1), addresses=[at("/a")]) == []
    assert rounds.told(NOON + wait, addresses=[at("/a")]) == [("new", at("/a"))]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=404), "status 404"),
        (rss("/b"), "name it under 'feeds'"),
        (Answer(b"%PDF-", content_type="application/pdf"), "application/pdf"),
    ],
)
def test_what_is_no_page_is_a_problem_and_the_last_version_stays(
    rounds: Rounds, answer: Answer, said: str
) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    rounds.run(addresses=[at("/a")])
    rounds.server.pages["/a"] = answer
    told = rounds.run(addresses=[at("/a")])
    assert told.changed == []
    assert said in told.problems[0].reason
    assert "failed" in read_case([rounds.folder]).pages[0].text


def test_a_page_is_no_feed(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    assert "is no feed" in rounds.run(feeds=[at("/a")]).problems[0].reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is damaged at its beginning"),
        ('{"version": 2}', "is damaged at version"),
        ('{"pages": [{}]}', r"is damaged at pages.0.address"),
    ],
)
def test_a_damaged_list_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched" / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_followed(tmp_path)


def test_a_list_from_a_stranger_names_no_file_elsewhere(rounds: Rounds) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    rounds.run(addresses=[at("/a")])
    index = rounds.folder / "watched" / "index.json"
    (name,) = [each.file for each in read_followed(rounds.folder).pages]
    index.write_text(index.read_text("utf-8").replace(str(name), "../case.toml"), "utf-8")
    with pytest.raises(InputError, match="no plain file name"):
        read_case([rounds.folder])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"feeds": "https://a.example"}, "'feeds' is a list"),
        ({"addresses": ["a.example"]}, "'a.example' is no web address"),
        ({"adresses": []}, "did you mean 'addresses'"),
    ],
)
def test_mistakes_in_the_case_file_are_named(
    tmp_path: Path, given: Mapping[str, object], said: str
) -> None:
    rows = (f"{name} = {value!r}".replace("'", '"') for name, value in given.items())
    (tmp_path / "case.toml").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_case_file(tmp_path)
    assert said in str(caught.value)


@pytest.mark.parametrize("linked", ["watched", "watched/index.json"])
def test_a_link_out_of_a_strangers_case_is_neither_read_nor_written(
    rounds: Rounds, tmp_path_factory: pytest.TempPathFactory, linked: str
) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    rounds.run(addresses=[at("/a")])
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "mine"
    (rounds.folder / linked).rename(elsewhere)
    (rounds.folder / linked).symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*")) or elsewhere.read_bytes()
    with pytest.raises(InputError, match="is a link that leads out"):
        read_case([rounds.folder])
    with pytest.raises(InputError, match="is a link that leads out"):
        rounds.run(addresses=[at("/a")])
    assert (sorted(elsewhere.rglob("*")) or elsewhere.read_bytes()) == before


def test_a_linked_page_is_not_read(
    rounds: Rounds, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rounds.server.pages["/a"] = page("The talks failed.")
    rounds.run(addresses=[at("/a")])
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.html"
    secret.write_bytes(article("A private letter."))
    (file,) = (rounds.folder / "watched").glob("*.html")
    file.unlink()
    file.symlink_to(secret)
    with pytest.raises(InputError, match="is a link that leads out"):
        read_case([rounds.folder])
