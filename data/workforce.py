"""Who there is, what time they have and what they are booked on: one frame each as of a revision."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import BindParameter, Connection, FromClause, Integer, Select, Text, and_, bindparam, func, select

from data import schema
from data.feeds import REGISTERS
from data.frames import frame, holds, identified, in_order_of_feeds, objects, stacked, stated
from data.names import full_name, plain_key
from data.records import EVERYONE, Absence, Assignment, Decision, ListEntry, Project, Resource, Task
from data.remembered import once
from data.schema import FACTS

_WORK = (
    "skill", "skill_level", "units", "people", "firm", "actual_start", "actual_finish", "work", "actual_work",
    "remaining_work", "hours_per_week", "share", "spread", "actual_spread", "sheet", "row",
)  # fmt: skip
_FEW = 2_000  # people or projects named in one question
_REVISION = bindparam("revision", type_=Integer)
Revision = int | BindParameter[int]


def rows_of_people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give every source row of people, all or some, those of registers first: key (of the person), registered,
    feed_name, source_key, name, email, called (the name as it is compared), also (other names that a register's row
    declares, as compared), declared (a line `same person` names the row).
    """
    rows = stated(connection, Resource, "person", revision, keys, only=["key", "name", "email", "also_known_as"])
    named = _declared(connection, revision)
    texts = [[text for text in (also or "").split(";") if text.strip()] for also in rows["also_known_as"]]
    called = [full_name(name or "") for name in rows["name"]]
    own = [full_name(plain_key(feed, key)) for feed, key in zip(rows["feed_name"], rows["source_key"], strict=True)]
    return pd.DataFrame(
        {
            "key": rows["public"],
            "registered": rows["loader"].isin(REGISTERS),
            "feed_name": rows["feed_name"],
            "source_key": rows["source_key"],
            "name": rows["name"],
            "email": rows["email"],
            "called": objects(called, rows.index),
            "also": objects(([full_name(text) for text in each] for each in texts), rows.index),
            "declared": [bool({name, key} & named) for name, key in zip(called, own, strict=True)],
        }
    )


def names_of_people(connection: Connection, revision: int) -> pd.DataFrame:
    """Give every name that a source gives to a person, once: key, name, called (as it is compared), registered (a
    register names the person).
    """
    resource, identity, feed = FACTS[Resource], schema.identity, schema.feed
    query = (
        select(identity.c.key, resource.c.name, (feed.c.loader.in_(REGISTERS)).label("registered"))
        .join(resource, and_(identity.c.feed == resource.c.feed, identity.c.source == resource.c.key))
        .join(feed, feed.c.id == identity.c.feed)
        .where(identity.c.kind == "person", holds(identity, revision), holds(resource, revision))
        .where(resource.c.name.is_not(None))
        .order_by(feed.c.loader.in_(REGISTERS), feed.c.name.desc(), resource.c.key.desc())  # a register says it last
    )
    found = connection.execute(query).all()
    own = {row.key for row in found if row.registered}
    names = {(row.key, called): row.name for row in found if (called := full_name(row.name))}
    rows = [(key, name, called, key in own) for (key, called), name in sorted(names.items())]
    return pd.DataFrame(rows, columns=["key", "name", "called", "registered"], dtype=object)


def _declared(connection: Connection, revision: int) -> set[str]:
    """Give the names that lines `same person` give to somebody, as they are compared."""
    entry = FACTS[ListEntry]
    query = select(entry.c.name).where(entry.c.kind == "same person", entry.c.code.is_not(None), holds(entry, revision))
    return {full_name(name) for name in frame(connection, query)["name"] if name}


