"""Baselines that newer versions of P6 export beside their project, each a project of its own in the file."""

from pathlib import Path

import pytest

from data.records import Dependency, Project, Task
from tests.loaders.xer import load, rows, small

FIELDS = "proj_id | proj_short_name | orig_proj_id | sum_base_proj_id | last_recalc_date\n"
TASKS = (
    "task_id | proj_id | wbs_id | task_type | task_code | target_drtn_hr_cnt | target_work_qty | target_start_date | "
    "target_end_date\n"
    "31 | 1 | 21 | TT_Task | A10 | 80 | 60 | 2026-02-02 08:00 | 2026-02-13 17:00\n"
    "32 | 1 | 21 | TT_Task | A20 | 80 | 60 | 2026-03-02 08:00 | 2026-03-13 17:00\n"
    "41 | 2 | 22 | TT_Task | A10 | 40 | 50 | 2026-01-05 08:00 | 2026-01-09 17:00\n"
    "42 | 2 | 22 | TT_Task | A30 | 40 | 50 | 2026-01-05 08:00 | 2026-01-09 17:00"
)
BESIDE = {
    "PROJWBS": "wbs_id | proj_id | proj_node_flag | parent_wbs_id | wbs_short_name | wbs_name\n"
    "21 | 1 | Y | | VEL | New line\n 22 | 2 | Y | | B1 | New line",
    "TASK": TASKS,
    "TASKPRED": "task_pred_id | task_id | pred_task_id | proj_id | pred_proj_id | pred_type\n"
    "1 | 32 | 31 | 1 | 1 | PR_FS\n 2 | 42 | 41 | 2 | 2 | PR_FS",
    "PROJCOST": "cost_item_id | proj_id | task_id | target_cost\n 7 | 2 | 41 | 900\n 8 | 1 | 31 | 1200",
}
THIRD = {
    "PROJWBS": f"{BESIDE['PROJWBS']}\n 23 | 3 | Y | | B2 | New line",
    "TASK": f"{TASKS}\n51 | 3 | 23 | TT_Task | A10 | 16 | 10 | 2025-01-05 08:00 | 2025-01-09 17:00",
}
ONE, OTHER = "2 | VEL-B1 | 1 | | 2026-01-01 00:00", "3 | VEL-B2 | 1 | | 2025-01-01 00:00"


def test_the_baseline_that_a_project_declares_is_that_of_its_activities_and_no_project(tmp_path: Path):
    projects = f"{FIELDS}1 | VEL | | 2 | 2026-10-31 00:00\n{ONE}\n{OTHER}"
    export = load(tmp_path, small(PROJECT=projects, **(BESIDE | THIRD)))
    assert (export.rejections, list(rows(export, Project)), export.status_date) == ([], ["VEL"], "2026-10-31")
    own = export.records[Project][0]
    assert isinstance(own, Project)
    assert (own.baseline_start, own.baseline_finish) == ("2026-01-05T08:00:00", "2026-01-09T17:00:00")
    tasks = {task["code"]: task for task in rows(export, Task).values() if "code" in task}
    told = {name: value for name, value in tasks["A10"].items() if name.startswith("baseline")}
    assert told == {
        "baseline_start": "2026-01-05T08:00:00", "baseline_finish": "2026-01-09T17:00:00",
        "baseline_duration": 2400.0, "baseline_work": 3000.0, "baseline_cost": 900.0,
    }  # fmt: skip
    assert set(tasks) == {"A10", "A20"} and not any(name.startswith("baseline") for name in tasks["A20"])
    assert tasks["A10"]["planned_cost"] == 1200.0
    assert (export.totals["tasks"], export.totals["links"], len(export.records[Dependency])) == (2, 1, 1)
    note = "Project VEL: its baseline is VEL-B1, which stands beside it in the file (1 more are left out)."
    assert note in export.notes
    assert {one.reason: one.count for one in export.skipped if "baseline" in one.reason} == {
        "PROJECT: rows of a baseline": 2, "PROJWBS: rows of a baseline": 2, "TASKPRED: rows of a baseline": 1,
        "TASK: rows of a baseline, read into the tasks of its project": 1, "TASK: rows of a baseline": 1,
        "TASK: activities of the baseline that the project no longer has": 1, "PROJCOST: rows of a baseline": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("own", "others", "start", "projects"),
    [
        ("", ONE, "2026-01-05T08:00:00", ["VEL"]),  # the only one counts
        ("", f"{ONE}\n{OTHER}", None, ["VEL"]),  # none of two that are not declared
        ("9", ONE, None, ["VEL"]),  # the declared one is not in the file
        ("2", "2 | VEL-B1 | | | 2026-01-01 00:00", "2026-01-05T08:00:00", ["VEL"]),  # declared, but names no original
        ("2", "2 | TWO | | 1 | 2026-01-01 00:00", None, ["VEL", "TWO"]),  # each says that it is the other's
        ("1", "2 | TWO | 2 | | 2026-01-01 00:00", None, ["VEL", "TWO"]),  # of itself
        ("", "2 | TWO | 8 | | 2026-01-01 00:00", None, ["VEL", "TWO"]),  # of a project that is not there
    ],
)
def test_which_projects_are_baselines(tmp_path: Path, own: str, others: str, start: str | None, projects: list[str]):
    lines = f"{FIELDS}1 | VEL | | {own} | 2026-10-31 00:00\n{others}"
    export = load(tmp_path, small(PROJECT=lines, **(BESIDE | THIRD if OTHER in others else BESIDE)))
    assert (export.rejections, list(rows(export, Project))) == ([], projects)
    found = [task for task in rows(export, Task).values() if task.get("code") == "A10"]
    assert [task.get("baseline_start") for task in found] == [start] * len(projects)


