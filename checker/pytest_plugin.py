"""A pytest plugin: cases as tests.

    def test_case(checker_case):
        checker_case("path/to/case")

Loaded by every pytest run where checker is installed, so nothing of checker is imported before
a test asks for the fixture.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

CheckCase = Callable[[str | os.PathLike[str]], None]


@pytest.fixture
def checker_case(pytestconfig: pytest.Config) -> CheckCase:
    """Replay a case and compare it with its kept report, as ``checker check`` does.

    A relative path starts at pytest's root directory, else at the current one. A difference is
    an AssertionError that shows it; a recording that does not fit any more, or a case that cannot
    be read, fails the test with a message that says what to do.
    """

    def check(path: str | os.PathLike[str]) -> None:
        __tracebackhide__ = True
        from checker.changes.regression import check_case
        from checker.errors import CheckerError

        rooted = pytestconfig.rootpath / path
        try:
            checked = check_case(rooted if rooted.exists() else os.fspath(path))
            failure = checked.describe() if checked.changed else None
        except CheckerError as error:
            # Without its context: what a library said of it is of no use, and pages long.
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        if failure:
            raise AssertionError(failure)

    return check
