"""Tasks: the lines of the plan, each with its baselines and custom fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.records import Baseline, Task
from loaders.intake import Fault, Place, called
from loaders.mpxj.calendars import Calendars
from loaders.mpxj.custom import Custom
from loaders.mpxj.plan import Plan, shown, stem
from loaders.mpxj.values import Columns

_COMMON = {
    "uid": ("UNIQUE_ID", "text"),
    "position": ("ID", "whole"),
    "wbs": ("WBS", "text"),
    "name": ("NAME", "text"),
    "actual_start": ("ACTUAL_START", "moment"),
    "actual_finish": ("ACTUAL_FINISH", "moment"),
    "remaining_duration": ("REMAINING_DURATION", "minutes"),
    "physical_percent": ("PHYSICAL_PERCENT_COMPLETE", "percent"),
    "total_slack": ("TOTAL_SLACK", "slack"),
    "constraint_kind": ("CONSTRAINT_TYPE", "name"),
    "constraint_date": ("CONSTRAINT_DATE", "moment"),
    "calendar": ("CALENDAR_UNIQUE_ID", "text"),
    "priority": ("PRIORITY", "priority"),
    "note": ("NOTES", "text"),
    "summary": ("SUMMARY", "flag"),
    "above": ("PARENT_TASK_UNIQUE_ID", "text"),
}
TASK = _COMMON | {
    "active": ("ACTIVE", "flag"),
    "start": ("START", "moment"),
    "finish": ("FINISH", "moment"),
    "duration": ("DURATION", "minutes"),
    "work": ("WORK", "minutes"),
    "actual_work": ("ACTUAL_WORK", "minutes"),
    "remaining_work": ("REMAINING_WORK", "minutes"),
    "cost": ("COST", "money"),
    "actual_cost": ("ACTUAL_COST", "money"),
    "remaining_cost": ("REMAINING_COST", "money"),
    "percent_complete": ("PERCENT_COMPLETE", "percent"),
    "percent_kind": ("EARNED_VALUE_METHOD", "text"),
    "deadline": ("DEADLINE", "moment"),
    "milestone": ("MILESTONE", "flag"),
    "outline_number": ("OUTLINE_NUMBER", "text"),
    "level": ("OUTLINE_LEVEL", "whole"),
}
ACTIVITY = _COMMON | {
    "code": ("ACTIVITY_ID", "text"),
    "duration": ("PLANNED_DURATION", "minutes"),
    "planned_start": ("PLANNED_START", "moment"),
    "planned_finish": ("PLANNED_FINISH", "moment"),
    "percent_kind": ("PERCENT_COMPLETE_TYPE", "name"),
    "type": ("ACTIVITY_TYPE", "text"),
    "status": ("ACTIVITY_STATUS", "text"),
    "restart": ("REMAINING_EARLY_START", "moment"),
    "reend": ("REMAINING_EARLY_FINISH", "moment"),
    "early_start": ("EARLY_START", "moment"),
    "early_finish": ("EARLY_FINISH", "moment"),
    "actual_labor": ("ACTUAL_WORK_LABOR", "minutes"),
    "actual_nonlabor": ("ACTUAL_WORK_NONLABOR", "minutes"),
    "remaining_labor": ("REMAINING_WORK_LABOR", "minutes"),
    "remaining_nonlabor": ("REMAINING_WORK_NONLABOR", "minutes"),
    "planned_labor": ("PLANNED_WORK_LABOR", "minutes"),
    "planned_nonlabor": ("PLANNED_WORK_NONLABOR", "minutes"),
    "rolled_start": ("START", "moment"),
    "rolled_finish": ("FINISH", "moment"),
}
_ZERO = {
    "baseline_start": ("BASELINE_START", "moment"),
    "baseline_finish": ("BASELINE_FINISH", "moment"),
    "baseline_duration": ("BASELINE_DURATION", "minutes"),
    "baseline_work": ("BASELINE_WORK", "minutes"),
    "baseline_cost": ("BASELINE_COST", "money"),
}
_BASELINE = ("start", "finish", "duration", "work", "cost")
_KIND_OF_VALUE = {"start": "moment", "finish": "moment", "duration": "minutes", "work": "minutes", "cost": "money"}
_METHODS = {"PERCENT_COMPLETE": "duration", "PHYSICAL_PERCENT_COMPLETE": "physical"}
_KINDS = {
    "LEVEL_OF_EFFORT": "level_of_effort", "HAMMOCK": "level_of_effort", "START_MILESTONE": "milestone",
    "FINISH_MILESTONE": "milestone", "START_FLAG": "milestone", "FINISH_FLAG": "milestone", "WBS_SUMMARY": "summary",
}  # fmt: skip
_NUMBERED = re.compile(r"BASELINE(\d+)_(?:START|FINISH|DURATION|WORK|COST)")
_BLANK = "Task: a blank row of the plan"
_PLACEHOLDER = "Task: stands for a task of another project, which that project's own export has"


@dataclass(slots=True)
class _Draft:
    row: list[Any]
    task: Any
    place: Place
    uid: str
    above: str | None
    faults: list[Fault]


class Tasks:
    """Reads the tasks of a project in the order of the plan."""

    def __init__(self, plan: Plan, calendars: Calendars, custom: Custom) -> None:
        self._plan = plan
        self._calendars = calendars
        self._custom = custom
        fields = plan.fields("Task")
        spec = ACTIVITY if plan.primavera else TASK
        self._columns = Columns(Task._fields, spec | _ZERO if plan.has_baseline else spec, fields, plan.values)
        self._baselines = self._further(fields)
        self._drafts: dict[str, _Draft] = {}
        self.calendars: dict[str, str] = {}  # unique ID of a task -> that of its own calendar
        self.ends: dict[str, tuple[str, str]] = {}  # unique ID -> project and key, also of tasks elsewhere
        self.project: Task | None = None  # the row of the project itself

    def read(self) -> None:
        """Read all tasks; those below a rejected one go to the one above it."""
        rejected: list[_Draft] = []
        kept: list[_Draft] = []
        for task in self._plan.project.getTasks():
            draft = self._draft(task)
            if draft is None:
                continue
            self._drafts.setdefault(draft.uid, draft)
            (rejected if draft.faults else kept).append(draft)
        for draft in rejected:
            self._reject(draft)
        for draft in kept:
            self._keep(draft)

    def _further(self, fields: Any) -> dict[int, Columns]:
        """Give the columns of the baselines 1 to 10 that any task fills."""
        names = {str(field.name()) for field in self._plan.project.getTasks().getPopulatedFields()}
        numbers = sorted({int(match[1]) for name in names if (match := _NUMBERED.fullmatch(name))})
        return {
            number: Columns(
                _BASELINE,
                {name: (f"BASELINE{number}_{name.upper()}", kind) for name, kind in _KIND_OF_VALUE.items()},
                fields,
                self._plan.values,
            )
            for number in ([] if self._plan.primavera else numbers)
        }

    def _draft(self, task: Any) -> _Draft | None:
        plan, at = self._plan, self._columns.at
        place = plan.intake.place("Task")
        uid = shown(task.getUniqueID()) or ""
        if task.getNull():
            plan.intake.skip(_BLANK)
            plan.gone.setdefault(uid, "is a blank row")
            return None
        if task.getExternalTask():
            plan.intake.skip(_PLACEHOLDER)
            plan.gone.setdefault(uid, "stands for one of another project")
            if elsewhere := stem(shown(task.getSubprojectFile())):
                self.ends[uid] = elsewhere, shown(task.getSubprojectTaskID()) or shown(task.getID()) or uid
            return None
        row, faults = self._columns.read(task)
        draft = _Draft(row, task, place, uid, row[at["above"]], faults)
        if not uid:
            draft.faults.append(Fault("has no unique ID"))
        elif not faults and (first := plan.intake.taken(Task, self._key(draft), place)) is not None:
            draft.faults.append(Fault(f"is used by row {first} already, which is kept", "UNIQUE_ID", uid))
        return draft

    def _key(self, draft: _Draft) -> str:
        wbs = self._plan.primavera and draft.row[self._columns.at["type"]] is None
        return self._plan.key(f"wbs{draft.uid}" if wbs else draft.uid)

    def _reject(self, draft: _Draft) -> None:
        plan = self._plan
        what = called("Task", draft.uid, draft.row[self._columns.at["name"]])
        plan.intake.reject(draft.place, what, draft.faults, Task, self._key(draft))
        plan.gone.setdefault(draft.uid, "was rejected")

    def _keep(self, draft: _Draft) -> None:
        plan, at, row = self._plan, self._columns.at, draft.row
        key = row[at["key"]] = self._key(draft)
        row[at["project"]] = plan.header.key
        row[at["sheet"]], row[at["row"]] = draft.place
        row[at["parent"]] = self._parent(draft)
        what = called("Task", draft.uid, row[at["name"]])
        if (calendar := row[at["calendar"]]) is not None:
            row[at["calendar"]] = self._calendars.key(calendar, what)
            self.calendars[draft.uid] = calendar
        if plan.primavera:
            self._complete_activity(row)
        else:
            self._complete(row, draft)
        task = Task._make(row[: self._columns.width])
        plan.intake.keep(task)
        plan.durations[draft.uid], plan.tasks[draft.uid] = task.duration, key
        self.ends[draft.uid] = plan.header.key, key
        if task.kind == "project":
            self.project = task
        self._keep_further(draft, key, what)
        subject = ("project", plan.header.key) if task.kind == "project" else ("task", key)
        self._custom.read(draft.task, "TASK", *subject)
        if plan.primavera:
            self._custom.codes(draft.task.getActivityCodeValues(), "actv_code", "task", key)

    def _parent(self, draft: _Draft) -> str | None:
        """Give the key of the nearest task above that was kept; none where those above lead round in a circle."""
        seen = {draft.uid}
        above = draft.above
        while above is not None and above not in seen and (found := self._drafts.get(above)) is not None:
            if not found.faults:
                return self._key(found)
            seen.add(above)
            above = found.above
        return None

    def _complete(self, row: list[Any], draft: _Draft) -> None:
        at = self._columns.at
        row[at["wbs"]] = row[at["wbs"]] or row[at["outline_number"]]
        row[at["percent_kind"]] = _METHODS.get(row[at["percent_kind"]] or "") or self._plan.header.percent_kind
        if row[at["position"]] is None:
            row[at["position"]] = draft.place.row
        if draft.uid == "0" and not row[at["level"]]:
            row[at["kind"]] = "project"
        elif row[at["summary"]]:
            row[at["kind"]] = "summary"
        else:
            row[at["kind"]] = "milestone" if row[at["milestone"]] else "task"

    def _complete_activity(self, row: list[Any]) -> None:
        """Fill what P6 shows of an activity: see the loader of XER, whose rules these are."""
        at = self._columns.at
        if row[at["type"]] is None:
            root = row[at["parent"]] is None and str(self._plan.project.getProjectProperties().getFileType()) == "XER"
            row[at["kind"]] = "project" if root else "summary"
            row[at["start"]], row[at["finish"]] = row[at["rolled_start"]], row[at["rolled_finish"]]
            for name in _NOT_OF_WBS:
                row[at[name]] = None
            return
        row[at["kind"]] = _KINDS.get(row[at["type"]], "task")
        row[at["start"]] = _first(row, at, "actual_start", "restart", "early_start", "planned_start")
        row[at["finish"]] = _first(row, at, "actual_finish", "reend", "early_finish", "planned_finish")
        row[at["actual_work"]] = _sum(row[at["actual_labor"]], row[at["actual_nonlabor"]])
        row[at["remaining_work"]] = _sum(row[at["remaining_labor"]], row[at["remaining_nonlabor"]])
        row[at["work"]] = _sum(row[at["actual_work"]], row[at["remaining_work"]])
        row[at["planned_work"]] = _sum(row[at["planned_labor"]], row[at["planned_nonlabor"]])
        row[at["percent_complete"]] = _percent(row, at)
        if row[at["status"]] == "COMPLETED":
            row[at["total_slack"]] = None  # what is done has none, and P6 writes none

    def _keep_further(self, draft: _Draft, key: str, what: str) -> None:
        """Keep the baselines 1 to 10 of a task as rows of their own."""
        for number, columns in self._baselines.items():
            values, faults = columns.read(draft.task)
            if not faults and not any(value is not None for value in values):
                continue
            place = self._plan.intake.place("Baseline")
            mine = f"{key}.{number}"
            if faults:
                self._plan.intake.reject(place, what, faults, Baseline, mine)
            else:
                self._plan.intake.keep(
                    Baseline(
                        mine, key, number, **dict(zip(_BASELINE, values, strict=True)), sheet=place.sheet, row=place.row
                    )
                )


_NOT_OF_WBS = (
    "remaining_duration", "duration", "physical_percent", "total_slack", "constraint_kind", "priority", "calendar",
    "planned_start", "planned_finish", "percent_kind", "actual_start", "actual_finish", "code",
)  # fmt: skip


def _first(row: list[Any], at: Mapping[str, int], *names: str) -> Any:
    return next((row[at[name]] for name in names if row[at[name]] is not None), None)


def _sum(*parts: float | None) -> float | None:
    """Add what is stated; None when nothing is."""
    stated = [part for part in parts if part is not None]
    return round(sum(stated), 3) if stated else None


def _percent(row: list[Any], at: Mapping[str, int]) -> float | None:
    """Give P6's "activity % complete" by the declared kind; a complete activity is at 100 whatever its kind."""
    kind = row[at["percent_kind"]]
    if row[at["status"]] == "COMPLETED":
        return 100.0
    if kind == "physical":
        return row[at["physical_percent"]]
    done, whole = {
        "duration": (_minus(row[at["duration"]], row[at["remaining_duration"]]), row[at["duration"]]),
        "units": (row[at["actual_work"]], row[at["work"]]),
    }.get(kind or "", (None, None))
    if done is None or whole is None:
        return None
    return round(min(max(0.0, 100 * done / whole), 100.0), 4) if whole > 0 else 0.0


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
