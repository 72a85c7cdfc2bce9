"""Which rows of which feeds are one and the same thing, and under which public key people see it.

A key of the register is public as it stands. Anything else is `feed.source-id`, unless a register declares it: a
project by `schedule_id`, a strategy element by its own identifier, a milestone by project and UID, activity ID, WBS
code or exact name, a person by e-mail, declared name or full name.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from data import schema
from data.records import Kpi, ListEntry, Milestone, Objective, Perspective, Project, Resource, Task, Theme
from data.schema import FACTS, OPEN, table_name

REGISTER = "register"  # the loader whose keys are the organisation's own


@dataclass(frozen=True, slots=True)
class Identity:
    """One source row of a thing: kind and public key, and where the row stands."""

    kind: str
    key: str
    feed: int
    record: str
    source: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed by its number, name and loader."""

    id: int
    name: str
    loader: str


def fold(text: str) -> str:
    """Give a text as keys and names are compared: without case and outer blanks."""
    return " ".join(text.split()).casefold()


def full_name(text: str) -> str:
    """Give a person's name as it is compared: `Oyelund, Marta` is `Marta Oyelund`; accents and case do not count."""
    last, comma, first = text.partition(",")
    plain = unicodedata.normalize("NFKD", f"{first} {last}" if comma else text)
    return fold("".join(c for c in plain if not unicodedata.combining(c)))


def public_key(feed: str, source: str) -> str:
    """Give the key of a thing that no register names, safe in an address."""
    return re.sub(r"[^\w.~-]+", "-", f"{feed}.{source}").strip("-")


def feeds(connection: Connection) -> dict[int, Feed]:
    """Give all feeds by number."""
    feed = schema.feed.c
    return {row.id: Feed(*row) for row in connection.execute(select(feed.id, feed.name, feed.loader))}


def identities(connection: Connection) -> list[Identity]:
    """Work out the identity of every row that now holds, over all feeds."""
    known = feeds(connection)
    found: list[Identity] = []
    for kind in (Perspective, Theme, Objective, Kpi):
        found += _strategy(connection, kind, known)
    found += _lists(connection)
    projects = _projects(connection, known)
    found += projects
    found += _milestones(connection, known, projects)
    found += _people(connection, known)
    return found


def _open(kind: type, *columns: str) -> Select[tuple[object, ...]]:
    table = FACTS[kind].c
    return select(*(table[name] for name in columns)).where(table.until == OPEN).order_by(table.feed, table.id)


def _strategy(connection: Connection, kind: type, known: dict[int, Feed]) -> Iterator[Identity]:
    """Perspectives, themes, objectives, KPIs: the same identifier in a register and in a plan is the same thing."""
    rows = list(connection.execute(_open(kind, "feed", "key")))
    record = table_name(kind)
    own: dict[str, str] = {}
    for row in rows:
        if known[row.feed].loader == REGISTER:
            own.setdefault(fold(row.key), row.key)
    for row in rows:
        key = own.get(fold(row.key)) or public_key(known[row.feed].name, row.key)
        yield Identity(record, key, row.feed, record, row.key)


def _lists(connection: Connection) -> Iterator[Identity]:
    """Departments, programmes, roles, skills and places that a register lists."""
    own: dict[tuple[str, str], str] = {}
    for row in connection.execute(_open(ListEntry, "feed", "key", "kind", "code")):
        if not row.kind.startswith("same") and row.code:
            key = own.setdefault((row.kind, fold(row.code)), row.code)
            yield Identity(row.kind, key, row.feed, "list_entry", row.key)


def _aliases(connection: Connection, kind: str) -> dict[str, str]:
    """Give declared other names (folded) and the key that each stands for (folded)."""
    rows = connection.execute(_open(ListEntry, "kind", "code", "name"))
    return {fold(row.name): fold(row.code) for row in rows if row.kind == kind and row.name and row.code}


