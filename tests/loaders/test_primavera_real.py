"""Exports that other people made with P6 from 2010 to 2025: counted as their index counts them, and by hand."""

from pathlib import Path

import pytest

from data.records import Assignment, Calendar, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.primavera import LOADER
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.xer import check, rows

pytestmark = needs_exports

XER = EXPORTS / "schedules"
ROAD, MINE = XER / "xer" / "CONSRTRUCTION.xer", XER / "xer" / "Jaggelas-test.xer"


def read(path: Path) -> Export:
    return check(LOADER.read(path, path.stem))


@pytest.fixture(scope="module")
def road() -> Export:
    return read(ROAD)


@pytest.fixture(scope="module")
def mine() -> Export:
    return read(MINE)


# PROJECT, PROJWBS, TASK, TASKPRED, RSRC, TASKRSRC, CALENDAR, milestones, Σ TASKRSRC.target_cost, as the index has them.
# `tasks` of the totals is TASK, as none of these files has an activity that sums up others (TT_WBS).
COUNTS = {
    "mpxj-xer/PredecessorCalendar.xer": (1, 1, 1, 0, 0, 0, 1, 0, 0),
    "mpxj-xer/ProjectDefaultCalendar.xer": (1, 1, 1, 0, 0, 0, 1, 0, 0),
    "mpxj-xer/invalid-8.4.xer": (1, 1, 12, 0, 0, 0, 3, 0, 0),  # one of the three calendars is rejected
    "mpxj-xer/percent-complete-8.4.xer": (1, 1, 12, 0, 0, 0, 1, 0, 0),
    "mpxj-xer/resource-rates-test.xer": (1, 1, 1, 0, 1, 5, 1, 0, 27_600),  # and one role, a resource beside
    "xer/CONSRTRUCTION.xer": (1, 4, 51, 59, 21, 56, 2, 0, 6_356_920),
    "xer/Jaggelas-test.xer": (2, 203, 695, 1595, 19, 449, 5, 30, 0),
}


def test_every_xer_file_of_the_exports_is_counted_here():
    found = {path.relative_to(XER).as_posix() for path in XER.glob("*xer/*.xer")}
    assert found == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_those_of_the_index(name: str):
    export = read(XER / name)
    totals, tasks = export.totals, export.records[Task]
    rejected = sum(rejection.kind is Calendar for rejection in export.rejections)
    elements = [task for task in tasks if isinstance(task, Task) and task.kind in {"project", "summary"}]
    assert (
        totals["projects"],
        len(elements),
        totals["tasks"],
        totals["links"],
        totals["people"],
        totals["assignments"],
        len(export.records[Calendar]) + rejected,
        totals["milestones"],
        sum(row.planned_cost or 0 for row in export.records[Assignment] if isinstance(row, Assignment)),
    ) == COUNTS[name]
    assert len(tasks) == len(elements) + totals["tasks"]
    assert len(export.rejections) == rejected == (name == "mpxj-xer/invalid-8.4.xer")


def test_the_invalid_calendar_is_named_with_its_fault():
    export = read(XER / "mpxj-xer" / "invalid-8.4.xer")
    assert [(r.sheet, r.row, r.key, r.field, r.reason) for r in export.rejections] == [
        (
            "CALENDAR",
            33,
            "180",
            "clndr_data",
            "clndr_data “(0||CalendarData()(” breaks off: 2 brackets are not closed. "
            "Correct it in P6 and export the project again.",
        )
    ]
    assert list(rows(export, Calendar)) == ["178", "179"]


def test_percent_complete_is_what_the_activities_are_named():
    """The file's activities are called `Duration 25%`, `Physical 75%`, `Units 100%` and so on."""
    export = read(XER / "mpxj-xer" / "percent-complete-8.4.xer")
    tasks = [row for row in rows(export, Task).values() if row["kind"] == "task"]
    assert len(tasks) == 12
    assert [f"{str(row['percent_kind']).title()} {row['percent_complete']:.0f}%" for row in tasks] == [
        row["name"] for row in tasks
    ]


def test_rates_over_time_are_those_of_the_file():
    export = read(XER / "mpxj-xer" / "resource-rates-test.xer")
    found = rows(export, Resource)
    assert found["1316"]["rates"] == '[["2022-01-01",1.0,1.0],["2023-01-01",21.0,1.0]]'
    assert found["1316"]["cost_per_hour"] == 1.0, "the data date is 22 August 2022"
    assert found["role.332"]["rates"] == '[["2022-01-01",6.0,1.0],["2023-01-01",31.0,1.0]]'
    assert [(row.get("role"), row["planned_cost"]) for row in rows(export, Assignment).values()] == [
        (None, 240.0),
        (None, 480.0),
        ("Role 1", 1440.0),
        ("Role 1", 1680.0),
        (None, 23760.0),
    ]


