"""Columns of numbers and of days (ISO text), as causes need them: arithmetic in which missing stays missing.

It is done in arrays, because most frames are of a few rows, for which each step of pandas costs more than the counting.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


def floats(column: pd.Series | Array) -> Array:
    """Give a column as an array of floats; what is missing or not finite is missing."""
    stated = np.asarray(column)
    try:
        values = stated.astype(float)
    except (TypeError, ValueError):
        values = pd.to_numeric(pd.Series(stated), errors="coerce").to_numpy(dtype=float)
    return np.where(np.isfinite(values), values, np.nan)


def numbers(column: pd.Series) -> pd.Series:
    """Give a column as floats; what is missing or not finite is missing."""
    return pd.Series(floats(column), index=column.index)


def counted(days: pd.Series | Array) -> Array:
    """Give days (ISO text) as an array of days since 1970, as floats, so that missing ones stay missing."""
    stated = np.asarray(days, dtype=object)
    known = ~pd.isna(stated)
    found = np.full(len(stated), np.nan)
    found[known] = stated[known].astype("U10").astype("datetime64[D]").astype(float)
    return found


def later(days: Array, lag: Array) -> Array:
    """Give the days that lie a number of calendar days after others (as `counted`), as ISO text; None where no calendar
    reaches.
    """
    on = (days + lag) // 1
    known = (on >= _FIRST) & (on <= _LAST)
    found = np.full(len(on), None, dtype=object)
    found[known] = on[known].astype("int64").astype("datetime64[D]").astype(str)
    return found


_FIRST, _LAST = (np.array(day, dtype="datetime64[D]").astype(int) for day in ("0001-01-01", "9999-12-31"))


def months_between(start: Array, end: Array) -> Array:
    """Count months from one day to another (as `counted`); the end of a month is a whole month, a part counts by its
    days.

    From 30 June to 30 September are 3 months, from 31 December to 31 October 10.
    """
    return _place(end) - _place(start)


def _place(days: Array) -> Array:
    day = np.nan_to_num(days).astype("int64").astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    first, last = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    part = ((day - first).astype(int) + 1) / (last - first).astype(int)
    return np.where(np.isnan(days), np.nan, month.astype(int) + part)


def directions(kpis: pd.DataFrame) -> Array:
    """Give 1 where a higher value is better, -1 where a lower one is, missing for a range or where nothing says so."""
    way = np.sign(floats(kpis["target"]) - floats(kpis["baseline"]))
    stated = kpis["better"].to_list()
    said = [_WAYS.get(better, np.nan) if isinstance(better, str) else np.nan for better in stated]
    unsaid = pd.isna(np.array(stated, dtype=object)) & (way != 0)
    return np.where(unsaid, way, np.array(said, dtype=float))


_WAYS = {"higher": 1.0, "yes_no": 1.0, "lower": -1.0}


def places(index: pd.Index, keys: pd.Series | Array) -> Array:
    """Give the place of each key in an index, -1 where it is not there."""
    return index.get_indexer(pd.Index(np.asarray(keys, dtype=object), dtype=object))


def at(values: Array, places: Array) -> Array:
    """Give the values (floats, or objects) at some places, missing for the place -1."""
    found = np.full(len(places), np.nan if values.dtype == float else None, dtype=values.dtype)
    found[places >= 0] = values[places[places >= 0]]
    return found


def totals(values: Array, places: Array, count: int) -> Array:
    """Sum values that belong to each of so many places, to the last digit; what has the place -1 is left out."""
    order = np.argsort(places, kind="stable")
    bounds = np.searchsorted(places[order], np.arange(count + 1))
    summed = values[order].tolist()
    return np.array([total(summed[first:last]) for first, last in pairwise(bounds)], dtype=float)


def total(values: Sequence[float]) -> float:
    """Sum values to the last digit, so that ten tenths are one."""
    try:
        return fsum(values)
    except OverflowError:
        return sum(values)


def framed(objects: Mapping[str, Array], index: pd.Index, **others: Array) -> pd.DataFrame:
    """Give a frame of columns of objects, which stay so, and of others."""
    # Of a few rows pandas takes longer to find out what the objects of each column are than all else does.
    frame = pd.DataFrame(dict(objects), index=index, dtype=object)
    for name, values in others.items():
        frame[name] = values
    return frame


def unless(figure: Array, reasons: Mapping[str, Array]) -> tuple[Array, Array]:
    """Take a figure away where a reason says that it cannot be computed, and give why: the first that holds."""
    why = np.full(len(figure), None, dtype=object)
    for reason, holds in reversed(list(reasons.items())):
        why[holds] = reason
    return np.where(pd.isna(why), figure, np.nan), why


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as plain values by column, as `to_dict` does, for frames of a few rows and many columns."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype=object).tolist()]