def time_of_people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give what each source says of the time of people, all or some, in the order in which sources count: key (of the
    person), calendar (`feed:key`), max_units, availability.
    """
    rows = stated(
        connection, Resource, "person", revision, keys, only=["feed", "calendar", "max_units", "availability"]
    )
    return pd.DataFrame(
        {
            "key": rows["public"],
            "calendar": _calendars(rows, "calendar"),
            "max_units": rows["max_units"],
            "availability": rows["availability"],
        }
    )


@once
def absences(connection: Connection, revision: int) -> pd.DataFrame:
    """Give absences: who_kind (person, department, place, everyone; None while nobody is found), who (key), first_day,
    last_day (the first where none is stated), hours_per_day, kind.
    """
    rows = frame(connection, in_order_of_feeds(FACTS[Absence], revision))
    reference = schema.reference
    query = select(reference.c.feed, reference.c.text, reference.c.kind, reference.c.key)
    query = query.where(reference.c.wants == "who", holds(reference, revision))
    meant = {(row.feed, row.text): (row.kind, row.key) for row in connection.execute(query)}
    found = [
        ("everyone", None) if text.strip() == EVERYONE else meant.get((feed, text), (None, None))
        for feed, text in zip(rows["feed"], rows["who"], strict=True)
    ]
    rows["who_kind"], rows["who"] = (objects((one[place] for one in found), rows.index) for place in (0, 1))
    rows["last_day"] = rows["last_day"].where(rows["last_day"].notna(), rows["first_day"])
    return rows[["who_kind", "who", "first_day", "last_day", "hours_per_day", "kind"]]


def decisions_about(connection: Connection, revision: int, people: Sequence[str]) -> pd.DataFrame:
    """Give the decisions about some people (keys), the newest first: person, key, date, kind, text, by, due, state,
    accepted_until, since (the revision that brought it as it is).
    """
    table, reference = FACTS[Decision], schema.reference
    at = and_(
        reference.c.wants == "node", reference.c.kind == "person", reference.c.feed == table.c.feed,
        reference.c.text == table.c.about, holds(reference, revision),
    )  # fmt: skip
    names = ("key", "date", "kind", "text", "by", "due", "state", "accepted_until", "since")
    query = select(reference.c.key.label("person"), *(table.c[name] for name in names)).join(reference, at)
    query = query.where(holds(table, revision))
    if len(people) <= _FEW:
        query = query.where(reference.c.key.in_(people))
    rows = frame(connection, query.order_by(table.c.date.desc(), table.c.since.desc(), table.c.key))
    return rows[rows["person"].isin(list(people))].reset_index(drop=True)


def assignments(
    connection: Connection,
    revision: int,
    people: Sequence[str] | None = None,
    projects: Sequence[str] | None = None,
    within: tuple[str, str] | None = None,
    *,
    skilled: bool = False,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give assignments of work, all, or those of some people or projects (keys), or those that state a skill
    (`skilled`), or those that may lie `within` two days (ISO, both included; what states its own spread may lie
    anywhere): feed, key, person (key; None where nobody is named), project (key), task (source key), task_name, called
    (the name of a resource who is nobody), role, skill, skill_level, units, people, firm, the dates, work (minutes) and
    spreads of the record, hours_per_week, share, total_slack (of the task, working minutes), calendar (`feed:key`),
    status_date (of a schedule), feed_name, file, sheet, row.

    Dates that an assignment lacks are its task's. Its calendar is the task's own, else the resource's, else the
    project's. Equipment, material and cost are no work of people. A project that two feeds hold under one source key
    counts once, as the feed with the later status date has it. `only` keeps of the columns beside feed, key, person,
    project and calendar some.
    """
    given: dict[str, Any] = {"revision": revision}
    given |= {} if people is None else {"people": [*people]}
    given |= {} if projects is None else {"projects": [*projects]}
    given |= {} if within is None else {"first": within[0], "last": f"{within[1]}~"}  # a moment of it comes before it
    columns = None if only is None else tuple(sorted(only))
    rows = stacked([frame(connection, query, given) for query in _assignments(tuple(given), skilled, columns)])
    rows["calendar"] = _calendars(rows, "calendar")
    return _once(connection, revision, rows)


# To put such questions together takes longer than to answer them for a few people, and pages ask them again and again.
@lru_cache(maxsize=32)
def _assignments(given: tuple[str, ...], skilled: bool, only: tuple[str, ...] | None) -> list[Select[Any]]:
    """Give the questions of `assignments`, to schedules and to registers, which ask for what is `given`."""
    found = []
    everybody = "people" not in given
    unnarrowed = everybody and "projects" not in given and not skilled
    for query, person, project in (_scheduled(everybody, unnarrowed), _registered(everybody)):
        if "people" in given:
            query = query.where(person.in_(bindparam("people", expanding=True)), person.table.c.kind == "person")
        if "projects" in given:
            query = query.where(project.in_(bindparam("projects", expanding=True)))
        if skilled:
            query = query.where(FACTS[Assignment].c.skill.is_not(None))
        query = _narrowed(query, only)
        found.append(_within(query) if "first" in given else query)
    return found


