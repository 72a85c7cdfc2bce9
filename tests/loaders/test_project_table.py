"""The table of tasks of Microsoft Project, as Excel and as CSV: what the samples become, and what is named."""

from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Dependency, Resource, Task
from loaders.registry import find_loader
from tests.loaders.test_trackers_tables import SAMPLES, of, read, table

FOLDER = SAMPLES / "project_table"
HEADS = "ID,Name,Duration,Start,Finish,Outline Level"


def test_a_table_of_tasks_in_excel_with_levels_links_units_and_a_blank_line():
    found = read(FOLDER / "Lock gates.xlsx")
    assert found.records[Task][1] == Task(
        "feed.Survey", "feed", uid="Survey", code="Survey", parent="feed.Lock gates", name="Survey", kind="task",
        start="2026-10-05T08:00:00", finish="2026-10-09T17:00:00", work=3600.0, remaining_work=0.0,
        planned_work=3600.0, percent_complete=100.0, sheet="Task_Table", row=3,
    )  # fmt: skip
    assert of(found, Task, "name", "kind", "parent", "active", "percent_complete", "work") == [
        ("Lock gates", "summary", None, None, 40.0, None),
        ("Survey", "task", "feed.Lock gates", None, 100.0, 3600.0),
        ("Gates", "summary", "feed.Lock gates", None, 25.0, None),
        ("Order", "task", "feed.Gates", None, 100.0, 960.0),
        ("Hang", "task", "feed.Gates", None, 10.0, 62640.0),
        ("Paint", "task", "feed.Lock gates", False, 0.0, 1440.0),
        ("Lock open", "milestone", "feed.Lock gates", None, 0.0, None),
    ]
    assert of(found, Dependency, "from_task", "to_task", "type", "lag") == [
        ("feed.Survey", "feed.Gates", "FS", 480.0),
        ("feed.Order", "feed.Hang", "FS", None),
        ("feed.Hang", "feed.Paint", "SS", 960.0),
        ("feed.Hang", "feed.Lock open", "FS", 960.0),
        ("feed.Gates", "feed.Lock open", "FF", None),
    ]
    assert of(found, Assignment, "task", "resource", "units", "work") == [
        ("feed.Survey", "Ines Holm", 0.5, 1200.0),
        ("feed.Survey", "Piet Drobny", 1.0, 2400.0),
        ("feed.Order", "Piet Drobny", 1.0, 960.0),
        ("feed.Hang", "Ines Holm", 1.0, 8948.571429),
        ("feed.Hang", "Crew", 6.0, 53691.428571),
    ]
    assert {one.reason.partition(",")[0]: one.count for one in found.skipped} == {
        "rows of the sheet 'Resource_Table'": 2,
        "rows without a name": 1,
        "links that are no number of a row with a type and a lag": 1,
        "materials among the resources": 1,
        "hours or points of epics and summaries": 2,
    }
    assert found.status_date_from == "exported"


def test_a_table_of_tasks_in_german_with_its_days_lags_and_commas():
    found = read(FOLDER / "Schleuse.csv")
    assert of(found, Task, "name", "kind", "parent", "start", "finish", "actual_finish", "work") == [
        ("Schleuse", "summary", None, "2026-10-05T00:00:00", "2026-10-23T23:59:59", None, None),
        ("Entwurf", "task", "feed.Schleuse", "2026-10-05T00:00:00", "2026-10-09T23:59:59", "2026-10-09T23:59:59",
         3600.0),
        ("Bau", "task", "feed.Schleuse", "2026-10-13T00:00:00", "2026-10-23T23:59:59", None, 58800.0),
        ("Fertig", "milestone", "feed.Schleuse", "2026-10-23T23:59:59", "2026-10-23T23:59:59", None, None),
    ]  # fmt: skip
    assert of(found, Dependency, "from_task", "to_task", "type", "lag") == [
        ("feed.Entwurf", "feed.Bau", "FS", 720.0),
        ("feed.Bau", "feed.Fertig", "FS", None),
    ]
    assert of(found, Resource, "name") == [("Holm, Ines",), ("Piet Drobny",)]


@pytest.mark.parametrize(
    ("heads", "rows", "parents"),
    [
        ("WBS,Name,Duration,Start,Finish", ("1,a,2d,,", "1.1,b,1d,,", "2,c,1d,,"), [None, "feed.a", None]),
        ("Task Name,Duration,Start,Finish,Resource Names", ("a,2d,,,", "   b,1d,,,", "c,1d,,,"),
         [None, "feed.a", None]),
        (HEADS, ("1,a,2d,,,1", "2,,,,,", "3,b,1d,,,2", "4,c,1d,,,1"), [None, "feed.a", None]),
        ("N°,Nom de la tâche,Durée,Début,Fin,Niveau hiérarchique", ("1,a,2 jours,,,1", "2,b,0 jour,,,2"),
         [None, "feed.a"]),
    ],
)  # fmt: skip
def test_what_tasks_stand_below(tmp_path: Path, heads: str, rows: tuple[str, ...], parents: list[Any]):
    found = read(table(tmp_path, "\n".join([heads, *rows])))
    assert [row[0] for row in of(found, Task, "parent")] == parents


def test_a_table_that_says_nothing_of_progress_leaves_it_unknown_and_says_so(tmp_path: Path):
    found = read(table(tmp_path, f"{HEADS}\n1,a,2 days,2026-10-05,2026-10-06,1\n"))
    assert of(found, Task, "percent_complete") == [(None,)]
    assert any(note.startswith("Nothing in the file says how far its items are") for note in found.notes)


def test_a_level_that_is_no_number_costs_its_row(tmp_path: Path):
    found = read(table(tmp_path, f"{HEADS}\n1,a,2 days,,,x\n2,b,1 day,,,1\n"))
    assert of(found, Task, "name") == [("b",)]
    assert [(one.row, one.field) for one in found.rejections] == [(2, "Outline Level")]


def test_links_by_lasting_numbers_and_keys_by_them(tmp_path: Path):
    heads = "Unique ID,Name,Duration,Start,Finish,Unique ID Predecessors"
    found = read(table(tmp_path, f"{heads}\n40,a,2 days,,,\n7,b,1 day,,,40SS\n"))
    assert of(found, Task, "key") == [("feed.40",), ("feed.7",)]
    assert of(found, Dependency, "from_task", "to_task", "type") == [("feed.40", "feed.7", "SS")]


def test_a_smartsheet_and_a_list_of_others_are_none_of_its_tables(tmp_path: Path):
    heads = "Task Name,Duration,Start,Finish,Predecessors,% Complete"
    loader = find_loader(table(tmp_path, f"{heads}\na,1d,2026-01-05,2026-01-05,,0%\n"))
    assert loader is not None and loader.name == "smartsheet"
    assert find_loader(table(tmp_path, "Task Name,Duration,Start,Finish\na,1d,,\n")) is None
