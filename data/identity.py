"""Which rows of which feeds are one and the same thing, and under which public key people see it.

A key of the register is public as it stands. Anything else is `feed.source-id`, unless a register declares it: a
project by `schedule_id`, a strategy element by its own identifier, a milestone by project and UID, activity ID, WBS
code or exact name, a person by e-mail, declared name or full name (`data/people.py`). Nothing of it depends on the
order of loading: where several could give the key, the one whose feed comes first by name does.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from data.feeds import REGISTERS, aliases, driver_rows, feeds, open_rows, select_open
from data.names import Names, PublicKeys, fold, full_name, plain_key
from data.people import people
from data.records import Kpi, ListEntry, Milestone, Objective, Perspective, Project, Resource, Task, Theme
from data.schema import FACTS, OPEN, table_name

# Every text beside its key by which a row of these may be called.
CALLED: dict[type, tuple[str, ...]] = {
    Perspective: ("name",),
    Theme: ("name",),
    Objective: ("name",),
    Kpi: ("name",),
    ListEntry: ("name",),
    Milestone: ("name",),
    Task: ("name",),
    Project: ("name", "short_name", "guid", "schedule_id"),
    Resource: ("name", "also_known_as", "email"),
}
# How a schedule's milestone may be named in a register, in the order of trying.
MILESTONE_TEXTS = ("uid", "code", "wbs", "name")


class Identity(NamedTuple):
    """One source row of a thing: kind and public key, and where the row stands."""

    kind: str
    key: str
    feed: int
    record: str
    source: str


def identities(connection: Connection) -> list[Identity]:
    """Work out the identity of every row that now holds, over all feeds."""
    found = [identity for kind in (Perspective, Theme, Objective, Kpi) for identity in strategy(connection, kind)]
    found += lists(connection)
    found += projects(connection)
    found += milestones(connection, found)
    found += (Identity("person", key, feed, "resource", source) for feed, source, key in people(connection))
    return found


def strategy(connection: Connection, kind: type) -> Iterator[Identity]:
    """Perspectives, themes, objectives, KPIs: the same identifier in a register and in a plan is the same thing."""
    rows = open_rows(connection, kind)
    record = table_name(kind)
    keys = PublicKeys()
    for row in rows:
        if row.loader in REGISTERS:
            yield Identity(record, keys.own(row.key), row.feed, record, row.key)
    made = PublicKeys(dict(keys.taken))
    for row in rows:
        if row.loader not in REGISTERS:
            key = keys.declared(row.key, plain_key(row.feed_name, row.key)) or made.made(row.feed_name, row.key)
            yield Identity(record, key, row.feed, record, row.key)


def lists(connection: Connection) -> Iterator[Identity]:
    """Departments, programmes, roles, skills and places that a register lists."""
    keys: dict[str, PublicKeys] = defaultdict(PublicKeys)
    for row in open_rows(connection, ListEntry, "kind", "code"):
        if not row.kind.startswith("same") and row.code:
            yield Identity(row.kind, keys[row.kind].own(row.code), row.feed, "list_entry", row.key)


def projects(connection: Connection) -> Iterator[Identity]:
    """Projects of registers and schedules: by declared schedule identifier or other name."""
    rows = open_rows(connection, Project, "name", "short_name", "guid", "schedule_id")
    other = aliases(connection, "same project")
    keys = PublicKeys()
    registered = [row for row in rows if row.loader in REGISTERS]
    # A line that is only another name of a project never gives its key.
    for row in registered:
        if _meant(row, other) == fold(row.key):
            keys.own(row.key)
    declared: dict[str, str] = {}  # folded schedule identifier -> public key
    for row in registered:
        key = keys.declared(_meant(row, other)) or keys.own(row.key)
        yield Identity("project", key, row.feed, "project", row.key)
        for text in (row.schedule_id or row.key).split(";"):
            declared.setdefault(fold(text), key)
    declared |= {name: own for name, key in other.items() if (own := keys.declared(key))}
    for row in rows:
        if row.loader not in REGISTERS:
            texts = (row.guid, row.short_name, row.key, row.name, plain_key(row.feed_name, row.key))
            named = next((declared[fold(text)] for text in texts if text and fold(text) in declared), None)
            yield Identity("project", named or keys.made(row.feed_name, row.key), row.feed, "project", row.key)


def _meant(row: Row[Any], other: dict[str, str]) -> str:
    """Give the folded key of the project that a register's line speaks of."""
    return next((other[fold(text)] for text in (row.key, row.name) if text and fold(text) in other), fold(row.key))


