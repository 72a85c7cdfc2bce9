"""Assignments: who works on what, how much, and on which days; and P6's expenses."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from data.records import Assignment, Expense, Task
from loaders.intake import Fault, called
from loaders.mpxj.custom import Custom
from loaders.mpxj.plan import Plan, shown
from loaders.mpxj.resources import Resources
from loaders.mpxj.spread import Spreader
from loaders.mpxj.tasks import Tasks
from loaders.mpxj.values import Columns

_COMMON = {
    "uid": ("UNIQUE_ID", "text"),
    "task": ("TASK_UNIQUE_ID", "text"),
    "resource": ("RESOURCE_UNIQUE_ID", "text"),
    "actual_start": ("ACTUAL_START", "moment"),
    "actual_finish": ("ACTUAL_FINISH", "moment"),
    "actual_work": ("ACTUAL_WORK", "minutes"),
    "remaining_work": ("REMAINING_WORK", "minutes"),
}
ASSIGNMENT = _COMMON | {
    "units": ("ASSIGNMENT_UNITS", "share"),
    "start": ("START", "moment"),
    "finish": ("FINISH", "moment"),
    "work": ("WORK", "minutes"),
    "cost": ("COST", "money"),
    "actual_cost": ("ACTUAL_COST", "money"),
    "remaining_cost": ("REMAINING_COST", "money"),
    "baseline_work": ("BASELINE_WORK", "minutes"),
    "baseline_cost": ("BASELINE_COST", "money"),
}
P6_ASSIGNMENT = _COMMON | {
    "role": ("ROLE_UNIQUE_ID", "text"),
    "units": ("REMAINING_ASSIGNMENT_UNITS", "share"),
    "planned_units": ("ASSIGNMENT_UNITS", "share"),
    "restart": ("REMAINING_EARLY_START", "moment"),
    "reend": ("REMAINING_EARLY_FINISH", "moment"),
    "actual_cost": ("ACTUAL_COST", "any_money"),
    "remaining_cost": ("REMAINING_COST", "any_money"),
    "planned_start": ("PLANNED_START", "moment"),
    "planned_finish": ("PLANNED_FINISH", "moment"),
    "planned_work": ("PLANNED_WORK", "minutes"),
    "planned_cost": ("PLANNED_COST", "any_money"),
}
_WORK = ("work", "baseline_work", "actual_work", "remaining_work", "planned_work")
_NO_WORK = "assignments of material or cost: their quantity is no work and not kept as such"


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


class Assignments:
    """Reads the assignments of a project, after its tasks and resources."""

    def __init__(self, plan: Plan, tasks: Tasks, resources: Resources, custom: Custom) -> None:
        self._plan = plan
        self._tasks = tasks
        self._resources = resources
        self._custom = custom
        self._spreader = Spreader(plan)
        spec = P6_ASSIGNMENT if plan.primavera else ASSIGNMENT
        self._columns = Columns(Assignment._fields, spec, plan.fields("Assignment"), plan.values)
        self._costs: defaultdict[str, Costs] = defaultdict(Costs)

    def read(self) -> None:
        """Read all assignments, and for Primavera the expenses; then the costs of activities add up."""
        for assignment in self._plan.project.getResourceAssignments():
            self._add(assignment)
        if self._plan.primavera:
            self._read_expenses()
            self._fill_costs()

    def _add(self, assignment: Any) -> None:
        plan, at = self._plan, self._columns.at
        row, faults = self._columns.read(assignment)
        place = plan.intake.place("Assignment")
        task, resource = row[at["task"]], row[at["resource"]]
        if resource in self._resources.nobody:
            resource = None
        faults += self._dangling(task, resource)
        uid = row[at["uid"]] or f"{task}-{resource}"
        what = called("Assignment", uid)
        key = row[at["key"]] = plan.key(uid)
        if not faults and (first := plan.intake.taken(Assignment, key, place)) is not None:
            faults.append(Fault(f"is used by row {first} already, which is kept", "UNIQUE_ID", uid))
        if faults:
            plan.intake.reject(place, what, faults, Assignment, key)
            return
        row[at["project"]], row[at["task"]] = plan.header.key, plan.tasks[task]
        row[at["sheet"]], row[at["row"]] = place
        kind = self._resources.kinds.get(resource or "")
        row[at["resource"]] = self._resources.keys.get(resource or "")
        row[at["firm"]] = None if plan.primavera else self._resources.firm.get(resource or "")
        if plan.primavera:
            self._complete_p6(row, assignment, kind)
        works = kind not in ("material", "cost")
        if not works:
            self._leave_out_work(row, what)
        stated = any(row[at[name]] for name in _WORK)
        if works and (kind is not None or stated):
            self._spread_work(row, assignment, what)
        if not plan.primavera:
            self._spread_cost(row, assignment, what)
        record = Assignment._make(row[: self._columns.width])
        plan.intake.keep(record)
        self._costs[row[at["task"]]].add(record.planned_cost, record.actual_cost, record.remaining_cost)
        self._custom.read(assignment, "ASSIGNMENT", "assignment", key)
        if plan.primavera:
            self._custom.codes(assignment.getResourceAssignmentCodeValues(), "asgnmnt_catg", "assignment", key)

    def _dangling(self, task: str | None, resource: str | None) -> list[Fault]:
        faults = []
        if task is None:
            faults.append(Fault("is missing", "TASK_UNIQUE_ID"))
        elif task not in self._plan.tasks:
            why = self._plan.gone.get(task, "the file does not have")
            faults.append(Fault(f"is a task that {why}", "TASK_UNIQUE_ID", task))
        if resource is not None and not resource.startswith("-") and resource not in self._resources.kinds:
            why = "is a resource that the file does not have or that was rejected"
            faults.append(Fault(why, "RESOURCE_UNIQUE_ID", resource))
        return faults

    def _complete_p6(self, row: list[Any], assignment: Any, kind: str | None) -> None:
        at = self._columns.at
        role = assignment.getRole()
        if kind == "role":  # nobody is named yet
            role, row[at["resource"]] = assignment.getResource(), None
        row[at["role"]] = shown(role.getName()) if role is not None else None
        row[at["start"]] = row[at["actual_start"]] or row[at["restart"]] or row[at["planned_start"]]
        row[at["finish"]] = row[at["actual_finish"]] or row[at["reend"]] or row[at["planned_finish"]]
        if row[at["units"]] is None:
            row[at["units"]] = row[at["planned_units"]]
        row[at["work"]] = _sum(row[at["actual_work"]], row[at["remaining_work"]])
        row[at["cost"]] = _sum(row[at["actual_cost"]], row[at["remaining_cost"]])

    def _leave_out_work(self, row: list[Any], what: str) -> None:
        at = self._columns.at
        if any(row[at[name]] for name in _WORK):
            self._plan.intake.remark(_NO_WORK, what)
        for name in _WORK:
            row[at[name]] = None
        if self._plan.primavera:
            row[at["units"]] = None

    def _spread_work(self, row: list[Any], one: Any, what: str) -> None:
        """Fill the work that the file lays over time itself; without it the work is even."""
        at, lay, pack = self._columns.at, self._spreader.days, self._spreader.packed
        unit = self._spreader.minutes
        regular, overtime = (
            list(one.getRawTimephasedRemainingRegularWork()),
            one.getRawTimephasedRemainingOvertimeWork(),
        )
        if regular:
            days = lay(regular, lambda ranges: one.getTimephasedRemainingRegularWork(ranges, unit), what)
            more = lay(overtime, lambda ranges: one.getTimephasedRemainingOvertimeWork(ranges, unit), what)
            row[at["spread"]] = pack(_whole(days, more, row[at["remaining_work"]]), row[at["remaining_work"]], what)
        regular, overtime = list(one.getRawTimephasedActualRegularWork()), one.getRawTimephasedActualOvertimeWork()
        if regular:
            days = lay(regular, lambda ranges: one.getTimephasedActualRegularWork(ranges, unit), what)
            more = lay(overtime, lambda ranges: one.getTimephasedActualOvertimeWork(ranges, unit), what)
            row[at["actual_spread"]] = pack(_whole(days, more, row[at["actual_work"]]), row[at["actual_work"]], what)
        if not self._plan.primavera and (planned := list(one.getRawTimephasedBaselineWork(0))):
            days = lay(planned, lambda ranges: one.getTimephasedBaselineWork(0, ranges, unit), what)
            row[at["baseline_spread"]] = pack(days, row[at["baseline_work"]], what)

    def _spread_cost(self, row: list[Any], one: Any, what: str) -> None:
        """Fill the money that the file lays over time itself."""
        at, lay, pack = self._columns.at, self._spreader.days, self._spreader.packed
        if planned := list(one.getRawTimephasedBaselineCost(0)):
            days = lay(planned, lambda ranges: one.getTimephasedBaselineCost(0, ranges), what)
            row[at["baseline_cost_spread"]] = pack(days)
        if spent := list(one.getRawTimephasedActualCost()):
            days = lay(spent, lambda ranges: one.getTimephasedActualCost(ranges), what)
            row[at["actual_cost_spread"]] = pack(days)

    def _read_expenses(self) -> None:
        plan = self._plan
        for task in plan.project.getTasks():
            for item in task.getExpenseItems():
                place = plan.intake.place("Expense")
                uid, key = shown(task.getUniqueID()) or "", plan.key(shown(item.getUniqueID()) or str(place.row))
                category = item.getCategory()
                if uid not in plan.tasks or plan.intake.taken(Expense, key, place) is not None:
                    plan.intake.reject(place, "Expense", [Fault("belongs to a task that was not kept")], Expense, key)
                    continue
                planned, actual, remaining = (
                    None if value is None else float(str(value))
                    for value in (item.getPlannedCost(), item.getActualCost(), item.getRemainingCost())
                )
                named = shown(category.getName()) if category is not None else None
                name = shown(item.getName())
                plan.intake.keep(
                    Expense(key, plan.header.key, plan.tasks[uid], name, named, planned, actual, remaining, *place)
                )
                self._costs[plan.tasks[uid]].add(planned, actual, remaining)

    def _fill_costs(self) -> None:
        """Give activities what their assignments and expenses add up to, as the loader of XER does."""
        tasks = self._plan.intake.export.records[Task]
        for number, task in enumerate(tasks):
            if isinstance(task, Task) and (costs := self._costs.get(task.key)) is not None:
                tasks[number] = task._replace(
                    cost=round(costs.actual + costs.remaining, 4),
                    actual_cost=round(costs.actual, 4),
                    remaining_cost=round(costs.remaining, 4),
                    planned_cost=round(costs.planned, 4),
                )


def _whole(regular: dict[int, float], overtime: dict[int, float], stated: float | None) -> dict[int, float]:
    """Add overtime to regular work, but where the regular work alone is what is stated: there it holds the overtime."""
    alone = sum(regular.values())
    if not overtime or (stated is not None and abs(alone - stated) < abs(alone + sum(overtime.values()) - stated)):
        return regular
    return {day: regular.get(day, 0.0) + overtime.get(day, 0.0) for day in regular.keys() | overtime.keys()}


def _sum(*parts: float | None) -> float | None:
    """Add what is stated; None when nothing is."""
    stated = [part for part in parts if part is not None]
    return round(sum(stated), 4) if stated else None
