"""The page of resources: who is over capacity, by week, and the conflicts behind it."""

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from dash import Dash, html

from dashboard import demonstration
from dashboard.analysis.working_time import weeks_from
from dashboard.app import create_app
from dashboard.pages.resources import order_of, page_of
from dashboard.panels import resources as panel
from dashboard.panels.cell import of_cell, rest
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from dashboard.view import cell as behind
from dashboard.view.cell import cell_of
from dashboard.view.conflicts import conflicts_of
from dashboard.view.resources import MOST, Asked, Resources, asked_of, everybody_of, resources_of
from dashboard.words import rounded
from data.records import Assignment, Project, Resource
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, links, parts, rows, section, words
from tests.dashboard.stores import empty_store, load_records

PROJECTS = [
    "Pump series 7", "New assembly line, Vellin plant", "Core data platform", "Remote monitoring roll-out",
    "Test bench 3",
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def grouped(view: View, asked: Asked) -> Resources:
    everybody = everybody_of(view, asked.weeks, asked.by == "project")
    return resources_of(view, asked, everybody, conflicts_of(view, weeks_from(view.today, asked.weeks)))


def later(app: Dash, part: str, at: str) -> Any:
    """Give what a part of the page holds, for which it asks when it stands."""
    answer = fire(app.server.test_client(), app, f"resources-{part}.children", None, {"at": at})
    return answer.get_json()["response"][f"resources-{part}"]["children"]


def test_it_opens_with_who_endangers_most(demo: Dash) -> None:
    page = drawn(demo, "/resources")
    lead = next(words(one) for one in parts(page, "P") if one["props"].get("className") == "lead")
    assert lead.endswith("Most is endangered by Marta Oyelund: 144 hours over in 6 weeks from 9 Nov 2026.")


def heatmap(page: list[Any]) -> tuple[dict[str, Any], np.ndarray]:
    """Give what the heatmap is drawn from, and its cells in percent of the capacity, a row a group."""
    cells = next(one["props"]["data"] for one in parts(page, "Store"))
    shape = len(cells["rows"]), len(cells["periods"])
    capacity, demand = (
        np.frombuffer(b64decode(cells[name]["bdata"]), dtype=f"<{cells[name]['dtype']}").reshape(shape)
        for name in ("capacity", "demand")
    )
    return cells, np.divide(demand * 100.0, capacity, out=np.zeros(shape), where=capacity > 0)


def test_a_row_a_person_and_a_column_a_week_the_most_over_first(demo: Dash) -> None:
    cells, percent = heatmap(drawn(demo, "/resources"))
    assert len(cells["rows"]) == 96 and len(cells["periods"]) == 13
    assert cells["periods"][:2] == ["2026-11-02", "2026-11-09"] and cells["now"] == 0
    assert cells["rows"][0][:2] == ["m.oyelund@tarnholm.example", "Marta Oyelund"]
    assert [round(value) for value in percent[0][:8]] == [0, *[167] * 6, 0]


def test_steps_spans_and_orders_stand_in_the_address_and_stay(demo: Dash) -> None:
    page = drawn(demo, "/resources?department=ENG&step=month&weeks=26&order=free&as_of=2026-11-01")
    cells, _ = heatmap(page)
    assert cells["periods"] == [f"{month}-01" for month in ("2026-10", "2026-11", "2026-12", "2027-01", "2027-02",
                                                            "2027-03", "2027-04")]  # fmt: skip
    assert links(page)["By skill"] == (
        "/resources?department=ENG&as_of=2026-11-01&step=month&weeks=26&order=free&group=skill"
    )
    assert [words(one) for one in parts(page, "A") if one["props"].get("aria-current")] == [
        "By person", "By month", "26 weeks", "Most free first",
    ]  # fmt: skip


def test_a_department_leaves_its_people_and_their_conflicts(demo: Dash) -> None:
    cells, _ = heatmap(drawn(demo, "/resources?department=DIT"))
    everybody, _ = heatmap(drawn(demo, "/resources"))
    assert 0 < len(cells["rows"]) < len(everybody["rows"])
    assert "Marta Oyelund" not in {name for _, name, _ in cells["rows"]}


def test_a_cell_opens_the_work_behind_it(demo: Dash) -> None:
    address = "/resources?cell=2026-11-09:m.oyelund%40tarnholm.example"
    answer = fire(demo.server.test_client(), demo, "resources-panel.children", {"at": address, "revision": 2})
    panel = answer.get_json()["response"]["resources-panel"]["children"]
    assert "60 of 36 hours, 167 %." in words(panel)
    assert [row[1] for row in rows(panel)[1:]] == ["20", "16", "12", "8", "4"]
    assert set(PROJECTS) < set(links(panel)) and links(panel)["Marta Oyelund"] == "/person/m.oyelund%40tarnholm.example"
    assert any(words(one).endswith("row 2") or ", " in words(one) for one in parts(panel, "A"))


@pytest.mark.parametrize("group", ["role", "skill", "department", "project"])
def test_the_work_behind_a_cell_adds_up_to_it(demo_store: Store, group: str) -> None:
    view = View(demo_store, Selection.parse("/resources"), demonstration.settings().moment())
    asked = Asked(group, "week", 13, ("ENG", "RND"))
    found = grouped(view, asked)
    for place in found.ordered("worst")[:3]:
        cell = cell_of(view, asked, found.groups["key"][place], "2026-11-09")
        assert cell is not None
        assert cell.demand * 60 == pytest.approx(found.bins.demand[place][1])
        assert cell.rows["hours"].sum() == pytest.approx(cell.demand)


def test_a_cell_of_many_opens_the_work_of_those_who_have_most(demo_store: Store, monkeypatch: Any) -> None:
    monkeypatch.setattr(behind, "MOST_UNITS", 2)
    view = View(demo_store, Selection.parse("/resources"), demonstration.settings().moment())
    asked = Asked("department")
    cell = cell_of(view, asked, "ENG", "2026-11-09")
    assert cell is not None
    assert len(set(cell.rows["person"])) == 2 and (cell.others, cell.unnamed) == (18, 0)
    left = cell.demand - cell.rows["hours"].sum()
    shown = words(of_cell(cell, asked, Selection.parse("/resources?group=department")))
    assert f"{rounded(left, 1)} hours more are of 18 other people who have less each." in shown
    monkeypatch.setattr(behind, "MOST_UNITS", 0)
    cell = cell_of(view, Asked("skill"), "controls", "2026-11-09")
    assert cell is not None and (cell.others, cell.unnamed) == (14, 1)


@pytest.mark.parametrize(
    ("shown", "demand", "asked", "others", "unnamed", "says"),
    [
        ([(8.0, 0.0)], 20.0, 0.0, 1, 0, "12 hours more are of 1 other person who has less."),
        (
            [(8.0, 0.0)], 20.0, 4.0, 2, 1,
            "12 hours more and 4 hours more asked for are of 2 other people who have less each and 1 smaller demand "
            "without a name.",
        ),
        ([(8.0, 0.0)], 8.0, 4.0, 0, 3, "4 hours more asked for are of 3 smaller demands without a name."),
        ([(1.0, 0.0)] * 40 + [(0.0, 2.0)], 40.0, 2.0, 0, 0, "2 hours more asked for are of 1 smaller assignment."),
        ([(8.0, 4.0)], 8.0, 4.0, 0, 0, ""),
        ([(8.0, 0.0)], 8.01, 0.0, 1, 0, ""),
    ],
)  # fmt: skip
def test_what_the_work_behind_a_cell_leaves_out_is_said(
    shown: list[tuple[float, float]], demand: float, asked: float, others: int, unnamed: int, says: str
) -> None:
    rows = pd.DataFrame(shown, columns=["hours", "asked_hours"])
    cell = behind.Cell(
        "ENG", "Engineering", "2026-11-09", "2026-11-15", rows, 40.0, demand, asked, 0.0, others, unnamed
    )
    assert rest(cell) == says


def test_all_at_a_glance_stand_only_where_they_fill_more_than_a_page(demo_store: Store) -> None:
    view = View(demo_store, Selection.parse("/resources"), demonstration.settings().moment())
    found = grouped(view, Asked())
    assert panel.overview(found, found.ordered("worst"), {}) == []
    count, repeat = len(found.groups), [0, 1] * 75
    many = replace(
        found,
        bins=found.bins._replace(
            **{name: getattr(found.bins, name)[repeat] for name in ("capacity", "demand", "worst")}
        ),
        groups=found.groups.iloc[repeat].reset_index(drop=True),
    )
    assert count <= MOST < len(many.groups)
    (shown,) = panel.overview(many, many.ordered("worst"), {"scheme": "dark"})
    graph: Any = shown["resources-overview"]
    assert len(graph.figure.data[0].y) == 150
    pages = panel.heatmap(many, "worst", 1, {}, html.Div(), Selection.parse("/resources?page=2&group=person"))
    children: Any = pages.children
    nav: Any = next(one for one in children if isinstance(one, html.Nav))
    assert [one.children for one in nav.children] == ["Page 2 of 2", "Before"]
    assert nav.children[1].href == "/resources?group=person"


def test_a_cell_that_is_not_there_says_so(demo_store: Store) -> None:
    view = View(demo_store, Selection.parse("/resources"), demonstration.settings().moment())
    assert cell_of(view, Asked(), "nobody", "2026-11-09") is None
    assert cell_of(view, Asked(), "m.oyelund@tarnholm.example", "2026-11-10") is None


def test_what_the_address_asks_for_wrongly_is_the_first_that_is_offered() -> None:
    assert asked_of(Selection.parse("/resources?group=tea&step=hour&weeks=99")) == Asked()
    assert order_of(Selection.parse("/resources?order=tea")) == "worst"
    pages = [page_of(Selection.parse(f"/resources?page={text}"), 250) for text in ("1", "2", "9", "-1", "x")]
    assert pages == [0, 1, 2, 0, 0]


def test_a_conflict_leads_to_what_could_be_done(demo: Dash) -> None:
    found = section(later(demo, "conflicts", "/resources"), "Conflicts")
    first = rows(found)[1]
    assert first[:3] == ["Marta Oyelund", "6 weeks from 9 Nov 2026", "144"]
    assert "Core data platform" in first[3] and first[5:] == ["7.1", "Open"]
    assert list(links(found))[1:6] == PROJECTS
    assert links(found)["Marta Oyelund"] == "/conflict/m.oyelund%40tarnholm.example%3A2026-11-09"


def test_files_hold_the_departments_of_the_page(demo: Dash) -> None:
    client, at = demo.server.test_client(), "/resources?department=DIT&department=RND"
    cells, _ = heatmap(page := drawn(demo, at))
    load = client.get(links(page)["All of it as CSV"]).get_data(as_text=True).splitlines()
    assert len(load) == 1 + 13 * len(cells["rows"])
    found = section(later(demo, "conflicts", at), "Conflicts")
    there = links(found)["All of a year as CSV"]
    assert there == "/api/v1/conflicts?department=DIT&department=RND&format=csv"
    rows_of_file = client.get(there.replace("csv", "json")).get_json()
    assert {row["department"] for row in rows_of_file} == {"DIT"}  # nobody of R&D is over capacity
    assert client.get("/api/v1/conflicts?limit=1&limit=2").status_code == 400


@pytest.mark.parametrize(
    ("group", "first"),
    [
        ("role", "Controls engineer"),
        ("skill", "drive controls"),
        ("department", "Engineering"),
        ("project", "New assembly line, Vellin plant"),
    ],
)
def test_groups_stand_beside_people(demo: Dash, group: str, first: str) -> None:
    page = drawn(demo, f"/resources?group={group}")
    cells = next(one["props"]["data"] for one in parts(page, "Store"))
    assert cells["rows"][0][1] == first
    assert words(next(one for one in parts(page, "A") if one["props"].get("aria-current"))) == f"By {group}"


def test_who_has_no_name_is_nobody_and_what_endangers_nothing_is_not_said_to(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    asked = Assignment("1", project="P", start="2026-11-09", finish="2026-11-13", work=3000.0)
    who = (Resource(key, name=key, kind="person", hours_per_week=40.0) for key in ("Ada", "Bo"))
    work = (asked._replace(key=key, resource=key) for key in ("Ada", "nobody of that name"))
    load_records(store, [Project("P", name="Line"), *who, *work], title="register.xlsx", feed="register")
    view = View(store, Selection(page="resources"), datetime(2026, 11, 4, tzinfo=UTC))
    assert panel.sentence(grouped(view, Asked("person", "week", 13, ()))) == (
        "1 of 2 people is asked for more than they have in a week of the next 13 weeks; work for nobody by name has a "
        "line of its own. Furthest over is Ada: 10 hours over in 1 week from 9 Nov 2026."
    )
    assert panel.sentence(grouped(view, Asked("department", "week", 13, ()))) == (
        "No department is named for the work of the next 13 weeks."
    )
    store.close()


def test_what_belongs_to_no_department_is_counted_as_none_and_said_to_have_a_line(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    homes = {"Ada": "Design", "Bo": "Build", "Cy": None}
    who = [Resource(key, key, "person", hours_per_week=40.0, department=home) for key, home in homes.items()]
    asked = Assignment("1", project="P", start="2026-11-09", finish="2026-11-13", work=3000.0)
    work = [asked._replace(key=key, resource=key) for key in homes]
    load_records(store, [Project("P", name="Line"), *who, *work], title="register.xlsx", feed="register")
    app = create_app(store, Settings(now=datetime(2026, 11, 4, tzinfo=UTC)))
    said = words(drawn(app, "/resources?group=department"))
    assert (
        "2 of 2 departments are asked for more than they have in a week of the next 13 weeks; what belongs to no "
        "department has a line of its own. "
    ) in said
    assert "All 2 departments and what belongs to none, most over first. " in said
    store.close()


def test_people_without_work_are_said_to_have_none(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Resource("ann", "Ann Lee", "person"), Resource("bo", "Bo Kim", "person")], title="a.xlsx")
    said = words(drawn(create_app(store, Settings()), "/resources"))
    assert "No work of anybody lies in the next 13 weeks; people that are known: 2." in said
    assert "All 2 people, most over first. A cell opens the work behind it." in said
    load_records(store, [Resource("ann", "Ann Lee", "person")], title="b.xlsx")
    alone = words(drawn(create_app(store, Settings()), "/resources"))
    assert "people, most over first." not in alone and "A cell opens the work behind it." in alone
    store.close()


def test_an_empty_store_says_what_to_load(tmp_path: Path) -> None:
    app = create_app(empty_store(tmp_path), Settings())
    assert "The store holds nothing that was loaded by the moment" in words(drawn(app, "/resources"))
