"""What a row of an XER file becomes, shown on the sample export of two projects."""

from pathlib import Path

import pytest

from data.records import Assignment, Calendar, Dependency, Expense, FieldValue, Project, Resource, Task
from loaders.base import Export, Skipped
from loaders.primavera import LOADER
from tests.loaders.xer import check, load, rows, small

SAMPLE = Path(__file__).parents[1] / "exports" / "primavera" / "vellin.xer"


@pytest.fixture(scope="module")
def export() -> Export:
    return check(LOADER.read(SAMPLE, "vellin"))


def test_the_file_says_what_it_holds(export: Export):
    assert export.rejections == []
    assert (export.status_date, export.status_date_from) == ("2026-10-31", "data_date")
    assert export.rows_in == 72
    assert export.totals == {
        "projects": 2,
        "tasks": 8,
        "milestones": 2,
        "people": 4,
        "assignments": 5,
        "links": 4,
    }


def test_the_file_says_what_had_to_be_decided(export: Export):
    assert export.notes == [
        "Exported from P6 23.12 on 2026-10-31 by Dorian Haske, currency EUR.",
        "The file declares no code page; its letters are read as Windows-1252. If names look wrong, save the file as "
        "UTF-8 with a byte order mark and load it again.",
        "TASKRSRC: assignments of material keep their cost, no quantity (1).",
        "TASK: of two constraints only the first is kept (1).",
        "TASKPRED: predecessors in projects that this file does not hold (1).",
        "Project HOLM-WH: lags are hours of a 24-hour calendar, not working hours.",
    ]


def test_every_table_that_is_no_record_of_its_own_is_accounted_for(export: Export):
    assert export.skipped == [
        Skipped("ACTVCODE: definitions, read with the values that use them", 2),
        Skipped("ACTVTYPE: definitions, read with the values that use them", 1),
        Skipped("COSTTYPE: categories, read with the expenses", 1),
        Skipped("CURRTYPE: currencies, read for the money of the file", 2),
        Skipped("LOCATION: places, read with the resources", 1),
        Skipped("MEMOTYPE: topics, read with the notes", 1),
        Skipped("OBS: responsible managers, read with their projects", 3),
        Skipped("PCATTYPE: definitions, read with the values that use them", 1),
        Skipped("PCATVAL: definitions, read with the values that use them", 2),
        Skipped("ROLERATE: prices and limits over time, read into their ROLES rows", 1),
        Skipped("RSRCCURVDATA: curves, read into the spread of their assignments", 1),
        Skipped("RSRCRATE: prices and limits over time, read into their RSRC rows", 4),
        Skipped("RSRCROLE: roles and proficiencies, read into the skills of their RSRC rows", 1),
        Skipped("SCHEDOPTIONS: not used by Throughline", 2),
        Skipped("TASKMEMO: notes, read into their TASK rows", 1),
        Skipped("TASKPROC: not used by Throughline", 1),
        Skipped("UDFTYPE: definitions, read with the values that use them", 4),
        Skipped("UDFVALUE: values of PROJCOST rows, which carry no fields in Throughline", 1),
        Skipped("UMEASURE: not used by Throughline", 1),
        Skipped("WBSMEMO: notes, read into their PROJWBS rows", 1),
    ]


def test_projects_have_the_name_manager_stage_and_budget_of_their_root_element(export: Export):
    assert rows(export, Project) == {
        "VEL-LINE1": {
            "name": "Neue Montagelinie, Werk Vellin",
            "short_name": "VEL-LINE1",
            "guid": "mJ8kQwQ0TUqkJ2b0Yw1aVQ",
            "manager": "Dorian Haske",
            "stage": "active",
            "budget": 6_400_000.0,
            "currency": "EUR",
            "start": "2026-01-12T08:00:00",
            "finish": "2026-12-04T17:00:00",
            "status_date": "2026-10-31",
            "status_date_from": "data_date",
            "calendar": "VEL-LINE1.501",
            "priority": 100.0,
            "minutes_per_day": 480.0,
            "minutes_per_week": 2880.0,
        },
        "HOLM-WH": {
            "name": "Warehouse automation, Holm",
            "short_name": "HOLM-WH",
            "guid": "nK9lRxR1UVrlK3c1Zx2bWR",
            "manager": "Petra Ilves",
            "stage": "proposed",
            "currency": "EUR",
            "start": "2026-12-07T08:00:00",
            "finish": "2026-12-11T17:00:00",
            "status_date": "2026-10-30",
            "status_date_from": "data_date",
            "calendar": "500",
            "priority": 500.0,
            "minutes_per_day": 480.0,
            "minutes_per_week": 2400.0,
        },
    }


