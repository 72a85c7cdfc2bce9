"""The one rule by which items of every tracker become projects, tasks, milestones, people and links."""

from typing import Any

import pytest

from data.records import Assignment, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.columns import read_column, written
from loaders.trackers.items import Items, Person, Tie, Version, of_records
from loaders.trackers.making import export
from loaders.trackers.rules import Rules

HOUR = 60.0


def item(key: str, **fields: Any) -> dict[str, Any]:
    return {of.KEY: key, of.NAME: f"Item {key}", of.STATUS: "To Do", **fields}


def made(*records: dict[str, Any], rules: Rules | None = None, **beside: Any) -> Export:
    """Give what becomes of some items; `beside` sets what their file says of versions, sprints and projects."""
    items = of_records("items", records)
    for name, value in beside.items():
        setattr(items, name, value)
    found = export(items, rules or Rules(), "feed")
    refused = {(one.sheet, one.row) for one in found.rejections}
    assert found.rows_in == found.kept + len(refused) + found.left_out
    return found


def rows(found: Export, kind: type) -> list[Any]:
    return list(found.records[kind])


def lines(found: Export, *names: str) -> list[tuple[Any, ...]]:
    """Give some fields of every line of the plan, by the key without its project."""
    return [(row.key.partition(".")[2], *(getattr(row, name) for name in names)) for row in rows(found, Task)]


def skipped(found: Export) -> dict[str, int]:
    return {one.reason: one.count for one in found.skipped}


def test_an_item_becomes_whole_records():
    person = Person("u1", "Ines Holm", "i.holm@tarnholm.example")
    found = made(
        item(
            "P-7", project="P", project_name="Pumps", type="Story", status="In Progress", start="2026-10-05",
            due="2026-10-30", updated="2026-10-20T10:00:00Z", estimate=16 * HOUR, spent=6 * HOUR, remaining=12 * HOUR,
            people=[person], labels=["north", "winter"], note="Mind the tide",
        )
    )  # fmt: skip
    assert found.records == {
        Project: [
            Project(
                "P", "Pumps", "P", start="2026-10-05T00:00:00", finish="2026-10-30T23:59:59", sheet="items", row=1
            )
        ],
        Task: [
            Task(
                "P.P-7", "P", uid="P-7", code="P-7", position=7, name="Item P-7", kind="task",
                start="2026-10-05T00:00:00", finish="2026-10-30T23:59:59", deadline="2026-10-30T23:59:59",
                work=18 * HOUR, actual_work=6 * HOUR, remaining_work=12 * HOUR, planned_work=16 * HOUR,
                percent_complete=33.3333, note="Mind the tide", sheet="items", row=1,
            )
        ],
        Dependency: [],
        Resource: [Resource("u1", "Ines Holm", "person", "i.holm@tarnholm.example", sheet="items", row=1)],
        Assignment: [
            Assignment(
                "P.P-7.u1", "P", "P.P-7", "u1", work=18 * HOUR, actual_work=6 * HOUR, remaining_work=12 * HOUR,
                sheet="items", row=1,
            )
        ],
        FieldValue: [
            FieldValue(
                "P.P-7.In the tracker", "task", "P.P-7", "In the tracker",
                "Type: Story; Status: In Progress; Labels: north, winter", "items", 1,
            )
        ],
    }  # fmt: skip
    assert (found.status_date, found.status_date_from) == ("2026-10-20", "changed")
    assert found.totals == {
        "projects": 1, "tasks": 1, "milestones": 0, "people": 1, "assignments": 1, "links": 0,
    }  # fmt: skip


def test_an_epic_is_a_milestone_beside_a_summary_of_what_stands_below_it():
    found = made(
        item("P-1", type="Epic", due="2026-12-18"),
        item("P-2", type="Story", parent="P-1", start="2026-10-05", due="2026-11-06"),
    )
    assert lines(found, "kind", "parent", "start", "finish") == [
        ("P-1", "milestone", "feed.P-1.items", "2026-12-18T23:59:59", "2026-12-18T23:59:59"),
        ("P-2", "task", "feed.P-1.items", "2026-10-05T00:00:00", "2026-11-06T23:59:59"),
        ("P-1.items", "summary", None, "2026-10-05T00:00:00", "2026-12-18T23:59:59"),
    ]


def test_an_epic_without_a_day_of_its_own_ends_with_the_last_of_its_items_that_is_not_dropped():
    found = made(
        item("P-1", type="Initiative"),
        item("P-2", type="Epic", parent="P-1"),
        item("P-3", parent="P-2", due="2026-11-06"),
        item("P-4", parent="P-2", due="2027-11-06", status="Rejected"),
    )
    assert [row[2] for row in lines(found, "kind", "finish")][:2] == ["2026-11-06T23:59:59", "2026-11-06T23:59:59"]


