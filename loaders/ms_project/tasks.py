"""Tasks: the lines of the plan."""

from datetime import datetime, timedelta
from typing import Any, cast

from lxml import etree

from data.records import Baseline, Dependency, Task
from loaders.intake import Fault, Place, called
from loaders.ms_project.baselines import FIELDS, Baselines, Read
from loaders.ms_project.links import Links
from loaders.ms_project.outline import Outline, level
from loaders.ms_project.plan import Plan
from loaders.ms_project.spread import OF_TASK, Spreader
from loaders.ms_project.timetable import Timetable
from loaders.ms_project.values import ELAPSED

_BLANK = "Task: a blank row of the plan"
_PLACEHOLDER = "Task: stands for a task of another project, which that project's own export has"
_INSERTED = "rows of an inserted project that stands inside the file: export that project by itself"
_NO_FINISH = "tasks without a finish, worked out from start and duration by their calendar"
_ELAPSED = "elapsed durations were read as working time, an elapsed week as a working week"


class Tasks:
    """Reads the tasks in the order of the file, each with its baselines, custom fields and links."""

    def __init__(self, plan: Plan, links: Links, spreader: Spreader) -> None:
        self._plan = plan
        self._links = links
        self._spreader = spreader
        self._baselines = Baselines(plan)
        self._columns = plan.tables.task
        self._of_baseline = [self._columns.at[f"baseline_{name}"] for name in FIELDS]
        self._outline = Outline(cast(list[Task], plan.intake.export.records[Task]))
        self.project: Task | None = None  # the row of the project itself
        self.calendars: dict[str, str] = {}  # UID of a task -> UID of its own calendar

    def add(self, element: etree._Element) -> None:
        """Read one task with all that stands in it."""
        at = self._columns.at
        place = self._plan.intake.place("Task", element.sourceline)
        try:
            row = self._columns.read(element)
        except ValueError:
            self._reject(element, place, self._columns.faults(element))
            return
        if row[at["inserted"]]:
            self._inserted(row[at["inserted"]])
        if row[at["blank"]]:
            self._blank(element, row[at["uid"]])
        elif row[at["uid"]] is None:
            self._reject(element, place, [Fault("is missing", "UID")])
        elif row[at["external"]]:
            self._placeholder(element, row)
        else:
            self._take(element, place, row)

    def _take(self, element: etree._Element, place: Place, row: list[Any]) -> None:
        plan, at = self._plan, self._columns.at
        uid: str = row[at["uid"]]
        key = row[at["key"]] = plan.key(uid)
        zero, further = self._baselines.split(row[at["baselines"]] or ())
        faults = self._baseline(row, zero) + self._spreads(row)
        if not faults and (first := plan.intake.taken(Task, key, place)) is not None:
            faults = [Fault(f"is used by row {first} already, which is kept", "UID", uid)]
        if faults:
            self._reject(element, place, faults)
            return
        what = called("Task", uid, row[at["name"]])
        self._complete(row, place, what)
        task = tuple.__new__(Task, row[: self._columns.width])  # what `_make` does, and checks once more
        plan.intake.keep(task)
        plan.durations[uid] = task.duration
        if task.kind == "project":
            self.project = task
        for baseline in further:
            self._baselines.keep(baseline, key, what)
        if custom := (row[at["custom"]] or []) + (row[at["codes"]] or []):
            subject = ("project", plan.header.key) if task.kind == "project" else ("task", key)
            plan.custom(custom, *subject, what)
        self._links.add(row[at["links"]] or (), uid, what)

    def _complete(self, row: list[Any], place: Place, what: str) -> None:
        """Fill what follows from the outline, the header, the calendars and the units of the durations."""
        plan, at = self._plan, self._columns.at
        row[at["project"]] = plan.header.key
        row[at["sheet"]], row[at["row"]] = place
        row[at["wbs"]] = row[at["wbs"]] or row[at["outline_number"]]
        row[at["percent_kind"]] = row[at["percent_kind"]] or plan.header.percent_kind
        if row[at["position"]] is None:
            row[at["position"]] = place.row
        uid = row[at["uid"]]
        if uid == "0" and not row[at["level"]]:
            row[at["level"]], row[at["kind"]] = 0, "project"
        else:
            row[at["kind"]] = _kind(row[at["summary"]], row[at["milestone"]])
        row[at["parent"]] = self._outline.enter(level(row[at["level"]], row[at["outline_number"]]))
        if (calendar := row[at["calendar"]]) is not None:
            row[at["calendar"]] = plan.calendars.key(calendar, what)
            self.calendars[uid] = calendar
        if row[at["format"]] in ELAPSED:
            plan.intake.remark(_ELAPSED, what)
            for name in ("duration", "remaining_duration"):
                row[at[name]] = plan.header.working(row[at[name]], row[at["format"]])
        if row[at["finish"]] is None and row[at["start"]] and row[at["duration"]] is not None:
            plan.intake.remark(_NO_FINISH, what)
            row[at["finish"]] = self._finish(row[at["start"]], row[at["duration"]], plan.timetable(calendar))

    def _finish(self, start: str, duration: float, timetable: Timetable | None) -> str | None:
        """Give when a task ends that states its start and duration only, as some tools write them."""
        moment = datetime.fromisoformat(start)
        begin = moment.toordinal(), moment.hour * 60 + moment.minute
        if (end := (timetable or self._spreader.fallback).after(begin, duration)) is None:
            return None
        return (datetime.fromordinal(end[0]) + timedelta(minutes=end[1])).isoformat()

    def _baseline(self, row: list[Any], zero: Read | None) -> list[Fault]:
        """Fill baseline 0 into the row of its task."""
        if zero is None:
            return []
        for place, value in zip(self._of_baseline, zero.values.values(), strict=False):  # none where it is at fault
            row[place] = value
        return zero.faults

    def _spreads(self, row: list[Any]) -> list[Fault]:
        """Fill the time-phased baseline into the row of its task."""
        data = row[self._columns.at["data"]]
        if data is None:
            return []
        table = self._plan.timetable(row[self._columns.at["calendar"]])
        spreads, faults = self._spreader.read(data, OF_TASK, table)
        for name, days in spreads.items():
            row[self._columns.at[name]] = self._spreader.packed(days)
        return faults

    def _placeholder(self, element: etree._Element, row: list[Any]) -> None:
        """Leave out what only stands for a task of another project, but keep its links."""
        at = self._columns.at
        uid = row[at["uid"]]
        self._links.placeholder(uid, row[at["external_project"]], row[at["position"]])
        self._plan.gone.setdefault(uid, "stands for one of another project")
        links = self._plan.inside(element, "PredecessorLink")
        self._plan.intake.skip(_PLACEHOLDER, 1 + self._inner(element))
        self._links.add(links, uid, f"Task {uid}")

    def _blank(self, element: etree._Element, uid: str | None) -> None:
        self._plan.intake.skip(_BLANK, 1 + self._inner(element) + len(self._plan.inside(element, "PredecessorLink")))
        self._plan.gone.setdefault(uid or "", "is a blank row")

    def _reject(self, element: etree._Element, place: Place, faults: list[Fault]) -> None:
        """Refuse a task and the rows inside it; the tasks below it go to the one above."""
        plan = self._plan
        uid, stated = plan.text(element, "UID"), plan.text(element, "OutlineLevel")
        what = called("Task", uid, plan.text(element, "Name"))
        plan.intake.reject(place, what, faults, Task, plan.key(uid) if uid else None)
        plan.gone.setdefault(uid, "was rejected")
        plan.orphans(element, "task", uid, what)
        for baseline in self._further(element):
            plan.orphan(baseline, Baseline, f"{plan.key(uid)}.{plan.text(baseline, 'Number')}", what)
        for link in plan.inside(element, "PredecessorLink"):
            plan.orphan(link, Dependency, self._links.key_of(link, uid), what)
        known = int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 6 else None
        self._outline.enter(level(known, plan.text(element, "OutlineNumber")), kept=False)

    def _inner(self, element: etree._Element) -> int:
        """Count the rows inside the row of a task, without its links."""
        return len(self._further(element)) + len(self._plan.inside(element, "ExtendedAttribute", "OutlineCode"))

    def _further(self, element: etree._Element) -> list[etree._Element]:
        """Give the baselines that are rows of their own; baseline 0 is part of its task."""
        baselines = self._plan.inside(element, "Baseline")
        return [row for row in baselines if self._plan.text(row, "Number") != "0"]

    def _inserted(self, projects: list[etree._Element]) -> None:
        """Leave out the rows of inserted projects."""
        tags = [self._plan.ns + name for name in ("Task", "Resource", "Assignment", "Calendar")]
        if count := sum(1 for project in projects for _ in project.iter(*tags)):
            self._plan.intake.skip(_INSERTED, count)


def _kind(summary: bool | None, milestone: bool | None) -> str:
    if summary:
        return "summary"
    return "milestone" if milestone else "task"