def test_an_activity_under_way_has_its_actual_start_its_forecast_finish_and_its_money(export: Export):
    """10,000 of labour and 5,000 of freight were planned; 4,400 are spent, 8,800 and 5,600 are still to come."""
    assert rows(export, Task)["VEL-LINE1.3002"] == {
        "project": "VEL-LINE1",
        "uid": "3002",
        "code": "A1010",
        "wbs": "VEL-LINE1.ENG",
        "parent": "VEL-LINE1.wbs2002",
        "position": 4,
        "name": "Safety concept",
        "kind": "task",
        "start": "2026-10-05T08:00:00",
        "finish": "2026-11-11T12:00:00",
        "actual_start": "2026-10-05T08:00:00",
        "duration": 120 * 60,
        "remaining_duration": 60 * 60,
        "work": (40 + 80) * 60,
        "actual_work": 40 * 60,
        "remaining_work": 80 * 60,
        "cost": 18_800.0,
        "actual_cost": 4_400.0,
        "remaining_cost": 14_400.0,
        "planned_start": "2026-09-28T08:00:00",
        "planned_finish": "2026-10-16T17:00:00",
        "planned_work": 100 * 60,
        "planned_cost": 15_000.0,
        "percent_complete": 35.0,
        "physical_percent": 35.0,
        "percent_kind": "physical",
        "total_slack": 16 * 60,
        "constraint_kind": "finish_no_later_than",
        "constraint_date": "2026-11-20T17:00:00",
        "calendar": "VEL-LINE1.501",
        "priority": 900.0,
        "note": 'Risiken: Prüfer sagt "später"\na < b',
    }


def test_planned_values_are_never_taken_for_a_baseline(export: Export):
    tasks, assignments = export.records[Task], export.records[Assignment]
    fields = [name for name in (*Task._fields, *Assignment._fields) if name.startswith("baseline")]
    assert len(fields) == 11
    assert [name for row in (*tasks, *assignments) for name in fields if getattr(row, name, None) is not None] == []


@pytest.mark.parametrize(
    ("key", "kind", "percent_kind", "percent"),
    [
        ("3001", "task", "physical", 100.0),
        ("3002", "task", "physical", 35.0),  # as entered
        ("3003", "task", "duration", 75.0),  # 240 h planned, 60 h remain
        ("3004", "task", "units", 75.0),  # 30 h done, 10 h remain, whatever was planned
        ("3005", "milestone", "physical", 0.0),
        ("3006", "milestone", "physical", 0.0),
        ("3007", "level_of_effort", "duration", 0.0),
        ("3008", "summary", "duration", 0.0),
    ],
)
def test_kinds_and_percentages_are_those_of_p6(export: Export, key: str, kind: str, percent_kind: str, percent: float):
    task = rows(export, Task)[f"VEL-LINE1.{key}"]
    assert (task["kind"], task["percent_kind"], task["percent_complete"]) == (kind, percent_kind, percent)


@pytest.mark.parametrize(
    ("key", "start", "finish"),
    [
        ("3001", "2026-01-12T08:00:00", "2026-01-27T17:00:00"),  # actual
        ("3005", "2026-12-01T17:00:00", "2026-12-01T17:00:00"),  # remaining early dates, not the early ones
        ("3006", "2026-12-02T08:00:00", "2026-12-02T08:00:00"),  # early dates, as nothing else is there
        ("3007", "2026-11-02T08:00:00", "2026-12-04T17:00:00"),  # never scheduled: planned dates
    ],
)
def test_dates_are_the_actual_ones_else_the_forecast(export: Export, key: str, start: str, finish: str):
    task = rows(export, Task)[f"VEL-LINE1.{key}"]
    assert (task["start"], task["finish"]) == (start, finish)


