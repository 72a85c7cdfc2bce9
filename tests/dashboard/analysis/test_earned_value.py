"""Earned value by worked figures: PMBOK's, those of the measures page, and a small schedule computed by hand."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import earned_value

FIELDS = (
    "project", "kind", "active", "baseline_start", "baseline_finish", "baseline_cost", "baseline_work",
    "baseline_cost_spread", "baseline_spread", "percent_complete", "physical_percent", "percent_kind", "actual_cost",
    "actual_work", "remaining_cost", "remaining_work", "calendar",
)  # fmt: skip


def tasks(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give tasks of project P, kind task unless said otherwise."""
    plain = {"project": "P", "kind": "task"}
    return pd.DataFrame([{name: (plain | row).get(name) for name in FIELDS} for row in rows], dtype=object)


def week(start: str, finish: str, cost: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "baseline_start": f"{start}T08:00:00",
        "baseline_finish": f"{finish}T17:00:00",
        "baseline_cost": cost,
        **more,
    }


def figures(frame: pd.DataFrame, day: str, calendars: dict[str, np.busdaycalendar] | None = None) -> dict[str, Any]:
    rows = earned_value.budgeted(frame, calendars or {})
    projects = pd.DataFrame({"status_date": [day]}, index=["P"])
    found = earned_value.totals(rows, projects, calendars or {})
    found["ac"], found["eac_form"] = found["spent"], "b"
    row = earned_value.indices(found).loc["P"]
    return {str(name): None if value != value else value for name, value in row.to_dict().items()}


def index(**given: float) -> dict[str, Any]:
    frame = pd.DataFrame([{"effort_pv": 0.0, "remaining": None, "eac_form": "b", **given}], index=["P"])
    return {str(k): None if v != v else v for k, v in earned_value.indices(frame).loc["P"].to_dict().items()}


def test_six_hundred_spent_at_half_the_work_makes_twelve_hundred():
    found = index(bac=1000, pv=600, ev=500, ac=600)
    assert found["cpi"] == pytest.approx(0.8333, abs=1e-4)
    assert found["eac"] == pytest.approx(1200)
    assert (found["cv"], found["sv"]) == (-100, -100)
    assert found["spi"] == pytest.approx(0.8333, abs=1e-4)
    assert (found["etc"], found["vac"]) == (pytest.approx(600), pytest.approx(-200))
    assert found["tcpi"] == pytest.approx(500 / 400)


def test_nothing_spent_has_no_cpi_and_nothing_planned_no_spi():
    found = index(bac=1000, pv=0, ev=0, ac=0)
    assert (found["cpi"], found["spi"], found["eac"]) == (None, None, None)


def test_all_earned_has_no_tcpi_and_neither_has_a_budget_that_is_spent_with_work_left():
    assert index(bac=1000, pv=1000, ev=1000, ac=900)["tcpi"] is None
    assert index(bac=1000, pv=1000, ev=900, ac=1000)["tcpi"] is None


def test_work_is_planned_evenly_over_the_working_days_of_its_baseline():
    # Monday to the Friday of the next week: ten days of 100; on Wednesday three are gone, on Sunday five.
    frame = tasks(week("2026-06-01", "2026-06-12", 1000.0, percent_complete=25.0, actual_cost=400.0))
    assert [figures(frame, f"2026-06-{day:02}")["pv"] for day in (3, 7, 12, 30)] == [300, 500, 1000, 1000]
    assert figures(frame, "2026-05-31")["pv"] == 0
    found = figures(frame, "2026-06-03")
    assert (found["basis"], found["bac"], found["ev"], found["ac"]) == ("money", 1000, 250, 400)


def test_a_holiday_of_the_calendar_is_no_day_on_which_work_is_planned():
    calendars = {"1:c": np.busdaycalendar(holidays=[np.datetime64("2026-06-03")])}
    frame = tasks(week("2026-06-01", "2026-06-05", 400.0, calendar="1:c"))
    assert [figures(frame, f"2026-06-{day:02}", calendars)["pv"] for day in (2, 3, 4)] == [200, 200, 300]


def test_the_baselines_own_spread_counts_where_the_file_has_it():
    spread = json.dumps([["2026-06-01", "2026-06-02", 10], ["2026-06-05", "2026-06-05", 80]])
    other = json.dumps([["2026-06-02", "2026-06-02", 7]])
    frame = tasks(
        week("2026-06-01", "2026-06-05", 100.0, baseline_cost_spread=spread),
        week("2026-06-02", "2026-06-02", 7.0, baseline_cost_spread=other, project="Q"),
    )
    assert [figures(frame, f"2026-06-{day:02}")["pv"] for day in range(1, 7)] == [10, 20, 20, 20, 100, 100]


