"""Labelled pairs of short texts: a set read from JSON lines, and what a model says of each.

A line is an object with ``s1``, ``s2``, ``label`` and, if you like, ``id``; its other keys are
not looked at. Labels of inference (entailment, contradiction, neutral) stand for those of stance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from checker.data import Record
from checker.errors import AnswerError, EndpointError, InputError
from checker.model.answer import LLM, Answer
from checker.model.watching import Watch
from checker.pipeline.workers import Workers
from checker.prompts import read_prompt

STAGE = "pairs"
Label = Literal["agree", "disagree", "other"]
LABELS: tuple[Label, ...] = ("agree", "disagree", "other")
MAPPING: dict[str, Label] = {
    "agree": "agree",
    "disagree": "disagree",
    "other": "other",
    "entailment": "agree",
    "contradiction": "disagree",
    "neutral": "other",
}


class LabelledPair(Record):
    """Two texts and what they are to each other; ``id`` is ``line 3`` where none was given."""

    id: str
    first: str
    second: str
    label: Label


class RefusedLine(Record):
    """A line that holds no labelled pair; lines count from 1."""

    line: int
    reason: str


class PairSet(Record):
    """A file of pairs. ``mapping`` holds the labels that occur in it, and what they stand for."""

    name: str
    pairs: tuple[LabelledPair, ...]
    refused: tuple[RefusedLine, ...]
    mapping: dict[str, Label]


class SaidPair(Answer):
    """What the model says of one pair."""

    n: int
    reason: str
    label: Label


class SaidPairs(Answer):
    """What the model says of a batch."""

    pairs: tuple[SaidPair, ...]


class Judgement(Record):
    """One pair as it was judged: a ``label``, or none and why it is ``unscored``."""

    pair: LabelledPair
    label: Label | None = None
    reason: str | None = None
    unscored: str | None = None


@dataclass(frozen=True)
class Asking:
    """How to ask: pairs for each call, calls at once, and which text of a pair comes first."""

    batch: int = 10
    workers: int = 8
    swapped: bool = False
    watch: Watch = field(default_factory=Watch)

    def turned(self) -> Asking:
        """The same, with the texts of each pair the other way round."""
        return replace(self, swapped=not self.swapped)


def read_pairs(path: Path) -> PairSet:
    """Read a pair set. Lines that hold no pair are refused, each with its reason.

    Raises:
        InputError: the file cannot be read, or no line of it holds a pair.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise InputError(f"the pairs {str(path)!r} cannot be read: {error.strerror}") from error
    pairs: dict[str, LabelledPair] = {}
    refused: list[RefusedLine] = []
    mapping: dict[str, Label] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            pair, said = _read_pair(line, number)
            if pair.id in pairs:
                raise ValueError(f"the id {pair.id!r} stands on an earlier line too")
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
            refused.append(RefusedLine(line=number, reason=str(error)))
            continue
        pairs[pair.id] = pair
        mapping[said] = pair.label
    if not pairs:
        why = f": line {refused[0].line}: {refused[0].reason}" if refused else ""
        raise InputError(f"{str(path)!r} holds no labelled pair{why}")
    return PairSet(
        name=path.stem, pairs=tuple(pairs.values()), refused=tuple(refused), mapping=mapping
    )


def _read_pair(line: bytes, number: int) -> tuple[LabelledPair, str]:
    """Read one line; a ValueError says what is wrong with it."""
    row = json.loads(line.decode("utf-8"))
    if not isinstance(row, dict):
        raise ValueError("it is no JSON object")
    for key in ("s1", "s2", "label"):
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{key!r} is missing, empty, or no text")
    said = row["label"].strip().lower()
    if said not in MAPPING:
        raise ValueError(f"the label {row['label']!r} is none of {', '.join(MAPPING)}")
    named = row.get("id")
    id_ = f"line {number}" if named is None else str(named)
    pair = LabelledPair(id=id_, first=row["s1"], second=row["s2"], label=MAPPING[said])
    return pair, said


def judge_pairs(llm: LLM, pairs: Sequence[LabelledPair], asking: Asking) -> list[Judgement]:
    """Put all pairs to the model in batches; judgements in the order of the pairs.

    What cannot be read, or was never answered, is unscored with its reason.
    """
    size = asking.batch
    batches = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    asking.watch.begin(STAGE, len(batches))
    pool = Workers(asking.workers)
    try:
        futures = [pool.submit(_judge_batch, llm, batch, asking) for batch in batches]
        wait(futures)
    finally:  # Ctrl-C does not wait for answers under way
        pool.shutdown(wait=False)
    return [judgement for future in futures for judgement in future.result()]


def _judge_batch(llm: LLM, batch: Sequence[LabelledPair], asking: Asking) -> Iterable[Judgement]:
    texts = [(pair.first, pair.second) for pair in batch]
    if asking.swapped:
        texts = [(second, first) for first, second in texts]
    about = {"pairs": [[n, *both] for n, both in enumerate(texts, start=1)]}
    try:
        said = llm.ask(read_prompt("judge_pair"), about, SaidPairs)
    except (AnswerError, EndpointError) as error:
        return [Judgement(pair=pair, unscored=str(error)) for pair in batch]
    finally:
        asking.watch.advance(STAGE)
    return [_judgement(pair, n, said) for n, pair in enumerate(batch, start=1)]


def _judgement(pair: LabelledPair, n: int, said: SaidPairs) -> Judgement:
    mine = [each for each in said.pairs if each.n == n]
    if not mine:
        return Judgement(pair=pair, unscored="the answer says nothing of this pair")
    if len({each.label for each in mine}) > 1:
        return Judgement(pair=pair, unscored="the answer gives this pair two labels")
    return Judgement(pair=pair, label=mine[0].label, reason=mine[0].reason)
