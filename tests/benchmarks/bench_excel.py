"""How long 100,000 rows of 12 columns take to be loaded from a workbook, against reading and inserting them at all."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from loaders.register import LOADER
from tests.benchmarks.bench_ms_project import timed
from tests.benchmarks.bench_store import insert, load, new_store, rows_of

ROWS, PROJECTS = 100_000, 500
HEADINGS = (
    "project", "key", "name", "kind", "of", "baseline", "forecast", "actual", "state", "accepted_by", "weight", "note",
)  # fmt: skip
BEGIN = date(2025, 1, 6)
NUMBERS = count()
MOST = 6  # times the floor. It takes 5, and the aim is 3: milestones are told apart and judged beyond it


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


def test_a_first_load_takes_at_most_six_times_what_reading_and_inserting_take(folder: Path):
    path = write(folder / "register.xlsx", ROWS)
    load(new_store(folder), write(folder / "small.xlsx", 1_000))  # warms the process
    first = new_store(folder)
    load(first, path)
    made_by, rows = rows_of(first)
    first.close()
    reading = min(timed(lambda: raw(path)) for _ in range(2))
    inserting = min(timed(lambda: insert(folder / f"{next(NUMBERS)}-raw.db", made_by, rows)) for _ in range(2))
    stored = sum(map(len, rows.values()))
    rows.clear()
    floor = reading + inserting
    ours = min(timed(lambda: load(new_store(folder), path)) for _ in range(2))
    parsed = min(timed(lambda: LOADER.read(path, "register")) for _ in range(2))
    print(f"\n{'':38}{'seconds':>9}{'× floor':>9}")
    for name, seconds in (("calamine: every row", reading), ("sqlite3: the rows that we store", inserting)):
        print(f"{name:38}{seconds:9.2f}{seconds / floor:9.2f}")
    print(f"{'floor':38}{floor:9.2f}{1:9.2f}")
    print(f"{'read by the loader':38}{parsed:9.2f}{parsed / floor:9.2f}")
    print(f"{'first load':38}{ours:9.2f}{ours / floor:9.2f}")
    print(f"{path.stat().st_size / 1e6:.1f} MB, {stored:,} rows")
    assert ours <= MOST * floor
