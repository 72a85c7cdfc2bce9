"""Workbooks of trackers: what each sample becomes, and what is told apart and refused."""

import csv
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Dependency, Project, Task
from loaders.base import Refused, Scale
from loaders.registry import find_loader
from loaders.tables import delimited
from loaders.tables.book import opened
from loaders.tables.cells import shown
from loaders.trackers.outline import above
from loaders.trackers.tool import Tool
from tests.loaders.register_book import Percent, write_xlsx
from tests.loaders.test_trackers_tables import SAMPLES, of, read

PLAN = ["Task Name", "Duration", "Start", "Finish", "Predecessors", "% Complete"]
BOARD = ["Name", "Person", "Status", "Item ID (auto generated)"]


def skipped(path: Path) -> dict[str, int]:
    return {one.reason: one.count for one in read(path).skipped}


def test_a_board_of_monday_with_groups_subitems_and_sums():
    found = read(SAMPLES / "monday" / "board.xlsx")
    assert found.records[Task][3] == Task(
        "Harbour lights.7000000002", "Harbour lights", uid="7000000002", code="7000000002", name="Ask the divers",
        kind="task", start="2026-09-21T00:00:00", finish="2026-10-02T09:00:00", actual_finish="2026-10-02T09:00:00",
        percent_complete=100.0, deadline="2026-09-25T23:59:59", sheet="harbour lights", row=8,
    )  # fmt: skip
    assert of(found, Task, "name", "kind", "parent", "start", "finish", "percent_complete") == [
        ("Map the moorings", "summary", None, "2026-10-05T00:00:00", "2026-11-13T23:59:59", None),
        ("Dive", "task", "Harbour lights.7000000001", None, "2026-10-16T23:59:59", 100.0),
        ("Draw", "task", "Harbour lights.7000000001", None, "2026-11-06T23:59:59", None),
        ("Ask the divers", "task", None, "2026-09-21T00:00:00", "2026-10-02T09:00:00", 100.0),
        ("Order the lamps", "task", None, "2026-11-16T00:00:00", "2026-12-18T23:59:59", 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("Harbour lights.7000000001", "Harbour lights.7000000003")]
    assert of(found, Assignment, "task", "resource") == [
        ("Harbour lights.7000000011", "Piet Drobny"),
        ("Harbour lights.7000000012", "Ines Holm"),
        ("Harbour lights.7000000002", "Piet Drobny"),
    ]
    assert skipped(SAMPLES / "monday" / "board.xlsx") == {
        "'Hours', which has no place in the store": 3,
        "rows with the sums of a group": 2,
        "rows of the sheet 'updates', which is not read": 3,
        "people of epics, milestones and summaries, which are no work of their own": 2,
    }
    assert (found.status_date, found.status_date_from) == ("2026-10-29", "changed")


def written(path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def rows_of_board(width: int = 0) -> list[list[str]]:
    """Give what a spreadsheet program writes as CSV of the board, each row as wide as the widest if `width` says so."""
    with closing(opened(SAMPLES / "monday" / "board.xlsx")) as book:
        rows = {number: [shown(cell) for cell in row] for number, row in book.pages[0].rows()}
    return [(row := rows.get(number, [])) + [""] * (width - len(row)) for number in range(1, max(rows) + 1)]


@pytest.mark.parametrize(("width", "delimiter"), [(0, ","), (10, ","), (10, ";"), (10, "\t")])
def test_a_board_of_monday_that_was_saved_as_csv_is_read_alike(tmp_path: Path, width: int, delimiter: str):
    saved = read(written(tmp_path / "harbour lights.csv", rows_of_board(width), delimiter))
    board = read(SAMPLES / "monday" / "board.xlsx")
    assert saved.records == board.records
    assert {one.reason: one.count for one in saved.skipped if "sheet" not in one.reason} == {
        one.reason: one.count for one in board.skipped if "sheet" not in one.reason
    }


@pytest.mark.parametrize(("titles", "project"), [(0, "feed"), (1, "feed"), (2, "Harbour lights")])
def test_a_board_whose_titles_are_gone_is_told_by_its_item_ids(tmp_path: Path, titles: int, project: str):
    """A single title may be the board's or that of its first group."""
    rows = rows_of_board()[2:9]  # the first group without its titles
    found = read(written(tmp_path / "board.csv", [["Harbour lights"], ["Survey"]][:titles] + rows))
    assert of(found, Project, "name") == [(project,)]
    assert of(found, Task, "name") == [("Map the moorings",), ("Dive",), ("Draw",), ("Ask the divers",)]
    assert not [one for one in found.skipped if "above the headings" in one.reason]
    assert find_loader(written(tmp_path / "other.csv", [row[:9] for row in rows[:2]])) is None


@pytest.mark.parametrize(
    ("cell", "minutes"), [("2:30", 150), ("12:05:30", 725.5), ("100:00", 6000), (timedelta(hours=26, minutes=30), 1590)]
)
def test_hours_and_minutes_as_a_clock_shows_them(tmp_path: Path, cell: str | timedelta, minutes: float):
    rows = [["#", "Subject", "Tracker", "Estimated time"], [1, "Quay", "Task", str(cell)]]
    assert of(read(write_xlsx(tmp_path / "issues.xlsx", {"issues": rows})), Task, "planned_work") == [(minutes,)]


def test_cells_beside_the_headings_of_a_board_are_named_and_of_a_csv_refused(tmp_path: Path):
    rows = rows_of_board()
    rows[3] = [*rows[3], "called twice"]
    rows[5] = [*rows[5], "in the rain"]
    named = skipped(write_xlsx(tmp_path / "board.xlsx", {"harbour lights": rows}))
    assert named["'a column without a heading', which has no place in the store"] == 2
    found = read(written(tmp_path / "board.csv", rows))
    assert [(one.row, one.value) for one in found.rejections] == [(4, "called twice"), (6, "in the rain")]
    assert "more cells than the 10 headings" in found.rejections[0].reason


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ((0.25, 1.0, 0.0), [25.0, 100.0, 0.0]),
        ((Percent(0.25), Percent(1), 0.0), [25.0, 100.0, 0.0]),
        ((Percent(0.0025), Percent(0.01), 0.0), [0.25, 1.0, 0.0]),
        ((25.0, 0.5, 0.0), [25.0, 0.5, 0.0]),
        ((1.0, 1.0, 0.0), [1.0, 1.0, 0.0]),
    ],
)
def test_shares_of_one_are_told_from_percentages_by_their_column(tmp_path: Path, cells: Any, found: list[float]):
    rows = [[f"Task {n}", "5d", date(2026, 1, 5), date(2026, 1, 9), "", cell] for n, cell in enumerate(cells)]
    write_xlsx(tmp_path / "plan.xlsx", {"Plan": [PLAN, *rows]})
    export = read(tmp_path / "plan.xlsx")
    assert [row[0] for row in of(export, Task, "percent_complete")] == found
    assert any("taken as shares of 1" in note for note in export.notes) == (cells[0] == 0.25)
    assert any("taken as percent, 1 as 1 %" in note for note in export.notes) == (cells[0] == 1.0)


