"""The value that a KPI should have on a day, and where it will be on the date of its target."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import day_numbers, directions, months_between, numbers, unless
from dashboard.analysis.causes.effects import upto

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
    frame = pd.DataFrame({"kpi": kpis.index}).merge(pd.DataFrame({"date": list(days)}, dtype=object), how="cross")
    mine = kpis.reindex(frame["kpi"]).set_axis(frame.index)
    start = numbers(mine["baseline"])
    start = start.where(mine["better"] != "yes_no", start.fillna(0.0))
    months = months_between(mine["baseline_date"], frame["date"])
    drift = numbers(mine["drift"])
    drifted = (drift.fillna(0.0) * months).where(drift.notna(), 0.0)
    frame["expected"] = start + drifted + upto(effects, frame["kpi"], frame["date"], by)["amount"]
    undated = mine["baseline_date"].isna() & (mine["better"] != "yes_no")
    reasons = {
        _NO_BASELINE: start.isna() | undated,
        "not computed: the day lies before the baseline's date": months < 0,
        NO_DRIFT: (mine["counts"] == "to_date") & drift.isna(),
    }
    return unless(frame, "expected", reasons)


def outlook(kpis: pd.DataFrame, readings: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Give where each KPI will be on the date of its last target, and whether that is short of it.

    Outlook = last reading + drift × months left + Σ amounts that take effect after that reading and by that date, with
    forecast milestone dates; short = worse than the target, for a range outside its inner band. `kpis` as
    `queries.kpis`, `readings` as `queries.readings`. Gives, by KPI: last, last_date, target, target_date, drifted,
    coming (Σ amounts), unquantified (effects in that time without an amount), outlook, short (None where it is not
    computed), short_by (how far on the wrong side), why.
    """
    frame = ends(kpis, readings)
    months = months_between(frame["last_date"], frame["target_date"]).clip(lower=0)
    drift = numbers(kpis["drift"])
    frame["drifted"] = (drift.fillna(0.0) * months).where(drift.notna(), 0.0)
    between = _between(effects, frame["last_date"], frame["target_date"])
    frame["coming"] = between["amount"]
    frame["unquantified"] = between["unquantified"].fillna(0).astype(int)
    value = frame["last"] + frame["drifted"] + frame["coming"]
    frame["outlook"] = value.where(kpis["better"] != "yes_no", value.clip(0, 1))
    frame = unless(frame, "outlook", _reasons(kpis, frame, drift.isna() & (months > 0)))
    return frame.assign(**_short(kpis, frame)).drop(columns="several")[_OUTLOOK]


_OUTLOOK = ["last", "last_date", "target", "target_date", "drifted", "coming", "unquantified", "outlook", "short"]
_OUTLOOK += ["short_by", "why"]


def ends(kpis: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Give, by KPI, where it was last read and where it is to be: last, last_date, several, target, target_date."""
    return last_readings(readings).reindex(kpis.index).join(final_targets(kpis, readings))


def last_readings(readings: pd.DataFrame) -> pd.DataFrame:
    """Give by KPI: last, last_date, several (series are measured side by side). Of one day the last row counts."""
    measured = readings[readings["actual"].notna() & readings["date"].notna()]
    measured = measured.assign(series=measured["series"].fillna(""))
    newest = measured.sort_values("date", kind="stable").drop_duplicates("kpi", keep="last").set_index("kpi")
    series = measured.groupby("kpi")["series"].nunique()
    several = (series > 1).reindex(newest.index)
    return pd.DataFrame({"last": numbers(newest["actual"]), "last_date": newest["date"], "several": several})


def final_targets(kpis: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Give by KPI the last of its dated targets, those among the readings included: target, target_date."""
    own = pd.DataFrame({"kpi": kpis.index, "target": kpis["target"].array, "target_date": kpis["target_date"].array})
    further = readings[readings["target"].notna() & readings["date"].notna()]
    further = further[["kpi", "target", "date"]].rename(columns={"date": "target_date"})
    dated = pd.concat([own.astype(object), further.astype(object)], ignore_index=True)
    dated["target"] = numbers(dated["target"])
    ranged = dated["kpi"].map(kpis["better"]) == "range"
    dated = dated[dated["target_date"].notna() & (dated["target"].notna() | ranged)]
    last = dated.sort_values(["target_date", "target"], kind="stable").drop_duplicates("kpi", keep="last")
    return last.set_index("kpi").reindex(kpis.index)


def _between(effects: pd.DataFrame, after: pd.Series, until: pd.Series) -> pd.DataFrame:
    """Sum the effects on each KPI (the index) after one day and until another; nothing where the second is earlier."""
    keys = pd.Series(after.index, index=after.index, dtype=object)
    ahead = day_numbers(until) > day_numbers(after)
    sums = upto(effects, keys, until) - upto(effects, keys, after)
    return sums.where(ahead, 0.0).where(until.notna() & after.notna())


def _reasons(kpis: pd.DataFrame, frame: pd.DataFrame, driftless: pd.Series) -> dict[str, pd.Series]:
    ranged = kpis["better"] == "range"
    band = numbers(kpis["low"]).notna() & numbers(kpis["high"]).notna()
    dated = frame["target_date"].notna()
    return {
        _NO_READING: frame["last"].isna(),
        _SEVERAL: frame["several"].fillna(False).astype(bool),
        _NO_TARGET: ~ranged & ~(dated & frame["target"].notna()),
        _NO_RANGE: ranged & ~(dated & band),
        NO_DRIFT: (kpis["counts"] == "to_date") & driftless,
    }


def _short(kpis: pd.DataFrame, frame: pd.DataFrame) -> dict[str, pd.Series]:
    value, target = frame["outlook"], frame["target"]
    outside = np.maximum(numbers(kpis["low"]) - value, value - numbers(kpis["high"]))
    by = ((target - value) * directions(kpis)).where(kpis["better"] != "range", outside)
    short = (by > HAIR * value.abs().clip(lower=1)).astype(object)
    return {"short": short.where(by.notna(), None), "short_by": by.clip(lower=0) + 0.0}
