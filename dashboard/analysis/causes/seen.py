"""What reached milestones did to KPIs, as their readings show it."""

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import Array, at, counted, floats, framed, months_between, places, unless
from dashboard.analysis.causes.effects import between
from dashboard.analysis.causes.outlook import NO_DRIFT, several

_NO_BEFORE = "not computed: no reading on or before the day when the milestone was reached"
_NO_AFTER = "not yet: no reading on or after the day of the effect"
_NOTHING = "not computed: the amounts that came between the two readings cancel each other"
_SEVERAL = "not computed: several series are measured side by side; see its readings"


def seen(kpis: pd.DataFrame, readings: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Compare what reached milestones were expected to do with what the readings show.

    Seen effect = first reading on or after the effective date − last reading on or before the milestone's actual date −
    drift between them; all effects that came between the two readings are judged together. A reading on the very day
    of an effect holds it already. Gives a row per quantified contribution to a KPI whose milestone is done: project,
    milestone, kpi, amount, reached, effective, before, before_date, after, after_date, drifted, seen, together
    (Σ amounts between the two readings), count (how many they are), unquantified (how many more have no amount), share
    (seen/together in percent), why.
    """
    own = places(kpis.index, effects["serves"])
    mine = (effects["done"] & effects["counts"]).to_numpy() & ~np.isnan(floats(effects["amount"])) & (own >= 0)
    names = ("project", "milestone", "serves", "reached", "effective")
    columns = {name: effects[name].to_numpy(dtype=object)[mine] for name in names}
    keys = columns["kpi"] = columns.pop("serves")
    of, effective = own[mine], counted(columns["effective"])
    measured = _measured(readings, set(keys))
    before = np.minimum(effective - 1, counted(columns["reached"]))
    columns["before_date"], first = _near(measured, keys, before, -1)
    columns["after_date"], last = _near(measured, keys, effective, 0)
    start, end = counted(columns["before_date"]), counted(columns["after_date"])
    drift = at(floats(kpis["drift"]), of)
    drifted = np.nan_to_num(drift) * months_between(start, end)
    sums = between(effects, keys, start, end)
    reasons = {
        _SEVERAL: kpis.index.isin(several(readings))[of],
        _NO_BEFORE: np.isnan(first),
        _NO_AFTER: np.isnan(last),
        NO_DRIFT: (kpis["counts"] == "to_date").to_numpy()[of] & np.isnan(drift),
    }
    figure, why = unless(last - first - drifted, reasons)
    nothing = np.abs(sums["amount"]) < 1e-9
    why[nothing & pd.isna(why)] = _NOTHING
    return framed(
        columns | {"why": why},
        pd.RangeIndex(len(of)),
        amount=floats(effects["amount"])[mine],
        before=first,
        after=last,
        drifted=drifted,
        seen=figure,
        together=sums["amount"],
        count=sums["quantified"],
        unquantified=sums["unquantified"],
        share=figure / np.where(nothing, np.nan, sums["amount"]) * 100,
    )


Measured = tuple[list[float], list[float], list[str]]  # days since 1970 in their order, values, days


def _measured(readings: pd.DataFrame, keys: set[Any]) -> dict[Any, Measured]:
    """Give, for some KPIs, what was read of them day by day; of one day the last row counts."""
    columns = readings["kpi"].to_list(), readings["date"].to_list(), floats(readings["actual"]).tolist()
    found: dict[Any, dict[str, float]] = {}
    for kpi, day, value in zip(*columns, strict=True):
        if kpi in keys and isinstance(day, str) and value == value:
            found.setdefault(kpi, {})[day] = value
    return {kpi: _in_order(days) for kpi, days in found.items()}


def _in_order(read: dict[str, float]) -> Measured:
    days = sorted(read)
    return counted(np.array(days, dtype=object)).tolist(), [read[day] for day in days], days


def _near(measured: dict[Any, Measured], keys: Array, days: Array, step: int) -> tuple[Array, Array]:
    """Give day and value of the last reading of each KPI on or before a day (step -1), or the first on or after (0)."""
    dates, values = np.full(len(keys), None, dtype=object), np.full(len(keys), np.nan)
    for place, (key, day) in enumerate(zip(keys, days.tolist(), strict=True)):
        on, read, said = measured.get(key, _NONE)
        found = (bisect_right(on, day) if step else bisect_left(on, day)) + step
        if 0 <= found < len(on):
            dates[place], values[place] = said[found], read[found]
    return dates, values


_NONE: Measured = ([], [], [])
