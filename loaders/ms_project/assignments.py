"""Assignments: who works on what, how much, and on which days."""

from typing import Any

from lxml import etree

from data.records import Assignment
from loaders.intake import Fault, Place, called
from loaders.ms_project.baselines import Baselines
from loaders.ms_project.plan import Plan
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
        plan, at = self._plan, self._columns.at
        place = plan.intake.place("Assignment", element.sourceline)
        try:
            row = self._columns.read(element)
        except ValueError:
            self._leave_out(sum(plan.text(row, "Number") != "0" for row in plan.inside(element, "Baseline")))
            self._reject(element, place, self._columns.faults(element))
            return
        if faults := self._fill(row, place):
            self._reject(element, place, faults)
            return
        plan.intake.keep(tuple.__new__(Assignment, row[: self._columns.width]))
        if custom := (row[at["custom"]] or []) + (row[at["codes"]] or []):
            plan.custom(custom, "assignment", row[at["key"]], called("Assignment", row[at["uid"]]))

    def _fill(self, row: list[Any], place: Place) -> list[Fault]:
        """Complete the row of an assignment; give what is wrong with it."""
        plan, at = self._plan, self._columns.at
        task, resource = row[at["task"]], row[at["resource"]]
        faults = self._dangling(task, resource) + self._baseline(row)
        spreads: Spreads = {}
        if (data := row[at["data"]]) is not None:
            calendar = self._resources.calendars.get(resource or "") or self._tasks.calendars.get(task or "")
            spreads, wrong = self._spreader.read(data, OF_ASSIGNMENT, plan.timetable(calendar))
            faults += wrong
        uid = row[at["uid"]] or f"{task}-{resource}"
        key = row[at["key"]] = plan.key(uid)
        if not faults and (first := plan.intake.taken(Assignment, key, place)) is not None:
            faults = [Fault(f"is used by row {first} already, which is kept", "UID", uid)]
        if not faults:
            self._complete(row, spreads, place)
        return faults

    def _baseline(self, row: list[Any]) -> list[Fault]:
        """Fill work and cost of baseline 0; the others are left out."""
        at = self._columns.at
        if row[at["baselines"]] is None:
            return []
        zero, others = self._baselines.split(row[at["baselines"]])
        self._leave_out(len(others))
        if zero is None:
            return []
        for name in ("work", "cost"):
            row[at["baseline_" + name]] = zero.values.get(name)
        return zero.faults

    def _leave_out(self, further: int) -> None:
        if further:
            self._plan.intake.skip(_FURTHER, further)

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
                plan.intake.remark(_NO_WORK, called("Assignment", row[at["uid"]]))
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
                self._plan.intake.remark(_EMPTY, called("Assignment", row[at["uid"]]))
                return None
            days, agrees = fitted(days, stated)
            if not agrees:
                self._plan.intake.remark(_APART, called("Assignment", row[at["uid"]]))
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

    def _reject(self, element: etree._Element, place: Place, faults: list[Fault]) -> None:
        uid = self._plan.text(element, "UID")
        what = called("Assignment", uid)
        self._plan.intake.reject(place, what, faults, Assignment, self._plan.key(uid) if uid else None)
        self._plan.orphans(element, "assignment", uid, what)