def milestones(connection: Connection, known: Iterable[Identity]) -> Iterator[Identity]:
    """Milestones of schedules, and lines of the register that speak of them or stand alone."""
    of_projects = [identity for identity in known if identity.kind == "project"]
    called_feeds = {feed.id: feed.name for feed in feeds(connection).values()}
    lines = _lines(connection, called_feeds)
    scheduled = open_rows(connection, Task, "project", *MILESTONE_TEXTS)
    project_names = names(connection, of_projects, (Project,))["project"]
    projects = {
        (feed, text): project_names.find(feed, text) for feed, text in {(feed, text) for feed, _, text, *_ in lines}
    }
    within = {(feed, text): project or f"?{fold(text)}" for (feed, text), project in projects.items()}
    called = _called(scheduled, of_projects, set(projects.values()))
    keys = PublicKeys()
    declared: dict[tuple[int, str], str] = {}
    public: dict[tuple[str, str], str] = {}  # (folded key, project) -> public key
    for feed, source, text, name, kind in lines:
        folded = fold(source)
        line = folded, within[feed, text]
        key = public.get(line)
        if key is None:  # the same key in another project is another milestone
            taken = folded in keys.taken
            key = public[line] = keys.made(called_feeds[feed], source) if taken else keys.own(source, folded)
        project = projects[feed, text]
        if project in called and kind != "deliverable" and (hit := _spoken_of((source, name), called[project])):
            key = declared.setdefault(hit, key)
        yield Identity("milestone", key, feed, "milestone", source)
    for row in scheduled:
        key = declared.get((row.feed, row.key)) or keys.made(row.feed_name, row.key)
        yield Identity("milestone", key, row.feed, "task", row.key)


def _lines(connection: Connection, called: dict[int, str]) -> list[tuple[Any, ...]]:
    """Give the lines of registers about milestones that now hold: feed, key, project, name, kind; by name of the feed
    and key.
    """
    table = FACTS[Milestone].c
    query = select(table.feed, table.key, table.project, table.name, table.kind).where(table.until == OPEN)
    rows = driver_rows(connection, query.order_by(table.feed, table.key))
    return sorted(rows, key=lambda row: called[row[0]])


# How the milestones of a schedule's project may be called: by place in the order of trying, and folded text.
_Called = dict[tuple[int, str], list[tuple[int, str]]]


def _called(
    scheduled: Iterable[Row[Any]], of_projects: Iterable[Identity], spoken_of: set[str | None]
) -> dict[str | None, _Called]:
    """Give, by project, how its milestones may be called, of the projects that a register's lines speak of."""
    found = {(identity.feed, identity.source): identity.key for identity in of_projects}
    called: dict[str | None, _Called] = defaultdict(lambda: defaultdict(list))
    for row in scheduled:
        project = found.get((row.feed, row.project))
        if project is None or project not in spoken_of:
            continue
        for place, text in enumerate((plain_key(row.feed_name, row.key), *(row._mapping[n] for n in MILESTONE_TEXTS))):
            if text:
                called[project][place, fold(text)].append((row.feed, row.key))
    return called


def _spoken_of(texts: Iterable[str | None], called: _Called) -> tuple[int, str] | None:
    """Give the schedule's milestone that a register's line speaks of by its key or name, where exactly one fits."""
    places = range(1 + len(MILESTONE_TEXTS))
    tries = (called.get((place, fold(text))) for text in texts if text for place in places)
    hits = next(filter(None, tries), [])
    return hits[0] if len(hits) == 1 else None


def names(
    connection: Connection, known: Iterable[Identity], records: Iterable[type], kinds: Container[str] | None = None
) -> dict[str, Names]:
    """Give, by kind, how the things of some record classes may be called; of all kinds, or of some."""
    tools = {feed.id: feed.name for feed in feeds(connection).values() if feed.loader not in REGISTERS}
    found: dict[str, Names] = defaultdict(lambda: Names(tools=tools))
    by_source = {(i.record, i.feed, i.source): i for i in known if kinds is None or i.kind in kinds}
    there = {identity.record for identity in by_source.values()}
    for identity in by_source.values():
        source = identity.source.partition(":")[2] if identity.record == "list_entry" else identity.source
        found[identity.kind].add(identity.feed, source, identity.key)
    for record in records:
        if table_name(record) not in there:
            continue
        for row in connection.execute(select_open(record, *CALLED[record])):
            if identity := by_source.get((table_name(record), row.feed, row.key)):
                _add_names(found[identity.kind], identity, row[4:])
    return found


def _add_names(called: Names, identity: Identity, texts: Iterable[str | None]) -> None:
    parts = [part for text in texts for part in (text or "").split(";") if part.strip()]
    for part in parts:
        called.names[full_name(part) if identity.kind == "person" else fold(part)].add(identity.key)
