"""Baselines that P6 exports beside their projects: PROJECT rows of their own, with all tables, that name the project.

A project says which of them counts (`sum_base_proj_id`); where it does not, the only one of the file counts. What it
plans for an activity is the activity's baseline, as MPXJ takes it from XML; its rows are no plan of their own.
"""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from loaders.primavera.book import Book, Row

_READ = "rows of a baseline, read into the tasks of its project"
_ASIDE = "rows of a baseline"
_GONE = "activities of the baseline that the project no longer has"
_NAMELESS = "activities of the baseline without an ID"
_AGAIN = "further activities of the baseline with the same ID"
_COSTS = ("TASKRSRC", "PROJCOST")


@dataclass(frozen=True, slots=True)
class Planned:
    """What a baseline plans for an activity: moments, minutes and money."""

    start: str | None
    finish: str | None
    duration: float | None
    work: float | None
    cost: float | None


@dataclass(slots=True)
class Baselines:
    """What the baselines that count plan: for the tasks that take it, and whatever no task takes."""

    taken: dict[tuple[str, str], Planned] = field(default_factory=dict)  # by project id and activity ID
    left: dict[tuple[str, str], list[Planned]] = field(default_factory=dict)  # by project id and the reason

    def spans(self) -> dict[str, tuple[str | None, str | None]]:
        """Give the first start and the last finish of all that a baseline plans, by project id."""
        every: defaultdict[str, list[Planned]] = defaultdict(list)
        for (project, _), one in self.taken.items():
            every[project].append(one)
        for (project, _), some in self.left.items():
            every[project] += some
        return {
            project: (
                min((one.start for one in found if one.start), default=None),
                max((one.finish for one in found if one.finish), default=None),
            )
            for project, found in every.items()
        }


def take_baselines(book: Book) -> Baselines:
    """Take the baselines out of the book; give what those that count plan."""
    of, stated = _baselines(book)
    found = Baselines()
    if not of:
        return found
    names = {number: name or number for number, name in book.column("PROJECT", "proj_id", "proj_short_name")}
    counts = {}
    for project in dict.fromkeys(of.values()):
        own = [number for number, original in of.items() if original == project]
        only = own[0] if len(own) == 1 and not stated.get(project) else None
        chosen = stated[project] if stated.get(project) in own else only
        if chosen:
            counts[chosen] = project
        absent = bool(stated.get(project)) and stated[project] not in names
        book.export.notes.append(_note(names[project], len(own), names.get(chosen or ""), absent=absent))
    _take(book, of, counts, found)
    for (project, why), left in found.left.items():
        book.export.notes.append(_note_left(names[project], why, left))
    for table in list(book.tables.sections):
        for row in book.set_aside(table, of):
            book.fold(row, _ASIDE)
    return found


def _take(book: Book, of: Mapping[str, str], counts: Mapping[str, str], found: Baselines) -> None:
    """Sort the activities of the baselines that count into what a task takes and what none does."""
    costs = _costs(book, counts)
    own = {(project, code) for project, code in book.column("TASK", "proj_id", "task_code")}
    for row in book.set_aside("TASK", of):
        project = counts.get(row.text("proj_id") or "")
        if not project:
            book.fold(row, _ASIDE)
            continue
        key = (project, row.text("task_code") or "")
        one = _planned(row, costs)
        why = _why_left(key, own, found.taken)
        if not book.fold(row, why or _READ):
            continue
        if why:
            found.left.setdefault((project, why), []).append(one)
        else:
            found.taken[key] = one


def _why_left(key: tuple[str, str], own: Container[tuple[str, str]], taken: Container[tuple[str, str]]) -> str | None:
    """Give why no task takes an activity of a baseline, None where one does."""
    if not key[1]:
        return _NAMELESS
    if key not in own:
        return _GONE
    return _AGAIN if key in taken else None


def _baselines(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """Give the project of each baseline in the file, and the baseline that each project states, by their ids."""
    rows = list(book.column("PROJECT", "proj_id", "orig_proj_id", "sum_base_proj_id"))
    numbers = {number for number, _, _ in rows if number}
    of = {number: original for number, original, _ in rows if original in numbers and original != number}
    of = {base: number for number, _, base in rows if base in numbers and base != number} | of
    stated = {number: base for number, _, base in rows}
    return {number: project for number, project in of.items() if number and project not in of}, stated


def _note(project: str, baselines: int, chosen: str | None, *, absent: bool) -> str:
    if chosen is not None:
        others = f" ({baselines - 1} more are left out)" if baselines > 1 else ""
        return f"Project {project}: its baseline is {chosen}, which stands beside it in the file{others}."
    held = f"Project {project}: the file holds {baselines} of its baselines, and "
    if absent:
        return f"{held}the one that it names is not in the file: none is read. Export the project with that one too."
    return (
        f"{held}none is said to be the one that counts: none is read. Assign one in P6 (Project > Assign Baselines) "
        "and export the project with it."
    )


def _note_left(project: str, why: str, left: list[Planned]) -> str:
    budget = sum(one.cost or 0 for one in left)
    money = f", with a budget of {round(budget, 2):,}".removesuffix(".0") if budget else ""
    return f"Project {project}: {why} ({len(left)}{money}): they are in no budget and no planned value."


def _costs(book: Book, counts: Mapping[str, str]) -> Mapping[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for table in _COSTS:
        for project, task, cost in book.column(table, "proj_id", "task_id", "target_cost"):
            if project in counts and isinstance(value := book.numbers[cost], float | int):
                found[task] += value
    return found


def _planned(row: Row, costs: Mapping[str, float]) -> Planned:
    work = [row.minutes("target_work_qty"), row.minutes("target_equip_qty")]
    stated = [part for part in work if part is not None]
    return Planned(
        start=row.moment("target_start_date"),
        finish=row.moment("target_end_date"),
        duration=row.minutes("target_drtn_hr_cnt"),
        work=round(sum(stated), 3) if stated else None,
        cost=round(costs.get(row.text("task_id") or "", 0.0), 4) if costs else None,
    )
