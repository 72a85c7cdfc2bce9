"""Everything that is computed of single projects, from their facts as frames to one row of figures each."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis import earned_schedule, earned_value, estimate, project_status, schedule
from dashboard.analysis.earned_value import MONEY
from dashboard.analysis.money import REGISTER, SCHEDULE
from dashboard.analysis.planned_value import Calendars
from dashboard.analysis.status import AT_RISK, DONE, NO_DATA
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

STOPPED = "stopped"
ENDED = ("closed", STOPPED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What projects are judged by.

    projects, by key: status_date, stage, currency, budget, start, finish, baseline_start, baseline_finish, calendar (a
    key of `calendars`), eac_form (`estimate.forms`). tasks: as `earned_value.totals` wants them, and finish,
    actual_finish. milestones: project, key, status, slip_days, baseline, actual, status_date. deliverables: as
    `project_status.of_deliverables` wants them. money: project, month, actual, currency, of costs. exposure as
    `exposure.of_threats`. resources as `resources.of_projects`. cuts: the thresholds of each project.
    """

    projects: pd.DataFrame
    tasks: pd.DataFrame
    milestones: pd.DataFrame
    deliverables: pd.DataFrame
    money: pd.DataFrame
    exposure: pd.DataFrame
    resources: pd.DataFrame
    calendars: Calendars
    cuts: Thresholds = DEFAULTS


def judge(facts: Facts) -> pd.DataFrame:
    """Give one row per project: every measure of earned value and earned schedule, basis, ac_source, ac_date, finish,
    baseline_finish, finish_slip, duration, those of `schedule.projects` (worst, due, total, on_time_rate
    ...), those of deliverables, exposure, a status for each dimension, stopped, status, mean, judged, by.
    """
    projects, calendars = facts.projects, facts.calendars
    rows = earned_value.budgeted(facts.tasks, calendars)
    figures = earned_value.totals(rows, projects, calendars)
    figures = figures.join(_actual_cost(figures, projects, facts.money))
    figures["basis"] = figures["basis"].where(figures["ac_source"] != REGISTER, MONEY)
    figures["eac_form"] = projects["eac_form"]
    figures = earned_value.indices(figures)
    figures = figures.join(_milestones(facts.milestones, projects.index))
    figures["finished"] = _finished(figures, projects)
    figures = figures.join(_finish(rows, figures, projects, calendars))
    figures = figures.join(_earned_schedule(rows, figures, projects, calendars))
    figures["why"] = _why(rows, figures)
    return _statuses(figures, facts)


