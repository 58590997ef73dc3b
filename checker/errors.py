"""The errors checker raises, each with a message a person can act on.

    CheckerError
    ├── InputError            a file, folder, setting or argument cannot be used   exit 2
    │   └── CassetteError     a recording does not hold what this run asks         exit 2
    └── ModelError            the endpoint gave no answer that can be used
        ├── AnswerError       this one answer: cut off, refused, not JSON, …       a problem
        └── EndpointError     no answer can be had at all: the run stops           exit 3
            └── BudgetError   a limit the user set would be passed                 exit 3

A message names the file or record with ``!r``, says what is wrong and what to do.
"""

from __future__ import annotations


class CheckerError(Exception):
    """Above all errors of this package."""

    exit_status = 2


class InputError(CheckerError):
    """Something the user gave cannot be used."""


class CassetteError(InputError):
    """A recording does not hold an answer to a request of this run."""


class ModelError(CheckerError):
    """The model gave no answer that can be used."""

    exit_status = 3


class AnswerError(ModelError):
    """One answer cannot be used; others may be."""


class EndpointError(ModelError):
    """The endpoint can give no answers; asking it more is no use."""


class BudgetError(EndpointError):
    """Asking on would pass a limit that the user set."""
