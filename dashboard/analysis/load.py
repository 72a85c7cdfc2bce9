"""Load: capacity and demand side by side, by group and by day, week or month.

A unit is a person, or demand without a name. A group by skill holds everybody who has the skill, so its rows overlap
and are not to be added up; the other groups part the same hours. Demand is done, firm and overdue work; asked work
stands beside it and does not count.
"""

import json
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from dashboard.analysis.pieces import ASKED, DONE, FIRM, OVERDUE
from dashboard.analysis.working_time import Minutes, Span

COLUMNS = (
    "group", "period", "capacity_hours", "demand_hours", "utilisation", "worst_day", "over_hours", "asked_hours",
    "overdue_hours",
)  # fmt: skip
HAIR = 1e-6  # minutes; less is rounding


class Load(NamedTuple):
    """Minutes by group and day: `keys` (None for what has no such group), capacity (NaN where there can be none), and
    demand by kind.
    """

    keys: list[str | None]
    capacity: Minutes
    demand: dict[str, Minutes]


class Counted(NamedTuple):
    """Minutes by group and day: `keys` and `capacity` as of `Load`, and the demand that counts."""

    keys: list[str | None]
    capacity: Minutes
    demand: Minutes


class Bins(NamedTuple):
    """Load by period: the first day of each (ISO), and by group and period the minutes of capacity and of demand, and
    the percent of the worst day.
    """

    periods: list[str]
    capacity: Minutes
    demand: Minutes
    worst: Minutes


def counted(demand: dict[str, Minutes]) -> Minutes:
    """Give the demand that counts: done, firm and overdue."""
    return demand[DONE] + demand[FIRM] + demand[OVERDUE]


def summed(load: Load) -> Counted:
    """Put the demand that counts together."""
    return Counted(load.keys, load.capacity, counted(load.demand))


def grouped(units: Load, members: pd.DataFrame) -> Load:
    """Add units up to groups. `members`: unit (place), group (key or None); a unit may be in several, each once."""
    keys, add = _adding(members)
    return Load(keys, add(units.capacity), {kind: add(minutes) for kind, minutes in units.demand.items()})


def gathered(units: Counted, members: pd.DataFrame) -> Counted:
    """Add units up to groups as `grouped` does."""
    keys, add = _adding(members)
    return Counted(keys, add(units.capacity), add(units.demand))


def _adding(members: pd.DataFrame) -> tuple[list[str | None], Callable[[Minutes], Minutes]]:
    """Give the keys of groups, and what adds rows of units up to rows of groups."""
    places, names = pd.factorize(members["group"], sort=True, use_na_sentinel=True)
    keys: list[str | None] = [str(name) for name in names]
    if (places < 0).any():
        places, keys = np.where(places < 0, len(keys), places), [*keys, None]
    unit = members["unit"].to_numpy(dtype=np.int64)

    def add(minutes: Minutes) -> Minutes:
        return np.asarray(csr_array((np.ones(len(unit)), (places, unit)), shape=(len(keys), len(minutes))) @ minutes)

    return keys, add


def members(units: pd.DataFrame, by: str) -> pd.DataFrame:
    """Say to which groups each unit belongs: unit, group. `units`: person, role, department, skills (JSON), skill."""
    if by != "skill":
        return pd.DataFrame({"unit": np.arange(len(units)), "group": units[by].array}, dtype=object)
    known = {text: list(json.loads(text or "{}")) or [None] for text in set(units["skills"])}  # many are alike
    rows = [
        (place, skill)
        for place, (own, asked) in enumerate(zip(units["skills"], units["skill"], strict=True))
        for skill in ([asked] if asked else known[own])
    ]
    return pd.DataFrame(rows, columns=["unit", "group"], dtype=object)


def binned(load: Load, span: Span, by: str) -> pd.DataFrame:
    """Give a row per group and period (`COLUMNS`), hours as decimals, utilisation in percent of the capacity.

    `period` is the first day of the day, week (Monday) or month (ISO), also where the span begins within it.
    `worst_day` is the highest utilisation of one day with capacity; `over_hours` what the demand of the whole period
    is over its capacity, also where there is none, when utilisation is missing.
    """
    found = bins(load, span, by)
    capacity, demand, has = found.capacity, found.demand, found.capacity > HAIR
    starts, _ = edges(span, by)
    frame = {
        "group": np.repeat(np.array(load.keys, dtype=object), len(found.periods)),
        "period": np.tile(np.array(found.periods, dtype=object), len(load.keys)),
        "capacity_hours": capacity / 60,
        "demand_hours": demand / 60,
        "utilisation": np.divide(demand * 100, capacity, out=np.full_like(demand, np.nan), where=has),
        "worst_day": np.where(has, found.worst, np.nan),
        "over_hours": np.where(np.isnan(capacity) | (demand - capacity > HAIR), demand - capacity, 0.0) / 60,
        "asked_hours": _sums(load.demand[ASKED], starts) / 60,
        "overdue_hours": _sums(load.demand[OVERDUE], starts) / 60,
    }
    rows = pd.DataFrame({name: np.ravel(values) for name, values in frame.items()}, columns=COLUMNS)
    return rows.assign(group=pd.Series(frame["group"], dtype=object))  # None for no group, not NaN


def bins(load: Load, span: Span, by: str) -> Bins:
    """Add capacity and demand up by day, week or month."""
    return bins_of(summed(load), span, by)


def bins_of(load: Counted, span: Span, by: str) -> Bins:
    """Add capacity and demand up by day, week or month."""
    starts, periods = edges(span, by)
    capacity, demand = (_sums(minutes, starts) for minutes in (load.capacity, load.demand))
    worst = np.zeros_like(demand)
    for first in range(0, len(demand) if len(starts) else 0, _PART):
        part = slice(first, first + _PART)
        usable = load.capacity[part] > HAIR
        daily = np.divide(load.demand[part] * 100, load.capacity[part], out=np.zeros(usable.shape), where=usable)
        worst[part] = np.maximum.reduceat(daily, starts, axis=1)
    return Bins(periods, capacity, demand, worst)


_PART = 256  # rows whose days are looked at at once: they fit into the processor's cache


def edges(span: Span, by: str) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Give where in a span each period begins, and its first day (ISO)."""
    days = np.arange(span.days)
    dates = np.array(span.iso(0), dtype="datetime64[D]") + days
    first = dates
    if by == "week":
        first = dates - (span.first - 1 + days) % 7
    elif by == "month":
        first = dates.astype("datetime64[M]").astype("datetime64[D]")
    found, starts = np.unique(first, return_index=True)
    return starts, [str(day) for day in found]


def _sums(minutes: Minutes, starts: npt.NDArray[np.int64]) -> Minutes:
    if not len(starts) or not len(minutes):
        return np.zeros((len(minutes), len(starts)))
    return np.add.reduceat(minutes, starts, axis=1)
