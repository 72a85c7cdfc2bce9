"""What becomes of keys: a thing that only a tool knew gets that of a register, or one register's that of another.

The rows of feeds stay what they are, and their identities say under which key each stood at which revision. Who held a
key before and goes on under another is the same thing; a key that stands for something means that, whoever had it.
"""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, and_, select

from data import schema
from data.frames import frame, holds
from data.remembered import once

KEYED = ("objective", "kpi", "project", "milestone", "perspective", "theme", "person")
EARLIER = ("key", "was", "since", "until")
_FEW = 2_000  # keys in one question; drivers allow some more


def key_at(connection: Connection, revision: int, kind: str, key: str) -> str | None:
    """Give the key under which the thing that a key means, or meant before or later, stands as of a revision: the key
    itself where it stands. None where there is no such thing, or where it is more than one: nothing is guessed.
    """
    if _standing(connection, revision, kind, key):
        return key
    for earlier in (True, False):  # from a key of before to that of the revision, else from a later one back to it
        found, seen = _next(connection, revision, kind, key, earlier=earlier), {key}
        while found is not None and found not in seen:
            if _standing(connection, revision, kind, found):
                return found
            seen.add(found)
            found = _next(connection, revision, kind, found, earlier=earlier)
    return None


def earlier_keys(
    connection: Connection, revision: int, kind: str, keys: Sequence[str] | None = None, since: int = 0
) -> pd.DataFrame:
    """Give the other keys that things as of a revision, all or some, had in revisions after `since` began to end: key,
    was, and since and until, the revisions in which it was so (until is the first in which it was not).

    What was then beside the thing, was joined with another, or goes on as more than one, is none that it was.
    """
    if not _any_moved(connection, revision, kind):
        return pd.DataFrame(columns=[*EARLIER])
    was, now = schema.identity, schema.identity.alias("now")
    query = select(now.c.key, was.c.key.label("was"), was.c.since, was.c.until).join(now, _same_row(was, now))
    # Of few keys the way leads from what has them now to its earlier rows, of all from what ended.
    query = query.where((was if keys is None else now).c.kind == kind, was.c.key != now.c.key)
    query = query.where(was.c.until <= revision, was.c.until > since)
    query = _among(query.where(holds(now, revision)).distinct(), now, keys)
    rows = frame(connection, query)
    if rows.empty:
        return rows[[*EARLIER]]
    rows = rows.astype({"since": int, "until": int}).groupby(["key", "was"], as_index=False)
    found = rows.agg({"since": "min", "until": "max"})
    found = found[found["was"].map(_heirs(connection, revision, kind, set(found["was"]))) == 1]
    found = _while_gone(found, _stood(connection, revision, kind, set(found["key"])))
    return _alone(found.sort_values(["key", "since"], ignore_index=True))


@once
def _any_moved(connection: Connection, revision: int, kind: str) -> dict[str, bool]:
    """Say, by the kind, whether anything of it had another key than it has as of a revision; nothing where it had not.

    In most stores nothing ever had, and then nobody need ask for one thing after the other.
    """
    was, now = schema.identity, schema.identity.alias("now")
    query = select(was.c.id).join(now, _same_row(was, now)).where(was.c.kind == kind, was.c.key != now.c.key)
    moved = connection.execute(query.where(was.c.until <= revision, holds(now, revision)).limit(1)).first()
    return {kind: True} if moved else {}


def other_keys(
    connection: Connection, first: int, last: int, kinds: Iterable[str] = KEYED
) -> dict[str, dict[str, str]]:
    """Give, by kind and key at a revision, the other key under which a thing goes on at a later one."""
    found: dict[str, dict[str, str]] = {}
    for kind in kinds:
        rows = earlier_keys(connection, last, kind, since=first)
        rows = rows[(rows["since"] <= first) & (rows["until"] > first)]
        if len(rows):
            found[kind] = dict(zip(rows["was"], rows["key"], strict=True))
    return found


def _standing(connection: Connection, revision: int, kind: str, key: str) -> bool:
    table = schema.identity
    query = select(table.c.id).where(table.c.kind == kind, table.c.key == key, holds(table, revision))
    return connection.execute(query.limit(1)).first() is not None


def _next(connection: Connection, revision: int, kind: str, key: str, *, earlier: bool) -> str | None:
    """Give the key that the rows which last had a key before a revision have in it, or, where all of these are gone by
    then, had in the end; of a later key the same, of the rows that first had it. None where it is none, or several.
    """
    had, then = schema.identity, schema.identity.alias("next")
    query = select(had.c.id, had.c.since, had.c.until, then.c.key, holds(then, revision).label("there"))
    query = query.where(had.c.kind == kind, had.c.key == key)
    if earlier:
        towards = and_(then.c.since >= had.c.until, then.c.since <= revision)
        query = query.where(had.c.until <= revision).order_by(had.c.until.desc(), then.c.since.desc())
    else:
        towards = and_(then.c.until <= had.c.since, then.c.until > revision)
        query = query.where(had.c.since > revision).order_by(had.c.since, then.c.since)
    rows = connection.execute(query.outerjoin(then, and_(_same_row(had, then), towards))).all()
    edge = 2 if earlier else 1
    furthest = {row.id: row for row in rows[::-1] if row[edge] == rows[0][edge]}.values()
    found = {row.key for row in furthest if row.there} or {row.key for row in furthest if row.key is not None}
    return found.pop() if len(found) == 1 else None


def _same_row(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in ("record", "feed", "source")))


def _among(query, table: FromClause, keys: Collection[str] | None):
    return query if keys is None or len(keys) > _FEW else query.where(table.c.key.in_(sorted(keys)))


def _heirs(connection: Connection, revision: int, kind: str, keys: Collection[str]) -> pd.Series:
    """Count, by key, under how many the rows that once had it stand as of a revision."""
    was, now = schema.identity, schema.identity.alias("now")
    query = select(was.c.key.label("was"), now.c.key).join(now, _same_row(was, now)).where(was.c.kind == kind)
    query = query.where(was.c.until <= revision, holds(now, revision)).distinct()
    return frame(connection, _among(query, was, keys)).groupby("was").size()


def _stood(connection: Connection, revision: int, kind: str, keys: Collection[str]) -> pd.DataFrame:
    """Give when keys stood for something up to a revision: key, stood, ended."""
    table = schema.identity
    query = select(table.c.key, table.c.since.label("stood"), table.c.until.label("ended")).distinct()
    query = query.where(table.c.kind == kind, table.c.since <= revision)
    return frame(connection, _among(query, table, keys)).astype({"stood": int, "ended": int})


def _while_gone(rows: pd.DataFrame, stood: pd.DataFrame) -> pd.DataFrame:
    """Cut the revisions in which things had other keys down to those before their own stood for anything in them."""
    both = rows.merge(stood, on="key")
    first = both[both["ended"] > both["since"]].groupby(["key", "was"])["stood"].min().rename("stood")
    cut = rows.join(first, on=["key", "was"])
    cut["until"] = cut[["until", "stood"]].min(axis=1).astype(int)
    return cut.loc[cut["until"] > cut["since"], [*EARLIER]]


def _alone(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep of each thing the keys that it had alone; `rows` by key and since."""
    last = rows.groupby("key")["until"].cummax()
    over = rows["since"] < last.groupby(rows["key"]).shift()
    run = (~over).cumsum()
    return rows[run.map(run.value_counts()) == 1].reset_index(drop=True)
