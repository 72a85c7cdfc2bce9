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


Days = npt.NDArray[np.int64]


class Spread(NamedTuple):
    """Assignments laid over days: `pieces` (columns of `Piece`, kind and calendar as categories), and `unplaced` (line,
    minutes, why).
    """

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
    for place, values in enumerate(zip(*(lines[name].tolist() for name in NEEDED), strict=True)):
        line = dict(zip(NEEDED, values, strict=True))
        try:
            pieces += list(pieces_of(place, line, times))  # as a whole, or not at all
        except ValueError as error:
            unplaced.append((place, stated_minutes(line), str(error)))
    return Spread(_framed(pieces), pd.DataFrame(unplaced, columns=["line", "minutes", "why"]))


def _framed(pieces: list[Piece]) -> pd.DataFrame:
    line, kind, first, last, amount, calendar, even = zip(*pieces, strict=True) if pieces else [()] * len(Piece._fields)
    return pd.DataFrame(
        {
            "line": np.array(line, dtype=np.int64),
            "kind": pd.Categorical(kind, KINDS),
            "first": np.array(first, dtype=np.int64),
            "last": np.array(last, dtype=np.int64),
            "amount": np.array(amount, dtype=np.float64),
            "calendar": pd.Categorical(calendar),
            "even": np.array(even, dtype=np.bool_),
        }
    )


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
    line, first, last, amount, even = (pieces[name].to_numpy() for name in ("line", "first", "last", "amount", "even"))
    at = rows[line]
    inside = np.flatnonzero((at >= 0) & (first <= span.last) & (last >= span.first))
    names = [*pieces["calendar"].cat.categories, None]
    of_name = np.array([times.code(name) for name in names], dtype=np.int64)
    calendars = dict(zip(of_name.tolist(), names, strict=True))
    codes = np.where(even, of_name[pieces["calendar"].cat.codes], -1)[inside]
    many = int(of_name.max()) + 2
    alike = pieces["kind"].cat.codes.to_numpy()[inside].astype(np.int64) * many + codes + 1
    offset = span.first - times.span.first
    for one in np.unique(alike):
        part = inside[alike == one]
        asked = np.zeros(count, dtype=np.bool_)
        asked[at[part]] = True
        places = np.flatnonzero(asked)
        place = (np.cumsum(asked) - 1)[at[part]]
        summed = _summed(first[part], last[part], amount[part], place, len(places), span)
        kind, code = divmod(int(one), many)
        if code:
            summed *= times.minutes(calendars[code - 1])[offset : offset + span.days]
        found[KINDS[kind]][places] += summed
    return found


def _summed(first: Days, last: Days, amount: Minutes, rows: Days, count: int, span: Span) -> Minutes:
    """Add amounts to the days of each piece: a step up on its first day, a step down after its last."""
    steps = np.zeros((count, span.days + 1))
    np.add.at(steps, (rows, (first - span.first).clip(0, span.days)), amount)
    np.add.at(steps, (rows, (last + 1 - span.first).clip(0, span.days)), -amount)
    summed = np.cumsum(steps, axis=1)[:, : span.days]
    return np.where(summed < _DUST, 0.0, summed)


_DUST = 1e-9  # what is left of a sum when all of it has been taken away again
