"""A portfolio with every fault at once: nothing of it is infinite or silently zero, and each fault is named."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.demonstration import settings
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.alignment import alignment_of
from dashboard.view.explain import explain
from data.records import Contribution, Kpi, Link, Milestone, Money, Objective, Project, Reading, Record, Risk, Task
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import section, words
from tests.dashboard.stores import empty_store, load_records

GOAL: dict[str, Any] = {"baseline_date": "2025-12-31", "target_date": "2026-12-31", "better": "higher", "unit": "d"}
REGISTER: tuple[Record, ...] = (
    *(Objective(key=f"O{n}", name=f"Objective {n}", weight=0.0) for n in range(1, 28)),
    Kpi(key="K1", name="No target", objective="O1", better="higher", unit="d"),
    Kpi(key="K2", name="No gap", objective="O1", baseline=5.0, target=5.0, **GOAL),
    Kpi(key="K3", name="Unread", objective="O1", baseline=5.0, target=9.0, **GOAL),
    Kpi(key="K4", name="Weightless", objective="O2", baseline=5.0, target=9.0, weight=0.0, **GOAL),
    Kpi(key="K5", name="Nowhere", objective="O99", baseline=5.0, target=9.0, **GOAL),
    Kpi(key="K6", name="Below zero", objective="O3", baseline=5.0, target=9.0, weight=-2.0, **GOAL),
    *(Reading(key=f"r{n}", kpi=f"K{n}", date="2026-10-31", actual=6.0) for n in (1, 2, 4, 5, 6)),
    *(Link(key=f"l{n}", from_objective=f"O{n}", to_objective=f"O{n % 3 + 1}") for n in (1, 2, 3)),
    Contribution(key="c1", project="P1", serves="K4", amount=-900.0),
    Contribution(key="c2", project="P1", milestone="Nobody", serves="K2", amount=1.0, money_share=2.0),
    Project(key="P1", name="No baseline", schedule_id="PLAN", budget=0.0, currency="EUR"),
    Project(key="P2", name="Nothing at all"),
    Project(key="P3", name="Spent without a budget", currency="XXX", status_date="2026-10-31"),
    Milestone(key="m1", project="P3", name="Undated"),
    Money(key="1", project="P3", month="2026-09-01", kind="cost", actual=100.0, currency="XXX"),
    Risk(key="R1", about="P3", kind="threat", title="Unpriced", probability=0.5),
)  # fmt: skip


def plan(day: str) -> tuple[Record, ...]:
    return (
        Project(key="PLAN", name="No baseline", status_date=day, currency="EUR"),
        Task(key="PLAN.1", project="PLAN", uid="1", kind="task", finish="2026-12-18", percent_complete=50.0),
        Task(key="PLAN.2", project="PLAN", uid="2", kind="task", finish="2026-12-18", baseline_start="2026-09-01",
             baseline_finish="2026-09-01", baseline_cost=0.0, actual_cost=0.0),
    )  # fmt: skip


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose register is full of faults, and whose schedule has gone back in time."""
    store = empty_store(tmp_path_factory.mktemp("broken"))
    load_records(store, REGISTER, title="register.xlsx", as_of="2026-09-30", feed="register")
    load_records(store, plan("2026-10-31"), title="plan.xml", as_of="2026-10-31", feed="plan", loader="ms_project")
    load_records(store, plan("2026-08-31"), title="plan.xml", as_of="2026-10-31", feed="plan", loader="ms_project")
    yield store
    store.close()


@pytest.fixture(scope="module")
def app(broken: Store) -> Dash:
    return create_app(broken, settings())


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


def page(app: Dash, address: str, heading: str | None = None) -> str:
    """Give the words of a page, or of the section of a heading."""
    name = Selection.parse(address).page
    output = f"..{name}-title.children...{name}-body.children.."
    answer = fire(app.server.test_client(), app, output, {"at": address, "revision": 3})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body = answer.get_json()["response"][f"{name}-body"]["children"]
    return " ".join(words(section(body, heading) if heading else body).split())