def test_the_tree_follows_the_order_of_p6_and_its_dates_are_rolled_up(export: Export):
    tree = [t for t in export.records[Task] if isinstance(t, Task) and t.project == "VEL-LINE1"]
    assert [
        (t.position, t.uid, t.kind, t.wbs, t.parent) for t in sorted(tree, key=lambda t: t.position or 0) if t.position
    ][:6] == [
        (1, "2001", "project", "VEL-LINE1", None),
        (2, "2002", "summary", "VEL-LINE1.ENG", "VEL-LINE1.wbs2001"),
        (3, "3001", "task", "VEL-LINE1.ENG", "VEL-LINE1.wbs2002"),
        (4, "3002", "task", "VEL-LINE1.ENG", "VEL-LINE1.wbs2002"),
        (5, "2003", "summary", "VEL-LINE1.INS", "VEL-LINE1.wbs2001"),
        (6, "3003", "task", "VEL-LINE1.INS", "VEL-LINE1.wbs2003"),
    ]
    assert rows(export, Task)["VEL-LINE1.wbs2003"] == {
        "project": "VEL-LINE1",
        "uid": "2003",
        "wbs": "VEL-LINE1.INS",
        "parent": "VEL-LINE1.wbs2001",
        "position": 5,
        "name": "Installation",
        "kind": "summary",
        "start": "2026-10-12T08:00:00",
        "finish": "2026-12-04T17:00:00",
        "note": "Risiken: Kran fehlt & Boden zu weich",
    }


def test_relationships_reach_across_projects_and_out_of_the_file(export: Export):
    line, holm = "VEL-LINE1", "HOLM-WH"
    assert [tuple(row.values()) for row in rows(export, Dependency).values()] == [
        (line, f"{line}.3002", line, f"{line}.3003", "SS", 40 * 60),
        (line, f"{line}.3003", line, f"{line}.3005", "FS", -16 * 60),
        (line, f"{line}.3005", holm, f"{holm}.4001", "FF", 0.0),
        ("7777", "8888", line, f"{line}.3006", "SF", 750.0),
    ]


def test_calendars_hold_their_own_days_and_name_their_base(export: Export):
    workday = '[["08:00","12:00"],["13:00","17:00"]]'
    assert rows(export, Calendar) == {
        "500": {
            "name": "Fünf Tage",
            "week": "{" + ",".join(f'"{day}":{workday}' for day in range(1, 6)) + ',"6":[],"7":[]}',
            "exceptions": '[["2026-12-25","2026-12-25",[]],["2026-12-26","2026-12-26",[]]]',
            "minutes_per_day": 480.0,
        },
        "VEL-LINE1.501": {
            "name": "Umbau",
            "base": "500",
            "project": "VEL-LINE1",
            "week": '{"6":[["06:00","14:00"]]}',
            "exceptions": '[["2026-11-07","2026-11-07",[["22:00","24:00"]]]]',
            "minutes_per_day": 480.0,
        },
        "502": {
            "name": "Marta Oyelund",
            "base": "500",
            "week": '{"5":[]}',
            "exceptions": "[]",
            "minutes_per_day": 360.0,
        },
    }


def test_a_person_has_group_role_skills_and_rates_over_time(export: Export):
    """Proficiency 1 is P6's best; at the data date the second of the two rates is in force."""
    assert rows(export, Resource)["701"] == {
        "name": "Oyelund, Marta",
        "kind": "person",
        "email": "m.oyelund@tarnholm.example",
        "short_name": "MOY",
        "department": "Engineering",
        "role": "Controls engineer",
        "place": "Vellin",
        "max_units": 0.5,
        "skills": '{"Controls engineer":5.0}',
        "cost_per_hour": 110.0,
        "currency": "EUR",
        "calendar": "502",
        "rates": '[["2026-01-01",100.0,1.0],["2026-07-01",110.0,0.5]]',
        "availability": '[["2026-01-01","2026-06-30",1.0],["2026-07-01",null,0.5]]',
    }