@pytest.mark.parametrize(
    ("scale", "cells", "found"),
    [
        ("0-100", (0.25, 1.0, 0.0), [0.25, 1.0, 0.0]),
        ("0-100", (Percent(0.25), 0.5, 0.0), [25.0, 0.5, 0.0]),
        ("0-1", (1.0, 1.0, 0.0), [100.0, 100.0, 0.0]),
        ("0-1", (Percent(0.25), 0.5, "40 %"), [25.0, 50.0, 40.0]),
    ],
)
def test_a_declared_scale_of_percentages_counts_for_those_without_a_sign(
    tmp_path: Path, scale: Scale, cells: Any, found: list[float]
):
    rows = [[f"Task {n}", "5d", date(2026, 1, 5), date(2026, 1, 9), "", cell] for n, cell in enumerate(cells)]
    loader = find_loader(write_xlsx(tmp_path / "plan.xlsx", {"Plan": [PLAN, *rows]}))
    assert isinstance(loader, Tool)
    export = replace(loader, percentages=scale).read(tmp_path / "plan.xlsx", "plan")
    assert [row[0] for row in of(export, Task, "percent_complete")] == found
    assert any(note.endswith(", as declared.") for note in export.notes)


@pytest.mark.parametrize("scale", [None, "0-1", "0-100"])
def test_a_cell_that_is_no_percentage_refuses_its_row_under_every_scale(tmp_path: Path, scale: Scale | None):
    rows = [["Task", "5d", date(2026, 1, 5), date(2026, 1, 9), "", cell] for cell in (1.0, "half", "")]
    loader = find_loader(write_xlsx(tmp_path / "plan.xlsx", {"Plan": [PLAN, *rows]}))
    assert isinstance(loader, Tool)
    export = replace(loader, percentages=scale).read(tmp_path / "plan.xlsx", "plan")
    assert [(one.row, one.value) for one in export.rejections] == [(3, "half")]


