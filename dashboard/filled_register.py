"""All that the store holds as rows of the register workbook, so that nobody types a name twice."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from data import queries, schema
from data.feeds import REGISTERS, Feed, feeds
from data.frames import holds
from data.records import Kpi, Objective, Perspective, Project, Reading, Record, Resource, Task, Theme
from data.schema import FACTS, column_name, table_name
from data.store import Store
from loaders.register import sheet_of, to_cells

# What a register may want to name although another feed holds it.
FOREIGN = (Perspective, Theme, Objective, Kpi, Reading, Project, Task, Resource)

Row = dict[str, Any]


def rows(store: Store) -> dict[str, list[Row]]:
    """Give the rows of every sheet as the template writes them, each with its feed, and a mark where it is unlinked."""
    revision = store.revision()
    sheets: dict[str, list[Row]] = {}
    if revision is None:
        return sheets
    with store.reading() as connection:
        for sheet, row in _rows(connection, revision.number):
            sheets.setdefault(sheet, []).append(row)
    return sheets


def _rows(connection: Connection, revision: int) -> Iterator[tuple[str, Row]]:
    known = feeds(connection)
    public, registered = _identities(connection, revision, known)
    linked = _linked(connection, revision)
    for kind in FACTS:
        for feed, record in _records(connection, kind, revision, known):
            own = known[feed].loader in REGISTERS
            identity = public.get((table_name(kind), feed, record.key))
            if not own and identity in registered:
                continue  # the register has a line of its own for it
            sheet = sheet_of(record)
            if sheet is None:
                continue
            row: Row = {**to_cells(record), "source": known[feed].name}
            if identity and identity[0] in ("project", "milestone") and identity[1] not in linked:
                row["mark"] = "serves no KPI yet"
            yield sheet.name, row


def _records(connection: Connection, kind: type, revision: int, known: dict[int, Feed]) -> Iterator[tuple[int, Record]]:
    """Give (feed, record) of what registers hold, and of what others hold that a register may want to name."""
    table = FACTS[kind]
    columns = [table.c[column_name(name)] for name in kind._fields]  # type: ignore[attr-defined]
    query = select(table.c.feed, *columns).where(holds(table, revision))
    if kind not in FOREIGN:
        query = query.where(table.c.feed.in_([feed.id for feed in known.values() if feed.loader in REGISTERS]))
    if kind is Task:
        query = query.where(table.c.kind == "milestone")
    for row in connection.execute(query.order_by(table.c.feed, table.c.id)):
        yield row[0], kind._make(row[1:])  # type: ignore[attr-defined]


def _identities(
    connection: Connection, revision: int, known: dict[int, Feed]
) -> tuple[dict[tuple[str, int, str], tuple[str, str]], set[tuple[str, str]]]:
    """Give the identity of every row, and the identities that some register has a line for."""
    table = schema.identity
    found = connection.execute(select(table).where(holds(table, revision)))
    public = {(row.record, row.feed, row.source): (row.kind, row.key) for row in found}
    return public, {key for (_, feed, _), key in public.items() if known[feed].loader in REGISTERS}


def _linked(connection: Connection, revision: int) -> set[str]:
    """Give the projects and milestones that contribute to something."""
    made = queries.contributions(connection, revision)
    made = made[made["serves"].notna()]
    return {*made["project"].dropna(), *made["milestone"].dropna()}
