"""What the pictures of a project are drawn from, on the sample portfolio."""

from typing import Any

import pandas as pd
import pytest

from dashboard.view.explain.course import Course, course
from dashboard.view.explain.history import trend
from data.store import Store
from tests.dashboard.view.test_explain import view


@pytest.fixture(scope="module")
def plant(demo_store: Store) -> Course:
    return course(view(demo_store), "P06")


def test_what_was_planned_is_that_of_the_baseline_month_by_month(plant: Course) -> None:
    days = dict(zip(plant.planned["date"], plant.planned["pv"], strict=True))
    assert (plant.planned["date"].iloc[0], plant.planned["pv"].iloc[0]) == ("2026-01-05", 0.0)
    assert {day: days[day] for day in ("2026-05-31", "2026-10-31", "2027-03-26")} == pytest.approx(
        {"2026-05-31": 1_900_000, "2026-10-31": 4_100_000, "2027-03-26": 6_400_000}
    )


def test_what_was_earned_and_spent_is_that_of_every_load(plant: Course) -> None:
    assert plant.unit == "EUR"
    assert [
        (day, round(earned / 1000), round(spent / 1000))
        for day, earned, spent in plant.past.itertuples(index=False, name=None)
    ] == [
        ("2026-05-31", 1850, 1880), ("2026-06-30", 2150, 2290), ("2026-07-31", 2420, 2720),
        ("2026-08-31", 2640, 3140), ("2026-09-30", 2850, 3540), ("2026-10-31", 3040, 3900),
    ]  # fmt: skip


def test_the_forecast_leads_from_what_was_spent_to_what_it_comes_to(plant: Course) -> None:
    assert list(plant.forecast["date"]) == ["2026-10-31", "2027-08-31"]
    assert list(plant.forecast["value"]) == pytest.approx([3_900_000, 8_210_526], abs=1)


def test_the_trend_holds_what_each_load_expected(plant: Course) -> None:
    mine = plant.trend[plant.trend["name"] == "Line in series production"]
    assert [tuple(row) for row in mine[["date", "expected", "done"]].itertuples(index=False, name=None)] == [
        ("2026-05-31", "2026-12-11", False), ("2026-06-30", "2026-12-11", False),
        *((day, "2026-12-18", False) for day in ("2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31")),
    ]  # fmt: skip
    assert "Project start" not in set(plant.trend["name"]), "what was reached before the first load has no course"


@pytest.mark.parametrize("key", ["P04", "NOPE"])
def test_without_a_schedule_nothing_is_planned_earned_or_forecast(demo_store: Store, key: str) -> None:
    found = course(view(demo_store), key)
    assert (found.unit, len(found.planned), len(found.past), len(found.forecast)) == (None, 0, 0, 0)


def test_a_milestone_that_was_reached_has_no_more_points() -> None:
    def row(day: str, **made: Any) -> tuple[str, str, str, str]:
        return "m", "slip_days", day, pd.Series([made]).to_json(orient="records")[1:-1]

    rows = [
        row("2026-05-31", forecast="2026-06-20", actual=None),
        row("2026-06-30", forecast="2026-06-20", actual="2026-06-22"),
        row("2026-07-31", forecast="2026-06-20", actual="2026-06-22"),
    ]
    found = trend(pd.DataFrame(rows, columns=["subject", "measure", "on_date", "inputs"]), {"m": "Gate"})
    assert list(found.itertuples(index=False, name=None)) == [
        ("m", "Gate", "2026-05-31", "2026-06-20", False), ("m", "Gate", "2026-06-30", "2026-06-22", True),
    ]  # fmt: skip
