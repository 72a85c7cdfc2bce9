"""Reads an XER file, table by table."""

from pathlib import Path

from data.records import Assignment, Calendar, Dependency, Expense, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.primavera.assignments import Work, read_assignments
from loaders.primavera.baselines import take_baselines
from loaders.primavera.book import Book
from loaders.primavera.calendars import minutes_per_week, read_calendars
from loaders.primavera.cells import decimal_point
from loaders.primavera.fields import read_fields
from loaders.primavera.keys import find_keys
from loaders.primavera.known import KNOWN
from loaders.primavera.notes import read_notes
from loaders.primavera.projects import Around, data_dates, file_currency, read_managers, read_projects
from loaders.primavera.relations import read_relations
from loaders.primavera.resources import read_resources
from loaders.primavera.structure import keep_structure, read_structure
from loaders.primavera.tables import Header, split
from loaders.primavera.tasks import Beside, read_tasks
from loaders.primavera.text import decode

_COVERED = (Project, Task, Dependency, Calendar, Resource, Assignment, Expense, FieldValue)
_WITHOUT_PROJECTS = (Calendar, Resource)  # what an export of resources only is about


def read(path: Path) -> Export:
    """Read the whole file. Raises `Refused` for one that is empty, no XER file, or cut off."""
    book = _open(path.read_bytes())
    _read(book)
    return book.close()


def _open(data: bytes) -> Book:
    """Take the bytes of a file apart, into a book in which nothing is read yet."""
    if not data.strip():
        raise Refused("the file is empty. Export the project again from P6 (File > Export > XER).")
    text, notes = decode(data)
    tables = split(text)
    point, decimal_notes = decimal_point(text, tables)
    book = Book(tables, point)
    book.export.notes[:0] = [_origin(tables.header), *notes, *decimal_notes]
    return book


def _origin(header: Header) -> str:
    who = f" by {header.user or header.login}" if header.user or header.login else ""
    day = f" on {header.exported}" if header.exported else ""
    return f"Exported from P6 {header.version}{day}{who}, currency {header.currency or 'not stated'}."


def _read(book: Book) -> None:
    """Read every table, those first that others need."""
    has_projects = "PROJECT" in book.tables.sections
    book.export.records = {kind: [] for kind in (_COVERED if has_projects else _WITHOUT_PROJECTS)}
    planned = take_baselines(book)
    keys = find_keys(book)
    currency = file_currency(book)
    days = data_dates(book)
    today = max(days.values(), default=book.tables.header.exported)
    calendars = read_calendars(book, keys.projects, keys.calendars)
    work = Work(keys, calendars, read_resources(book, keys, currency, today))
    read_assignments(book, work)
    notes = read_notes(book, keys)
    separators = {keys.projects.get(p, ""): mark for p, mark in book.column("PROJECT", "proj_id", "name_sep_char")}
    structure = read_structure(book, keys, separators)
    tasks = read_tasks(book, keys, Beside(work.costs, notes, structure.paths, structure.positions, planned.taken))
    dates = keep_structure(book, structure, tasks, notes)
    managers, weeks = read_managers(book), minutes_per_week(book)
    read_projects(book, Around(keys, structure, dates, calendars, weeks, currency, managers, planned.spans()))
    read_relations(book, keys)
    read_fields(book, keys)
    book.leave_out(KNOWN)
    _finish(book, days)


def _finish(book: Book, days: dict[str, str]) -> None:
    """State the date of the file and what it holds."""
    export = book.export
    exported = book.moments[book.tables.header.exported]
    if days:
        export.status_date, export.status_date_from = max(days.values()), "data_date"
    elif isinstance(exported, str):
        export.status_date, export.status_date_from = exported[:10], "exported"
    leaves = [task for task in export.records.get(Task, []) if task.kind not in {"summary", "project"}]  # type: ignore[union-attr]
    resources = [r for r in export.records.get(Resource, []) if r.kind != "role" and r.name]  # type: ignore[union-attr]
    export.totals = {
        "projects": len(export.records.get(Project, [])),
        "tasks": len(leaves),
        "milestones": sum(task.kind == "milestone" for task in leaves),  # type: ignore[union-attr]
        "people": len(resources),
        "assignments": len(export.records.get(Assignment, [])),
        "links": len(export.records.get(Dependency, [])),
    }