def test_an_epic_with_work_of_its_own_and_nothing_below_it_is_a_task_beside_its_milestone():
    person = Person("u1", "Ines Holm")
    found = made(item("P-1", type="Epic", start="2026-10-05", due="2026-12-18", estimate=40 * HOUR, people=[person]))
    assert lines(found, "kind", "start", "finish", "work", "parent") == [
        ("P-1", "milestone", "2026-12-18T23:59:59", "2026-12-18T23:59:59", None, "feed.P-1.items"),
        ("P-1.items", "task", "2026-10-05T00:00:00", "2026-12-18T23:59:59", 40 * HOUR, None),
    ]
    assert [row.task for row in rows(found, Assignment)] == ["feed.P-1.items"]


def test_an_item_above_others_stays_a_task_while_it_states_work_unless_its_figures_are_sums():
    pair = (item("1", estimate=HOUR), item("2", parent="1", estimate=HOUR))
    assert [row[1] for row in lines(made(*pair), "kind")] == ["task", "task"]
    assert [row[1] for row in lines(made(*pair, rules=Rules(sums=True)), "kind")] == ["summary", "task"]
    assert [row[1] for row in lines(made(item("1"), item("2", parent="1")), "kind")] == ["summary", "task"]


def test_a_version_is_a_milestone_on_its_own_day_else_when_the_last_of_its_items_ends():
    versions = {("feed", "1.0"): Version(due="2026-12-01T23:59:59", done=False)}
    found = made(
        item("P-1", versions=["1.0"], due="2026-12-20"),
        item("P-2", versions=["2.0"], due="2027-02-20"),
        item("P-3", versions=["2.0", "0.9"], status="Done", finished="2026-09-02T10:00:00"),
        versions=versions,
    )
    assert lines(found, "kind", "finish", "actual_finish")[3:] == [
        ("version.1.0", "milestone", "2026-12-01T23:59:59", None),
        ("version.2.0", "milestone", "2027-02-20T23:59:59", None),
        ("version.0.9", "milestone", "2026-09-02T10:00:00", "2026-09-02T10:00:00"),
    ]


@pytest.mark.parametrize(
    ("fields", "percent", "active", "actual"),
    [
        ({"status": "To Do"}, 0.0, None, None),
        ({"status": "To Do", "spent": 3 * HOUR, "remaining": HOUR}, 75.0, None, None),
        ({"status": "In Progress"}, None, None, None),
        ({"status": "In Progress", "percent": "40 %"}, 40.0, None, None),
        ({"status": "Geschlossen", "finished": "2026-10-01"}, 100.0, None, "2026-10-01T23:59:59"),
        ({"status": "Done", "updated": "2026-10-02T08:00:00Z"}, 100.0, None, "2026-10-02T08:00:00"),
        ({"status": "Resolved", "resolution": "Won't Fix", "finished": "2026-10-01"}, None, False, None),
        ({"status": "Cancelled"}, None, False, None),
        ({"status": "Parked by the sea", "finished": "2026-10-01"}, 100.0, None, "2026-10-01T23:59:59"),
    ],
)
def test_a_status_says_how_much_is_done(fields: dict[str, Any], percent: Any, active: Any, actual: Any):
    found = made(item("1", **fields))
    assert lines(found, "percent_complete", "active", "actual_finish") == [("1", percent, active, actual)]


def test_a_status_that_nobody_knows_is_named():
    found = made(item("1", status="Parked"), item("2", status="Parked", start="2026-10-01"))
    assert (
        "statuses that are not known, taken as to do until the item has a start or an end: 1 (Parked)." in found.notes
    )


@pytest.mark.parametrize("status", ["✅ Done", "Done 🎉", "☑️ Terminé", "🏁Done"])
def test_pictures_beside_a_status_say_nothing(status: str):
    found = made(item("A-1", status=status), item("A-2", status="🏗️"))
    assert lines(found, "percent_complete") == [("A-1", 100.0), ("A-2", 0.0)]
    assert next(note for note in found.notes if "statuses that are not known" in note).endswith("1 (🏗️).")


def test_points_weigh_where_no_hours_are_stated_and_load_nobody():
    person = Person("u1", "Ines Holm")
    found = made(
        item("A-1", project="A", points=3, people=[person]),
        item("A-2", project="A", points="1", status="Done", finished="2026-10-01"),
        item("B-1", project="B", points=5, estimate=HOUR),
    )
    assert lines(found, "work", "remaining_work", "actual_work") == [
        ("A-1", 1440.0, 1440.0, None),
        ("A-2", 480.0, 0.0, None),
        ("B-1", 60.0, 60.0, None),
    ]
    assert [(row.task, row.work, row.remaining_work) for row in rows(found, Assignment)] == [("A.A-1", None, None)]
    assert skipped(found) == {"story points of projects that state hours, which count instead": 1}


def test_what_is_done_has_nothing_left_whatever_was_not_set_to_zero():
    found = made(item("1", status="Done", finished="2026-10-01", estimate=600, spent=300, remaining=300))
    assert lines(found, "work", "actual_work", "remaining_work", "planned_work") == [("1", 300.0, 300.0, 0.0, 600.0)]


def test_the_work_of_several_people_is_divided_evenly_and_that_is_said():
    people = [Person("a", "A"), Person("b", "B")]
    found = made(item("1", estimate=600, people=people))
    assert [(row.resource, row.work) for row in rows(found, Assignment)] == [("a", 300.0), ("b", 300.0)]
    assert "items with several people, among whom their work is divided evenly: 1 (1)." in found.notes