def view(store: Store) -> View:
    return View(store, Selection(), settings().moment())


@pytest.mark.parametrize(
    "address",
    [
        "objectives", "kpis", "projects", "milestones", "contributions", "money", "risks", "dependencies", "alignment",
        "changes?from=1", "objectives/O1", "objectives/O2", "kpis/K1", "kpis/K4", "projects/P1", "projects/P3",
        *(f"findings?subject={one}" for one in ("project:P1", "project:P2", "project:P3", "kpi:K2", "objective:O1")),
    ],
)  # fmt: skip
def test_no_answer_holds_a_number_that_is_none(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200

    def refuse(constant: str) -> Any:
        raise AssertionError(f"{constant} in {address}")

    assert json.loads(answer.get_data(as_text=True), parse_constant=refuse) is not None


@pytest.mark.parametrize(
    "address",
    [
        "/objective/O1", "/objective/O2", "/kpi/K1", "/kpi/K2", "/kpi/K4", "/kpi/K6", "/project/P1", "/project/P2",
        "/project/P3", "/portfolio", "/alignment", "/changes?from=1", "/missing", "/benefits", "/dependencies",
    ],
)  # fmt: skip
def test_no_page_shows_a_number_that_is_none(app: Dash, address: str) -> None:
    said = page(app, address)
    assert len(said) > 40
    assert re.findall(r"\b(?:nan|NaN|inf|NaT)\b", said) == []


def test_what_is_not_computed_says_why_and_what_to_supply(broken: Store) -> None:
    kpis = view(broken).kpis()
    assert kpis.loc[["K1", "K2", "K3"], "reason"].to_list() == [
        "not computed: no target; give one in the KPIs sheet",
        "not computed: the red flag equals the target; correct one of them in the KPIs sheet",
        "not computed: no reading; give one in the Readings sheet",
    ]
    told = {key: {one.measure: one for one in explain(view(broken), "project", key) or []} for key in ("P1", "P2")}
    assert str(told["P1"]["cpi"].text).startswith("not computed: the work counts in working days")
    assert "1 line has no baseline and no budget in it." in [each.text for each in told["P1"]["bac"].because]
    assert told["P2"]["bac"].text == "not computed: no schedule is known; load the project's schedule"
    assert told["P2"]["status"].text == "not computed: none of its dimensions can be judged"


def test_a_parent_says_how_much_it_covers(broken: Store) -> None:
    rows = view(broken).objectives()
    columns = ["status", "coverage", "children"]
    assert rows.loc[["O1", "O2", "O3"], columns].values.tolist() == [
        ["no_data", 0, 3], ["no_data", 1, 1], ["no_data", 1, 1],
    ]  # fmt: skip


def test_every_fault_of_the_map_is_named_on_the_page_of_alignment(broken: Store, app: Dash) -> None:
    faults = alignment_of(view(broken)).faults
    named = {rule: list(rows["subject"])[:3] for rule, rows in faults.groupby("rule")}
    assert named == {
        "objective_without_kpi": ["O10", "O11", "O12"],
        "kpi_without_objective": ["K5"],
        "kpi_without_project": ["K1", "K3", "K6"],
        "project_without_objective": ["P2", "P3"],
        "cycle": ["O1"],
        "too_many_objectives": [""],
        "weights_sum_to_nothing": ["", "O2", "O3"],
        "negative_weight": ["K6"],
        "against_direction": ["K4"],
    }
    said = page(app, "/alignment", "What is wrong with the map itself")
    for heading in (
        "Objectives without KPI: 24", "KPIs that no project moves: 3", "Projects that serve nothing: 2",
        "Circles of cause and effect: 1", "Too many objectives: 1", "Weights that sum to nothing: 3",
    ):  # fmt: skip
        assert heading in said
    assert "O1 → O2 → O3" in said
