"""What follows from the facts of a load: identities, references and findings, written in the load's own transaction."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from dashboard import facts, standings, workloads
from dashboard.analysis import estimate, findings, freshness, project_findings, thresholds
from dashboard.analysis.calendars import name_of, working_calendars
from dashboard.analysis.projects import judge
from data import queries, schema
from data.changes import changed_milestones, changed_projects, concerns_all
from data.derived import FINDING, replace, replace_of, resolve
from data.feeds import feeds
from data.frames import objects
from data.store import find_revision

MOST = 500  # so many projects are judged by name; more are judged by judging all


def assess(connection: Connection, revision: int) -> None:
    """Bring everything derived in line with the facts of a revision."""
    resolve(connection, revision)
    busier = workloads.settle(connection, revision)
    kpis, settings = queries.kpis(connection, revision), queries.settings(connection, revision)
    _write(connection, revision, "kpi", findings.of_kpis(kpis, queries.readings(connection, revision), settings))
    concerned = None
    if busier is not None and not concerns_all(connection, revision):
        concerned = changed_projects(connection, revision) | busier
    keys = None if concerned is None else sorted(concerned)
    keys = None if keys is None or len(keys) > MOST else keys
    if keys is None or keys or changed_milestones(connection, revision):
        _judge_projects(connection, revision, keys, settings)
    standings.settle(connection, revision, keys)


_OF_MILESTONES = (
    "project", "name", "kind", "baseline", "forecast", "actual", "state", "calendar", "feed", "source_key",
)  # fmt: skip


def _judge_projects(connection: Connection, revision: int, keys: list[str] | None, settings: pd.DataFrame) -> None:
    """Judge projects and their milestones; None judges all."""
    projects = _dated(connection, revision, queries.projects(connection, revision, keys), settings)
    cuts = thresholds.of_projects(settings, projects)
    lines = queries.milestones(connection, revision, keys, only=_OF_MILESTONES, all_kinds=True)
    milestones = lines[lines["project"].notna() & (lines["kind"].isna() | (lines["kind"] == "milestone"))]
    milestones = _of_projects(connection, milestones, projects)
    calendars = working_calendars(queries.calendars(connection, revision).to_dict("records"))
    rows = findings.of_milestones(milestones, calendars, cuts.at(milestones["project"]))
    judged = milestones.assign(slip_days=[row[3] for row in rows], status=[row[6] for row in rows])
    # A line that has become a deliverable is judged no longer.
    subjects = None if keys is None else {*lines.index, *changed_milestones(connection, revision)}
    _write(connection, revision, "milestone", rows, subjects)
    about = _with_calendars(projects).assign(
        adopted=facts.adopted(connection, projects),
        eac_form=estimate.forms(settings, projects),
    )
    known = facts.read(connection, revision, about, judged, lines, calendars, keys, cuts)
    of_projects = project_findings.of_projects(judge(known), about, milestones["name"], cuts)
    _write(connection, revision, "project", of_projects, keys)


def _with_calendars(projects: pd.DataFrame) -> pd.DataFrame:
    """Name the calendars of projects as working calendars are named."""
    own = zip(projects["calendar"], projects["schedule_feed"], strict=True)
    return projects.assign(calendar=objects((name_of(None, key, feed) for key, feed in own), projects.index))


def _dated(connection: Connection, revision: int, projects: pd.DataFrame, settings: pd.DataFrame) -> pd.DataFrame:
    """Settle the status date of projects, and until when they count as fresh.

    The date is the schedule's, else that of the manager's report, else that of the register's newest delivery. A later
    assessment moves the date on which they are judged, never their freshness: no new data came with it.
    """
    states = queries.feed_states(connection, revision).set_index("feed_name")["status_date"].to_dict()
    names = {feed.id: feed.name for feed in feeds(connection).values()}
    of_feed = [names.get(s, own) for s, own in zip(projects["schedule_feed"], projects["feed_name"], strict=True)]
    stated = [
        status or reported or states.get(feed)
        for status, reported, feed in zip(projects["status_date"], projects["reported_on"], of_feed, strict=True)
    ]
    assessed = _assessed(connection, revision)
    lines = settings.to_dict("records")
    rhythms = {day: freshness.rhythms(lines, day or "") for day in set(stated)}
    projects["status_date"] = objects(stated, projects.index)
    cuts = thresholds.of_projects(settings, projects)
    projects["fresh_until"] = [
        freshness.of_project(day, freshness.stated_of(feed, rhythms[day]), own)
        for own, day, feed in zip(cuts.each(projects.index), stated, of_feed, strict=True)
    ]
    projects["status_date"] = objects((max(day or "", assessed) or None for day in stated), projects.index)
    return projects


def _assessed(connection: Connection, revision: int) -> str:
    """Give the day of the newest assessment, "" without any."""
    load = schema.load.c
    query = select(load.status_date).where(load.revision <= revision, load.cause == "assessment")
    return connection.execute(query.order_by(load.revision.desc())).scalars().first() or ""


def _of_projects(connection: Connection, milestones: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Add to milestones what they have from their project: status date, calendar, freshness, an adopted baseline."""
    places = projects.index.get_indexer(pd.Index(milestones["project"]))  # -1: what is added behind the last
    day, fresh, calendar, feed = (
        np.array([*objects(projects[name], projects.index), None], dtype=object)[places]
        for name in ("status_date", "fresh_until", "calendar", "schedule_feed")
    )
    each = zip(milestones["calendar"], calendar, feed, strict=True)
    named = objects((name_of(*one) for one in each), milestones.index)
    return _adopt_baselines(connection, projects, milestones.assign(status_date=day, fresh_until=fresh, calendar=named))


def _adopt_baselines(connection: Connection, projects: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Where the register adopts the plan of a day as baseline, take the plan as it was loaded then, and say so."""
    milestones["adopted"] = None
    for day, of in projects.groupby("baseline_as_of").groups.items():
        plan = find_revision(connection, as_of=str(day))
        if plan is None:
            continue
        lacking = milestones["baseline"].isna() & milestones["project"].isin(of)
        planned = queries.planned_milestones(connection, plan.number, milestones.loc[lacking, "feed"].unique())
        sources = milestones.loc[lacking, ["feed", "source_key"]].itertuples()
        adopted = {key: day for key, feed, source in sources if (day := planned.get((feed, source)))}
        milestones.loc[list(adopted), "baseline"] = list(adopted.values())
        milestones.loc[list(adopted), "adopted"] = plan.number
    return milestones


def _write(
    connection: Connection,
    revision: int,
    kind: str,
    rows: list[findings.Finding],
    subjects: Iterable[str] | None = None,
) -> None:
    """Make rows the findings of a kind, or of some subjects of it."""
    table = schema.finding
    among = table.c.subject_kind == kind
    if subjects is None:
        replace(connection, table, FINDING, rows, revision, among)
        return
    replace_of(connection, table, FINDING, rows, revision, "subject", subjects, among)
