"""How the rows that the API gives are made from a view."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from pathlib import PurePath
from typing import Any, get_args, get_origin

import pandas as pd

from dashboard.analysis.reported import compare, place
from dashboard.analysis.status import AT_RISK, OFF_TRACK, ON_TRACK
from dashboard.api import parts, rows
from dashboard.api.answers import lines, plain
from dashboard.view import View
from dashboard.view import people as of_people
from dashboard.view.ahead import ahead_of, rows_of_objectives, served_of
from dashboard.view.bands import head
from dashboard.view.explain import Explained, explain
from dashboard.view.handovers import handovers_of
from dashboard.view.planned_days import with_days_of_tasks
from data.frames import objects

LEVELS = {1: ON_TRACK, 2: AT_RISK, 3: AT_RISK, 4: AT_RISK, 5: OFF_TRACK}  # of the places of `reported.SCALE`
HOURS = ("duration", "work", "baseline_work", "actual_work", "remaining_work", "total_slack")
DAYS = ("start", "finish", "baseline_start", "baseline_finish", "actual_start", "actual_finish", "deadline")
COUNTS = ("rows_in", "stored", "unchanged", "closed", "rejected", "skipped")


# --- collections ------------------------------------------------------------------------------------------------------


def objectives(view: View) -> pd.DataFrame:
    """Give the objectives in the columns of `Objective`."""
    return _with_names(view, _keyed(rows_of_objectives(view, view.objectives())), "owner")


def kpis(view: View) -> pd.DataFrame:
    """Give the KPIs in the columns of `Kpi`."""
    return _kpis(view, view.kpis())


def projects(view: View, keys: list[str] | None = None) -> pd.DataFrame:
    """Give the projects, all or some, in the columns of `Project`."""
    return _counted(view, view.projects(keys), view.milestones(keys))


def _counted(view: View, found: pd.DataFrame, behind: pd.DataFrame) -> pd.DataFrame:
    """Give projects in the columns of `Project`: what to do with them, how many tasks and milestones they have."""
    frame = _advised(view, found)
    tasks, milestones = view.task_counts(list(frame["key"])), behind["project"].value_counts().to_dict()
    frame["tasks"] = [tasks.get(key, {}).get("tasks", 0) for key in frame["key"]]
    frame["milestones"] = [milestones.get(key, 0) for key in frame["key"]]
    return frame


def _advised(view: View, found: pd.DataFrame) -> pd.DataFrame:
    advised = view.recommendations([*found.index])["recommendation"]
    with view.store.reading() as connection:
        dated = with_days_of_tasks(connection, view.number, found)
    return _projects(dated).assign(recommendation=list(advised.reindex(found.index)))


def milestones(view: View, keys: list[str] | None = None) -> pd.DataFrame:
    """Give the milestones, all or some, in the columns of `Milestone`."""
    return _keyed(view.milestones(keys=keys))


def contributions(view: View) -> pd.DataFrame:
    """Give all contributions in the columns of `Contribution`."""
    return _contributions(view.contributions())


def money(view: View) -> pd.DataFrame:
    """Give money of all projects by month and kind, as stated, in the columns of `MoneyRow`."""
    return view.money()


def risks(view: View) -> pd.DataFrame:
    """Give all threats, opportunities and issues in the columns of `Risk`."""
    return _risks(view.risks())


def dependencies(view: View) -> pd.DataFrame:
    """Give all dependencies across projects, the worst first, in the columns of `Dependency`."""
    return _dependencies(handovers_of(view))


def decisions(view: View) -> pd.DataFrame:
    """Give decisions, actions and approved changes in the columns of `Decision`."""
    frame = view.decisions()
    names = view.names([*frame["by"], *frame["who"]])
    said = {name: objects((names.get(one, one) for one in frame[name]), frame.index) for name in ("by", "who")}
    return frame.assign(about=frame["about_key"].where(frame["about_key"].notna(), frame["about"]), **said)


def people(view: View, keys: list[str] | None = None) -> pd.DataFrame:
    """Give the people, all or some, in the columns of `Person`."""
    frame = _keyed(view.people(keys))
    return frame.assign(skills=_parsed(frame["skills"]))


def loads(view: View) -> pd.DataFrame:
    """Give the loads in the columns of `Load`."""
    return view.loads()


def readings(view: View, key: str) -> pd.DataFrame | None:
    """Give the readings of a KPI, one row per measurement, in the columns of `Reading`; None for no such KPI."""
    found = view.kpi(key)
    return found.readings if found else None


def rejections(view: View, revision: int) -> pd.DataFrame | None:
    """Give what a load rejected in the columns of `Rejection`; None for no such load."""
    found = view.load(revision) if revision <= view.number else None
    return _by_name(found.rejections) if found else None


# --- one thing --------------------------------------------------------------------------------------------------------


def objective(view: View, key: str) -> dict[str, Any] | None:
    """Give one objective in the shape of `ObjectiveWhole`."""
    found = view.objective(key)
    if found is None:
        return None
    behind = {"kpis": _kpis(view, found.kpis), "contributions": _contributions(found.contributions)}
    behind |= {"money": found.money, "links": found.links, "readings": found.readings}
    ahead = ahead_of(view, found)
    row = _one(found.key, found.row).join(ahead.rows.reset_index(drop=True)).assign(served=served_of(view, key, ahead))
    return _whole(parts.ObjectiveWhole, row, behind)


def kpi(view: View, key: str) -> dict[str, Any] | None:
    """Give one KPI in the shape of `KpiWhole`."""
    found = view.kpi(key)
    if found is None:
        return None
    findings = found.findings.assign(inputs=_parsed(found.findings["inputs"]))
    behind = {"findings": findings, "readings": found.readings, "contributions": _contributions(found.contributions)}
    return _whole(parts.KpiWhole, _kpis(view, _row(found.key, found.row)), behind)


def project(view: View, key: str) -> dict[str, Any] | None:
    """Give one project in the shape of `ProjectWhole`."""
    found = view.project(key)
    if found is None:
        return None
    behind = {
        "stated": view.said(key).stated,
        "milestones": _keyed(found.milestones),
        "deliverables": _keyed(found.deliverables),
        "contributions": _contributions(found.contributions),
        "money": found.money,
        "dependencies": _dependencies(handovers_of(view, key)),
        "risks": _risks(found.risks),
        "tasks": _tasks(found.tasks),
    }
    return _whole(parts.ProjectWhole, _advised(view, _row(found.key, found.row)), behind)


def milestone(view: View, key: str) -> dict[str, Any] | None:
    """Give one milestone in the shape of `MilestoneWhole`."""
    row = view.milestone(key)
    if row is None:
        return None
    frame = pd.DataFrame([row], index=[key], dtype=object)
    behind = {"contributions": _contributions(view.contributions([key], frame))}
    return _whole(parts.MilestoneWhole, _keyed(frame), behind)


def person(view: View, key: str) -> dict[str, Any] | None:
    """Give one person in the shape of `PersonWhole`."""
    row = people(view, [key])
    if row.empty:
        return None
    return _whole(parts.PersonWhole, row, {"joined": of_people.joined(view, key), "near": of_people.near_to(view, key)})


def findings(view: View, kind: str, key: str) -> pd.DataFrame | None:
    """Give everything that is computed of a subject in the columns of `Explanation`; None for no such subject."""
    found = explain(view, kind, key)
    if found is None:
        return None
    names = [field.name for field in fields(Explained)]
    frame = pd.DataFrame([[getattr(one, name) for name in names] for one in found], columns=names, dtype=object)
    because = [[asdict(each) for each in one.because] for one in found]
    return frame.assign(because=pd.Series(because, index=frame.index, dtype=object))


def load(view: View, revision: int) -> dict[str, Any] | None:
    """Give one load in the shape of `LoadWhole`."""
    found = view.load(revision) if revision <= view.number else None
    if found is None:
        return None
    sums = {name: int(found.files[name].sum()) for name in COUNTS}
    behind = {"files": found.files, "rejections": found.rejections, "omissions": found.omissions}
    named = {name: _by_name(frame) for name, frame in behind.items()}
    return _whole(parts.LoadWhole, pd.DataFrame([{**found.load, **sums}]), named)


def strategy_map(view: View) -> dict[str, Any]:
    """Give everything on the map in the shape of `Map`."""
    with view.store.reading() as connection:
        said = head(connection, view.number)._asdict()
    marks = view.milestones()
    behind = {
        "perspectives": _keyed(view.perspectives()),
        "themes": _keyed(view.themes()),
        "objectives": objectives(view),
        "kpis": kpis(view),
        "projects": _counted(view, view.projects(), marks),
        "milestones": _keyed(marks),
        "contributions": _contributions(view.contributions(marks=marks)),
        "links": view.links().rename(columns={"source": "from", "target": "to"}),
    }
    return _whole(parts.Map, pd.DataFrame([said]), behind)


# --- how they are put together ----------------------------------------------------------------------------------------


def _whole(of: type[rows.Row], row: pd.DataFrame, behind: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Give one thing: its row, and a list of rows for each part that its model has."""
    whole = lines(row, of)[0]
    for name, field in of.model_fields.items():
        if get_origin(field.annotation) is list:
            whole[name] = lines(behind[name], get_args(field.annotation)[0])
    return whole


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame with its index as the column `key`; a key of its own that a source gave makes room."""
    return frame.drop(columns="key", errors="ignore").reset_index(names="key")


def _row(key: str, row: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([dict(row)], index=[key]).astype(object)


def _one(key: str, row: Mapping[str, Any]) -> pd.DataFrame:
    return _keyed(_row(key, row))


def _with_names(view: View, frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Say people by name, as far as they are known; their keys stand beside."""
    names = view.names(frame[f"{column}_key"])
    said = [names.get(key) or text for key, text in zip(frame[f"{column}_key"], frame[column], strict=True)]
    return frame.assign(**{column: said})


