"""Assignments: who works on what, how much, and on which days."""

from typing import Any

from lxml import etree

from data.records import Assignment
from loaders.ms_project.baselines import Baselines
from loaders.ms_project.columns import Fault
from loaders.ms_project.intake import Place
from loaders.ms_project.plan import Cells, Plan
from loaders.ms_project.resources import Resources
from loaders.ms_project.spread import OF_ASSIGNMENT, Spreader, Spreads, fitted
from loaders.ms_project.tasks import Tasks

_FURTHER = "Baseline of an assignment: of assignments baseline 0 is kept"
_EMPTY = "assignments of nobody that state no work: the days of their task are not kept as work"
_NO_WORK = "assignments of material or cost: their quantity is no work and not kept as such"
_APART = "time-phased work that does not add up to the stated work; both are kept as written"
_WORK = ("work", "baseline_work", "actual_work", "remaining_work")
_STATED = {"spread": "remaining_work", "actual_spread": "actual_work", "baseline_spread": "baseline_work"}


class Assignments:
    """Reads the assignments of a file, after its tasks and resources."""

    def __init__(self, plan: Plan, tasks: Tasks, resources: Resources, spreader: Spreader) -> None:
        self._plan = plan
        self._tasks = tasks
        self._resources = resources
        self._spreader = spreader
        self._baselines = Baselines(plan)
        self._columns = plan.tables.assignment

    def add(self, element: etree._Element) -> None:
        """Read one assignment with all that stands in it."""
        plan = self._plan
        cells = plan.cells("Assignment", element)
        place = plan.intake.place("Assignment", element)
        zero, further = self._baselines.split([*plan.children(element, cells, "Baseline")])
        if further:
            plan.intake.skip(_FURTHER, len(further))
        try:
            row = self._columns.read(cells)
        except ValueError:
            self._reject(element, cells, place, self._columns.faults(cells))
            return
        if faults := self._fill(row, element, cells, zero, place):
            self._reject(element, cells, place, faults)
            return
        plan.intake.keep(Assignment._make(row[: self._columns.width]))
        if rows := plan.custom_rows(element, cells):
            key = row[self._columns.at["key"]]
            plan.custom(rows, "assignment", key, f"Assignment {row[self._columns.at['uid']]}")

    def _fill(
        self, row: list[Any], element: etree._Element, cells: Cells, zero: etree._Element | None, place: Place
    ) -> list[Fault]:
        """Complete the row of an assignment; give what is wrong with it."""
        plan, at = self._plan, self._columns.at
        task, resource = row[at["task"]], row[at["resource"]]
        faults = self._dangling(task, resource)
        if zero is not None:
            values, wrong = self._baselines.read(zero)
            faults += wrong
            row[at["baseline_work"]], row[at["baseline_cost"]] = values.get("work"), values.get("cost")
        calendar = self._resources.calendars.get(resource or "") or self._tasks.calendars.get(task or "")
        data = plan.children(element, cells, "TimephasedData")
        spreads, wrong = self._spreader.read(data, OF_ASSIGNMENT, plan.timetable(calendar))
        faults += wrong
        uid = row[at["uid"]] or f"{task}-{resource}"
        key = row[at["key"]] = plan.key(uid)
        if not faults and (first := plan.intake.taken(Assignment, key, place)) is not None:
            faults = [Fault(f"is used by row {first} already, which is kept", "UID", uid)]
        if not faults:
            self._complete(row, spreads, place)
        return faults

    def _complete(self, row: list[Any], spreads: Spreads, place: Place) -> None:
        plan, at = self._plan, self._columns.at
        resource = row[at["resource"]]
        kind = self._resources.kinds.get(resource or "")
        row[at["project"]] = plan.header.key
        row[at["sheet"]], row[at["row"]] = place
        row[at["task"]] = plan.key(row[at["task"]])
        row[at["resource"]] = plan.key(resource) if kind else None
        if kind in ("material", "cost"):
            if any(row[at[name]] for name in _WORK):
                plan.intake.remark(_NO_WORK, f"Assignment {row[at['uid']]}")
            for name in _WORK:
                row[at[name]] = None
        for name, days in spreads.items():
            row[at[name]] = self._packed(row, name, days, kind)

    def _packed(self, row: list[Any], name: str, days: dict[int, float], kind: str | None) -> str | None:
        """Pack days where they say something about work or money, and make them add up where only rounding differs."""
        at = self._columns.at
        if name in _STATED:
            if kind in ("material", "cost"):
                return None
            stated = row[at[_STATED[name]]]
            if kind is None and not stated and any(days.values()):
                self._plan.intake.remark(_EMPTY, f"Assignment {row[at['uid']]}")
                return None
            days, agrees = fitted(days, stated)
            if not agrees:
                self._plan.intake.remark(_APART, f"Assignment {row[at['uid']]}")
        return self._spreader.packed(days)

    def _dangling(self, task: str | None, resource: str | None) -> list[Fault]:
        """Tell which ends of an assignment are not there; a negative resource is how the tool writes nobody."""
        faults: list[Fault] = []
        if task is None:
            faults.append(Fault("is missing", "TaskUID"))
        elif task not in self._plan.durations:
            why = self._plan.gone.get(task, "the file does not have")
            faults.append(Fault(f"is a task that {why}", "TaskUID", task))
        known = resource is None or resource.startswith("-") or resource in self._resources.nobody
        if not known and resource not in self._resources.kinds:
            faults.append(
                Fault("is a resource that the file does not have or that was rejected", "ResourceUID", resource)
            )
        return faults

    def _reject(self, element: etree._Element, cells: Cells, place: Place, faults: list[Fault]) -> None:
        uid = (cells.get(self._plan.ns + "UID") or "").strip()
        what = f"Assignment {uid}"
        self._plan.intake.reject(place, what, faults, Assignment, self._plan.key(uid) if uid else None)
        self._plan.orphans(self._plan.custom_rows(element, cells), what)
