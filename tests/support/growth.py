"""How the time of some work grows with its size: by a ratio, which no machine's speed changes."""

from __future__ import annotations

import time
from collections.abc import Callable

SURELY_LINEAR = 1.5
FLOOR_S = 0.02  # below this, a clock and a collection of garbage count for more than the work


def growth(work: Callable[[int], object], small: int, large: int) -> float:
    """How many times the processor time the large size takes, divided by how much larger it is.

    About 1 for work whose time grows with the size, ``large / small`` where it grows with its
    square. The time of other programs and of waiting does not count.
    """
    work(min(small, 10))  # imports, tables
    short = max(min(_spent(work, small) for _ in range(2)), FLOOR_S)
    grown = _spent(work, large) / short * small / large
    if grown > SURELY_LINEAR:  # or something else was in the way of the processor
        grown = min(grown, _spent(work, large) / short * small / large)
    return grown


def _spent(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