def test_a_link_is_one_dependency_whichever_end_states_it():
    found = made(
        item("1", blocks=[Tie("2"), Tie("9")]),
        item("2", after=[Tie("1"), Tie("2")]),
        item("3", after=[Tie("2", "SS", 480.0)]),
    )
    assert [(row.from_task, row.to_task, row.type, row.lag) for row in rows(found, Dependency)] == [
        ("feed.1", "feed.2", "FS", None),
        ("feed.2", "feed.3", "SS", 480.0),
    ]
    assert skipped(found) == {"links to items that the file does not hold": 1, "links of an item to itself": 1}


def test_an_item_takes_the_days_of_its_last_sprint_where_it_has_none():
    sprints = {"S1": ("2026-10-05T00:00:00", "2026-10-16T23:59:59"), "S2": ("2026-10-19T00:00:00", None)}
    own = item("3", sprints=["S1"], due="2026-12-01")
    found = made(item("1", sprints=["S1"]), item("2", sprints=["S1", "S2"]), own, sprints=sprints)
    assert lines(found, "start", "finish") == [
        ("1", "2026-10-05T00:00:00", "2026-10-16T23:59:59"),
        ("2", "2026-10-19T00:00:00", None),
        ("3", None, "2026-12-01T23:59:59"),
    ]


def test_a_start_after_the_end_is_left_out_and_named():
    found = made(item("1", start="2026-12-01", due="2026-11-02"), item("2", start="2026-11-01", due="2026-11-02"))
    assert lines(found, "start") == [("1", None), ("2", "2026-11-01T00:00:00")]
    assert any("starts after the end of their item, which are left out: 1 (1)" in note for note in found.notes)


def test_parents_are_found_by_key_by_number_and_by_name_and_circles_are_cut():
    found = made(
        item("P-1", id="10"), item("P-2", parent="10"), item("P-3", parent="Item P-1"), item("P-4", parent="P-5"),
        item("P-5", parent="P-4"), item("P-6", parent="P-99"), rules=Rules(by_name=True),
    )  # fmt: skip
    assert [row[1] for row in lines(found, "parent")] == [None, "feed.P-1", "feed.P-1", "feed.P-5", None, None]
    assert skipped(found) == {"parents that the file does not hold": 1, "parents that lead in a circle": 1}
    assert any("items that stand below themselves, whose parent is left out: 1 (P-5)" in note for note in found.notes)


def test_a_parent_in_another_project_rolls_up_its_days_but_is_no_line_above():
    found = made(
        item("A-1", project="A", type="Initiative"), item("B-1", project="B", parent="A-1", due="2026-12-01"),
    )  # fmt: skip
    assert lines(found, "kind", "parent", "finish")[:2] == [
        ("A-1", "milestone", "A.A-1.items", "2026-12-01T23:59:59"),
        ("B-1", "task", None, "2026-12-01T23:59:59"),
    ]


def test_a_row_with_a_fault_is_refused_with_the_key_of_its_task():
    found = made(item("1", due="31/12/26"), item("2", estimate=-5), item("2"), {of.NAME: "nobody"}, item("3"))
    assert [(one.row, one.field, one.value, one.key) for one in found.rejections] == [
        (1, "due", "31/12/26", "feed.1"),
        (2, "estimate", "-5", "feed.2"),
        (3, "key", "2", None),
        (4, "key", None, None),
    ]
    assert found.rejections[0].reason == (
        "due: '31/12/26' is not a date: expected a day such as 2026-10-31. Correct it in the tool and export the file "
        "again."
    )
    assert [row[0] for row in lines(found)] == ["3"]


def test_a_start_after_the_end_is_left_out_because_it_was_only_planned():
    found = made(item("1", status="Done", start="2026-11-02", finished="2026-10-01"))
    assert lines(found, "start", "finish") == [("1", None, "2026-10-01T23:59:59")]


def test_a_file_without_items_covers_what_its_feed_holds():
    found = export(Items("items", []), Rules(), "feed")
    assert found.records == {kind: [] for kind in (Project, Task, Dependency, Resource, Assignment, FieldValue)}
    assert (found.rows_in, found.status_date) == (0, None)


@pytest.mark.parametrize(
    ("cells", "hours"),
    [
        (["1,040.5 h", "8 h"], [1040.5, 8.0]), (["1.040,5 Std.", "8,5 Std."], [1040.5, 8.5]),
        (["1,040 h", "2.25 h"], [1040.0, 2.25]), (["12,50 h", "1.016 h"], [12.5, 1016.0]),
        (["1,040 h", "8 h"], [None, 8.0]),
    ],
)  # fmt: skip
def test_hours_with_their_unit_are_written_as_the_others_of_their_table(cells: list[str], hours: list[float | None]):
    found, faults = read_column(of.ESTIMATE, cells, written([], [cells]), values.hours)
    assert [None if one is None else one / 60 for one in found] == hours
    assert len(faults) == hours.count(None)
