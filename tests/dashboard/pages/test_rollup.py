"""The pages of programmes, departments, perspectives and themes."""

from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.settings import Settings
from data.records import ListEntry, Objective, Perspective, Project
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import facts, links, parts, rows, section, words
from tests.dashboard.stores import empty_store, load_records

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def drawn(app: Dash, at: str) -> list[Any]:
    kind = at.removeprefix("/embed").split("/")[1]
    answer = fire(app.server.test_client(), app, f"..{kind}-title.children...{kind}-body.children..", {"at": at})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = {name: part["children"] for name, part in answer.get_json()["response"].items()}
    return [{"type": "H1", "props": {"children": found[f"{kind}-title"]}}, *found[f"{kind}-body"]]


def lead(page: list[Any]) -> str:
    return words(next(one for one in parts(page, "P") if one["props"].get("className") == "lead"))


def grid(page: list[Any], title: str) -> list[dict[str, Any]]:
    return next(parts(section(page, title), "AgGrid"))["props"]["rowData"]


def test_a_programme_opens_with_how_it_stands_its_worst_project_and_what_it_earns(demo: Dash) -> None:
    page = drawn(demo, "/programme/LF")
    assert lead(page) == (
        "At risk at 4.3 of 10, 5 of 5 projects judged. Worst is New assembly line, Vellin plant, off track. Its work "
        "earns 89 cents for each euro and comes to EUR 16.74 m at this rate, against 14.59 m budgeted (5 of 5 "
        "projects, EUR)."
    )
    said = facts(page)
    assert (said["Delivery"], said["CPI"], said["Forecast cost"]) == ("B at risk", "0.89", "EUR 16.74 m")
    assert "worst:  New assembly line, Vellin plant" in words(page)
    assert "SPI 0.79, 5 of 5 projects, EUR" in words(page)


def test_its_projects_come_mission_critical_first_and_every_name_leads_on(demo: Dash) -> None:
    found = grid(drawn(demo, "/programme/LF?as_of=2026-10-31"), "Projects")
    assert [row["key"] for row in found] == ["P06", "P09", "P07", "P08", "P10"]
    assert {name: found[0][name] for name in ("name", "status", "reported", "cpi", "department", "critical")} == {
        "name": "New assembly line, Vellin plant", "status": "off_track", "reported": "green – disagrees", "cpi": 0.779,
        "department": "Manufacturing", "critical": "yes",
    }  # fmt: skip
    assert found[0]["department_href"] == "/department/MFG?as_of=2026-10-31"
    assert found[0]["href"] == "/project/P06?as_of=2026-10-31"


def test_a_perspective_tells_result_from_delivery(demo: Dash) -> None:
    page = drawn(demo, "/perspective/F")
    assert lead(page).startswith(
        "At risk at 6.3 of 10, 4 of 4 objectives judged. Worst is Raise return on capital, at risk. 3 projects serve "
        "it, 1 off track."
    )
    assert (facts(page)["Result"], facts(page)["Delivery"]) == ("B at risk", "B at risk")
    assert next(row["name"] for row in grid(page, "Objectives")) == "Raise return on capital"


def test_a_department_shows_benefits_behind_and_risks_apart(demo: Dash) -> None:
    page = drawn(demo, "/department/SCM")
    assert rows(section(page, "Benefits planned, seen and owed"))[1] == [
        "Emergency spares network", "done", "EUR 240 k", "EUR 120 k", "50", "EUR 120 k", "EUR 360 k", "EUR 240 k",
    ]  # fmt: skip
    assert [row[0] for row in rows(section(page, "Risks and opportunities"))[1:]] == [
        "Threats", "Opportunities", "Issues, which have happened",
    ]  # fmt: skip
    assert links(page)["The same on the page of the portfolio"] == "/portfolio?department=SCM"


def test_money_is_put_together_by_month_in_one_currency(demo: Dash) -> None:
    table = rows(section(drawn(demo, "/programme/NP"), "Expenditure and revenue against plan"))
    assert [row[:2] for row in table[1:]] == [["Expenditure", "EUR"]]


def test_text_of_exports_is_text_and_what_is_empty_says_so(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    records = (
        Perspective(key="E", name=EVIL, description=EVIL),
        Objective(key="O", name="Alone", perspective="E"),
        Project(key="P", name="Lonely", programme=EVIL),
        ListEntry(key="department:D/1", kind="department", code="D/1", name="Slash"),
    )
    load_records(store, records, title="evil.xlsx")
    app = create_app(store, Settings())
    page = drawn(app, "/perspective/E")
    assert words(next(parts(page, "H1"))) == EVIL
    assert lead(page) == "Not computed: its objective cannot be judged. No project serves it."
    assert "No live path of contributions leads to its objectives." in words(page)
    assert "No benefit is stated." in words(page)
    page = drawn(app, "/programme/%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert lead(page) == "Not computed: its project cannot be judged."
    assert not [one for one in parts(page) if "dangerously_allow_html" in one["props"]]
    store.close()


def test_an_unknown_key_says_what_to_do(demo: Dash) -> None:
    page = drawn(demo, "/theme/NOPE")
    assert words(next(parts(page, "H1"))) == "There is no such theme"
