"""TASKRSRC and PROJCOST rows: who works on an activity, and what it costs besides.

Work is at completion, actual (regular and overtime) + remaining; so is cost. The planned ("budgeted") figures stand in
`planned_*`. Quantities of a material are no work, so its assignments carry money only. `units` are the remaining units
per time, else the planned ones. `spread` is what the file lays over time itself, else by the resource curve it names;
without either it stays None, and the work is even.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.records import Assignment, Calendar, Expense, Resource
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys
from loaders.primavera.resources import level
from loaders.primavera.spread import WorkingTime, by_curve, by_periods
from loaders.primavera.tasks import Costs


@dataclass(slots=True)
class Work:
    """What assignments need from other tables, and what they leave for the activities."""

    keys: Keys
    calendars: Mapping[str, Calendar]  # by clndr_id
    resources: Mapping[str, Resource]  # by rsrc_id
    curves: Mapping[str, list[float]] = field(default_factory=dict)
    task_calendars: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    calendars_by_key: Mapping[str, Calendar] = field(default_factory=dict)
    times: dict[str, WorkingTime | None] = field(default_factory=dict)
    costs: dict[str, Costs] = field(default_factory=lambda: defaultdict(Costs))
    materials: int = 0
    unplaced: int = 0


def read_assignments(book: Book, work: Work) -> None:
    """Read assignments and expenses into the book; their money is added up in `work.costs` by task key."""
    work.curves = _curves(book)
    work.calendars_by_key = {calendar.key: calendar for calendar in work.calendars.values()}
    work.task_calendars = {
        number: (calendar, kind == "TT_Rsrc")
        for number, calendar, kind in book.column("TASK", "task_id", "clndr_id", "task_type")
    }
    for row in book.rows("TASKRSRC"):
        record = _assignment(row, work)
        if book.keep(row, record) and record.task:
            work.costs[record.task].add(record.planned_cost, record.actual_cost, record.remaining_cost)
    _read_expenses(book, work)
    if work.materials:
        book.export.notes.append(f"TASKRSRC: assignments of material keep their cost, no quantity ({work.materials}).")
    if work.unplaced:
        book.export.notes.append(
            f"TASKRSRC: time-phased work that does not fit the calendar it is laid on counts as even ({work.unplaced})."
        )


def _curves(book: Book) -> dict[str, list[float]]:
    """Give the 21 percentages of each resource curve by its id."""
    found = {}
    for table in ("RSRCCURV", "RSRCCURVDATA"):
        for row in book.rows(table):
            number = row.required("curv_id")
            values = [row.number(f"pct_usage_{place}") or 0.0 for place in range(21)]
            if book.fold(row, "curves, read into the spread of their assignments") and sum(values) > 0:
                found[number] = values
    return found


def _assignment(row: Row, work: Work) -> Assignment:
    number = row.required("taskrsrc_id")
    row.required("task_id")
    row.required("proj_id")
    resource = row.reference("rsrc_id", "RSRC", work.keys.resources)
    role = row.reference("role_id", "ROLES", work.keys.role_names)
    skill_level = level(row.number("skill_level"))
    actual_cost = _add(row.number("act_reg_cost"), row.number("act_ot_cost"))
    remaining_cost = row.number("remain_cost")
    actual_start, actual_finish = row.moment("act_start_date"), row.moment("act_end_date")
    planned_start, planned_finish = row.moment("target_start_date"), row.moment("target_end_date")
    record = Assignment(
        key=work.keys.assignments.get(number, number),
        project=row.reference("proj_id", "PROJECT", work.keys.projects) or "",
        task=row.reference("task_id", "TASK", work.keys.tasks),
        resource=resource,
        role=role,
        skill=role if skill_level else None,
        skill_level=skill_level,
        start=actual_start or row.moment("restart_date") or planned_start,
        finish=actual_finish or row.moment("reend_date") or planned_finish,
        actual_start=actual_start,
        actual_finish=actual_finish,
        cost=_add(actual_cost, remaining_cost),
        actual_cost=actual_cost,
        remaining_cost=remaining_cost,
        planned_start=planned_start,
        planned_finish=planned_finish,
        planned_cost=row.number("target_cost"),
        sheet=row.table,
        row=row.line,
    )
    if _is_material(row, work):
        work.materials += 1
        return record
    return _with_work(row, work, record)


def _is_material(row: Row, work: Work) -> bool:
    resource = work.resources.get(row.text("rsrc_id") or "")
    return row.text("rsrc_type") == "RT_Mat" or (resource is not None and resource.kind == "material")


def _with_work(row: Row, work: Work, record: Assignment) -> Assignment:
    actual = _add(row.minutes("act_reg_qty"), row.minutes("act_ot_qty"))
    remaining = row.minutes("remain_qty")
    units = row.number("remain_qty_per_hr")
    record = record._replace(
        units=row.number("target_qty_per_hr") if units is None else units,
        work=_add(actual, remaining),
        actual_work=actual,
        remaining_work=remaining,
        planned_work=row.minutes("target_qty"),
    )
    if row.faults or not (row.cell("remain_crv") or row.cell("target_crv") or row.cell("actual_crv") or _curve(row)):
        return record
    return _with_spread(row, work, record)


def _with_spread(row: Row, work: Work, record: Assignment) -> Assignment:
    time = _working_time(row, work)
    remaining = _phased(row, time, "remain_crv", row.moment("restart_date"))
    if remaining is None and not record.actual_work:
        remaining = _phased(row, time, "target_crv", record.planned_start)
    curve = work.curves.get(_curve(row))
    if remaining is None and time and curve and record.start and record.finish and record.remaining_work:
        since = row.moment("restart_date") or record.start
        remaining = by_curve(time, (record.start, record.finish), since, curve, record.remaining_work)
    actual = _phased(row, time, "actual_crv", record.actual_start)
    work.unplaced += remaining is None and bool(record.remaining_work)
    return record._replace(spread=remaining, actual_spread=actual)


def _phased(row: Row, time: WorkingTime | None, field: str, start: str | None) -> str | None:
    text = row.text(field)
    return by_periods(time, start, text, row.book.numbers) if time and text and start else None


def _curve(row: Row) -> str:
    return row.text("curv_id") or ""


def _working_time(row: Row, work: Work) -> WorkingTime | None:
    """Give the working times that P6 lays the work on: the activity's, or the resource's where the activity says so."""
    calendar, by_resource = work.task_calendars.get(row.text("task_id") or "", ("", False))
    resource = work.resources.get(row.text("rsrc_id") or "")
    key = resource.calendar if by_resource and resource else work.keys.calendars.get(calendar)
    if key not in work.times:
        found = work.calendars_by_key.get(key or "")
        work.times[key or ""] = WorkingTime(found, work.calendars_by_key) if found else None
    return work.times[key or ""]


def _read_expenses(book: Book, work: Work) -> None:
    categories = {}
    for row in book.rows("COSTTYPE"):
        number, name = row.required("cost_type_id"), row.text("cost_type")
        if book.fold(row, "categories, read with the expenses"):
            categories[number] = name
    for row in book.rows("PROJCOST"):
        number = row.required("cost_item_id")
        row.required("proj_id")
        project = row.reference("proj_id", "PROJECT", work.keys.projects) or ""
        record = Expense(
            key=f"{project}.{number}",
            project=project,
            task=row.reference("task_id", "TASK", work.keys.tasks),
            name=row.text("cost_name"),
            category=categories.get(row.text("cost_type_id") or ""),
            planned=row.number("target_cost"),
            actual=row.number("act_cost"),
            remaining=row.number("remain_cost"),
            sheet=row.table,
            row=row.line,
        )
        if book.keep(row, record) and record.task:
            work.costs[record.task].add(record.planned, record.actual, record.remaining)


def _add(*parts: float | None) -> float | None:
    """Add what is stated; None when nothing is."""
    stated = [part for part in parts if part is not None]
    return round(sum(stated), 4) if stated else None