def test_a_percentage_above_1_is_refused_where_shares_of_1_are_declared(tmp_path: Path):
    rows = [["Task", "5d", date(2026, 1, 5), date(2026, 1, 9), "", cell] for cell in (0.5, 40.0)]
    loader = find_loader(write_xlsx(tmp_path / "plan.xlsx", {"Plan": [PLAN, *rows]}))
    assert isinstance(loader, Tool)
    export = replace(loader, percentages="0-1").read(tmp_path / "plan.xlsx", "plan")
    (refused,) = export.rejections
    assert (refused.row, refused.field, refused.value) == (3, "% Complete", "40")
    assert "'40' is above 1, and shares of 1 are declared. Correct it" in refused.reason


def test_a_date_that_cannot_be_told_refuses_its_own_row_only(tmp_path: Path):
    starts = [date(2026, 1, 5), "03/04/2026", "2026-02-02", "9 Mar 2026", ""]
    rows = [[f"Task {n}", "5d", start, date(2026, 12, 31), "", 0.0] for n, start in enumerate(starts)]
    export = read(write_xlsx(tmp_path / "plan.xlsx", {"Plan": [PLAN, *rows]}))
    assert of(export, Task, "name", "start") == [
        ("Task 0", "2026-01-05T00:00:00"),
        ("Task 2", "2026-02-02T00:00:00"),
        ("Task 3", "2026-03-09T00:00:00"),
        ("Task 4", None),
    ]
    assert [(one.row, one.field, one.value) for one in export.rejections] == [(3, "Start", "03/04/2026")]
    assert "can be read with the day or the month first" in export.rejections[0].reason


def test_tasks_of_servicenow_are_told_by_the_columns_of_its_own_view(tmp_path: Path):
    heads = ["Number", "Short description", "State", "Percent complete", "Planned start date", "Planned end date"]
    rows = [["PRJTASK0010001", "Design", "Work in Progress", 40.0, date(2026, 1, 5), date(2026, 1, 30)]]
    write_xlsx(tmp_path / "tasks.xlsx", {"Page 1": [heads, *rows]})
    loader = find_loader(tmp_path / "tasks.xlsx")
    assert loader is not None and loader.name == "servicenow"
    assert of(read(tmp_path / "tasks.xlsx"), Task, "name", "start", "finish", "percent_complete") == [
        ("Design", "2026-01-05T00:00:00", "2026-01-30T23:59:59", 40.0),
    ]


