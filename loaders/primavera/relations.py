"""TASKPRED rows: relationships inside a project and between projects."""

from data.records import Dependency
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys

_TYPES = {"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"}


def read_relations(book: Book, keys: Keys) -> None:
    """Read the relationships into the book.

    A predecessor in a project that this file does not hold is kept by the ids of P6, to be found when its project is
    loaded; one that is missing from a project of the file is a fault.
    """
    elsewhere = 0
    for row in book.rows("TASKPRED"):
        record = _relation(row, keys)
        if book.keep(row, record):
            elsewhere += _is_outside(row, keys)
    if elsewhere:
        book.export.notes.append(f"TASKPRED: predecessors in projects that this file does not hold ({elsewhere}).")
    _note_elapsed_lags(book)


def _relation(row: Row, keys: Keys) -> Dependency:
    number = row.required("task_pred_id")
    row.required("task_id")
    row.required("pred_task_id")
    outside = _is_outside(row, keys)
    to_task = row.reference("task_id", "TASK", keys.tasks)
    from_task = row.text("pred_task_id") if outside else row.reference("pred_task_id", "TASK", keys.tasks)
    project = _project_of(row, "task_id", to_task) or keys.projects.get(row.text("proj_id") or "")
    return Dependency(
        key=f"{project or ''}.{number}",
        from_project=row.text("pred_proj_id") if outside else _project_of(row, "pred_task_id", from_task),
        from_task=from_task,
        to_project=project,
        to_task=to_task,
        type=row.choice("pred_type", _TYPES),
        lag=row.minutes("lag_hr_cnt"),
        sheet=row.table,
        row=row.line,
    )


def _is_outside(row: Row, keys: Keys) -> bool:
    """Say whether the predecessor is in a project that this file does not hold."""
    project = row.text("pred_proj_id")
    return bool(project) and project not in keys.projects and (row.text("pred_task_id") or "") not in keys.tasks


def _project_of(row: Row, field: str, task: str | None) -> str | None:
    """Give the project key that a task key begins with."""
    return task.removesuffix(f".{row.text(field)}") if task else None


def _note_elapsed_lags(book: Book) -> None:
    """Say where lags run on a 24-hour calendar, because the store counts them in working minutes."""
    names = {number: name for number, name in book.column("PROJECT", "proj_id", "proj_short_name")}
    for project, calendar in book.column("SCHEDOPTIONS", "proj_id", "sched_calendar_on_relationship_lag"):
        if calendar == "rcal_24Hour":
            shown = names.get(project) or project
            book.export.notes.append(f"Project {shown}: lags are hours of a 24-hour calendar, not working hours.")
