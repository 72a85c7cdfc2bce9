"""All projects in a few columns, to count, sort and filter them; the rest only of those that a table shows."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.analysis.status import DONE, WORST_FIRST
from dashboard.selection import Selection
from dashboard.view.advice import recommendations
from dashboard.view.listed import listed
from dashboard.view.page import Page
from data import queries, schema
from data.frames import holds, objects
from data.records import Milestone, Task
from data.schema import FACTS

MOST_LOADS = 12  # of the course of a status
ORDERS = (
    "key", "name", "department", "programme", "manager", "status", "reported", "spi_t", "cpi", "finish", "slip_days",
    "bac", "eac", "share", "weight", "recommendation",
)  # fmt: skip


def index(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give every project by key in the columns that tables sort by: those of `listed`, and recommendation."""
    advised = recommendations(connection, revision, today)["recommendation"]
    return listed(connection, revision, today).assign(recommendation=advised)


def chosen(
    projects: pd.DataFrame, selection: Selection, *, only: Collection[str] = (), advice: Collection[str] = ()
) -> pd.DataFrame:
    """Keep the projects (as `index`) that the filters of a selection let through, of owners these are the managers, for
    which `only` (critical, alarm) holds, and one of some recommendations.
    """
    kept = projects
    for name, column in (("department",) * 2, ("programme",) * 2, ("status",) * 2, ("owner", "manager")):
        if values := getattr(selection, name):
            kept = kept[kept[column].isin(list(values))]
    for name in only:
        kept = kept[kept[name].map(bool)]
    if advice:
        kept = kept[kept["recommendation"].isin(list(advice))]
    return named(kept, selection.search)


def named(projects: pd.DataFrame, text: str | None) -> pd.DataFrame:
    """Keep the projects whose name or key holds a text."""
    wanted = (text or "").strip().casefold()
    if not wanted:
        return projects
    hits = [wanted in f"{name or ''}\n{key}".casefold() for key, name in projects["name"].items()]
    return projects[hits]


def ordered(projects: pd.DataFrame, order: tuple[str, bool] | None) -> pd.DataFrame:
    """Give projects in the order of a column, what is missing last; without one the mission-critical first, then the
    worst. Raises ValueError for what is no column to sort by.
    """
    if order is None:
        places = projects.assign(_first=~projects["critical"].map(bool), _worst=projects["status"].map(WORST_FIRST))
        return projects.loc[places.sort_values(["_first", "_worst"], kind="stable").index]
    name, falls = order
    if name not in ORDERS:
        raise ValueError(f"{name!r} is not a column to sort projects by")
    values = projects.index.to_series() if name == "key" else projects[name]
    values = values.map(WORST_FIRST) if name == "status" else values
    if values.dtype == object:
        values = values.map(lambda text: None if text is None or text != text else str(text).casefold())
    return projects.loc[values.sort_values(ascending=not falls, kind="stable", na_position="last").index]


def page_of(connection: Connection, revision: int, projects: pd.DataFrame, page: Page) -> tuple[pd.DataFrame, int]:
    """Give a page of projects (as `index`, already chosen), with next (name, forecast, slip in working days of
    the next milestone, or None) and course (day and status at each of the last loads); and how many there are.
    """
    kept = ordered(named(projects, page.named), page.order)
    rows = kept.iloc[page.first : page.first + page.rows].copy()
    keys = list(rows.index)
    following, courses = next_milestones(connection, revision, keys), course(connection, revision, keys)
    rows["next"] = objects((following.get(key) for key in keys), rows.index)
    rows["course"] = objects((courses.get(key, []) for key in keys), rows.index)
    return rows, len(kept)


def course(connection: Connection, revision: int, keys: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Give, by project, the day and the status of each of the last loads in which it had one, the oldest first."""
    load = schema.load
    newest = select(load.c.revision, load.c.recorded_at).where(load.c.revision <= revision)
    loads = connection.execute(newest.order_by(load.c.revision.desc()).limit(MOST_LOADS)).all()[::-1]
    rows = queries.past(connection, revision, "project", keys, ["status"], after=loads[0][0] if loads else 0)
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, status, since, until in zip(*(rows[name] for name in _RUN), strict=True):
        days = (moment[:10] for number, moment in loads if since <= number < until)
        found.setdefault(subject, []).extend((day, status) for day in days)
    return found


_RUN = ("subject", "status", "since", "until")


def next_milestones(
    connection: Connection, revision: int, keys: Sequence[str]
) -> dict[str, tuple[str | None, str, float | None]]:
    """Give, by project, name, forecast and slip (working days) of the milestone that is to be reached next."""
    found = [*_of_schedules(connection, revision, keys), *_of_registers(connection, revision, keys)]
    reached = {own for own, *_, actual in found if actual}
    first: dict[str, tuple[str, str, str | None]] = {}
    for own, project, name, forecast, _ in found:
        if own not in reached and forecast and forecast[:10] < first.get(project, ("9",))[0]:
            first[project] = (forecast[:10], own, name)
    owns = [own for _, own, _ in first.values()]
    slips = queries.figures(connection, revision, "milestone", ("status", "slip_days"), owns) if owns else {}
    slip = {own: line.value for name in ("slip_days", "status") for own, line in slips.get(name, {}).items()}
    done = {own for own, line in slips.get("status", {}).items() if line.status == DONE}
    return {project: (name, day, slip.get(own)) for project, (day, own, name) in first.items() if own not in done}


def _of_schedules(connection: Connection, revision: int, keys: Sequence[str]) -> Sequence[Any]:
    task, own, of = FACTS[Task], schema.identity.alias("own"), schema.identity.alias("of")
    finish = func.coalesce(task.c.finish, task.c.start)
    query = (
        select(own.c.key, of.c.key, task.c.name, finish, func.coalesce(task.c.actual_finish, task.c.actual_start))
        .join_from(of, task, (of.c.feed == task.c.feed) & (of.c.source == task.c.project))
        .join(own, (own.c.feed == task.c.feed) & (own.c.source == task.c.key) & (own.c.record == "task"))
        .where(of.c.record == "project", of.c.key.in_(keys), task.c.kind == "milestone")
        .where(*(holds(table, revision) for table in (task, own, of)))
    )
    return connection.execute(query.order_by(own.c.key)).all()


def _of_registers(connection: Connection, revision: int, keys: Sequence[str]) -> Sequence[Any]:
    line, own, of = FACTS[Milestone], schema.identity.alias("own"), schema.reference.alias("of")
    query = (
        select(own.c.key, of.c.key, line.c.name, line.c.forecast, line.c.actual)
        .join_from(of, line, (of.c.feed == line.c.feed) & (of.c.text == line.c.project))
        .join(own, (own.c.feed == line.c.feed) & (own.c.source == line.c.key) & (own.c.record == "milestone"))
        .where(of.c.wants == "project", of.c.key.in_(keys), func.coalesce(line.c.kind, "milestone") == "milestone")
        .where(*(holds(table, revision) for table in (line, own, of)))
    )
    return connection.execute(query.order_by(own.c.key)).all()