def test_keys_too_long_for_a_number_of_a_workbook_are_refused(tmp_path: Path):
    rows = [["Task ID", "Last Modified", "Name"], [1211430000000001, "2026-10-28", "Quay"]]
    write_xlsx(tmp_path / "t.xlsx", {"Tasks": rows})
    with pytest.raises(Refused, match="rounded by a spreadsheet program"):
        read(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    "name",
    [
        "jira/all-fields.csv", "azure_devops/tree.csv", "asana/project.csv", "redmine/tickets.csv",
        "servicenow/pm_project.csv", "servicenow/pm_project_task.csv", "trello/board.csv", "github/view.tsv",
    ],
)  # fmt: skip
def test_a_csv_that_was_saved_as_a_workbook_is_read_alike(tmp_path: Path, name: str):
    rows = [
        [float(cell) if isinstance(cell, str) and cell.isdecimal() else cell for cell in row]
        for _, row in delimited.rows(SAMPLES / name)
    ]
    written, saved = read(SAMPLES / name), read(write_xlsx(tmp_path / "export.xlsx", {"export": rows}))
    assert {kind: [row._replace(sheet="") for row in records] for kind, records in saved.records.items()} == {
        kind: [row._replace(sheet="") for row in records] for kind, records in written.records.items()
    }
    assert [one.reason for one in saved.rejections] == [one.reason for one in written.rejections]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (
            [
                ["Issues of A"],
                [],
                ["Exported", "28 Nov 2026"],
                ["Issue key", "Summary", "Status"],
                ["A-1", "x", "Done"],
            ],
            2,
        ),
        ([["Issue key", "Summary", "Status"], ["A-1", "x", "Done"]], 0),
        ([["Board"], ["What it is for"], ["Group"], ["Name", "Status", "Timeline"], ["x", "Done", None]], 1),
        (
            [
                ["Plan name", "P"],
                ["Our plan"],
                ["Task ID", "Task Name", "Bucket Name", "Progress"],
                ["t", "x", "B", None],
            ],
            1,
        ),
    ],
)
def test_rows_above_the_headings_that_say_nothing_that_is_read_are_counted(
    tmp_path: Path, rows: list[list[Any]], left: int
):
    found = read(write_xlsx(tmp_path / "x.xlsx", {"x": rows}))
    assert [(one.reason, one.count) for one in found.skipped] == ([("rows above the headings", left)] if left else [])
    assert (len(found.records[Task]), found.left_out) == (1, left)


def test_a_timeline_of_a_board_in_one_cell_is_parted(tmp_path: Path):
    heads = ["Name", "Status", "Timeline"]
    path = write_xlsx(
        tmp_path / "b.xlsx", {"b": [["Board"], ["Group"], heads, ["x", "Done", "2026-10-05 - 2026-10-09"]]}
    )
    assert of(read(path), Task, "key", "start", "finish") == [("Board.x", "2026-10-05T00:00:00", "2026-10-09T23:59:59")]


def test_a_board_without_headings_of_its_own_is_known_by_the_headings_that_its_groups_repeat(tmp_path: Path):
    heads = ["Name", "Person", "Status"]
    rows = [["Board"], ["One"], heads, ["x", "Ines Holm", "Done"], [], ["Two"], heads, ["y", None, None]]
    assert of(read(write_xlsx(tmp_path / "b.xlsx", {"b": rows})), Task, "key") == [("Board.x",), ("Board.y",)]
    for own in (rows[:4], rows[2:4]):
        assert find_loader(write_xlsx(tmp_path / "other.xlsx", {"b": own})) is None


