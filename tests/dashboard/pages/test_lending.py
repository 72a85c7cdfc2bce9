"""The page of lending: which department has nobody left, who works for whom, and who is shared."""

import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, links, parts, rows, section, words
from tests.dashboard.stores import filled_store
from tests.dashboard.test_api import get

DRAINED = (
    "All 12 controls engineers of Engineering work for other departments, 2 Nov 2026 to 29 Jan 2027, 5\u202f335 hours: "
    "New assembly line, Vellin plant (5), Warehouse automation, Holm (3), Core data platform (3), Remote monitoring "
    "roll-out (3). Modular controls of their own department asks for 1\u202f872 hours for which nobody is named."
)


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def lead(page: object) -> str:
    return next(said(one) for one in parts(page, "P") if one["props"].get("className") == "lead")


def said(drawn: object) -> str:
    """Give the text of components as it is read; the pieces stand apart in `words`."""
    return re.sub(r" +", " ", words(drawn)).replace(" ,", ",").replace(" .", ".")


def test_it_opens_with_the_department_that_lends_all_its_engineers(demo: Dash) -> None:
    page = drawn(demo, "/lending")
    assert lead(page) == DRAINED
    answer = fire(demo.server.test_client(), demo, "resources-lent.children", None, {"at": "/resources"})
    lent = answer.get_json()["response"]["resources-lent"]["children"]
    assert [said(one) for one in parts(lent, "P")] == [DRAINED + " Lending between departments"]


def test_a_line_lends_and_a_column_borrows_in_hours_and_full_time_people(demo: Dash) -> None:
    """November has 21 working days, 168 hours: 656 h of ENG for MFG are 3.9 full-time people."""
    found = section(drawn(demo, "/lending?month=2026-11"), "Who works for whom")
    table = rows(found)
    assert table[0][:4] == ["Lends", "Digital and IT", "Engineering", "Finance"]
    line = dict(zip(table[0], next(row for row in table if row[0] == "Engineering"), strict=True))
    assert line["Manufacturing"] == "656 3.9 FTE" and line["Engineering"] == "814 4.8 FTE" and line["Finance"] == "–"


def test_people_are_dedicated_or_shared_whoever_works_for_most_first(demo: Dash) -> None:
    found = section(drawn(demo, "/lending"), "Shared and dedicated people")
    by_department, people = (rows(one) for one in parts(found, "Table"))
    assert by_department[1] == ["Engineering", "21", "17", "2", "2", "9\u202f455", "5\u202f489", "58"]
    assert people[1][:8] == [
        "Marta Oyelund", "Controls engineer", "Engineering", "several departments", "5", "4", "360", "216",
    ]  # fmt: skip


def test_the_address_names_a_month_and_a_strange_one_shows_all(demo: Dash) -> None:
    marked = [
        words(one) for one in parts(drawn(demo, "/lending?month=2026-12"), "A") if one["props"].get("aria-current")
    ]
    assert marked == ["December 2026"]
    page = drawn(demo, "/lending?month=nope")
    assert [words(one) for one in parts(page, "A") if one["props"].get("aria-current")] == ["All months"]
    assert links(page)["April 2027"] == "/lending?month=2027-04"
    days = "from=2026-11-01&to=2027-04-30&format=csv"
    assert [links(page)[name] for name in ("By month as CSV", "All of them as CSV")] == [
        f"/api/v1/lending?{days}", f"/api/v1/lending/people?{days}",
    ]  # fmt: skip


def test_where_nobody_works_that_is_said(tmp_path: Path) -> None:
    store = filled_store(tmp_path)
    page = drawn(create_app(store, Settings()), "/lending")
    store.close()
    assert lead(page) == "Nobody with a name has work in these 6 months."


def test_the_api_gives_the_same_by_month_and_person(demo_client: FlaskClient) -> None:
    lent = get(demo_client, "lending?from=2026-11-01&to=2026-11-30")
    assert lent[3] == {
        "lender": "ENG", "borrower": "MFG", "month": "2026-11-01", "hours": pytest.approx(656), "people": 5,
        "fte": pytest.approx(656 / 168),
    }  # fmt: skip
    first = get(demo_client, "lending/people?from=2026-11-01&to=2026-11-30")[0]
    assert (first["name"], first["projects"], first["pool"]) == ("Marta Oyelund", 5, "shared")
