"""Demand: the minutes of each day that assignments ask of people, done work apart from work to do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.pieces import FAULTS, KINDS, Pieces, pieces_of, stated_minutes
from dashboard.analysis.working_time import Minutes, Span, WorkingTime, ordinal

NEEDED = (
    "start", "finish", "actual_start", "actual_finish", "actual_work", "remaining_work", "work", "actual_spread",
    "spread", "hours_per_week", "share", "people", "firm", "calendar", "status_date",
)  # fmt: skip


NOT_PLACED = ("line", "minutes", "why")
Days = npt.NDArray[np.int64]


class Spread(NamedTuple):
    """Assignments laid over days: their pieces, and `unplaced` (line, minutes, why)."""

    pieces: Pieces
    unplaced: pd.DataFrame


def spread(lines: pd.DataFrame, times: WorkingTime) -> Spread:
    """Lay assignments over days. The span of `times` must hold all of them (`reach`).

    `lines`: start, finish, actual_start, actual_finish (moments), actual_work, remaining_work, work (minutes),
    actual_spread and spread (JSON [[from, to, minutes a day], ...]), hours_per_week, share (1 is full time), people,
    firm (missing is firm), calendar (`feed:key`), status_date (missing: nothing is overdue).
    """
    pieces, fault = pieces_of(lines, times)
    line = np.flatnonzero(fault >= 0)
    minutes, why = stated_minutes(lines.iloc[line]), [FAULTS[one] for one in fault[line].tolist()]
    return Spread(pieces, pd.DataFrame({"line": line, "minutes": minutes, "why": np.array(why, dtype=object)}))


def reach(lines: pd.DataFrame, span: Span) -> Span:
    """Give the span that holds a span, unless it is empty, and all days of assignments."""
    days = [span.first, span.last] if span.days else []
    for name in ("start", "finish", "actual_start", "actual_finish", "status_date"):
        known = set(lines[name].dropna())
        if known:
            days += [ordinal(min(known)), ordinal(max(known))]
    return Span(min(days), max(days) - min(days) + 1) if days else span


def by_day(
    pieces: Pieces, rows: npt.NDArray[np.int64], count: int, times: WorkingTime, span: Span
) -> dict[str, Minutes]:
    """Add the pieces up: by kind, the minutes of each of `count` rows and each day of `span`.

    `rows` says, for each assignment, to which row it belongs; -1 to none. The span lies within that of `times`, which
    are those that the assignments were laid by.
    """
    found = {kind: np.zeros((count, span.days)) for kind in KINDS}
    at, pieces = _inside(pieces, rows, span)
    many = int(pieces.calendar.max(initial=-1)) + 2
    alike = pieces.kind * many + pieces.calendar + 1
    offset = span.first - times.span.first
    for one in np.unique(alike).tolist():
        part = alike == one
        asked = np.zeros(count, dtype=np.bool_)
        asked[at[part]] = True
        places = np.flatnonzero(asked)
        place = (np.cumsum(asked) - 1)[at[part]]
        mine = pieces.of(part)
        summed = _summed(mine.first, mine.last, mine.amount, place, len(places), span)
        kind, code = divmod(one, many)
        if code:
            summed *= times.minutes_of(code - 1)[offset : offset + span.days]
        found[KINDS[kind]][places] += summed
    return found


def _inside(pieces: Pieces, rows: npt.NDArray[np.int64], span: Span) -> tuple[Days, Pieces]:
    """Give the pieces that belong to a row and reach the span, and the row of each."""
    at = rows[pieces.line]
    inside = (at >= 0) & (pieces.first <= span.last) & (pieces.last >= span.first)
    return at[inside], pieces.of(inside)


def _summed(first: Days, last: Days, amount: Minutes, rows: Days, count: int, span: Span) -> Minutes:
    """Add amounts to the days of each piece: a step up on its first day, a step down after its last."""
    wide = span.days + 1
    up, down = (rows * wide + (day - span.first).clip(0, span.days) for day in (first, last + 1))
    steps = np.bincount(up, amount, count * wide) - np.bincount(down, amount, count * wide)
    summed = np.cumsum(steps.reshape(count, wide), axis=1)[:, : span.days]
    return np.where(summed < _DUST, 0.0, summed)


_DUST = 1e-9  # what is left of a sum when all of it has been taken away again


def by_period(
    pieces: Pieces, rows: npt.NDArray[np.int64], count: int, times: WorkingTime, span: Span, starts: Days
) -> dict[str, Minutes]:
    """Add the pieces up as `by_day` does, by period of the span: `starts` says where each begins (`load.edges`)."""
    periods = len(starts)
    found = {kind: np.zeros((count, periods)) for kind in KINDS}
    at, pieces = _inside(pieces, rows, span)
    edges = np.append(starts, span.days)
    begin, end = ((day - span.first).clip(0, span.days)[:, None] for day in (pieces.first, pieces.last + 1))
    own = times.over(span)
    for code in np.unique(pieces.calendar).tolist():
        worked = np.ones(span.days) if code < 0 else own.minutes_of(code)
        sums = np.concatenate(([0.0], np.cumsum(worked)))
        part = pieces.calendar == code
        minutes = np.diff(sums[np.clip(edges, begin[part], end[part])], axis=1) * pieces.amount[part, None]
        place = at[part, None] * periods + np.arange(periods)
        for kind in np.unique(pieces.kind[part]).tolist():
            mine = pieces.kind[part] == kind
            summed = np.bincount(place[mine].ravel(), minutes[mine].ravel(), count * periods)
            found[KINDS[kind]] += summed.reshape(count, periods)
    return found
