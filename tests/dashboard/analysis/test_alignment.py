"""Which work leads to which objective, which objective has work behind it, and where the money goes instead."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.analysis import alignment, causes, money
from tests.dashboard.analysis.conftest import TODAY, Portfolio

LINK = ("project", "milestone", "milestone_text", "serves_kind", "serves", "amount")


def table(rows: list[dict[str, Any]], columns: tuple[str, ...], keys: list[str] | None = None) -> pd.DataFrame:
    frame = pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=list(columns), dtype=object)
    return frame if keys is None else frame.set_axis(keys)


def links(*pairs: tuple[str, str]) -> pd.DataFrame:
    rows = [
        {
            "project": p,
            "serves": to,
            "serves_kind": "kpi" if to[0] == "K" else "objective",
            "amount": 1.0,
            "milestone": n,
        }
        for n, (p, to) in enumerate(pairs)
    ]
    return table(rows, LINK)


def projects(**stages: str) -> pd.DataFrame:
    return pd.DataFrame({"stage": list(stages.values())}, index=list(stages), dtype=object)


KPIS = pd.DataFrame(
    {"objective": ["O1", "O2", "retired"], "target_date": "2026-12-31"}, index=["K1", "K2", "K3"], dtype=object
)
OBJECTIVES = pd.DataFrame(
    {"due": ["2026-12-31", "2026-12-31", None], "state": "live", "valid_from": None, "weight": [3.0, 1.0, None]},
    index=["O1", "O2", "O3"],
    dtype=object,
)
RUNNING = projects(A="active", B="active", C="active", D="active")


def waits(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(pairs), columns=["from_key", "to_key"], dtype=object)


def test_a_path_leads_through_a_kpi_or_straight_to_a_live_objective() -> None:
    found = alignment.paths(
        links(("A", "K1"), ("A", "K1"), ("B", "O2"), ("C", "K3"), ("D", "gone")), KPIS, OBJECTIVES, RUNNING
    )
    assert found.values.tolist() == [["A", "K1", "O1", 2, 2], ["B", None, "O2", 1, 1]]


@pytest.mark.parametrize(("stage", "paths"), [("closed", 1), ("on_hold", 1), ("stopped", 0), ("proposed", 0)])
def test_what_was_stopped_or_never_began_leads_nowhere(stage: str, paths: int) -> None:
    assert len(alignment.paths(links(("A", "K1")), KPIS, OBJECTIVES, projects(A=stage))) == paths


def served(dependencies: pd.DataFrame, of: pd.DataFrame = RUNNING) -> list[list[Any]]:
    found = alignment.projects_served(alignment.paths(links(("A", "K1")), KPIS, OBJECTIVES, of), dependencies, of)
    return found[["path", "enables"]].values.tolist()


def test_a_project_that_an_aligned_one_waits_for_is_enabling_and_so_is_what_that_waits_for() -> None:
    assert served(waits(("B", "A"), ("C", "B"), ("A", "D"), ("D", "D"))) == [
        ["served", None], ["enabling", "A"], ["enabling", "B"], ["nothing", None],
    ]  # fmt: skip


def test_nobody_waits_any_more_for_the_good_of_a_project_that_has_ended() -> None:
    assert served(waits(("B", "A")), projects(A="closed", B="active"))[1] == ["nothing", None]


def test_an_objective_is_served_directly_indirectly_or_by_nothing() -> None:
    arrows = pd.DataFrame(
        [["O1", "O2", "+"], ["O1", "O3", "-"], ["O3", "O1", "+"]], columns=["source", "target", "sign"]
    )
    found = alignment.objectives_served(
        alignment.paths(links(("A", "K1")), KPIS, OBJECTIVES, RUNNING), arrows, OBJECTIVES
    )
    assert found["served"].to_dict() == {"O1": "direct", "O2": "indirect", "O3": "nothing"}


def test_a_project_that_reaches_an_objective_in_several_ways_counts_once() -> None:
    paths = alignment.paths(links(("A", "K1"), ("A", "O1"), ("B", "K1")), KPIS, OBJECTIVES, RUNNING)
    none = pd.DataFrame(columns=["source", "target", "sign"], dtype=object)
    found = alignment.objectives_served(paths, none, OBJECTIVES).loc["O1"].to_dict()
    assert found == {"served": "direct", "projects": 2, "links": 3}
    of = alignment.projects_served(paths, waits(), RUNNING).loc["A"].to_dict()
    assert (of["objectives"], of["kpis"]) == (1, 1)
    both = alignment.flows(paths, spent(), OBJECTIVES.assign(department="S"), RUNNING.assign(department="E"))
    assert both[["paths", "projects"]].values.tolist() == [[3, 2]]


def test_a_circle_of_objectives_that_nothing_serves_is_not_served_by_itself() -> None:
    arrows = pd.DataFrame([["O2", "O3", "+"], ["O3", "O2", "+"]], columns=["source", "target", "sign"])
    found = alignment.objectives_served(
        alignment.paths(links(("A", "K1")), KPIS, OBJECTIVES, RUNNING), arrows, OBJECTIVES
    )
    assert found["served"].to_list() == ["direct", "nothing", "nothing"]


# --- money ------------------------------------------------------------------------------------------------------------


def spent(*rows: tuple[str, str | None, float]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["project", "objective", "actual"])
    return frame.astype({"objective": object}).assign(kind="cost", share=1.0)


def test_the_share_of_the_spend_stands_beside_the_share_of_the_weight() -> None:
    found = alignment.balance(spent(("A", "O1", 60.0), ("B", None, 40.0)), OBJECTIVES)
    assert found[["spend_share", "weight_share", "difference"]].values.tolist() == [
        [60.0, 60.0, 0.0], [0.0, 20.0, -20.0], [0.0, 20.0, -20.0], [40.0, 0.0, 40.0],
    ]  # fmt: skip
    assert found.index.to_list()[-1] is None


@pytest.mark.parametrize(
    ("rows", "weight", "why"),
    [
        ((("A", "O1", 0.0),), 1.0, "not computed: no cost has been spent"),
        ((("A", "O1", 1.0),), 0.0, "not computed: the weights sum"),
    ],
)
def test_shares_of_nothing_are_not_computed(rows: Any, weight: float, why: str) -> None:
    found = alignment.balance(spent(*rows), OBJECTIVES.assign(weight=weight))
    assert found["difference"].isna().all()
    assert found["why"].str.startswith(why).all()


def test_money_of_which_nothing_is_known_is_no_zero() -> None:
    nothing = float("nan")
    rows = spent(("A", "O1", nothing), ("B", None, nothing))
    found = alignment.balance(rows, OBJECTIVES)
    assert found["spend"].isna().all()
    assert found["why"].str.startswith("not computed: no actual cost is known").all()
    paths = alignment.paths(links(("A", "K1")), KPIS, OBJECTIVES, RUNNING)
    assert (
        alignment.flows(paths, rows, OBJECTIVES.assign(department="S"), RUNNING.assign(department="E"))["spend"]
        .isna()
        .all()
    )
    some = alignment.matrix(paths, spent(("A", "O1", nothing), ("B", None, 40.0)))
    assert some[["project", "spend"]].fillna(-1).values.tolist() == [["A", -1.0], ["B", 40.0]]


def test_the_matrix_holds_links_and_money_and_what_is_put_down_to_nothing() -> None:
    paths = alignment.paths(links(("A", "K1"), ("A", "K2")), KPIS, OBJECTIVES, RUNNING)
    found = alignment.matrix(paths, spent(("A", "O1", 60.0), ("B", None, 40.0)))
    assert found[["project", "objective", "links", "spend"]].values.tolist() == [
        ["A", "O1", 1, 60.0], ["A", "O2", 1, 0.0], ["B", None, 0, 40.0],
    ]  # fmt: skip


def test_flows_name_the_departments_that_paths_and_money_cross() -> None:
    of = RUNNING.assign(department=["E", "E", "S", "S"])
    to = OBJECTIVES.assign(department=pd.Series(["E", "S"], index=["O1", "O2"]))
    paths = alignment.paths(links(("A", "K1"), ("B", "K2"), ("C", "O3")), KPIS, OBJECTIVES, RUNNING)
    found = alignment.flows(paths, spent(("A", "O1", 60.0), ("B", "O2", 5.0), ("D", None, 40.0)), to, of)
    assert found.values.tolist() == [
        ["E", "E", 1, 1, 60.0, False], ["E", "S", 1, 1, 5.0, True], ["S", None, 1, 1, 40.0, False],
    ]  # fmt: skip


PAIRS = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["K1", "K2", "K3", "O3", "x"])), max_size=6)
ARROWS = st.lists(st.tuples(*[st.sampled_from(["O1", "O2", "O3"])] * 2, st.sampled_from("+-")), max_size=6)
COSTS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from(["O1", "O2", "O3", None]), st.integers(0, 10**6).map(float)),
    max_size=6,
)


@examples(max_examples=25)
@given(PAIRS, ARROWS, COSTS)
def test_shares_sum_to_all_and_money_appears_once_in_every_table(
    pairs: list[tuple[str, str]], arrows: list[tuple[str, str, str]], costs: list[tuple[str, str | None, float]]
) -> None:
    rows = spent(*costs)
    paths = alignment.paths(links(*pairs), KPIS, OBJECTIVES, RUNNING)
    found = alignment.balance(rows, OBJECTIVES)
    assert found["weight_share"].sum() == pytest.approx(100)
    assert found["spend_share"].sum() == pytest.approx(100 if rows["actual"].sum() else 0)
    department = {"department": ["E", None, "S"]}
    flows = alignment.flows(paths, rows, OBJECTIVES.assign(**department), RUNNING.assign(department="E"))
    total = pytest.approx(rows["actual"].sum())
    assert total == found["spend"].sum() == alignment.matrix(paths, rows)["spend"].sum() == flows["spend"].sum()
    arrow = pd.DataFrame(arrows, columns=["source", "target", "sign"], dtype=object)
    states = alignment.objectives_served(paths, arrow, OBJECTIVES)["served"]
    assert set(states[states == "direct"].index) == set(paths["objective"])


# --- warnings ---------------------------------------------------------------------------------------------------------


def effects(*rows: dict[str, Any]) -> pd.DataFrame:
    columns = ("project", "serves_kind", "serves", "done", "effective", "baseline")
    return table(
        [{"project": "A", "serves_kind": "kpi", "serves": "K1", "done": False, **row} for row in rows], columns
    )


def warned(
    rows: pd.DataFrame, stages: pd.DataFrame = RUNNING, objectives: pd.DataFrame = OBJECTIVES
) -> list[list[Any]]:
    read = pd.DataFrame({"kpi": ["K1"], "actual": [1.0]})
    path = pd.DataFrame({"path": ["nothing" if key == "D" else "served" for key in stages.index]}, index=stages.index)
    return alignment.warnings(stages, path, rows, KPIS, objectives, read, TODAY).values.tolist()


def test_running_work_without_a_path_is_warned_of_and_ended_work_is_not() -> None:
    assert warned(effects()) == [["D", "no_path", TODAY, "project", "D", None]]
    assert warned(effects(), projects(A="active", D="closed")) == []


def test_an_effect_after_its_objectives_date_is_dated_by_the_effect() -> None:
    late = effects({"effective": "2027-01-26"}, {"effective": "2026-12-31"}, {"effective": "2027-01-26", "done": True})
    assert warned(late, projects(A="active")) == [["A", "effect_too_late", "2027-01-26", "kpi", "K1", "2026-12-31"]]


def test_without_a_date_of_the_objective_that_of_the_kpis_target_counts() -> None:
    undated = OBJECTIVES.assign(due=None)
    assert len(warned(effects({"effective": "2027-01-01"}), projects(A="active"), undated)) == 1


def test_work_that_only_leads_through_a_kpi_without_readings_or_a_retired_objective_is_warned_of() -> None:
    retired = pd.concat(
        [OBJECTIVES, pd.DataFrame({"state": "retired", "valid_from": "2026-09-01"}, index=["retired"], dtype=object)]
    )
    running = projects(A="active", B="active", C="active")
    rows = effects(
        {"serves": "K2"},
        {"project": "B", "serves": "K3"},
        {"project": "C", "serves": "K1"},
        {"project": "C", "serves": "K2"},
    )
    assert warned(rows, running, retired.astype(object)) == [
        ["A", "no_readings", TODAY, "kpi", "K2", None],
        ["B", "retired", "2026-09-01", "objective", "retired", None],
    ]


def test_a_weight_that_was_cut_since_approval_is_warned_of() -> None:
    approved = pd.DataFrame([["A", "O1", 70.0], ["B", "O2", 20.0]], columns=["project", "objective", "weight"])
    paths = alignment.paths(links(("A", "K1"), ("B", "K2")), KPIS, OBJECTIVES, RUNNING)
    found = alignment.weight_cuts(paths, approved, OBJECTIVES, TODAY)
    assert found[["project", "subject", "weight", "now"]].values.tolist() == [["A", "O1", 70.0, 60.0]]


@pytest.mark.parametrize(
    ("baseline", "done", "actual", "warns"),
    [
        ("2026-09-01", False, 80.0, True),  # due, not come, and the money is gone
        ("2026-12-01", False, 80.0, False),  # not due yet
        ("2026-09-01", True, 80.0, False),
        ("2026-09-01", False, 5.0, False),  # hardly any money has gone
    ],
)
def test_spend_that_runs_ahead_of_contribution_is_warned_of(
    baseline: str, done: bool, actual: float, warns: bool
) -> None:
    rows = effects({"baseline": baseline, "effective": "2026-09-01" if done else "2026-12-01", "done": done})
    costs = pd.DataFrame({"actual": [actual], "budget": [100.0]}, index=["A"])
    found = alignment.spend_ahead(rows, pd.DataFrame({"points": [2.0]}), costs, TODAY)
    assert found[["spent", "delivered"]].values.tolist() == ([[80.0, 0.0]] if warns else [])


# --- the sample portfolio ---------------------------------------------------------------------------------------------


def paths_of(portfolio: Portfolio) -> pd.DataFrame:
    return alignment.paths(portfolio.contributions, portfolio.kpis, portfolio.objectives, portfolio.projects)


def test_the_portfolios_objectives_are_served_as_its_story_says(portfolio: Portfolio) -> None:
    found = alignment.objectives_served(paths_of(portfolio), portfolio.links, portfolio.objectives)["served"]
    assert found[found != "direct"].to_dict() == {"F2": "indirect", "C5": "nothing"}


def test_the_portfolios_orphan_is_found_and_its_enabler_is_none(portfolio: Portfolio) -> None:
    found = alignment.projects_served(paths_of(portfolio), portfolio.dependencies, portfolio.projects)
    assert found[found["path"] != "served"][["path", "enables"]].to_dict("index") == {
        "P12": {"path": "enabling", "enables": "P11"},
        "P19": {"path": "nothing", "enables": None},
    }


def test_the_portfolios_late_effects_are_warned_of(portfolio: Portfolio) -> None:
    served = alignment.projects_served(paths_of(portfolio), portfolio.dependencies, portfolio.projects)
    frame = causes.effects(portfolio.contributions, portfolio.milestones, portfolio.projects)
    found = alignment.warnings(
        portfolio.projects, served, frame, portfolio.kpis, portfolio.objectives, portfolio.readings, TODAY
    )
    late = found[found["warning"] == "effect_too_late"]
    assert late.groupby("project")["date"].min().to_dict() == {
        "P06": "2027-01-01", "P08": "2027-01-04", "P09": "2027-02-14", "P11": "2027-01-26", "P13": "2027-02-12",
        "P14": "2027-01-03",
    }  # fmt: skip
    assert found[found["warning"] != "effect_too_late"][["project", "warning"]].values.tolist() == [["P19", "no_path"]]


def test_the_portfolio_spends_nothing_on_what_nothing_serves(portfolio: Portfolio) -> None:
    sums = money.totals(money.converted(portfolio.money, portfolio.settings, portfolio.projects), TODAY)
    spread = money.shares(portfolio.contributions, portfolio.kpis, portfolio.projects)
    found = alignment.balance(money.allocated(sums, spread, portfolio.objectives), portfolio.objectives)
    assert found.loc[["C5"], ["spend", "weight_share"]].values.tolist() == [[0.0, 4.0]]
    assert found["spend"].sum() == pytest.approx(sums.loc[sums["kind"] == "cost", "actual"].sum())
    assert np.isclose(found["spend_share"].sum(), 100.0)