def test_the_road_project_is_cost_loaded_and_not_started(road: Export):
    assert rows(road, Project) == {
        "KH 10": {
            "name": "KHANS CONS",
            "short_name": "KH 10",
            "guid": "xE/U9fEk60uK8fC3vYZMIw",
            "manager": "Commercial",
            "stage": "active",
            "currency": "INR",
            "start": "2010-02-20T08:00:00",
            "finish": "2010-05-19T16:00:00",  # also the file's own scheduled finish
            "status_date": "2010-02-20",
            "status_date_from": "data_date",
            "calendar": "841",
            "priority": 500.0,
        }
    }
    tasks = [row for row in road.records[Task] if isinstance(row, Task)]
    assert sum(row.planned_cost or 0 for row in tasks) == 6_356_920
    assert sum(row.cost or 0 for row in tasks) == 6_356_920
    assert sum(row.actual_cost or 0 for row in tasks) == 0
    assert {row.percent_complete for row in tasks if row.kind == "task"} == {0.0}


def test_the_second_floor_columns_by_hand(road: Export):
    """Two engineers and a mason for 24 hours each; cement, sand, shuttering and steel as material."""
    task = rows(road, Task)["KH 10.80980"]
    assert task == {
        "project": "KH 10",
        "uid": "80980",
        "code": "RECONS09",
        "wbs": "KH 10.RE",
        "parent": "KH 10.wbs10190",
        "position": task["position"],
        "name": "2nd Floor Columns",
        "kind": "task",
        "start": "2010-04-07T08:00:00",
        "finish": "2010-04-09T16:00:00",
        "duration": 1440.0,
        "remaining_duration": 1440.0,
        "work": 72 * 60,
        "actual_work": 0.0,
        "remaining_work": 72 * 60,
        "cost": 1440.0 + 1440.0 + 720.0 + 3720.0 + 36_000.0 + 19_200.0 + 768_000.0,
        "actual_cost": 0.0,
        "remaining_cost": 830_520.0,
        "planned_start": "2010-04-07T08:00:00",
        "planned_finish": "2010-04-09T16:00:00",
        "planned_work": 72 * 60,
        "planned_cost": 830_520.0,
        "percent_complete": 0.0,
        "physical_percent": 0.0,
        "percent_kind": "duration",
        "total_slack": 0.0,
        "calendar": "841",
        "priority": 500.0,
    }
    mine = [row for row in rows(road, Assignment).values() if row["task"] == "KH 10.80980"]
    assert [(row["resource"], row.get("work"), row["planned_cost"]) for row in mine] == [
        ("2183", 1440.0, 1440.0),
        ("2183", 1440.0, 1440.0),
        ("2185", 1440.0, 720.0),
        ("2176", None, 3720.0),
        ("2179", None, 36_000.0),
        ("2181", None, 19_200.0),
        ("2172", None, 768_000.0),
    ]


def test_the_six_day_week_works_on_five_sundays(road: Export):
    calendar = rows(road, Calendar)["841"]
    assert calendar["week"] == "{" + ",".join(f'"{day}":[["08:00","16:00"]]' for day in range(1, 7)) + ',"7":[]}'
    sundays = ["2011-01-01", "2011-01-08", "2011-01-15", "2011-01-22", "2011-01-29"]
    assert calendar["exceptions"] == "[" + ",".join(f'["{day}","{day}",[["08:00","16:00"]]]' for day in sundays) + "]"


def test_the_mine_is_partly_done(mine: Export):
    tasks = [row for row in mine.records[Task] if isinstance(row, Task) and row.kind not in {"project", "summary"}]
    assert sum(row.actual_finish is not None for row in tasks) == 74
    assert sum(row.actual_start is not None and row.actual_finish is None for row in tasks) == 20
    assert sum(row.actual_start is None for row in tasks) == 601
    assert {row.percent_complete for row in tasks if row.actual_finish} == {100.0}
    assert all(row.start and row.finish for row in tasks)
    assert [row.key for row in tasks if row.start and row.finish and row.start > row.finish] == []


