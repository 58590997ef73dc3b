"""Floors: the least that an evaluation may score, kept in a file that tests hold.

    [ans_train_120]          # the name of the pair set or of the case's folder
    macro_f1 = 0.95
    stability = 0.95

Nothing here writes such a file: a floor is lowered by a person who says why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.errors import InputError

Floors = Mapping[str, Mapping[str, float]]
ROUNDING = 1e-9


def read_floors(path: Path) -> Floors:
    """Read a file of floors.

    Raises:
        InputError: it cannot be read, or a floor is no share between 0 and 1.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"the floors {str(path)!r} cannot be read: {error}") from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise InputError(
                f"the floors {str(path)!r}: {name!r} has to stand in a table: [name of the target]"
            )
        for value in table.values():
            if not _is_share(value):
                raise InputError(
                    f"the floors {str(path)!r}, under {name!r}: {value!r} is no share from 0 to 1"
                )
    return tables


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def floors_of(name: str, floors: Floors) -> Mapping[str, float]:
    """The floors of one target.

    Raises:
        InputError: there are none.
    """
    if name not in floors:
        raise InputError(f"no floor is set for {name!r}; there are {', '.join(floors) or 'none'}")
    return floors[name]


def below_floor(name: str, measures: Mapping[str, float], floors: Floors) -> Iterator[str]:
    """What scores less than its floor, in words. A measure that could not be taken is below.

    Raises:
        InputError: there is no floor for ``name``.
    """
    for measure, floor in floors_of(name, floors).items():
        value = measures.get(measure)
        if value is None:
            yield f"{name}: {measure} was not measured, its floor is {floor:g}"
        elif value < floor - ROUNDING:
            yield f"{name}: {measure} is {value:.4f}, below its floor of {floor:g}"
