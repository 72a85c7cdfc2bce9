"""Columns of numbers and of days (ISO text), as causes need them: arithmetic in which missing stays missing."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def numbers(column: pd.Series) -> pd.Series:
    """Give a column as floats; what is missing or not finite is missing."""
    values = pd.to_numeric(column, errors="coerce").astype(float)
    return values.where(np.isfinite(values)) if np.isinf(values.to_numpy()).any() else values


def day_numbers(days: pd.Series) -> pd.Series:
    """Give days (ISO text) as days since 1970, as floats, so that missing ones stay missing."""
    # In arrays, because most frames are of a few rows, for which each step of a series costs more than the counting.
    stated = days.to_numpy(dtype=object)
    known = ~pd.isna(stated)
    counted = np.full(len(days), np.nan)
    counted[known] = stated[known].astype("U10").astype("datetime64[D]").astype(float)
    return pd.Series(counted, index=days.index)


def days_between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Count calendar days from one day to another."""
    return day_numbers(end) - day_numbers(start)


def plus(days: pd.Series, lag: pd.Series) -> pd.Series:
    """Give the days that lie a number of calendar days later, as ISO text; missing where no calendar reaches."""
    counted = ((day_numbers(days) + lag.astype(float)) // 1).to_numpy()
    known = (counted >= _FIRST) & (counted <= _LAST)
    made = np.full(len(days), None, dtype=object)
    made[known] = counted[known].astype("int64").astype("datetime64[D]").astype(str)
    return pd.Series(made, index=days.index, dtype=object)


_FIRST, _LAST = (np.array(day, dtype="datetime64[D]").astype(int) for day in ("0001-01-01", "9999-12-31"))


def months_between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Count months from one day to another; the end of a month is a whole month, a part counts by its days.

    From 30 June to 30 September are 3 months, from 31 December to 31 October 10.
    """
    return _place(end) - _place(start)


def _place(days: pd.Series) -> pd.Series:
    counted = day_numbers(days)
    day = counted.fillna(0).to_numpy().astype("int64").astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    first, last = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    part = ((day - first).astype(int) + 1) / (last - first).astype(int)
    return pd.Series(month.astype(int) + part, index=days.index).where(counted.notna())


def directions(kpis: pd.DataFrame) -> pd.Series:
    """Give 1 where a higher value is better, -1 where a lower one is, missing for a range or where nothing says so."""
    stated = kpis["better"].map({"higher": 1.0, "yes_no": 1.0, "lower": -1.0}).astype(float)
    way = np.sign(numbers(kpis["target"]) - numbers(kpis["baseline"]))
    unsaid = kpis["better"].isna() & (way != 0)
    return stated.where(~unsaid, way)


def unless(frame: pd.DataFrame, figure: str, reasons: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Take a figure away where a reason says that it cannot be computed; the first that holds stands in `why`."""
    why = np.full(len(frame), None, dtype=object)
    for reason, holds in reversed(list(reasons.items())):
        why[holds.fillna(False).to_numpy(dtype=bool)] = reason
    said = pd.Series(why, index=frame.index, dtype=object)
    return frame.assign(**{figure: frame[figure].where(said.isna()), "why": said})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as plain values by column, as `to_dict` does, for frames of a few rows and many columns."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype=object).tolist()]