@pytest.mark.parametrize(
    ("own", "others", "told"),
    [
        (
            "",
            f"{ONE}\n{OTHER}",
            "the file holds 2 of its baselines, and none is said to be the one that counts: none is read. Assign "
            "one in P6 (Project > Assign Baselines) and export the project with it.",
        ),
        (
            "9",
            ONE,
            "the file holds 1 of its baselines, and the one that it names is not in the file: none is read. Export the "
            "project with that one too.",
        ),
    ],
)
def test_why_none_of_its_baselines_is_read(tmp_path: Path, own: str, others: str, told: str):
    lines = f"{FIELDS}1 | VEL | | {own} | 2026-10-31 00:00\n{others}"
    export = load(tmp_path, small(PROJECT=lines, **(BESIDE | THIRD if OTHER in others else BESIDE)))
    assert f"Project VEL: {told}" in export.notes


def test_a_row_of_a_baseline_that_cannot_be_is_rejected_and_no_task_takes_a_part_of_it(tmp_path: Path):
    beside = BESIDE | {"TASK": TASKS.replace("41 | 2 | 22 | TT_Task | A10 | 40", "41 | 2 | 22 | TT_Task | A10 | x")}
    export = load(tmp_path, small(PROJECT=f"{FIELDS}1 | VEL | | 2 | 2026-10-31 00:00\n{ONE}", **beside))
    assert [(one.sheet, one.field, one.value) for one in export.rejections] == [("TASK", "target_drtn_hr_cnt", "x")]
    assert not any(name.startswith("baseline") for task in rows(export, Task).values() for name in task)


def test_what_no_task_takes_of_a_baseline_is_told_with_its_budget(tmp_path: Path):
    more = (
        f"{TASKS}\n43 | 2 | 22 | TT_Task | A10 | 40 | 70 | 2026-01-04 08:00 | 2026-01-09 17:00\n"
        "44 | 2 | 22 | TT_Task | A40 | 40 | | 2026-01-12 08:00 | 2026-01-23 17:00"
    )
    costs = f"{BESIDE['PROJCOST']}\n 9 | 2 | 42 | 300.5\n 10 | 2 | 44 | 1500\n 11 | 2 | 43 | 40"
    projects = f"{FIELDS}1 | VEL | | 2 | 2026-10-31 00:00\n{ONE}"
    export = load(tmp_path, small(PROJECT=projects, **(BESIDE | {"TASK": more, "PROJCOST": costs})))
    assert {one.reason: one.count for one in export.skipped if one.reason.startswith("TASK:")} == {
        "TASK: rows of a baseline, read into the tasks of its project": 1,
        "TASK: activities of the baseline that the project no longer has": 2,
        "TASK: further activities of the baseline with the same ID": 1,
    }
    left = "they are in no budget and no planned value."
    assert [note for note in export.notes if left in note] == [
        f"Project VEL: activities of the baseline that the project no longer has (2, with a budget of 1,800.5): {left}",
        f"Project VEL: further activities of the baseline with the same ID (1, with a budget of 40): {left}",
    ]
    taken = [task for task in rows(export, Task).values() if task.get("code") == "A10"]
    assert [(task["baseline_cost"], task["baseline_work"]) for task in taken] == [(900.0, 3000.0)]
    own = export.records[Project][0]
    assert isinstance(own, Project)
    assert (own.baseline_start, own.baseline_finish) == ("2026-01-04T08:00:00", "2026-01-23T17:00:00")


def test_activities_without_an_id_take_no_baseline_of_each_other(tmp_path: Path):
    unnamed = TASKS.replace("TT_Task | A20", "TT_Task |").replace("TT_Task | A30", "TT_Task |")
    projects = f"{FIELDS}1 | VEL | | 2 | 2026-10-31 00:00\n{ONE}"
    export = load(tmp_path, small(PROJECT=projects, **(BESIDE | {"TASK": unnamed})))
    nameless = [task for task in rows(export, Task).values() if task.get("uid") == "32"]
    assert [[name for name in task if name.startswith("baseline")] for task in nameless] == [[]]
    assert {one.reason: one.count for one in export.skipped if one.reason.startswith("TASK:")} == {
        "TASK: rows of a baseline, read into the tasks of its project": 1,
        "TASK: activities of the baseline without an ID": 1,
    }
    told = "Project VEL: activities of the baseline without an ID (1): they are in no budget and no planned value."
    assert told in export.notes


def test_without_a_budget_the_note_of_what_no_task_takes_gives_their_number(tmp_path: Path):
    projects = f"{FIELDS}1 | VEL | | 2 | 2026-10-31 00:00\n{ONE}"
    export = load(tmp_path, small(PROJECT=projects, **{name: BESIDE[name] for name in ("PROJWBS", "TASK")}))
    told = "Project VEL: activities of the baseline that the project no longer has (1): they are in no budget and"
    assert f"{told} no planned value." in export.notes