def _why(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """Say why a project has no earned value."""
    known = figures.index.isin(rows["project"])
    negative = figures.index.isin(rows.loc[rows["budget"] < 0, "project"])
    none = "not computed: no schedule is known; load the project's schedule"
    bare = (
        "not computed: the schedule has no baseline; set one in the tool that made it, or name in `baseline_as_of` "
        "(Projects sheet) the day whose plan counts"
    )
    undated = "not computed: its budget or its status date is missing or below zero; correct the schedule's baseline"
    why = np.select([figures["ev"].notna(), ~known, negative | (figures["bac"] > 0)], ["", none, undated], default=bare)
    return pd.Series(why, index=figures.index, dtype=object)


def _actual_cost(figures: pd.DataFrame, projects: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """Give ac, ac_source and ac_date: by the money register where it has any up to the status date, else the schedule;
    and ac_left_out: the currencies of money that could not be converted into the project's own.
    """
    day = projects["status_date"].astype("string").str[:10]
    own = money["currency"].isna() | (money["currency"] == money["project"].map(projects["currency"]))
    until = (money["month"].astype("string") <= money["project"].map(day)).fillna(False).astype(bool)
    stated = money[own & until & money["actual"].notna()]
    left_out = money[~own & until & money["actual"].notna()]
    of_project = stated.assign(actual=stated["actual"].astype(float)).groupby("project")
    booked = of_project["actual"].sum().reindex(projects.index)
    month = pd.to_datetime(_latest(stated["month"], stated["project"]).reindex(projects.index)) + pd.offsets.MonthEnd(0)
    by_money = booked.notna() & ((figures["basis"] == MONEY) | figures["bac"].isna())
    result = pd.DataFrame(index=projects.index)
    result["ac"] = booked.where(by_money, figures["spent"])
    result["ac_source"] = np.select([by_money, result["ac"].notna()], [REGISTER, SCHEDULE], default="")
    result["ac_date"] = month.dt.strftime("%Y-%m-%d").where(by_money, day)
    names = left_out.groupby("project")["currency"].agg(lambda found: ", ".join(sorted(set(found))))
    result["ac_left_out"] = names.reindex(projects.index).astype(object)
    return result


def _milestones(milestones: pd.DataFrame, projects: pd.Index) -> pd.DataFrame:
    judged = schedule.projects(milestones).reindex(projects)
    judged["milestones_status"] = judged["status"].where(judged["status"].notna(), NO_DATA)
    for name in ("due", "total"):
        judged[name] = judged[name].fillna(0).astype(int)
    judged["worst_slip"] = judged["slip_days"].astype(float)
    return judged[["milestones_status", "worst", "worst_slip", "on_time_rate", "due", "total"]]


def _finished(figures: pd.DataFrame, projects: pd.DataFrame) -> pd.Series:
    """A project is finished when it has ended, when its whole budget is earned, or, without one, its milestones are."""
    by_milestones = figures["bac"].isna() & (figures["milestones_status"] == DONE)
    return projects["stage"].isin(ENDED) | estimate.complete(figures) | by_milestones


def _finish(rows: pd.DataFrame, figures: pd.DataFrame, projects: pd.DataFrame, calendars: Calendars) -> pd.DataFrame:
    """Give finish (forecast; actual when finished), baseline_start, baseline_finish (days), duration, finish_slip,
    unfinished_on (the status date, where the forecast lies before it undone; the slip is then up to it) and passed (the
    baseline finish has gone by, and the project is not finished).
    """
    by_project = rows.groupby("project")
    planned, reached = (_latest(rows[name], rows["project"]) for name in ("finish", "actual_finish"))
    planned, reached = planned.reindex(projects.index), reached.reindex(projects.index)
    forecast = _first(planned, projects["finish"])
    last = _first(reached.where(figures["finished"]), forecast)
    day = projects["status_date"].astype("string").str[:10]
    late = ~figures["finished"] & last.notna() & (last < day).fillna(False).astype(bool)
    result = pd.DataFrame(index=projects.index)
    result["finish"] = last
    for name, found in (("baseline_start", by_project["first"].min()), ("baseline_finish", by_project["last"].max())):
        stated = found.reindex(projects.index).dt.strftime("%Y-%m-%d")
        result[name] = _first(stated, projects[name])
    first, ends, names = result["baseline_start"], result["baseline_finish"], projects["calendar"]
    result["duration"] = schedule.working_days_by(first, ends, names, calendars)
    result["finish_slip"] = schedule.working_days_by(ends, last.where(~late, day), names, calendars)
    result["unfinished_on"] = day.where(late).astype(object).where(late, None)
    passed = (result["baseline_finish"].astype("string") < day).fillna(False).astype(bool)
    result["passed"] = passed & ~figures["finished"]
    return result


def _latest(days: pd.Series, projects: pd.Series) -> pd.Series:
    """Give the last of days or moments (ISO text) of each project that has any."""
    place, known = pd.factorize(days, sort=True)  # numbers are compared much faster than texts
    last = pd.Series(place, days.index)[place >= 0].groupby(projects).max()
    return pd.Series(known.to_numpy(dtype=object)[last], last.index, dtype=object)


def _first(values: pd.Series, otherwise: pd.Series) -> pd.Series:
    """Give the days of the first column that has them."""
    both = values.astype("string").str[:10]
    return both.where(both.notna(), otherwise.astype("string").str[:10])


def _earned_schedule(
    rows: pd.DataFrame, figures: pd.DataFrame, projects: pd.DataFrame, calendars: Calendars
) -> pd.DataFrame:
    dated = rows[rows["first"].notna() & rows["last"].notna()].groupby("project")
    spans = pd.DataFrame({"start": dated["first"].min(), "finish": dated["last"].max()})
    spans = spans[spans.index.isin(figures.index[figures["ev"].notna()])]
    spans["calendar"] = projects["calendar"].reindex(spans.index)
    # When all is done time stands still, or the index would fall for ever.
    until = pd.to_datetime(projects["status_date"].astype("string").str[:10])
    finish = pd.to_datetime(figures["finish"])
    until = until.where(~(figures["finished"] & (finish < until)), finish)
    of_work = pd.DataFrame({"ev": figures["ev"] - figures["effort_pv"].fillna(0.0)}).reindex(spans.index)
    of_work["at"] = earned_schedule.elapsed(spans, until, calendars)
    curves = earned_schedule.curve(rows, spans, calendars)
    return earned_schedule.earned(curves, of_work).reindex(figures.index)


def _statuses(figures: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    result = figures.copy()
    cuts = facts.cuts
    index = project_status.of_index(result["spi_t"], cuts.spi_t_on_track, cuts.spi_t_at_risk)
    finish = project_status.of_finish(result["finish_slip"], result["duration"], result["passed"], cuts)
    result["schedule_status"] = project_status.worse(index, finish)
    result["cost_status"] = project_status.of_cost(result, cuts)
    days = facts.projects["status_date"].astype("string").str[:10]
    delivered = project_status.of_deliverables(facts.deliverables, days).reindex(result.index)
    result["deliverables_status"] = delivered["status"].where(delivered["status"].notna(), NO_DATA)
    for name in ("overdue", "rejected"):
        result[name] = delivered[name].fillna(0).astype(int)
    result["worst_deliverable"] = delivered["worst_name"]
    budget = result["bac"].where(result["basis"] == MONEY).fillna(pd.to_numeric(facts.projects["budget"]))
    result = result.join(facts.exposure)
    result["unweighed"] = result["unweighed"].fillna(0).astype(int)
    result["remaining_budget"] = budget - result["ac"].fillna(0.0).where(result["basis"] != "hours", 0.0)
    judged = project_status.of_exposure(result["exposure"], result["remaining_budget"], cuts.exposure_share)
    # What is left out could only add to the exposure: it cannot take an alarm back, but there is no all-clear.
    result["risks_status"] = judged.where(result["unconverted"].isna() | (judged == AT_RISK), NO_DATA)
    result = result.join(facts.resources)
    result["resources_status"] = result["resources_status"].fillna(NO_DATA)
    dimensions = pd.DataFrame({name: result[f"{name}_status"] for name in project_status.DIMENSIONS})
    result["stopped"] = facts.projects["stage"] == STOPPED
    return result.join(project_status.together(dimensions, result["finished"], result["stopped"]))
