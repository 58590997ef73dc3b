"""The errors checker raises, each with a message a person can act on.

    CheckerError
    ├── InputError                a file, folder or setting cannot be used     exit 2
    │   └── CassetteError         a recording does not hold what a run asks    exit 2
    └── ModelError            the endpoint gave no answer that can be used
        ├── AnswerError           this one answer cannot be used               a problem
        │   ├── TooLongError      it was cut off, or the request is too long
        │   ├── RefusedError      the model would not answer
        │   └── BrokenBodyError   what came is no chat completion
        │       └── ReportedError an error that stands in a response of status 200
        └── EndpointError         no answer can be had: the run stops          exit 3
            ├── BudgetError       a limit the user set would be passed         exit 3
            ├── WaitingError      the answer will come with a batch            exit 3
            ├── StorageError      what was paid for cannot be kept             exit 3
            ├── RedirectError     the endpoint sends requests on to another    exit 3
            └── InterruptError    the user wants no more                       exit 130

A message names the file or record with ``!r``, says what is wrong and what to do.
"""

from __future__ import annotations


class CheckerError(Exception):
    """Above all errors of this package."""

    exit_status = 2


class InputError(CheckerError):
    """Something the user gave cannot be used."""


class CassetteError(InputError):
    """A recording does not hold an answer to a request of this run.

    ``reason`` is the message without what to do about it, where a caller knows that better.
    """

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(f"{reason}; {advice}" if advice else reason)
        self.reason = reason


class ModelError(CheckerError):
    """The model gave no answer that can be used."""

    exit_status = 3


class AnswerError(ModelError):
    """One answer cannot be used; others may be."""


class TooLongError(AnswerError):
    """The answer, or the request, is too long for the endpoint: less must be asked at a time."""


class RefusedError(AnswerError):
    """The model would not answer; asking again is no use."""


class BrokenBodyError(AnswerError):
    """What the endpoint sent is no chat completion."""


class ReportedError(BrokenBodyError):
    """An error of the provider that came in a response of status 200.

    ``status_code`` is the HTTP status it stands for, None where it names none; ``body`` holds the
    provider's ``message``, as errors of the SDK do.
    """

    def __init__(self, message: str, status_code: int | None) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.body = {"message": message}


class EndpointError(ModelError):
    """The endpoint can give no answers; asking it more is no use."""


class BudgetError(EndpointError):
    """Asking on would pass a limit that the user set."""


class WaitingError(EndpointError):
    """The question was put down for a batch; its answer is not here yet."""


class StorageError(EndpointError):
    """An answer, or the record of it, cannot be kept: asking on would be paying for nothing."""


class RedirectError(EndpointError):
    """The endpoint sends requests on to another host, which nobody named."""


class InterruptError(EndpointError):
    """The user wants no more answers."""

    exit_status = 130
