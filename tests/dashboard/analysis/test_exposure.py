"""Threats and opportunities of projects and objectives, never set off against each other."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.analysis import alignment, exposure, money
from tests.dashboard.analysis.conftest import Portfolio

RISK = ("key", "about_key", "kind", "title", "probability", "money", "currency", "state")
MILESTONES = pd.DataFrame({"project": ["P"]}, index=["M"])
KPIS = pd.DataFrame({"objective": ["O1"]}, index=["K"])
# P leads to O1 through two KPIs.
PATHS = pd.DataFrame([["P", "O1"], ["P", "O1"], ["P", "O2"]], columns=["project", "objective"])
OBJECTIVES = pd.Index(["O1", "O2"])
RATES = pd.DataFrame([["GBP", "plan", "2026-01-01", 1.2]], columns=["currency", "basis", "day", "rate"])


def risks(*rows: dict[str, Any]) -> pd.DataFrame:
    given = [{"key": f"R{n}", "about_key": "P", "kind": "threat", "title": "t", **row} for n, row in enumerate(rows)]
    return pd.DataFrame([{**dict.fromkeys(RISK), **row} for row in given], columns=list(RISK), dtype=object)


def weighed(*rows: dict[str, Any]) -> pd.DataFrame:
    return exposure.weighed(risks(*rows), RATES, "EUR")


def test_exposure_is_probability_times_money_in_the_reporting_currency() -> None:
    found = weighed({"probability": 0.5, "money": 100.0, "currency": "gbp"}, {"probability": 0.1, "money": 10.0})
    assert found["exposure"].to_list() == pytest.approx([60.0, 1.0])


@pytest.mark.parametrize(("state", "counts"), [("open", 1), ("in hand", 1), (None, 1), ("closed", 0), ("happened", 0)])
def test_only_what_is_open_counts(state: str | None, counts: int) -> None:
    assert len(weighed({"probability": 0.5, "money": 1.0, "state": state})) == counts


def test_a_risk_that_two_feeds_state_counts_once() -> None:
    assert len(weighed({"key": "R1", "money": 1.0}, {"key": "R1", "money": 1.0})) == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"money": 1.0, "about_key": "O2"}, "not computed: no probability"),
        ({"probability": 0.5, "about_key": "O2"}, "not computed: no money"),
        (
            {"probability": 0.5, "money": 1.0, "currency": "CHF", "about_key": "O2"},
            "not computed: no rate for its currency",
        ),
    ],
)
def test_a_risk_that_cannot_be_weighed_is_counted_and_says_why(row: dict[str, Any], why: str) -> None:
    found = weighed(row)
    assert found["why"].iloc[0].startswith(why)
    of = exposure.by_objective(found, OBJECTIVES, KPIS, MILESTONES, PATHS).loc[["O2"]].iloc[0]
    assert of[["threats", "threat", "unquantified", "largest"]].to_list() == [1, 0.0, 1, None]


SEVERAL = (
    {"probability": 0.5, "money": 100.0},
    {"probability": 0.1, "money": 100.0, "about_key": "M"},
    {"probability": 0.5, "money": 80.0, "kind": "opportunity"},
    {"money": 7.0, "kind": "issue"},
    {"probability": 0.5, "money": 30.0, "about_key": "K"},
    {"probability": 0.5, "money": 90.0, "about_key": "O2", "kind": "opportunity"},
)


def test_an_objective_has_its_own_risks_and_beside_them_those_of_the_projects_behind_it() -> None:
    found = exposure.by_objective(weighed(*SEVERAL), OBJECTIVES, KPIS, MILESTONES, PATHS)
    columns = ["threat", "opportunity", "behind_threat", "behind_opportunity"]
    assert found[columns].values.tolist() == [[15.0, 0.0, 60.0, 40.0], [0.0, 45.0, 60.0, 40.0]]


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "about_key": st.sampled_from(["P", "M", "K", "O2"]),
            "kind": st.sampled_from(exposure.KINDS),
            "probability": st.none() | st.floats(0, 1),
            "money": st.none() | st.integers(0, 10**9).map(float),
            "currency": st.sampled_from(["EUR", "GBP", "CHF", None]),
        }
    ),
    max_size=6,
)


@examples(max_examples=25)
@given(ROWS)
def test_every_risk_counts_once_for_an_objective_that_is_served_twice(rows: list[dict[str, Any]]) -> None:
    found = weighed(*rows)
    to = exposure.by_objective(found, OBJECTIVES, KPIS, MILESTONES, PATHS)
    sums = found.groupby([found["about"].isin(["P", "M"]), "kind"])["exposure"].sum()
    for kind in ("threat", "opportunity"):
        assert to[kind].sum() == pytest.approx(sums.get((False, kind), 0.0))
        assert to[f"behind_{kind}"].to_list() == pytest.approx([sums.get((True, kind), 0.0)] * 2)


def test_the_portfolios_great_risks_weigh_what_its_story_says(portfolio: Portfolio) -> None:
    found = exposure.weighed(portfolio.risks, money.rates(portfolio.settings), "EUR").set_index("key")
    assert found.loc[["R07", "R12", "O03"], "exposure"].to_list() == [950_000.0, 880_000.0, 480_000.0]
    assert found["kind"].value_counts().to_dict() == {"threat": 24, "opportunity": 6, "issue": 6}  # three are closed
    paths = alignment.paths(portfolio.contributions, portfolio.kpis, portfolio.objectives, portfolio.projects)
    rows = found.reset_index()
    of = exposure.by_objective(rows, portfolio.objectives.index, portfolio.kpis, portfolio.milestones, paths)
    assert of.loc[["C5"], ["threat", "opportunity", "behind_threat"]].values.tolist() == [[0.0, 480_000.0, 0.0]]
    assert of.loc["C1", "behind_threat"] == 980_000.0


SETTINGS = pd.DataFrame(
    [
        ("reporting_currency", "EUR", None), ("rate GBP", "1.20", "2026-01-01"), ("rate GBP", "1.50", "2027-01-01"),
        ("rate CHF", "0.80", "2026-01-01"),
    ],
    columns=["name", "value", "valid_from"], dtype=object,
)  # fmt: skip


def threats(*rows: dict[str, Any]) -> dict[Any, list[Any]]:
    """Give exposure, currencies left out and threats not weighed of P (in euro) and Q (in francs), on 30 June 2026."""
    projects = pd.DataFrame(
        [("EUR", "2026-06-30"), ("CHF", "2026-06-30")], index=["P", "Q"], columns=["currency", "status_date"]
    ).astype(object)
    given = risks(*rows)
    found = exposure.of_threats(given, given["about_key"], projects, SETTINGS)
    shown = found[["exposure", "unconverted", "unweighed"]]
    return shown.astype(object).where(shown.notna(), None).T.to_dict("list")


def test_a_threat_counts_in_the_currency_of_its_project_at_the_plan_rate_of_its_status_date() -> None:
    half = {"probability": 0.5, "money": 100.0}
    # 50 pounds at 1.20 are 60 euro; 50 euro at 0.80 euro a franc are 62.50 francs, 50 pounds 75.
    of_q = half | {"about_key": "Q"}
    assert threats(half, half | {"currency": "gbp"}, of_q | {"currency": "EUR"}, of_q | {"currency": "GBP"}) == {
        "P": [pytest.approx(50 + 60), None, 0],
        "Q": [pytest.approx(62.5 + 75), None, 0],
    }  # fmt: skip


def test_what_has_no_rate_or_no_figure_is_said_and_never_left_out_in_silence() -> None:
    half = {"probability": 0.5, "money": 100.0}
    assert threats(
        half, half | {"currency": "USD"}, half | {"currency": "JPY"}, {"money": 1.0}, half | {"kind": "opportunity"},
        half | {"about_key": "Q", "currency": "USD"},
        half | {"state": "closed"}, half | {"about_key": "R"},
    ) == {"P": [50.0, "JPY, USD", 1], "Q": [None, "USD", 0]}  # fmt: skip
