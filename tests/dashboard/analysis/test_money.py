"""Money by month, in one currency, put down to objectives by declared shares; benefits planned, seen and owed."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.analysis import money
from tests.dashboard.analysis.conftest import TODAY, Portfolio

MONEY = ("project", "month", "kind", "plan", "committed", "actual", "forecast", "currency", "feed")
SETTING = ("name", "value", "valid_from")
LINK = ("project", "milestone", "milestone_text", "serves_kind", "serves", "money_share")


def table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=list(columns), dtype=object)


def sums(*rows: dict[str, Any]) -> pd.DataFrame:
    return table([{"project": "P", "month": "2026-10-01", "kind": "cost", "feed": 1, **row} for row in rows], MONEY)


def settings(*lines: tuple[str, str, str | None]) -> pd.DataFrame:
    return table([dict(zip(SETTING, line, strict=True)) for line in lines], SETTING)


def projects(**currencies: str | None) -> pd.DataFrame:
    return pd.DataFrame({"currency": list(currencies.values())}, index=list(currencies), dtype=object)


RATES = settings(
    ("reporting_currency", "EUR", "2026-01-01"),
    ("rate GBP", "1.17", "2026-01-01"),
    ("month_rate gbp", "1.20", "2026-10-31"),
)


def converted(*rows: dict[str, Any], lines: pd.DataFrame = RATES, of: str | None = "EUR") -> pd.DataFrame:
    return money.converted(sums(*rows), lines, projects(P=of, Q=of))


# --- currencies -------------------------------------------------------------------------------------------------------


def test_plan_is_converted_at_the_plan_rate_and_actual_at_the_rate_of_its_month() -> None:
    row = converted({"plan": 100.0, "committed": 10.0, "actual": 100.0, "forecast": 50.0, "currency": "gbp "}).iloc[0]
    assert row[money.FIGURES].to_list() == pytest.approx([117.0, 11.7, 120.0, 58.5])
    assert row[["plan_rate_day", "actual_rate_day", "currency", "stated_currency"]].to_list() == [
        "2026-01-01", "2026-10-31", "EUR", "GBP",
    ]  # fmt: skip


def test_a_month_before_any_rate_of_a_month_takes_the_plan_rate_and_one_after_it_the_last() -> None:
    found = converted(
        {"month": "2026-02-01", "actual": 100.0, "currency": "GBP"},
        {"month": "2026-11-01", "actual": 100.0, "currency": "GBP"},
        {"month": "2025-06-01", "plan": 100.0, "currency": "GBP"},
    )
    assert found["actual"].to_list()[:2] == pytest.approx([117.0, 120.0])
    assert found["plan"].to_list()[2] == pytest.approx(117.0)  # the first rate after it, whose date is shown


def test_a_row_without_a_currency_is_in_its_projects() -> None:
    assert converted({"plan": 100.0}, of="GBP")["plan"].to_list() == pytest.approx([117.0])


@pytest.mark.parametrize(
    ("rows", "lines", "of", "why"),
    [
        ([{"plan": 1.0, "currency": "CHF"}], RATES, None, "not added: no rate for its currency"),
        ([{"plan": 1.0}], RATES, None, "not added: no currency"),
        (
            [{"plan": 1.0, "currency": "CHF"}, {"plan": 1.0, "currency": "EUR"}],
            settings(),
            None,
            "not added: several currencies",
        ),
    ],
)
def test_what_cannot_be_converted_is_not_added_and_says_why(
    rows: list[dict[str, Any]], lines: pd.DataFrame, of: str | None, why: str
) -> None:
    found = converted(*rows, lines=lines, of=of)
    assert found["plan"].isna().all()
    assert found["why"].iloc[0].startswith(why)
    assert money.by_month(found)["left_out"].sum() == len(rows)


def test_a_portfolio_in_one_currency_needs_no_settings() -> None:
    for currency in ("EUR", None):
        found = converted({"plan": 5.0, "currency": currency}, lines=settings(), of=None)
        assert (found["plan"].to_list(), found["why"].to_list()) == ([5.0], [None])


def test_the_newest_reporting_currency_counts_and_a_rate_of_nothing_is_none() -> None:
    lines = settings(
        ("reporting_currency", "CHF", "2026-06-01"), ("reporting_currency", "EUR", None), ("rate EUR", "0", None)
    )
    assert money.reporting_currency(lines, sums()) == "CHF"
    assert money.rates(lines).empty


# --- totals -----------------------------------------------------------------------------------------------------------


def test_a_figure_that_two_feeds_state_counts_once_and_one_that_only_the_second_has_counts_too() -> None:
    found = converted({"plan": 100.0, "feed": 1}, {"plan": 90.0, "actual": 40.0, "feed": 2})
    assert money.by_month(found)[["plan", "actual"]].values.tolist() == [[100.0, 40.0]]


def test_capital_and_running_cost_of_one_month_are_two_sums() -> None:
    assert money.by_month(converted({"plan": 100.0}, {"plan": 20.0}))["plan"].to_list() == [120.0]


def test_cost_and_benefit_are_kept_apart_and_what_nobody_states_is_missing() -> None:
    found = money.by_month(converted({"plan": 100.0}, {"kind": "saving", "actual": 20.0}), ["project"])
    assert found[["project", "kind"]].values.tolist() == [["P", "cost"], ["P", "saving"]]
    assert found[["plan", "actual"]].isna().values.tolist() == [[False, True], [True, False]]


def test_exposure_is_what_is_spent_and_what_is_ordered_and_closed_months_do_not_count_again() -> None:
    rows = [
        {"month": "2026-09-01", "actual": 360.0, "committed": 90.0, "forecast": 350.0},  # closed: it became the actual
        {"month": "2026-08-01", "committed": 5.0, "forecast": 7.0},  # closed, and nobody has booked anything
        {"month": "2026-11-01", "actual": 30.0, "committed": 40.0, "forecast": 100.0},  # running
        {"month": "2027-01-01", "committed": 10.0, "forecast": 50.0},
    ]
    found = money.totals(converted(*rows), TODAY).iloc[0]
    assert found[["actual", "committed", "exposure"]].to_list() == [390.0, 55.0, 445.0]
    assert found[["forecast", "expected"]].to_list() == [7 + 70 + 50, 390 + 127]
    assert found[["year_committed", "year_forecast", "year_expected"]].to_list() == [45.0, 77.0, 467.0]


def test_the_forecast_of_a_running_month_is_kept_whole_over_its_rows() -> None:
    rows = [{"month": "2026-11-01", "actual": 30.0, "forecast": 100.0}]
    rows += [{"month": "2026-11-01", "actual": 10.0, "forecast": 60.0}]
    found = money.totals(converted(*rows), TODAY).iloc[0]
    assert found[["actual", "forecast", "expected"]].to_list() == [40.0, 120.0, 160.0]


@pytest.mark.parametrize(
    ("day", "start", "year"),
    [
        ("2026-11-04", "01-01", ("2026-01-01", "2026-12-31")),
        ("2026-11-04", "10-01", ("2026-10-01", "2027-09-30")),
        ("2026-03-04", "10-01", ("2025-10-01", "2026-09-30")),
        ("2024-02-29", "03-01", ("2023-03-01", "2024-02-29")),
    ],
)
def test_the_fiscal_year_begins_where_a_setting_says(day: str, start: str, year: tuple[str, str]) -> None:
    assert money.fiscal_year(day, start) == year


def test_benefits_are_judged_over_the_months_that_have_ended() -> None:
    rows = [{"month": f"2026-{month:02}-01", "kind": "saving", "plan": 60.0, "actual": 30.0} for month in (7, 8, 9, 10)]
    rows += [
        {"month": "2026-11-01", "kind": "saving", "plan": 60.0, "actual": 5.0},
        {"month": "2026-10-01", "actual": 9.0},
    ]
    found = money.benefits(converted(*rows), TODAY).iloc[0]
    assert found[["planned", "seen", "realised", "behind"]].to_list() == [240.0, 120.0, 50.0, 120.0]
    assert found[["planned_life", "owed", "why"]].to_list() == [300.0, 180.0, None]


def test_a_benefit_that_is_not_due_yet_has_no_share() -> None:
    found = money.benefits(converted({"month": "2027-01-01", "kind": "revenue", "plan": 60.0}), TODAY).iloc[0]
    assert np.isnan(found["realised"])
    assert found["why"] == "not computed: no benefit was planned up to now"


# --- what only schedules state ----------------------------------------------------------------------------------------


def scheduled(project: str = "P", actual: float = 500.0, currency: str | None = "EUR", day: str = "2026-10-15") -> Any:
    return table([{"project": project, "month": day, "kind": "cost", "actual": actual, "currency": currency}], MONEY)


def both(
    *rows: dict[str, Any], spent: pd.DataFrame, lines: pd.DataFrame = RATES, of: str | None = "EUR"
) -> pd.DataFrame:
    known = projects(P=of, Q=of)
    return money.with_schedules(money.converted(sums(*rows), lines, known), spent, lines, known)


def test_a_schedule_says_what_was_spent_only_where_money_does_not() -> None:
    assert both({"actual": 40.0}, spent=scheduled())[["actual", "source"]].values.tolist() == [[40.0, "money register"]]
    assert both({"plan": 40.0}, spent=scheduled())["actual"].to_list()[1:] == [500.0]
    benefit = both({"kind": "saving", "actual": 40.0}, spent=scheduled())
    assert benefit[["kind", "actual"]].values.tolist() == [["saving", 40.0], ["cost", 500.0]]


def test_money_that_no_rate_converts_stays_left_out_beside_the_schedule_as_in_the_actual_cost_of_the_project() -> None:
    found = both({"actual": 40.0, "currency": "CHF"}, spent=scheduled())
    assert found[["source", "actual"]].fillna(-1).values.tolist() == [["money register", -1.0], ["schedule", 500.0]]
    assert found["why"].notna().to_list() == [True, False]
    assert money.spent_by(found).to_dict("index") == {"P": {"source": "schedule", "until": "2026-10-15"}}


def test_a_schedules_total_is_converted_at_the_rate_of_the_month_of_its_day_or_left_out() -> None:
    assert both(spent=scheduled(currency="GBP", day="2026-10-31"))["actual"].to_list() == pytest.approx([600.0])
    assert both(spent=scheduled(currency="GBP", day="2026-09-30"))["actual"].to_list() == pytest.approx([585.0])
    left = both({"forecast": 9.0}, spent=scheduled(currency="CHF"))
    assert left["why"].iloc[1].startswith("not added: no rate")
    assert left["forecast"].iloc[0] == 9.0  # nothing stands for it
    assert money.spent_by(left).empty


@pytest.mark.parametrize(
    ("of_money", "of_schedule", "added"),
    [("EUR", "EUR", True), ("EUR", "GBP", False), (None, None, True), (None, "EUR", False)],
)
def test_where_no_setting_names_the_currency_of_the_reports_money_decides_it(
    of_money: str | None, of_schedule: str | None, added: bool
) -> None:
    row = {"project": "Q", "actual": 5.0, "currency": of_money}
    found = both(row, spent=scheduled(currency=of_schedule), lines=settings(), of=None)
    assert found["actual"].notna().to_list() == [True, added]
    assert both(spent=scheduled(currency=of_schedule), lines=settings(), of=None)["actual"].to_list() == [500.0]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-09-30", 660.0), ("2026-10-15", 560.0 + 100 * 11 / 22), ("2026-10-29", 560.0 + 100 / 22)]
    + [(day, 560.0) for day in ("2026-10-30", "2026-10-31")],
)
def test_of_the_forecast_of_its_month_counts_beside_a_schedules_total_the_share_of_the_working_days_after_it(
    day: str, expected: float
) -> None:
    """October 2026 has 22 working days, from Thursday 1 to Friday 30; from Friday 16 on they are 11."""
    ahead = [{"month": "2026-10-01", "forecast": 100.0}, {"month": "2026-11-01", "forecast": 60.0}]
    found = money.whole_life(both(*ahead, spent=scheduled(day=day)), day)
    assert found["expected"].to_list() == [pytest.approx(expected)]


def test_what_was_ordered_and_forecast_for_months_that_ended_by_its_day_has_become_a_schedules_total() -> None:
    ahead = {"committed": 1.0, "forecast": 10.0}
    rows = [{"month": f"2026-{month:02}-01", **ahead} for month in (8, 9, 10, 11)]
    other = {"project": "Q", "month": "2026-08-01", **ahead}
    benefit = {"month": "2026-08-01", "kind": "saving", **ahead}
    found = money.whole_life(both(*rows, other, benefit, spent=scheduled()), TODAY)
    assert found[["project", "kind", "actual", "committed", "expected"]].fillna(-1).values.tolist() == [
        ["P", "cost", 500.0, 2.0, 515.0], ["P", "saving", -1.0, 1.0, 10.0], ["Q", "cost", -1.0, 1.0, 10.0],
    ]  # fmt: skip


# --- shares -----------------------------------------------------------------------------------------------------------

KPIS = pd.DataFrame({"objective": ["I1", "I2", None]}, index=["K1", "K2", "K3"], dtype=object)
OBJECTIVES = pd.DataFrame({"theme": ["T", None], "perspective": ["I", "I"]}, index=["I1", "I2"], dtype=object)


def links(*shares: tuple[str, float | None]) -> pd.DataFrame:
    rows = [
        {"project": "P", "milestone": f"M{n}", "serves_kind": "kpi" if to[0] == "K" else "objective", "serves": to}
        | {"money_share": share}
        for n, (to, share) in enumerate(shares)
    ]
    return table(rows, LINK)


def shares(*of: tuple[str, float | None]) -> list[list[Any]]:
    found = money.shares(links(*of), KPIS, projects(P="EUR"))
    return [[row["objective"], row["kpi"], round(row["share"], 9)] for row in found.to_dict("records")]


def test_declared_shares_are_kept_and_the_rest_is_unallocated() -> None:
    assert shares(("K1", 0.5), ("K2", None), ("I2", 0.2)) == [["I1", "K1", 0.5], ["I2", None, 0.2], [None, None, 0.3]]


def test_the_only_link_of_a_project_has_all_its_money_unless_it_says_otherwise() -> None:
    assert shares(("K1", None)) == [["I1", "K1", 1.0]]
    assert shares(("K1", 0.4)) == [["I1", "K1", 0.4], [None, None, 0.6]]
    assert shares(("K1", None), ("K2", None)) == [[None, None, 1.0]]
    assert shares() == [[None, None, 1.0]]


def test_shares_over_all_of_the_money_are_scaled_down_and_marked() -> None:
    assert shares(("K1", 0.9), ("K2", 0.6)) == [["I1", "K1", 0.6], ["I2", "K2", 0.4]]
    assert money.shares(links(("K1", 0.9), ("K2", 0.6)), KPIS, projects(P="EUR"))["over"].all()


def test_money_for_a_kpi_without_a_live_objective_is_unallocated() -> None:
    spread = money.shares(links(("K1", 0.5), ("K3", 0.5)), KPIS, projects(P="EUR"))
    found = money.allocated(converted({"actual": 100.0}), spread, OBJECTIVES)
    assert money.by(found, "objective")[["objective", "actual"]].values.tolist() == [["I1", 50.0], [None, 50.0]]
    assert money.by(found, "theme")[["theme", "actual"]].values.tolist() == [["T", 50.0], [None, 50.0]]


SHARES = st.lists(
    st.tuples(st.sampled_from(["K1", "K2", "K3", "I1", "gone"]), st.none() | st.floats(0, 1.5)), max_size=6
)
SUM = st.fixed_dictionaries(
    {
        "project": st.sampled_from(["P", "Q"]),
        "kind": st.sampled_from(["cost", "saving"]),
        "month": st.sampled_from(["2026-09-01", "2026-11-01", "2027-02-01"]),
        "currency": st.sampled_from(["EUR", "GBP", "CHF", None]),
        "feed": st.sampled_from([1, 2]),
        **{name: st.none() | st.integers(0, 10**9).map(float) for name in money.FIGURES},
    }
)


@examples(max_examples=25)
@given(SHARES, st.lists(SUM, max_size=8))
def test_no_sum_of_money_is_lost_or_counted_twice(
    of: list[tuple[str, float | None]], rows: list[dict[str, Any]]
) -> None:
    found = converted(*rows)
    spread = money.shares(links(*of), KPIS, projects(P="EUR", Q="EUR"))
    assert spread.groupby("project")["share"].sum().to_list() == pytest.approx([1.0, 1.0])
    for total in (found, money.by_month(found, ["project"]), money.totals(found, TODAY)):
        placed = money.allocated(total, spread, OBJECTIVES)
        for name in money.FIGURES:
            assert placed[name].sum() == pytest.approx(total[name].sum())
            assert money.by(placed, "perspective")[name].sum() == pytest.approx(total[name].sum())
    assert money.by_month(found)["plan"].sum() == pytest.approx(found["plan"].sum())
    assert not np.isinf(money.benefits(found, TODAY).select_dtypes(float)).any().any()


# --- the sample portfolio ---------------------------------------------------------------------------------------------


def of(portfolio: Portfolio) -> pd.DataFrame:
    return money.converted(portfolio.money, portfolio.settings, portfolio.projects)


def test_the_portfolios_costs_are_those_of_its_story(portfolio: Portfolio) -> None:
    found = money.totals(of(portfolio), TODAY)
    spent = found[found["kind"] == "cost"].set_index("project")["actual"] / 1000
    assert spent[["P06", "P11", "P19", "P18"]].to_list() == [3900.0, 5380.0, 2560.0, 140.0]
    in_francs = portfolio.money[(portfolio.money["project"] == "P12") & (portfolio.money["kind"] == "cost")]
    assert in_francs["actual"].astype(float).sum() == 2_390_000.0
    assert spent["P12"] == pytest.approx(2_390 * 1.05, rel=0.01)  # month-end rates lie within 1 % of the plan rate
    assert of(portfolio)["why"].isna().all()


def test_the_portfolios_benefits_are_those_of_its_story(portfolio: Portfolio) -> None:
    found = money.benefits(of(portfolio), TODAY)
    assert (found[["planned", "seen"]] / 1000).loc[["P05", "P15", "P04", "P03", "P06"]].values.tolist() == [
        [420.0, 395.0], [180.0, 210.0], [900.0, 940.0], [240.0, 120.0], [0.0, 0.0],
    ]  # fmt: skip
    assert (found.loc["P03", "realised"], found.loc["P06", "owed"]) == (50.0, 2_900_000.0)
    assert "P19" not in found.index


def test_what_the_portfolio_does_not_put_down_to_an_objective_is_unallocated(portfolio: Portfolio) -> None:
    spread = money.shares(portfolio.contributions, portfolio.kpis, portfolio.projects)
    assert spread[spread["objective"].isna()]["project"].to_list() == ["P12", "P19"]
    total = money.totals(of(portfolio), TODAY)
    placed = money.by(money.allocated(total, spread, portfolio.objectives), "perspective")
    assert placed["actual"].sum() == pytest.approx(total["actual"].sum())
