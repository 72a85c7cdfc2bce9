"""Planned value: the budgeted cost of the work scheduled up to a day.

By the file's own time-phased baseline, else evenly over the working days of each task (ANSI/EIA-748).
"""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import each_calendar

Calendars = Mapping[str, np.busdaycalendar]
_PART = 10_000  # lines at once: each meets every day of its project, which of a long plan takes much room
_FAR = 10_000_000  # days; keeps the projects apart in one sorted list


def planned(rows: pd.DataFrame, days: pd.DataFrame, calendars: Calendars) -> pd.Series:
    """Give the budgeted cost of the work scheduled up to the end of each day: PV, cumulative.

    `rows` as `earned_value.budgeted`; `days`: project, day. What the baseline's own time-phased data cover counts on
    their days, the rest of the budget evenly over the working days of the task. Gives one number per row of `days`.
    """
    even = rows[rows["first"].notna() & rows["last"].notna() & (rows["even"] > 0)]
    return _evenly(even, days, calendars) + _by_spread(rows[rows["spread"].notna()], days)


def phased(spreads: pd.Series) -> pd.DataFrame:
    """Give what time-phased data ([[from day, to day, amount a day], ...] as JSON) add up to and span.

    Gives, on the same index: total, first, last (days); missing where there are none.
    """
    found = segments(spreads)
    by_line = found.assign(total=found["amount"] * (found["last"] + 1 - found["first"])).groupby("line")
    result = by_line.agg({"total": "sum", "first": "min", "last": "max"}).reindex(range(len(spreads)))
    for name in ("first", "last"):
        result[name] = pd.to_datetime(result[name], unit="D")
    return result.set_axis(spreads.index)


def segments(spreads: pd.Series) -> pd.DataFrame:
    """Give the segments of time-phased data: line (place in the column), first, last (days since 1970), amount."""
    known = np.flatnonzero(spreads.notna().to_numpy())
    texts = spreads.to_numpy(dtype=object)
    parts = [_parsed(known[at : at + _PART], texts) for at in range(0, len(known), _PART)]
    empty = pd.DataFrame({"line": [], "first": [], "last": [], "amount": []})
    return pd.concat(parts, ignore_index=True) if parts else empty.astype("int64").astype({"amount": float})


def _parsed(places: np.ndarray, texts: np.ndarray) -> pd.DataFrame:
    lists = json.loads(f"[{','.join(texts[places])}]")  # one call for many is several times quicker
    counts = [len(parts) for parts in lists]
    flat = [part for parts in lists for part in parts]
    first, last, amount = zip(*flat, strict=True) if flat else ((), (), ())
    return pd.DataFrame(
        {
            "line": np.repeat(places, counts),
            "first": _ordinals(first),
            "last": _ordinals(last),
            "amount": np.array(amount, dtype=float),
        }
    )


def _ordinals(days: tuple[str, ...]) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]").astype("int64")


def _evenly(rows: pd.DataFrame, days: pd.DataFrame, calendars: Calendars) -> pd.Series:
    values = np.zeros(len(days))
    lines = _Lines(rows, calendars)
    project, known = pd.factorize(days["project"])
    order, of_line = np.argsort(project, kind="stable"), pd.Index(known).get_indexer(pd.Index(rows["project"]))
    begin, end = (np.searchsorted(project[order], of_line, side) for side in ("left", "right"))
    day = days["day"].to_numpy("datetime64[D]")
    for start in range(0, len(rows), _PART):
        first, count = begin[start : start + _PART], (end - begin)[start : start + _PART]
        line = np.repeat(np.arange(start, start + len(count)), count)
        at = order[np.arange(len(line)) - np.repeat(np.cumsum(count) - count - first, count)]
        values += np.bincount(at, lines.planned(line, day[at]), len(days))
    return pd.Series(values, index=days.index)


