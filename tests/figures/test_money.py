"""Money by month, added up one currency and one kind at a time."""

import pandas as pd

from dashboard.figures.money import Sums, by_month, kinds, sums

COLUMNS = ["month", "kind", "currency", "plan", "actual", "forecast", "committed"]


def money(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).assign(project="P", feed=1)


ROWS = money(
    ("2026-09-01", "cost", "EUR", 400.0, 380.0, 390.0, 50.0),
    ("2026-10-01", "cost", "EUR", 450.0, 500.0, 440.0, None),
    ("2026-12-01", "cost", "EUR", 150.0, None, 200.0, None),
)


def test_to_date_ends_with_the_last_actual_and_old_forecasts_do_not_count():
    assert sums(ROWS) == Sums(
        plan=1000.0, plan_to_date=850.0, actual=880.0, to_come=200.0, at_end=1080.0, committed=50.0, until="2026-10-01"
    )


def test_what_no_source_gives_is_missing_not_zero():
    assert sums(money(("2026-09-01", "cost", "EUR", 400.0, None, None, None))) == Sums(
        plan=400.0, plan_to_date=None, actual=None, to_come=None, at_end=None, committed=None, until=None
    )


def test_kinds_and_currencies_stand_apart_cost_first():
    rows = money(
        ("2026-09-01", "revenue", "EUR", 1.0, None, None, None),
        ("2026-09-01", "cost", "GBP", 2.0, None, None, None),
        ("2026-09-01", "cost", None, 3.0, None, None, None),
        ("2026-09-01", "cost", "EUR", 4.0, None, None, None),
    )
    found = [(kind, currency, list(mine["plan"])) for kind, currency, mine in kinds(rows)]
    assert found == [
        ("cost", "EUR", [4.0]),
        ("cost", "GBP", [2.0]),
        ("cost", "no currency given", [3.0]),
        ("revenue", "EUR", [1.0]),
    ]


def test_a_sum_that_two_feeds_state_counts_once():
    again = pd.concat([ROWS, ROWS.assign(feed=2, plan=1.0)], ignore_index=True)
    assert [sums(mine) for _, _, mine in kinds(again)] == [sums(ROWS)]


def test_a_month_without_money_is_a_gap():
    frame = by_month(ROWS)
    assert list(frame.index) == ["2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01"]
    assert list(frame.loc["2026-11-01"]) == [None, None, None, None]
    assert list(frame.loc["2026-12-01"]) == [150.0, None, 200.0, None]


def test_many_months_are_shown_by_year():
    rows = money(*((f"{year}-05-01", "cost", "EUR", 1.0, None, None, None) for year in range(2020, 2026)))
    frame = by_month(rows)
    assert list(frame.index) == [f"{year}-01-01" for year in range(2020, 2026)]


def test_money_without_a_month_is_added_but_not_drawn():
    rows = money((None, "cost", "EUR", 5.0, None, None, None))
    assert sums(rows).plan == 5.0
    assert by_month(rows).empty
