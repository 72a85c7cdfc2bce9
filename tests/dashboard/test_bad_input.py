"""What cannot be computed is said to be so, with the reason and what to supply: never NaN, infinity, a silent zero."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.assess import assess
from dashboard.selection import Selection
from dashboard.settings import Settings
from data.commit import Load, commit
from data.records import (
    Contribution,
    Dependency,
    Kpi,
    Link,
    Milestone,
    Money,
    Objective,
    Perspective,
    Project,
    Reading,
    Record,
    Risk,
    Setting,
    Task,
)
from tests.dashboard.callbacks import fire
from tests.dashboard.conftest import NOW
from tests.dashboard.pages.drawn import words
from tests.dashboard.stores import empty_store
from tests.data.loads import delivery

REGISTER: tuple[Record, ...] = (
    Perspective("p", name="Process", position=1),
    Objective("NOTHING", name="No weight at all", perspective="p", weight=0.0),
    Objective("RING", name="Its own cause", perspective="p", weight=0.0),
    Objective("BARE", name="No KPI", perspective="p"),
    Link("NOTHING|RING", from_objective="NOTHING", to_objective="RING"),
    Link("RING|NOTHING", from_objective="RING", to_objective="NOTHING"),
    Link("RING|RING", from_objective="RING", to_objective="RING"),
    Kpi("AIMLESS", name="No target", objective="NOTHING", better="higher", unit="h", weight=0.0),
    Kpi(
        "FLAT", name="Target is baseline", objective="NOTHING", better="higher", baseline=5.0, weight=0.0,
        baseline_date="2025-12-31", target=5.0, target_date="2026-12-31", unit="%",
    ),
    Kpi(
        "SUM", name="A total", objective="RING", better="higher", counts="to_date", baseline=0.0, target=0.0,
        baseline_date="2025-12-31", target_date="2026-12-31", unit="EUR",
    ),
    Kpi(
        "FLAG", name="Flag on the goal", objective="RING", better="lower", baseline=9.0, target=5.0, red_flag=5.0,
        baseline_date="2025-12-31", target_date="2026-12-31", weight=0.0, unit="d",
    ),
    Kpi("BAND", name="No edges", objective="RING", better="range", low=1.0, unit="h"),
    Kpi("ZERO", name="From zero", objective="RING", better="higher", baseline=0.0, target=10.0, unit="h",
        baseline_date="2025-12-31", target_date="2026-12-31", every="month"),
    *(Reading(f"{key}|2026-10-31", kpi=key, date="2026-10-31", actual=0.0)
      for key in ("AIMLESS", "FLAT", "SUM", "FLAG", "BAND", "ZERO")),
    Project("EMPTY", name="Nothing is known", currency="EUR"),
    Project("ZERO", name="No budget", schedule_id="Z", budget=0.0, currency="EUR", reported="green"),
    Project("BACK", name="Back in time", schedule_id="B", baseline_start="2026-12-01", baseline_finish="2026-01-31"),
    Project("FREE", name="Spent without work", schedule_id="F", currency="EUR"),
    Project("BEFORE", name="Not begun", schedule_id="N", budget=100.0, currency="EUR"),
    Contribution("1", project="ZERO", milestone="Gate", serves="FLAT", amount=3.0),
    Contribution("2", project="EMPTY", serves="AIMLESS", amount=5.0),
    Contribution("3", project="FREE", serves="SUM", amount=0.0, money_share=0.0),
    Contribution("4", project="BACK", serves="NOTHING"),
    Contribution("5", project="BEFORE", milestone="No such", serves="BAND", amount=-2.0),
    Milestone("M", project="ZERO", name="Gate"),
    Milestone("D", project="ZERO", name="Paper", kind="deliverable", state="rejected"),
    Dependency("d", from_project="ZERO", from_task="Gate", to_project="EMPTY", to_task="None such"),
    Dependency("e", from_project="EMPTY", from_task="None such", to_project="ZERO", to_task="Gate"),
    Money("ZERO|2026-10|cost", project="ZERO", month="2026-10-01", kind="cost", actual=0.0, currency="EUR"),
    Money("FREE|2026-10|cost", project="FREE", month="2026-10-01", kind="cost", actual=50.0, currency="XXX"),
    Risk("R", about="ZERO", kind="threat", title="All of it", probability=1.0, money=10.0),
    Risk("S", about="FREE", kind="threat", title="No figure"),
    Setting("a", name="threshold.pace.on_track", applies_to="*", value="0"),
    Setting("b", name="recommendation 30", applies_to="*", value="stop: ugly"),
    Setting("c", name="rate XXX", applies_to="*", value="nan"),
)  # fmt: skip


def task(key: str, **fields: Any) -> Task:
    return Task(f"{key}.1", project=key, uid="1", name="Work", kind="task", **fields)


PLANS: tuple[Record, ...] = (
    Project("Z", status_date="2026-10-31"),
    task("Z", baseline_start="2026-01-01", baseline_finish="2026-12-31", baseline_cost=0.0, percent_complete=50.0),
    Project("B", status_date="2026-10-31"),
    task("B", baseline_start="2026-12-01", baseline_finish="2026-01-31", baseline_cost=90.0, percent_complete=150.0),
    Project("F", status_date="2026-10-31"),
    task("F", start="2026-01-01", finish="2026-12-31", actual_cost=10.0),
    Project("N", status_date="2026-10-31"),
    task("N", baseline_start="2027-01-04", baseline_finish="2027-01-04", baseline_cost=100.0, finish="2027-01-04"),
)
EARLIER: tuple[Record, ...] = tuple(
    row._replace(status_date="2026-08-31") if isinstance(row, Project) else row for row in PLANS
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dash]:
    store = empty_store(tmp_path_factory.mktemp("bad"))
    for plans, day in ((PLANS, "2026-10-31"), (EARLIER, "2026-08-31")):  # the second status date runs backwards
        loads = [delivery("register", *REGISTER), delivery("plan", *plans, loader="ms_project", status_date=day)]
        commit(store, Load(loads, "bad", as_of="2026-11-01"), assess)
    yield create_app(store, Settings(now=NOW))
    store.close()


def never(constant: str) -> NoReturn:
    raise AssertionError(constant)


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, (path, answer.text)
    assert not NOWHERE.search(answer.text), (path, NOWHERE.search(answer.text))
    return json.loads(answer.text, parse_constant=never)


# Of what Python says where nobody has said it.
NOWHERE = re.compile(r"\b(nan|NaN|NaT|inf|Infinity|<NA>)\b|-inf|\bNone\b(?! (?:such|is|of)\b)")
COLLECTIONS = ("objectives", "kpis", "projects", "milestones", "people", "loads")


def test_no_answer_of_the_api_holds_what_is_no_number(app: Dash) -> None:
    client = app.server.test_client()
    for path in ("map", "changes", "alignment", "revision"):
        get(client, path)
    for kind in COLLECTIONS[:5]:
        for row in get(client, kind):
            get(client, f"{kind}/{row['key']}")
            get(client, f"findings?subject={kind.removesuffix('s').replace('people', 'person')}:{row['key']}")
    for row in get(client, "loads"):
        get(client, f"loads/{row['revision']}")
        get(client, f"projects?revision={row['revision']}")


def addresses(client: FlaskClient) -> list[str]:
    keyed = [f"/{kind[:-1]}/{row['key']}" for kind in COLLECTIONS[:3] for row in get(client, kind)]
    return ["/portfolio", "/alignment", "/changes", "/missing", "/loads", *keyed]


def test_no_page_shows_what_is_no_number(app: Dash) -> None:
    client = app.server.test_client()
    for address in addresses(client):
        page, asked = Selection.parse(address).page, {"at": address, "revision": 2}
        body = next(output for output in app.callback_map if output.startswith(f"..{page}-title"))
        answers = [fire(client, app, body, asked)]
        for output, declared in app.callback_map.items():  # and of what comes after it, in no theme
            inputs = [one["id"] for one in declared["inputs"]]
            if inputs[0] == f"{page}-title" and len(declared["state"]) == 1:
                answers.append(fire(client, app, output, "title", *({} for _ in inputs[1:]), asked))
        for answer in answers:
            assert answer.status_code == 200, (address, answer.text)
            drawn = json.loads(answer.text, parse_constant=never)["response"]
            said = words([part.get("children") for part in drawn.values()])
            assert not NOWHERE.search(said), (address, said)


@pytest.mark.parametrize(
    ("subject", "measure", "why"),
    [
        ("project:EMPTY", "status", "not computed: none of its dimensions can be judged"),
        ("project:EMPTY", "bac", "not computed: no schedule is known; load the project's schedule"),
        ("project:FREE", "ev", "not computed: the schedule has no baseline; set one in the tool that made it"),
        (
            "project:BEFORE",
            "cpi",
            "not computed: no actual cost is known; give it in the Money sheet, or load a s",
        ),
        ("project:BEFORE", "spi_t", "not computed: its first month has not begun"),
        ("kpi:AIMLESS", "score", "not computed: no target; give one in the KPIs sheet"),
        ("kpi:FLAT", "score", "not computed: the red flag equals the target; correct one of them in the KPIs sheet"),
        ("kpi:SUM", "score", "not computed: nothing is expected yet on the reading's date"),
        ("kpi:FLAG", "score", "not computed: the red flag equals the target"),
        ("kpi:BAND", "score", "not computed: give low, high, lowest and highest in the KPIs sheet"),
        ("milestone:M", "slip_days", "not computed: neither a forecast nor an actual date"),
    ],
)
def test_a_figure_that_cannot_be_computed_says_why_and_what_to_supply(
    app: Dash, subject: str, measure: str, why: str
) -> None:
    found = {row["measure"]: row for row in get(app.server.test_client(), f"findings?subject={subject}")}
    assert (found[measure]["value"], (found[measure]["text"] or "")[: len(why)]) == (None, why)


def test_a_parent_says_how_much_of_it_is_known(app: Dash) -> None:
    client = app.server.test_client()
    rows = {row["key"]: row for row in get(client, "objectives")}
    told = {
        key: (row["status"], row["score"] and round(row["score"], 3), row["coverage"], row["children"])
        for key, row in rows.items()
    }
    assert told == {
        "NOTHING": ("no_data", None, 0, 2),
        "RING": ("off_track", 1.114, 1, 4),
        "BARE": ("no_data", None, 0, 0),
    }


def test_what_runs_in_a_circle_is_named(app: Dash) -> None:
    output = next(name for name in app.callback_map if name.startswith("..alignment-title"))
    drawn = fire(app.server.test_client(), app, output, {"at": "/alignment", "revision": 2}).get_json()["response"]
    said = words([part.get("children") for part in drawn.values()])
    assert "NOTHING → RING" in said and "a cause cannot be its own effect" in said