def test_roles_equipment_and_material_are_resources_too(export: Export):
    found = rows(export, Resource)
    assert {key: row["kind"] for key, row in found.items()} == {
        "role.60": "role",
        "700": "person",
        "701": "person",
        "702": "equipment",
        "703": "material",
    }
    assert "cost_per_hour" not in found["703"], "the price of a tonne is no price of an hour"
    assert (found["role.60"]["cost_per_hour"], found["role.60"]["max_units"]) == (95.0, 3.0)


def test_an_assignment_keeps_what_the_file_lays_over_time(export: Export):
    """16 h in the first 16 hours from 2 November, none in the next 8, 24 h after; Marta has no Fridays."""
    assert rows(export, Assignment)["VEL-LINE1.8002"] == {
        "project": "VEL-LINE1",
        "task": "VEL-LINE1.3003",
        "resource": "701",
        "role": "Controls engineer",
        "skill": "Controls engineer",
        "skill_level": 4.0,
        "units": 1.0,
        "start": "2026-10-12T08:00:00",
        "finish": "2026-11-13T17:00:00",
        "actual_start": "2026-10-12T08:00:00",
        "work": (10 + 110 + 40) * 60,
        "actual_work": (10 + 110) * 60,
        "remaining_work": 40 * 60,
        "cost": 17_600.0,
        "actual_cost": 12_100.0 + 1_100.0,
        "remaining_cost": 4_400.0,
        "planned_start": "2026-10-12T08:00:00",
        "planned_finish": "2026-11-20T17:00:00",
        "planned_work": 200 * 60,
        "planned_cost": 20_000.0,
        "spread": '[["2026-11-02","2026-11-03",480.0],["2026-11-05","2026-11-05",480.0],'
        '["2026-11-09","2026-11-10",480.0]]',
    }


def test_an_assignment_follows_the_curve_it_names(export: Export):
    """All 40 hours in the first half of five days."""
    spread = rows(export, Assignment)["HOLM-WH.8005"]["spread"]
    assert spread == '[["2026-12-07","2026-12-08",960.0],["2026-12-09","2026-12-09",480.0]]'


def test_an_assignment_without_a_spread_of_its_own_leaves_it_to_be_even(export: Export):
    found = rows(export, Assignment)["VEL-LINE1.8001"]
    assert (found["units"], found["remaining_work"], found.get("spread")) == (0.5, 80 * 60, None)


def test_a_role_without_a_person_is_asked_for_by_name(export: Export):
    found = rows(export, Assignment)["HOLM-WH.8005"]
    assert (found.get("resource"), found["role"], found["skill_level"]) == (None, "Controls engineer", 3.0)


def test_material_has_money_and_no_work(export: Export):
    assert rows(export, Assignment)["VEL-LINE1.8004"] == {
        "project": "VEL-LINE1",
        "task": "VEL-LINE1.3004",
        "resource": "703",
        "start": "2026-10-26T08:00:00",
        "finish": "2026-11-03T17:00:00",
        "actual_start": "2026-10-26T08:00:00",
        "cost": 7_600.0,
        "actual_cost": 3_800.0,
        "remaining_cost": 3_800.0,
        "planned_start": "2026-10-26T08:00:00",
        "planned_finish": "2026-10-30T17:00:00",
        "planned_cost": 7_600.0,
    }


def test_expenses_keep_their_category(export: Export):
    assert rows(export, Expense) == {
        "VEL-LINE1.6001": {
            "project": "VEL-LINE1",
            "task": "VEL-LINE1.3002",
            "name": "Transport der Presse",
            "category": "Freight",
            "planned": 5_000.0,
            "actual": 0.0,
            "remaining": 5_600.0,
        }
    }


