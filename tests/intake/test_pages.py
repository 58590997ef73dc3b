"""Files and folders to pages: encodings, order, case.toml, and every kind of bad input."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.errors import InputError
from checker.intake.case import Case
from checker.intake.decoding import decode_page
from checker.intake.forms import MAX_BYTES
from checker.intake.pages import read_case
from tests.support.growth import growth

SAMPLES = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"
SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))
ENGLISH = (
    "“We don’t know,” said the café’s owner – the naïve Mr. Müller paid £20 to the painter on "
    "Tuesday. The officials met in Baku for four hours. “It was a ‘frank’ exchange,” one diplomat "
    "said — and the talks, he added, aren’t over. The ministry didn’t reply to a request. "
)
FRENCH = (
    "Le président a déclaré mardi à l’Élysée que les négociations étaient terminées : « Où êtes-"
    "vous ? » a demandé un journaliste. Ça suffit, a-t-il répondu, l’été sera très long. Les "
    "ministres se sont réunis à Paris pendant quatre heures, d’après une source proche du dossier. "
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write text or bytes to a file under tmp_path, folders included."""

    def write_file(name: str, content: str | bytes = "Some words of a news page.\n") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode("utf-8")
        path.write_bytes(raw)
        return path

    return write_file


def paths_of(case: Case) -> list[str]:
    return [page.path for page in case.pages]


def refusal(*paths: str | Path) -> str:
    with pytest.raises(InputError) as caught:
        read_case(paths)
    return str(caught.value)


# --- text and encodings ---


@pytest.mark.parametrize("file", SAMPLE_FILES, ids=lambda file: file.name[:3])
def test_sample_pages_come_back_code_point_for_code_point(file: Path) -> None:
    raw = file.read_bytes()
    (page,) = read_case([file]).pages
    assert page.text == raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    assert page.sha256 == hashlib.sha256(raw).hexdigest()
    assert page.encoding == "utf-8"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1256", "iso8859-6", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("length", [300, 1_000, 20_000])
@pytest.mark.parametrize("file", SAMPLE_FILES, ids=lambda file: file.name[:3])
def test_arabic_is_read_right_in_every_encoding(file: Path, length: int, encoding: str) -> None:
    whole = file.read_text(encoding="utf-8").encode(encoding, "ignore").decode(encoding)
    for start in range(0, max(1, len(whole) - length), 250):
        text = whole[start : start + length]
        decoded, named = decode_page(text.encode(encoding))
        assert decoded == text
        assert named == encoding


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be", "utf-16-le", "utf-32-le"])
def test_a_byte_order_mark_decides_in_either_order(encoding: str) -> None:
    text, named = decode_page(("\ufeff" + "خبر عاجل").encode(encoding))
    assert text == "خبر عاجل"
    assert named == encoding[:6]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, FRENCH], ids=["english", "french"])
def test_western_text_is_read_right(text: str, encoding: str) -> None:
    assert decode_page(text.encode(encoding)) == (text, encoding)


def test_text_is_not_normalised(write: Write) -> None:
    decomposed = "اجتمع الوزراء في باريس: لأ, cafe\u0301, ﷺ, \u2028\u00a0\u200f."
    (page,) = read_case([write("a.txt", decomposed)]).pages
    assert page.text == decomposed


def test_line_ends_become_line_feeds_and_the_digest_is_of_the_bytes(write: Write) -> None:
    raw = b"\xef\xbb\xbfone\r\ntwo\rthree\n"
    (page,) = read_case([write("a.txt", raw)]).pages
    assert page.text == "one\ntwo\nthree\n"
    assert page.sha256 == hashlib.sha256(raw).hexdigest()


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_text_written_as_utf_8_comes_back(tmp_path: Path, text: str) -> None:
    file = tmp_path / "any.txt"
    file.write_bytes(text.encode("utf-8"))
    wanted = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if wanted.strip():
        assert read_case([file]).pages[0].text == wanted
    else:
        assert "white space" in refusal(file)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_give_text_of_those_bytes_or_a_refusal(raw: bytes) -> None:
    try:
        text, encoding = decode_page(raw)
    except InputError:
        return
    assert "\0" not in text
    assert raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n") == text


