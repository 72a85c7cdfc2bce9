"""One file from beginning to end."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import cast

from lxml import etree

from data.records import Assignment, Baseline, Calendar, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.ms_project.assignments import Assignments
from loaders.ms_project.header import read_header
from loaders.ms_project.links import Links
from loaders.ms_project.plan import Plan
from loaders.ms_project.resources import Resources
from loaders.ms_project.spread import Spreader
from loaders.ms_project.tasks import Tasks
from loaders.ms_project.timetable import Timetable
from loaders.ms_project.values import Values
from loaders.xml import beginning, elements, name_of

_KINDS = (Project, Task, Baseline, Dependency, FieldValue, Resource, Calendar, Assignment)

# The lists of a file in the order of its schema. What is on a later list may point at what is on an earlier one.
_DEFINITIONS = ("ExtendedAttributes", "OutlineCodes")
_RANKS = {"ExtendedAttributes": 0, "OutlineCodes": 0, "Calendar": 1, "Task": 2, "Resource": 3, "Assignment": 4}
_VIEWS = ("WBSMasks", "Views", "Filters", "Groups", "Tables", "Maps", "Reports", "Drawings", "DataLinks", "VBAProjects")
_GROUPS = ("Calendars", "Tasks", "Resources", "Assignments")

_WORKING_DAYS = (
    "durations of days alone, such as {}, count as working days of {:g} hours and weeks of {:g}, as the header has "
    "them; Microsoft Project itself writes hours"
)
_DAYS_OF_24 = "days of durations, such as {}, count 24 hours each, because others have hours beside theirs, such as {}"

_DEFINITION = "a definition, read with its values"
_VIEW = "how the tool shows or numbers the plan, nothing of the plan itself"

# Types of time-phased data that are not kept; all further ones are baselines 1 to 10.
_TIMEPHASED = {
    "3": "actual overtime work",
    "7": "work of resources",
    "8": "cost of resources",
    "11": "percent complete",
}
_OFFICE = ((480, 720), (780, 1020))  # 8-12 and 13-17, the tool's own default


def read(path: Path) -> Export:
    """Read a file. Raises `Refused` when it cannot be read at all."""
    root = beginning(path, *("{*}" + name for name in (*_DEFINITIONS, *_VIEWS, *_GROUPS)))
    uri, name = name_of(root)
    if name != "Project":
        raise Refused(f"not a Microsoft Project XML file: its root element is '{name}', expected 'Project'.")
    namespace = f"{{{uri}}}" if uri else ""
    header = read_header(root, namespace, path.stem)
    values = Values(header.minutes_per_day, header.minutes_per_week)
    export = _read(path, root, Plan(namespace, header, values))
    if values.days and values.days_and_hours:  # both were made of hours, 24 to the day
        export = _read(path, root, Plan(namespace, header, Values()))
        export.notes.append(_DAYS_OF_24.format(values.days, values.days_and_hours))
    elif values.days:
        hours = header.minutes_per_day / 60, header.minutes_per_week / 60
        export.notes.append(_WORKING_DAYS.format(values.days, *hours))
    return export


def _read(path: Path, root: etree._Element, plan: Plan) -> Export:
    reading = _Reading(plan)
    for element in elements(path, *(plan.ns + name for name in (*_RANKS, *_VIEWS))):
        reading.take(element)
    return reading.close(root)


class _Reading:
    """Hands each element to its reader, and puts the project together at the end."""

    def __init__(self, plan: Plan) -> None:
        plan.intake.cover(*_KINDS)
        self._plan = plan
        self._spreader = Spreader(plan.ns, plan.values)
        self._links = Links(plan)
        self._tasks = Tasks(plan, self._links, self._spreader)
        self._resources = Resources(plan)
        assignments = Assignments(plan, self._tasks, self._resources, self._spreader)
        self._list = _DEFINITIONS[0]
        self._timetables_known = False
        self._readers: dict[str, Callable[[etree._Element], None]] = {
            "Calendar": plan.calendars.add,
            "Task": self._tasks.add,
            "Resource": self._resources.add,
            "Assignment": assignments.add,
            "ExtendedAttributes": self._definitions,
            "OutlineCodes": self._definitions,
        }

    def take(self, element: etree._Element) -> None:
        """Read one element of a list."""
        name = element.tag.removeprefix(self._plan.ns)
        if name in _VIEWS:
            if rows := len(element):
                self._plan.intake.skip(f"{name}: {_VIEW}", rows)
            return
        if name != self._list:
            self._turn(name)
        self._readers[name](element)

    def _turn(self, name: str) -> None:
        """Go on to another list."""
        if _RANKS[name] < _RANKS[self._list]:
            raise Refused(
                f"the list of {name} stands after that of {self._list}; in a Microsoft Project XML file calendars, "
                "tasks, resources and assignments follow each other. Export the file again from the tool itself."
            )
        if _RANKS[name] > _RANKS["Calendar"]:
            self._end_calendars()
        self._list = name

    def _end_calendars(self) -> None:
        if self._timetables_known:
            return
        self._timetables_known = True
        self._plan.calendars.close()
        standard = Timetable(dict.fromkeys(range(1, 6), _OFFICE), [])
        self._spreader.fallback = self._plan.timetable(self._plan.header.calendar) or standard

    def _definitions(self, element: etree._Element) -> None:
        """Read the definitions of custom fields or outline codes."""
        name = element.tag.removeprefix(self._plan.ns)
        define = self._plan.fields.define if name == "ExtendedAttributes" else self._plan.fields.define_code
        for definition in element:
            define(definition)
            self._plan.intake.skip(f"{name}: {_DEFINITION}")

    def close(self, root: etree._Element) -> Export:
        """Give all that was read."""
        self._end_calendars()
        self._links.close()
        plan = self._plan
        place = plan.intake.place("Project", root.sourceline)
        plan.intake.keep(self._project()._replace(sheet=place.sheet, row=place.row))
        plan.note_unread()
        self._note_time_phased()
        export = plan.intake.close()
        export.status_date, export.status_date_from = plan.header.status_date, plan.header.status_date_from
        export.totals = self._totals()
        return export

    def _note_time_phased(self) -> None:
        left: Counter[str] = Counter()
        for kind, count in self._spreader.others.items():
            left[_TIMEPHASED.get(kind, "baselines 1 to 10")] += count
        if left:
            shown = ", ".join(f"{name} ({count})" for name, count in sorted(left.items()))
            self._plan.intake.export.notes.append(f"time-phased data that is not kept: {shown}")

    def _project(self) -> Project:
        """Give the project: its header, and what the row of the project itself says."""
        header, row = self._plan.header, self._tasks.project
        project = Project(
            key=header.key,
            name=header.name,
            short_name=header.short_name,
            guid=header.guid,
            manager=header.manager,
            currency=header.currency,
            start=header.start,
            finish=header.finish,
            status_date=header.status_date,
            status_date_from=header.status_date_from,
            calendar=self._plan.calendars.key(header.calendar, "Project"),
            minutes_per_day=header.minutes_per_day,
            minutes_per_week=header.minutes_per_week,
        )
        if row is None:
            return project
        return project._replace(
            start=header.start or row.start,
            finish=header.finish or row.finish,
            baseline_start=row.baseline_start,
            baseline_finish=row.baseline_finish,
            percent_complete=row.percent_complete,
            priority=row.priority,
        )

    def _totals(self) -> dict[str, int]:
        """Count leaf tasks (milestones too), named resources of every kind, assignments and links."""
        records = self._plan.intake.export.records
        kinds = Counter(cast(Task, task).kind for task in records[Task])
        return {
            "projects": 1,
            "tasks": kinds["task"] + kinds["milestone"],
            "milestones": kinds["milestone"],
            "people": sum(cast(Resource, one).name is not None for one in records[Resource]),
            "assignments": len(records[Assignment]),
            "links": len(records[Dependency]),
        }
