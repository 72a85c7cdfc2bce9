"""How the rows of one person came together, and which people may be one: for somebody to decide, never joined."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

BY_EMAIL, BY_KEY, BY_DECLARATION, BY_NAME = "e-mail", "key", "declared name", "name"
SAME, TURNED, SHORT, FURTHER = "the same name", "the same words in another order", "initials", "a further name"
COLUMNS = ("key", "other", "name", "other_name", "why")
Tokens = tuple[str, ...]


def joined(rows: pd.DataFrame) -> pd.Series:
    """Say by what each source row belongs to its person: e-mail, key (of two registers), declared name, or name.

    `rows`, those of registers first: key (of the person), registered (a register's own row), source_key, email, called
    (the name as it is compared), also (list of names that a register's row declares, as compared), declared (a line
    `same person` names the row). The first row of a person, by which the others are known, has None. What was joined
    by name a declaration can undo.
    """
    people: dict[str, list[int]] = defaultdict(list)
    each = rows.to_dict("records")
    for place, row in enumerate(each):
        people[row["key"]].append(place)
    found: list[str | None] = [None] * len(rows)
    for places in people.values():
        if len(places) > 1:
            for place, by in zip(places[1:], _joined([each[place] for place in places]), strict=True):
                found[place] = by
    return pd.Series(found, rows.index, dtype=object)


def _joined(rows: Sequence[Mapping[Any, Any]]) -> Iterator[str]:
    """Say by what the rows of one person belong to the first."""
    emails = [(row["email"] or "").casefold() for row in rows]
    known = {row["source_key"].casefold() for row in rows if row["registered"]}
    also = {name for row in rows for name in row["also"]}
    for row, mine in zip(rows[1:], emails[1:], strict=True):
        if mine and (mine in known or emails.count(mine) > 1):
            yield BY_EMAIL
        elif row["declared"] or row["called"] in also:
            yield BY_DECLARATION
        else:
            yield BY_KEY if row["registered"] else BY_NAME


def near(names: pd.DataFrame) -> pd.DataFrame:
    """Give pairs of people who may be one: key, other, name, other_name, why (see `SAME` and its like), by name.

    `names`: key, name, called (as it is compared), registered (the person is named by a register), one row per name.
    Two people whom registers name are two, and are not listed.
    """
    buckets: dict[str, list[tuple[Tokens, str, str, bool]]] = defaultdict(list)
    for key, name, called, registered in names[["key", "name", "called", "registered"]].itertuples(index=False):
        tokens = tuple(called.replace(".", " ").split())
        for last in {*tokens[:1], *tokens[-1:]}:
            buckets[last].append((tokens, key, name, registered))
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for bucket in buckets.values():
        for pair in _alike(bucket):
            found.setdefault(pair[:2], pair[2:])
    rows = sorted((name, other_name, key, other, why) for (key, other), (name, other_name, why) in found.items())
    return pd.DataFrame([(key, other, a, b, why) for a, b, key, other, why in rows], columns=COLUMNS, dtype=object)


def _alike(bucket: list[tuple[Tokens, str, str, bool]]) -> Iterator[tuple[str, str, str, str, str]]:
    for one, two in combinations(sorted(bucket, key=lambda row: (row[1], row[2])), 2):
        if one[1] != two[1] and not (one[3] and two[3]) and (why := _why(one[0], two[0])):
            yield one[1], two[1], one[2], two[2], why


def _why(one: Tokens, two: Tokens) -> str | None:
    """Say in which way two names are alike, None where they are not."""
    if one == two:
        return SAME
    if sorted(one) == sorted(two):
        return TURNED
    short, long = sorted((one, two), key=len)
    if len(short) < 2 or short[-1] != long[-1] or not _fits(short[0], long[0]):
        return None
    rest = iter(long[1:-1])
    if not all(any(_fits(part, other) for other in rest) for part in short[1:-1]):
        return None
    return FURTHER if short[0] == long[0] and len(short) < len(long) else SHORT


def _fits(part: str, other: str) -> bool:
    """Say whether two given names may be one: equal, or one the initial of the other."""
    return part == other or (min(len(part), len(other)) == 1 and part[0] == other[0])