def test_codes_and_user_defined_fields_have_the_names_that_people_see(export: Export):
    assert [tuple(row.values()) for row in rows(export, FieldValue).values()] == [
        ("task", "VEL-LINE1.3005", "Dept", "Manufacturing"),
        ("task", "HOLM-WH.4001", "Dept", "SCM"),  # the value has no description
        ("project", "VEL-LINE1", "Department", "Manufacturing"),
        ("project", "HOLM-WH", "Department", "Supply chain"),
        ("task", "VEL-LINE1.3005", "Gate", "Gate 4"),
        ("project", "VEL-LINE1", "Board decision", "2026-01-15"),
        ("assignment", "VEL-LINE1.8001", "Order no.", "4711"),
    ]


def test_every_record_knows_its_table_and_line(export: Export):
    lines = SAMPLE.read_bytes().decode("cp1252").splitlines()
    table, tables = "", {}
    for number, line in enumerate(lines, start=1):
        table = line[3:] if line.startswith("%T") else table
        tables[number] = table
    places = [(r.sheet, r.row) for records in export.records.values() for r in records]  # type: ignore[union-attr]
    assert all(tables[row or 0] == sheet and lines[(row or 0) - 1].startswith("%R\t") for sheet, row in places)


def test_reading_twice_gives_the_same(export: Export):
    assert LOADER.read(SAMPLE, "vellin") == export


def test_an_export_of_resources_only_touches_no_projects(tmp_path: Path):
    content = "ERMHDR\t8.2\t2026-01-05\n%T\tRSRC\n%F\trsrc_id\trsrc_name\trsrc_type\n%R\t7\tCrane\tRT_Equip\n%E\n"
    export = load(tmp_path, content)
    assert set(export.records) == {Calendar, Resource}
    assert rows(export, Resource) == {"7": {"name": "Crane", "kind": "equipment"}}
    assert (export.status_date, export.status_date_from) == ("2026-01-05", "exported")


def test_only_costs_that_are_stated_are_added_up(tmp_path: Path):
    export = load(
        tmp_path,
        small(
            TASKRSRC="taskrsrc_id | task_id | proj_id | target_cost | act_reg_cost | remain_cost\n"
            "1 | 31 | 1 | 0.1 | 0.2 | \n 2 | 31 | 1 | 0.2 | 0.1 | 0.3"
        ),
    )
    task, milestone = rows(export, Task)["VEL.31"], rows(export, Task)["VEL.32"]
    money = ("planned_cost", "actual_cost", "remaining_cost", "cost")
    assert [task[name] for name in money] == [0.3, 0.3, 0.3, 0.6]
    assert [milestone.get(name) for name in money] == [None] * 4


def test_a_complete_activity_is_at_100_whatever_was_entered(tmp_path: Path):
    fields = "task_id | proj_id | complete_pct_type | status_code | phys_complete_pct | target_drtn_hr_cnt"
    export = load(
        tmp_path,
        small(
            TASK=f"{fields} | remain_drtn_hr_cnt\n"
            "31 | 1 | CP_Phys | TK_Complete | 80 | 0 | 0\n"
            "32 | 1 | CP_Drtn | TK_Active | 0 | 0 | 0\n"
            "33 | 1 | CP_Drtn | TK_Active | 0 | 40 | 60\n"
            "34 | 1 | CP_Units | TK_Active | 0 | 40 | 60"
        ),
    )
    percents = {key: (row.get("percent_complete"), row.get("physical_percent")) for key, row in _tasks(export).items()}
    assert percents == {
        "VEL.31": (100.0, 80.0),
        "VEL.32": (0.0, 0.0),  # no duration, not complete
        "VEL.33": (0.0, 0.0),  # more remains than was planned
        "VEL.34": (None, 0.0),  # no units stated
    }


def _tasks(export: Export) -> dict[str, dict[str, object]]:
    return {key: row for key, row in rows(export, Task).items() if "wbs" not in key}
