"""What got its key later, from a register, is one thing in its course, its history, on the map and in addresses."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dashboard.app import create_app
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from dashboard.view.changes import changes_of, moments
from dashboard.view.compared import compared, shown, since
from dashboard.view.explain.history import history
from dashboard.view.portfolio import course
from data.records import (
    Assignment,
    Contribution,
    Kpi,
    Link,
    Milestone,
    Objective,
    Perspective,
    Project,
    Reading,
    Record,
    Resource,
    Task,
)
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.stores import empty_store, load_records

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)
WEEKS = "2026-11-02T08:00:00", "2026-12-11T17:00:00"


def _plan(forecast: str, baseline: str, day: str) -> list[Record]:
    return [
        Project("7", name="New line", status_date=day),
        Task("7.1", "7", uid="1", name="Ready", kind="milestone", baseline_finish=baseline, finish=forecast),
        Task("7.2", "7", uid="2", name="Build", kind="task", start=WEEKS[0], finish=WEEKS[1]),
        Resource("5", kind="person", name="Ada Byron", max_units=1.0),
        Assignment("7.2.5", "7", task="7.2", resource="5", work=400 * 60.0, start=WEEKS[0], finish=WEEKS[1]),
    ]


STRATEGY: list[Record] = [
    Perspective("p", name="Customer"),
    Objective("a", name="Deliver on time", perspective="p"),
    Objective("b", name="Keep what works", perspective="p"),
    Kpi(
        "k", name="Lead time", objective="a", unit="d", better="lower", baseline=47.0, baseline_date="2025-12-31",
        target=38.0, target_date="2026-12-31",
    ),
    Link("1", "b", "a"),
]  # fmt: skip
REGISTER: list[Record] = [
    *STRATEGY,
    Project("LINE", schedule_id="7", name="New line"),
    Milestone("M1", project="LINE", name="Ready", kind="milestone"),
    Reading("2", "k", "2026-09-30", actual=46.0),
    Contribution("1", project="LINE", milestone="M1", serves="k"),
    Resource("ada@x.example", kind="person", name="Ada Byron"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A plan in August and September and a strategy from StratML; the register with its own keys in October."""
    store = empty_store(tmp_path_factory.mktemp("rekeyed"))
    load_records(
        store,
        [*STRATEGY, Reading("1", "k", "2026-08-31", actual=40.0)],
        title="strategy.stratml",
        as_of="2026-08-31",
        feed="aims",
        loader="stratml",
    )
    for day, forecast, baseline in (
        ("2026-08-31", "2026-10-01", "2026-10-01"),
        ("2026-09-30", "2026-12-01", "2026-11-02"),
    ):
        load_records(store, _plan(forecast, baseline, day), title=day, as_of=day, feed="plan", loader="primavera")
    load_records(store, REGISTER, title="register.xlsx", as_of="2026-10-31", feed="register")
    yield store
    store.close()


def of(store: Store, address: str) -> View:
    return View(store, Selection.parse(address), NOW)


def test_the_course_of_its_status_goes_on(store: Store) -> None:
    with store.reading() as connection:
        found = course(connection, 4, ["LINE"])
    assert [day for day, _ in found["LINE"]] == ["2026-08-31", "2026-09-30", "2026-10-31"]


def test_its_history_and_that_of_its_milestones_go_on(store: Store) -> None:
    with store.reading() as connection:
        status = history(connection, 4, "project", ["LINE"], ["status"])
        slips = history(connection, 4, "milestone", ["M1"], ["slip_days"])
    assert status[["subject", "on_date"]].values.tolist() == [["LINE", "2026-08-31"], ["LINE", "2026-09-30"]]
    assert slips[["subject", "on_date"]].values.tolist() == [["M1", "2026-08-31"], ["M1", "2026-09-30"]]
    found = of(store, "/").milestone("M1")
    assert found is not None
    assert (found["first_baseline"], found["moved_from"], found["moved_to"]) == (
        "2026-10-01",
        "2026-10-01",
        "2026-11-02",
    )


