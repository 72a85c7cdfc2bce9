"""The page of what is missing, and the answer with its workbook."""

from typing import Any

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.pages.missing import Ids
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, facts, links, parts, words


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def grid(page: list, ident: str) -> list[dict]:
    return next(one["props"]["rowData"] for one in parts(page, "AgGrid") if one["props"]["id"] == ident)


def rows(app: Dash, at: str = "/missing", ident: str = Ids.TABLE, **more: object) -> list[dict]:
    request = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}, **more}
    answer = fire(app.server.test_client(), app, f"{ident}.getRowsResponse", request, {"at": at})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["response"][ident]["getRowsResponse"]["rowData"]


def test_it_opens_with_how_much_is_missing_and_where(demo: Dash) -> None:
    page = drawn(demo, "/missing")
    assert (
        words(next(parts(page, "P")))
        == "Something is missing of 2 projects and 2 KPIs. Most of it is in People and Safety."
    )
    assert facts(page) == {
        "Something missing": "4", "Link": "1", "Baseline": "0", "Actual cost": "0", "Late data": "3",
    }  # fmt: skip


def test_every_department_and_manager_leads_to_its_own_rows(demo: Dash) -> None:
    first, second = grid(drawn(demo, "/missing"), Ids.GROUPS)
    assert first == {
        "manager": "Sef Amundi", "department": "People and Safety", "department_href": "/department/PPL",
        "href": "/missing?department=PPL&owner=Sef+Amundi", "things": 3, "link": None, "late": 3,
    }  # fmt: skip
    assert second["href"] == "/missing?department=SAL&owner=Gil+Marchetti-Roe"
    assert [row["key"] for row in rows(demo, first["href"])] == ["P18", "K38", "K39"]
    assert links(drawn(demo, first["href"]))["All of it"] == "/missing"


def test_a_row_names_what_is_missing_and_links_to_the_thing(demo: Dash) -> None:
    assert rows(demo)[0] == {
        "name": "Graduate engineers", "href": "/project/P18", "kind": "Project", "key": "P18",
        "missing": "late, data of 31 Jul 2026", "department": "People and Safety", "department_href": "/department/PPL",
        "manager": "Sef Amundi",
    }  # fmt: skip
    falling = rows(demo, sortModel=[{"colId": "key", "sort": "desc"}])
    assert [row["key"] for row in falling] == ["P19", "P18", "K39", "K38"]


def test_the_workbook_is_that_of_the_rows_that_are_shown(demo: Dash) -> None:
    page = drawn(demo, "/missing?department=SAL")
    address = links(page)["Workbook to fill in"]
    assert address == "/missing.xlsx?department=SAL"
    answer = demo.server.test_client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="missing SAL.xlsx"'
    assert answer.get_data()[:2] == b"PK"


def test_only_reading_the_workbook_is_open(demo: Dash) -> None:
    client = demo.server.test_client()
    assert client.post("/missing.xlsx").status_code in (404, 405)
    assert client.get("/missing.xls").status_code == 404


def test_an_empty_store_answers(empty: Store) -> None:
    app = create_app(empty, demonstration.settings())
    assert "nothing that was loaded by the moment" in words(drawn(app, "/missing"))
    assert app.server.test_client().get("/missing.xlsx").status_code == 200


def test_where_sources_disagree_every_value_stands_with_its_source_and_what_counts(demo: Dash) -> None:
    found = rows(demo, ident=Ids.DISPUTED)
    because = "registers own all but dates and progress"
    assert [[row[name] for name in ("href", "field", "value", "feed", "counts")] for row in found[:2]] == [
        ["/project/P12", "Currency", "CHF", "register", f"yes: {because}"],
        ["/project/P12", "Currency", "EUR", "engineering", f"no: {because}"],
    ]
    assert [row["value"] for row in found[2:]] == ["Data academy", "Data Academy 2026"]
    assert rows(demo, "/missing?department=SAL", ident=Ids.DISPUTED) == []


def test_the_api_gives_the_same_disagreements(demo: Dash) -> None:
    found: Any = demo.server.test_client().get("/api/v1/disagreements?limit=2").get_json()
    assert [[row[name] for name in ("key", "field", "value", "counts")] for row in found] == [
        ["P12", "currency", "CHF", True],
        ["P12", "currency", "EUR", False],
    ]
    assert found[0]["source"].startswith("register.xlsx, Projects, row ")
