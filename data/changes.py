"""What a revision changed, as far as it decides which projects are judged anew."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Subquery, Table, or_, select

from data import schema
from data.feeds import REGISTERS
from data.records import Assignment, Calendar, Milestone, Money, Project, Risk, Setting, Task
from data.schema import FACTS
from data.work import LEAVES, SPREADS


def changed(table: FromClause, revision: int) -> ColumnElement[bool]:
    """Give the condition of rows that a revision began or ended."""
    return (table.c.since == revision) | (table.c.until == revision)


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
    delivered = select(file.c.feed).join(feed, feed.c.id == file.c.feed)
    delivered = delivered.where(file.c.revision == revision, feed.c.loader.in_(REGISTERS))
    of_project = select(identity.c.key).where(identity.c.kind == "project", identity.c.until > revision)
    scheduled = of_project.join(feed, feed.c.id == identity.c.feed).where(feed.c.loader.not_in(REGISTERS))
    return _keys(connection, of_project.where(identity.c.feed.in_(delivered), identity.c.key.not_in(scheduled)))


def _adopting(connection: Connection, revision: int) -> set[str]:
    """Give the projects that adopt the plan of a day as baseline which this revision is the newest of."""
    identity, project, load = schema.identity, FACTS[Project], schema.load
    recorded = connection.execute(select(load.c.recorded_at).where(load.c.revision == revision)).scalar_one()
    of_project = (identity.c.feed == project.c.feed) & (identity.c.source == project.c.key)
    keys = select(identity.c.key).distinct().join(project, of_project).where(identity.c.kind == "project")
    return _keys(connection, keys.where(project.c.until > revision, project.c.baseline_as_of >= recorded[:10]))


def _keys(connection: Connection, query: Select[Any]) -> set[str]:
    return {row[0] for row in connection.execute(query)}
