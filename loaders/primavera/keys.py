"""The source keys that rows of one table use for rows of another."""

from dataclasses import dataclass, field

from loaders.primavera.book import Book
from loaders.primavera.calendars import calendar_keys


@dataclass(slots=True)
class Keys:
    """Source keys by the ids of P6.

    A project's key is its short name, a task's `short name.task_id`, a WBS element's `short name.wbs` + wbs_id, a
    resource's its rsrc_id, a role's `role.` + role_id; roles also by their names.
    """

    projects: dict[str, str] = field(default_factory=dict)
    calendars: dict[str, str] = field(default_factory=dict)
    wbs: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    resources: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    role_names: dict[str, str] = field(default_factory=dict)
    assignments: dict[str, str] = field(default_factory=dict)


def find_keys(book: Book) -> Keys:
    """Give the keys of all rows, also of those that will be rejected: an earlier load may hold them."""
    keys = Keys(projects=_projects(book))
    keys.calendars = calendar_keys(book, keys.projects)
    keys.wbs = _of_projects(book, "PROJWBS", "wbs_id", keys.projects, ".wbs")
    keys.tasks = _of_projects(book, "TASK", "task_id", keys.projects)
    keys.assignments = _of_projects(book, "TASKRSRC", "taskrsrc_id", keys.projects)
    keys.resources = {number: number for (number,) in book.column("RSRC", "rsrc_id") if number}
    for number, name, short in book.column("ROLES", "role_id", "role_name", "role_short_name"):
        if number:
            keys.roles.setdefault(number, f"role.{number}")
            keys.role_names.setdefault(number, name or short or number)
    return keys


def _projects(book: Book) -> dict[str, str]:
    """Give the short names by project id; of projects with the same name only the first is kept, so only it counts."""
    numbers: dict[str, str] = {}
    for number, name in book.column("PROJECT", "proj_id", "proj_short_name"):
        if number:
            numbers.setdefault(name or number, number)
    return {number: name for name, number in numbers.items()}


def _of_projects(book: Book, table: str, field: str, projects: dict[str, str], mark: str = ".") -> dict[str, str]:
    keys: dict[str, str] = {}
    for number, project in book.column(table, field, "proj_id"):
        if number and project in projects:
            keys.setdefault(number, f"{projects[project]}{mark}{number}")
    return keys