def test_a_smartsheet_with_indented_rows_and_predecessors():
    found = read(SAMPLES / "smartsheet" / "Weir repair.xlsx")
    assert found.records[Project][0] == Project(
        "Weir repair", "Weir repair", "Weir repair", start="2026-09-07T00:00:00", finish="2026-11-10T23:59:59",
        sheet="Weir repair", row=2,
    )  # fmt: skip
    assert of(found, Task, "code", "kind", "parent", "finish", "percent_complete") == [
        ("Prepare", "summary", None, "2026-09-25T23:59:59", 100.0),
        ("Survey", "task", "Weir repair.Prepare", "2026-09-18T23:59:59", 100.0),
        ("Prepare > Design", "task", "Weir repair.Prepare", "2026-09-25T23:59:59", 100.0),
        ("Build", "summary", None, "2026-11-10T23:59:59", 40.0),
        ("Build > Design", "task", "Weir repair.Build", "2026-10-13T23:59:59", 80.0),
        ("Pour", "task", "Weir repair.Build", "2026-11-10T23:59:59", 0.0),
        ("Weir open", "milestone", None, "2026-11-10T23:59:59", 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task", "type", "lag") == [
        ("Weir repair.Survey", "Weir repair.Prepare > Design", "FS", None),
        ("Weir repair.Prepare > Design", "Weir repair.Build > Design", "FS", 960.0),
        ("Weir repair.Build > Design", "Weir repair.Pour", "FS", None),
        ("Weir repair.Survey", "Weir repair.Pour", "SS", None),
        ("Weir repair.Pour", "Weir repair.Weir open", "FS", None),
    ]
    assert (found.status_date, found.skipped) == ("2026-10-30", [])


def test_a_second_sheet_of_the_same_kind_is_told_apart_from_others(tmp_path: Path):
    row = ["a", "1d", date(2026, 10, 5), date(2026, 10, 5), None, None]
    sheets = {"A": [PLAN, row], "B": [PLAN, row], "Notes": [["x"], ["y", "z", 1]]}
    assert skipped(write_xlsx(tmp_path / "s.xlsx", sheets)) == {
        "rows of the sheet 'B', which is not read: one sheet is, so save this one as a workbook of its own, and load "
        "that too": 2,
        "rows of the sheet 'Notes', which is not read": 2,
    }


@pytest.mark.parametrize(
    ("sheet", "project"),
    [("Sheet1", "feed"), ("Tabelle 1", "feed"), ("Munka1 (2)", "feed"), ("Sheet metal",) * 2, ("Sheet 2026",) * 2],
)
def test_what_a_spreadsheet_program_calls_a_sheet_is_no_project(tmp_path: Path, sheet: str, project: str):
    rows = [list(row) for _, row in delimited.rows(SAMPLES / "smartsheet" / "dredging.csv")]
    found = read(write_xlsx(tmp_path / "plan.xlsx", {sheet: rows}))
    assert of(found, Project, "key") == [(project,)]


def test_the_csv_of_a_smartsheet_whose_rows_have_ids():
    found = read(SAMPLES / "smartsheet" / "dredging.csv")
    assert of(found, Task, "key", "kind", "start", "finish", "percent_complete") == [
        ("feed.D-1", "task", "2026-10-05T00:00:00", "2026-10-30T23:59:59", 60.0),
        ("feed.D-2", "task", "2026-11-02T00:00:00", "2026-11-04T23:59:59", 0.0),
        ("feed.D-3", "milestone", "2026-11-04T23:59:59", "2026-11-04T23:59:59", 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("feed.D-1", "feed.D-2"), ("feed.D-2", "feed.D-3")]


def test_links_that_cannot_be_read_and_rows_without_a_name_are_named(tmp_path: Path):
    day = date(2026, 10, 5)
    rows = [PLAN, ["a", "1d", day, day, "2FS -50%, 9, 3SF -1w", Percent(0.5)], [None, "1d", day, day, None, None]]
    found = read(write_xlsx(tmp_path / "s.xlsx", {"s": [*rows, ["c", "0d", day, day, None, None]]}))
    assert of(found, Dependency, "from_task", "to_task", "type", "lag") == [("s.c", "s.a", "SF", -2400.0)]
    assert [(one.reason[:60], one.count) for one in found.skipped] == [
        ("links that are no number of a row with a type and a lag, suc", 1),
        ("links to items that the file does not hold", 1),
    ]
    assert [(one.row, one.field) for one in found.rejections] == [(3, "key")]


def test_a_row_put_in_between_leaves_the_keys_of_the_others(tmp_path: Path):
    day = date(2026, 10, 5)
    rows: list[list[Any]] = [[name, "1d", day, day, None, None] for name in ("a", "b", "c")]
    first = read(write_xlsx(tmp_path / "s.xlsx", {"s": [PLAN, *rows]}))
    second = read(write_xlsx(tmp_path / "s.xlsx", {"s": [PLAN, ["new", "1d", day, day, None, None], *rows]}))
    assert of(second, Task, "key") == [("s.new",), *of(first, Task, "key")]


@pytest.mark.parametrize(
    ("levels", "up"),
    [([0, 1, 1, 0], [-1, 0, 0, -1]), ([0, 2, 1, 3], [-1, 0, 0, 2]), ([2, 1, 2], [-1, -1, 1]), ([], [])],
)
def test_what_rows_stand_below_by_how_deep_they_lie(levels: list[int], up: list[int]):
    assert above(levels) == up


def test_a_basic_plan_of_planner():
    found = read(SAMPLES / "planner" / "Canteen opening.xlsx")
    plan = "xqQg5FS2LkCp935s-FIFm2QAFkHM"
    assert of(found, Project, "key", "name", "start", "finish") == [
        (plan, "Canteen opening", "2026-09-07T00:00:00", "2026-12-01T23:59:59")
    ]
    assert found.records[Task][1] == Task(
        f"{plan}.t7Kq0002", plan, uid="t7Kq0002", code="t7Kq0002", name="Fit the kitchen", kind="task",
        start="2026-09-28T00:00:00", finish="2026-11-20T23:59:59", percent_complete=40.0,
        deadline="2026-11-20T23:59:59", note="Kitchen on the ground floor", sheet="Tasks", row=7,
    )  # fmt: skip
    assert of(found, Task, "code", "actual_finish", "percent_complete") == [
        ("t7Kq0001", "2026-09-23T23:59:59", 100.0),
        ("t7Kq0002", None, 40.0),
        ("t7Kq0003", None, 0.0),
    ]
    assert (found.status_date, found.status_date_from) == ("2026-10-30", "exported")


@pytest.mark.parametrize(
    ("exported", "due", "day"),
    [
        ("03/01/2026", "01/23/2026", "2026-03-01"),
        ("03/01/2026", "23/01/2026", "2026-01-03"),
        ("23/01/2026", None, "2026-01-23"),
        ("03/01/2026", None, None),
    ],
)
def test_the_day_of_the_export_is_read_as_the_other_dates_of_the_plan(
    tmp_path: Path, exported: str, due: str | None, day: str | None
):
    above = [["Planname", "Kantine"], ["Plan-ID", "p1"], ["Exportdatum", exported]]
    heads = ["Vorgangs-ID", "Vorgangsname", "Bucketname", "Fortschritt", "Fälligkeitsdatum"]
    path = write_xlsx(tmp_path / "p.xlsx", {"Aufgaben": [*above, heads, ["t1", "Herd", "Küche", "In Arbeit", due]]})
    found = read(path)
    assert of(found, Task, "key", "percent_complete") == [("p1.t1", None)]
    assert found.status_date == day or (day is None and "no date that can be read in one way" in found.notes[0])


def test_a_plan_of_planner_that_was_saved_as_csv_is_read_alike(tmp_path: Path):
    heads = "Task number,Outline number,Name,Start,Finish,Bucket,% complete,Depends on,Effort"
    rows = "1,1,Works,1/5/2026,1/23/2026,Plan,40,,\n2,1.1,Design,1/5/2026,1/9/2026,Plan,100,,40 hours\n"
    (tmp_path / "plan.csv").write_text(f"{heads}\n{rows}3,1.2,Build,1/14/2026,1/23/2026,Plan,25,2FS,64 hours\n")
    found = read(tmp_path / "plan.csv")
    assert of(found, Task, "key", "parent", "finish", "work", "percent_complete") == [
        ("feed.Works", None, "2026-01-23T23:59:59", None, 40.0),
        ("feed.Design", "feed.Works", "2026-01-09T23:59:59", 2400.0, 100.0),
        ("feed.Build", "feed.Works", "2026-01-23T23:59:59", 3840.0, 25.0),
    ]
    assert of(found, Dependency, "from_task", "to_task", "type") == [("feed.Design", "feed.Build", "FS")]


def test_the_name_of_a_plan_may_stand_on_a_sheet_of_its_own(tmp_path: Path):
    tasks = [["Task ID", "Task Name", "Bucket Name", "Progress"], ["t1", "Open", "To do", "Completed"]]
    path = write_xlsx(tmp_path / "p.xlsx", {"Plan name": [["Plan name", "Doors"]], "Tasks": tasks})
    found = read(path)
    assert of(found, Project, "key", "name") == [("Doors", "Doors")]
    assert found.skipped == []


def test_a_premium_plan_of_planner():
    found = read(SAMPLES / "planner" / "Roof renewal.xlsx")
    assert of(found, Project, "key", "manager") == [("Roof renewal", "Ines Holm")]
    assert of(found, Task, "code", "kind", "parent", "work", "remaining_work", "percent_complete") == [
        ("Scaffold", "summary", None, None, None, 50.0),
        ("Order", "task", "Roof renewal.Scaffold", 480.0, 0.0, 100.0),
        ("Raise", "task", "Roof renewal.Scaffold", 1920.0, 1200.0, 37.5),
        ("Roof tight", "milestone", None, None, None, 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task", "lag") == [
        ("Roof renewal.Order", "Roof renewal.Raise", None),
        ("Roof renewal.Raise", "Roof renewal.Roof tight", 2400.0),
    ]
    assert of(found, Assignment, "task", "resource", "work")[1:] == [
        ("Roof renewal.Raise", "Piet Drobny", 960.0),
        ("Roof renewal.Raise", "Ines Holm", 960.0),
    ]


def test_shares_without_a_format_are_percentages_unless_one_is_above_1(tmp_path: Path):
    heads = ["Task number", "Outline number", "Name", "Bucket", "% complete"]
    for cells, percent in (((0.25, 1), (25.0, 100.0)), ((0.25, 50), (0.25, 50.0))):
        rows = [[at, str(at), name, "x", cell] for at, (name, cell) in enumerate(zip("ab", cells, strict=True), 1)]
        found = read(write_xlsx(tmp_path / "p.xlsx", {"p": [["Project name", "P"], [], heads, *rows]}))
        assert of(found, Task, "percent_complete") == [(one,) for one in percent]


def test_the_xls_of_openproject_with_a_row_for_each_relation():
    found = read(SAMPLES / "openproject" / "work-packages-with-relations.xls")
    assert of(found, Task, "key", "kind", "parent", "finish", "work", "percent_complete") == [
        ("Archive.71", "milestone", "Archive.71.items", "2026-11-20T23:59:59", None, 40.0),
        ("Archive.72", "task", "Archive.71.items", "2026-10-16T23:59:59", 720.0, 50.0),
        ("Archive.73", "task", "Archive.71.items", "2026-11-20T23:59:59", 510.0, 0.0),
        ("Archive.71.items", "summary", None, "2026-11-20T23:59:59", None, None),
    ]
    assert of(found, Dependency, "from_task", "to_task", "lag") == [("Archive.72", "Archive.73", 960.0)]
    assert [(one.reason, one.count) for one in found.skipped] == [
        ("rows above the headings", 1),
        ("'Other relations', which has no place in the store", 2),
    ]


def test_the_workbook_of_openproject_without_relations(tmp_path: Path):
    rows = [["Work packages"], ["ID", "Subject", "Type", "Status"], [7, "Dig", "Task", "Closed"]]
    assert of(read(write_xlsx(tmp_path / "w.xlsx", {"Work packages": rows})), Task, "key", "percent_complete") == [
        ("feed.7", 100.0)
    ]
