"""What a text in a row points at: by key, else by exact name when only one has it; else it waits for its target."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data.feeds import REGISTERS, feeds, open_rows
from data.identity import CALLED, MILESTONE_TEXTS, Identity, names
from data.names import Names, fold, plain_key
from data.records import (
    EVERYONE,
    Absence,
    Assignment,
    Contribution,
    Decision,
    Dependency,
    Kpi,
    Link,
    Milestone,
    Money,
    Objective,
    Project,
    Reading,
    Resource,
    Risk,
    Task,
    Theme,
)
from data.schema import FACTS, OPEN

# (record, field): what the field points at. `served` is a KPI or an objective, `node` anything on the map, else a
# person, `who` a person, a department or a place.
POINTERS: dict[tuple[type, str], str] = {
    (Objective, "perspective"): "perspective",
    (Objective, "theme"): "theme",
    (Objective, "department"): "department",
    (Objective, "owner"): "person",
    (Theme, "owner"): "person",
    (Link, "from_objective"): "objective",
    (Link, "to_objective"): "objective",
    (Kpi, "objective"): "objective",
    (Kpi, "owner"): "person",
    (Reading, "kpi"): "kpi",
    (Contribution, "project"): "project",
    (Contribution, "serves"): "served",
    (Milestone, "project"): "project",
    (Money, "project"): "project",
    (Dependency, "from_project"): "project",
    (Dependency, "to_project"): "project",
    (Assignment, "project"): "project",
    (Assignment, "resource"): "person",
    (Absence, "who"): "who",
    (Project, "programme"): "programme",
    (Project, "department"): "department",
    (Project, "manager"): "person",
    (Project, "sponsor"): "person",
    (Resource, "department"): "department",
    (Risk, "about"): "node",
    (Decision, "about"): "node",
}

# (record, field of the project, field): what points at a milestone of a project.
MILESTONE_POINTERS: tuple[tuple[type, str, str], ...] = (
    (Contribution, "project", "milestone"),
    (Milestone, "project", "of"),
    (Dependency, "from_project", "from_task"),
    (Dependency, "to_project", "to_task"),
)

# Schedules name these by keys of their own file, which nobody has to look up.
_OF_REGISTERS = (Dependency, Assignment)
# What may be meant; the later kinds only where none of the earlier is.
_KINDS = {
    "served": (("kpi", "objective"),),
    "node": (("project", "milestone", "kpi", "objective"), ("person",)),
    "who": (("person", "department", "place"),),
}


class Reference(NamedTuple):
    """A text that a feed wrote, and what it was found to mean. `key` is None while it waits or is ambiguous."""

    feed: int
    wants: str
    scope: str
    text: str
    kind: str | None
    key: str | None
    state: str


def references(connection: Connection, known: Sequence[Identity]) -> list[Reference]:
    """Resolve every distinct text that now points at something."""
    every = feeds(connection).values()
    registers = [feed.id for feed in every if feed.loader in REGISTERS]
    stated = {
        (feed, wants, text): None
        for (record, name), wants in POINTERS.items()
        for feed, text in _texts(
            connection, record, registers if record in _OF_REGISTERS else [feed.id for feed in every], name
        )
        if wants != "who" or text.strip() != EVERYONE
    }
    kinds = {kind for _, wants, _ in stated for tried in _meant_by(wants) for kind in tried}
    called = names(connection, known, CALLED, kinds)
    found = [_resolve(called, *one) for one in stated]
    meant = {(r.feed, r.text): r.key for r in found if r.wants == "project"}
    return [*found, *dict.fromkeys(_of_milestones(connection, known, registers, meant))]


def _texts(connection: Connection, record: type, among: Sequence[int], *columns: str) -> list[tuple[Any, ...]]:
    """Give the distinct (feed, texts) of columns, of which the last points at something."""
    table = FACTS[record].c
    wanted = [table[name] for name in columns]
    query = select(table.feed, *wanted).distinct().where(table.until == OPEN, wanted[-1].is_not(None))
    rows = [tuple(row) for row in connection.execute(query.where(table.feed.in_(among)))]
    return sorted(rows, key=lambda row: [(text is not None, text) for text in row])  # the few that differ


def _meant_by(wants: str) -> tuple[tuple[str, ...], ...]:
    return _KINDS.get(wants, ((wants,),))


def _resolve(called: dict[str, Names], feed: int, wants: str, text: str) -> Reference:
    """Try all that may be meant by key first, then all by name: a key of one kind is not the name of another."""
    for kinds in _meant_by(wants):
        for tried in zip(*(called[kind].tries(feed, text) for kind in kinds), strict=True):
            hits = [(kind, key) for kind, keys in zip(kinds, tried, strict=True) for key in keys]
            if len(hits) == 1:
                return Reference(feed, wants, "", text, *hits[0], "resolved")
            if hits:
                return Reference(feed, wants, "", text, None, None, "ambiguous")
    return Reference(feed, wants, "", text, None, None, "waiting")


def _of_milestones(
    connection: Connection,
    known: Iterable[Identity],
    registers: Sequence[int],
    meant: dict[tuple[int, str], str | None],
) -> Iterator[Reference]:
    """Resolve milestones inside their project: key, UID, activity ID, WBS code or exact name, tried in this order."""
    stated = [
        (feed, meant.get((feed, of_project)), text)
        for record, of, name in MILESTONE_POINTERS
        for feed, of_project, text in _texts(connection, record, registers, of, name)
    ]
    within = {project for _, project, _ in stated if project}
    called = _milestones_called(connection, known, meant, within) if within else {}
    places = range(1 + len(MILESTONE_TEXTS))
    for feed, project, text in stated:
        tries = (called.get((project, place, fold(text))) for place in places)
        hits = next(filter(None, tries), set()) if project else set()
        key = next(iter(hits)) if len(hits) == 1 else None
        state = "resolved" if key else "ambiguous" if hits else "waiting"
        yield Reference(feed, "milestone", project or "", text, "milestone" if key else None, key, state)


# How the milestones of a project may be called: by (project, place in the order of trying, folded text).
_MilestoneNames = dict[tuple[str | None, int, str], set[str]]


def _milestones_called(
    connection: Connection,
    known: Iterable[Identity],
    meant: dict[tuple[int, str], str | None],
    within: Container[str | None],
) -> _MilestoneNames:
    """Give how the milestones of some projects may be called."""
    public = {(i.record, i.feed, i.source): i.key for i in known}
    called: _MilestoneNames = defaultdict(set)

    def call(project: str | None, key: str, texts: Iterable[tuple[int, str | None]]) -> None:
        for place, text in texts:
            if text:
                called[project, place, fold(text)].add(key)

    for row in open_rows(connection, Task, "project", *MILESTONE_TEXTS):
        if (project := public.get(("project", row.feed, row.project))) not in within:
            continue
        key = public["task", row.feed, row.key]
        texts = [row._mapping[name] for name in MILESTONE_TEXTS]
        call(project, key, [(0, key), (0, plain_key(row.feed_name, row.key)), *enumerate(texts, start=1)])
    for row in open_rows(connection, Milestone, "project", "name"):
        if (project := meant.get((row.feed, row.project))) in within:
            key = public["milestone", row.feed, row.key]
            call(project, key, [(0, key), (0, row.key), (len(MILESTONE_TEXTS), row.name)])
    return called