def _kpis(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    return _with_names(view, _keyed(frame), "owner").rename(columns={"progress": "completion"})


def _projects(frame: pd.DataFrame) -> pd.DataFrame:
    """Give projects in the columns of `Project` but for the counts; dates without their time of day."""
    frame = _keyed(frame)
    frame = _with_days(frame, "baseline_start", "baseline_finish", "start", "finish")
    frame["reported_level"] = objects(place(frame["reported"]).map(LEVELS), frame.index)
    frame = frame.drop(columns="feed")  # a number of the store
    in_money = ~frame["unit"].isin(_IN_OTHERS)
    for measure, name in _IN_MONEY.items():
        frame[name] = objects(frame[measure].where(in_money, None), frame.index)
    frame["disagrees"] = list(compare(frame, frame["reported_places"])["alarm"])
    names = {"critical": "mission_critical", "reported": "reported_status", "feed_name": "feed"}
    return frame.rename(columns={**names, "status_reason": "reason"})


# What is counted in hours or working days for want of costs is among the findings, not among the money.
_IN_MONEY = {
    "bac": "budget_at_completion",
    "pv": "planned_value",
    "ev": "earned_value",
    "ac": "actual_cost",
    "eac": "estimate_at_completion",
}
_IN_OTHERS = ("h", "working days")


def _contributions(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(confidence=_percent(frame["confidence"]), money_share=_percent(frame["money_share"]))


def _risks(frame: pd.DataFrame) -> pd.DataFrame:
    about = frame["about_key"].where(frame["about_key"].notna(), frame["about"])
    return frame.assign(about=about, probability=_percent(frame["probability"]))


def _dependencies(frame: pd.DataFrame) -> pd.DataFrame:
    """Say projects by key where they are known, and lags in hours."""
    ends = {
        f"{end}_project": [key or text for key, text in zip(frame[f"{end}_key"], frame[f"{end}_project"], strict=True)]
        for end in ("from", "to")
    }
    marks = {f"{end}_milestone": frame[f"{end}_milestone_name"] for end in ("from", "to")}
    return frame.assign(**ends, **marks, lag_hours=_hours(frame["lag"])).rename(
        columns={"why": "reason", "slack": "slack_days", "overrun": "overrun_days"}
    )


def _tasks(frame: pd.DataFrame) -> pd.DataFrame:
    hours = {f"{name}_hours": _hours(frame[name]) for name in HOURS}
    return _with_days(frame.assign(**hours), *DAYS)


def _by_name(frame: pd.DataFrame) -> pd.DataFrame:
    """Name files by their names: where they lay is the server's own business."""
    named = frame.assign(path=[PurePath(path).name for path in frame["path"]])
    return named.drop(columns="feed", errors="ignore").rename(columns={"feed_name": "feed"})


def _each(column: pd.Series, make: Callable[[Any], Any]) -> pd.Series:
    """Make a value of each that is there; the others stay None."""
    values = [None if plain(value) is None else make(value) for value in column]
    return pd.Series(values, index=column.index, dtype=object)


def _with_days(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Cut moments to their days."""
    return frame.assign(**{name: _each(frame[name], lambda moment: moment[:10]) for name in names})


def _percent(column: pd.Series) -> pd.Series:
    return _each(column, lambda share: 100 * share)


def _hours(minutes: pd.Series) -> pd.Series:
    return _each(minutes, lambda value: value / 60)


def _parsed(column: pd.Series) -> pd.Series:
    return _each(column, json.loads)
