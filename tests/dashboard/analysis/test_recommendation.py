"""What to do with each project: the first line of the table that holds, with its facts."""

from dataclasses import fields, replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.analysis import alignment, causes, exposure, handovers, money, recommendation, strategy_lint
from tests.dashboard.analysis.conftest import TODAY, Portfolio

PROJECT: dict[str, Any] = {
    "stage": "active", "mandatory": False, "status": "on_track", "stale": False, "percent_complete": 50.0, "cpi": 1.0,
    "money_left": 1e6, "path": "served", "slips": None, "short_kpi": None, "points": None, "endangers": None,
    "endangers_other": None,
}  # fmt: skip


def projects(*rows: dict[str, Any]) -> pd.DataFrame:
    keys = [f"P{n}" for n in range(len(rows))]
    return pd.DataFrame([{**PROJECT, **row} for row in rows], index=keys, columns=list(PROJECT), dtype=object)


TROUBLE = {"status": "off_track"}
CONFLICT = {"endangers": 0.2, "endangers_other": 2.0}
SLIPS = {"slips": "K30"}
SHORT = {"short_kpi": "K27", "points": 0.2}
ORPHAN = {"path": "nothing"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"stage": "closed", **TROUBLE}, "none"),
        ({"stage": "stopped", **ORPHAN}, "none"),
        ({"stage": "proposed"}, "none"),
        ({"status": "done", **ORPHAN}, "none"),
        ({"status": "no_data", **ORPHAN}, "ask for data"),
        ({"status": None}, "ask for data"),
        ({"stale": True, **ORPHAN}, "ask for data"),
        (ORPHAN, "stop"),
        (ORPHAN | TROUBLE, "stop"),
        (ORPHAN | {"mandatory": True}, "continue"),
        (ORPHAN | {"money_left": 0.0}, "continue"),
        (ORPHAN | {"money_left": 0.009}, "continue"),
        (ORPHAN | {"money_left": None}, "continue"),
        ({"path": "enabling"}, "continue"),
        (TROUBLE | CONFLICT | SLIPS, "pause"),
        (TROUBLE | CONFLICT | {"percent_complete": 90.0}, "correct"),
        (TROUBLE | CONFLICT | {"percent_complete": None}, "correct"),
        (TROUBLE | CONFLICT | {"endangers_other": 1.99}, "correct"),
        (TROUBLE | {"endangers": None, "endangers_other": 0.1}, "pause"),
        (TROUBLE | {"endangers": 0.0, "endangers_other": 0.0}, "correct"),
        (CONFLICT | {"status": "at_risk"}, "correct"),
        (TROUBLE | SLIPS, "accelerate"),
        (TROUBLE | SLIPS | {"cpi": None}, "accelerate"),
        (SLIPS | {"status": "at_risk", "cpi": 0.90}, "accelerate"),
        (TROUBLE | SLIPS | {"cpi": 0.89}, "correct"),
        ({"status": "at_risk"}, "correct"),
        (SLIPS, "continue"),
        (SHORT, "invest"),
        (SHORT | TROUBLE, "correct"),
        ({}, "continue"),
    ],
)
def test_the_first_line_that_holds_decides(row: dict[str, Any], said: str) -> None:
    assert recommendation.recommend(projects(row))["recommendation"].to_list() == [said]


def test_what_is_to_be_invested_in_is_ranked_by_contribution_for_its_remaining_cost() -> None:
    rows = [SHORT, SHORT | {"points": 3.0}, SHORT | {"money_left": 1e5}, SHORT | {"money_left": 0.0}, TROUBLE | SHORT]
    found = recommendation.recommend(projects(*rows))
    assert found["per_cost"].to_list()[:3] == pytest.approx([0.2, 3.0, 2.0])
    assert found["rank"].to_list()[:3] == [3, 1, 2]
    assert found["rank"].isna().to_list()[3:] == [True, True]


def test_every_recommendation_has_its_facts_in_order() -> None:
    frame = projects(ORPHAN, SHORT).assign(ac=[2.56e6, 1.0])
    found = recommendation.facts(frame, recommendation.recommend(frame))
    assert found[["project", "fact", "value"]].values.tolist() == [
        ["P0", "path", "nothing"], ["P0", "ac", 2.56e6], ["P0", "money_left", 1e6],
        ["P1", "status", "on_track"], ["P1", "short_kpi", "K27"], ["P1", "points", 0.2],
    ]  # fmt: skip
    assert recommendation.facts(frame.iloc[:0], recommendation.recommend(frame.iloc[:0])).empty


def settings(**lines: str) -> pd.DataFrame:
    rows = [{"name": name.replace("_", " "), "value": value} for name, value in lines.items()]
    return pd.DataFrame(rows, columns=["name", "value"], dtype=object)


