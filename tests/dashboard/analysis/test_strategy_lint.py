"""What is wrong with the strategy itself."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.analysis import alignment, causes, strategy_lint
from tests.dashboard.analysis.conftest import TODAY, Portfolio

KPI = {"name": "A KPI", "objective": "O", "weight": None, "better": "higher", "baseline": 0.0, "target": 10.0}
LINKED = [("P", "K", 1.0)]


def frame(rows: dict[str, dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=columns, dtype=object)


def faults(
    objectives: dict[str, float | None] | None = None,
    kpis: dict[str, dict[str, Any]] | None = None,
    arrows: list[tuple[str, str]] | None = None,
    linked: list[tuple[str | None, str, float | None]] | None = None,
    path: str = "served",
    covered: float = 50.0,
) -> list[tuple[Any, ...]]:
    """Give (rule, subject, value) of a small map with one fault: O has K, and P serves K."""
    of = {key: {"name": key, "weight": weight} for key, weight in (objectives or {"O": None}).items()}
    measured = frame({key: {**KPI, **row} for key, row in (kpis or {"K": {}}).items()}, list(KPI))
    found = strategy_lint.lint(
        frame(of, ["name", "weight"]),
        measured,
        pd.DataFrame(arrows or [], columns=["source", "target"], dtype=object),
        pd.DataFrame(linked if linked is not None else LINKED, columns=["project", "serves", "amount"], dtype=object),
        pd.DataFrame({"path": [path]}, index=["P"]),
        pd.DataFrame({"gap_covered": covered, "over": covered > 100}, index=measured.index),
        pd.Series({"P": "A project"}),
    )
    return list(found[["rule", "subject", "value"]].itertuples(index=False, name=None))


def test_a_sound_map_has_no_faults() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("map_", "found"),
    [
        ({"objectives": {"O": 1.0, "Q": 1.0}}, ("objective_without_kpi", "Q", None)),
        ({"kpis": {"K": {}, "L": {"objective": None}}}, ("kpi_without_objective", "L", None)),
        ({"kpis": {"K": {}, "L": {}}}, ("kpi_without_project", "L", None)),
        ({"linked": [(None, "K", 1.0)]}, ("kpi_without_project", "K", None)),
        ({"path": "nothing"}, ("project_without_objective", "P", None)),
        ({"objectives": {"O": 0.0}}, ("weights_sum_to_nothing", "", 0.0)),
        ({"kpis": {"K": {"weight": 0.0}}}, ("weights_sum_to_nothing", "O", 0.0)),
        (
            {"kpis": {"K": {"weight": -1.0}, "L": {}}, "linked": [*LINKED, ("P", "L", 1.0)]},
            ("negative_weight", "K", -1.0),
        ),
        ({"linked": [("P", "K", -2.5)]}, ("against_direction", "K", "P: -2.5")),
        ({"kpis": {"K": {"better": "lower"}}}, ("against_direction", "K", "P: +1")),
        ({"covered": 112.5}, ("over_declared", "K", 112.5)),
        ({"arrows": [("O", "O")]}, ("cycle", "O", "O")),
    ],
)
def test_each_fault_is_named_with_what_has_it(map_: dict[str, Any], found: tuple[Any, ...]) -> None:
    assert faults(**map_) == [found]


def test_enabling_work_is_no_fault() -> None:
    assert faults(path="enabling") == []


def test_too_many_objectives_are_counted() -> None:
    keys = [f"O{n}" for n in range(26)]
    kpis = {f"K{n}": {"objective": key} for n, key in enumerate(keys)}
    linked = [("P", key, 1.0) for key in kpis]
    many = {"objectives": dict.fromkeys(keys, 1.0), "kpis": kpis, "linked": linked}
    assert faults(**many) == [("too_many_objectives", "", 26)]
    assert faults(**{**many, "objectives": dict.fromkeys(keys[:25], 1.0)}) == [("kpi_without_objective", "K25", None)]


def rings(*arrows: str) -> list[list[str]]:
    links = pd.DataFrame([tuple(arrow) for arrow in arrows], columns=["source", "target"], dtype=object)
    found = strategy_lint.cycles(links)
    return [list(rows["objective"]) for _, rows in found.groupby("cycle")]


def test_circles_are_found_with_all_their_members() -> None:
    assert rings("AB", "BC", "CA", "CD", "DE", "ED", "EF", "XA") == [["A", "B", "C"], ["D", "E"]]
    assert rings("AB", "BC", "AC") == []
    assert rings() == []


def reachable(arrows: set[tuple[str, str]], start: str) -> set[str]:
    reached: set[str] = set()
    new = {start}
    while new:
        new = {to for of, to in arrows if of in new} - reached
        reached |= new
    return reached


@examples(max_examples=60)
@given(st.sets(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"))))
def test_what_leads_to_itself_is_in_a_circle_and_nothing_else_is(arrows: set[tuple[str, str]]) -> None:
    found = {key for ring in rings(*[f"{of}{to}" for of, to in arrows]) for key in ring}
    assert found == {key for key in "ABCDE" if key in reachable(arrows, key)}


def test_the_portfolios_faults_are_those_of_its_story(portfolio: Portfolio) -> None:
    paths = alignment.paths(portfolio.contributions, portfolio.kpis, portfolio.objectives, portfolio.projects)
    served = alignment.projects_served(paths, portfolio.dependencies, portfolio.projects)
    frame = causes.effects(portfolio.contributions, portfolio.milestones, portfolio.projects)
    found = strategy_lint.lint(
        portfolio.objectives,
        portfolio.kpis,
        portfolio.links,
        portfolio.contributions,
        served,
        causes.gaps(portfolio.kpis, portfolio.readings, frame, TODAY),
        portfolio.projects["name"],
    )
    assert {rule: sorted(rows["subject"]) for rule, rows in found.groupby("rule")} == {
        "kpi_without_project": ["K01", "K02", "K04", "K05", "K07", "K10", "K18", "K19", "K20", "K28", "K33"],
        "project_without_objective": ["P19"],
        "over_declared": ["K23"],
    }
    orphan = found[found["rule"] == "project_without_objective"].iloc[0]
    assert (orphan["name"], orphan["value"]) == ("Showroom and brand centre", None)
