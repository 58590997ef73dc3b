"""A case replayed and held against its kept report: what continuous integration runs.

Nothing is sent: all answers come from the case's cassette. Where the cassette does not fit any
more, the question put to the model changed; where it fits and the report differs, checker did.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from checker.changes.changes import Differences
from checker.changes.difference_text import render_differences
from checker.changes.differences import compare_reports
from checker.errors import CassetteError, InputError
from checker.files import write_whole
from checker.intake.case import CASE_FILE, Case
from checker.kept_report import Report
from checker.pipeline.runs import Settings, open_case, run_case
from checker.prompts import data_folder
from checker.report.catalogue import load_catalogue
from checker.report.contract import load_report, render_json

KEPT = "report.json"


@dataclass(frozen=True)
class Checked:
    """A replayed case. ``differences`` is None where no kept report was asked for.

    ``same_bytes``: the kept report is what the replay gives, to the byte.
    """

    folder: Path
    replayed: Report
    differences: Differences | None = None
    same_bytes: bool = False

    @property
    def kept(self) -> Path:
        """Where the kept report lies."""
        return self.folder / KEPT

    @property
    def changed(self) -> bool:
        """Tell whether anything that is compared differs from the kept report."""
        return bool(self.differences and self.differences.counts())

    def describe(self, language: str = "en") -> str:
        """What came of it, for a person.

        Raises:
            InputError: there is no interface in that language.
        """
        words = load_catalogue(language)
        if self.changed and self.differences:
            command = f"checker check {self.folder} --update"
            return (
                f"{words.say('kept.changed', kept=repr(str(self.kept)))}\n"
                f"{render_differences(self.differences, language=language)}"
                f"{words.say('kept.update', command=command)}\n"
            )
        counts = words.say("reply.and").join(
            (
                words.count_plainly("kept.findings", len(self.replayed.findings)),
                words.count_plainly("kept.claims", len(self.replayed.claims)),
            )
        )
        same = words.say("kept.same", case=self.replayed.case, counts=counts) + "\n"
        if self.differences and not self.same_bytes:
            same += words.say("kept.not_compared") + "\n"
        return same


def find_case_folder(path: str | Path) -> Path:
    """The folder of a case, or of a case that comes with checker under this name.

    Raises:
        InputError: there is no such folder, or it has no ``case.toml``.
    """
    folder = Path(path)
    packaged = data_folder("fixtures") / str(path)
    if not os.path.lexists(folder) and (packaged / CASE_FILE).is_file():
        return packaged
    if not (folder / CASE_FILE).is_file():
        raise InputError(f"{str(path)!r} is no case: a case is a folder with a {CASE_FILE}")
    return folder


def replay_case(path: str | Path) -> Checked:
    """Replay a case; compare nothing.

    Raises:
        CassetteError: there is no cassette, or it holds no answer to a request of this run.
        InputError: it is no case, or cannot be read.
    """
    folder = find_case_folder(path)
    case = open_case([str(folder)])
    cassette = _cassette_of(case, folder)
    try:
        report = run_case(case, Settings(replay=cassette)).report
    except CassetteError as error:
        raise CassetteError(
            f"the findings of {str(folder)!r} cannot be checked, since its recording does not fit "
            f"what is asked now: {_changed_pages(case, folder) or error.reason}. This says nothing "
            f"about the findings. Record again with: {_how_to_record(case, folder, cassette)}"
        ) from error
    return Checked(folder, report)


def check_case(path: str | Path) -> Checked:
    """Replay a case and compare the report with the kept one. Raises as `replay_case` does."""
    checked = replay_case(path)
    if not checked.kept.is_file():
        raise InputError(
            f"{str(checked.folder)!r} has no kept report {KEPT!r}; make it with: "
            f"checker check {checked.folder} --update"
        )
    kept = load_report(checked.kept)
    return Checked(
        checked.folder,
        checked.replayed,
        compare_reports(kept, checked.replayed),
        checked.kept.read_bytes() == render_json(checked.replayed).encode("utf-8"),
    )


def update_case(path: str | Path) -> Checked:
    """Replay a case and write its kept report anew, whatever it held. Raises as `replay_case`."""
    checked = replay_case(path)
    write_whole(checked.kept, render_json(checked.replayed))
    return checked


def _cassette_of(case: Case, folder: Path) -> Path:
    if case.cassette is None:
        raise InputError(
            f"{str(folder / CASE_FILE)!r} names no cassette to replay; write cassette = "
            '"cassette.yaml" there, and record it with: checker report … --record'
        )
    if not case.cassette.is_file():
        raise CassetteError(
            f"there is no recording at {str(case.cassette)!r} to replay; make it with: "
            f"{_how_to_record(case, folder, case.cassette)}"
        )
    return case.cassette


def _changed_pages(case: Case, folder: Path) -> str:
    """The pages that are not those of the kept report, by their bytes; empty where all are."""
    try:
        kept = {page.path: page.sha256 for page in load_report(folder / KEPT).pages}
    except InputError:
        return ""  # the recording is what is wrong here
    now = {page.path: page.sha256 for page in case.pages}
    changed = {
        "changed": [path for path in now if path in kept and kept[path] != now[path]],
        "new": [path for path in now if path not in kept],
        "gone": [path for path in kept if path not in now],
    }
    said = (f"{word}: {', '.join(map(repr, paths))}" for word, paths in changed.items() if paths)
    listed = "; ".join(said)
    return f"pages are others than when it was recorded ({listed})" if listed else ""


def _how_to_record(case: Case, folder: Path, cassette: Path) -> str:
    model = case.model or "NAME"
    record = f"checker report {folder} --model {model} --base-url URL --record {cassette}"
    return f"{record}, then: checker check {folder} --update"
