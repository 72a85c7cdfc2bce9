"""Writes the exports of a large organisation: 500 or 5,000 projects on the pattern of the story."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.samples import large_sheets
from data.samples.large_plans import schedule, together
from data.samples.large_planted import plant
from data.samples.large_units import STATUS, Project, Unit, units
from data.samples.mspdi import write_mspdi
from data.samples.workbook import write_workbook
from data.samples.xer import write_xer

TASKS = 20  # leaf tasks for each project of the organisation, with or without a schedule
PEOPLE = {500: 1000, 5000: 5000}
LAST_DELIVERY = large_sheets.LAST_DELIVERY


@dataclass(frozen=True, slots=True)
class Large:
    """The files written, and for each unit the keys under which its eight planted problems are to be found."""

    files: list[Path]
    planted: dict[str, dict[str, object]]


def write_large(folder: Path, projects: int = 5000, seed: int = 1) -> Large:
    """Write all files for 500 or 5,000 projects as of 31 October 2026. Raises ValueError for another number."""
    if projects not in PEOPLE:
        raise ValueError(f"{projects} projects: the large samples have {' or '.join(map(str, PEOPLE))}")
    folder.mkdir(parents=True, exist_ok=True)
    made = units(projects, PEOPLE[projects], seed)
    contributions = {unit.key: large_sheets.contributions(unit, plant(unit)) for unit in made}
    files = [*_books(folder, made, contributions)]
    for unit in made:
        files += _schedules(folder, unit)
    return Large(files, {unit.key: unit.planted for unit in made})


def write_long(path: Path, tasks: int = 100_000, moved: int = 0, seed: int = 1) -> Path:
    """Write one Microsoft Project file with a number of leaf tasks, a multiple of 10,000; gives its path.

    With `moved` every so many-th task ends a week later than without: the same file some time on.
    """
    projects = [project for unit in units(tasks // TASKS, tasks // TASKS, seed) for project in unit.projects]
    return write_mspdi(path, together(projects, TASKS, moved))


def _books(folder: Path, made: list[Unit], contributions: dict[str, list[large_sheets.Contribution]]) -> Iterator[Path]:
    """Write the register, the people, the finances, and for each unit the workbook that was last delivered in July."""
    strategy = large_sheets.register(made, contributions)
    yield write_workbook(folder / "register.xlsx", strategy, STATUS, "Project Office")
    yield write_workbook(folder / "people.xlsx", large_sheets.people(made), STATUS, "People")
    yield write_workbook(folder / "finance.xlsx", large_sheets.finance(made), STATUS, "Finance")
    for unit in made:
        yield write_workbook(folder / f"{unit.slug}-hr.xlsx", large_sheets.stale(unit), LAST_DELIVERY, unit.name)


def _schedules(folder: Path, unit: Unit) -> Iterator[Path]:
    """Write a unit's schedules; the tasks are shared out so that the organisation has twenty for each project."""
    planned = unit.of("XER") + unit.of("MSPDI")
    total = TASKS * len(unit.projects)
    together: dict[str, list[Project]] = defaultdict(list)
    leaves = {
        project.key: total * (n + 1) // len(planned) - total * n // len(planned) for n, project in enumerate(planned)
    }
    for project in planned:
        together[project.file].append(project)
    for name, projects in together.items():
        schedules = [schedule(project, leaves[project.key]) for project in projects]
        yield write_xer(folder / name, schedules) if name.endswith(".xer") else write_mspdi(folder / name, schedules[0])
