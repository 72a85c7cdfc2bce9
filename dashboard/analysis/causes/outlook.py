"""The value that a KPI should have on a day, and where it will be on the date of its target."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import Array, counted, directions, floats, framed, months_between, unless
from dashboard.analysis.causes.effects import between, upto

HAIR = 1e-9  # amounts are decimals: a hair past the target is the target
NO_DRIFT = "not computed: a total that adds up needs a drift; give in the KPIs sheet what it gains in a month"
_NO_BASELINE = "not computed: no baseline with a date; give baseline and baseline_date in the KPIs sheet"
_NO_READING = "not computed: no reading; give one in the Readings sheet"
_SEVERAL = "not computed: several series are measured side by side; see its readings"
_NO_TARGET = "not computed: no target with a date; give target and target_date in the KPIs sheet"
_NO_RANGE = "not computed: give low, high and target_date in the KPIs sheet"


def expected(kpis: pd.DataFrame, effects: pd.DataFrame, days: Sequence[str], by: str = "effective") -> pd.DataFrame:
    """Give the value that a KPI should have on each of some days, with `baseline`, `forecast` or `actual` effects.

    Expected KPI at t = baseline + drift × months since baseline + Σ amounts effective by t. `kpis` by key: better,
    counts, baseline, baseline_date, drift. Gives rows of kpi, date, expected, why.
    """
    of = np.repeat(np.arange(len(kpis)), len(days))
    dates = np.array([*days] * len(kpis), dtype=object)
    on, since = counted(dates), counted(kpis["baseline_date"])[of]
    checked = (kpis["better"] == "yes_no").to_numpy()[of]
    stated, drift = floats(kpis["baseline"])[of], floats(kpis["drift"])[of]
    start = np.where(checked & np.isnan(stated), 0.0, stated)
    months = months_between(since, on)
    keys = kpis.index.to_numpy(dtype=object)[of]
    drifted = np.where(np.isnan(drift), 0.0, drift * months)
    reasons = {
        _NO_BASELINE: np.isnan(start) | (np.isnan(since) & ~checked),
        "not computed: the day lies before the baseline's date": months < 0,
        NO_DRIFT: (kpis["counts"] == "to_date").to_numpy()[of] & np.isnan(drift),
    }
    figure, why = unless(start + drifted + upto(effects, keys, on, by)["amount"], reasons)
    return framed({"kpi": keys, "date": dates, "why": why}, pd.RangeIndex(len(of)), expected=figure)


def outlook(kpis: pd.DataFrame, readings: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Give where each KPI will be on the date of its last target, and whether that is short of it.

    Outlook = last reading + drift × months left + Σ amounts that take effect after that reading and by that date, with
    forecast milestone dates; short = worse than the target, for a range outside its inner band. `kpis` as
    `queries.kpis`, `readings` as `queries.readings`. Gives, by KPI: last, last_date, target, target_date, drifted,
    coming (Σ amounts), unquantified (effects in that time without an amount), outlook, short (None where it is not
    computed), short_by (how far on the wrong side), why.
    """
    at = ends(kpis, readings)
    read, until = counted(at["last_date"]), counted(at["target_date"])
    months = np.maximum(months_between(read, until), 0.0)
    drift = floats(kpis["drift"])
    drifted = np.where(np.isnan(drift), 0.0, drift * months)
    came, none = between(effects, kpis.index.to_numpy(dtype=object), read, until), (until - read) * 0.0
    coming, unquantified = (np.where(until > read, came[name], none) for name in ("amount", "unquantified"))
    value = at["last"].to_numpy() + drifted + coming
    value = np.where(kpis["better"] == "yes_no", np.clip(value, 0, 1), value)
    figure, why = unless(value, _reasons(kpis, at, np.isnan(drift) & (months > 0)))
    short, by = _short(kpis, figure, at["target"].to_numpy())
    return framed(
        {name: at[name].to_numpy() for name in ("last_date", "target_date")} | {"short": short, "why": why},
        kpis.index,
        last=at["last"].to_numpy(),
        target=at["target"].to_numpy(),
        drifted=drifted,
        coming=coming,
        unquantified=np.nan_to_num(unquantified).astype(int),
        outlook=figure,
        short_by=by,
    )


