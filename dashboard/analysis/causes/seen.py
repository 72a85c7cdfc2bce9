"""What reached milestones did to KPIs, as their readings show it."""

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import day_numbers, months_between, numbers, unless
from dashboard.analysis.causes.effects import upto
from dashboard.analysis.causes.outlook import NO_DRIFT

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
    mine = effects["done"] & effects["counts"] & effects["amount"].notna() & effects["serves"].isin(kpis.index)
    frame = effects.loc[mine, ["project", "milestone", "serves", "amount", "reached", "effective"]]
    frame = frame.rename(columns={"serves": "kpi"}).reset_index(drop=True)
    frame["amount"] = numbers(frame["amount"])
    frame = _with_readings(frame, readings)
    own = kpis.reindex(frame["kpi"]).set_axis(frame.index)
    drift = numbers(own["drift"])
    frame["drifted"] = drift.fillna(0.0) * months_between(frame["before_date"], frame["after_date"])
    frame["seen"] = frame["after"] - frame["before"] - frame["drifted"]
    sums = upto(effects, frame["kpi"], frame["after_date"]) - upto(effects, frame["kpi"], frame["before_date"])
    frame["together"], frame["count"] = sums["amount"], sums["quantified"]
    frame["unquantified"] = sums["unquantified"]
    reasons = {
        _SEVERAL: frame["kpi"].isin(_several(readings)),
        _NO_BEFORE: frame["before"].isna(),
        _NO_AFTER: frame["after"].isna(),
        NO_DRIFT: (own["counts"] == "to_date") & drift.isna(),
    }
    frame = unless(frame, "seen", reasons)
    nothing = frame["together"].abs() < 1e-9
    frame["share"] = frame["seen"] / frame["together"].where(~nothing) * 100
    frame["why"] = frame["why"].where(frame["why"].notna() | ~nothing, _NOTHING)
    return frame


def _several(readings: pd.DataFrame) -> pd.Index:
    measured = readings[readings["actual"].notna()]
    series = measured["series"].fillna("").groupby(measured["kpi"]).nunique()
    return series.index[series > 1]


def _with_readings(frame: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Add the reading before each effect and the first that holds it: before, before_date, after, after_date."""
    measured = readings[readings["actual"].notna() & readings["date"].notna()].drop_duplicates(
        ["kpi", "date"], keep="last"
    )
    points = pd.DataFrame(
        {
            "kpi": measured["kpi"].astype(object),
            "on": day_numbers(measured["date"]),
            "value": numbers(measured["actual"]),
            "day": measured["date"].astype(object),
        }
    ).sort_values("on")
    effective = day_numbers(frame["effective"])
    before = np.minimum(effective - 1, day_numbers(frame["reached"]))
    found = frame
    for name, on, direction in (("before", before, "backward"), ("after", effective, "forward")):
        asked = pd.DataFrame({"kpi": frame["kpi"].astype(object), "on": on, "place": frame.index}).sort_values("on")
        near = pd.merge_asof(asked, points, on="on", by="kpi", direction=direction).set_index("place")  # type: ignore[arg-type]
        day = near["day"].reindex(frame.index)
        found = found.assign(**{name: near["value"].reindex(frame.index), f"{name}_date": day.where(day.notna(), None)})
    return found
