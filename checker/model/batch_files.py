"""Files of requests and of answers, as the OpenAI Batch API has them, which vLLM reads too.

A line of a request file: ``{"custom_id", "method", "url", "body"}``; of an answer file:
``{"custom_id", "response": {"status_code", "body"}, "error"}``. The ``custom_id`` is the request's
key in the cache of answers. https://platform.openai.com/docs/api-reference/batch (fields), guides
(limits: 50,000 requests and 200 MB a file).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.errors import BrokenBodyError, InputError
from checker.model.completions import Completion, read_completion
from checker.model.questions import Question

MOST_REQUESTS = 50_000
MOST_BYTES = 200_000_000
ADDRESS = "/v1/chat/completions"


@dataclass(frozen=True)
class BatchAnswer:
    """What became of one request; ``completion`` is None, and ``fault`` says why, where it failed.

    ``again`` is set where the request was not dealt with, and may be asked once more.
    """

    key: str
    completion: Completion | None
    fault: str = ""
    again: bool = False


def request_lines(questions: Iterable[Question]) -> Iterator[str]:
    """A line for each question."""
    for question in questions:
        row = {"custom_id": question.key, "method": "POST", "url": ADDRESS, "body": question.body}
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def cut_files(
    lines: Iterable[str], requests: int = MOST_REQUESTS, size: int = MOST_BYTES
) -> Iterator[list[str]]:
    """Lines in files of at most so many requests and bytes; a larger line is a file of its own."""
    part: list[str] = []
    held = 0
    for line in lines:
        length = len(line.encode("utf-8"))
        if part and (len(part) == requests or held + length > size):
            yield part
            part, held = [], 0
        part.append(line)
        held += length
    if part:
        yield part


def read_answers(lines: Iterable[str], name: str) -> list[BatchAnswer]:
    """The answers of a file, in its order; ``name`` is what messages call the file.

    Raises:
        InputError: a line is no answer.
    """
    answers = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers.append(_answer(row, str(row["custom_id"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"line {number} of {name!r} is no answer of a batch ({type(error).__name__}); "
                "give the file of answers as the endpoint wrote it"
            ) from error
    return answers


def _answer(row: dict[str, object], key: str) -> BatchAnswer:
    response = row.get("response")
    if isinstance(response, dict) and response.get("status_code") == 200:
        body = response["body"]
        raw = body if isinstance(body, str) else json.dumps(body)
        try:
            return BatchAnswer(key, read_completion(raw.encode("utf-8")))
        except BrokenBodyError as error:
            return BatchAnswer(key, None, str(error), again=True)
    status = response.get("status_code") if isinstance(response, dict) else None
    code = _code(row.get("error")) or (f"HTTP {status}" if status else "no response")
    refused = isinstance(status, int) and 400 <= status < 500 and status not in (408, 409, 429)
    return BatchAnswer(key, None, code, again=not refused)


def _code(error: object) -> str:
    return str(error.get("code") or error.get("message") or "") if isinstance(error, dict) else ""


def unanswered(questions: Sequence[Question], answers: Iterable[BatchAnswer]) -> list[str]:
    """The keys of the questions of which a file says nothing."""
    said = {answer.key for answer in answers}
    return [question.key for question in questions if question.key not in said]
