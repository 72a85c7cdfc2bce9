"""The tables of the store, in one place.

Facts: one table per record class of `data/records.py`, with the columns below beside the record's own. Nothing is ever
overwritten: a row holds from revision `since` until the revision before `until`, so reading as of revision r is the one
condition `since <= r AND r < until`. Days and moments are ISO 8601 text, alike on SQLite and PostgreSQL.
"""

import re
import types
from typing import Any, get_args, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from data.records import (
    KINDS,
    Assignment,
    Baseline,
    Contribution,
    Dependency,
    Expense,
    FieldValue,
    Money,
    Reading,
    Task,
)

OPEN = 2**31 - 1  # `until` of a row that still holds

META = MetaData()

# Texts are compared and ordered byte by byte, as SQLite does, whatever the language of a PostgreSQL database.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

_TYPES: dict[type, Any] = {str: TEXT, float: Double, int: Integer, bool: Boolean}

# History of these is read one subject at a time; the others are small or read whole.
_SCOPES: dict[type, str] = {
    Contribution: "serves",
    Task: "project",
    Assignment: "project",
    Dependency: "from_project",
    Expense: "project",
    Money: "project",
    FieldValue: "subject",
    Baseline: "task",
    Reading: "kpi",
}


def table_name(kind: type) -> str:
    """Give the table of a record class: `ListEntry` -> `list_entry`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def column_name(field: str) -> str:
    """Give the column of a record's field; a trailing underscore only keeps Python's keywords apart."""
    return field.rstrip("_")


def _versions() -> list[Column[Any]]:
    return [
        Column("since", Integer, nullable=False),  # revision since which the row holds
        Column("until", Integer, nullable=False, server_default=str(OPEN)),  # first revision in which it no longer does
    ]


def _fact_table(kind: type) -> Table:
    """Make the table of a record class from its annotations."""
    name = table_name(kind)
    columns: list[Column[Any]] = [
        Column("id", Integer, primary_key=True),
        Column("feed", Integer, nullable=False),
        Column("file", Integer, nullable=False),  # the file that this version came from
        *_versions(),
        Column("digest", BigInteger, nullable=False),  # of the content; equal digests are one version
    ]
    for field, hint in get_type_hints(kind).items():
        options = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        columns.append(Column(column_name(field), _TYPES[options[0]], nullable=type(None) in options))
    table = Table(name, META, *columns)
    Index(f"{name}_key", table.c.feed, table.c.key, table.c.until, unique=True)  # so one version at most is open
    if kind in _SCOPES:
        Index(f"{name}_{_SCOPES[kind]}", table.c[_SCOPES[kind]], table.c.since)
    return table


FACTS: dict[type, Table] = {kind: _fact_table(kind) for kind in KINDS}

Index("contribution_project", FACTS[Contribution].c.project, FACTS[Contribution].c.since)
Index("assignment_resource", FACTS[Assignment].c.feed, FACTS[Assignment].c.resource, FACTS[Assignment].c.since)

_skilled = text("skill IS NOT NULL")
Index(
    "assignment_skill",
    FACTS[Assignment].c.feed,
    FACTS[Assignment].c.key,
    sqlite_where=_skilled,
    postgresql_where=_skilled,
)

_milestones = text("kind = 'milestone'")
Index(
    "task_milestone",
    FACTS[Task].c.feed,
    FACTS[Task].c.key,
    sqlite_where=_milestones,
    postgresql_where=_milestones,
)

load = Table(
    "load",
    META,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("recorded_at", TEXT, nullable=False),  # ISO moment, UTC; never decreases
    Column("title", TEXT, nullable=False),
    Column("cause", TEXT, nullable=False),  # exports, assessment
    Column("status_date", TEXT),  # as given with the load
)

feed = Table(
    "feed",
    META,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("loader", TEXT, nullable=False),
)

file = Table(
    "file",
    META,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False, index=True),
    Column("feed", Integer, nullable=False, index=True),
    Column("path", TEXT, nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("loader", TEXT, nullable=False),
    Column("loader_version", Integer, nullable=False),
    Column("options", TEXT, nullable=False),  # JSON; with sha256 and loader_version it decides what is unchanged
    Column("status_date", TEXT),
    Column("status_date_from", TEXT),
    Column("rows_in", Integer, nullable=False),
    Column("stored", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("totals", TEXT, nullable=False),  # JSON
    Column("notes", TEXT, nullable=False),  # JSON list of sentences
)

rejection = Table(
    "rejection",
    META,
    Column("id", Integer, primary_key=True),
    Column("file", Integer, nullable=False, index=True),
    Column("sheet", TEXT),
    Column("row", Integer),
    Column("field", TEXT),
    Column("value", TEXT),
    Column("reason", TEXT, nullable=False),
    Column("kind", TEXT),  # table of the row, where known
    Column("key", TEXT),  # source key of the row, where known
)

skipped = Table(
    "skipped",
    META,
    Column("id", Integer, primary_key=True),
    Column("file", Integer, nullable=False, index=True),
    Column("reason", TEXT, nullable=False),
    Column("count", Integer, nullable=False),
)

# --- derived in the load's own transaction, versioned like facts -----------------------------------------------------

identity = Table(
    "identity",
    META,
    Column("id", Integer, primary_key=True),
    Column("kind", TEXT, nullable=False),  # project, milestone, kpi, objective ...
    Column("key", TEXT, nullable=False),  # the public key
    Column("feed", Integer, nullable=False),
    Column("record", TEXT, nullable=False),  # table of the source row
    Column("source", TEXT, nullable=False),  # source key of the source row
    *_versions(),
)
Index("identity_key", identity.c.kind, identity.c.key, identity.c.since)
Index("identity_source", identity.c.record, identity.c.feed, identity.c.source, identity.c.since)

reference = Table(
    "reference",
    META,
    Column("id", Integer, primary_key=True),
    Column("feed", Integer, nullable=False),  # the feed that wrote the text
    Column("wants", TEXT, nullable=False),  # what is pointed at: kpi, project, milestone, served ...
    Column("scope", TEXT, nullable=False),  # public key of the project that a milestone belongs to, else ""
    Column("text", TEXT, nullable=False),  # as written
    Column("kind", TEXT),  # kind of what was found
    Column("key", TEXT),  # its public key; none: waiting or ambiguous
    Column("state", TEXT, nullable=False),  # resolved, waiting, ambiguous
    *_versions(),
)
Index("reference_text", reference.c.wants, reference.c.feed, reference.c.text, reference.c.scope, reference.c.since)
Index("reference_key", reference.c.wants, reference.c.key)

finding = Table(
    "finding",
    META,
    Column("id", Integer, primary_key=True),
    Column("subject_kind", TEXT, nullable=False),  # kpi, milestone, project
    Column("subject", TEXT, nullable=False),  # public key
    Column("measure", TEXT, nullable=False),  # as listed in docs/measures.md
    Column("value", Double),
    Column("text", TEXT),  # a value in words: better, worse, level; or why it is not computed
    Column("unit", TEXT),
    Column("status", TEXT),
    Column("rule", TEXT, nullable=False),
    Column("inputs", TEXT, nullable=False),  # JSON: the numbers and ids that it was made from
    Column("on_date", TEXT),  # the date that it speaks of
    Column("fresh_until", TEXT),  # stale after this day
    *_versions(),
)
Index(
    "finding_subject",
    finding.c.subject_kind,
    finding.c.subject,
    finding.c.measure,
    finding.c.until,
    unique=True,
)

# A row a project, made of its findings and of what its contributions lead to, for what lists, sorts and counts all.
FIGURES = (
    "bac", "pv", "ev", "ac", "eac", "etc", "vac", "cpi", "spi", "spi_t", "tcpi", "es", "ieac_t", "slip_days",
    "on_time_rate",
)  # fmt: skip
STATUSES = (
    "schedule_status", "cost_status", "milestones_status", "deliverables_status", "risks_status", "resources_status",
)  # fmt: skip

standing = Table(
    "standing",
    META,
    Column("id", Integer, primary_key=True),
    Column("project", TEXT, nullable=False),  # public key
    Column("status", TEXT),
    Column("fresh_until", TEXT),  # stale after this day
    Column("unit", TEXT),  # of bac, pv, ev, ac and eac: a currency, h or working days
    *(Column(name, Double) for name in FIGURES),
    *(Column(name, TEXT) for name in STATUSES),
    Column("path", TEXT, nullable=False),  # served, enabling, nothing
    Column("enables", TEXT),  # the first project that waits for it
    Column("objectives", Integer, nullable=False),  # to which its contributions lead
    Column("weight", Double, nullable=False),  # of these, each once
    Column("slips", TEXT),  # the first KPI whose target's date a forecast misses, but not the baseline
    Column("slips_to", TEXT),  # the day on which that contribution takes effect
    Column("short_kpi", TEXT),  # of those with a short outlook the one to which it still brings most
    Column("points", Double),  # what it still brings to all of these, of 100
    Column("late", TEXT),  # the milestone whose slip takes effects of most weight past their targets' dates
    Column("late_weight", Double),
    Column("late_reaches", TEXT),  # JSON list of the objectives that it reaches
    Column("brings", TEXT),  # JSON: {objective: points of 100 still to come, null where no link has an amount}
    *_versions(),
)
Index("standing_project", standing.c.project, standing.c.until, unique=True)

# What people have and what is asked of them, for what lists, sorts and adds up everybody.
UNITS = ("person", "open", "project")
MINUTES = ("capacity", "done", "firm", "asked", "overdue")

staff = Table(
    "staff",
    META,
    Column("id", Integer, primary_key=True),
    Column("person", TEXT, nullable=False),  # public key; the rest as put together from all sources
    *(Column(name, TEXT) for name in ("name", "department", "role", "place", "pool", "skills", "line_manager")),
    Column("cost_per_hour", Double),
    Column("currency", TEXT),
    *_versions(),
)
Index("staff_person", staff.c.person, staff.c.until, unique=True)

workload = Table(
    "workload",
    META,
    Column("id", Integer, primary_key=True),
    Column("unit", TEXT, nullable=False),  # person, open (asked for without a name), project (all that it asks for)
    Column("person", TEXT, nullable=False),  # public key, "" where there is none; so are the next three
    Column("project", TEXT, nullable=False),
    Column("role", TEXT, nullable=False),
    Column("skill", TEXT, nullable=False),
    Column("block", Integer, nullable=False),  # of 364 days, as `analysis.blocks` counts and packs them
    *(Column(name, LargeBinary) for name in MINUTES),  # none: no minutes on any day
    *_versions(),
)
Index("workload_block", workload.c.unit, workload.c.block)
Index("workload_person", workload.c.person, workload.c.since)
Index("workload_project", workload.c.project, workload.c.since)

overload = Table(
    "overload",
    META,
    Column("id", Integer, primary_key=True),
    Column("person", TEXT, nullable=False),  # public key
    Column("week", TEXT, nullable=False),  # its Monday
    Column("capacity", Double, nullable=False),  # minutes
    Column("demand", Double, nullable=False),  # minutes, more than the capacity
    Column("first", TEXT, nullable=False),  # the first day of the week with demand
    Column("last", TEXT, nullable=False),
    Column("projects", TEXT, nullable=False),  # JSON: {project: minutes of the demand}
    *_versions(),
)
Index("overload_week", overload.c.week)
Index("overload_person", overload.c.person, overload.c.since)

spread = Table(
    "spread",
    META,
    Column("id", Integer, primary_key=True),
    Column("person", TEXT, nullable=False),  # public key, "" for demand without a name
    Column("project", TEXT, nullable=False),  # public key of that, "" for the work of a person
    Column("projects", TEXT, nullable=False),  # JSON list of public keys
    Column("calendars", TEXT, nullable=False),  # JSON list of what calendars come down to, null for none
    Column("pieces", LargeBinary, nullable=False),  # as `analysis.packed` packs them; a line is a place in projects
    *_versions(),
)
Index("spread_person", spread.c.person, spread.c.since)
Index("spread_project", spread.c.project, spread.c.since)
