"""The spreadsheet of Primavera P6: what the sample becomes, and how its dates, captions and units are read."""

from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Dependency, Project, Task
from tests.loaders.register_book import Rows, write_xlsx
from tests.loaders.test_trackers_tables import SAMPLES, of, read, table

HEADS = ["task_code", "task_name", "status_code", "wbs_id", "start_date", "end_date", "delete_record_flag"]
CAPTIONS = ["Vorgangs-ID", "Vorgangsname", "Vorgangsstatus", "PSP-Code", "(*)Start", "(*)Ende", "Zeile löschen"]
SETTINGS = "DurationQtyType=QT_Hour\nSmallScaleQtyType=QT_Day\nDateFormat=m/d/yyyy"


def spreadsheet(folder: Path, **sheets: Rows) -> Path:
    settings = [["user_data"], ["UserSettings Do Not Edit"], [SETTINGS]]
    return write_xlsx(folder / "p6.xlsx", {**sheets, "USERDATA": settings})


def test_a_spreadsheet_with_links_units_and_dates_in_the_order_that_it_declares():
    found = read(SAMPLES / "primavera_table" / "Weir.xlsx")
    assert of(found, Project, "key", "start", "finish") == [("WEIR", "2026-10-05T08:00:00", "2026-11-06T17:00:00")]
    assert found.records[Task][1] == Task(
        "WEIR.W1010", "WEIR", uid="W1010", code="W1010", wbs="WEIR.2", name="Pour", kind="task",
        start="2026-10-12T08:00:00", finish="2026-11-06T17:00:00", baseline_finish="2026-10-30T17:00:00",
        actual_start="2026-10-12T08:00:00", work=9600.0, actual_work=1800.0, remaining_work=7800.0,
        planned_work=9600.0, percent_complete=25.0, sheet="TASK", row=4,
    )  # fmt: skip
    assert of(found, Task, "code", "kind", "actual_finish") == [
        ("W1000", "task", "2026-10-09T17:00:00"),
        ("W1010", "task", None),
        ("W1020", "milestone", None),
    ]
    assert of(found, Dependency, "from_task", "to_task", "type", "lag") == [
        ("WEIR.W1000", "WEIR.W1010", "FS", 480.0),
        ("WEIR.W1010", "WEIR.W1020", "FF", None),
    ]
    assert of(found, Assignment, "task", "resource", "work", "actual_work", "remaining_work") == [
        ("WEIR.W1000", "IHO", 2280.0, 2280.0, 0.0),
        ("WEIR.W1010", "IHO", 7200.0, 1800.0, 5400.0),
        ("WEIR.W1010", "PDR", 2400.0, None, 2400.0),
    ]
    assert {one.reason: one.count for one in found.skipped} == {
        "rows with the captions of the columns": 1,
        "rows of the sheet 'PROJCOST', which is not read": 2,
        "rows of TASKPRED and TASKRSRC about activities that the sheet TASK does not hold": 1,
        "resources that are no labour: machines and materials": 1,
        "assignments of a role without a resource": 1,
        "resources that are assigned to nothing here": 1,
    }
    assert [(one.row, one.field) for one in found.rejections] == [(6, "start_date")]


@pytest.mark.parametrize("captions", [[CAPTIONS], []])
def test_captions_in_another_language_are_no_activity_and_need_not_be_there(tmp_path: Path, captions: list[Any]):
    row = ["A1", "Dig", "In Bearbeitung", "Q.1", "3/4/2026 08:00", "4/5/2026", None]
    found = read(spreadsheet(tmp_path, TASK=[HEADS, *captions, row]))
    assert of(found, Task, "key", "start", "finish", "actual_start") == [
        ("Q.A1", "2026-03-04T08:00:00", "2026-04-05T23:59:59", "2026-03-04T08:00:00")
    ]


def test_units_of_days_and_a_person_who_is_assigned_twice(tmp_path: Path):
    task = ["A1", "Dig", "Not Started", "Q.1", None, None, None]
    units = [["task_id", "rsrc_id", "target_qty"], ["A1", "IHO", 2.0], ["A1", "IHO", 1.5], ["A1", "PDR", "much"]]
    found = read(spreadsheet(tmp_path, TASK=[HEADS, task], TASKRSRC=units))
    assert of(found, Assignment, "resource", "work") == [("IHO", 1680.0)]
    assert [one.reason for one in found.skipped] == ["links and assignments whose type, lag or units cannot be read"]


def test_a_table_copied_from_the_screen_with_its_bands_and_actual_dates(tmp_path: Path):
    found = read(
        table(
            tmp_path,
            """Activity ID,Activity Name,Original Duration,Start,Finish,Predecessor Details,Resources
Weir repair,,20,05-Oct-26 A,06-Nov-26,,
W1000,Survey,5d,05-Oct-26 A,09-Oct-26 A,,Ines Holm
W1010,Pour,15d,12-Oct-26 A,30-Oct-26,W1000: FS 1d,"Ines Holm, Piet Drobny"
W1020,Weir open,0d,,06-Nov-26*,"W1000, W1010: FF",
""",
        )
    )
    assert of(found, Task, "code", "kind", "finish", "actual_start", "actual_finish", "percent_complete") == [
        ("W1000", "task", "2026-10-09T23:59:59", "2026-10-05T00:00:00", "2026-10-09T23:59:59", 100.0),
        ("W1010", "task", "2026-10-30T23:59:59", "2026-10-12T00:00:00", None, None),
        ("W1020", "milestone", "2026-11-06T23:59:59", None, None, 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task", "type", "lag") == [
        ("feed.W1000", "feed.W1010", "FS", 480.0),
        ("feed.W1000", "feed.W1020", "FS", None),
        ("feed.W1010", "feed.W1020", "FF", None),
    ]
    assert [(one.reason[:36], one.count) for one in found.skipped] == [("rows without the name of an activity", 1)]