def test_settings_change_add_and_take_away_lines() -> None:
    lines = settings(
        recommendation_30="-",
        recommendation_60="rescue: in trouble",
        Recommendation_15="hold: mandatory, not path",
        rate_GBP="1",
    )
    rules = recommendation.rules_of(lines)
    assert [rule.number for rule in rules] == [10, 15, 20, 40, 50, 60, 70, 80]
    rows = projects(ORPHAN, TROUBLE, ORPHAN | {"mandatory": True})
    found = recommendation.recommend(rows, rules)
    assert found["recommendation"].to_list() == ["continue", "rescue", "hold"]
    assert len(recommendation.facts(rows, found, rules)) > 0


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("recommendation 30", "stop: not path, ugly", "'ugly' is no condition; known are over, no facts, path"),
        ("recommendation 30", ": not path", "': not path' names no recommendation: write it as stop: not path"),
        ("recommendation ten", "stop: path", "'recommendation ten' names no line of the table: write its number"),
        ("Recommendation 30", "stop: not path, money left", None),
        ("recommendation 30", "-", None),
    ],
)
def test_what_is_wrong_with_a_line_is_said_and_the_line_does_not_count(name: str, value: str, why: str | None) -> None:
    said = recommendation.fault(name, value)
    assert said is None if why is None else (said or "").startswith(why)
    if why:
        assert recommendation.rules_of(settings(**{name: value})) == recommendation.RULES


def test_every_condition_of_the_table_is_explained_and_computed() -> None:
    named = {name.removeprefix("not ") for rule in recommendation.RULES for name in rule.when}
    assert named == set(recommendation.CONDITIONS) == set(recommendation.conditions(projects({})))


def effects(*rows: tuple[str, str | None, str, bool]) -> pd.DataFrame:
    columns = ["serves", "baseline", "effective", "done"]
    return (
        pd.DataFrame(list(rows), columns=columns, dtype=object).assign(project="P", counts=True).astype({"done": bool})
    )


def test_only_a_forecast_that_crosses_the_date_of_the_target_slips_past_it() -> None:
    targets = pd.DataFrame({"target_date": ["2026-12-31", None]}, index=["K", "L"], dtype=object)
    rows = effects(
        ("K", "2026-11-17", "2026-12-31", False),
        ("K", "2027-01-01", "2027-02-01", False),  # late from the start
        ("K", None, "2027-02-01", False),  # nobody knows since when
        ("K", "2026-11-17", "2027-01-26", True),
        ("L", "2026-11-17", "2027-01-26", False),
    )
    assert recommendation.slips_past(rows, targets).empty
    more = pd.concat([rows, effects(("K", "2026-12-31", "2027-01-04", False))], ignore_index=True)
    assert recommendation.slips_past(more, targets).to_dict("index") == {"P": {"slips": "K", "slips_to": "2027-01-04"}}


def test_only_what_is_still_to_come_to_a_short_kpi_can_close_its_gap() -> None:
    outlook = pd.DataFrame({"short": [True, False], "last_date": "2026-10-31"}, index=["K", "L"], dtype=object)
    rows = effects(
        ("K", None, "2026-10-31", True), ("K", None, "2026-12-01", False), ("L", None, "2026-12-01", False),
        ("K", None, "2026-12-02", False),
    )  # fmt: skip
    worth = pd.DataFrame({"points": [9.0, 0.5, 9.0, -1.0]})
    assert recommendation.can_close(rows, worth, outlook).to_dict("index") == {"P": {"short_kpi": "K", "points": 0.5}}


STATES = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["active", "closed", "on_hold", None]),
        "mandatory": st.booleans() | st.none(),
        "status": st.sampled_from(["on_track", "at_risk", "off_track", "done", "not_started", "no_data", None]),
        "stale": st.booleans(),
        "path": st.sampled_from(["served", "enabling", "nothing"]),
        **{name: st.none() | st.floats(-10, 1e6) for name in ("money_left", "cpi", "percent_complete", "points")},
        **{name: st.none() | st.just("K") for name in ("slips", "short_kpi")},
        **{name: st.none() | st.floats(0, 50) for name in ("endangers", "endangers_other")},
    }
)


@examples(max_examples=25)
@given(st.lists(STATES, min_size=1, max_size=5))
def test_every_project_has_one_recommendation_and_mandatory_work_is_never_stopped(rows: list[dict[str, Any]]) -> None:
    frame = projects(*rows)
    found = recommendation.recommend(frame)
    assert found["recommendation"].isin({rule.recommendation for rule in recommendation.RULES}).all()
    assert not (found["recommendation"].eq("stop") & frame["mandatory"].eq(True)).any()
    assert not found["per_cost"].isin([float("inf"), float("-inf")]).any()


# --- the sample portfolio, with the statuses and indices of its story -------------------------------------------------

