"""From a sound row to its record, and from a record of any feed back to the cells of a row."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from data.records import (
    Assignment,
    Kpi,
    Objective,
    Organisation,
    Perspective,
    Project,
    Reading,
    Record,
    Resource,
    Setting,
    Statement,
    Task,
    Theme,
)
from loaders.sheets import of_people, of_projects
from loaders.sheets.every import BY_RECORD
from loaders.sheets.keys import fold
from loaders.sheets.lines import Line
from loaders.sheets.of_map import ELEMENTS
from loaders.sheets.sheet import Sheet
from loaders.tables import numbers
from loaders.tables.cells import Cell, Marked, Unfit

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MORE = frozenset({Assignment, Reading, Resource, Setting})  # what becomes of their columns depends on others
_STRATEGY = frozenset({Organisation, Perspective, Theme, Objective, Statement})


def class_of(sheet: Sheet, line: Line) -> type | None:
    """Give the class of record that a row becomes, or None where its kind is not known."""
    if sheet.name == "Strategy":
        return ELEMENTS.get(line.text("kind"))
    return next(iter(sheet.records))


def record_of(sheet: Sheet, line: Line, kind: type, key: str, label: str) -> Record:
    """Give the record of a row without faults."""
    stated = line.values.get
    if not line.emptied and (columns := _in_order(sheet, kind)):
        return tuple.__new__(kind, (key, *map(stated, columns), label, line.row))
    mapping = sheet.records[kind]
    found: dict[str, Any] = {name: stated(column) for name, column in mapping.items()}
    emptied = [name for name, column in mapping.items() if column in line.emptied] if line.emptied else []
    if kind is Resource:
        found["kind"] = "person"
    elif kind is Assignment:
        skill, level = line.values.get("skill") or (None, None)  # type: ignore[misc]
        found |= {"skill": skill, "skill_level": None if level is None else float(level)}
        emptied += ["skill", "skill_level"] if "skill" in line.emptied else []
    elif kind is Setting and fold(line.text("name")) == "fiscal_year_start" and _DAY.fullmatch(line.text("value")):
        found["value"] = line.text("value")[5:]  # spreadsheet programs make a date of a typed 01-01
    elif kind is Reading and line.texts:
        found |= {"actual_text": line.texts.get("actual"), "target_text": line.texts.get("target")}
    if emptied:
        found["emptied"] = " ".join(emptied)
    return kind(key=key, sheet=label, row=line.row, **found)


@cache
def _in_order(sheet: Sheet, kind: type) -> tuple[str, ...]:
    """Give the columns of a record's fields in their order, "" where none fills one; nothing where a record needs more
    than its columns.
    """
    _, *fields, _, _ = kind._fields  # type: ignore[attr-defined]
    mapping, default = sheet.records[kind], kind._field_defaults  # type: ignore[attr-defined]
    if kind in _MORE or any(default.get(name) is not None for name in fields if name not in mapping):
        return ()
    return tuple(mapping.get(name, "") for name in fields)


def unused(sheet: Sheet, line: Line, kind: type) -> list[str]:
    """Name the columns that are filled although a row of this kind has no use for them."""
    if sheet.name != "Strategy":
        return []
    used = {"kind", "key", *sheet.records[kind].values()}
    return [name for name in (*line.values, *line.emptied) if name not in used]


# --- back to cells ----------------------------------------------------------------------------------------------------


def sheet_of(record: Record) -> Sheet | None:
    """Give the sheet that a record would stand in, or None where the register has none for it."""
    if isinstance(record, Task):
        return of_projects.MILESTONES if record.kind == "milestone" else None
    if isinstance(record, Resource) and record.kind not in (None, "person"):
        return None
    return BY_RECORD.get(type(record))


def to_cells(record: Record) -> dict[str, Cell]:
    """Give the cells (column -> cell) of the row from which this record is read again.

    Raises `KeyError` for a record that has no sheet (`sheet_of` is None). What a sheet has no column for is left out.
    """
    if isinstance(record, Task):
        return _milestone_of_schedule(record)
    sheet = BY_RECORD[type(record)]
    emptied = frozenset(str(getattr(record, "emptied", None) or "").split())
    row: dict[str, Cell] = {"key": record.key} if "key" in sheet.by_name else {}
    for name, column in sheet.records[type(record)].items():
        row[column] = "-" if name in emptied else sheet.by_name[column].show(getattr(record, name))
    row.update(_special(record, emptied))
    return {name: row[name] for name in sheet.by_name if row.get(name) is not None}


def _special(record: Record, emptied: frozenset[str]) -> Mapping[str, Cell]:
    if type(record) in _STRATEGY:
        return {} if isinstance(record, Statement) else {"kind": type(record).__name__.casefold()}
    if isinstance(record, Reading):
        written = {"actual": (record.actual, record.actual_text), "target": (record.target, record.target_text)}
        return {
            name: text
            for name, (figure, text) in written.items()
            if text is not None and name not in emptied and (figure is None or _says(text, figure))
        }
    if isinstance(record, Kpi) and record.better == "yes_no":
        answers = {"baseline": record.baseline, "target": record.target}
        return {name: "yes" if value else "no" for name, value in answers.items() if value is not None}
    if isinstance(record, Assignment):
        return _skill(record, emptied)
    if isinstance(record, Project) and record.schedule_id is None and "schedule_id" not in emptied:
        return {"schedule_id": record.short_name or record.guid}
    return {}


def _says(text: str, figure: float) -> bool:
    """Say whether a text is another way to write a figure, such as no for 0, and no remark beside it."""
    try:
        said = numbers.figure(text)
    except Unfit:
        return False
    return (said.number if isinstance(said, Marked) else said) == figure


def _skill(record: Assignment, emptied: frozenset[str]) -> dict[str, Cell]:
    if "skill" in emptied:
        return {"skill": "-"}
    if record.skill is None:
        return {}
    return {"skill": of_people.ASSIGNMENTS.by_name["skill"].show((record.skill, record.skill_level))}


def _milestone_of_schedule(task: Task) -> dict[str, Cell]:
    """Give what a schedule says of a milestone; its key stays blank, since schedules count each for itself."""
    date = of_projects.MILESTONES.by_name["forecast"].show
    row: dict[str, Cell] = {"project": task.project, "name": task.name, "kind": "milestone"}
    done, planned = task.actual_finish or task.actual_start, task.finish or task.start
    if base := task.baseline_finish or task.baseline_start:
        row["baseline"] = date(base[:10])
    if planned and not done:
        row["forecast"] = date(planned[:10])
    if done:
        row["actual"] = date(done[:10])
    return row
