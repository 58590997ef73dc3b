"""Files are written where the user said and nowhere else, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.files import open_fresh, open_grown, refuse_link, write_whole, writing_whole

MINE = "what the user keeps elsewhere"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere.txt"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for text in ("one\r\n", "two: سلام"):
        write_whole(path, text)
        assert path.read_bytes().decode() == text
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_an_error_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_whole(path, "good")
    with pytest.raises(UnicodeEncodeError), writing_whole(path) as stream:
        stream.write("half \udc80")
    assert path.read_text(encoding="utf-8") == "good"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_a_planted_link_is_replaced_and_not_followed(tmp_path: Path, elsewhere: Path) -> None:
    path = tmp_path / "report.json"
    path.symlink_to(elsewhere)
    (tmp_path / "report.json.part").symlink_to(elsewhere)
    write_whole(path, "new")
    assert not path.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"
    assert elsewhere.read_text(encoding="utf-8") == MINE


def test_lines_go_into_a_new_file_and_not_through_a_link(tmp_path: Path, elsewhere: Path) -> None:
    for plant in (Path.symlink_to, Path.hardlink_to):
        path = tmp_path / "report.run.jsonl"
        plant(path, elsewhere)
        with open_fresh(path) as stream:
            stream.write("row\n")
        assert path.read_text(encoding="utf-8") == "row\n"
        assert elsewhere.read_text(encoding="utf-8") == MINE
        path.unlink()


def test_a_file_that_grows_is_ones_own(tmp_path: Path, elsewhere: Path) -> None:
    path = tmp_path / "tape.journal"
    for _ in range(2):
        with open_grown(path) as stream:
            stream.write("row\n")
    assert path.read_text(encoding="utf-8") == "row\nrow\n"
    for plant in (Path.symlink_to, Path.hardlink_to):
        path.unlink()
        plant(path, elsewhere)
        with pytest.raises(OSError, match="remove it"):
            open_grown(path)
    assert elsewhere.read_text(encoding="utf-8") == MINE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no ordinary file"):
        write_whole(tmp_path / "pipe", "text")


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    refuse_link(tmp_path / "real")
    refuse_link(tmp_path / "none")
    with pytest.raises(InputError, match="is a link to another place"):
        refuse_link(tmp_path / "link")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.json' cannot be written"):
        write_whole(tmp_path / "none" / "x.json", "text")
