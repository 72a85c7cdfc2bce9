"""Reads what two moments hold of what changed between them; nothing else is read of large stores."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, and_, or_, select

from dashboard.analysis import alignment, causes
from dashboard.analysis.changes import changes, first_load
from dashboard.analysis.changes_causes import Evidence
from dashboard.analysis.changes_restated import restated
from dashboard.analysis.changes_rows import COLUMNS, Moment
from dashboard.analysis.thresholds import Thresholds
from dashboard.view import View, strategy, tuned
from dashboard.view import projects as work
from dashboard.view.baselines import calendars_of
from dashboard.view.load_changes import load_changes
from dashboard.view.restated import with_rows
from dashboard.view.targets import to_the_end
from dashboard.view.waits import judged
from data import queries, schema
from data.contributed import CLAIMED
from data.frames import frame, holds, identified, objects, rekeyed
from data.records import Assignment, Milestone, Project, Task
from data.schema import FACTS
from data.store import Revision

Asked = date | int | None  # a day, the number of a revision, or nothing

_PROJECT = ("status", "bac", "eac", "slip_days")
_MARGIN = 0.01  # of a figure; a smaller movement of a forecast is not a change to tell of


def moments(view: View, first: Asked, last: Asked) -> tuple[Revision | None, Revision | None]:
    """Give the revisions of two moments, the earlier first; neither is newer than what the view looks at.

    Without them: the newest and the one before it. None where nothing had been loaded by then.
    """
    until = _revision(view, last) if last is not None else view.revision
    since = _revision(view, first) if first is not None else None
    if first is None and until is not None and until.number > 1:
        since = view.store.revision(number=until.number - 1)
    if since is not None and (until is None or since.number > until.number):
        since, until = until, since
    return since, until


def _revision(view: View, asked: date | int) -> Revision | None:
    found = (
        view.store.revision(number=min(asked, view.number))
        if isinstance(asked, int)
        else view.store.revision(as_of=asked.isoformat())
    )
    return view.revision if found is not None and found.number > view.number else found


def changes_of(view: View, first: Revision | None, last: Revision) -> pd.DataFrame:
    """Give what changed between two revisions, the worst first (`analysis.changes`)."""
    with view.store.reading() as connection:
        return between(connection, first, last, view.today)


def between(connection: Connection, first: Revision | None, last: Revision, today: str) -> pd.DataFrame:
    """Give what changed between two revisions, as `analysis.changes.changes` does."""
    if first is None:
        return _first(connection, last.number)
    if first.number == last.number:
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    return pair(connection, first, last, today, with_people=True).rows


class Pair(NamedTuple):
    """Two moments and what changed between them (`analysis.changes.changes`)."""

    then: Moment
    now: Moment
    rows: pd.DataFrame


def pair(connection: Connection, first: Revision, last: Revision, today: str, *, with_people: bool = False) -> Pair:
    """Read two revisions, the earlier first, and what changed between them, also whose load turned where asked for."""
    milestones = _changed_milestones(connection, first.number, last.number)
    projects = _changed_projects(connection, first.number, last.number, milestones)
    then = _moment(connection, first.number, first.recorded_at[:10], projects, milestones)
    now = _moment(connection, last.number, today, projects, milestones, since=first.number)
    if keys := queries.other_keys(connection, first.number, last.number):
        then, now = _under(then, keys), replace(now, keys={kind: _turned_round(of) for kind, of in keys.items()})
    if with_people:
        loads, more = load_changes(connection, first.number, last.number, today, keys)
        now = replace(now, loads=loads, more_loads=more)
    tuned_then, tuned_now = (_tuned(connection, load.number, moment) for load, moment in ((first, then), (last, now)))
    pairs = {kind: (cuts, tuned_now[kind]) for kind, cuts in tuned_then.items()}
    calendars = calendars_of(connection, last.number, now.projects["schedule_feed"])
    moved = with_rows(connection, last.number, restated(then, now))
    evidence = _evidence(connection, then, now, first, last, today)
    evidence = replace(evidence, tuned=pairs, calendars=calendars, restated=moved)
    return Pair(then, now, changes(then, now, evidence))


def _turned_round(keys: dict[str, str]) -> dict[str, str]:
    return {new: old for old, new in keys.items()}


_KEYED = ("objective", "kpi", "project", "milestone")


def _under(then: Moment, keys: dict[str, dict[str, str]]) -> Moment:
    """Give a moment with things under the keys that they have now."""
    objectives, kpis, projects, milestones = (keys.get(kind, {}) for kind in _KEYED)
    columns = {"project": projects, "milestone": milestones, "serves": {**objectives, **kpis}}
    return replace(
        then,
        objectives=then.objectives.rename(index=objectives),
        kpis=rekeyed(then.kpis.rename(index=kpis), {"objective": objectives}),
        projects=then.projects.rename(index=projects),
        milestones=rekeyed(then.milestones.rename(index=milestones), {"project": projects}),
        links=rekeyed(then.links, {"source": objectives, "target": objectives}),
        contributions=rekeyed(then.contributions, columns),
    )


def _tuned(connection: Connection, revision: int, moment: Moment) -> dict[str, Thresholds]:
    """Give the thresholds of objectives, KPIs and projects at a moment, by kind."""
    return {
        "objective": tuned.for_objectives(connection, revision, moment.objectives),
        "kpi": tuned.for_kpis(connection, revision, moment.kpis),
        "project": tuned.for_projects(connection, revision, moment.projects),
    }


def _first(connection: Connection, revision: int) -> pd.DataFrame:
    projects = queries.projects(connection, revision, only=["baseline_as_of"])
    found = queries.figures(connection, revision, "project", ("status",))["status"]
    status = [found[key].status if key in found else "no_data" for key in projects.index]
    scheduled = projects.index.isin(list(queries.scheduled_projects(connection, revision)))
    objectives, kpis = queries.objectives(connection, revision), queries.kpis(connection, revision)
    return first_load(objectives, kpis, projects.assign(status=status, scheduled=scheduled))


def _moment(
    connection: Connection,
    revision: int,
    today: str,
    projects: list[str],
    milestones: list[str],
    since: int | None = None,
) -> Moment:
    kpis = strategy.judged(connection, revision, today)
    marks = work.milestones(connection, revision, today, keys=milestones)
    return Moment(
        objectives=strategy.results(connection, revision, today),
        kpis=to_the_end(connection, revision, kpis).assign(own_target=kpis["target"], own_date=kpis["target_date"]),
        projects=work.projects(connection, revision, today, projects),
        milestones=marks,
        links=queries.links(connection, revision),
        contributions=queries.contributions(connection, revision, only=CLAIMED),
        bookings=_bookings(connection, revision, since),
    )


# --- what changed, asked of the store ---------------------------------------------------------------------------------


def _differs(table: Any, first: int, last: int) -> Any:
    """Give the condition of rows that hold at one of two revisions and not at the other."""
    return or_(
        and_(table.c.since > first, table.c.since <= last, table.c.until > last),
        and_(table.c.since <= first, table.c.until > first, table.c.until <= last),
    )


def _subjects(connection: Connection, kind: str, measures: tuple[str, ...], first: int, last: int) -> set[str]:
    """Give the subjects of which a status turned or a figure moved by more than a hair."""
    table = schema.finding
    columns = (table.c.subject, table.c.measure, table.c.since, table.c.value, table.c.status)
    query = select(*columns).where(
        table.c.subject_kind == kind, table.c.measure.in_(measures), _differs(table, first, last)
    )
    rows = pd.DataFrame(connection.execute(query).all(), columns=["subject", "measure", "since", "value", "status"])
    if rows.empty:
        return set()
    rows["now"] = rows["since"] > first
    pairs = rows.pivot_table(index=["subject", "measure"], columns="now", values=["value", "status"], aggfunc="first")
    return _moved(pairs) | set(
        rows.loc[~rows.set_index(["subject", "measure"]).index.duplicated(keep=False), "subject"]
    )


def _moved(pairs: pd.DataFrame) -> set[str]:
    if not {("status", True), ("status", False)} <= set(pairs.columns):
        return set(pairs.index.get_level_values(0))
    turned = pairs[("status", True)].fillna("") != pairs[("status", False)].fillna("")
    if {("value", True), ("value", False)} <= set(pairs.columns):
        was, now = (pd.to_numeric(pairs[("value", one)]) for one in (False, True))
        turned |= ((now - was).abs() > _MARGIN * was.abs().clip(lower=1e-9)).fillna(now.notna() != was.notna())
    return set(pairs.index[turned].get_level_values(0))


def _changed_projects(connection: Connection, first: int, last: int, milestones: list[str]) -> list[str]:
    return sorted(
        _subjects(connection, "project", _PROJECT, first, last)
        | _identities(connection, "project", first, last)
        | _of_table(connection, Project, "project", first, last)
        | _projects_of_milestones(connection, milestones, last)
    )


def _changed_milestones(connection: Connection, first: int, last: int) -> list[str]:
    found = _subjects(connection, "milestone", ("slip_days",), first, last)
    found |= _identities(connection, "milestone", first, last)
    found |= _of_table(connection, Milestone, "milestone", first, last)
    return sorted(found | _renamed(connection, first, last))


def _renamed(connection: Connection, first: int, last: int) -> set[str]:
    """Give the milestones of schedules that have another name than before."""
    now, was, own = FACTS[Task], FACTS[Task].alias("was"), schema.identity
    query = select(own.c.key).join(now, and_(own.c.feed == now.c.feed, own.c.source == now.c.key))
    query = query.join(was, and_(was.c.feed == now.c.feed, was.c.key == now.c.key, holds(was, first)))
    query = query.where(own.c.record == "task", holds(own, last), holds(now, last), now.c.since > first)
    return set(connection.scalars(query.where(now.c.kind == "milestone", now.c.name.is_distinct_from(was.c.name))))


def _identities(connection: Connection, kind: str, first: int, last: int) -> set[str]:
    table = schema.identity
    query = select(table.c.key).where(table.c.kind == kind, _differs(table, first, last))
    return set(connection.scalars(query))


def _of_table(connection: Connection, record: type, kind: str, first: int, last: int) -> set[str]:
    table, own = FACTS[record], schema.identity
    query = select(own.c.key).join(table, and_(own.c.feed == table.c.feed, own.c.source == table.c.key))
    return set(connection.scalars(query.where(own.c.record == kind, _differs(table, first, last)).distinct()))


def _projects_of_milestones(connection: Connection, keys: list[str], revision: int) -> set[str]:
    """Give the projects of milestones, which a schedule states with its lines and a register by name."""
    if not keys:
        return set()
    task, own, of = FACTS[Task], schema.identity.alias("own"), schema.identity.alias("of")
    line = identified(own, "task", task.c.feed, task.c.key, revision)
    project = identified(of, "project", task.c.feed, task.c.project, revision)
    query = select(own.c.key, of.c.key).select_from(task).join(own, line).join(of, project)
    query = query.where(task.c.kind == "milestone", holds(task, revision))
    if (few := work.few(keys)) is not None:
        query = query.where(own.c.kind == "milestone", own.c.key.in_(few))
    wanted, stated = set(keys), FACTS[Milestone]
    found = {row[1] for row in connection.execute(query) if row[0] in wanted}
    meant = schema.reference
    named = and_(meant.c.wants == "project", meant.c.feed == stated.c.feed, meant.c.text == stated.c.project)
    line = and_(own.c.record == "milestone", own.c.feed == stated.c.feed, own.c.source == stated.c.key)
    query = select(own.c.key, meant.c.key).select_from(stated).join(own, line).join(meant, named)
    query = query.where(holds(stated, revision), holds(own, revision), holds(meant, revision))
    return found | {row[1] for row in connection.execute(query) if row[0] in wanted and row[1]}


_BOOKED = ["department", "name", "role", "people", "of", "assignments", "projects", "first", "last"]


def _bookings(connection: Connection, revision: int, since: int | None) -> pd.DataFrame:
    """Give the bookings of people that a revision after `since` brought, for work still to come, by department and
    role: people, of (how many such people there are), assignments, projects, first, last; name is the department's.
    """
    rows = pd.DataFrame() if since is None else _new_assignments(connection, since, revision)
    if rows.empty:
        return pd.DataFrame(columns=_BOOKED, dtype=object)
    people = queries.people(connection, revision)
    by = ["department", "role"]
    for name in by:
        people[name] = people[name].fillna("")
        rows[name] = rows["person"].map(people[name]).fillna("").astype(object)
    found = rows.groupby(by).agg(
        people=("person", "nunique"), assignments=("person", "size"), projects=("project", "nunique"),
        first=("start", "min"), last=("finish", "max"),
    )  # fmt: skip
    found["of"] = people.groupby(by).size().reindex(found.index)
    found = found.reset_index().astype(object)
    names = queries.names_of_listed(connection, revision, "department")
    return found.assign(name=objects((names.get(key, key) for key in found["department"]), found.index))[_BOOKED]


def _new_assignments(connection: Connection, first: int, last: int) -> pd.DataFrame:
    """Give assignments of people that hold at a revision, were not there before, and end after it was recorded."""
    table, feed, was = FACTS[Assignment], schema.feed, FACTS[Assignment].alias("was")
    known = select(was.c.id).where(was.c.feed == table.c.feed, was.c.key == table.c.key, holds(was, first))
    recorded = select(schema.load.c.recorded_at).where(schema.load.c.revision == last).scalar_subquery()
    names = ("feed", "project", "resource", "start", "finish")
    query = select(*(table.c[name] for name in names), feed.c.loader).join(feed, feed.c.id == table.c.feed)
    query = query.where(holds(table, last), table.c.since > first, table.c.finish > recorded, ~known.exists())
    rows = frame(connection, query)
    if rows.empty:
        return rows
    keys, meant = queries.public_keys(connection, last, "person"), queries.meaning(connection, "person", last)
    projects = queries.public_keys(connection, last, "project")
    at = list(zip(rows["feed"], rows["resource"], strict=True))
    rows["person"] = [keys.get(one) or meant.get(one) for one in at]
    named = zip(rows["feed"], rows["project"], strict=True)
    rows["project"] = [projects.get(one) or one[1] for one in named]
    return rows[rows["person"].notna()]


# --- what explains it -------------------------------------------------------------------------------------------------


def _evidence(
    connection: Connection, then: Moment, now: Moment, first: Revision, last: Revision, today: str
) -> Evidence:
    """Read what explains the changes between two moments: of all claims and hand-overs those that touch one."""
    number, waits = last.number, queries.dependencies(connection, last.number)
    cuts = tuned.for_everything(connection, number)
    waits = waits[waits["from_key"].isin(now.projects.index) | waits["to_key"].isin(now.projects.index)]
    ends = {key for key in (*waits["from_key"], *waits["to_key"]) if key}
    rows = _touching(then, now, ends)
    handed = work.milestones(connection, number, today, sorted(ends))
    others = sorted(set(rows["milestone"].dropna()) - set(handed.index))
    marks = pd.concat([handed, work.milestones(connection, number, today, keys=others)])
    keys = sorted({*rows["project"].dropna(), *ends})
    projects = queries.projects(connection, number, work.few(keys), only=(*queries.COURSE, "name"))
    effects = causes.effects(rows, marks, projects)
    kpis = now.kpis[now.kpis.index.isin(rows["serves"])]
    found = queries.figures(connection, number, "project", ("status",), work.few(keys))
    return Evidence(
        effects=effects,
        seen=causes.seen(kpis, queries.readings(connection, number, work.few(kpis.index)), effects),
        handovers=judged(connection, number, waits, handed).assign(from_key=waits["from_key"], to_key=waits["to_key"]),
        paths=alignment.paths(rows, now.kpis, now.objectives, projects),
        ways=pd.to_numeric(now.kpis["target"]).astype(float) - pd.to_numeric(now.kpis["baseline"]).astype(float),
        decisions=queries.decisions(connection, number),
        links=now.links,
        names={
            **queries.names_of_projects(connection, number, _relinked(then, now)),
            **marks["name"],
            **projects["name"],
        },
        statuses={key: line.status for key, line in found["status"].items()},
        since=first.recorded_at[:10],
        cuts=cuts,
    )


def _relinked(then: Moment, now: Moment) -> list[str]:
    """Give the projects whose claims came, went or changed."""
    ends = ["project", "milestone_text", "serves", "amount"]
    rows = pd.concat([moment.contributions[ends].astype(object) for moment in (then, now)])
    return [*rows[~rows.duplicated(keep=False)]["project"].dropna().unique()]


def _touching(then: Moment, now: Moment, ends: set[str]) -> pd.DataFrame:
    """Keep the contributions of projects that changed or wait for each other, and all to what these and others moved:
    KPIs and objectives that turned, the KPIs of these, and whatever a milestone that changed serves.
    """
    rows, objectives = now.contributions, _turned(then.objectives, now.objectives)
    kpis = now.kpis.index[now.kpis["objective"].isin(objectives)]
    served = rows.loc[rows["milestone"].isin(now.milestones.index), "serves"]
    moved = {*objectives, *kpis, *_turned(then.kpis, now.kpis), *served}
    return rows[rows["project"].isin({*now.projects.index, *ends}) | rows["serves"].isin(moved)]


def _turned(then: pd.DataFrame, now: pd.DataFrame) -> pd.Index:
    return now.index[now["status"] != then["status"].reindex(now.index)]
