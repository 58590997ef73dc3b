"""``checker pages``: what would be put to the model, without one."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from checker.cli import main
from tests.intake.html import HEADLINE, LEFT, STORY, page


def run(*given: str) -> Result:
    return CliRunner().invoke(main, ["pages", *given], catch_exceptions=False)


def folder(tmp_path: Path) -> str:
    head = (
        "<meta property=og:site_name content='Harbour Post'>"
        "<meta property=article:modified_time content=2025-07-14>"
    )
    (tmp_path / "a.html").write_bytes(page(head=head))
    (tmp_path / "b.html").write_bytes(b"<html><p>404 page not found, sorry about that</p></html>")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    return str(tmp_path)


def test_each_field_stands_with_its_place(tmp_path: Path) -> None:
    result = run(folder(tmp_path))
    assert result.exit_code == 0
    rows = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert f"title {HEADLINE} (h1)" in rows
    assert "outlet Harbour Post (meta og:site_name)" in rows
    assert "published none" in rows
    assert any(row.startswith("problem says when it was last changed") for row in rows)
    assert "1 pages, 2 problems beside them:" in rows
    assert "'c.png'" in result.stdout
    assert LEFT not in result.stdout


def test_the_text_is_shown_on_demand_without_what_steers_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One \x1b[31mred\x1b[0m line.\nTwo.", encoding="utf-8")
    shown = run(str(tmp_path / "a.txt"), "--text").stdout
    assert "\x1b" not in shown
    assert "    Two." in shown


def test_json_holds_all_of_it(tmp_path: Path) -> None:
    found = json.loads(run(folder(tmp_path), "--json", "--text").stdout)
    (first,) = found["pages"]
    assert first["text"].split("\n") == [HEADLINE, *STORY]
    assert first["found_in"]["title"] == "h1"
    assert (first["published"], first["words"]) == (None, len(first["text"].split()))
    assert len(found["problems"]) == 2


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.html")).exit_code == 2