def test_the_compared_map_shows_it_once(store: Store) -> None:
    view = of(store, "/?compare=2026-09-30")
    first = since(view)
    assert first is not None
    now = view.strategy()
    frames = shown(view.map(now), compared(view, first, now), whole=True)
    assert frames.bands[["key", "name"]].values.tolist() == [["p", "Customer"]]
    named = ["key", "fate", "was", "status"]
    assert frames.objectives[named].values.tolist() == [
        ["a", "changed", "on_track", "off_track"], ["b", "same", None, "no_data"]
    ]  # fmt: skip
    assert frames.kpis[named].values.tolist() == [["k", "changed", "on_track", "off_track"]]
    assert frames.links[["from", "to", "fate"]].values.tolist() == [["b", "a", "same"]]


def test_it_is_told_of_as_one_thing_and_nobody_as_overloaded_who_was(store: Store) -> None:
    view = of(store, "/")
    first, last = moments(view, 3, 4)
    assert last is not None
    rows = changes_of(view, first, last)
    assert rows[["kind", "key", "before"]].values.tolist() == [
        ["status", "a", "on track, 7.41"],
        ["status", "k", "on track, 40 d"],
        ["renamed", "k", "aims.k"],
        ["renamed", "a", "aims.a"],
        ["renamed", "b", "aims.b"],
        ["renamed", "LINE", "plan.7"],
        ["contribution", "LINE", None],
    ]


def test_above_the_map_it_is_told_of_as_having_got_worse(store: Store) -> None:
    found = of(store, "/").headline()
    assert [(one.name, one.before, one.status) for one in found.turned] == [
        ("Deliver on time", "on_track", "off_track")
    ]


@pytest.mark.parametrize(
    ("address", "there", "said"),
    [
        ("/project/plan.7", "/project/LINE", ["The project with the key plan.7 has the key LINE now."]),
        ("/embed/kpi/aims.k", "/embed/kpi/k", ["The KPI with the key aims.k has the key k now."]),
        ("/project/LINE", "/project/LINE", []),
        ("/project/NOPE", "/project/NOPE", []),
        (
            "/project/LINE?revision=3",
            "/project/plan.7?revision=3",
            ["The project with the key LINE had the key plan.7 then."],
        ),
        (
            "/conflict/plan.5:2026-11-09",
            "/conflict/ada%40x.example%3A2026-11-09",
            ["The person with the key plan.5 has the key ada@x.example now."],
        ),
        (
            "/?node=milestone:plan.7.1&perspective=aims.p&perspective=p&collapsed=perspective:aims.p",
            "/?node=milestone:M1&perspective=p&collapsed=perspective:p",
            [
                "The milestone with the key plan.7.1 has the key M1 now.",
                "The perspective with the key aims.p has the key p now.",
            ],
        ),
    ],
)
def test_an_address_of_before_leads_to_what_it_meant(store: Store, address: str, there: str, said: list[str]) -> None:
    view = of(store, address).following()
    assert (view.selection.href, [*view.followed]) == (there, said)


def test_pages_embedded_views_and_api_answer_at_the_address_of_before(store: Store) -> None:
    app = create_app(store, Settings(now=NOW))
    client = app.server.test_client()
    whole = client.get("/api/v1/projects/plan.7")
    assert (whole.status_code, whole.json and whole.json["key"]) == (200, "LINE")
    assert client.get("/api/v1/projects/plan.7").json == client.get("/api/v1/projects/LINE").json
    assert client.get("/api/v1/findings?subject=milestone:plan.7.1").status_code == 200
    assert client.get("/api/v1/kpis/aims.k/readings").status_code == 200
    assert client.get("/api/v1/conflicts/plan.5:2026-11-09/options").status_code == 200
    assert client.get("/api/v1/projects/plan.8").status_code == 404
    drawn = fire(client, app, "..project-title.children...project-body.children..", {"at": "/project/plan.7"})
    assert "New line" in drawn.text and "There is no such project" not in drawn.text
    said = fire(client, app, "problems.children", {"at": "/project/plan.7"})
    assert "The project with the key plan.7 has the key LINE now." in said.text
