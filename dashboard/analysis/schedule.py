"""Milestones: slip in working days of the project's calendar, status, and on-time rate."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.calendars import each_calendar
from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, OFF_TRACK, ON_TRACK, WORST_FIRST
from dashboard.analysis.thresholds import DEFAULTS, Thresholds


def working_days(start: pd.Series, end: pd.Series, calendar: np.busdaycalendar | None = None) -> pd.Series:
    """Count working days from one day to another (ISO text), negative when the second is earlier; missing stays so."""
    known = start.notna() & end.notna()
    counted = pd.Series(np.nan, index=start.index)
    if known.any():
        first, last = (
            np.array([text[:10] for text in each[known].tolist()], dtype="datetime64[D]") for each in (start, end)
        )
        calendar = calendar or np.busdaycalendar()
        # Counted forward in both directions, so that slip and lead over the same days are of equal size.
        days = np.where(
            last >= first,
            np.busday_count(first, np.maximum(first, last), busdaycal=calendar),
            -np.busday_count(np.minimum(first, last), first, busdaycal=calendar),
        )
        counted[known] = days.astype(float)
    return counted


def working_days_between(start: str, end: str, calendar: np.busdaycalendar | None = None) -> float:
    """Count as `working_days` does from one day to one other."""
    first, last = start[:10], end[:10]
    worked = calendar or np.busdaycalendar()
    days = int(np.busday_count(min(first, last), max(first, last), busdaycal=worked))
    return float(days if first <= last else -days)


def working_days_by(
    start: pd.Series, end: pd.Series, names: pd.Series, calendars: Mapping[str, np.busdaycalendar]
) -> pd.Series:
    """Count as `working_days` does, each row by the calendar of its name."""
    counted = np.full(len(start), np.nan)
    for places, calendar in each_calendar(names, calendars):
        counted[places] = working_days(start.iloc[places], end.iloc[places], calendar).to_numpy()
    return pd.Series(counted, index=start.index)


def slips(
    milestones: pd.DataFrame, calendars: dict[str, np.busdaycalendar], cuts: Thresholds = DEFAULTS
) -> pd.DataFrame:
    """Give slip and status of milestones.

    `milestones`, indexed by key: baseline, forecast, actual, status_date (ISO days or missing), calendar (a key of
    `calendars` or missing). slip_days = (actual, else the later of forecast and status date) - baseline, in working
    days of the calendar. What was due by the status date and has no date at all counts as late until then. Gives, on
    the same index: slip_days, status, reached (the day that was compared), why (it is not computed, or what is wrong
    with the plan).
    """
    baseline, forecast, actual, day = (_texts(milestones[name]) for name in _DATES)
    done = actual != ""
    late = (forecast != "") & (forecast < day)
    due = (baseline != "") & (baseline <= day)
    reached = np.where(done, actual, np.where(late | ((forecast == "") & due), day, forecast))
    begin, end = (_column(days, milestones.index) for days in (baseline, reached))
    slip = working_days_by(begin, end, milestones["calendar"], calendars)
    status = _statuses(slip, due, done, cuts)
    why = pd.Series([None] * len(milestones), index=milestones.index, dtype=object)
    why[slip.isna()] = "not computed: no baseline"
    why[end.isna()] = "not computed: neither a forecast nor an actual date"
    why[late & ~done] = "a fault of the plan: not done, and its forecast lies before the status date"
    why[late & ~done & slip.isna()] = "not computed: no baseline"
    return pd.DataFrame({"slip_days": slip, "status": status, "reached": end, "why": why})


_DATES = ("baseline", "forecast", "actual", "status_date")


def _texts(column: pd.Series) -> npt.NDArray[np.object_]:
    """Give a column of texts that can be compared: empty where one is missing, which comes before every day."""
    texts = column.to_numpy(dtype=object)
    return np.where(pd.isna(texts), "", texts)


def _column(texts: npt.NDArray[np.object_], index: pd.Index) -> pd.Series:
    return pd.Series(texts, index, dtype=object).where(texts != "", None)


def _statuses(slip: pd.Series, due: npt.NDArray[np.bool_], done: npt.NDArray[np.bool_], cuts: Thresholds) -> pd.Series:
    """On track up to 5, at risk up to 20 working days; due and not done is at least at risk; done is done."""
    status = pd.Series(NO_DATA, index=slip.index, dtype=object)
    status[slip.notna()] = OFF_TRACK
    status[slip <= cuts.milestone_slip_at_risk] = AT_RISK
    status[(slip <= cuts.milestone_slip_on_track) & ~due] = ON_TRACK
    status[done] = DONE
    return status


def projects(milestones: pd.DataFrame) -> pd.DataFrame:
    """Judge projects by their milestones alone.

    `milestones`: project, key, status, slip_days, baseline, actual, status_date. Gives one row per project: status
    (worst of what is not done; done when all is; no data when nothing that is not done can be judged), worst (key of
    the milestone), slip_days (its slip), on_time_rate (percent of those due by the status date that were done on or
    before their baseline), due, total.
    """
    frame = milestones[["key", "status", "slip_days"]].copy()
    frame["project"], known = pd.factorize(milestones["project"])  # numbers are grouped much faster than texts
    baseline, actual, day = (_texts(milestones[name]) for name in ("baseline", "actual", "status_date"))
    frame["due"] = ((baseline != "") & (baseline <= day)).astype(bool)
    frame["on_time"] = frame["due"] & ((actual != "") & (actual <= baseline)).astype(bool)
    settled = frame["status"].isin([DONE, NO_DATA])
    frame["rank"] = frame["status"].map(WORST_FIRST).astype(float) + settled * 10.0
    frame["lead"] = -frame["slip_days"].fillna(-np.inf)
    last = _least(_least(frame, "rank"), "lead").sort_values("key", kind="stable")  # to sort few of them is quicker
    worst = last.drop_duplicates("project").set_index("project")
    result = worst[["status", "key", "slip_days"]].rename(columns={"key": "worst"})
    open_ones = frame[frame["status"] != DONE]
    judged = open_ones["project"][open_ones["status"] != NO_DATA]
    unjudged = result.index.isin(open_ones["project"]) & ~result.index.isin(judged)
    result.loc[unjudged, "status"] = NO_DATA
    counts = frame.groupby("project")[["due", "on_time"]].sum().reindex(result.index)
    result["on_time_rate"] = (counts["on_time"] / counts["due"].where(counts["due"] > 0) * 100).astype(float)
    result["due"] = counts["due"].astype(int)
    result["total"] = frame.groupby("project").size()
    return result.set_axis(pd.Index(known[result.index], name="project")).sort_index()


def _least(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Keep, of each project, the lines that have least in a column."""
    return frame[frame[name] == frame.groupby("project")[name].transform("min")]