def people_on(connection: Connection, revision: int, projects: Sequence[str]) -> list[str]:
    """Give the people (keys) who are booked on some projects (keys), whenever; perhaps also by what does not count,
    such as a schedule that another one has replaced.
    """
    found: set[str] = set()
    for query in _people_on():
        found.update(connection.scalars(query, {"revision": revision, "projects": [*projects]}))
    return sorted(found)


@lru_cache(maxsize=1)
def _people_on() -> list[Select[Any]]:
    found = []
    for query, who, of in (_scheduled(False), _registered(False)):
        mine = query.where(of.in_(bindparam("projects", expanding=True)), who.is_not(None)).order_by(None)
        found.append(mine.with_only_columns(who, maintain_column_froms=True).distinct())
    return found


_ENDS = ("feed", "feed_name", "key", "person", "project", "source_project", "calendar")


def _narrowed(query: Select[Any], only: Collection[str] | None) -> Select[Any]:
    """Keep some columns; a register has not all of them."""
    if only is None:
        return query
    columns, kept = query.selected_columns, {*_ENDS, *only}
    return query.with_only_columns(*(one for one in columns if one.key in kept), maintain_column_froms=True)


def _within(query: Select[Any]) -> Select[Any]:
    """Keep what may lie on some days."""
    rows = query.order_by(None).subquery()
    first, last = bindparam("first", type_=Text), bindparam("last", type_=Text)
    own = rows.c.spread.is_not(None) | rows.c.actual_spread.is_not(None)
    ends = rows.c.finish.is_(None) | (rows.c.finish >= first) | (rows.c.actual_finish >= first)
    begins = rows.c.start.is_(None) | (rows.c.start < last) | (rows.c.actual_start < last)
    return select(rows).where(own | (begins & ends)).order_by(rows.c.feed_name, rows.c.key)


def _scheduled(everybody: bool, unnarrowed: bool = False) -> tuple[Select[Any], Any, Any]:
    """Select the assignments of schedules, with the columns of their person's and their project's key; those of nobody
    only for `everybody`. `unnarrowed` asks for all, whatever their project or skill.
    """
    table, task, owner, file = FACTS[Assignment], FACTS[Task], FACTS[Project], schema.file
    who, project = schema.identity.alias("person"), schema.identity.alias("of")
    resource = _resources() if unnarrowed else FACTS[Resource]
    person = resource.c.person if unnarrowed else who.c.key
    query = (
        _selected(table, person, project.c.key)
        .add_columns(
            table.c.task,
            task.c.name.label("task_name"),
            resource.c.name.label("called"),
            func.coalesce(table.c.role, resource.c.role).label("role"),
            func.coalesce(table.c.start, task.c.start).label("start"),
            func.coalesce(table.c.finish, task.c.finish).label("finish"),
            task.c.total_slack,
            func.coalesce(task.c.calendar, resource.c.calendar, owner.c.calendar).label("calendar"),
            func.coalesce(owner.c.status_date, file.c.status_date).label("status_date"),
            table.c.project.label("source_project"),
        )
        .join(file, file.c.id == table.c.file)
        .join(project, identified(project, "project", table.c.feed, table.c.project, _REVISION))
        .outerjoin(resource, _row(resource, table.c.feed, table.c.resource, _REVISION))
        .outerjoin(task, _row(task, table.c.feed, table.c.task, _REVISION))
        .outerjoin(owner, _row(owner, table.c.feed, table.c.project, _REVISION))
        .where(holds(table, _REVISION), schema.feed.c.loader.not_in(REGISTERS))
        .where(func.coalesce(resource.c.kind, "person").not_in(["material", "cost", "equipment"]))
        .where(func.coalesce(task.c.active, True).is_(True))
    )
    if not unnarrowed:  # an inner join starts from the few that are asked for
        at = identified(who, "resource", table.c.feed, table.c.resource, _REVISION)
        query = query.join(who, at, isouter=everybody)
    return query, person, project.c.key


def _resources() -> FromClause:
    """Select resources with the keys of their people: of all assignments, each person is looked up once."""
    table, identity = FACTS[Resource], schema.identity
    at = identified(identity, "resource", table.c.feed, table.c.key, _REVISION)
    return select(table, identity.c.key.label("person")).outerjoin(identity, at).subquery("resource")


