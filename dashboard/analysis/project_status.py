"""A project's status: schedule, cost, milestones, deliverables, risks and resources, each by itself, and the worst.

Deliverables, risks and resources lower a project to at risk at most. What cannot be judged does not take part.
"""

import numpy as np
import pandas as pd

from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, OFF_TRACK, ON_TRACK, WORST_FIRST
from dashboard.analysis.thresholds import DEFAULTS, Cut, Thresholds

DIMENSIONS = ("schedule", "cost", "milestones", "deliverables", "risks", "resources")
# The mean is shown on the scale of scores; a status stands in the middle of its third.
MIDDLE = {ON_TRACK: 25 / 3, AT_RISK: 5.0, OFF_TRACK: 5 / 3}
# What a project counts in the delivery of what it belongs to or serves; what is done can go wrong no more.
OF_DELIVERY = {**MIDDLE, DONE: 10.0}


def of_index(index: pd.Series, on_track: Cut = DEFAULTS.cpi_on_track, at_risk: Cut = DEFAULTS.cpi_at_risk) -> pd.Series:
    """Judge CPI or SPI(t): on track from 0.95, at risk from 0.90, no data where it is missing."""
    status = np.select(
        [index.isna(), index >= on_track - 1e-9, index >= at_risk - 1e-9],
        [NO_DATA, ON_TRACK, AT_RISK],
        default=OFF_TRACK,
    )
    return pd.Series(status, index=index.index, dtype=object)


def of_cost(figures: pd.DataFrame, cuts: Thresholds = DEFAULTS) -> pd.Series:
    """Judge cost by CPI, and by EAC/BAC too where EAC comes from the plan's own remaining cost; the worse counts.

    `figures`: cpi, eac, bac, eac_form. EAC/BAC is on track up to 1.05, at risk up to 1.10. The other forms follow from
    CPI, which judges already.
    """
    own = figures["eac_form"] == "d"
    over = (figures["eac"] / figures["bac"].where(figures["bac"] > 0)).where(own).astype(float)
    status = np.select(
        [over.isna(), over <= cuts.eac_on_track + 1e-9, over <= cuts.eac_at_risk + 1e-9],
        [NO_DATA, ON_TRACK, AT_RISK],
        default=OFF_TRACK,
    )
    of_cpi = of_index(figures["cpi"], cuts.cpi_on_track, cuts.cpi_at_risk)
    return worse(of_cpi, pd.Series(status, index=figures.index, dtype=object))


def of_finish(slip: pd.Series, duration: pd.Series, passed: pd.Series, cuts: Thresholds = DEFAULTS) -> pd.Series:
    """Judge the slip of the finish (working days) against the baseline's duration (working days).

    On track up to 5 days, at risk up to 20 or 5 % of the duration, whichever is more; `passed`, the baseline finish has
    gone by and the project is not complete, is off track.
    """
    most = np.maximum(cuts.finish_slip_at_risk, duration.fillna(0.0) * cuts.finish_slip_share)
    status = np.select(
        [slip.isna(), passed, slip <= cuts.finish_slip_on_track, slip <= most],
        [NO_DATA, OFF_TRACK, ON_TRACK, AT_RISK],
        default=OFF_TRACK,
    )
    return pd.Series(status, index=slip.index, dtype=object)


def of_deliverables(deliverables: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Judge projects by their deliverables: overdue or rejected is at risk.

    `deliverables`: project, name, baseline, forecast, actual (ISO days), state; `days`: status date by project. Gives
    by project: status, overdue, rejected (counts), worst_name.
    """
    due = deliverables["forecast"].where(deliverables["forecast"].notna(), deliverables["baseline"]).astype("string")
    day = deliverables["project"].map(days).astype("string")
    settled = deliverables["actual"].notna() | deliverables["state"].isin(["accepted", "submitted", "passed", "waived"])
    frame = pd.DataFrame({"project": deliverables["project"], "name": deliverables["name"]})
    frame["rejected"] = deliverables["state"].isin(["rejected", "failed"])
    frame["overdue"] = ((due < day).fillna(False).astype(bool)) & ~settled & ~frame["rejected"]
    frame["bad"] = frame["rejected"] | frame["overdue"]
    result = frame.groupby("project")[["overdue", "rejected"]].sum()
    bad = frame[frame["bad"]].sort_values("rejected", ascending=False, kind="stable").drop_duplicates("project")
    result["worst_name"] = bad.set_index("project")["name"].reindex(result.index)
    at_risk = (result["overdue"] + result["rejected"]) > 0
    result["status"] = np.where(at_risk, AT_RISK, ON_TRACK)
    return result


def of_exposure(exposure: pd.Series, remaining: pd.Series, most: Cut = DEFAULTS.exposure_share) -> pd.Series:
    """Judge threats: exposure (probability x money) over 5 % of the remaining budget is at risk.

    Both in the project's currency. No threat is on track; without a budget an exposure cannot be judged.
    """
    status = np.select(
        [exposure.isna(), exposure <= 0, remaining.isna(), exposure > most * remaining.clip(lower=0)],
        [NO_DATA, ON_TRACK, NO_DATA, AT_RISK],
        default=ON_TRACK,
    )
    return pd.Series(status, index=exposure.index, dtype=object)


def worse(*statuses: pd.Series) -> pd.Series:
    """Give the worst of some columns of statuses; no data where none is known."""
    ranks = pd.concat([status.map(WORST_FIRST) for status in statuses], axis=1)
    names = {place: name for name, place in WORST_FIRST.items()}
    return ranks.min(axis=1).map(names).astype(object)


def together(dimensions: pd.DataFrame, finished: pd.Series, stopped: pd.Series) -> pd.DataFrame:
    """Give the status of projects from their dimensions: status, mean (0-10), judged (how many took part), by (which
    dimension made it).

    `dimensions`: a column of statuses for each of `DIMENSIONS`; `finished`: the project is complete or has ended;
    `stopped`: it ended with its work left undone, which is neither done nor going well or badly any more.
    """
    ranks = pd.DataFrame({name: dimensions[name].map(WORST_FIRST).astype(float) for name in dimensions})
    known = ~dimensions.isin([NO_DATA, DONE])
    ranked = ranks.where(known)
    result = pd.DataFrame(index=dimensions.index)
    names = {float(place): name for name, place in WORST_FIRST.items()}
    result["status"] = ranked.min(axis=1).map(names).astype(object)
    result["judged"] = known.sum(axis=1)
    middles = pd.DataFrame({name: dimensions[name].map(MIDDLE).astype(float) for name in dimensions})
    result["mean"] = middles.mean(axis=1)
    result["by"] = ranked.loc[result["judged"] > 0].idxmin(axis=1).reindex(result.index)
    result.loc[result["judged"] == 0, "status"] = NO_DATA
    result.loc[finished, "status"] = DONE
    result.loc[stopped, "status"] = NO_DATA
    result.loc[stopped, ["mean", "by"]] = None
    return result
