"""Pages by address: what may be asked, what is followed, what is kept."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import InputError
from checker.intake.addresses import forbidden_kind, public_addresses
from checker.intake.fetched import Limits
from checker.intake.fetching import Fetcher
from checker.intake.pages import read_case
from checker.intake.reading import Intake
from tests.support.web import PUBLIC, Answer, Detour, Names, Site, redirect, site

WORDS = b"<html><body><p>The words of a page.</p></body></html>"
HOST = "news.example"


def open_fetcher(server: Site, folder: Path, **changes: object) -> tuple[Fetcher, Detour]:
    detour = Detour(server)
    given = {"limits": Limits(pause_s=0.0), "network": detour, "resolve": Names(), **changes}
    return Fetcher(folder / "fetched", **given), detour  # type: ignore[arg-type]


def refusal(fetch: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        fetch()
    return str(caught.value)


def test_a_page_is_fetched_and_kept_as_evidence(tmp_path: Path) -> None:
    with site({"/a": redirect("/b#part"), "/b": Answer(WORDS)}) as server:
        fetcher, detour = open_fetcher(server, tmp_path)
        fetched = fetcher.fetch(f"http://{HOST}/a#top")
    assert (fetched.raw, fetched.url) == (WORDS, f"http://{HOST}/b")
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    assert set(detour.connected) == {PUBLIC}
    assert server.asked == [f"{HOST}/robots.txt", f"{HOST}/a", f"{HOST}/b"]
    (agent,) = server.agents
    assert agent.startswith("checker/")
    digest = hashlib.sha256(WORDS).hexdigest()
    assert (tmp_path / "fetched" / digest).read_bytes() == WORDS
    (line,) = (tmp_path / "fetched" / "fetched.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["asked"], row["url"]) == (f"http://{HOST}/a#top", f"http://{HOST}/b")
    assert (row["sha256"], row["bytes"], row["fetched"]) == (digest, len(WORDS), fetched.at)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.9.9.9", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("169.254.169.254", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("10.0.0.8", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd00::1", "private"),
        ("0.0.0.0", "unspecified"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("100.64.0.1", "not public"),
        ("240.0.0.1", "private"),
        ("nonsense", "no address"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str, kind: str) -> None:
    assert kind in str(forbidden_kind(address))
    said = refusal(lambda: public_addresses("x", 80, lambda host, port: [address], False))
    assert "--allow-private" in said
    assert public_addresses("x", 80, lambda host, port: [address], True) == [address]


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_asked(address: str) -> None:
    assert forbidden_kind(address) is None


def test_a_name_with_one_private_address_is_refused_whole(tmp_path: Path) -> None:
    names = Names({HOST: [[PUBLIC, "10.0.0.1"]]})
    with site({"/": Answer(WORDS)}) as server:
        fetcher, detour = open_fetcher(server, tmp_path, resolve=names)
        assert "10.0.0.1" in refusal(lambda: fetcher.fetch(f"http://{HOST}/"))
    assert detour.connected == []


def test_what_is_connected_to_is_the_address_that_was_checked(tmp_path: Path) -> None:
    """The name is public when it is asked first (robots.txt) and private ever after."""
    names = Names({HOST: [[PUBLIC], ["127.0.0.1"]]})
    with site({"/": Answer(WORDS)}) as server:
        fetcher, detour = open_fetcher(server, tmp_path, resolve=names)
        assert "loopback" in refusal(lambda: fetcher.fetch(f"http://{HOST}/"))
    assert detour.connected == [PUBLIC]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://127.0.0.1/secret", "loopback"),
        ("http://[::1]/secret", "loopback"),
        ("http://169.254.169.254/latest/meta-data", "link-local"),
        ("http://inside.example/", "private"),
        ("file:///etc/passwd", "'file:///etc/passwd', which is not followed"),
        ("ftp://news.example/x", "not followed"),
        ("javascript:alert(1)", "not followed"),
        ("http://user:word@news.example/", "not followed"),
    ],
)
def test_a_redirect_is_checked_again(tmp_path: Path, location: str, said: str) -> None:
    names = Names({"inside.example": [["192.168.0.7"]]})
    with site({"/": redirect(location)}) as server:
        fetcher, detour = open_fetcher(server, tmp_path, resolve=names)
        assert said in refusal(lambda: fetcher.fetch(f"http://{HOST}/"))
    assert set(detour.connected) == {PUBLIC}
    assert not (tmp_path / "fetched").exists()


@pytest.mark.parametrize(("times", "arrives"), [(5, True), (6, False)])
def test_five_redirects_are_followed(tmp_path: Path, times: int, arrives: bool) -> None:
    pages = {f"/{n}": redirect(f"/{n - 1}", 301 + n % 2) for n in range(1, times + 1)}
    with site({**pages, "/0": Answer(WORDS)}) as server:
        fetcher, _ = open_fetcher(server, tmp_path)
        if arrives:
            assert fetcher.fetch(f"http://{HOST}/{times}").raw == WORDS
        else:
            said = refusal(lambda: fetcher.fetch(f"http://{HOST}/{times}"))
            assert "redirected more than 5 times" in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(WORDS, content_type="application/pdf"), "'application/pdf'"),
        (Answer(WORDS, content_type=None), "'unknown'"),
        (Answer(WORDS, status=404), "status 404"),
        (Answer(WORDS, status=500), "status 500"),
        (Answer(b"x" * 5_001), "larger than 0.005 MB"),
        (Answer(gzip.compress(b"x" * 90_000), headers={"Content-Encoding": "gzip"}), "larger than"),
        (Answer(WORDS, headers={"Content-Encoding": "gzip"}), "broken"),
        (Answer(WORDS, headers={"Content-Encoding": "gzip, gzip"}), "compressed as 'gzip, gzip'"),
        (Answer(WORDS, headers={"Content-Length": "90"}), "RemoteProtocolError"),
        (Answer(b"x" * 4_000, drip_s=0.05), "no whole answer came within 0.5 s"),
    ],
)
def test_what_is_no_page_within_the_limits_is_refused(
    tmp_path: Path, answer: Answer, said: str
) -> None:
    limits = Limits(max_bytes=5_000, seconds=0.5 if answer.drip_s else 60.0, pause_s=0.0)
    with site({"/": answer}) as server:
        fetcher, _ = open_fetcher(server, tmp_path, limits=limits)
        assert said in refusal(lambda: fetcher.fetch(f"http://{HOST}/"))
    assert not (tmp_path / "fetched").exists()


def test_a_compressed_page_is_read(tmp_path: Path) -> None:
    packed = Answer(gzip.compress(WORDS), headers={"Content-Encoding": "gzip"})
    with site({"/": packed}) as server:
        assert open_fetcher(server, tmp_path)[0].fetch(f"http://{HOST}/").raw == WORDS


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (Answer(b"User-agent: *\nDisallow: /"), "asks programs not to"),
        (Answer(b"User-agent: checker\nDisallow: /a"), "asks programs not to"),
        (Answer(b"User-agent: other\nDisallow: /"), ""),
        (Answer(b"\xff\xfe<html>no rules"), ""),
        (Answer(status=403), ""),
        (Answer(status=503), "status 503"),
        (redirect("http://127.0.0.1/robots.txt"), "loopback"),
    ],
)
def test_robots_are_respected(tmp_path: Path, robots: Answer, said: str) -> None:
    with site({"/robots.txt": robots, "/a": Answer(WORDS)}) as server:
        fetcher, _ = open_fetcher(server, tmp_path)
        if said:
            assert said in refusal(lambda: fetcher.fetch(f"http://{HOST}/a"))
            assert f"{HOST}/a" not in server.asked
        else:
            assert fetcher.fetch(f"http://{HOST}/a").raw == WORDS


def test_pages_of_one_host_are_asked_with_a_pause(tmp_path: Path) -> None:
    waits: list[float] = []
    robots = Answer(b"User-agent: *\nCrawl-delay: 3")
    with site({"/robots.txt": robots, "/a": Answer(WORDS), "/b": Answer(WORDS)}) as server:
        fetcher, _ = open_fetcher(server, tmp_path, sleep=waits.append)
        for path in ("a", "b"):
            fetcher.fetch(f"http://{HOST}/{path}")
        fetcher.fetch("http://other.example/a")
    assert server.asked.count(f"{HOST}/robots.txt") == 1
    (wait,) = waits
    assert 2 < wait <= 3


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://x.example/", "javascript:alert(1)", "data:text/html,x",
     "http://user:word@x.example/", "https://", "http://exa mple/", "http://\u202ex.example/"],
)  # fmt: skip
def test_other_addresses_are_no_arguments(address: str) -> None:
    said = refusal(lambda: read_case([address]))
    assert "is no address that is fetched" in said
    assert "user:word" not in said


def test_addresses_become_pages_and_what_fails_is_a_problem(tmp_path: Path) -> None:
    article = "".join(
        f"<p>قالت إسرائيل إن المحادثات في باريس كانت مباشرة {n}.</p>" for n in range(9)
    )
    html = f"<html lang=ar><title>محادثات</title><article>{article}</article></html>"
    pages = {"/a": Answer(html.encode("cp1256"), content_type="text/html; charset=windows-1256"),
             "/b": Answer(b"The words.\r\n", content_type="text/plain")}  # fmt: skip
    with site(pages) as server:
        fetcher, _ = open_fetcher(server, tmp_path)
        asked = [f"http://www.{HOST}/a", f"http://{HOST}/b", f"http://{HOST}/gone"]
        case = read_case(asked, Intake(fetcher=fetcher))
    first, second = case.pages
    assert (first.path, first.url, first.outlet) == (asked[0], asked[0], HOST)
    assert (first.language, first.encoding, first.title) == ("ar", "cp1256", "محادثات")
    assert first.text.count("قالت إسرائيل") == 9
    assert first.sha256 == hashlib.sha256(html.encode("cp1256")).hexdigest()
    assert (second.text, second.url) == ("The words.\n", asked[1])
    (problem,) = case.problems
    assert (problem.subject, "status 404" in problem.reason) == (asked[2], True)


def test_this_machine_is_asked_only_with_the_flag(tmp_path: Path) -> None:
    with site({"/": Answer(WORDS, content_type="text/plain")}) as server:
        closed = Intake(evidence=tmp_path)
        assert "--allow-private" in refusal(lambda: read_case([server.url], closed))
        assert server.asked == []
        opened = read_case([server.url + "/"], Intake(evidence=tmp_path, allow_private=True))
    assert opened.pages[0].sha256 in {path.name for path in tmp_path.iterdir()}


def test_a_host_of_arabic_letters_is_asked_by_its_ascii_name(tmp_path: Path) -> None:
    with site({"/%D8%AE%D8%A8%D8%B1": Answer(WORDS)}) as server:
        fetched = open_fetcher(server, tmp_path)[0].fetch("http://أخبار.example/خبر")
    assert fetched.raw == WORDS
    assert server.asked[-1] == "xn--igbicxr.example/%D8%AE%D8%A8%D8%B1"


def test_the_command_takes_addresses_and_standard_input(tmp_path: Path) -> None:
    cache = ["--dry-run", "--cache", str(tmp_path / "answers.sqlite3")]
    with site({"/": Answer(WORDS, content_type="text/plain")}) as server:
        closed = CliRunner().invoke(main, ["report", server.url, *cache])
        given = ["report", server.url, "-", "--allow-private", *cache]
        opened = CliRunner().invoke(main, given, input='{"text": "one"}\n{"text": "two"}\n')
    assert (closed.exit_code, opened.exit_code) == (2, 0), opened.output
    assert "--allow-private" in closed.output
    assert len([*(tmp_path / "fetched").iterdir()]) == 2
    assert "claims" in opened.output


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml; charset=utf-8"])
def test_a_feed_gives_its_entries(tmp_path: Path, kind: str) -> None:
    feed = (
        "<rss><channel><title>Harbour Post</title><item><title>Ferry</title>"
        "<link>https://h.example/1</link><description>Words of an entry.</description>"
        "</item></channel></rss>"
    )
    with site({"/feed": Answer(feed.encode(), content_type=kind)}) as server:
        fetcher, _ = open_fetcher(server, tmp_path)
        (page,) = read_case([f"http://{HOST}/feed"], Intake(fetcher=fetcher)).pages
    assert (page.text, page.title, page.outlet) == ("Words of an entry.", "Ferry", "Harbour Post")
    assert (page.path, page.url) == (f"http://{HOST}/feed#1", "https://h.example/1")
