"""What the S-curve and the milestone trend of a project are drawn from."""

import json
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection

from dashboard import facts
from dashboard.analysis.calendars import working_calendars
from dashboard.analysis.earned_schedule import periods
from dashboard.analysis.earned_value import budgeted
from dashboard.analysis.planned_value import planned
from dashboard.analysis.status import DONE
from dashboard.view import View
from dashboard.view.explain.history import curves, history, trend
from dashboard.view.explain.wording import known, month_at
from data import queries

MOST = 5  # lines that can be told apart
_MEASURES = ("bac", "eac", "ieac_t", "schedule_status", "status")
_NOTHING_PLANNED = pd.DataFrame(columns=["date", "pv"])


class Course(NamedTuple):
    """planned: date, pv (cumulative, at the ends of months); past: date, ev, ac by load; forecast: date, value, from
    what was spent to EAC; unit of all three; trend: key, name, date, expected, done of at most five milestones; others,
    how many more there are.
    """

    planned: pd.DataFrame
    past: pd.DataFrame
    forecast: pd.DataFrame
    unit: str | None
    trend: pd.DataFrame
    others: int


def course(view: View, key: str) -> Course:
    """Give what is drawn of a project, up to the revision that is shown; all of it empty where there is no project."""
    with view.store.reading() as connection:
        figures = queries.figures(connection, view.number, "project", _MEASURES, [key], ("unit", "inputs"))
        project = queries.projects(connection, view.number, [key])
        names = queries.milestones(connection, view.number, [key])["name"].to_dict()
        past = history(connection, view.number, "project", [key], ["ev", "ac"])
        marks = history(connection, view.number, "milestone", [str(name) for name in names], ["slip_days"])
        found = {name: rows[key] for name, rows in figures.items() if key in rows}
        bac = found.get("bac")
        unit = bac.unit if bac and known(bac.value) else None
        planned = _planned(connection, view.number, project) if unit else _NOTHING_PLANNED
    courses = trend(marks, {str(name): said for name, said in names.items()})
    shown = _worst_first(courses)[:MOST]
    past = curves(past, unit) if unit else curves(past[:0], None)
    others = courses["key"].nunique() - len(shown)
    return Course(
        planned, past, _forecast(past, found), unit, courses[courses["key"].isin(shown)].reset_index(drop=True), others
    )


def _planned(connection: Connection, revision: int, project: pd.DataFrame) -> pd.DataFrame:
    """Give PV at the baseline's start and at the end of every month of it."""
    rows = facts.tasks(connection, revision, project, list(project.index))
    calendars = working_calendars(queries.calendars(connection, revision).to_dict("records"))
    lines = budgeted(rows, calendars)
    dated = lines[lines["first"].notna() & lines["last"].notna()].groupby("project")
    starts, finishes = dated["first"].min(), dated["last"].max()
    if starts.empty:
        return _NOTHING_PLANNED
    ends = periods(starts, finishes)
    ends["day"] = ends["day"].clip(upper=finishes.iloc[0])
    values = planned(lines, ends, calendars)
    days = [starts.iloc[0], *ends["day"]]
    return pd.DataFrame({"date": [day.strftime("%Y-%m-%d") for day in days], "pv": [0.0, *values]})


def _forecast(past: pd.DataFrame, found: dict[str, Any]) -> pd.DataFrame:
    """Give the way from what was spent to EAC, which is reached when the project ends at its pace."""
    nothing = pd.DataFrame({"date": pd.Series(dtype=object), "value": pd.Series(dtype=float)})
    eac, pace, schedule, status = (found.get(name) for name in ("eac", "ieac_t", "schedule_status", "status"))
    spent = past[past["ac"].notna()]
    start = json.loads(schedule.inputs).get("baseline_start") if schedule else None
    if spent.empty or not start or not eac or not pace or (status and status.status == DONE):
        return nothing
    if not known(eac.value) or not known(pace.value) or pace.value > 1200:
        return nothing
    end = _month_end(month_at(date.fromisoformat(start[:10]), pace.value))
    if end <= spent["date"].iloc[-1]:
        return nothing
    return pd.DataFrame({"date": [spent["date"].iloc[-1], end], "value": [spent["ac"].iloc[-1], eac.value]})


def _month_end(first: date) -> str:
    return (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).strftime("%Y-%m-%d")


def _worst_first(courses: pd.DataFrame) -> list[str]:
    """Give the milestones that moved most, then those that are expected last."""
    if courses.empty:
        return []
    days = courses.assign(day=pd.to_datetime(courses["expected"]))
    of = days.groupby("key")["day"].agg(["first", "last"])
    of["moved"] = (of["last"] - of["first"]).dt.days
    return [str(key) for key in of.sort_values(["moved", "last"], ascending=False, kind="stable").index]
