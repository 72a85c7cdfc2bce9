"""How long a Jira CSV of 100,000 issues takes to be loaded, against reading and inserting it at all."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.trackers import jira
from tests.benchmarks.bench_store import load, new_store
from tests.benchmarks.floor import times_floor

ISSUES, PROJECTS, PEOPLE = 100_000, 40, 800
MOST = 3  # times the floor; it takes 2.4 to 2.9
HEADINGS: list[str] = list(next(csv.reader([
    "Summary,Issue key,Issue id,Parent id,Issue Type,Status,Project key,Project name,Project type,Project lead,"
    "Priority,Resolution,Assignee,Assignee Id,Reporter,Reporter Id,Creator,Created,Updated,Last Viewed,Resolved,"
    "Fix Version/s,Fix Version/s,Component/s,Due Date,Votes,Labels,Labels,Labels,Description,Environment,"
    "Original Estimate,Remaining Estimate,Time Spent,Work Ratio,Inward issue link (Blocks),"
    "Outward issue link (Blocks),Outward issue link (Relates),Custom field (Epic Link),Custom field (Rank),"
    "Custom field (Start date),Custom field (Story Points),Sprint,Sprint,Status Category"
])))  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(number: int, hour: int = 9) -> str:
    return f"{number % 28 + 1:02}/{MONTHS[number // 28 % 12]}/26 {hour % 12 or 12}:{number % 60:02} {'AP'[hour > 11]}M"


def issues() -> Iterator[list[str]]:
    """Yield the rows: an epic for each fifty issues, sub-tasks, links, two sprints, a description of two lines."""
    for n in range(ISSUES):
        project = f"P{n % PROJECTS}"
        epic = n < PROJECTS * 50
        done, doing = n % 3 == 0, n % 3 == 1
        status = "Done" if done else "In Progress" if doing else "To Do"
        person = n % PEOPLE
        yield [
            f"Issue {n} of {project}", f"{project}-{n}", str(10_000 + n), "",
            "Epic" if epic else "Story", status, project, f"Project {project}", "software", "lead", "Medium",
            "Done" if done else "", f"Person {person}", f"a{person}", "Somebody", "s1", "Somebody", moment(n),
            moment(n + 7, 15), moment(n + 9), moment(n + 6, 16) if done else "", f"{n % 12}.0", "", "Core",
            moment(n + 30), "0", "one", "two" if n % 2 else "", "", f"First line of {n}\nand, a second",
            "", "28800", "0" if done else "14400", "14400" if done or doing else "", "50%",
            f"{project}-{n - PROJECTS}" if n >= PROJECTS and n % 5 == 0 else "", "", "",
            "" if epic else f"{project}-{n % (PROJECTS * 50)}", f"0|i{n:05}:", moment(n), "3.0", f"Sprint {n % 26}",
            f"Sprint {n % 26 + 1}" if n % 4 == 0 else "", status,
        ]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trackers") / "jira.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *issues()])
    return path


def raw(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


def test_a_first_load_takes_at_most_three_times_what_reading_and_inserting_take(path: Path):
    folder = path.parent
    small = folder / "small"
    small.mkdir()
    with path.open(newline="", encoding="utf-8") as file, (small / "jira.csv").open("w", newline="") as beginning:
        csv.writer(beginning).writerows(row for row, _ in zip(csv.reader(file), range(2_000), strict=False))
    load(new_store(folder), small / "jira.csv")  # warms the process
    assert times_floor(path, jira.LOADER, ("csv: every row", raw)) <= MOST
