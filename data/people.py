"""Which rows are one and the same person.

Rows are joined by e-mail, by the key of a register, and by a declared other name; what has none of these is joined by
full name, where exactly one person has that name and no department contradicts. Two rows of one feed with one name are
two people unless their e-mail or a declared name says otherwise. A name that was joined wrongly is parted by declaring
whose the row is: `same person`, the key, and the row as `feed.source-id`.

A resource of a schedule that is named like a role, skill or department of the register is no person but a demand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row

from data.feeds import REGISTERS, aliases, open_rows
from data.names import PublicKeys, fold, full_name, plain_key
from data.records import ListEntry, Resource

Group = list[Row[Any]]
GENERIC = ("role", "skill", "department")  # lists of the register whose entries nobody is called


def people(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """Give (feed, source key, public key) of every person that now stands in a register or schedule."""
    rows = open_rows(connection, Resource, "name", "email", "also_known_as", "kind", "department")
    listed = open_rows(connection, ListEntry, "kind", "code", "name")
    generic = {fold(text) for row in listed if row.kind in GENERIC for text in (row.code, row.name) if text}
    rows = [row for row in rows if row.kind == "person" and (_sure(row) or fold(row.name or "") not in generic)]
    other = {full_name(name): code for name, code in aliases(connection, "same person").items()}
    departments = _Departments(listed)
    known, unknown = _by_mark(rows, other)
    groups = _by_name(_with_email(known, departments), unknown, departments)
    for group in groups:
        group.sort(key=lambda row: (not _own(row), row.feed_name, row.key))
    keys = PublicKeys()
    # The organisation's own keys first, so that none of them is given to somebody else.
    own = [keys.own(group[0].key) if _own(group[0]) else None for group in groups]
    for group, key in zip(groups, own, strict=True):
        public = key or keys.made(group[0].feed_name, group[0].key)
        for row in group:
            yield row.feed, row.key, public


def _own(row: Row[Any]) -> bool:
    """Say whether a row is a register's."""
    return row.loader in REGISTERS


def _sure(row: Row[Any]) -> bool:
    """Say whether a row is a register's or has an e-mail, by which somebody is known beyond the name."""
    return bool(row.email) or _own(row)


class _Departments:
    """Which department a row names: as far as the register lists them, else as written where it lists none."""

    def __init__(self, listed: Iterable[Row[Any]]) -> None:
        self._codes = {
            fold(text): fold(row.code)
            for row in listed
            if row.kind == "department" and row.code
            for text in (row.name, row.code)
            if text
        }

    def of(self, row: Row[Any]) -> str | None:
        """Give the department of a row, None where it names none that is known."""
        text = fold(row.department or "")
        return (self._codes.get(text) if self._codes else text) or None

    def apart(self, rows: Iterable[Row[Any]]) -> bool:
        """Say whether rows name different departments."""
        return len({self.of(row) for row in rows} - {None}) > 1


def _by_mark(rows: Iterable[Row[Any]], other: dict[str, str]) -> tuple[list[Group], list[Row[Any]]]:
    """Group rows that share an e-mail, a register's key or a declared name; give the rows that have none apart."""
    groups: dict[str, Group] = {}
    unknown: list[Row[Any]] = []
    for row in rows:
        marks = _marks(row, other)
        if not marks:
            unknown.append(row)
            continue
        joined: Group = []
        for group in {id(groups[mark]): groups[mark] for mark in marks if mark in groups}.values():
            joined += group
        joined.append(row)
        groups |= dict.fromkeys([m for r in joined for m in _marks(r, other)], joined)
    return list({id(group): group for group in groups.values()}.values()), unknown


def _marks(row: Row[Any], other: dict[str, str]) -> list[str]:
    """Give the folded texts that say for certain who a row is."""
    marks = [fold(row.email)] if row.email else []
    if _own(row):
        marks += [fold(row.key), fold(plain_key(row.feed_name, row.key))]
    called = other.get(full_name(plain_key(row.feed_name, row.key))) or (row.name and other.get(full_name(row.name)))
    return [*marks, called] if called else marks


def _with_email(known: list[Group], departments: _Departments) -> list[Group]:
    """Join a person whose e-mail no register states to the one person of that name whose e-mail is known."""
    by_name: dict[str, list[Group]] = defaultdict(list)
    for group in known:
        for name in {name for row in group for name in _names(row)}:
            by_name[name].append(group)
    joined: set[int] = set()
    for bearers in by_name.values():
        stated = [group for group in bearers if any(map(_own, group)) and not any(row.email for row in group)]
        mailed = [group for group in bearers if any(row.email for row in group)]
        if len(stated) == len(mailed) == 1 and not joined & {id(stated[0]), id(mailed[0])}:
            if departments.apart(stated[0] + mailed[0]):
                continue
            stated[0].extend(mailed[0])
            joined |= {id(mailed[0]), id(stated[0])}
            known = [group for group in known if group is not mailed[0]]
    return known


def _by_name(known: list[Group], unknown: list[Row[Any]], departments: _Departments) -> list[Group]:
    """Add the rows without a mark to the one person of their name, else to each other."""
    by_name: dict[str, list[Group]] = defaultdict(list)
    for group in known:
        if not any(map(_sure, group)):  # declared to be somebody else than those of its name
            continue
        for name in {name for row in group for name in _names(row)}:
            by_name[name].append(group)
    alike: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in unknown:
        alike[full_name(row.name or "")].append(row)
    groups = list(known)
    for name, rows in alike.items():
        bearers = by_name.get(name, [])
        same = rows + [row for group in bearers for row in group if full_name(row.name or "") == name]
        twice = len({row.feed for row in same}) < len(same)  # one file names two people so: nobody knows who is who
        if not name or twice or len(bearers) > 1:
            groups += [[row] for row in rows]
        elif departments.apart(rows + [row for group in bearers for row in group]):
            groups += _by_department(rows, bearers, departments)
        elif bearers:
            bearers[0].extend(rows)
        else:
            groups.append(rows)
    return groups


def _by_department(rows: list[Row[Any]], bearers: list[Group], departments: _Departments) -> list[Group]:
    """Part rows of one name by department, adding those of the bearer's to it; who names none stays alone."""
    parts: dict[str | None, Group] = {departments.of(row): group for group in bearers for row in group}
    held = {id(group) for group in bearers}
    parts.pop(None, None)
    alone = [[row] for row in rows if departments.of(row) is None]
    for row in rows:
        if department := departments.of(row):
            parts.setdefault(department, []).append(row)
    return alone + [group for group in parts.values() if id(group) not in held]


def _names(row: Row[Any]) -> list[str]:
    return [full_name(text) for text in (row.name, *(row.also_known_as or "").split(";")) if text and text.strip()]
