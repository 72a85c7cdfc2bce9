"""One file from beginning to end."""

from collections import Counter
from pathlib import Path
from typing import Any

from data.records import (
    Assignment,
    Baseline,
    Calendar,
    Dependency,
    Expense,
    FieldValue,
    Project,
    Resource,
    Task,
)
from loaders.base import Export, Refused
from loaders.intake import Fault, Intake, called
from loaders.mpxj.assignments import Assignments
from loaders.mpxj.calendars import Calendars
from loaders.mpxj.custom import Custom
from loaders.mpxj.gantt_project import unread
from loaders.mpxj.links import read_links
from loaders.mpxj.machine import java
from loaders.mpxj.opening import open_projects, said
from loaders.mpxj.plan import Plan, shown
from loaders.mpxj.resources import Resources
from loaders.mpxj.tasks import Tasks

_KINDS = (Project, Task, Baseline, Dependency, FieldValue, Resource, Calendar, Assignment)


def read(path: Path) -> Export:
    """Read a file. Raises `Refused` when it cannot be read at all."""
    projects, notes = open_projects(path)
    try:
        return _read_all(projects, notes, path)
    except java().JException as error:  # of a plan that MPXJ took in and cannot make sense of
        raise Refused(said(error)) from None


def _read_all(projects: list[Any], notes: list[str], path: Path) -> Export:
    """Read the projects of a file."""
    intake = Intake()
    intake.cover(*_KINDS)
    plans = [Plan(java(), project, intake, path.stem) for project in projects]
    if any(plan.primavera for plan in plans):
        intake.cover(Expense)
    others = {number: plan.header.key for plan in plans if (number := _number(plan.project))}
    for plan in plans:
        _read(plan, others, path)
    intake.export.notes[:0] = [*notes, *(f"MPXJ says: {said}" for said in _ignored(projects))]
    export = intake.close()
    _date(export, plans)
    export.totals = _totals(export)
    return export


def _read(plan: Plan, others: dict[str, str], path: Path) -> None:
    """Read one project of a file."""
    calendars = Calendars(plan, others)
    calendars.read()
    custom = Custom(plan)
    tasks = Tasks(plan, calendars, custom)
    tasks.read()
    resources = Resources(plan, calendars, custom)
    resources.read()
    Assignments(plan, tasks, resources, custom).read()
    read_links(plan, tasks, others, path)
    if str(plan.project.getProjectProperties().getFileType()) == "GAN":
        for reason, count in unread(path).items():
            plan.intake.skip(reason, count)
    place = plan.intake.place("Project")
    if (first := plan.intake.taken(Project, plan.header.key, place)) is not None:
        faults = [Fault(f"has the same key as project {first} of the file", "key", plan.header.key)]
        plan.intake.reject(place, called("Project", None, plan.header.name), faults, Project, plan.header.key)
        return
    calendar = calendars.key(plan.header.calendar, "Project")
    plan.intake.keep(_project(plan, tasks.project, calendar)._replace(sheet=place.sheet, row=place.row))
    custom.read(plan.project.getProjectProperties(), "PROJECT", "project", plan.header.key)
    if plan.primavera:
        codes = plan.project.getProjectProperties().getProjectCodeValues()
        custom.codes(codes, "proj_catg", "project", plan.header.key)


def _project(plan: Plan, row: Task | None, calendar: str | None) -> Project:
    """Give the project: its header, and what the row of the project itself says."""
    header = plan.header
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
        calendar=calendar,
        minutes_per_day=plan.stated[0],
        minutes_per_week=plan.stated[1],
    )
    if row is None or plan.primavera:
        return project
    return project._replace(
        start=header.start or row.start,
        finish=header.finish or row.finish,
        baseline_start=row.baseline_start,
        baseline_finish=row.baseline_finish,
        percent_complete=row.percent_complete,
        priority=row.priority,
    )


def _number(project: Any) -> str | None:
    return shown(project.getProjectProperties().getUniqueID())


def _ignored(projects: list[Any]) -> list[str]:
    """Give, once each, what MPXJ could not read and passed over."""
    errors = (shown(error.getMessage()) for project in projects for error in project.getIgnoredErrors())
    return list(dict.fromkeys(said for said in errors if said))


def _date(export: Export, plans: list[Plan]) -> None:
    dated = [plan.header for plan in plans if plan.header.status_date]
    if dated:
        newest = max(dated, key=lambda header: header.status_date or "")
        export.status_date, export.status_date_from = newest.status_date, newest.status_date_from


def _totals(export: Export) -> dict[str, int]:
    """Count leaves (milestones too), named resources of every kind but roles of Primavera, assignments and links."""
    kinds = Counter(task.kind for task in export.records[Task] if isinstance(task, Task))
    roles = sum(isinstance(one, Resource) and one.key.startswith("role.") for one in export.records[Resource])
    return {
        "projects": len(export.records[Project]),
        "tasks": sum(kinds.values()) - kinds["summary"] - kinds["project"],
        "milestones": kinds["milestone"],
        "people": len(export.records[Resource]) - roles,
        "assignments": len(export.records[Assignment]),
        "links": len(export.records[Dependency]),
    }
