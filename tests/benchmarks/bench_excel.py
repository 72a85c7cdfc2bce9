"""How long 100,000 rows of 12 columns take to be loaded from a workbook, against reading and inserting them at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from loaders.register import LOADER
from tests.benchmarks.bench_store import load, new_store
from tests.benchmarks.floor import times_floor

ROWS, PROJECTS = 100_000, 500
HEADINGS = (
    "project", "key", "name", "kind", "of", "baseline", "forecast", "actual", "state", "accepted_by", "weight", "note",
)  # fmt: skip
BEGIN = date(2025, 1, 6)
MOST = 3  # times the floor. It takes 2.7 to 3.0: nothing is to be added


def milestone(number: int) -> tuple[object, ...]:
    """Give a row of the sheet Milestones; every third is reached."""
    day = BEGIN + timedelta(days=number % 900)
    reached = number % 3 == 0
    return (
        f"P{number % PROJECTS}", f"M{number}", f"Milestone {number} of the programme", "milestone", None, day,
        None if reached else day + timedelta(days=number % 30), day if reached else None,
        "passed" if reached else "planned", f"Person {number % 800}", 1 + number % 5, f"A remark on {number}",
    )  # fmt: skip


def write(path: Path, rows: int) -> Path:
    """Write a workbook with projects and milestones."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        projects = book.add_worksheet("Projects")
        projects.write_row(0, 0, ("key", "name"))
        for number in range(min(rows, PROJECTS)):
            projects.write_row(number + 1, 0, (f"P{number}", f"Project {number}"))
        sheet = book.add_worksheet("Milestones")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            sheet.write_row(number + 1, 0, milestone(number))
    return path


def raw(path: Path) -> None:
    CalamineWorkbook.from_path(path).get_sheet_by_name("Milestones").to_python()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("excel")


def test_a_first_load_takes_at_most_three_times_what_reading_and_inserting_take(folder: Path):
    path = write(folder / "register.xlsx", ROWS)
    load(new_store(folder), write(folder / "small.xlsx", 1_000))  # warms the process
    assert times_floor(path, LOADER, ("calamine: every row", raw)) <= MOST
