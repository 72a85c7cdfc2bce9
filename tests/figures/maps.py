"""Small maps for the tests of the figures, written as rows, and random ones."""

from typing import Any

import pandas as pd
from hypothesis import strategies as st

from dashboard.figures.strategy_map import StrategyMap
from dashboard.figures.tokens import STATUSES

BANDS = ["Financial", "Customer", "Internal process", "Learning and growth"]


def frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    """A frame with the given columns even when there are no rows."""
    return pd.DataFrame(rows, columns=columns)


def strategy_map(
    objectives: list[dict[str, Any]],
    links: list[tuple[str, str]] | list[dict[str, Any]] = (),  # type: ignore[assignment]
    kpis: list[dict[str, Any]] = (),  # type: ignore[assignment]
    projects: list[dict[str, Any]] = (),  # type: ignore[assignment]
    milestones: list[dict[str, Any]] = (),  # type: ignore[assignment]
    bands: list[str] = BANDS,
    **texts: str,
) -> StrategyMap:
    """A map from short rows; what a row does not say gets a plain value."""
    plain = {"owner": "Ines Kaldor", "status": "on_track", "stale": False, "value_text": "6.72", "trend": "worse"}
    cards = [
        {"name": f"Objective {row['key']}", "theme": None, "department": None, "age_text": "4 days old"} | plain | row
        for row in objectives
    ]
    arrows = [link if isinstance(link, dict) else {"from": link[0], "to": link[1], "sign": "+"} for link in links]
    return StrategyMap(
        bands=pd.DataFrame({"key": bands, "name": bands, "position": range(len(bands))}),
        objectives=frame(
            cards, ["key", "name", "band", "position", "department", "theme", *plain, "age_text", "reason"]
        ),
        kpis=frame(
            [
                {"name": f"KPI {row['key']}", "status": "on_track", "value_text": "44.9 d", "completion": 23.0} | row
                for row in kpis
            ],
            ["key", "name", "objective", "value_text", "completion", "trend", "status", "stale"],
        ),
        projects=frame(
            [{"name": f"Project {row['project']}", "status": "on_track", "quantified": True} | row for row in projects],
            ["project", "name", "objective", "kpi", "status", "stale", "quantified"],
        ),
        milestones=frame(
            [{"name": f"Milestone {row['milestone']}", "status": "on_track"} | row for row in milestones],
            ["milestone", "name", "project", "date_text", "status"],
        ),
        links=frame(arrows, ["from", "to", "sign", "strength", "lag_months"]),
        **texts,
    )


def chain() -> StrategyMap:
    """One throughline: M1 of P1 moves K1 of L1, which causes I1, which causes F1 and lowers F2; C1 stands aside."""
    return strategy_map(
        [
            {"key": "F1", "band": "Financial"},
            {"key": "F2", "band": "Financial"},
            {"key": "C1", "band": "Customer"},
            {"key": "I1", "band": "Internal process"},
            {"key": "L1", "band": "Learning and growth"},
        ],
        [
            {"from": "L1", "to": "I1", "sign": "+", "strength": "strong", "lag_months": 6},
            {"from": "I1", "to": "F1", "sign": "+", "strength": "weak", "lag_months": None},
            {"from": "I1", "to": "F2", "sign": "-", "strength": "moderate", "lag_months": 1},
        ],
        [{"key": "K1", "objective": "L1"}, {"key": "K2", "objective": "F1"}, {"key": "K3", "objective": "C1"}],
        [
            {"project": "P1", "objective": "L1", "kpi": "K1", "quantified": False},
            {"project": "P2", "objective": "C1", "kpi": "K3"},
        ],
        [{"milestone": "M1", "project": "P1", "date_text": "18 Dec 26"}],
        vision="Clean water",
        mission="Build plants",
    )


@st.composite
def random_maps(draw: st.DrawFn, most: int = 40) -> StrategyMap:
    """Maps of any shape: cycles, links inside a band and to itself, upwards and downwards, bands without objectives."""
    count = draw(st.integers(1, most))
    bands = BANDS[: draw(st.integers(1, 4))]
    keys = [f"O{number:03}" for number in range(count)]
    placed = draw(st.lists(st.sampled_from(bands), min_size=count, max_size=count))
    links = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=3 * count, unique=True))
    kpis = draw(st.lists(st.sampled_from(keys), max_size=2 * count))
    return strategy_map(
        [{"key": key, "band": band} for key, band in zip(keys, placed, strict=True)],
        links,
        [{"key": f"K{number}", "objective": key} for number, key in enumerate(kpis)],
        [{"project": f"P{number % 7}", "objective": key, "kpi": f"K{number}"} for number, key in enumerate(kpis)],
        bands=bands,
    )


def large(objectives: int = 200, kpis: int = 600, projects: int = 5000, units: int = 10) -> StrategyMap:
    """The largest portfolio: `units` units, each linked among its own objectives; two KPIs a project."""
    keys = [f"O{number:03}" for number in range(objectives)]
    rows = [
        {
            "key": key,
            "band": BANDS[at * 4 // objectives],
            "theme": f"Unit {at % units}",
            "department": f"Unit {at % units}",
            "name": f"Shorten order to delivery in unit {at % units}",
            "status": list(STATUSES)[at % 6],
        }
        for at, key in enumerate(keys)
    ]
    links = [(keys[at], keys[at - units * (1 + at % 7)]) for at in range(units * 7, objectives)]
    links += [(keys[at], keys[at - units]) for at in range(units * 7, objectives, 2)]
    measures = [
        {"key": f"K{at:03}", "objective": keys[at % objectives], "name": f"Mean delay of late orders {at}"}
        for at in range(kpis)
    ]
    work = [
        {"project": f"P{at:04}", "objective": measures[kpi]["objective"], "kpi": measures[kpi]["key"]}
        for at in range(projects)
        for kpi in {at % kpis, at * 7 % kpis}
    ]
    return strategy_map(rows, sorted(set(links)), measures, work)
