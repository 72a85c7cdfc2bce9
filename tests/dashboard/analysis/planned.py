"""Calendars, people and assignments in few words, for tests of capacity and demand."""

import json
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.demand import NEEDED, by_day, reach, spread
from dashboard.analysis.working_time import Minutes, Span, WorkingTime

EIGHT = [["08:00", "12:00"], ["13:00", "17:00"]]
FULL = {str(day): EIGHT if day <= 5 else [] for day in range(1, 8)}
LINE: dict[str, Any] = dict.fromkeys(NEEDED)


def calendar(
    key: str, week: dict[str, Any] | None = None, off: list[Any] | None = None, base: str | None = None
) -> Any:
    """Give a row of a calendar of feed 1; `off` are exceptions."""
    stated = None if week is None else json.dumps(week)
    return {"feed": 1, "key": key, "base": base, "week": stated, "exceptions": json.dumps(off) if off else None}


def lines(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give assignments; what is not named is not stated."""
    return pd.DataFrame([{**LINE, **row} for row in rows], columns=list(LINE), dtype=object)


def hours(rows: pd.DataFrame, first: str, last: str, *calendars: Any) -> dict[str, list[list[float]]]:
    """Give, by kind that is there, the hours of each assignment and each day, to 0.0001."""
    span = Span.of(first, last)
    times = WorkingTime(calendars, reach(rows, span))
    laid = spread(rows, times)
    found = by_day(laid.pieces, np.arange(len(rows)), len(rows), times, span)
    return {kind: in_hours(minutes) for kind, minutes in found.items() if minutes.any()}


def in_hours(minutes: Minutes) -> list[list[float]]:
    """Give minutes as hours, to 0.0001."""
    return (minutes / 60).round(4).tolist()
