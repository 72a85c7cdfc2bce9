"""Demand: the minutes of each day that assignments ask of people, done work apart from work to do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.pieces import KINDS, Piece, pieces_of, stated_minutes
from dashboard.analysis.working_time import Minutes, Span, WorkingTime, ordinal

NEEDED = (
    "start", "finish", "actual_start", "actual_finish", "actual_work", "remaining_work", "work", "actual_spread",
    "spread", "hours_per_week", "share", "people", "firm", "calendar", "status_date",
)  # fmt: skip


class Spread(NamedTuple):
    """Assignments laid over days: `pieces` (columns of `Piece`), and `unplaced` (line, minutes, why)."""

    pieces: pd.DataFrame
    unplaced: pd.DataFrame


def spread(lines: pd.DataFrame, times: WorkingTime) -> Spread:
    """Lay assignments over days. The span of `times` must hold all of them (`reach`).

    `lines`: start, finish, actual_start, actual_finish (moments), actual_work, remaining_work, work (minutes),
    actual_spread and spread (JSON [[from, to, minutes a day], ...]), hours_per_week, share (1 is full time), people,
    firm (missing is firm), calendar (`feed:key`), status_date (missing: nothing is overdue).
    """
    pieces: list[Piece] = []
    unplaced: list[tuple[int, float, str]] = []
    for place, line in enumerate(lines[list(NEEDED)].to_dict("records")):
        try:
            pieces += list(pieces_of(place, line, times))  # as a whole, or not at all
        except ValueError as error:
            unplaced.append((place, stated_minutes(line), str(error)))
    frame = pd.DataFrame(pieces, columns=Piece._fields)
    return Spread(frame, pd.DataFrame(unplaced, columns=["line", "minutes", "why"]))


def reach(lines: pd.DataFrame, span: Span) -> Span:
    """Give the span that holds a span, unless it is empty, and all days of assignments."""
    days = [span.first, span.last] if span.days else []
    for name in ("start", "finish", "actual_start", "actual_finish", "status_date"):
        known = lines[name].dropna()
        if len(known):
            days += [ordinal(known.min()), ordinal(known.max())]
    return Span(min(days), max(days) - min(days) + 1) if days else span


def by_day(
    pieces: pd.DataFrame, rows: npt.NDArray[np.int64], count: int, times: WorkingTime, span: Span
) -> dict[str, Minutes]:
    """Add the pieces up: by kind, the minutes of each of `count` rows and each day of `span`.

    `rows` says, for each assignment, to which row it belongs; -1 to none. The span lies within that of `times`.
    """
    found = {kind: np.zeros((count, span.days)) for kind in KINDS}
    at = rows[pieces["line"].to_numpy(dtype=np.int64)] if len(pieces) else np.zeros(0, dtype=np.int64)
    inside = (at >= 0) & (pieces["first"] <= span.last).to_numpy() & (pieces["last"] >= span.first).to_numpy()
    mine, at = pieces[inside].reset_index(drop=True), at[inside]
    of_name = {name: times.code(name) for name in mine["calendar"][mine["even"].astype(bool)].unique()}
    calendars = {code: name for name, code in of_name.items()}
    codes = [of_name[name] if even else -1 for name, even in zip(mine["calendar"], mine["even"], strict=True)]
    offset = span.first - times.span.first
    for (kind, _), part in mine.groupby([mine["kind"], np.array(codes, dtype=np.int64)]):
        places, inverse = np.unique(at[part.index], return_inverse=True)
        summed = _summed(part, inverse, len(places), span)
        code = codes[int(part.index[0])]
        if code in calendars:
            summed *= times.minutes(calendars[code])[offset : offset + span.days]
        found[str(kind)][places] += summed
    return found


def _summed(pieces: pd.DataFrame, rows: npt.NDArray[np.int64], count: int, span: Span) -> Minutes:
    """Add amounts to the days of each piece: a step up on its first day, a step down after its last."""
    steps = np.zeros((count, span.days + 1))
    first = (pieces["first"].to_numpy() - span.first).clip(0, span.days)
    last = (pieces["last"].to_numpy() + 1 - span.first).clip(0, span.days)
    amount = pieces["amount"].to_numpy(dtype=np.float64)
    np.add.at(steps, (rows, first), amount)
    np.add.at(steps, (rows, last), -amount)
    summed = np.cumsum(steps, axis=1)[:, : span.days]
    return np.where(summed < _DUST, 0.0, summed)


_DUST = 1e-9  # what is left of a sum when all of it has been taken away again
