"""The large samples have the stated sizes, and each unit hides the eight problems where its key says."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from data.samples import Large, write_large, write_long
from data.samples.large_planted import plant
from data.samples.large_sheets import contributions
from data.samples.large_units import objectives, units
from tests.data.raw_exports import MSPDI, mspdi, workbook, xer

PROBLEMS = {
    "green that is red",
    "objective that nothing serves",
    "project that serves nothing",
    "one person on five projects",
    "KPI moved by a finished milestone",
    "slipped milestone",
    "department that lends its engineers",
    "old data",
}


@pytest.fixture(scope="module")
def middle(tmp_path_factory: pytest.TempPathFactory) -> Large:
    """The exports of 500 projects."""
    return write_large(tmp_path_factory.mktemp("middle"), 500)


@pytest.fixture
def register(middle: Large) -> dict[str, list[dict[str, object]]]:
    """The register of 500 projects."""
    return workbook(named(middle, "register.xlsx"))


@pytest.fixture
def planted(middle: Large) -> dict[str, Any]:
    """Where the problems of the only unit are."""
    return middle.planted["U01"]


def named(large: Large, name: str) -> Path:
    return next(path for path in large.files if path.name == name)


def schedule(large: Large, project: str) -> Path:
    return named(large, f"{project.lower()}.xml")


def test_500_projects_have_10_000_tasks_in_four_xer_files_and_50_of_microsoft_project(middle: Large):
    tables = [xer(path) for path in middle.files if path.suffix == ".xer"]
    plans = [path for path in middle.files if path.suffix == ".xml"]
    assert [len(found["PROJECT"]) for found in tables] == [100] * 4
    assert len(plans) == 50
    leaves = [row for path in plans for row in mspdi(path, "Task") if row["Summary"] == "0"]
    assert sum(len(found["TASK"]) for found in tables) + len(leaves) == 10_000


def test_the_register_of_500_projects_has_the_stated_sizes(middle: Large, register: dict[str, list[Any]]):
    assert len(register["Projects"]) == 499  # one stands in the workbook that was last delivered in July
    assert len(register["KPIs"]) == 60
    assert [row["kind"] for row in register["Strategy"]].count("objective") == 20
    people = workbook(named(middle, "people.xlsx"))["People"]
    assert len({row["email"] for row in people}) == len({row["name"] for row in people}) == 1000
    assert len({row["department"] for row in people}) == 40


def test_5000_projects_make_ten_units_with_200_objectives_600_kpis_and_12_000_contributions():
    made = units(5000, 5000)
    served = [line for unit in made for line in contributions(unit, plant(unit))]
    assert len(made) == 10
    assert sum(len(objectives(unit.key)) for unit in made) == 200
    assert sum(len(unit.kpis) for unit in made) == 600
    assert len({project.name for unit in made for project in unit.projects}) == 5000
    assert len({person.email for unit in made for person in unit.people}) == 5000
    assert len(served) == len({line[:3] for line in served}) == 12_000
    assert [set(unit.planted) for unit in made] == [PROBLEMS] * 10


def test_another_size_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="the large samples have 500 or 5000"):
        write_large(tmp_path, 700)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path, middle: Large):
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in middle.files}
    again = write_large(tmp_path / "again", 500)
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in again.files} == digests
    other = write_large(tmp_path / "other", 500, seed=2)
    assert {path.name for path in other.files} != set(digests)


def test_the_red_project_reports_green_and_earns_78_cents(middle: Large, register: dict[str, list[Any]], planted: Any):
    key = planted["green that is red"]
    tasks = [row for row in mspdi(schedule(middle, key), "Task") if row["Summary"] == "0" and "Baseline.Cost" in row]
    earned = sum(int(row["Baseline.Cost"]) * int(row["PhysicalPercentComplete"]) / 100 for row in tasks)
    spent = sum(int(row["ActualCost"]) for row in tasks)
    assert earned / spent == pytest.approx(0.779, abs=0.001)
    assert next(row["reported"] for row in register["Projects"] if row["key"] == key) == "green"


def test_nothing_serves_the_one_objective_and_the_one_project_serves_nothing(
    register: dict[str, list[Any]], planted: Any
):
    objective, orphan = planted["objective that nothing serves"], planted["project that serves nothing"]
    measured = {row["key"] for row in register["KPIs"] if row["objective"] == objective}
    assert not measured & {row["serves"] for row in register["Contributions"]}
    assert objective not in {row["to"] for row in register["Links"]}
    projects = {row["key"] for row in register["Projects"]}
    assert {orphan} <= projects - {row["project"] for row in register["Contributions"]}


def test_one_person_has_sixty_hours_a_week_on_five_projects(middle: Large, planted: Any):
    found = planted["one person on five projects"]
    hours = []
    for key in found["projects"]:
        path = schedule(middle, key)
        person = next(row["UID"] for row in mspdi(path, "Resource") if row["EmailAddress"] == found["person"])
        hours += [float(row["Units"]) * 40 for row in mspdi(path, "Assignment") if row["ResourceUID"] == person]
    assert hours == [20, 16, 12, 8, 4]


def test_the_slipped_milestone_is_50_working_days_late_and_serves_two_objectives(
    middle: Large, register: dict[str, list[Any]], planted: Any
):
    found = planted["slipped milestone"]
    row = next(row for row in mspdi(schedule(middle, found["project"]), "Task") if row["Name"] == found["milestone"])
    assert (row["Baseline.Finish"], row["Finish"]) == ("2026-09-18T17:00:00", "2026-11-27T17:00:00")
    objective = {row["key"]: row["objective"] for row in register["KPIs"]}
    served = {objective[row["serves"]] for row in register["Contributions"] if row["project"] == found["project"]}
    assert served == set(found["objectives"])
    waits = [(row["from_project"], row["to_project"]) for row in register["Dependencies"]]
    assert waits == [(found["cause"], found["project"])]


def test_a_finished_milestone_moves_its_kpi(register: dict[str, list[Any]], planted: Any):
    found = planted["KPI moved by a finished milestone"]
    readings = [row["actual"] for row in register["Readings"] if row["kpi"] == found["kpi"]]
    drift = next(row["drift"] for row in register["KPIs"] if row["key"] == found["kpi"])
    assert readings[4] - readings[1] - 3 * drift == pytest.approx(found["seen"])


def test_all_controls_engineers_are_lent_and_four_are_asked_for(middle: Large, planted: Any):
    found = planted["department that lends its engineers"]
    book = workbook(named(middle, "people.xlsx"))
    engineers = {row["email"] for row in book["People"] if row["role"] == "Controls engineer"}
    assert {row["department"] for row in book["People"] if row["email"] in engineers} == {found["department"]}
    booked = [
        row["EmailAddress"]
        for path in middle.files
        if path.suffix == ".xml"
        for row in mspdi(path, "Resource")
        if row["EmailAddress"] in engineers
    ]
    assert (len(booked), set(booked)) == (len(engineers), engineers)
    asked = book["Assignments"][0]
    assert (asked["project"], asked["skill"], asked["count"]) == (found["project"], "controls 3", 4)


def test_one_workbook_was_last_delivered_in_july(middle: Large, planted: Any):
    book = workbook(named(middle, f"{planted['old data']['feed']}.xlsx"))
    assert max(str(row["date"]) for row in book["Readings"]) == "2026-07-31"


def test_one_file_can_hold_everything_and_a_later_state_of_it_differs_in_some_tasks(tmp_path: Path):
    first, later = write_long(tmp_path / "a.xml", 10_000), write_long(tmp_path / "b.xml", 10_000, moved=100)
    finishes = [[row["Finish"] for row in mspdi(path, "Task") if row["Summary"] == "0"] for path in (first, later)]
    uids = [row.findtext(f"{MSPDI}UID") for row in etree.parse(first).iter(f"{MSPDI}Task")]
    assert [len(found) for found in finishes] == [10_000, 10_000]
    assert sum(one != other for one, other in zip(*finishes, strict=True)) == 100
    assert len(set(uids)) == len(uids)
