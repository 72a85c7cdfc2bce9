"""A workbook with only the rows of which something is missing, to be filled in and loaded like any register.

It is a feed of its own. Rows that nobody touches are passed over when it is loaded; what an earlier workbook of the
same name brought stands in it again, so that loading the next one closes nothing.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data import queries
from data.feeds import REGISTERS
from data.frames import holds
from data.names import fold
from data.records import Contribution, Kpi, Objective, Project, Record
from data.schema import FACTS, column_name, feed
from data.store import Store
from loaders.register import sheet_of, to_cells
from loaders.register.template import write_template
from loaders.sheets.every import SHEETS
from loaders.sheets.sheet import Sheet
from loaders.tables.cells import Cell

Rows = dict[str, list[dict[str, Cell]]]

ASKED = "to be filled in"  # stands as the source of a row that nobody has filled yet
TO_FILL: Mapping[str, tuple[str, ...]] = {
    "baseline": ("baseline_start", "baseline_finish"),
    "budget": ("budget", "currency"),
    "manager or owner": ("manager",),
    "owning department": ("department",),
    "reported status": ("reported", "reported_on"),
}  # columns of the sheet Projects
_SHOWN = {
    "Projects": ("key", "name"),
    "Contributions": ("project", "milestone", "serves", "amount", "lag_days", "money_share"),
    "Money": ("project", "month", "kind", "actual", "currency"),
}
_KEPT = (Project, Contribution, Objective, Kpi)  # kinds of lists, of which absence would close rows


def name_of(departments: Sequence[str], managers: Sequence[str]) -> str:
    """Give the name of the workbook of some departments and managers, from which its feed is named too."""
    words = [re.sub(r"[^\w-]+", " ", one).strip() for one in (*departments, *managers)]
    return " ".join(["missing", *filter(None, words)])[:80].strip()


def workbook(store: Store, missing: pd.DataFrame, name: str, today: str) -> bytes:
    """Give the workbook for things as `view.missing.everything`; `name` is that of the file without its ending."""
    revision = store.revision()
    rows: Rows = {}
    if revision is not None:
        with store.reading() as connection:
            rows = _rows(connection, revision.number, missing, name, today)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "missing.xlsx"
        write_template(path, rows, [_narrowed(sheet, rows[sheet.name]) for sheet in SHEETS if rows.get(sheet.name)])
        return path.read_bytes()


def _rows(connection: Connection, revision: int, missing: pd.DataFrame, name: str, today: str) -> Rows:
    rows: Rows = {}
    for sheet, row in _brought(connection, revision, name):
        rows.setdefault(sheet, []).append(row)
    for sheet, row in _asked(connection, revision, missing, today):
        held = next((one for one in rows.get(sheet, []) if row.get("key") and one.get("key") == row["key"]), None)
        if held is not None:
            held["mark"] = row["mark"]
        else:
            rows.setdefault(sheet, []).append(row | {"source": ASKED})
    return rows


def _brought(connection: Connection, revision: int, name: str) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Give what an earlier workbook of this name brought."""
    mine = [row.id for row in connection.execute(select(feed.c.id, feed.c.name)) if fold(row.name) == fold(name)]
    for kind in _KEPT if mine else ():
        for record in _records(connection, kind, revision, FACTS[kind].c.feed.in_(mine)):
            if sheet := sheet_of(record):
                yield sheet.name, {**to_cells(record), "source": name}


def _records(connection: Connection, kind: type, revision: int, where: Any) -> Iterator[Record]:
    table = FACTS[kind]
    columns = [table.c[column_name(one)] for one in kind._fields]  # type: ignore[attr-defined]
    for row in connection.execute(select(*columns).where(holds(table, revision), where).order_by(table.c.id)):
        yield kind._make(row)  # type: ignore[attr-defined]


def _asked(
    connection: Connection, revision: int, missing: pd.DataFrame, today: str
) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Give the rows to fill in, each with what is missing as its mark."""
    lines = missing.to_dict("records")
    stated = {row["key"]: row for row in _projects(connection, revision, _keys(lines, "project"))}
    for line in lines:
        if line["kind"] == "project":
            yield from _of_project(line, stated.get(line["key"], {}), today)
    for kind, name in ((Objective, "objective"), (Kpi, "kpi")):
        marks = {line["key"]: ", ".join(line["missing"]) for line in lines if line["kind"] == name}
        wanted = {line["key"] for line in lines if line["kind"] == name and line["missing"] != ("late",)}
        yield from _as_stored(connection, revision, kind, name, {key: marks[key] for key in wanted})


def _keys(lines: Sequence[Mapping[Any, Any]], kind: str) -> list[str]:
    return [line["key"] for line in lines if line["kind"] == kind]


def _of_project(
    line: Mapping[Any, Any], cells: Mapping[str, Cell], today: str
) -> Iterator[tuple[str, dict[str, Cell]]]:
    mark = f"{line['name'] or line['key']}: {', '.join(line['missing'])}"
    if any(what in TO_FILL for what in line["missing"]):
        names = ("name", "schedule_id")
        own = {name: cells.get(name) for name in names if cells.get(name)}
        yield "Projects", {"key": cells.get("own") or line["key"], **own, "mark": mark}
    if "link" in line["missing"]:
        yield "Contributions", {"project": line["key"], "mark": mark}
    if "actual cost" in line["missing"]:
        month = date.fromisoformat(today[:10]).replace(day=1)
        row: dict[str, Cell] = {"project": line["key"], "month": month, "kind": "cost"}
        yield "Money", row | {"currency": cells.get("currency"), "mark": mark}


def _projects(connection: Connection, revision: int, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give how a register names each project: its own key, or that of its schedule with how the schedule names it."""
    frame = queries.projects(connection, revision, keys if len(keys) <= 500 else None)
    for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
        of_schedule = row["loader"] not in REGISTERS
        named = {"own": row["source_key"], "schedule_id": row["short_name"] or row["guid"]} if of_schedule else {}
        yield {"key": key, "name": row["name"], "currency": row["currency"], **named}


def _as_stored(
    connection: Connection, revision: int, kind: type, name: str, marks: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Give the rows of objectives or KPIs as the store holds them, the first source of each."""
    if not marks:
        return
    public, table, left = queries.public_keys(connection, revision, name), FACTS[kind], dict(marks)
    ids = {row.id: row.name for row in connection.execute(select(feed.c.id, feed.c.name))}
    for number in ids:
        for record in _records(connection, kind, revision, table.c.feed == number):
            sheet, key = sheet_of(record), public.get((number, record.key), "")
            if sheet and key in left:
                yield sheet.name, {**to_cells(record), "mark": left.pop(key)}


def _narrowed(sheet: Sheet, rows: Sequence[Mapping[str, Cell]]) -> Sheet:
    """Give a sheet with only the columns that are required, filled in some row, or to be filled in."""
    wanted = {name for row in rows for name, cell in row.items() if cell is not None} | set(_SHOWN.get(sheet.name, ()))
    asked = " ".join(str(row.get("mark") or "") for row in rows)
    if sheet.name == "Projects":
        wanted |= {column for what, columns in TO_FILL.items() if what in asked for column in columns}
    else:
        wanted |= {"owner", "department", "target", "target_date"}
    return replace(sheet, columns=tuple(one for one in sheet.columns if one.required or one.name in wanted))
