"""Milestones: slip in working days of the project's calendar, status, and on-time rate."""

import numpy as np
import pandas as pd

from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, OFF_TRACK, ON_TRACK, WORST_FIRST

SLIP_ON_TRACK, SLIP_AT_RISK = 5, 20  # working days


def working_days(start: pd.Series, end: pd.Series, calendar: np.busdaycalendar | None = None) -> pd.Series:
    """Count working days from one day to another (ISO text), negative when the second is earlier; missing stays so."""
    known = start.notna() & end.notna()
    counted = pd.Series(np.nan, index=start.index)
    if known.any():
        first = start[known].str[:10].to_numpy(dtype="datetime64[D]")
        last = end[known].str[:10].to_numpy(dtype="datetime64[D]")
        calendar = calendar or np.busdaycalendar()
        # Counted forward in both directions, so that slip and lead over the same days are of equal size.
        days = np.where(
            last >= first,
            np.busday_count(first, np.maximum(first, last), busdaycal=calendar),
            -np.busday_count(np.minimum(first, last), first, busdaycal=calendar),
        )
        counted[known] = days.astype(float)
    return counted


def slips(milestones: pd.DataFrame, calendars: dict[str, np.busdaycalendar]) -> pd.DataFrame:
    """Give slip and status of milestones.

    `milestones`, indexed by key: baseline, forecast, actual, status_date (ISO days or missing), calendar (a key of
    `calendars` or missing). slip_days = (actual, else the later of forecast and status date) - baseline, in working
    days of the calendar. Gives, on the same index: slip_days, status, reached (the day that was compared), why.
    """
    forecast = milestones["forecast"].astype(object)
    status_date = milestones["status_date"].astype(object)
    late = (
        forecast.notna() & status_date.notna() & (forecast.fillna("").astype(str) < status_date.fillna("").astype(str))
    )
    open_until = forecast.where(~late, status_date)
    actual = milestones["actual"].astype(object)
    reached = actual.where(actual.notna(), open_until)
    slip = pd.Series(np.nan, index=milestones.index)
    calendar = milestones["calendar"].astype(object).where(milestones["calendar"].notna(), "")
    for key in calendar.unique():
        mine = calendar == key
        slip[mine] = working_days(milestones["baseline"][mine].astype(object), reached[mine], calendars.get(key))
    result = pd.DataFrame({"slip_days": slip, "reached": reached}, index=milestones.index)
    result["status"] = _statuses(milestones, slip)
    result["why"] = None
    result.loc[slip.isna(), "why"] = "not computed: no baseline"
    result.loc[reached.isna(), "why"] = "not computed: no date"
    return result


def _statuses(milestones: pd.DataFrame, slip: pd.Series) -> pd.Series:
    """On track up to 5, at risk up to 20 working days; due and not done is at least at risk; done is done."""
    done = milestones["actual"].notna()
    status = pd.Series(NO_DATA, index=milestones.index, dtype=object)
    status[slip.notna()] = OFF_TRACK
    status[slip <= SLIP_AT_RISK] = AT_RISK
    status[slip <= SLIP_ON_TRACK] = ON_TRACK
    day, baseline = milestones["status_date"].astype(object), milestones["baseline"].astype(object)
    due = baseline.notna() & day.notna() & (baseline.fillna("9").astype(str) <= day.fillna("").astype(str))
    status[due & (status == ON_TRACK)] = AT_RISK
    status[done] = DONE
    return status


def projects(milestones: pd.DataFrame) -> pd.DataFrame:
    """Judge projects by their milestones alone.

    `milestones`: project, key, status, slip_days, baseline, actual, status_date. Gives one row per project: status
    (worst of what is not done; done when all is), worst (key of the milestone), slip_days (its slip), on_time_rate
    (percent of those due by the status date that were done on or before their baseline), due, total.
    """
    frame = milestones.copy()
    frame["rank"] = frame["status"].map(WORST_FIRST).astype(float)
    frame["rank"] = frame["rank"].where(~frame["status"].isin([DONE, NO_DATA]), frame["rank"] + 10)
    ordered = frame.sort_values(["rank", "slip_days", "key"], ascending=[True, False, True], kind="stable")
    worst = ordered.drop_duplicates("project").set_index("project")
    result = worst[["status", "key", "slip_days"]].rename(columns={"key": "worst"})
    open_status = frame[frame["status"] != DONE].groupby("project")["status"].agg(lambda s: (s == NO_DATA).all())
    unknown = open_status[open_status].index
    result.loc[result.index.isin(unknown), "status"] = NO_DATA
    due = frame[frame["baseline"].notna() & (frame["baseline"].astype(str) <= frame["status_date"].astype(str))]
    on_time = due["actual"].notna() & (due["actual"].astype(str) <= due["baseline"].astype(str))
    counts = (
        pd.DataFrame({"project": due["project"], "on_time": on_time})
        .groupby("project")["on_time"]
        .agg(["sum", "count"])
    )
    result["on_time_rate"] = (counts["sum"] / counts["count"] * 100).reindex(result.index)
    result["due"] = counts["count"].reindex(result.index, fill_value=0)
    result["total"] = frame.groupby("project").size()
    return result.sort_index()
