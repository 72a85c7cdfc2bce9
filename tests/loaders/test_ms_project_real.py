"""Exports that other people made with Project 2002 to 2019: counted as their index counts them, and by hand."""

import json

import pytest

from data.records import Assignment, Baseline, Calendar, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export
from loaders.ms_project import LOADER
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.mspdi import check, rows, total

pytestmark = needs_exports

FOLDER = EXPORTS / "schedules" / "mpxj-mspdi"

# Task elements; of them with the Summary flag, the Milestone flag, blank; links; resources; assignments; calendars;
# definitions of custom fields; start of the project: as the index has them. The index counts Task elements: the row of
# the project itself (a summary) and blank rows are among them. `totals` count leaves.
COUNTS = {
    "DefaultDurationFormat.xml": (2, 1, 0, 0, 0, 1, 1, 1, 0, "2014-08-22"),
    "alias.xml": (1, 1, 1, 0, 0, 1, 0, 1, 260, "2004-04-29"),
    "baselines.xml": (2, 1, 0, 0, 0, 2, 1, 3, 0, "2008-01-30"),
    "calendar-calendars-project2002-mspdi.xml": (1, 1, 0, 0, 0, 3, 0, 5, 0, "2015-04-29"),
    "caltest.xml": (4, 1, 0, 0, 0, 4, 3, 5, 0, "2005-11-14"),
    "enterprise.xml": (2, 1, 0, 0, 0, 2, 1, 2, 158, "2007-12-05"),
    "headertest9.xml": (1, 1, 1, 0, 0, 1, 0, 1, 0, "2004-12-02"),
    "mspdiassignmentcustom.xml": (2, 1, 0, 0, 0, 3, 2, 3, 119, "2011-06-08"),
    "mspdiassignmentfields.xml": (2, 1, 0, 0, 0, 5, 4, 5, 0, "2011-07-06"),
    "mspdiavailability.xml": (1, 1, 0, 0, 0, 3, 0, 3, 0, "2009-06-11"),
    "mspdicostratetable.xml": (1, 1, 0, 0, 0, 4, 0, 4, 0, "2009-06-09"),
    "mspdiduration.xml": (11, 1, 0, 0, 0, 1, 10, 1, 0, "2009-03-25"),
    "mspdinulltasks.xml": (9, 3, 0, 3, 0, 1, 3, 1, 0, "2008-11-03"),
    "mspdipriority.xml": (11, 1, 0, 0, 0, 1, 10, 1, 0, "2005-08-09"),
    "mspdirelations.xml": (6, 1, 0, 0, 4, 1, 5, 1, 0, "2006-09-21"),
    "mspdiresource.xml": (4, 1, 0, 0, 1, 5, 5, 6, 10, "2006-08-25"),
    "mspdisplittask.xml": (3, 1, 0, 0, 0, 1, 2, 1, 0, "2006-09-21"),
    "mspditimephased.xml": (41, 1, 0, 0, 0, 42, 40, 44, 0, "2008-11-20"),
    "mspditimephasedsegments.xml": (21, 1, 0, 0, 0, 7, 20, 8, 0, "2011-02-07"),
    "mspextattr.xml": (2, 1, 0, 0, 0, 2, 1, 2, 18, "2004-09-12"),
    "sample.xml": (20, 4, 1, 0, 6, 3, 17, 4, 0, "2003-01-07"),
    "sample1.xml": (23, 5, 1, 0, 6, 2, 4, 4, 0, "2003-01-07"),
    "task-baselines-project2019-mspdi.xml": (111, 1, 0, 0, 0, 1, 110, 1, 0, "2018-10-18"),
    "task-costs-project2019-mspdi.xml": (11, 1, 0, 0, 0, 1, 10, 1, 10, "2018-10-18"),
    "task-links-project2010-mspdi.xml": (17, 1, 0, 0, 8, 1, 16, 1, 0, "2014-10-17"),
}
# In an empty plan Project flags the row of the project itself as a milestone; it is no milestone of the plan.
PROJECT_IS_MILESTONE = {"alias.xml", "headertest9.xml"}
# Test data of MPXJ with finishes before starts; Project itself cannot make such baselines.
REJECTED = {"baselines.xml": 10}
GUID = "04f4a0d3-dad2-e811-ac3f-4cedde6e5b57"


