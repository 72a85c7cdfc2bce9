"""The rows that the API gives, and how each is made from a view."""

from dataclasses import fields
from typing import Any

import pandas as pd
from pydantic import BaseModel

from dashboard.view import View

LEVELS = {
    "green": 1, "on track": 1, "amber/green": 2, "amber-green": 2, "amber": 3, "at risk": 3, "amber/red": 4,
    "amber-red": 4, "red": 5, "off track": 5,
}  # fmt: skip


class Row(BaseModel):
    """A row of a collection."""


class Objective(Row):
    """An objective with its result: score 0-10, children = its KPIs, coverage = those that are scored."""

    key: str
    name: str | None
    perspective: str | None
    theme: str | None
    weight: float | None
    owner: str | None
    department: str | None
    due: str | None
    status: str
    stale: bool
    score: float | None
    coverage: int
    children: int
    worst: str | None
    worst_status: str | None
    trend: str | None
    on_date: str | None
    description: str | None
    source: str


class Kpi(Row):
    """A KPI with its figures: score 0-10, completion in percent of the way to the final target."""

    key: str
    name: str | None
    objective: str | None
    unit: str | None
    better: str | None
    counts: str | None
    every: str | None
    baseline: float | None
    baseline_date: str | None
    target: float | None
    target_date: str | None
    red_flag: float | None
    weight: float | None
    owner: str | None
    actual: float | None
    value_text: str | None
    on_date: str | None
    expected: float | None
    score: float | None
    completion: float | None
    pace: float | None
    attainment: float | None
    trend: str | None
    status: str
    stale: bool
    reason: str | None
    source: str


class Reading(Row):
    """One measurement as its source states it."""

    date: str | None
    start: str | None
    series: str | None
    actual: float | None
    target: float | None
    expected: float | None
    forecast: float | None
    actual_text: str | None
    target_text: str | None
    state: str | None
    note: str | None
    source: str


class Project(Row):
    """A project, put together from all its sources. Figures that are not computed are null."""

    key: str
    name: str | None
    feed: str | None
    department: str | None
    programme: str | None
    manager: str | None
    status_date: str | None
    baseline_start: str | None
    baseline_finish: str | None
    start: str | None
    finish: str | None
    percent_complete: float | None
    tasks: int
    milestones: int
    budget_at_completion: float | None
    planned_value: float | None
    earned_value: float | None
    actual_cost: float | None
    estimate_at_completion: float | None
    cpi: float | None
    spi_t: float | None
    currency: str | None
    budget: float | None
    stage: str | None
    mission_critical: bool | None
    mandatory: bool | None
    reported_status: str | None
    reported_level: int | None
    status: str
    stale: bool
    recommendation: str | None
    source: str


class Milestone(Row):
    """A milestone with its slip in working days, positive = late."""

    key: str
    project: str | None
    name: str | None
    baseline: str | None
    forecast: str | None
    actual: str | None
    slip_days: float | None
    status: str
    stale: bool
    source: str


class Person(Row):
    """A person, put together from all sources."""

    key: str
    name: str | None
    email: str | None
    department: str | None
    role: str | None
    place: str | None
    hours_per_week: float | None
    skills: str | None
    sources: str | None
    source: str


class Load(Row):
    """A load and what became of its rows."""

    revision: int
    recorded_at: str
    title: str
    cause: str
    files: int
    rows_in: int
    stored: int
    unchanged: int
    closed: int
    rejected: int
    skipped: int


class Rejection(Row):
    """A row that was refused."""

    path: str
    sheet: str | None
    row: int | None
    field: str | None
    value: str | None
    reason: str


def objectives(view: View) -> pd.DataFrame:
    """Give the objectives in the columns of `Objective`."""
    return view.objectives().reset_index(names="key")


def kpis(view: View) -> pd.DataFrame:
    """Give the KPIs in the columns of `Kpi`."""
    return view.kpis().reset_index(names="key").rename(columns={"progress": "completion"})


def projects(view: View) -> pd.DataFrame:
    """Give the projects in the columns of `Project`; dates without their time of day."""
    frame = view.projects().reset_index(names="key")
    counts = view.task_counts()
    for name in ("tasks", "milestones"):
        frame[name] = [int(counts.get(key, {}).get(name, 0)) for key in frame["key"]]
    for name in ("baseline_start", "baseline_finish", "start", "finish"):
        frame[name] = [moment[:10] if moment else None for moment in frame[name]]
    frame["reported_level"] = [LEVELS.get((text or "").casefold()) for text in frame["reported"]]
    names = {"critical": "mission_critical", "reported": "reported_status", "feed": "feed_number", "feed_name": "feed"}
    return frame.rename(columns=names)


def milestones(view: View) -> pd.DataFrame:
    """Give the milestones in the columns of `Milestone`."""
    return view.milestones().reset_index(names="key")


def people(view: View) -> pd.DataFrame:
    """Give the people in the columns of `Person`."""
    return view.people().reset_index(names="key")


def loads(view: View) -> pd.DataFrame:
    """Give the loads in the columns of `Load`."""
    frame = view.history().loads
    counts = ["files", "rows_in", "stored", "unchanged", "closed", "rejected", "skipped"]
    frame[counts] = frame[counts].fillna(0).astype(int)
    return frame


def objective(view: View, key: str) -> dict[str, Any] | None:
    """Give one objective with its KPIs, contributions, money and links."""
    return _whole(view.objective(key))


def kpi(view: View, key: str) -> dict[str, Any] | None:
    """Give one KPI with its findings, readings and contributions."""
    return _whole(view.kpi(key))


def project(view: View, key: str) -> dict[str, Any] | None:
    """Give one project with what each source states, milestones, tasks, money and the rest behind it."""
    return _whole(view.project(key))


def milestone(view: View, key: str) -> dict[str, Any] | None:
    """Give one milestone with what it contributes."""
    frame = view.milestones()
    if key not in frame.index:
        return None
    line = _clean(frame.loc[[key]])[0] | {"key": key}
    return line | {"contributions": _clean(view.contributions_of_milestone(key))}


def person(view: View, key: str) -> dict[str, Any] | None:
    """Give one person."""
    frame = view.people()
    return _clean(frame.loc[[key]])[0] | {"key": key} if key in frame.index else None


def strategy_map(view: View) -> dict[str, Any]:
    """Give everything on the map: perspectives, themes, objectives, kpis, projects, milestones, links."""
    return {
        "perspectives": _keyed(view.perspectives()),
        "themes": _keyed(view.themes()),
        "objectives": _keyed(view.objectives()),
        "kpis": _keyed(view.kpis()),
        "projects": _keyed(view.projects()),
        "milestones": _keyed(view.milestones()),
        "links": _clean(view.links()),
    }


_INNER = {"id", "feed", "file", "since", "until", "digest", "emptied", "fresh_until", "owner_key", "manager_key"}


def _whole(found: Any) -> dict[str, Any] | None:
    """Give a view of one thing as plain values: its row, and a list of rows for every frame behind it."""
    if found is None:
        return None
    parts = {field.name: getattr(found, field.name) for field in fields(found)}
    row = {name: value for name, value in parts.pop("row").items() if name not in _INNER}
    return {"key": parts.pop("key"), **row, **{name: _keyed(frame) for name, frame in parts.items()}}


def _keyed(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return _clean(frame.reset_index(names="key") if frame.index.name in ("public", "key") else frame)


def _clean(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows without the columns that only the store needs."""
    kept = frame.drop(columns=[name for name in frame.columns if name in _INNER])
    return [{str(name): value for name, value in row.items()} for row in kept.to_dict("records")]