def _registered(everybody: bool) -> tuple[Select[Any], Any, Any]:
    """Select the assignments of registers, with the columns of their person's and their project's key; those of nobody
    only for `everybody`.
    """
    table = FACTS[Assignment]
    person, project = schema.reference.alias("person"), schema.reference.alias("of")
    query = (
        _selected(table, person.c.key, project.c.key)
        .add_columns(
            table.c.task, table.c.task.label("task_name"), table.c.resource.label("called"), table.c.role,
            table.c.start, table.c.finish,
        )
        .join(project, _meant(project, "project", table.c.feed, table.c.project, _REVISION))
        .join(person, _meant(person, "person", table.c.feed, table.c.resource, _REVISION), isouter=everybody)
        .where(holds(table, _REVISION), schema.feed.c.loader.in_(REGISTERS), project.c.key.is_not(None))
    )  # fmt: skip
    return query, person.c.key, project.c.key


def _selected(table: Any, person: Any, project: Any) -> Select[*tuple[Any, ...]]:
    feed = schema.feed
    return (
        select(
            table.c.feed, table.c.key, feed.c.name.label("feed_name"), feed.c.loader, table.c.file,
            person.label("person"), project.label("project"), *(table.c[name] for name in _WORK),
        )
        .join(feed, feed.c.id == table.c.feed)
        .order_by(feed.c.name, table.c.key)
    )  # fmt: skip


def _row(table: Any, feed: Any, key: Any, revision: Revision) -> Any:
    return and_(table.c.feed == feed, table.c.key == key, holds(table, revision))


def _meant(reference: FromClause, wants: str, feed: Any, text: Any, revision: Revision) -> Any:
    at = reference.c
    return and_(at.wants == wants, at.feed == feed, at.text == text, holds(reference, revision))


def _calendars(rows: pd.DataFrame, column: str) -> pd.Series:
    """Name calendars as working calendars are named; None where a row names none."""
    pairs = zip(rows["feed"], rows[column], strict=True)
    return objects((None if key is None else f"{feed}:{key}" for feed, key in pairs), rows.index)


def _once(connection: Connection, revision: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the assignments of a project that another feed has under the same source key and later, also where
    that feed has none of those that are asked for.
    """
    latest = _latest(connection, revision, sorted(set(rows["project"])))
    if not latest:
        return rows
    pairs = zip(rows["project"], rows["source_project"], rows["feed"], strict=True)
    counts = [latest.get((project, source), feed) == feed for project, source, feed in pairs]
    return rows[np.array(counts, dtype=bool)].reset_index(drop=True)


def _latest(connection: Connection, revision: int, projects: Sequence[str]) -> dict[tuple[str, str], int]:
    """Give the feed with the later status date for each project (key, source key) that several schedules hold."""
    identity, feed, table, owner, file = schema.identity, schema.feed, FACTS[Assignment], FACTS[Project], schema.file
    query = (
        select(identity.c.key, identity.c.source)
        .join(feed, feed.c.id == identity.c.feed)
        .where(identity.c.kind == "project", identity.c.record == "project", holds(identity, revision))
        .where(feed.c.loader.not_in(REGISTERS))
        .group_by(identity.c.key, identity.c.source)
        .having(func.count() > 1)
    )
    few = query.where(identity.c.key.in_(projects)) if len(projects) <= _FEW else query
    twice = {(key, source) for key, source in connection.execute(few)}
    if not twice:
        return {}
    status = func.coalesce(owner.c.status_date, file.c.status_date, "")
    query = (
        select(identity.c.key, identity.c.source, table.c.feed)
        .join(identity, identified(identity, "project", table.c.feed, table.c.project, revision))
        .join(feed, feed.c.id == table.c.feed)
        .join(file, file.c.id == table.c.file)
        .outerjoin(owner, _row(owner, table.c.feed, table.c.project, revision))
        .where(holds(table, revision), feed.c.loader.not_in(REGISTERS))
        .where(table.c.project.in_(sorted({source for _, source in twice})))
        .order_by(status.desc(), feed.c.name)
    )
    found: dict[tuple[str, str], int] = {}
    for key, source, number in connection.execute(query):
        if (key, source) in twice:
            found.setdefault((key, source), number)
    return found
