"""What is stored of projects: every figure with its rule and inputs, or why there is none."""

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.analysis.project_findings import of_projects
from dashboard.analysis.projects import Facts, judge
from dashboard.analysis.resources import COLUMNS
from tests.dashboard.analysis.test_projects import FIELDS, NO_THREATS

PROJECT = dict.fromkeys(("stage", "calendar", "budget", "start", "finish", "baseline_start", "baseline_finish"))
PROJECT |= {"status_date": "2026-10-31", "fresh_until": "2026-12-05", "currency": "EUR", "adopted": None}
PROJECT |= {"reported": "green", "eac_form": "b"}
MARK = ("project", "key", "name", "status", "slip_days", "baseline", "actual", "status_date")
MARKS = [
    ("P", "M1", "Type approval", "off_track", 50.0, "2026-09-18", None, "2026-10-31"),
    ("P", "M2", "Bench", "done", 0.0, "2026-07-10", "2026-07-10", "2026-10-31"),
    ("Q", "M3", "Opening", "no_data", None, None, None, "2026-10-31"),
]
TASK = {
    "project": "P", "kind": "task", "baseline_start": "2026-10-01", "baseline_finish": "2026-11-30",
    "finish": "2026-11-30",
    "baseline_cost": 4300.0, "percent_complete": 50.0, "actual_cost": 2000.0,
}  # fmt: skip


FACTS = Facts(
    pd.DataFrame(),
    pd.DataFrame(columns=list(FIELDS), dtype=object),
    pd.DataFrame(columns=list(MARK), dtype=object),
    pd.DataFrame(columns=["project", "name", "baseline", "forecast", "actual", "state"]),
    pd.DataFrame(columns=["project", "month", "actual", "currency"]),
    pd.DataFrame({"exposure": pd.Series(dtype=float)}).assign(**NO_THREATS),
    pd.DataFrame(columns=list(COLUMNS), dtype=object),
    {},
)  # of a project without a schedule


def findings() -> dict[tuple[str, str], dict[str, Any]]:
    projects = pd.DataFrame([PROJECT] * 3, index=["P", "Q", "R"], dtype=object)
    marks = pd.DataFrame(MARKS, columns=list(MARK), dtype=object)
    tasks = pd.DataFrame([{name: TASK.get(name) for name in FIELDS}], dtype=object)
    facts = replace(FACTS, projects=projects, tasks=tasks, milestones=marks)
    rows = of_projects(judge(facts), projects, marks.set_index("key")["name"])
    names = ("value", "text", "unit", "status", "rule", "inputs", "on_date", "fresh_until")
    return {(row[1], row[2]): dict(zip(names, row[3:], strict=True)) for row in rows}


def test_a_project_has_a_status_for_each_dimension_that_can_be_judged_and_the_worst_of_them() -> None:
    found = findings()
    status = found["P", "status"]
    assert (status["status"], json.loads(status["inputs"])["by"]) == ("off_track", "milestones")
    assert json.loads(status["inputs"])["reported"] == "green"
    assert {name: row["status"] for (key, name), row in found.items() if key == "P" and name.endswith("_status")} == {
        "schedule_status": "on_track", "cost_status": "on_track", "milestones_status": "off_track",
    }  # fmt: skip
    assert json.loads(found["P", "milestones_status"]["inputs"]) == {
        "worst": "M1", "worst_name": "Type approval", "worst_slip": 50.0, "due": 2, "total": 2,
    }  # fmt: skip
    assert found["P", "on_time_rate"]["value"] == 50.0


def test_a_figure_stands_with_its_unit_rule_inputs_and_days() -> None:
    # October has 22 of the 43 working days of the baseline; half of 4,300 is earned for 2,000.
    assert findings()["P", "cpi"] == {
        "value": 1.075, "text": None, "unit": "ratio", "status": None, "rule": "EV / AC",
        "inputs": json.dumps(
            {"ac_date": "2026-10-31", "ac_source": "schedule", "basis": "money", "kind_of_percent": "duration",
             "loe": 0.0, "unplanned": 0}
        ),
        "on_date": "2026-10-31", "fresh_until": "2026-12-05",
    }  # fmt: skip
    assert {name: (findings()["P", name]["value"], findings()["P", name]["unit"]) for name in ("bac", "pv", "ev")} == {
        "bac": (4300.0, "EUR"), "pv": (2200.0, "EUR"), "ev": (2150.0, "EUR"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("finish", "slip", "on"),
    [("2026-09-30", 22.0, "2026-10-31"), ("2026-10-14", 9.0, None), ("2026-11-02", 22.0, None)],
)
def test_a_forecast_that_has_gone_by_slips_up_to_the_status_date_which_is_kept_beside_it(
    finish: str, slip: float, on: str | None
) -> None:
    """The baseline ends on 1 Oct 2026; the plan that ends on the 14th is done."""
    dates = {"baseline_start": "2026-03-02", "baseline_finish": "2026-10-01", "finish": finish}
    stage = "closed" if slip == 9.0 else None
    project = pd.DataFrame([PROJECT | dates | {"stage": stage}], index=["P"], dtype=object)
    judged = judge(replace(FACTS, projects=project)).loc["P"]
    assert (judged["finish_slip"], judged["unfinished_on"]) == (slip, on)


def test_what_cannot_be_computed_says_why_and_what_to_supply() -> None:
    found = findings()
    nothing = "not computed: none of its dimensions can be judged"
    assert [(found[key, "status"]["status"], found[key, "status"]["text"]) for key in "QR"] == [
        ("no_data", nothing)
    ] * 2
    assert found["R", "ev"]["text"] == "not computed: no schedule is known; load the project's schedule"
    assert ("R", "cpi") not in found