# --- which files, and in which order ---


def test_a_folder_gives_its_own_pages_in_natural_order(write: Write, tmp_path: Path) -> None:
    for name in ["p10.txt", "p2.txt", "P5.txt", "P1.md", "sub/p0.txt", ".hidden.txt", "notes.bin"]:
        write(name, f"The words of {name}")
    case = read_case([tmp_path])
    names = [path.rpartition("/")[2] for path in paths_of(case)]
    assert names == ["P1.md", "p2.txt", "P5.txt", "p10.txt"]
    assert [page.id for page in case.pages] == ["p1", "p2", "p3", "p4"]
    assert case.name == tmp_path.name
    files, folders = (problem.reason for problem in case.problems)
    assert "'notes.bin'" in files
    assert "'sub'" in folders
    assert (case.cassette, case.model, case.expected) == (None, None, None)


def test_arguments_keep_their_order_and_a_file_comes_once(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ["z.txt", "in/b.txt", "in/a.txt", "in/deep/c.md"]:
        write(name, f"The words of {name}")
    monkeypatch.chdir(tmp_path)
    case = read_case(["./z.txt", Path("in"), "**/*.md", "in/b.txt"])
    assert paths_of(case) == ["z.txt", "in/a.txt", "in/b.txt", "in/deep/c.md"]
    assert case.name == "z.txt and 3 more"
    assert case.problems == ()


def test_a_pattern_reaches_files_and_folders(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ["a/10.txt", "a/9.txt", "b/1.txt", "empty/x.bin"]:
        write(name, f"The words of {name}")
    monkeypatch.chdir(tmp_path)
    everything = ["a/9.txt", "a/10.txt", "b/1.txt"]
    assert paths_of(read_case(["*/*.txt"])) == everything
    assert paths_of(read_case(["*"])) == everything
    assert paths_of(read_case(["**"])) == everything
    assert "'*.md' matches no page" in refusal("*.md")


def test_a_name_with_brackets_is_a_name_first(write: Write) -> None:
    assert len(read_case([write("a[1].txt")]).pages) == 1


def test_home_is_expanded(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("news/a.txt")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert paths_of(read_case(["~/news/*.txt"])) == [(tmp_path / "news/a.txt").as_posix()]


def test_the_same_bytes_are_one_page(write: Write, tmp_path: Path) -> None:
    for name in ["a.txt", "b.txt", "c.txt"]:
        write(name, "the other page" if name == "b.txt" else "one page")
    case = read_case([tmp_path])
    first, second = case.pages
    assert first.also == ((tmp_path / "c.txt").as_posix(),)
    assert (second.id, second.also) == ("p2", ())
    (problem,) = case.problems
    assert (problem.stage, problem.subject) == ("read", (tmp_path / "c.txt").as_posix())
    assert "same bytes" in problem.reason
    assert "p1" in problem.reason


# --- files that cannot be read ---


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "white space"),
        (b"%PDF-1.7\n1 0 obj", "pdftotext"),
        (b"PK\x03\x04\x14\0\x06\0word/document.xml", "Word document"),
        (b"\x1f\x8b\x08\0\0", "gunzip"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "old Word document"),
        (b"{\\rtf1\\ansi words}", "RTF"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "no text"),
        (b"\xff\xfex", "begins as utf-16"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_text_is_a_problem_or_the_end(
    write: Write, content: bytes, said: str
) -> None:
    bad, good = write("bad.txt", content), write("good.txt")
    case = read_case([bad, good])
    assert paths_of(case) == [good.as_posix()]
    (problem,) = case.problems
    assert (problem.stage, problem.subject) == ("read", bad.as_posix())
    assert said in problem.reason
    message = refusal(bad)
    assert repr(bad.as_posix()) in message
    assert said in message


def test_the_last_refusal_counts_what_it_does_not_show(write: Write, tmp_path: Path) -> None:
    for number in range(7):
        write(f"{number}.txt", b" ")
    assert refusal(tmp_path).endswith("and 2 more files")


def test_a_page_of_few_words_is_a_page(write: Write) -> None:
    assert read_case([write("a.txt", "خبر")]).pages[0].text == "خبر"


def test_a_file_without_permission_is_a_problem(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "one page")
    write("b.txt", "another")
    open_path = Path.open

    def refuse(path: Path, *rest: str) -> object:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return open_path(path, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = read_case([tmp_path]).problems
    assert problem.subject.endswith("b.txt")
    assert "Permission denied" in problem.reason


def test_a_pipe_or_dead_link_does_not_hang(write: Write, tmp_path: Path) -> None:
    write("a.txt")
    (tmp_path / "dead.txt").symlink_to("nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    problems = read_case([tmp_path]).problems
    assert [problem.subject.rpartition("/")[2] for problem in problems] == ["dead.txt", "pipe.txt"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.DOC", "libreoffice"), ("a.odt", "pandoc"), ("a.zip", "unzip"), ("a.png", "UTF-8")],
)
def test_another_suffix_is_refused_with_a_way_out(write: Write, name: str, said: str) -> None:
    path = write(name)
    message = refusal(write("good.txt"), path)
    assert repr(str(path)) in message
    assert ".txt, .md, .html" in message
    assert said in message


def test_documents_in_a_folder_are_not_passed_over_in_silence(write: Write, tmp_path: Path) -> None:
    for name in ["a.txt", "b.pdf", "report.html", "c.html", "data.json", "d.jpg", "e.odt"]:
        write(name)
    case = read_case([tmp_path])
    assert len(case.pages) == 1
    *files, others, records = case.problems
    assert [problem.subject.rpartition("/")[2] for problem in files] == ["b.pdf", "c.html", "e.odt"]
    assert "not read: 'd.jpg'" in others.reason
    assert "only where they are named: 'data.json'" in records.reason


def test_missing_paths_and_empty_folders_are_refused(write: Write, tmp_path: Path) -> None:
    path = write("news/article.txt")
    assert "did you mean 'article.txt'?" in refusal(path.with_name("artcle.txt"))
    assert "check the path" in refusal(tmp_path / "nowhere" / "x.txt")
    assert "does not exist" in refusal("a" * 300 + ".txt")
    assert "does not exist" in refusal("a\0.txt")
    (tmp_path / "empty").mkdir()
    assert "holds no .txt, .md or .html file" in refusal(tmp_path / "empty")
    assert "/**/*.txt" in refusal(tmp_path)
    assert "no pages were given" in refusal()


# --- case.toml ---


def test_a_case_gives_names_metadata_and_paths(write: Write, tmp_path: Path) -> None:
    for name in ["b.txt", "a.txt", "sub/c.md", "expected.json"]:
        write(name, f"The words of {name}")
    write(
        "case.toml",
        b"\xef\xbb\xbf"
        + """
        title = "محادثات"
        model = "some-model"
        cassette = "cassette.yaml"
        expected = "expected.json"
        [[page]]
        file = "sub/c.md"
        published = 2025-07-12T10:30:00Z
        [[page]]
        file = "./b.txt"
        outlet = "CNN"
        title = "Talks"
        published = "2025-07-12"
        url = "https://example.org/a?b=1"
        language = "ar"
        """.encode(),
    )
    case = read_case([tmp_path])
    assert (case.name, case.model) == ("محادثات", "some-model")
    assert case.cassette == tmp_path / "cassette.yaml"
    assert case.expected == tmp_path / "expected.json"
    unlisted, listed, deep = case.pages
    assert paths_of(case) == ["a.txt", "b.txt", "sub/c.md"]
    assert (unlisted.outlet, unlisted.published) == (None, None)
    assert deep.published == "2025-07-12T10:30:00+00:00"
    assert listed.model_dump(include={"outlet", "title", "published", "url", "language"}) == {
        "outlet": "CNN",
        "title": "Talks",
        "published": "2025-07-12",
        "url": "https://example.org/a?b=1",
        "language": "ar",
    }


def test_a_toml_date_becomes_iso_and_the_name_falls_back_to_the_folder(
    write: Write, tmp_path: Path
) -> None:
    write("a.txt")
    write("case.toml", '[[page]]\nfile = "a.txt"\npublished = 2025-07-12')
    case = read_case([tmp_path])
    assert case.pages[0].published == "2025-07-12"
    assert case.name == tmp_path.name


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('titel = "x"', "unknown key 'titel'; did you mean 'title'? The keys are title, model"),
        ('[[pages]]\nfile = "a.txt"', "did you mean 'page'?"),
        ('[page]\nfile = "a.txt"', "two brackets"),
        ('page = ["a.txt"]', "two brackets"),
        ('[[page]]\nfile = "a.txt"\noutlte = "x"', "number 1: unknown key 'outlte'; did you mean"),
        ('[[page]]\noutlet = "x"', "the key 'file' is missing"),
        ('[[page]]\nfile = "a.txt"\npublished = "12 July"', "'12 July' is no date"),
        ('[[page]]\nfile = "a.txt"\npublished = 12', "'12' is no date"),
        ('[[page]]\nfile = "a.txt"\nurl = "javascript:alert(1)"', "no web address"),
        ('[[page]]\nfile = "a.txt"\nurl = "https://"', "no web address"),
        ('[[page]]\nfile = "a.txt"\nlanguage = "Arabic"', "language code"),
        ('[[page]]\nfile = "a.txt"\noutlet = 7', "'outlet': Input should be a valid string"),
        ('[[page]]\nfile = "aa.txt"', "'aa.txt', which is not in"),
        ('[[page]]\nfile = "aa.txt"', "did you mean 'a.txt'?"),
        ('[[page]]\nfile = "deep/aa.md"', "did you mean 'deep/a.md'?"),
        ('[[page]]\nfile = "deep"', "which is a folder"),
        ('[[page]]\nfile = "case.toml"', "is no page"),
        (f'[[page]]\nfile = "{"a" * 300}.txt"', "is not in"),
        ('[[page]]\nfile = "a.txt"\n[[page]]\nfile = "./a.txt"', "twice"),
        ('[[page]]\nfile = "deep/../a.txt"', "'deep/../a.txt' is no plain path"),
        ('[[page]]\nfile = "/etc/hostname"', "no plain path"),
        ('[[page]]\nfile = "FOLDER/a.txt"', "no plain path"),
        ('[[page]]\nfile = "C:\\\\a.txt"', "no plain path"),
        ('[[page]]\nfile = "..\\\\a.txt"', "no plain path"),
        ('[[page]]\nfile = "a\\u0000.txt"', "null"),
        ('cassette = "../c.yaml"', "no plain path"),
        ('expected = "labels.json"', "'labels.json', which is not in"),
        ('title = "x"\noutlet = CNN', "(at line 2, column 10)"),
        (b'title = "\xe9"', "not UTF-8"),
    ],
)
def test_mistakes_in_case_toml_are_named(
    write: Write, tmp_path: Path, toml: str | bytes, said: str
) -> None:
    write("a.txt")
    write("deep/a.md")
    write("case.toml", toml.replace("FOLDER", str(tmp_path)) if isinstance(toml, str) else toml)
    message = refusal(tmp_path)
    assert said in message
    assert tmp_path.name in message


@pytest.mark.parametrize("key", ["cassette", "expected", "page"])
def test_no_link_out_of_the_case_is_followed(write: Write, tmp_path: Path, key: str) -> None:
    secret = write("secret.txt", "a secret")
    write("case/a.txt")
    (tmp_path / "case" / "link.txt").symlink_to(secret)
    (tmp_path / "case" / "up").symlink_to(tmp_path)
    for name in ["link.txt", "up/secret.txt"]:
        entry = f'[[page]]\nfile = "{name}"' if key == "page" else f'{key} = "{name}"'
        write("case/case.toml", entry)
        assert f"'{name}' is a link that leads out of it" in refusal(tmp_path / "case")


def test_an_unlisted_link_out_of_the_case_is_a_problem(write: Write, tmp_path: Path) -> None:
    write("case/case.toml", "")
    write("case/a.txt")
    (tmp_path / "case" / "link.txt").symlink_to(write("secret.txt", "a secret"))
    (tmp_path / "case" / "near.txt").symlink_to("a.txt")
    case = read_case([tmp_path / "case"])
    assert [page.also for page in case.pages] == [("near.txt",)]
    assert [problem.subject for problem in case.problems] == ["link.txt", "near.txt"]
    assert "leads out" in case.problems[0].reason


@pytest.mark.parametrize("given", ["loose", "loose/*.txt", "loose/**/*.txt", "lo*/*.txt"])
def test_no_link_out_of_a_loose_folder_is_followed(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write("loose/a.txt")
    (tmp_path / "loose" / "near.txt").symlink_to("a.txt")
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("a secret", encoding="utf-8")
    (tmp_path / "loose" / "link.txt").symlink_to(outside / "secret.txt")
    (tmp_path / "loose" / "up").symlink_to(outside)
    case = read_case([given])
    assert [page.path for page in case.pages] == ["loose/a.txt"]
    refused = [each for each in case.problems if "leads out of the folder" in each.reason]
    assert "loose/link.txt" in [each.subject for each in refused]
    # Named by the user, it is read.
    assert read_case(["loose/link.txt"]).pages[0].text == "a secret"


def test_a_folder_that_is_a_link_itself_is_what_the_user_named(
    write: Write, tmp_path: Path
) -> None:
    write("real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert len(read_case([tmp_path / "link"]).pages) == 1
    assert len(read_case([f"{tmp_path}/link/*.txt"]).pages) == 1


def test_copies_with_different_metadata_say_what_is_not_used(write: Write, tmp_path: Path) -> None:
    for name in ["a.txt", "b.txt", "c.txt"]:
        write(name, "one reprinted story")
    write(
        "case.toml",
        '[[page]]\nfile = "b.txt"\noutlet = "CNN"\nlanguage = "en"\n'
        '[[page]]\nfile = "c.txt"\noutlet = "Enab"\nlanguage = "en"',
    )
    case = read_case([tmp_path])
    assert [(page.path, page.outlet) for page in case.pages] == [("a.txt", "CNN")]
    assert [problem.reason.partition("; ")[2] for problem in case.problems] == [
        "",
        "what case.toml says of its outlet is not used",
    ]


def test_a_case_folder_is_given_alone_and_never_by_its_file(write: Write, tmp_path: Path) -> None:
    write("case/a.txt")
    toml = write("case/case.toml", "")
    assert "give a case folder alone" in refusal(tmp_path / "case", write("b.txt"))
    assert "give the folder it is in" in refusal(toml)
    assert paths_of(read_case([str(tmp_path / "cas*")])) == ["a.txt"]


def test_a_case_with_no_pages_is_refused(write: Write, tmp_path: Path) -> None:
    write("case.toml", "")
    assert "holds no .txt, .md or .html file" in refusal(tmp_path)


def test_decomposed_file_names_match_their_entries(write: Write, tmp_path: Path) -> None:
    write("cafe\u0301.txt")
    write("case.toml", '[[page]]\nfile = "caf\u00e9.txt"\noutlet = "x"')
    case = read_case([tmp_path])
    assert [page.outlet for page in case.pages] == ["x"]


def test_a_thousand_files_are_read_quickly(tmp_path: Path) -> None:
    for number in range(1_000):
        (tmp_path / f"{number}.txt").write_text(f"{ENGLISH}{number}", encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    assert growth(lambda n: read_case(files[:n]), 100, 1_000) < 3
    case = read_case([tmp_path])
    assert [page.path.rpartition("/")[2] for page in case.pages[9:12]] == [
        "9.txt",
        "10.txt",
        "11.txt",
    ]
