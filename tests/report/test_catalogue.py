from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from checker.changes.changes import KINDS
from checker.changes.differences import CLAIM_FIELDS
from checker.changes.finding_changes import VERDICT
from checker.data import Certainty, Modality, OriginKind, Stance
from checker.errors import InputError
from checker.found import Check, Doubt, Kind, Level, Relation, Severity
from checker.kept_report import MissingKind
from checker.memory import Became, Why
from checker.notes.records import Status
from checker.report.catalogue import FOLDER, _read, languages, load_catalogue
from checker.report.made_texts import PREFIX
from checker.report.plurals import plural_forms
from checker.report.sections import SECTIONS
from checker.scoring.case_scores import GROUPINGS
from checker.scoring.pairs import LABELS

SETS: dict[str, tuple[str, ...]] = {
    "relation": get_args(Relation),
    "verdict": get_args(Relation),
    "kind": get_args(Kind),
    "level": get_args(Level),
    "severity": get_args(Severity),
    "graded": get_args(Severity),
    "stance": get_args(Stance),
    "modality": get_args(Modality),
    "origin": get_args(OriginKind),
    "certainty": get_args(Certainty),
    "check": get_args(Check),
    "doubt": get_args(Doubt),
    "section": SECTIONS,
    "short": SECTIONS,
    "change": KINDS,
    "note": (*get_args(Status), "only", "open", "changed", "disputed", "noted", "neither"),
    "field": (*VERDICT, "question", "conflict", "position", "sources", *CLAIM_FIELDS),
    "step": get_args(Became),
    "past": get_args(Why),
    "since": ("pages_new", "pages_back", "pages_gone"),
    "label": LABELS,
    "incomplete": get_args(MissingKind),
    "grouping": ("group", *GROUPINGS),
    "group": ("conflict", "agreement", "apart", "furniture", "origins"),
}


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_message_with_its_places(language: str) -> None:
    english, own = _read("en"), _read(language)
    assert set(own) == set(english)
    for key, message in english.items():
        here = own[key]
        assert isinstance(here, str) == isinstance(message, str), key
        if isinstance(here, str) and isinstance(message, str):
            assert _places(here) == _places(message), key
        elif not isinstance(here, str):
            assert set(here) == plural_forms(language), key


@pytest.mark.parametrize("language", languages())
def test_every_value_of_a_fixed_set_has_a_name(language: str) -> None:
    messages = load_catalogue(language).messages
    for name, values in SETS.items():
        for value in values:
            assert f"{name}.{value}" in messages
    assert all(f"count_{name}" in messages for name in SECTIONS)


def test_no_message_is_unused() -> None:
    package = FOLDER.parent.parent
    sources = [*package.rglob("*.py"), *package.glob("*/templates/*")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    said = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)?)["']""", text)) | {"direction", "name"}
    checks = {"check.event", "check.actor", "check.time", "check.modality"}
    made = {f"{name}.{value}" for name, values in SETS.items() for value in values} | checks
    made |= {"evidence.partly", "evidence.not_checked", "group.unsupported", "group.stance"}
    # What code writes into reports is recognised by all messages of this prefix.
    prefixed = {key for key in _read("en") if key.startswith(PREFIX)}
    assert (
        set(_read("en")) - said - made - prefixed - {f"count_{name}" for name in SECTIONS} == set()
    )


def test_arabic_counts_take_their_six_forms() -> None:
    words = load_catalogue("ar")
    said = [words.count("pages", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا صفحات", "صفحة واحدة", "صفحتان", "3 صفحات", "11 صفحة", "100 صفحة"]


def test_a_language_without_catalogue_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"'\.\./en'.*ar, en"):
        load_catalogue("../en")


def test_a_new_language_is_one_file_and_borrows_from_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.json").write_text(
        (FOLDER / "en.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "fr.json").write_text('{"direction": "ltr", "close": "Fermer"}', encoding="utf-8")
    monkeypatch.setattr("checker.report.catalogue.FOLDER", tmp_path)
    load_catalogue.cache_clear()
    try:
        words = load_catalogue("fr")
        assert words.say("close") == "Fermer"
        assert words.say("matrix") == "Matrix"
    finally:
        load_catalogue.cache_clear()


def _places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}
