"""Delivery, outlook and gap of objectives: worked rows, edges, and the figures of the sample portfolio by hand."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis import causes
from dashboard.analysis import objectives as analysis
from tests.dashboard.analysis.conftest import TODAY, Portfolio

ONE = pd.Index(["O"], dtype=object)
ON, RISK, OFF, DONE = 25 / 3, 5.0, 5 / 3, 10.0


def projects(**statuses: str) -> pd.DataFrame:
    rows = [{"name": f"Project {key}", "status": one, "stale": False} for key, one in statuses.items()]
    return pd.DataFrame(rows, index=list(statuses), dtype=object)


def behind(**parts: float | None) -> pd.DataFrame:
    """Projects behind the objective O with their parts of its gap; None is not quantified."""
    rows = [{"objective": "O", "project": key, "links": 1, "quantified": int(part is not None),
             "part": part or 0.0, "counts": abs(part or 0.0)} for key, part in parts.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=["objective", "project", "links", "quantified", "part", "counts"])


def line(frame: pd.DataFrame, key: str, *names: str) -> Any:
    """Give fields of a row, None where one is missing; one field as it is."""
    row = frame.loc[key].to_dict()
    found = [None if pd.isna(row[name]) else row[name] for name in names]
    return found if len(found) > 1 else found[0]


def delivered(parts: Mapping[str, float | None], *names: str, **statuses: str) -> Any:
    return line(analysis.delivery(behind(**parts), projects(**statuses), ONE), "O", *names)


def test_delivery_is_weighted_by_the_part_of_the_gap_and_names_the_worst() -> None:
    names = ("score", "status", "coverage", "children", "worst", "worst_status")
    found = delivered({"A": 30.0, "B": 10.0}, *names, A="on_track", B="off_track")
    assert found == [pytest.approx((30 * ON + 10 * OFF) / 40), "on_track", 2, 2, "B", "off_track"]


def test_a_dis_benefit_weighs_as_much_as_a_benefit() -> None:
    found = delivered({"A": 30.0, "B": -30.0}, "score", A="on_track", B="off_track")
    assert found == pytest.approx((ON + OFF) / 2)


def test_what_is_not_quantified_or_not_judged_shows_in_the_coverage_only() -> None:
    names = ("score", "status", "coverage", "children", "worst")
    found = delivered({"A": 30.0, "B": None, "C": 5.0}, *names, A="at_risk", B="off_track", C="no_data")
    assert found == [RISK, "at_risk", 1, 3, "A"]


def test_delivery_is_done_only_when_all_that_count_are() -> None:
    parts = {"A": 3.0, "B": 1.0}
    assert delivered(parts, "score", "status", A="done", B="done") == [DONE, "done"]
    assert delivered(parts, "score", "status", A="done", B="at_risk") == [(3 * DONE + RISK) / 4, "on_track"]


@pytest.mark.parametrize(
    ("parts", "status", "why"),
    [
        ({}, "on_track", "not computed: no project contributes to it"),
        ({"A": None}, "on_track", "not computed: no project behind it says how much"),
        ({"A": 20.0}, "no_data", "not computed: none of the projects behind it can be judged"),
    ],
)
def test_a_delivery_that_cannot_be_computed_says_what_to_supply(parts: dict[str, Any], status: str, why: str) -> None:
    score, stands, said = delivered(parts, "score", "status", "why", A=status)
    assert (score, stands, said.startswith(why)) == (None, "no_data", True)


# --- the sample portfolio ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def frames(portfolio: Portfolio) -> dict[str, pd.DataFrame]:
    """Delivery, outlook and gap of every objective of the portfolio, with the statuses that its story gives."""
    kpis = portfolio.kpis.assign(stale=portfolio.kpis.index.isin(["K38", "K39"]))
    effects = causes.effects(portfolio.contributions, portfolio.milestones, portfolio.projects)
    outlooks = causes.outlook(kpis, portfolio.readings, effects)
    parts = causes.parts(kpis, outlooks, effects)
    gaps = causes.gaps(kpis, portfolio.readings, effects, TODAY)
    stood = {"P06": "off_track", "P07": "at_risk", "P08": "at_risk", "P09": "off_track", "P11": "off_track"}
    stood |= {"P13": "off_track", "P16": "at_risk", "P03": "done", "P05": "done"}
    index = portfolio.projects.index
    works = portfolio.projects.assign(status=[stood.get(key, "on_track") for key in index], stale=index == "P18")
    keys = portfolio.objectives.index
    found = analysis.behind(effects, parts, kpis, works, keys)
    judged = analysis.judged_outlooks(outlooks, kpis, portfolio.readings)
    return {
        "behind": found,
        "delivery": analysis.delivery(found, works, keys),
        "outlook": analysis.outlook(judged, kpis, keys),
        "gap": analysis.gap(gaps, kpis, keys),
    }


def test_a_project_behind_several_kpis_counts_once(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["behind"]
    mine = rows[rows["objective"] == "I1"].set_index("project")
    assert mine["part"].to_dict() == pytest.approx({
        "P06": 100 * 5 / 9 / 2,  # -5 of -9 d, half of the objective
        "P07": 100 * (2 / 9 + 2.5 / 5) / 2,
        "P14": 100 * (0.5 / 5) / 2,
    })  # fmt: skip
    assert mine["links"].to_dict() == {"P06": 1, "P07": 2, "P14": 1}


@pytest.mark.parametrize(
    ("key", "score", "status", "coverage", "worst", "stale"),
    [
        ("I1", (250 / 9 * OFF + 325 / 9 * RISK + 5 * ON) / (620 / 9), "at_risk", (3, 3), "P06", False),
        ("I4", OFF, "off_track", (2, 2), "P11", False),
        ("C1", OFF, "off_track", (1, 1), "P11", False),
        ("C4", DONE, "done", (1, 1), "P05", False),
        ("C5", None, "no_data", (0, 0), None, False),
        ("F2", None, "no_data", (0, 0), None, False),
        ("L3", ON, "on_track", (1, 1), "P18", True),
        ("L4", ON, "on_track", (2, 2), "P14", False),
    ],
)
def test_delivery_of_the_portfolio(
    frames: dict[str, pd.DataFrame], key: str, score: float | None, status: str, coverage: Any, worst: Any, stale: bool
) -> None:
    found = line(frames["delivery"], key, "score", "status", "coverage", "children", "worst", "stale")
    assert found == [None if score is None else pytest.approx(score), status, *coverage, worst, stale]


@pytest.mark.parametrize(
    ("key", "scores", "status", "children", "worst", "short", "share"),
    [
        ("I1", (31 / 12, 20 / 3), "at_risk", 2, "K21", 1, 50.0),  # 42.9 against 38; 12.0 against 12
        ("I4", (22 / 9, 17 / 6), "off_track", 2, "K29", 2, 100.0),  # 28.8 against 25; 17.7 against 20
        ("C1", (4.0, 11 / 3), "at_risk", 2, "K11", 2, 100.0),  # 36 against 40; 44.2 against 46
        ("C4", (7.25, 6.0), "at_risk", 2, "K18", 1, 50.0),  # 72.7 against 72; 11.3 against 11
        ("C5", (5 / 6, 2 / 9), "off_track", 2, "K20", 2, 100.0),  # 0.458 against 0.43; 16 against 45
        ("F2", (3.0, 35 / 9), "at_risk", 2, "K04", 2, 100.0),  # 11.9 against 13; 1.17 against 1.22
        ("L3", (50 / 21, 16 / 3), "at_risk", 2, "K38", 2, 100.0),  # 10.8 against 9; 16 - 5 = 11 against 9
        ("L4", (80 / 9, 10.0), "on_track", 2, "K40", 0, 0.0),  # 13 + 3 = 16 against 14; a yes
        ("F1", (35 / 6 + 1 / 18,), "at_risk", 3, "K03", 1, 100.0),  # K01 and K02 add up and have no drift
    ],
)
def test_outlook_of_the_portfolio(
    frames: dict[str, pd.DataFrame], key: str, scores: Any, status: str, children: int, worst: str, short: int,
    share: float,
) -> None:  # fmt: skip
    mean = pytest.approx(sum(scores) / len(scores))
    found = line(frames["outlook"], key, "score", "status", "coverage", "children", "worst", "stale")
    assert found == [mean, status, len(scores), children, worst, key == "L3"]
    assert line(frames["outlook"], key, "short", "short_share") == [short, share]


@pytest.mark.parametrize(
    ("key", "delivered", "coming", "late", "open_", "beyond"),
    [
        ("I1", 0, (200 / 9 + 50) / 2, (500 / 9 + 10) / 2, (200 / 9 + 40) / 2, 0),
        ("I2", (50 + 62.5) / 3, (37.5 + 62.5) / 3, 25 / 3, (37.5 + 37.5) / 3, 12.5 / 3),  # K23 is over-declared
        ("I4", 0, 0, (100 / 3 + 57.5) / 2, (200 / 3 + 42.5) / 2, 0),
        ("C1", 0, 0, 15, 85, 0),
        ("C4", 37.5, 0, 0, 62.5, 0),
        ("C5", 0, 0, 0, 100, 0),
        ("L4", 200 / 11, 150 / 11 + 50, 0, 200 / 11, 0),
    ],
)
def test_the_gap_of_the_portfolio_is_delivered_on_its_way_late_or_open(
    frames: dict[str, pd.DataFrame], key: str, delivered: float, coming: float, late: float, open_: float, beyond: float
) -> None:
    found = line(frames["gap"], key, "delivered", "coming", "late", "open", "beyond")
    assert found == pytest.approx([delivered, coming, late, open_, beyond])
    assert delivered + coming + late + open_ - beyond == pytest.approx(100)


def test_a_range_has_no_gap_and_shows_in_what_is_measured(frames: dict[str, pd.DataFrame]) -> None:
    assert line(frames["gap"], "I3", "measured", "children", "over") == [2, 3, 0]
    assert line(frames["gap"], "I2", "over") == 1


# --- whatever the numbers ---------------------------------------------------------------------------------------------

STATUSES = st.sampled_from(["on_track", "at_risk", "off_track", "done", "no_data", "not_started"])


@given(st.lists(st.tuples(STATUSES, st.floats(0.1, 200)), min_size=1, max_size=6))
def test_a_better_project_never_worsens_delivery(rows: list[tuple[str, float]]) -> None:
    better = {"off_track": "at_risk", "at_risk": "on_track", "on_track": "done"}
    keys = [f"P{n}" for n in range(len(rows))]
    parts = {key: part for key, (_, part) in zip(keys, rows, strict=True)}
    before = delivered(parts, "score", **{key: status for key, (status, _) in zip(keys, rows, strict=True)})
    first, (status, _) = keys[0], rows[0]
    changed = {key: one for key, (one, _) in zip(keys, rows, strict=True)} | {first: better.get(status, status)}
    after = delivered(parts, "score", **changed)
    assert before is None or after >= before - 1e-9