class _Lines:
    """Lines whose budget is spread evenly over their working days."""

    def __init__(self, rows: pd.DataFrame, calendars: Calendars) -> None:
        self._first, self._last = (rows[name].to_numpy("datetime64[D]") for name in ("first", "last"))
        self._length, self._budget = (rows[name].to_numpy(float) for name in ("length", "even"))
        self._kind = np.zeros(len(rows), dtype=int)
        self._calendars: list[np.busdaycalendar] = []
        for mine, calendar in each_calendar(rows["calendar"], calendars):
            self._kind[mine] = len(self._calendars)
            self._calendars.append(calendar)

    def planned(self, line: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Give what of lines (places) was to be done up to a day: a count of days only where it lies inside of them."""
        share = (day >= self._last[line]).astype(float)
        inside = np.flatnonzero((day >= self._first[line]) & (day < self._last[line]) & (self._length[line] > 0))
        kind = self._kind[line[inside]]
        for number, calendar in enumerate(self._calendars):
            mine = inside[kind == number]
            worked = np.busday_count(self._first[line[mine]], day[mine] + 1, busdaycal=calendar)
            share[mine] = worked / self._length[line[mine]]
        return share * self._budget[line]


def _by_spread(rows: pd.DataFrame, days: pd.DataFrame) -> pd.Series:
    """Sum segments up to days, by sorting once instead of pairing all with all.

    Up to day t, what began counts amount x (t + 1 - first), less amount x (t - last) for what has ended.
    """
    parts = segments(rows["spread"])
    if parts.empty:
        return pd.Series(0.0, index=days.index)
    numbers = {name: place for place, name in enumerate(pd.unique(rows["project"]))}
    line = parts["line"].to_numpy()
    project = rows["project"].map(numbers).to_numpy("int64")[line]
    amount = parts["amount"].to_numpy() * rows["scale"].to_numpy(float)[line]
    of_day = days["project"].map(numbers)
    known = of_day.notna().to_numpy()
    place = of_day.fillna(0).to_numpy("int64")
    # Days are counted from the first of each project: large numbers would cost the cents.
    begin = parts["first"].groupby(project).min().to_numpy()
    day = np.maximum(days["day"].to_numpy("datetime64[D]").astype("int64") - begin[place], -1)
    began = _up_to(project, parts["first"].to_numpy() - begin[project], amount, place, day)
    ended = _up_to(project, parts["last"].to_numpy() + 1 - begin[project], amount, place, day)
    total = began[0] * (day + 1) - began[1] - (ended[0] * (day + 1) - ended[1])
    return pd.Series(np.where(known, total, 0.0), index=days.index)


def _up_to(
    project: np.ndarray, start: np.ndarray, amount: np.ndarray, place: np.ndarray, day: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give, per asked (project, day), the sums of amount and of amount x start over what started by that day."""
    order = np.argsort(project * _FAR + start, kind="stable")
    keys = (project * _FAR + start)[order]
    sums = [np.concatenate([[0.0], np.cumsum(values[order])]) for values in (amount, amount * start)]
    begin, end = np.searchsorted(keys, place * _FAR), np.searchsorted(keys, place * _FAR + day, side="right")
    return sums[0][end] - sums[0][begin], sums[1][end] - sums[1][begin]


def lengths(rows: pd.DataFrame, calendars: Calendars) -> pd.Series:
    """Count the working days from the first to the last day of the baseline, both included; 0 without a baseline."""
    length = pd.Series(0.0, index=rows.index)
    dated = rows["first"].notna() & rows["last"].notna() & (rows["kind"] != "milestone" if "kind" in rows else True)
    some = rows[dated]
    first, last = some["first"].to_numpy("datetime64[D]"), some["last"].to_numpy("datetime64[D]")
    length[dated] = _count(first, last, some["calendar"], calendars)
    return length


def _count(first: np.ndarray, last: np.ndarray, calendar: pd.Series, calendars: Calendars) -> np.ndarray:
    """Count working days from the first to the last day, both included; none where the last is before the first."""
    counted = np.zeros(len(first))
    for mine, days in each_calendar(calendar, calendars):
        end = np.maximum(last[mine] + 1, first[mine])
        counted[mine] = np.busday_count(first[mine], end, busdaycal=days)
    return counted