def test_a_project_that_an_exported_one_is_linked_to_keeps_its_own_dates(mine: Export):
    """Of project 935 only the three activities are there that project 10001 waits for."""
    found = {key: (row["name"], row["start"], row["finish"]) for key, row in rows(mine, Project).items()}
    assert found == {
        "935": ("Madagascar Community Development", "2024-12-13T00:00:00", "2026-04-09T09:40:00"),
        "10001": ("Post LOS Schedule", "2024-12-02T08:00:00", "2026-04-15T17:00:00"),
    }
    assert (mine.status_date, mine.status_date_from) == ("2025-04-22", "data_date")
    assert any(note.startswith("Project 935 was not exported itself") for note in mine.notes)


def test_an_activity_under_way_by_hand(mine: Export):
    """520 hours planned, 289 remain; 71.076923 of 160 equipment hours are done."""
    assert rows(mine, Task)["10001.116789"] == {
        "project": "10001",
        "uid": "116789",
        "code": "A7830",
        "wbs": "10001.5.2.1",
        "parent": "10001.wbs29514",
        "position": 613,
        "name": "Engage Office National pour l'Environnement (O.N.E)",
        "kind": "task",
        "start": "2025-01-28T10:40:00",
        "finish": "2025-06-19T09:00:00",
        "actual_start": "2025-01-28T10:40:00",
        "duration": 520 * 60,
        "remaining_duration": 289 * 60,
        "work": 160 * 60,
        "actual_work": 4264.615,
        "remaining_work": 5335.385,
        "cost": 0.0,
        "actual_cost": 0.0,
        "remaining_cost": 0.0,
        "planned_start": "2025-01-28T10:40:00",
        "planned_finish": "2025-05-09T10:40:00",
        "planned_work": 160 * 60,
        "planned_cost": 0.0,
        "percent_complete": 40.0,
        "physical_percent": 40.0,
        "percent_kind": "physical",
        "total_slack": 319 * 60,
        "calendar": "10001.6660",
        "priority": 500.0,
    }


def test_a_milestone_that_must_end_on_a_day_by_hand(mine: Export):
    found = rows(mine, Task)["10001.116771"]
    assert (found["kind"], found["code"], found["finish"]) == ("milestone", "M1040", "2025-04-22T09:40:00")
    assert (found["constraint_kind"], found["constraint_date"]) == ("must_finish_on", "2025-04-22T07:00:00")
    assert found["total_slack"] == -100.0


def test_an_active_activity_of_the_duration_kind_by_hand(mine: Export):
    """200 hours planned, 112 remain."""
    assert rows(mine, Task)["10001.116932"]["percent_complete"] == 44.0


def test_relationships_by_hand(mine: Export):
    found = rows(mine, Dependency)
    assert tuple(found["10001.73896"].values()) == ("10001", "10001.117448", "10001", "10001.117449", "FS", -120 * 60)
    between = [tuple(row.values()) for row in found.values() if row["from_project"] != row["to_project"]]
    assert between == [
        ("935", "935.102000", "10001", "10001.116763", "FF", 0.0),
        ("935", "935.102011", "10001", "10001.116763", "FF", 0.0),
        ("935", "935.102016", "10001", "10001.116763", "FF", 0.0),
    ]


def test_codes_fields_and_notes_by_hand(mine: Export):
    values = [row for row in rows(mine, FieldValue).values() if row["subject"] == "10001.116757"]
    assert [(row["field"], row["value"]) for row in values] == [
        ("Department", "External Affairs"),
        ("Level 3 WBS", "Pre-FID Milestones"),
        ("Site Area", "Off Site"),
        ("Site Activity", "UDF_G1"),
    ]
    assert len(mine.records[FieldValue]) == 3098 + 785  # and a hash of a password, which is not kept
    secret = "UDFVALUE: passwords, by the name of their field or by their form, which are never kept"
    assert [one.count for one in mine.skipped if one.reason == secret] == [1]
    assert "argon2" not in str(mine.records)
    note = str(rows(mine, Task)["10001.116757"]["note"])
    assert note.startswith("Comments: 2024-10-03 00:00:00>") and note.endswith("\nThis is a test message")


def test_a_team_by_hand(mine: Export):
    assert rows(mine, Resource)["6971"] == {
        "name": "Geotechnical Test Pit Team",
        "kind": "equipment",
        "short_name": "CGIDR2",
        "department": "COLAS",
        "max_units": 1.0,
        "currency": "USD",
        "calendar": "6590",
        "rates": '[["2024-01-01",0.0,1.0]]',
    }


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_real_file_cut_off_is_refused(tmp_path: Path, share: float):
    content = MINE.read_bytes()
    path = tmp_path / "cut.xer"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Refused, match="the file is cut off after line"):
        LOADER.read(path, "cut")
