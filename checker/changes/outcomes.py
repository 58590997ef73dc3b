"""What became of several cases, in the forms that services for continuous integration read.

JUnit's XML as Jenkins, GitLab and others take it, and the workflow commands of GitHub Actions
(``::error file=…,title=…::message``), which stand at the file in question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

from checker.changes.regression import KEPT, Checked, check_case
from checker.errors import CheckerError

Became = Literal["same", "changed", "unfit"]
# What XML 1.0 cannot hold, escaped or not.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Outcome:
    """A case and what became of it: ``unfit`` is one that could not be checked.

    ``said`` is for a person; ``checked`` is there where it could be.
    """

    case: str
    became: Became
    said: str
    status: int
    checked: Checked | None = None


def check_cases(cases: Iterable[str], language: str = "en") -> list[Outcome]:
    """Check one case after the other; one that cannot be checked does not stop the others."""
    return [_check(case, language) for case in cases]


def worst_status(outcomes: Iterable[Outcome]) -> int:
    """The exit status: a case that could not be checked is worse than findings that changed."""
    return max((each.status for each in outcomes), default=0)


def render_junit(outcomes: Sequence[Outcome]) -> str:
    """A test suite with a test for each case."""
    suite = ElementTree.Element(
        "testsuite",
        name="checker",
        tests=str(len(outcomes)),
        failures=str(sum(each.became == "changed" for each in outcomes)),
        errors=str(sum(each.became == "unfit" for each in outcomes)),
    )
    for each in outcomes:
        test = ElementTree.SubElement(
            suite, "testcase", classname="checker.check", name=_writable(each.case)
        )
        if each.became != "same":
            kind = "failure" if each.became == "changed" else "error"
            said = _writable(each.said)
            node = ElementTree.SubElement(test, kind, message=said.partition("\n")[0])
            node.text = said
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=False) + "\n"


def render_annotation(outcome: Outcome) -> str:
    """A GitHub workflow command; empty for a case that is as it was."""
    if outcome.became == "same":
        return ""
    title = "findings changed" if outcome.became == "changed" else "cannot be checked"
    place = _property(f"{outcome.case.rstrip('/')}/{KEPT}")
    return f"::error file={place},title=checker: {title}::{_data(outcome.said.strip())}"


def _check(case: str, language: str) -> Outcome:
    try:
        checked = check_case(case)
    except CheckerError as error:
        return Outcome(case, "unfit", str(error), error.exit_status)
    became: Became = "changed" if checked.changed else "same"
    return Outcome(case, became, checked.describe(language), int(checked.changed), checked)


def _writable(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)


def _data(text: str) -> str:
    """Text of a workflow command; GitHub's own escapes, so that no line begins another one."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
