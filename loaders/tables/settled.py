"""Columns read as dates, numbers, or yes and no: which form they have is settled by the column as a whole.

One cell cannot say whether 03/04/2026 is in March or April, or whether 1.234 is more than a thousand; its column often
can. Where it cannot, the column is refused (`Unsettled`) with what to declare; no cell is guessed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.tables.cells import Cell, Failed, Unfit, sound


class Unsettled(ValueError):
    """Why a column cannot be read as a whole, and what has to be declared."""


class Exchanged(Unsettled):
    """Why no cell of a column can be trusted, not even one that tells by itself what it means."""


@dataclass(slots=True)
class Settled:
    """The values of a column, None where nothing stands; faults as (place in the column, reason); and its form."""

    values: list[Any]
    faults: list[tuple[int, str]] = field(default_factory=list)
    form: str | None = None  # what was found out or declared, where there was something to settle


def read_each(cells: Sequence[Cell], read: Callable[[Any], Any], form: str | None = None) -> Settled:
    """Read every cell, each different text only once. `read` gives the value, or raises `Unfit`."""
    known: dict[str, Any] = {}
    bad: dict[str, str] = {}
    found = Settled([None] * len(cells), form=form)
    values = found.values
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        if type(cell) is str:
            if cell in known:
                values[place] = known[cell]
                continue
            if cell not in bad:
                try:
                    known[cell] = values[place] = read(cell) if cell.strip() else None
                    continue
                except Unfit as unfit:
                    bad[cell] = str(unfit)
            found.faults.append((place, bad[cell]))
            continue
        try:
            values[place] = read(sound(cell))
        except Unfit as unfit:
            found.faults.append((place, str(unfit)))
    return found


def texts(cells: Sequence[Cell]) -> dict[str, int]:
    """Give each different text of a column that is neither blank nor the error of a formula, and its first place."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell not in found and not isinstance(cell, Failed) and cell.strip():
            found[cell] = place
    return found
