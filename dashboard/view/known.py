"""Which values of an address the store knows: the others are named and left out, and the rest is shown."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from dashboard.selection import Selection
from data import queries, schema
from data.frames import holds

Thing = tuple[str, str]  # kind and key

_KEYED = ("perspective", "theme", "department", "programme")  # filters whose values are keys
_WORDS = {"kpi": "KPI"}


def known(connection: Connection, revision: int, selection: Selection) -> tuple[Selection, list[str]]:
    """Give a selection with only the values that the store knows at a revision, and the others in words: theme NOPE."""
    asked = _asked(selection)
    there = _held(connection, revision, asked) if asked else set()
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


def _asked(selection: Selection) -> list[Thing]:
    nodes = [*([selection.node] if selection.node else []), *selection.collapsed]
    return [(one.kind, one.key) for one in nodes] + [(kind, key) for kind in _KEYED for key in getattr(selection, kind)]


def _held(connection: Connection, revision: int, asked: Sequence[Thing]) -> set[Thing]:
    """Give those things that are there."""
    identity = schema.identity
    query = select(identity.c.kind, identity.c.key).distinct().where(holds(identity, revision))
    query = query.where(identity.c.key.in_([key for _, key in asked]))
    return {(row[0], row[1]) for row in connection.execute(query)}


def _owners(connection: Connection, revision: int, asked: Sequence[str]) -> set[str]:
    """Give the keys, names and texts by which objectives have owners."""
    if not asked:
        return set()
    objectives = queries.objectives(connection, revision)
    keys = {key for key in objectives["owner_key"] if key}
    names = queries.names_of_people(connection, revision, sorted(keys))
    return {*keys, *names.values(), *(text for text in objectives["owner"] if text)}