def read(name: str) -> Export:
    path = FOLDER / name
    with path.open("rb") as file:
        assert LOADER.identify(path, file.read(65_536))
    return check(LOADER.read(path, path.stem))


def skipped(export: Export, start: str) -> int:
    return sum(one.count for one in export.skipped if one.reason.startswith(start))


def test_every_file_of_the_folder_is_counted_here():
    assert {path.name for path in FOLDER.glob("*.xml")} == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_those_of_the_index(name: str):
    export = read(name)
    tasks = list(rows(export, Task).values())
    blank = skipped(export, "Task: a blank row")
    assert (
        len(tasks) + blank,
        sum(task["kind"] in {"project", "summary"} for task in tasks),
        sum(task["kind"] == "milestone" for task in tasks) + (name in PROJECT_IS_MILESTONE),
        blank,
        len(export.records[Dependency]),
        len(export.records[Resource]) + skipped(export, "Resource: the tool's placeholder"),
        len(export.records[Assignment]),
        len(export.records[Calendar]),
        skipped(export, "ExtendedAttributes: a definition"),
        str(next(iter(rows(export, Project).values()))["start"])[:10],
    ) == COUNTS[name]
    elements, summaries, milestones, blank, links, _, assignments, *_ = COUNTS[name]
    assert export.totals == {
        "projects": 1,
        "tasks": elements - summaries - blank,
        "milestones": milestones - (name in PROJECT_IS_MILESTONE),
        "people": sum("name" in row for row in rows(export, Resource).values()),
        "assignments": assignments,
        "links": links,
    }
    assert len(export.rejections) == REJECTED.get(name, 0)


@pytest.mark.parametrize("name", COUNTS)
def test_the_days_of_an_assignment_add_up_to_its_work(name: str):
    export = read(name)
    for row in rows(export, Assignment).values():
        spread, done = total(row.get("spread")), total(row.get("actual_spread"))
        if name == "mspdiassignmentfields.xml" and row["resource"] == "assignment test.4":
            # All that is left is 18 hours of overtime, which Project does not spread: the days are open.
            assert (spread, row["remaining_work"], row["actual_work"]) == (0, 18 * 60, pytest.approx(done, abs=0.6))
        elif name == "sample1.xml":
            assert (spread, done) == (0, 0)  # made by MPXJ, without any time-phased data
        else:
            assert spread + done == pytest.approx(row.get("work", 0), abs=0.6)
            assert spread == pytest.approx(row.get("remaining_work", 0), abs=0.6)


def test_cost_is_rate_times_hours_so_money_is_read_in_hundredths():
    export = read("mspdiresource.xml")
    people = rows(export, Resource)
    assert [
        (people[str(row["resource"])]["cost_per_hour"], row["work"], row["cost"], row["actual_cost"])
        for row in rows(export, Assignment).values()
    ] == [(50, 1440, 1200, 0), (75, 1440, 1800, 0), (100, 1440, 2400, 0), (50, 2400, 2000, 0), (50, 960, 800, 800)]


def test_a_night_shift_is_laid_over_the_days_it_falls_on():
    night = rows(read("mspdiresource.xml"), Assignment)["mspdiresource.7"]
    assert (night["start"], night["finish"]) == ("2006-08-25T23:00:00", "2006-08-30T08:00:00")
    assert json.loads(str(night["spread"])) == [
        ["2006-08-25", "2006-08-25", 60],
        ["2006-08-26", "2006-08-26", 420],
        ["2006-08-28", "2006-08-28", 60],
        ["2006-08-29", "2006-08-29", 480],
        ["2006-08-30", "2006-08-30", 420],
    ]


