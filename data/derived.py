"""What follows from the facts and is versioned like them: identities, references and findings."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Table, select

from data import schema
from data.identity import Identity, identities
from data.naming import names_changed
from data.references import Reference, references
from data.schema import FIGURES, OPEN, STATUSES
from data.versions import insert

Row = tuple[object, ...]

DERIVED = (
    schema.identity, schema.reference, schema.finding, schema.standing, schema.staff, schema.workload, schema.overload,
    schema.spread,
)  # fmt: skip

PART = 500  # drivers limit the number of parameters

FINDING = (
    "subject_kind", "subject", "measure", "value", "text", "unit", "status", "rule", "inputs", "on_date", "fresh_until",
)  # fmt: skip

STANDING = (
    "project", "status", "fresh_until", "unit", *FIGURES, *STATUSES, "path", "enables", "objectives", "weight", "slips",
    "slips_to", "short_kpi", "points", "late", "late_weight", "late_reaches", "brings",
)  # fmt: skip


def resolve(connection: Connection, revision: int) -> None:
    """Bring identities and references in line with the facts that now hold."""
    if not names_changed(connection, revision):
        return
    known = identities(connection)
    replace(connection, schema.identity, Identity._fields, known, revision)
    replace(connection, schema.reference, Reference._fields, references(connection, known), revision)


def derived_anything(connection: Connection, revision: int) -> bool:
    """Say whether a revision changed anything that is derived."""
    return any(
        connection.execute(
            select(table.c.id).where((table.c.since == revision) | (table.c.until == revision)).limit(1)
        ).first()
        for table in DERIVED
    )


def replace(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    rows: Iterable[Row],
    revision: int,
    among: ColumnElement[bool] | None = None,
) -> None:
    """Make `rows` what now holds in a derived table, or among those of its rows that a condition names."""
    query = select(table.c.id, *(table.c[name] for name in names)).where(table.c.until == OPEN)
    if among is not None:
        query = query.where(among)
    current = {tuple(row[1:]): row[0] for row in connection.execute(query)}
    wanted = dict.fromkeys(rows)
    gone = [(revision, number) for row, number in current.items() if row not in wanted]
    if gone:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        connection.exec_driver_sql(f'UPDATE "{table.name}" SET until = {mark} WHERE id = {mark}', gone)  # noqa: S608
    insert(connection, table, revision, names, [row for row in wanted if row not in current] if current else [*wanted])


def replace_of(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    rows: Iterable[Row],
    revision: int,
    subject: str,
    subjects: Iterable[str],
    among: ColumnElement[bool] | None = None,
) -> None:
    """Make `rows` what now holds of some subjects: the values of the column `subject`."""
    by_subject: dict[object, list[Row]] = {}
    place, every = names.index(subject), sorted(subjects)
    for row in rows:
        by_subject.setdefault(row[place], []).append(row)
    for start in range(0, len(every), PART):
        part = every[start : start + PART]
        mine = [row for one in part for row in by_subject.get(one, [])]
        named = table.c[subject].in_(part)
        replace(connection, table, names, mine, revision, named if among is None else among & named)
