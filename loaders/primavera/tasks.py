"""TASK rows: activities and milestones.

Start and finish are the actual dates, else the forecast as P6 shows it: the remaining early dates (restart_date,
reend_date), else early dates, else planned ones. Planned (target) dates, work and cost move with the plan, are no
baseline and stand in `planned_*`; a baseline is a project of its own (baselines.py). `duration` is the planned
("original") duration and `remaining_duration` what is left of it. Work is labour and equipment together at completion,
actual + remaining, as P6's units percent complete counts it. Cost is at completion: the actual and remaining costs of
the activity's assignments and expenses; `planned_cost` is its budget. Both are None where the activity has neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from data.records import Task
from loaders.primavera.baselines import Planned
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys

KINDS = {
    "TT_Task": "task",
    "TT_Rsrc": "task",
    "TT_LOE": "level_of_effort",
    "TT_Mile": "milestone",
    "TT_FinMile": "milestone",
    "TT_WBS": "summary",
}
_PERCENT_KINDS = {"CP_Drtn": "duration", "CP_Phys": "physical", "CP_Units": "units"}
_STATES = {"TK_NotStart": "not started", "TK_Active": "active", "TK_Complete": "complete"}
_CONSTRAINTS = {
    "CS_MSO": "start_on",
    "CS_MSOA": "start_no_earlier_than",
    "CS_MSOB": "start_no_later_than",
    "CS_MEO": "finish_on",
    "CS_MEOA": "finish_no_earlier_than",
    "CS_MEOB": "finish_no_later_than",
    "CS_ALAP": "as_late_as_possible",
    "CS_MANDSTART": "must_start_on",
    "CS_MANDFIN": "must_finish_on",
}
# On Microsoft Project's scale from 0 to 1000, so that priorities of both tools compare.
_PRIORITIES = {"PT_Top": 900.0, "PT_High": 600.0, "PT_Normal": 500.0, "PT_Low": 400.0, "PT_Lowest": 100.0}


@dataclass(slots=True)
class Costs:
    """What the assignments and expenses of one activity add up to."""

    planned: float = 0.0
    actual: float = 0.0
    remaining: float = 0.0

    def add(self, planned: float | None, actual: float | None, remaining: float | None) -> None:
        """Add the figures of one assignment or expense."""
        self.planned += planned or 0
        self.actual += actual or 0
        self.remaining += remaining or 0


@dataclass(frozen=True, slots=True)
class Beside:
    """What other tables say about activities, by task key."""

    costs: Mapping[str, Costs]
    notes: Mapping[str, str]
    wbs: Mapping[str, str]  # WBS path by WBS key
    positions: Mapping[str, int]
    baselines: Mapping[tuple[str, str], Planned]  # by project id and activity ID


def read_tasks(book: Book, keys: Keys, beside: Beside) -> list[Task]:
    """Read the activities into the book; give those that were kept."""
    kept = []
    seconds = 0
    for row in book.rows("TASK"):
        record = _task(row, keys, beside)
        if book.keep(row, record):
            kept.append(record)
            seconds += bool(row.cell("cstr_type2").strip())
    if seconds:
        book.export.notes.append(f"TASK: of two constraints only the first is kept ({seconds}).")
    return kept


def _task(row: Row, keys: Keys, beside: Beside) -> Task:
    number = row.required("task_id")
    row.required("proj_id")
    project = row.reference("proj_id", "PROJECT", keys.projects) or ""
    key = keys.tasks.get(number, "")
    parent = row.reference("wbs_id", "PROJWBS", keys.wbs)
    state = row.choice("status_code", _STATES)
    planned = row.minutes("target_drtn_hr_cnt")
    remaining = row.minutes("remain_drtn_hr_cnt")
    actual_work = _sum(row.minutes("act_work_qty"), row.minutes("act_equip_qty"))
    remaining_work = _sum(row.minutes("remain_work_qty"), row.minutes("remain_equip_qty"))
    actual_start, actual_finish = row.moment("act_start_date"), row.moment("act_end_date")
    planned_start, planned_finish = row.moment("target_start_date"), row.moment("target_end_date")
    physical = row.percent("phys_complete_pct")
    percent_kind = row.choice("complete_pct_type", _PERCENT_KINDS)
    costs = beside.costs.get(key)
    baseline = beside.baselines.get((row.text("proj_id") or "", row.text("task_code") or ""))
    return Task(
        key=key or number,
        project=project,
        uid=number,
        code=row.text("task_code"),
        wbs=beside.wbs.get(parent or ""),
        parent=parent,
        position=beside.positions.get(key),
        name=row.text("task_name"),
        kind=row.choice("task_type", KINDS) or "task",
        start=actual_start or row.moment("restart_date") or row.moment("early_start_date") or planned_start,
        finish=actual_finish or row.moment("reend_date") or row.moment("early_end_date") or planned_finish,
        actual_start=actual_start,
        actual_finish=actual_finish,
        baseline_start=baseline and baseline.start,
        baseline_finish=baseline and baseline.finish,
        baseline_duration=baseline and baseline.duration,
        baseline_work=baseline and baseline.work,
        baseline_cost=baseline and baseline.cost,
        duration=planned,
        remaining_duration=remaining,
        work=_sum(actual_work, remaining_work),
        actual_work=actual_work,
        remaining_work=remaining_work,
        cost=costs and round(costs.actual + costs.remaining, 4),
        actual_cost=costs and round(costs.actual, 4),
        remaining_cost=costs and round(costs.remaining, 4),
        planned_start=planned_start,
        planned_finish=planned_finish,
        planned_work=_sum(row.minutes("target_work_qty"), row.minutes("target_equip_qty")),
        planned_cost=costs and round(costs.planned, 4),
        percent_complete=_percent(percent_kind, state, physical, (planned, remaining), (actual_work, remaining_work)),
        physical_percent=physical,
        percent_kind=percent_kind,
        total_slack=row.minutes("total_float_hr_cnt"),
        constraint_kind=row.choice("cstr_type", _CONSTRAINTS),
        constraint_date=row.moment("cstr_date"),
        calendar=row.calendar(keys.calendars),
        priority=_PRIORITIES.get(row.text("priority_type") or ""),
        note=beside.notes.get(key),
        sheet=row.table,
        row=row.line,
    )


def _sum(*parts: float | None) -> float | None:
    """Add what is stated; None when nothing is."""
    stated = [part for part in parts if part is not None]
    return round(sum(stated), 3) if stated else None


def _percent(
    kind: str | None,
    state: str | None,
    physical: float | None,
    duration: tuple[float | None, float | None],
    work: tuple[float | None, float | None],
) -> float | None:
    """Give P6's "activity % complete" by the declared kind; a complete activity is at 100 whatever its kind.

    Duration: the part of the planned duration that no longer remains, 0 when more remains than was planned.
    Units: actual / (actual + remaining) work. Physical: as entered.
    """
    if state == "complete":
        return 100.0
    if kind == "physical":
        return physical
    if kind == "duration":
        planned, remaining = duration
        if planned is None or remaining is None:
            return None
        return round(max(0.0, 100 * (planned - remaining) / planned), 4) if planned > 0 else 0.0
    if kind == "units":
        actual, remaining = work
        if actual is None or remaining is None:
            return None
        total = actual + remaining
        return round(min(max(0.0, 100 * actual / total), 100.0), 4) if total > 0 else 0.0
    return None
