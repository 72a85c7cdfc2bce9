"""The plain words of money, months and shares."""

from datetime import date

import pytest

from dashboard.view.explain import wording
from dashboard.view.explain.projects import lead, month_of_the_end, pace


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (3_900_000.0, "EUR", "EUR 3.90 m"),
        (880_000.0, "EUR", "EUR 880 k"),
        (64_200.0, "EUR", "EUR 64 k"),
        (640.0, "EUR", "EUR 640"),
        (-860_000.0, "EUR", "EUR \u2212860 k"),
        (2.5e9, "CHF", "CHF 2.50 bn"),
        (120.0, "h", "120 h"),
        (1_500_000.0, "(currency not given)", "1.50 m"),
        (0.0, "EUR", "EUR 0"),
        (845_000.0, "GBP", "GBP 845 k"),
        (999_499.0, "EUR", "EUR 999 k"),
        (999_500.0, "EUR", "EUR 1.00 m"),
        (999_500_000.0, "EUR", "EUR 1.00 bn"),
        (1_845_000.0, "GBP", "GBP 1.85 m"),
        (-1.2e-10, "GBP", "GBP 0"),
    ],
)
def test_money_is_short(value: float, unit: str, words: str) -> None:
    assert wording.money(value, unit) == words


def test_what_is_earned_for_each_unit_spent_is_said_in_its_own_coins() -> None:
    assert [wording.for_each(0.779, unit) for unit in ("EUR", "GBP", "NOK", "h")] == [
        "78 cents for each euro", "78 pence for each pound", "0.78 for each NOK spent",
        "0.78 planned hours for each hour",
    ]  # fmt: skip


def test_months_are_named_with_the_year_where_it_differs() -> None:
    assert wording.months(date(2027, 8, 1), date(2027, 3, 26)) == "August 2027 instead of March"
    assert wording.months(date(2027, 2, 1), date(2026, 11, 2)) == "February 2027 instead of November 2026"
    assert wording.month_at(date(2026, 1, 5), 19.6) == date(2027, 8, 1)
    assert wording.month_at(date(2026, 1, 5), 12.0) == date(2026, 12, 1)
    assert wording.spanned(date(2026, 5, 31), date(2026, 10, 31)) == "six months"


def test_what_cannot_be_said_is_left_out() -> None:
    assert pace({"es": None, "spi_t": 0.9}) is None
    assert month_of_the_end({"baseline_start": "2026-01-05", "ieac_t": 1e9}) is None
    assert lead({"status": "no_data"}) == []


def test_a_project_off_track_by_its_milestones_alone_names_the_worst() -> None:
    found = {"status": "off_track", "milestones_status": "off_track", "worst_name": "Type approval", "worst_slip": 50.0}
    assert lead(found) == ["Off track by its milestones.", "“Type approval” is 50 working days late."]


def test_a_project_whose_plan_alone_ends_late_says_its_dates() -> None:
    found = {
        "status": "off_track", "schedule_status": "off_track", "spi_t": 1.0, "es": 5.0, "finish_slip": 80.0,
        "finish": "2027-07-16", "baseline_finish": "2027-03-26",
    }  # fmt: skip
    assert lead(found)[-1] == "Its plan ends on 16 Jul 2027, 80 working days late against the baseline's 26 Mar 2027."


def test_a_forecast_that_has_gone_by_is_not_said_to_be_as_late_as_the_status_date_is() -> None:
    found = {
        "status": "off_track", "schedule_status": "off_track", "finish_slip": 20.0, "finish": "2026-11-20",
        "baseline_finish": "2026-10-30", "unfinished_on": "2026-11-27",
    }  # fmt: skip
    assert lead(found) == [
        "Its plan ended on 20 Nov 2026, and on 27 Nov 2026 it was not finished, 20 working days late against the "
        "baseline's 30 Oct 2026."
    ]


def test_what_is_on_track_by_its_resources_alone_is_warned_of() -> None:
    """Resources lower a project to at risk at most, so that they alone tell nothing of its time and money."""
    figures = {"status": "on_track", "resources_status": "on_track", "schedule_status": "no_data"}
    assert lead(figures) == ["On track by its resources alone; its schedule, cost and milestones are not judged."]
    assert lead({**figures, "milestones_status": "on_track"}) == ["On track by its milestones and resources."]
