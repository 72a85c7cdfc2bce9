"""The bands of the map and what stands above them, of one plan and of several."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.selection import Selection
from dashboard.view import MapFrames, View
from data.records import Kpi, Objective, Organisation, Perspective, Reading, Record, Statement, Theme
from data.store import Store
from tests.dashboard.conftest import NOW
from tests.dashboard.stores import empty_store, load_records


def plan(organisation: str, *goals: str) -> tuple[Record, ...]:
    """A published plan: its organisation, vision, goals, and an objective of each."""
    return (
        Organisation(key="o", name=organisation),
        Statement(key="v", kind="vision", name=f"Vision of {organisation}"),
        Statement(key="m", kind="mission", name=f"Mission of {organisation}"),
        *(Theme(key=goal, name=goal, position=float(at)) for at, goal in enumerate(goals, 1)),
        *(Objective(key=f"{goal}.1", name=f"Do {goal}", theme=goal) for goal in goals),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = empty_store(tmp_path)
    yield store
    store.close()


def frames(store: Store) -> MapFrames:
    return View(store, Selection(), NOW).map()


def names(store: Store) -> list[str]:
    return frames(store).bands["name"].to_list()


def test_the_goals_of_each_plan_stay_together(store: Store):
    load_records(store, plan("Harbour", "Docks", "Tides"), title="b.xml", feed="harbour", loader="stratml")
    load_records(store, plan("Airport", "Runways", "Gates", "Noise"), title="a.xml", feed="airport", loader="stratml")
    assert names(store) == ["Runways", "Gates", "Noise", "Docks", "Tides"]


def test_registers_share_one_order_of_perspectives(store: Store):
    first = (Perspective(key="F", name="Financial", position=1), Perspective(key="L", name="Learning", position=3))
    load_records(store, first, title="one.xlsx", feed="one")
    second = (
        Perspective(key="C", name="Customer", position=2),
        Objective(key="O1", name="Grow", perspective="C"),
    )
    load_records(store, second, title="two.xlsx", feed="two")
    assert names(store) == ["Financial", "Customer", "Learning"]


def test_vision_and_mission_of_one_organisation_head_the_map_however_many_files_name_it(store: Store):
    load_records(store, plan("Harbour", "Docks"), title="a.xml", feed="a", loader="stratml")
    load_records(store, [Organisation(key="x", name="HARBOUR")], title="r.xlsx", feed="r")
    found = frames(store)
    assert (found.vision, found.mission) == ("Vision of Harbour", "Mission of Harbour")
    assert found.organisation == "HARBOUR"  # a register comes first


def test_several_organisations_are_named_and_none_of_their_visions_heads_the_map(store: Store):
    for name in ("Airport", "Bus", "Canal", "Docks", "Edge"):
        load_records(store, plan(name, f"Goal of {name}"), title=name, feed=name, loader="stratml")
    found = frames(store)
    assert (found.organisation, found.vision, found.mission) == ("Airport, Bus, Canal and 2 more", None, None)


def test_an_objective_that_shows_the_value_of_its_only_kpi_shows_its_trend_too(store: Store):
    """Its score fell, because the value rose less than its path; the value that stands beside it is better."""
    kpi = Kpi(key="K", name="Uptime", objective="O", unit="%", better="higher", every="month", baseline=0.0,
              baseline_date="2025-12-31", target=100.0, target_date="2026-12-31")  # fmt: skip
    days = {"2026-03-31": 20.0, "2026-09-30": 30.0}
    readings = (Reading(key=f"K|{day}", kpi="K", date=day, actual=value) for day, value in days.items())
    load_records(store, (Objective(key="O", name="Run"), kpi, *readings), title="r.xlsx", feed="register")
    found = frames(store)
    for rows in (found.objectives, found.kpis):
        assert rows[["value_text", "trend"]].to_numpy().tolist() == [["30 %", "better"]]
