"""What follows from the facts of a load: identities, references and findings, written in the load's own transaction."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.analysis import findings
from dashboard.analysis.calendars import working_calendars
from data import queries, schema
from data.commit import Touched
from data.derived import FINDING, replace, resolve
from data.records import Calendar, Milestone, Project, Task
from data.store import find_revision


def assess(connection: Connection, revision: int, touched: Touched) -> None:
    """Bring everything derived in line with the facts of a revision."""
    resolve(connection, revision)
    kpis = queries.kpis(connection, revision)
    _write(connection, revision, "kpi", findings.of_kpis(kpis, queries.readings(connection, revision)))
    keys = _projects_to_judge(connection, revision, touched)
    if keys is None or keys:
        _judge_projects(connection, revision, keys)


def _projects_to_judge(connection: Connection, revision: int, touched: Touched) -> list[str] | None:
    """Give the projects whose facts or identity this load changed; None for all."""
    assessment = connection.execute(select(schema.load.c.cause).where(schema.load.c.revision == revision)).scalar()
    if assessment == "assessment" or touched.of(Calendar, Milestone):
        return None
    identity = schema.identity.c
    moved = connection.execute(
        select(identity.key).where(
            identity.kind == "project", (identity.since == revision) | (identity.until == revision)
        )
    )
    keys = {row[0] for row in moved}
    sources = {(feed, key) for feed, key in touched.of(Project)}
    sources |= _projects_of_tasks(connection, revision, touched)
    owners = queries.public_keys(connection, revision, "project")
    return sorted(keys | {owners[source] for source in sources if source in owners})


def _projects_of_tasks(connection: Connection, revision: int, touched: Touched) -> set[tuple[int, str]]:
    """Give (feed, project) of the milestones that a load changed."""
    if not touched.of(Task):
        return set()
    task = schema.FACTS[Task].c
    rows = connection.execute(
        select(task.feed, task.project)
        .distinct()
        .where(task.kind == "milestone", (task.since == revision) | (task.until == revision))
    )
    return {(row[0], row[1]) for row in rows}


def _judge_projects(connection: Connection, revision: int, keys: list[str] | None) -> None:
    projects = queries.projects(connection, revision, keys)
    milestones = queries.milestones(connection, revision, keys)
    milestones = _with_status_dates(connection, revision, projects, milestones)
    calendars = working_calendars(queries.calendars(connection, revision).to_dict("records"))
    rows = findings.of_milestones(milestones, calendars)
    judged = (
        pd.DataFrame({"key": row[1], "slip_days": row[3], "status": row[6]} for row in rows)
        if rows
        else pd.DataFrame(columns=["key", "slip_days", "status"])
    )
    together = milestones.reset_index(names="key").merge(judged, on="key", how="left")
    subjects = None if keys is None else [*milestones.index, *_gone(connection, revision)]
    _write(connection, revision, "milestone", rows, subjects)
    _write(connection, revision, "project", findings.of_projects(projects, together), keys)


def _gone(connection: Connection, revision: int) -> list[str]:
    """Give the milestones that no longer stand in any source since this revision."""
    identity = schema.identity.c
    rows = connection.execute(select(identity.key).where(identity.kind == "milestone", identity.until == revision))
    return [row[0] for row in rows]


def _with_status_dates(
    connection: Connection, revision: int, projects: pd.DataFrame, milestones: pd.DataFrame
) -> pd.DataFrame:
    """Add to milestones the status date of their project, its calendar, and a baseline that the register adopts."""
    assessed = (
        connection.execute(
            select(schema.load.c.status_date)
            .where(schema.load.c.revision <= revision, schema.load.c.cause == "assessment")
            .order_by(schema.load.c.revision.desc())
        )
        .scalars()
        .first()
    )
    dates = projects["status_date"].where(projects["status_date"].notna(), projects["reported_on"])
    if assessed:
        dates = dates.map(lambda day: max(day, assessed) if isinstance(day, str) else assessed)
    projects["status_date"] = dates.astype(object).where(dates.notna(), None)
    frame = milestones.copy()
    frame["status_date"] = [_get(dates, project) for project in frame["project"]]
    calendar = [
        own or _get(projects["calendar"], of) for own, of in zip(frame["calendar"], frame["project"], strict=True)
    ]
    feed = [_get(projects["schedule_feed"], of) for of in frame["project"]]
    frame["calendar"] = [f"{int(f)}:{c}" if c and f is not None else None for f, c in zip(feed, calendar, strict=True)]
    return _adopt_baselines(connection, projects, frame)


def _adopt_baselines(connection: Connection, projects: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Where the register adopts the plan of a day as baseline, take the plan as it was loaded then, and say so."""
    milestones["adopted"] = None
    for day, of in projects.groupby("baseline_as_of").groups.items():
        plan = find_revision(connection, as_of=str(day))
        if plan is None:
            continue
        before = queries.milestones(connection, plan.number, list(of))
        before = before[before["forecast"].notna()]
        missing = milestones["baseline"].isna() & milestones["project"].isin(of) & milestones.index.isin(before.index)
        milestones.loc[missing, "baseline"] = before["forecast"].reindex(milestones.index[missing])
        milestones.loc[missing, "adopted"] = plan.number
    return milestones


def _get(series: pd.Series, key: object) -> Any:
    value = series.get(key)
    return None if value is None or pd.isna(value) else value


def _write(
    connection: Connection, revision: int, kind: str, rows: list[findings.Finding], subjects: list[str] | None = None
) -> None:
    table = schema.finding
    among = table.c.subject_kind == kind
    if subjects is None:
        replace(connection, table, FINDING, rows, revision, among)
        return
    for start in range(0, len(subjects), 500):  # drivers limit the number of parameters
        part = set(subjects[start : start + 500])
        mine = [row for row in rows if row[1] in part]
        replace(connection, table, FINDING, mine, revision, among & table.c.subject.in_(part))
