"""What a revision changed, as far as it decides which projects are judged anew."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Subquery, Table, and_, exists, or_, select

from data import schema
from data.derived import PART
from data.feeds import REGISTERS, delivered
from data.records import (
    Absence,
    Assignment,
    Calendar,
    ListEntry,
    Milestone,
    Money,
    Project,
    Resource,
    Risk,
    Setting,
    Task,
)
from data.schema import FACTS
from data.work import LEAVES, SPREADS


def changed(table: FromClause, revision: int) -> ColumnElement[bool]:
    """Give the condition of rows that a revision began or ended; of facts only what it delivered is looked through."""
    moved = (table.c.since == revision) | (table.c.until == revision)
    return moved & table.c.feed.in_(delivered(revision)) if "digest" in table.c else moved


def concerns_all(connection: Connection, revision: int) -> bool:
    """Say whether a revision concerns every project: it is an assessment, or a setting was changed."""
    cause = connection.execute(select(schema.load.c.cause).where(schema.load.c.revision == revision)).scalar()
    setting = FACTS[Setting]
    tuned = select(setting.c.id).where(changed(setting, revision)).limit(1)
    return cause != "exports" or connection.execute(tuned).first() is not None


def changed_projects(connection: Connection, revision: int) -> set[str]:
    """Give the projects (keys) whose facts, tasks, milestones, money, risks, calendars, dates, baseline or identity a
    revision changed.
    """
    return (
        _by_identity(connection, revision)
        | _by_reference(connection, revision)
        | _by_source(connection, revision)
        | _by_milestone(connection, revision)
        | _threatened(connection, revision, "project")
        | _moved(connection, revision)
        | _by_delivery(connection, revision)
        | _adopting(connection, revision)
    )


def changed_milestones(connection: Connection, revision: int) -> set[str]:
    """Give the milestones (keys) that a revision brought, ended, or moved from one project to another."""
    identity, reference, milestone = schema.identity, schema.reference, FACTS[Milestone]
    own = select(identity.c.key).where(identity.c.kind == "milestone", changed(identity, revision))
    moved = (
        select(identity.c.key)
        .join(milestone, (identity.c.feed == milestone.c.feed) & (identity.c.source == milestone.c.key))
        .join(reference, (reference.c.feed == milestone.c.feed) & (reference.c.text == milestone.c.project))
        .where(identity.c.record == "milestone", identity.c.until >= revision)
        .where(milestone.c.until >= revision)  # what it was said to belong to earlier moves it no more
        .where(reference.c.wants == "project", changed(reference, revision))
    )
    return _keys(connection, own) | _keys(connection, moved)


def _by_identity(connection: Connection, revision: int) -> set[str]:
    identity = schema.identity
    return _keys(connection, select(identity.c.key).where(identity.c.kind == "project", changed(identity, revision)))


def _by_reference(connection: Connection, revision: int) -> set[str]:
    """Give the projects that a text has begun or ceased to mean, and those whose milestones or money changed."""
    reference = schema.reference
    meant = select(reference.c.key).where(reference.c.wants == "project", reference.c.key.is_not(None))
    found = _keys(connection, meant.where(changed(reference, revision)))
    for table in (FACTS[Milestone], FACTS[Money]):
        lines = _named_by(table, changed(table, revision))
        of_project = (lines.c.feed == reference.c.feed) & (lines.c.project == reference.c.text)
        found |= _keys(connection, meant.join(lines, of_project))
    return found


def _moved(connection: Connection, revision: int) -> set[str]:
    """Give the projects whose department or programme a text has begun or ceased to mean: settings may be its own."""
    identity, reference, project = schema.identity, schema.reference, FACTS[Project]
    of_project = (identity.c.feed == project.c.feed) & (identity.c.source == project.c.key)
    keys = select(identity.c.key).distinct().join(project, of_project).where(identity.c.record == "project")
    found: set[str] = set()
    for wants in ("department", "programme"):
        meant = (reference.c.feed == project.c.feed) & (reference.c.text == project.c[wants])
        moved = keys.join(reference, meant).where(reference.c.wants == wants, changed(reference, revision))
        found |= _keys(connection, moved)
    return found


def _by_source(connection: Connection, revision: int) -> set[str]:
    """Give the projects of changed lines, tasks, time-phased baselines and calendars of schedules, and of changed lines
    of registers.
    """
    identity, project, task, calendar = schema.identity, FACTS[Project], FACTS[Task], FACTS[Calendar]
    keys = select(identity.c.key).distinct().where(identity.c.record == "project")
    of_project = (identity.c.feed == project.c.feed) & (identity.c.source == project.c.key)
    assignment = FACTS[Assignment]
    phased = or_(*(assignment.c[name].is_not(None) for name in SPREADS))
    tasks = _named_by(task, task.c.kind.in_(LEAVES) & changed(task, revision))
    work = _named_by(assignment, phased & changed(assignment, revision))
    of_task, of_work = (
        (identity.c.feed == lines.c.feed) & (identity.c.source == lines.c.project) for lines in (tasks, work)
    )
    return (
        _keys(connection, keys.join(project, of_project).where(changed(project, revision)))
        | _keys(connection, keys.join(tasks, of_task))
        | _keys(connection, keys.join(work, of_work))
        | _keys(connection, keys.join(calendar, identity.c.feed == calendar.c.feed).where(changed(calendar, revision)))
    )


def _named_by(table: Table, condition: ColumnElement[bool], own: FromClause | None = None) -> Subquery:
    """Select the few projects (feed, and as the line names it) of many lines, before anything is joined to them.

    Where `own`, the identity of the lines, is given, the condition may speak of it.
    """
    lines = select(table.c.feed, table.c.project).distinct().where(condition)
    if own is not None:
        of_line = (own.c.record == table.name) & (own.c.feed == table.c.feed) & (own.c.source == table.c.key)
        lines = lines.join(own, of_line)
    return lines.subquery()


def _by_milestone(connection: Connection, revision: int) -> set[str]:
    """Give the projects of milestones that a revision gave another key, or that changed threats are about."""
    own = schema.identity.alias("own")
    keyed = own.c.kind == "milestone"
    return _of_milestones(connection, own, keyed & changed(own, revision)) | _of_milestones(
        connection, own, keyed & own.c.key.in_(_threatened(connection, revision, "milestone"))
    )


def _of_milestones(connection: Connection, own: FromClause, which: ColumnElement[bool]) -> set[str]:
    """Give the projects of some milestones: `own` is the identity of their source rows, `which` says which."""
    identity, reference = schema.identity, schema.reference
    lines, tasks = _named_by(FACTS[Milestone], which, own), _named_by(FACTS[Task], which, own)
    meant = (reference.c.feed == lines.c.feed) & (reference.c.text == lines.c.project)
    stated = select(reference.c.key).distinct().join(lines, meant)
    stated = stated.where(reference.c.wants == "project", reference.c.key.is_not(None))
    owner = (identity.c.feed == tasks.c.feed) & (identity.c.source == tasks.c.project)
    scheduled = select(identity.c.key).distinct().join(tasks, owner).where(identity.c.record == "project")
    return _keys(connection, stated) | _keys(connection, scheduled)


def _threatened(connection: Connection, revision: int, kind: str) -> set[str]:
    """Give what changed risks are about, and what a text of a risk has begun or ceased to mean, of one kind."""
    reference, risk = schema.reference, FACTS[Risk]
    about = (risk.c.feed == reference.c.feed) & (risk.c.about == reference.c.text)
    meant = select(reference.c.key).where(reference.c.wants == "node", reference.c.kind == kind)
    stated = meant.join(risk, about).where(changed(risk, revision))
    return _keys(connection, meant.where(changed(reference, revision))) | _keys(connection, stated)


def _by_delivery(connection: Connection, revision: int) -> set[str]:
    """Give the projects without a schedule of the registers that were delivered: they stand as of the delivery."""
    identity, file, feed = schema.identity, schema.file, schema.feed
    registers = select(file.c.feed).join(feed, feed.c.id == file.c.feed)
    registers = registers.where(file.c.revision == revision, feed.c.loader.in_(REGISTERS))
    of_project = select(identity.c.key).where(identity.c.kind == "project", identity.c.until > revision)
    scheduled = of_project.join(feed, feed.c.id == identity.c.feed).where(feed.c.loader.not_in(REGISTERS))
    return _keys(connection, of_project.where(identity.c.feed.in_(registers), identity.c.key.not_in(scheduled)))


def _adopting(connection: Connection, revision: int) -> set[str]:
    """Give the projects that adopt the plan of a day as baseline which this revision is the newest of."""
    identity, project, load = schema.identity, FACTS[Project], schema.load
    recorded = connection.execute(select(load.c.recorded_at).where(load.c.revision == revision)).scalar_one()
    of_project = (identity.c.feed == project.c.feed) & (identity.c.source == project.c.key)
    keys = select(identity.c.key).distinct().join(project, of_project).where(identity.c.kind == "project")
    return _keys(connection, keys.where(project.c.until > revision, project.c.baseline_as_of >= recorded[:10]))


def _keys(connection: Connection, query: Select[Any]) -> set[str]:
    return {row[0] for row in connection.execute(query)}


# --- people -----------------------------------------------------------------------------------------------------------


class Touched(NamedTuple):
    """People and projects (keys) of which a revision may have changed what they have or what is asked of them."""

    people: set[str]
    projects: set[str]


def touched(connection: Connection, revision: int) -> Touched | None:
    """Give the people and projects whose days a revision may have changed; None where it may be everybody's: it is an
    assessment, or absences or the places that they name were changed.
    """
    cause = connection.execute(select(schema.load.c.cause).where(schema.load.c.revision == revision)).scalar()
    reference, entry, absence = schema.reference, FACTS[ListEntry], FACTS[Absence]
    everybody = (
        select(absence.c.id).where(changed(absence, revision)),
        select(reference.c.id).where(reference.c.wants == "who", changed(reference, revision)),
        select(entry.c.id).where(entry.c.kind == "place", changed(entry, revision)),
    )
    if cause != "exports" or any(connection.execute(query.limit(1)).first() for query in everybody):
        return None
    people = _changed_people(connection, revision)
    projects = _booking(connection, revision) | _booked_on(connection, revision, people)
    return Touched(people | _booked(connection, revision, projects), projects)


def _changed_people(connection: Connection, revision: int) -> set[str]:
    """Give the people of whom a row, what is meant by a text, the department or a calendar was changed."""
    identity, reference, resource, calendar = schema.identity, schema.reference, FACTS[Resource], FACTS[Calendar]
    own = select(identity.c.key).distinct().where(identity.c.kind == "person")
    of_row = (identity.c.feed == resource.c.feed) & (identity.c.source == resource.c.key)
    named = select(reference.c.key).where(reference.c.wants == "person", reference.c.key.is_not(None))
    in_department = (reference.c.feed == resource.c.feed) & (reference.c.text == resource.c.department)
    moved = own.join(resource, of_row).join(reference, in_department)
    with_calendar = own.join(calendar, identity.c.feed == calendar.c.feed)
    return (
        _keys(connection, own.where(changed(identity, revision)))
        | _keys(connection, own.join(resource, of_row).where(changed(resource, revision)))
        | _keys(connection, named.where(changed(reference, revision)))
        | _keys(connection, moved.where(reference.c.wants == "department", changed(reference, revision)))
        | _keys(connection, with_calendar.where(changed(calendar, revision)))
    )


def _booking(connection: Connection, revision: int) -> set[str]:
    """Give the projects of which assignments, resources, calendars, the line or the identity was changed, or what the
    assignments have from their tasks.
    """
    identity, reference = schema.identity, schema.reference
    assignment, project = FACTS[Assignment], FACTS[Project]
    resource, calendar = FACTS[Resource], FACTS[Calendar]
    keys = select(identity.c.key).distinct().where(identity.c.record == "project")
    meant = select(reference.c.key).where(reference.c.wants == "project", reference.c.key.is_not(None))
    found = _keys(connection, meant.where(changed(reference, revision)))
    found |= _keys(connection, keys.where(changed(identity, revision)))
    lines = [
        select(table.c.feed, table.c[name].label("project")).distinct().where(changed(table, revision))
        for table, name in ((assignment, "project"), (project, "key"))
    ]
    lines += [_of_other_tasks(revision), _of_moved_tasks(revision)]
    at = (assignment.c.feed == resource.c.feed) & (assignment.c.resource == resource.c.key)
    own = (identity.c.record == "resource") & (assignment.c.feed == identity.c.feed)
    of_resource = select(assignment.c.feed, assignment.c.project).distinct()
    lines += [
        of_resource.join(resource, at).where(changed(resource, revision)),
        of_resource.join(identity, own & (assignment.c.resource == identity.c.source)).where(
            changed(identity, revision)
        ),
        select(project.c.feed, project.c.key.label("project")).distinct()
        .join(calendar, calendar.c.feed == project.c.feed).where(changed(calendar, revision)),
    ]  # fmt: skip
    for query in lines:
        part = query.subquery()
        of_line = (identity.c.feed == part.c.feed) & (identity.c.source == part.c.project)
        of_text = (reference.c.feed == part.c.feed) & (reference.c.text == part.c.project)
        found |= _keys(connection, keys.join(part, of_line)) | _keys(connection, meant.join(part, of_text))
    return found


def _of_other_tasks(revision: int) -> Select[Any, Any]:
    """Select the projects (feed, and as the line names it) of tasks that came or went, or lie in another calendar."""
    task = FACTS[Task]
    return select(task.c.feed, task.c.project).distinct().where(_differs(task, revision, _OF_TASK))


def _of_moved_tasks(revision: int) -> Select[Any, Any]:
    """Select the projects of tasks with other dates, where there are assignments that have no dates of their own."""
    assignment, moved = FACTS[Assignment], _named_by(FACTS[Task], _differs(FACTS[Task], revision, _DATES))
    own = and_(*(assignment.c[name].is_not(None) for name in _DATES))
    of_task = (assignment.c.feed == moved.c.feed) & (assignment.c.project == moved.c.project)
    query = select(assignment.c.feed, assignment.c.project).distinct().join(moved, of_task)
    return query.where(assignment.c.until >= revision, ~own)


_OF_TASK, _DATES = ("project", "active", "calendar"), ("start", "finish")  # what assignments have from their tasks


def _differs(table: Table, revision: int, names: Sequence[str]) -> ColumnElement[bool]:
    """Give the condition of rows that came or went with a revision, or that say in some columns what they did not."""
    other = table.alias("other")
    one_row = (other.c.feed == table.c.feed) & (other.c.key == table.c.key)
    after = (table.c.since == revision) & (other.c.until == revision)
    before = (table.c.until == revision) & (other.c.since == revision)
    alike = [other.c[name].is_not_distinct_from(table.c[name]) for name in names]
    return changed(table, revision) & ~exists().where(one_row, after | before, *alike).correlate(table)


def _booked_on(connection: Connection, revision: int, people: set[str]) -> set[str]:
    """Give the projects that book some people, before or after a revision."""
    return _across(connection, revision, people, "person", "project")


def _booked(connection: Connection, revision: int, projects: set[str]) -> set[str]:
    """Give the people whom some projects book, before or after a revision."""
    return _across(connection, revision, projects, "project", "person")


def _across(connection: Connection, revision: int, keys: set[str], known: str, wanted: str) -> set[str]:
    """Give the keys at the other end of the assignments of some people or projects."""
    found: set[str] = set()
    table, every = FACTS[Assignment], sorted(keys)
    for start in range(0, len(every), PART):
        part = every[start : start + PART]
        for (own, condition), (other, joined) in zip(_ends(table, known), _ends(table, wanted), strict=True):
            query = select(other.c.key).distinct().join_from(table, own, condition).join(other, joined)
            query = query.where(own.c.key.in_(part), other.c.key.is_not(None), table.c.until >= revision)
            found |= _keys(connection, query.where(own.c.until >= revision, other.c.until >= revision))
    return found


def _ends(table: Table, kind: str) -> list[tuple[FromClause, ColumnElement[bool]]]:
    """Give what joins assignments to their people or projects: by identity in schedules, by text in registers."""
    identity, reference = schema.identity.alias(f"own_{kind}"), schema.reference.alias(f"meant_{kind}")
    column = table.c.resource if kind == "person" else table.c.project
    record = "resource" if kind == "person" else "project"
    by_row = (identity.c.feed == table.c.feed) & (identity.c.source == column) & (identity.c.record == record)
    by_text = (reference.c.feed == table.c.feed) & (reference.c.text == column) & (reference.c.wants == kind)
    return [(identity, by_row), (reference, by_text)]
