"""Baselines that P6 exports beside their projects: PROJECT rows of their own, with all tables, that name the project.

A project says which of them counts (`sum_base_proj_id`); where it does not, the only one of the file counts. What it
plans for an activity is the activity's baseline, as MPXJ takes it from XML; its rows are no plan of their own.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.primavera.book import Book, Row

_READ = "rows of a baseline, read into the tasks of its project"
_ASIDE = "rows of a baseline"
_COSTS = ("TASKRSRC", "PROJCOST")


@dataclass(frozen=True, slots=True)
class Planned:
    """What a baseline plans for an activity: moments, minutes and money."""

    start: str | None
    finish: str | None
    duration: float | None
    work: float | None
    cost: float | None


def take_baselines(book: Book) -> dict[tuple[str, str], Planned]:
    """Take the baselines out of the book; give what those that count plan, by project id and activity ID."""
    of, stated = _baselines(book)
    found: dict[tuple[str, str], Planned] = {}
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
        book.export.notes.append(_note(names[project], [names[number] for number in own], names.get(chosen or "")))
    costs = _costs(book, counts)
    for row in book.set_aside("TASK", of):
        if project := counts.get(row.text("proj_id") or ""):
            found.setdefault((project, row.text("task_code") or ""), _planned(row, costs))
        book.fold(row, _READ if project else _ASIDE)
    for table in list(book.tables.sections):
        for row in book.set_aside(table, of):
            book.fold(row, _ASIDE)
    return found


def spans(planned: Mapping[tuple[str, str], Planned]) -> dict[str, tuple[str | None, str | None]]:
    """Give the first start and the last finish that baselines plan, by project id."""
    every: defaultdict[str, list[Planned]] = defaultdict(list)
    for (project, _), one in planned.items():
        every[project].append(one)
    return {
        project: (
            min((one.start for one in found if one.start), default=None),
            max((one.finish for one in found if one.finish), default=None),
        )
        for project, found in every.items()
    }


def _baselines(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """Give the project of each baseline in the file, and the baseline that each project states, by their ids."""
    rows = list(book.column("PROJECT", "proj_id", "orig_proj_id", "sum_base_proj_id"))
    numbers = {number for number, _, _ in rows if number}
    of = {number: original for number, original, _ in rows if original in numbers and original != number}
    of = {base: number for number, _, base in rows if base in numbers and base != number} | of
    stated = {number: base for number, _, base in rows}
    return {number: project for number, project in of.items() if number and project not in of}, stated


def _note(project: str, baselines: list[str], chosen: str | None) -> str:
    if chosen is None:
        return (
            f"Project {project}: the file holds {len(baselines)} of its baselines, and none is said to be the one "
            "that counts: none is read. Assign one in P6 (Project > Assign Baselines) and export the project with it."
        )
    others = f" ({len(baselines) - 1} more are left out)" if len(baselines) > 1 else ""
    return f"Project {project}: its baseline is {chosen}, which stands beside it in the file{others}."


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