@pytest.mark.parametrize(
    ("cost", "pv"),
    [
        (100.0, [10, 20, 20, 20, 100]),
        (130.0, [16, 32, 38, 44, 130]),  # 30 of it lie in no segment: a fixed cost, evenly over the five days
        (50.0, [5, 10, 10, 10, 50]),  # less than the segments add up to: they give the course, not the amount
        (None, [10, 20, 20, 20, 100]),
    ],
)
def test_planned_value_ends_at_the_budget_whatever_the_spread_adds_up_to(cost: float | None, pv: list[float]):
    spread = json.dumps([["2026-06-01", "2026-06-02", 10], ["2026-06-05", "2026-06-05", 80]])
    frame = tasks(week("2026-06-01", "2026-06-05", cost, baseline_cost_spread=spread))
    assert [figures(frame, f"2026-06-{day:02}")["pv"] for day in range(1, 6)] == pytest.approx(pv)
    assert figures(frame, "2026-06-30")["pv"] == pytest.approx(figures(frame, "2026-06-30")["bac"])


def test_a_spread_of_work_counts_in_hours_and_gives_the_days_that_the_baseline_does_not_state():
    spread = json.dumps([["2026-06-01", "2026-06-02", 480], ["2026-06-05", "2026-06-05", 120]])
    frame = tasks({"baseline_spread": spread, "percent_complete": 50.0})
    found = [figures(frame, f"2026-06-{day:02}") for day in (1, 4, 5)]
    assert [row["pv"] for row in found] == pytest.approx([8, 16, 18])
    assert [found[0][name] for name in ("basis", "bac", "ev", "unplanned")] == ["hours", 18, 9, 0]


def test_without_costs_hours_count_and_without_hours_working_days():
    hours = figures(
        tasks(week("2026-06-01", "2026-06-05", baseline_work=2400.0, percent_complete=50.0, actual_work=1500.0)),
        "2026-06-02",
    )
    assert [hours[name] for name in ("basis", "bac", "pv", "ev", "ac")] == ["hours", 40, 16, 20, 25]
    days = figures(tasks(week("2026-06-01", "2026-06-05", percent_complete=50.0)), "2026-06-02")
    assert [days[name] for name in ("basis", "bac", "pv", "ev", "cpi")] == ["working days", 5, 2, 2.5, None]


def test_summaries_and_inactive_lines_are_never_added():
    frame = tasks(
        week("2026-06-01", "2026-06-05", 100.0),
        week("2026-06-01", "2026-06-05", 100.0, kind="summary"),
        week("2026-06-01", "2026-06-05", 100.0, kind="project"),
        week("2026-06-01", "2026-06-05", 50.0, active=False),
    )
    assert figures(frame, "2026-06-05")["bac"] == 100


def test_what_is_physically_complete_counts_where_the_task_says_so():
    both = {"percent_complete": 80.0, "physical_percent": 10.0}
    frame = tasks(
        week("2026-06-01", "2026-06-05", 100.0, percent_kind="physical", **both),
        week("2026-06-01", "2026-06-05", 100.0, percent_kind="duration", **both),
    )
    found = figures(frame, "2026-06-05")
    assert (found["ev"], found["kind_of_percent"]) == (90, "duration, physical")


def test_level_of_effort_earns_what_was_planned_and_stays_out_of_spi():
    frame = tasks(
        week("2026-06-01", "2026-06-12", 1000.0, percent_complete=20.0),
        week("2026-06-01", "2026-06-12", 500.0, kind="level_of_effort", percent_complete=0.0),
    )
    found = figures(frame, "2026-06-05")
    assert [found[name] for name in ("bac", "pv", "ev")] == [1500, 750, 450]
    assert (found["spi"], found["loe"]) == (pytest.approx(0.4), pytest.approx(1 / 3))


def test_without_a_baseline_nothing_is_planned_and_nothing_is_invented():
    frame = tasks({"percent_complete": 50.0, "actual_cost": 10.0})
    found = figures(frame, "2026-06-05")
    assert [found[name] for name in ("bac", "pv", "ev", "cpi", "spi", "eac")] == [None] * 6
    assert (found["unplanned"], found["basis"], found["ac"]) == (1, "money", 10)


def test_a_negative_budget_is_refused():
    frame = tasks(week("2026-06-01", "2026-06-05", 100.0), week("2026-06-01", "2026-06-05", -20.0))
    assert figures(frame, "2026-06-05")["bac"] is None
