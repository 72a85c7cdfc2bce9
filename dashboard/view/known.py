"""Which values of an address the store knows: keys that became others are followed; what is not known is named and left
out, and the rest is shown.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, select

from dashboard.selection import Node, Selection
from data import queries, schema
from data.frames import holds

Thing = tuple[str, str]  # kind and key

_KEYED = ("perspective", "theme", "department", "programme")  # filters whose values are keys
_WORDS = {"kpi": "KPI"}


def known(connection: Connection, revision: int, selection: Selection) -> tuple[Selection, list[str]]:
    """Give a selection with only the values that the store knows at a revision, and the others in words: theme NOPE."""
    asked = _asked(selection)
    there = _held(connection, asked, holds(schema.identity, revision))
    unknown = [thing for thing in asked if thing not in there]
    kept = {kind: tuple(key for key in getattr(selection, kind) if (kind, key) in there) for kind in _KEYED}
    owners = _owners(connection, revision, selection.owner)
    unknown += [("owner", name) for name in selection.owner if name not in owners]
    node = selection.node
    cleaned = replace(
        selection,
        **kept,
        owner=tuple(name for name in selection.owner if name in owners),
        collapsed=tuple(one for one in selection.collapsed if (one.kind, one.key) in there),
        node=node if node and (node.kind, node.key) in there else None,
    )
    return cleaned, [f"{_WORDS.get(kind, kind)} {key}" for kind, key in dict.fromkeys(unknown)]


def followed(connection: Connection, revision: int, selection: Selection) -> tuple[Selection, list[str]]:
    """Give a selection with the keys that things have at a revision, where it has those of before or later, and say
    so in sentences: an address that was kept leads to what it meant.
    """
    kind, bears, rest = _bearer(selection.page, selection.key or "")
    asked = [thing for thing in ((kind, bears), *_asked(selection)) if thing[1]]
    found = {thing: queries.key_at(connection, revision, *thing) for thing in _ended(connection, revision, asked)}
    now = {thing: key for thing, key in found.items() if key}
    if not now:
        return selection, []
    kept = {name: [now.get((name, one), one) for one in getattr(selection, name)] for name in _KEYED}
    node, key = selection.node, now.get((kind, bears))
    return replace(
        selection,
        key=selection.key if key is None else key + rest,
        node=node and _renamed(node, now),
        collapsed=tuple(dict.fromkeys(_renamed(one, now) for one in selection.collapsed)),
        **{name: tuple(dict.fromkeys(keys)) for name, keys in kept.items()},
    ), [_said(thing, key, then=selection.as_of is not None) for thing, key in now.items()]


def key_of(connection: Connection, revision: int, kind: str, key: str) -> str | None:
    """Give the key that a thing has at a revision of which this is, was or will be the key (`queries.key_at`)."""
    kind, key, rest = _bearer(kind, key)
    found = queries.key_at(connection, revision, kind, key)
    return found and found + rest


def _bearer(kind: str, key: str) -> tuple[str, str, str]:
    """Give kind and key of the thing whose key a page has, and what stands behind it: of a conflict, the person."""
    if kind != "conflict":
        return kind, key, ""
    person, colon, week = key.rpartition(":")
    return "person", person, colon + week


def _ended(connection: Connection, revision: int, asked: Sequence[Thing]) -> list[Thing]:
    """Give those things that are not there at a revision, but at another."""
    gone = {*asked} - _held(connection, asked, holds(schema.identity, revision))
    there = _held(connection, sorted(gone))
    return [thing for thing in dict.fromkeys(asked) if thing in there]


def _renamed(node: Node, now: dict[Thing, str]) -> Node:
    return Node(node.kind, now.get((node.kind, node.key), node.key))


def _said(thing: Thing, key: str, *, then: bool) -> str:
    kind, asked = thing
    has = f"had the key {key} then" if then else f"has the key {key} now"
    return f"The {_WORDS.get(kind, kind)} with the key {asked} {has}."


def _asked(selection: Selection) -> list[Thing]:
    nodes = [*([selection.node] if selection.node else []), *selection.collapsed]
    return [(one.kind, one.key) for one in nodes] + [(kind, key) for kind in _KEYED for key in getattr(selection, kind)]


def _held(connection: Connection, asked: Sequence[Thing], *when: ColumnElement[bool]) -> set[Thing]:
    """Give those things that are there, whenever or on a condition."""
    if not asked:
        return set()
    table, kinds, keys = schema.identity.c, *map(set, zip(*asked, strict=True))
    query = select(table.kind, table.key).distinct().where(table.kind.in_(kinds), table.key.in_(keys), *when)
    return {(row[0], row[1]) for row in connection.execute(query)}


def _owners(connection: Connection, revision: int, asked: Sequence[str]) -> set[str]:
    """Give the keys, names and texts by which objectives have owners."""
    if not asked:
        return set()
    objectives = queries.objectives(connection, revision)
    keys = {key for key in objectives["owner_key"] if key}
    names = queries.names_of_people(connection, revision, sorted(keys))
    return {*keys, *names.values(), *(text for text in objectives["owner"] if text)}