COMPUTED = {
    "P01": ("on_track", 1.017), "P02": ("on_track", 1.028), "P03": ("done", 1.018), "P04": ("on_track", None),
    "P05": ("done", 0.979), "P06": ("off_track", 0.779), "P07": ("at_risk", 0.968), "P08": ("at_risk", 0.990),
    "P09": ("off_track", 0.939), "P10": ("on_track", 1.038), "P11": ("off_track", 0.920), "P12": ("off_track", 0.916),
    "P13": ("off_track", 1.025), "P14": ("on_track", 1.008), "P15": ("on_track", 1.010), "P16": ("at_risk", None),
    "P17": ("on_track", 1.027), "P18": ("no_data", None), "P19": ("on_track", 1.023), "P20": ("on_track", 1.009),
}  # fmt: skip
SAID = {
    "P01": "continue", "P02": "invest", "P03": "none", "P04": "continue", "P05": "none", "P06": "correct",
    "P07": "correct", "P08": "accelerate", "P09": "accelerate", "P10": "continue", "P11": "accelerate",
    "P12": "correct", "P13": "accelerate", "P14": "continue", "P15": "continue", "P16": "correct", "P17": "continue",
    "P18": "ask for data", "P19": "stop", "P20": "continue",
}  # fmt: skip


def judged(portfolio: Portfolio) -> pd.DataFrame:
    """Give the portfolio's projects with all that a recommendation is made of."""
    frame = causes.effects(portfolio.contributions, portfolio.milestones, portfolio.projects)
    outlook = causes.outlook(portfolio.kpis, portfolio.readings, frame)
    worth = causes.points(frame, portfolio.kpis, portfolio.objectives, portfolio.readings)
    paths = alignment.paths(portfolio.contributions, portfolio.kpis, portfolio.objectives, portfolio.projects)
    served = alignment.projects_served(paths, portfolio.dependencies, portfolio.projects)
    stated = portfolio.projects[["stage", "mandatory", "percent_complete"]].join(served)
    stated = stated.join(recommendation.slips_past(frame, outlook)).join(
        recommendation.can_close(frame, worth, outlook)
    )
    stated["status"] = [COMPUTED[key][0] for key in stated.index]
    stated["cpi"] = [COMPUTED[key][1] for key in stated.index]
    return stated.assign(stale=stated.index == "P18", money_left=1.54e6, endangers=None, endangers_other=None)


def test_the_portfolios_projects_are_recommended_what_its_story_says(portfolio: Portfolio) -> None:
    frame = judged(portfolio)
    found = recommendation.recommend(frame)
    assert found["recommendation"].to_dict() == SAID
    assert found.loc["P02", "rank"] == 1
    facts = recommendation.facts(frame, found)
    assert facts[facts["project"] == "P19"][["fact", "value"]].values.tolist() == [
        ["path", "nothing"],
        ["money_left", 1.54e6],
    ]
    assert facts[facts["project"] == "P11"][["fact", "value"]].values.tolist() == [
        ["status", "off_track"], ["cpi", 0.92], ["slips", "K11"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "missing", [*[[field.name] for field in fields(Portfolio)], [f.name for f in fields(Portfolio)]]
)
def test_whatever_a_store_lacks_the_rest_is_still_judged(portfolio: Portfolio, missing: list[str]) -> None:
    poor = replace(portfolio, **{name: getattr(portfolio, name).iloc[:0] for name in missing})
    frame = judged_anew(poor)
    assert len(recommendation.recommend(frame)) == len(poor.projects)
    sums = money.totals(money.converted(poor.money, poor.settings, poor.projects), TODAY)
    spread = money.shares(poor.contributions, poor.kpis, poor.projects)
    placed = money.allocated(sums, spread, poor.objectives)
    assert placed["actual"].sum() == pytest.approx(sums["actual"].sum())
    paths = alignment.paths(poor.contributions, poor.kpis, poor.objectives, poor.projects)
    rest = len(poor.objectives) + 1
    assert len(alignment.balance(placed, poor.objectives)) == rest
    assert alignment.matrix(paths, placed)["spend"].sum() == alignment.balance(placed, poor.objectives)["spend"].sum()
    assert len(handovers.handovers(poor.dependencies, poor.milestones)) == len(poor.dependencies)
    weighed = exposure.weighed(poor.risks, money.rates(poor.settings), "EUR")
    behind = exposure.by_objective(weighed, poor.objectives.index, poor.kpis, poor.milestones, paths)
    assert len(behind) == len(poor.objectives)


def judged_anew(portfolio: Portfolio) -> pd.DataFrame:
    """Give what `judged` gives, and find the faults of the map on the way."""
    frame = causes.effects(portfolio.contributions, portfolio.milestones, portfolio.projects)
    paths = alignment.paths(portfolio.contributions, portfolio.kpis, portfolio.objectives, portfolio.projects)
    served = alignment.projects_served(paths, portfolio.dependencies, portfolio.projects)
    gaps = causes.gaps(portfolio.kpis, portfolio.readings, frame, TODAY)
    names = portfolio.projects["name"]
    faults = strategy_lint.lint(
        portfolio.objectives, portfolio.kpis, portfolio.links, portfolio.contributions, served, gaps, names
    )
    assert faults["advice"].notna().all()
    return judged(portfolio)
