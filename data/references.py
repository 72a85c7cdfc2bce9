"""What a text in a row points at: by key, else by exact name when only one has it; else it waits for its target."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from data.identity import REGISTER, Identity, feeds, fold, full_name
from data.records import (
    Contribution,
    Decision,
    Dependency,
    Kpi,
    Link,
    ListEntry,
    Milestone,
    Money,
    Objective,
    Perspective,
    Project,
    Reading,
    Resource,
    Risk,
    Task,
    Theme,
)
from data.schema import FACTS, OPEN, table_name

# (record, field): what the field points at. `served` is a KPI or an objective, `node` anything on the map.
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

_KINDS = {"served": ("kpi", "objective"), "node": ("project", "milestone", "kpi", "objective")}
_NAMED = (Perspective, Theme, Objective, Kpi, Project, Resource, ListEntry, Milestone, Task)


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that a feed wrote, and what it was found to mean. `key` is None while it waits or is ambiguous."""

    feed: int
    wants: str
    scope: str
    text: str
    kind: str | None
    key: str | None
    state: str


@dataclass(slots=True)
class _Index:
    """How the things of one kind may be called."""

    own: dict[tuple[int, str], str] = field(default_factory=dict)  # (feed, source key)
    keys: dict[str, str] = field(default_factory=dict)  # public key
    sources: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # source key of any feed
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def find(self, feed: int, text: str) -> set[str]:
        """Give the public keys that a text may mean: one is found, several are ambiguous."""
        folded = fold(text)
        if key := self.own.get((feed, folded)) or self.keys.get(folded):
            return {key}
        return self.sources.get(folded) or self.names.get(folded) or self.names.get(full_name(text)) or set()


def references(connection: Connection, identities: Iterable[Identity]) -> list[Reference]:
    """Resolve every distinct text that now points at something."""
    indexes = _indexes(connection, identities)
    found: dict[tuple[int, str, str], Reference] = {}
    for (record, name), wants in POINTERS.items():
        for feed, text in _texts(connection, record, name):
            if (feed, wants, text) not in found:
                found[feed, wants, text] = _resolve(indexes, feed, wants, text)
    projects = {(r.feed, r.text): r.key for r in found.values() if r.wants == "project"}
    called = _milestone_names(connection, identities)
    return [*found.values(), *set(_milestone_references(connection, projects, called))]


def _indexes(connection: Connection, identities: Iterable[Identity]) -> dict[str, _Index]:
    indexes: dict[str, _Index] = defaultdict(_Index)
    public = {(i.record, i.feed, i.source): i for i in identities}
    for identity in public.values():
        index = indexes[identity.kind]
        source = identity.source.partition(":")[2] if identity.record == "list_entry" else identity.source
        index.own[identity.feed, fold(source)] = identity.key
        index.keys[fold(identity.key)] = identity.key
        index.sources[fold(source)].add(identity.key)
    for record in _NAMED:
        for row in connection.execute(_names(record)):
            if (identity := public.get((table_name(record), row.feed, row.key))) is None:
                continue
            for text in row[2:]:
                for part in (text or "").split(";"):
                    if part.strip():
                        name = full_name(part) if identity.kind == "person" else fold(part)
                        indexes[identity.kind].names[name].add(identity.key)
    return indexes


def _names(record: type):
    """Select feed, key and every other text by which a row may be called."""
    texts = {
        Project: ("name", "short_name", "guid", "schedule_id"),
        Resource: ("name", "also_known_as", "email"),
    }.get(record, ("name",))
    table = FACTS[record].c
    query = select(table.feed, table.key, *(table[name] for name in texts)).where(table.until == OPEN)
    return query.where(table.kind == "milestone") if record is Task else query


def _texts(connection: Connection, record: type, name: str) -> Iterator[tuple[int, str]]:
    column = FACTS[record].c[name]
    table = FACTS[record].c
    query = select(table.feed, column).distinct().where(table.until == OPEN, column.is_not(None))
    for row in connection.execute(query.order_by(table.feed, column)):
        yield row[0], row[1]


def _resolve(indexes: dict[str, _Index], feed: int, wants: str, text: str) -> Reference:
    hits = {(kind, key) for kind in _KINDS.get(wants, (wants,)) for key in indexes[kind].find(feed, text)}
    if len(hits) == 1:
        kind, key = hits.pop()
        return Reference(feed, wants, "", text, kind, key, "resolved")
    return Reference(feed, wants, "", text, None, None, "ambiguous" if hits else "waiting")


# How the milestones of a project may be called: by (project, place in the order of trying, text).
_MilestoneNames = dict[tuple[str, int, str], set[str]]


def _milestone_names(connection: Connection, identities: Iterable[Identity]) -> _MilestoneNames:
    public = {(i.record, i.feed, i.source): i.key for i in identities}
    names: _MilestoneNames = defaultdict(set)
    task, milestone = FACTS[Task].c, FACTS[Milestone].c
    scheduled = select(task.feed, task.key, task.project, task.uid, task.code, task.wbs, task.name)
    for row in connection.execute(scheduled.where(task.until == OPEN, task.kind == "milestone")):
        project = public.get(("project", row.feed, row.project), "")
        key = public["task", row.feed, row.key]
        for place, text in enumerate((key, row.uid, row.code, row.wbs, row.name)):
            if text:
                names[project, place, fold(text)].add(key)
    by_text = {fold(text): i.key for i in identities if i.kind == "project" for text in (i.source, i.key)}
    stated = select(milestone.feed, milestone.key, milestone.project, milestone.name)
    for row in connection.execute(stated.where(milestone.until == OPEN)):
        project = by_text.get(fold(row.project), "")
        key = public["milestone", row.feed, row.key]
        for place, text in ((0, row.key), (4, row.name)):
            if text:
                names[project, place, fold(text)].add(key)
    return names


def _milestone_references(
    connection: Connection, projects: dict[tuple[int, str], str | None], called: _MilestoneNames
) -> Iterator[Reference]:
    """Resolve milestones inside their project: UID, activity ID, WBS code or exact name, tried in this order."""
    registers = [feed.id for feed in feeds(connection).values() if feed.loader == REGISTER]
    for record, of, name in MILESTONE_POINTERS:
        table = FACTS[record].c
        query = select(table.feed, table[of], table[name]).distinct()
        query = query.where(table.until == OPEN, table[name].is_not(None), table.feed.in_(registers))
        for feed, project_text, text in connection.execute(query):
            project = projects.get((feed, project_text))
            hits = _first(called, project, text)
            state = "resolved" if len(hits) == 1 else "ambiguous" if hits else "waiting"
            key = next(iter(hits)) if len(hits) == 1 else None
            yield Reference(feed, "milestone", project or "", text, "milestone" if key else None, key, state)


def _first(called: _MilestoneNames, project: str | None, text: str) -> set[str]:
    """Give the milestones that the first fitting way of naming gives."""
    if project is None:
        return set()
    return next((hits for place in range(5) if (hits := called.get((project, place, fold(text))))), set())
