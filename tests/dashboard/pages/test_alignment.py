"""What the page of alignment says: what serves nothing, what nothing serves, shares, the matrix, and hostile names."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.demonstration import settings
from dashboard.panels.alignment import matrix_columns
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.alignment import Alignment, alignment_of
from data.records import Contribution, Kpi, Money, Objective, Project
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, links, parts, rows, section, words
from tests.dashboard.stores import empty_store, load_records

EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def demo_app(demo_store: Store) -> Dash:
    return create_app(demo_store, settings())


@pytest.fixture(scope="module")
def page(demo_app: Dash) -> list[Any]:
    return drawn(demo_app, "/alignment")


def test_it_names_the_project_that_serves_nothing_and_the_objective_that_nothing_serves(page: list[Any]) -> None:
    lead = next(one for one in parts(page, "P") if one["props"].get("className") == "lead")
    assert words(lead) == (
        "Showroom and brand centre serves nothing: EUR 2.56 m spent, EUR 1.54 m still to be saved. "
        "Nothing serves Help customers save energy."
    )
    figures = [words(one) for one in parts(page, "Dd") if one["props"].get("className") == "figure"]
    assert figures == ["EUR 2.56 m", "EUR 1.54 m", "EUR 5.07 m", "1", "15"]


def test_what_enables_others_is_not_called_lost(page: list[Any]) -> None:
    part = section(page, "Projects that serve nothing")
    assert rows(part)[1] == [
        "Showroom and brand centre",
        "A on track",
        "Sales and Key Accounts",
        "EUR 2.56 m",
        "money register",
        "EUR 1.54 m",
    ]
    assert "Test bench 3 serves no objective itself, but Pump series 7 waits for it" in " ".join(words(part).split())


def test_shares_stand_beside_weights_with_what_is_unallocated(page: list[Any]) -> None:
    table = {row[0]: row[1:7] for row in rows(section(page, "Share of spend against share of weight"))}
    assert table["Help customers save energy"] == ["nothing serves it", "0", "EUR 0", "0.0 %", "4.0 %", "−4.0 pp"]
    assert table["Raise return on capital"][0] == "indirectly served"
    assert table["Shorten order to delivery"] == ["served", "3", "EUR 3.97 m", "10.6 %", "6.0 %", "+4.6 pp"]
    assert table["Unallocated"][:4] == ["put down to no objective", "–", "EUR 5.07 m", "13.6 %"]


def test_warnings_are_dated(page: list[Any]) -> None:
    table = rows(section(page, "Warnings"))
    said = "Its effect on Order-to-delivery time comes after the target's date, 31 Dec 2026."
    assert ["New assembly line, Vellin plant", said, "1 Jan 2027"] in table
    assert ["Showroom and brand centre", "No path leads from it to an objective.", "4 Nov 2026"] in table


def test_money_that_crosses_departments_comes_first(page: list[Any]) -> None:
    part = section(page, "Across departments")
    assert rows(part)[1] == ["Supply Chain", "Manufacturing", "crosses", "1", "2", "EUR 2.65 m"]
    assert links(part)["Supply Chain"] == "/department/SCM"


def test_the_map_s_own_faults_are_listed_with_what_to_do(page: list[Any]) -> None:
    said = words(section(page, "What is wrong with the map itself"))
    assert "KPIs that no project moves: 11" in said
    assert "First-pass yield : 112.5 %" in said or "First-pass yield: 112.5 %" in said


def test_the_table_can_be_taken_away_as_of_the_moment(demo_app: Dash) -> None:
    found = links(drawn(demo_app, "/alignment?as_of=2026-08-31"))
    assert found["CSV"] == "/api/v1/alignment?format=csv&as_of=2026-08-31"


def test_the_matrix_comes_a_hundred_rows_at_a_time_the_lost_ones_first(demo_app: Dash) -> None:
    request = {"startRow": 0, "endRow": 3}
    output = "alignment-matrix.getRowsResponse"
    answer: Any = fire(demo_app.server.test_client(), demo_app, output, request, {"at": "/alignment", "revision": 6})
    got = answer.get_json()["response"]["alignment-matrix"]["getRowsResponse"]
    assert got["rowCount"] == 20
    assert got["rowData"][0] == {
        "key": "P19", "name": "Showroom and brand centre", "path": "nothing", "spent": 2560, "none": "2\u202f560",
        "spent_by": "money register", "href": "/project/P19",
    }  # fmt: skip
    assert [row["key"] for row in got["rowData"]] == ["P19", "P12", "P11"]
    assert got["rowData"][2]["path"] == "2 objectives"


def test_the_api_gives_the_matrix_with_what_is_put_down_to_nothing(demo_client: Any) -> None:
    found = demo_client.get("/api/v1/alignment").get_json()
    assert {"project": "P19", "name": "Showroom and brand centre", "path": "nothing", "objective": None, "links": 0,
            "quantified": 0, "share": 100.0, "spend": 2560000.0, "currency": "EUR",
            "spent_by": "money register", "spent_until": None} in found  # fmt: skip
    assert sum(row["spend"] for row in found) == pytest.approx(37_365_210, rel=1e-6)


def small(folder: Path) -> tuple[Store, Alignment]:
    store = empty_store(folder)
    records = [
        Objective(key="a.b", name=EVIL),
        Project(key="P/1", name=EVIL, currency="EUR"),
        Project(key="P2", name=None),
        Contribution(key="1", project="P2", serves="a.b"),
        Money(key="1", project="P/1", month="2026-09-01", kind="cost", actual=1234567.0),
    ]
    load_records(store, records, title="a.xlsx", as_of="2026-10-31")
    return store, alignment_of(View(store, Selection(), settings().moment()))


def test_names_that_look_like_markup_and_keys_that_no_address_holds_are_text(tmp_path: Path) -> None:
    store, found = small(tmp_path)
    assert found.projects.loc["P/1", "spent"] == 1234567.0
    page = drawn(create_app(store, settings()), "/alignment")
    assert f"{EVIL} serves nothing: EUR 1.23 m spent" in words(page)
    assert links(page)[EVIL] == "/objective/a.b"
    store.close()


def test_a_store_without_anything_to_compare_says_so(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Objective(key="O1", name="Grow")], title="a.xlsx", as_of="2026-10-31")
    said = words(drawn(create_app(store, settings()), "/alignment"))
    assert "Nothing serves Grow." in said
    assert "not computed: no actual cost is known" in said
    store.close()


def test_of_a_project_whose_cost_is_not_known_that_is_said(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Project("P", name="Line")], title="a.xlsx")
    said = words(drawn(create_app(store, settings()), "/alignment"))
    assert "Line serves nothing, and what it costs is not known. " in said
    store.close()


def test_what_a_tool_named_is_told_apart_by_names(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    records = [
        Objective("O1", name="Grow"), Objective("d54e8693811420-obj", name="Teach"),
        Kpi("K1", "Funding", "O1", "$"), Kpi("K2", "Funding", "d54e8693811420-obj", "$"), Kpi("K3", "Sales", "O1", "$"),
    ]  # fmt: skip
    load_records(store, records, title="plan.xml")
    app = create_app(store, settings())
    said = words(section(drawn(app, "/alignment"), "What is wrong with the map itself"))
    assert " ".join(said.split()).endswith("Funding of Grow Funding of Teach Sales")
    heads = [
        column.get("headerName")
        for column in matrix_columns(alignment_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))))
    ]
    assert heads == ["Project", "Serves", "Spent", "O1", "Teach", "Unallocated"]
    store.close()


def test_spend_that_runs_ahead_of_contribution_is_among_the_warnings(page: list[Any]) -> None:
    """P16: 395 of 510 spent; its second cohort was due on 16 October and is expected on 6 November."""
    table = rows(section(page, "Warnings"))
    assert [
        "Data academy",
        "Spend runs ahead: 77 % of its budget has gone, and 0 % of its contribution has come where 100 % was planned.",
        "4 Nov 2026",
    ] in table


def test_a_weight_cut_since_approval_is_warned_of_while_the_project_runs(tmp_path: Path) -> None:
    """O weighed 8 of 16, half, when A was approved; then 2 of 10. B came after the cut, C has closed."""
    store = empty_store(tmp_path)

    def load(weight: float, *projects: Project) -> None:
        goals = (Objective(key="O", name="Cut", weight=weight), Objective(key="P", name="Other", weight=8.0))
        serves = [Contribution(key=one.key, project=one.key, serves="O") for one in projects]
        load_records(store, (*goals, *projects, *serves), title=f"{weight}.xlsx")

    load(8.0, Project(key="A", stage="active"), Project(key="B", stage="proposed"), Project(key="C", stage="active"))
    load(2.0, Project(key="A", stage="active"), Project(key="B", stage="approved"), Project(key="C", stage="closed"))
    found = alignment_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))).warnings
    mine = found[found["warning"] == "weight_cut"]
    assert mine[["project", "subject", "weight", "now", "date"]].to_numpy().tolist() == [
        ["A", "O", 50.0, 20.0, "2026-11-04"]
    ]
    page = drawn(create_app(store, settings()), "/alignment")
    assert "Cut weighs 20.0 of 100; when the project was approved it was 50.0." in words(page)
    store.close()