def _projects(connection: Connection, known: dict[int, Feed]) -> list[Identity]:
    columns = ("feed", "key", "name", "short_name", "guid", "schedule_id")
    rows: list[Any] = list(connection.execute(_open(Project, *columns)))
    aliases = _aliases(connection, "same project")
    own: dict[str, str] = {}  # folded register key -> public key
    declared: dict[str, str] = {}  # folded schedule identifier -> public key
    registered: list[Any] = [row for row in rows if known[row.feed].loader == REGISTER]
    for row in registered:
        for text in (row.key, row.name):
            if text and aliases.get(fold(text), fold(row.key)) != fold(row.key):
                break  # another name of a project that has its own line
        else:
            own.setdefault(fold(row.key), row.key)
    found: list[Identity] = []
    for row in registered:
        same = next((aliases[fold(t)] for t in (row.key, row.name) if t and fold(t) in aliases), fold(row.key))
        key: str = own.get(same) or row.key
        found.append(Identity("project", key, row.feed, "project", row.key))
        for text in (row.schedule_id or row.key).split(";"):
            declared.setdefault(fold(text), key)
    declared.update({name: own[key] for name, key in aliases.items() if key in own})
    for row in rows:
        if known[row.feed].loader == REGISTER:
            continue
        texts = (t for t in (row.guid, row.short_name, row.key, row.name) if t)
        named = next((declared[fold(t)] for t in texts if fold(t) in declared), None)
        key = named or public_key(known[row.feed].name, row.key)
        found.append(Identity("project", key, row.feed, "project", row.key))
    return found


def _milestones(connection: Connection, known: dict[int, Feed], projects: Iterable[Identity]) -> Iterator[Identity]:
    """Milestones of schedules, and lines of the register that speak of them or stand alone."""
    public = {(p.feed, p.source): p.key for p in projects}
    by_text = {fold(text): p.key for p in projects for text in (p.source, p.key)}
    rows = connection.execute(
        _open(Task, "feed", "key", "project", "uid", "code", "wbs", "name").where(FACTS[Task].c.kind == "milestone")
    )
    named: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    keys: dict[tuple[int, str], str] = {}
    for row in rows:
        keys[row.feed, row.key] = public_key(known[row.feed].name, row.key)
        project = public.get((row.feed, row.project), "")
        for text in {fold(t) for t in (row.uid, row.code, row.wbs, row.name) if t}:
            named[project, text].append((row.feed, row.key))
    register = connection.execute(_open(Milestone, "feed", "key", "project", "name"))
    for row in register:
        project = by_text.get(fold(row.project), "")
        hits = next((h for t in (row.key, row.name) if t and (h := named.get((project, fold(t))))), [])
        if len(hits) == 1:
            keys[hits[0]] = row.key
        yield Identity("milestone", row.key, row.feed, "milestone", row.key)
    for (feed, source), key in keys.items():
        yield Identity("milestone", key, feed, "task", source)


def _people(connection: Connection, known: dict[int, Feed]) -> Iterator[Identity]:
    """People of registers and schedules: by e-mail, then declared name, then full name where one person has it."""
    columns = ("feed", "key", "name", "email", "also_known_as", "kind")
    rows = [row for row in connection.execute(_open(Resource, *columns)) if row.kind == "person"]
    rows.sort(key=lambda row: (known[row.feed].loader != REGISTER, row.feed))
    by_email: dict[str, str] = {}
    by_name: dict[str, set[str]] = defaultdict(set)
    same = _aliases(connection, "same person")
    emails: dict[str, str] = {}
    for row in rows:
        register = known[row.feed].loader == REGISTER
        email = fold(row.email) if row.email else None
        name = full_name(row.name) if row.name else None
        key: str | None = by_email.get(email) if email else None
        key = key or by_email.get(same.get(fold(row.name or ""), ""))
        candidates = by_name.get(name, set()) if name else set()
        if key is None and not register and len(candidates) == 1:
            other = next(iter(candidates))
            if not email or emails.get(other, email) == email:
                key = other
        person: str = key or (row.key if register else public_key(known[row.feed].name, row.key))
        if email:
            by_email.setdefault(email, person)
            emails.setdefault(person, email)
        by_email.setdefault(fold(row.key), person)
        for text in (row.name, *(row.also_known_as or "").split(";")):
            if text and text.strip():
                by_name[full_name(text)].add(person)
        yield Identity("person", person, row.feed, "resource", row.key)
