"""The lines on which causes take a KPI: from its baseline to now, and from its last reading to the target's date."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import Array, counted, later
from dashboard.analysis.causes.outlook import expected

BEYOND = 0.25  # of the way from the first day to the target's date: how far a late effect is followed


def course(kpis: pd.DataFrame, effects: pd.DataFrame, outlooks: pd.DataFrame) -> pd.DataFrame:
    """Give the corners of both lines of one KPI, in order of days: date, expected, outlook (missing where none).

    `kpis` and `outlooks` hold that KPI alone. Expected as `outlook.expected`, from the baseline on; the outlook starts
    at the last reading and adds what takes effect after it. What comes after the target's date is in neither; where it
    is near, both go on level to its day. A KPI that nothing is to move has no expected line.
    """
    at, empty = outlooks.iloc[0], pd.DataFrame(columns=["date", "expected", "outlook"], dtype=object)
    mine = effects[(effects["serves"] == kpis.index[0]).to_numpy() & effects["counts"].to_numpy()]
    first, until = kpis["baseline_date"].iloc[0] or at["last_date"], at["target_date"]
    if not isinstance(first, str) or not isinstance(until, str):
        return empty
    days = _days(mine, first, until, at["last_date"])
    mine = mine[_within(mine, lambda day: day <= until)]
    moved = mine["amount"].notna().any() or pd.notna(kpis["drift"].iloc[0])
    line = expected(kpis, mine, days)["expected"] if moved else pd.Series([None] * len(days), dtype=object)
    start = kpis.assign(baseline=at["last"], baseline_date=at["last_date"])
    further = mine[_within(mine, lambda day: day > str(at["last_date"]))]
    ahead = expected(start, further, days)["expected"].to_list() if pd.notna(at["outlook"]) else [None] * len(days)
    return pd.DataFrame({"date": days, "expected": line.to_list(), "outlook": ahead})


def _within(effects: pd.DataFrame, holds: Callable[[str], bool]) -> Array:
    return np.array([holds(day) for day in effects["effective"]], dtype=bool)


def _days(effects: pd.DataFrame, first: str, until: str, last: str | None) -> list[str]:
    """Give the days on which the lines bend: both ends, the last reading, and each effect with the day before it."""
    on = counted(effects["effective"])
    start, end = counted(np.array([first, until], dtype=object))
    near = on[(on <= end + max(0.0, end - start) * BEYOND) & (on >= start)]
    ends = [first[:10], until[:10], *([last[:10]] if isinstance(last, str) else [])]
    return sorted({*ends, *later(near, np.zeros(len(near))), *later(near, np.full(len(near), -1.0))})