def test_all_eleven_baselines_are_there():
    export = read("task-baselines-project2019-mspdi.xml")
    tasks, further = rows(export, Task).values(), rows(export, Baseline).values()
    first = [task for task in tasks if any(name.startswith("baseline") for name in task)]
    assert (len(first), len(further)) == (8, 80)  # 88 tasks with a baseline, as the index has it
    costs = {row["number"]: row["cost"] for row in further if "cost" in row}
    assert costs == {number: number + 1 for number in range(1, 11)}  # 100, 200, ... hundredths from baseline 0 on
    durations = [(row["number"], row["duration"]) for row in further if "duration" in row]
    assert durations[:10] == [(number, (11 + number) * 480) for number in range(1, 11)]


def test_relations_have_type_and_lag():
    links = rows(read("mspdirelations.xml"), Dependency)
    assert {key: (row["type"], row["lag"]) for key, row in links.items()} == {
        "mspdirelations.1-2.FS": ("FS", 0),
        "mspdirelations.2-3.SS": ("SS", 480),
        "mspdirelations.3-4.FF": ("FF", 0),
        "mspdirelations.4-5.SF": ("SF", 0),
    }


def test_elapsed_durations_are_working_time():
    tasks = rows(read("mspdiduration.xml"), Task).values()
    assert [task["duration"] for task in tasks if task["kind"] == "task"] == [
        *(1, 60, 480, 2400, 9600),  # a minute, hour, day, week and month of work
        *(0.2381, 14.2857, 342.8571, 2400, 10285.7143),  # the same on the clock, a week of which is 40 hours of work
    ]


def test_rates_and_availability_change_over_time():
    rated = rows(read("mspdicostratetable.xml"), Resource).values()
    assert {row["name"]: (row.get("cost_per_hour"), row.get("rates")) for row in rated} == {
        "Resource One": (None, None),
        "Resource Two": (5, "[[null,5.0,null]]"),
        "Resource Three": (5, '[[null,5.0,null],["2009-06-15",1200.0,null]]'),  # then 20 a minute
    }
    available = rows(read("mspdiavailability.xml"), Resource).values()
    assert {row["name"]: row.get("availability") for row in available} == {
        "Resource One": None,
        "Resource Two": '[["2009-06-01","2009-07-01",1.0],["2009-07-02","2009-08-01",0.6],'
        '["2009-08-20","2009-08-30",0.75]]',
    }


def test_custom_fields_have_the_names_of_the_tool_and_money_in_the_currency():
    found = rows(read("mspextattr.xml"), FieldValue).values()
    assert {(row["subject_kind"], row["field"]): row["value"] for row in found if row["subject_kind"] == "task"} == {
        ("task", "Text1"): "Task Text One",
        ("task", "Start1"): "2004-01-01T08:00:00",
        ("task", "Finish1"): "2004-12-31T17:00:00",
        ("task", "Cost1"): "99.95",
        ("task", "Date1"): "2004-07-18T08:00:00",
        ("task", "Flag1"): "1",
        ("task", "Number1"): "55.56",
        ("task", "Duration1"): "PT104H0M0S",
        ("task", "Outline Code1"): "12345",
    }
    assert len(rows(read("enterprise.xml"), FieldValue)) == 158


def test_the_header_is_read_in_all_versions():
    names = ("sample.xml", "headertest9.xml", "task-costs-project2019-mspdi.xml", "sample1.xml")
    found = [next(iter(rows(read(name), Project).items())) for name in names]
    assert [
        (key, row.get("guid"), row.get("currency"), row.get("status_date"), row.get("status_date_from"))
        for key, row in found
    ] == [
        ("sample", None, "£", "2003-02-19", "saved"),
        ("Project Title Text", None, "£", "2004-12-02", "saved"),
        (GUID, GUID, "GBP", "2018-10-18", "saved"),
        ("MPXJ Sample", None, "£", None, None),
    ]
    assert found[1][1]["manager"] == "Manager Text"