def ends(kpis: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Give, by KPI, where it was last read and where it is to be: last, last_date, several (series are measured side by
    side), target, target_date. Of one day the last reading counts; dated targets among the readings count too.
    """
    last, aims, many = _last_readings(readings), final_targets(kpis, readings), several(readings)
    read, aimed = ([found.get(key, (None, np.nan)) for key in kpis.index] for found in (last, aims))
    return framed(
        {"last_date": _column(read, 0), "target_date": _column(aimed, 0)},
        kpis.index,
        last=_column(read, 1).astype(float),
        several=kpis.index.isin(many),
        target=_column(aimed, 1).astype(float),
    )


def _column(lines: Sequence[tuple[Any, ...]], place: int) -> Array:
    return np.array([line[place] for line in lines], dtype=object)


def _last_readings(readings: pd.DataFrame) -> dict[Any, tuple[str, float]]:
    """Give by KPI the day and the value of its last reading; of one day the last row counts."""
    newest: dict[Any, tuple[str, float]] = {}
    columns = readings["kpi"].to_list(), readings["date"].to_list(), floats(readings["actual"]).tolist()
    for kpi, day, value in zip(*columns, strict=True):
        if isinstance(day, str) and value == value and (kpi not in newest or day >= newest[kpi][0]):
            newest[kpi] = (day, value)
    return newest


def several(readings: pd.DataFrame) -> set[Any]:
    """Give the KPIs of which several series are measured side by side."""
    columns = readings["kpi"].to_list(), readings["series"].to_list(), readings["actual"].notna().to_list()
    first: dict[Any, Any] = {}
    named = ((kpi, name if isinstance(name, str) else "") for kpi, name, known in zip(*columns, strict=True) if known)
    return {kpi for kpi, name in named if first.setdefault(kpi, name) != name}


def final_targets(kpis: pd.DataFrame, readings: pd.DataFrame) -> dict[Any, tuple[str, float]]:
    """Give by KPI the day and the value of the last of its dated targets, those among the readings included, of which
    one for the same day counts in place of the KPI's own; the value of a range may be missing.
    """
    ranged = set(kpis.index[kpis["better"] == "range"])
    own = kpis.index, kpis["target_date"].to_list(), floats(kpis["target"]).tolist()
    further = readings["kpi"].to_list(), readings["date"].to_list(), floats(readings["target"]).tolist()
    stated = [*zip(*own, strict=True), *(line for line in zip(*further, strict=True) if line[2] == line[2])]
    found: dict[Any, tuple[str, float]] = {}
    for kpi, day, value in stated:
        if isinstance(day, str) and (value == value or kpi in ranged) and (kpi not in found or day >= found[kpi][0]):
            found[kpi] = day, value
    return found


def _reasons(kpis: pd.DataFrame, at: pd.DataFrame, driftless: Array) -> dict[str, Array]:
    ranged = (kpis["better"] == "range").to_numpy()
    band = ~np.isnan(floats(kpis["low"]) + floats(kpis["high"]))
    dated = at["target_date"].notna().to_numpy()
    return {
        _NO_READING: at["last"].isna().to_numpy(),
        _SEVERAL: at["several"].to_numpy(),
        _NO_TARGET: ~ranged & ~(dated & at["target"].notna().to_numpy()),
        _NO_RANGE: ranged & ~(dated & band),
        NO_DRIFT: (kpis["counts"] == "to_date").to_numpy() & driftless,
    }


def _short(kpis: pd.DataFrame, value: Array, target: Array) -> tuple[Array, Array]:
    """Say whether values are short of their targets (None where that is not known), and by how much."""
    outside = np.maximum(floats(kpis["low"]) - value, value - floats(kpis["high"]))
    by = np.where(kpis["better"] == "range", outside, (target - value) * directions(kpis))
    short = (by > HAIR * np.maximum(np.abs(value), 1)).astype(object)
    short[np.isnan(by)] = None
    return short, np.maximum(by, 0.0) + 0.0
