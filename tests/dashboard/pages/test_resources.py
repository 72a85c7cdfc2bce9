"""The page of resources: who is over capacity, by week, and the conflicts behind it."""

from pathlib import Path

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.pages.drawn import links, parts, rows, section, words
from tests.dashboard.pages.test_benefits import drawn
from tests.dashboard.stores import empty_store

PROJECTS = [
    "Pump series 7", "New assembly line, Vellin plant", "Core data platform", "Remote monitoring roll-out",
    "Test bench 3",
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def test_it_opens_with_who_endangers_most(demo: Dash) -> None:
    page = drawn(demo, "/resources")
    lead = next(words(one) for one in parts(page, "P") if one["props"].get("className") == "lead")
    assert lead.endswith("Most is endangered by Marta Oyelund: 144 hours over in 6 weeks from 9 Nov 2026.")


def test_a_row_a_person_and_a_column_a_week_the_worst_first(demo: Dash) -> None:
    table = rows(section(drawn(demo, "/resources"), "Load by week"))
    assert len(table[0]) == 1 + 13
    assert table[0][:3] == ["Week from", "2 Nov", "9 Nov"]
    assert table[1][:9] == ["Marta Oyelund", "0", *["167"] * 6, "0"]


def test_a_conflict_leads_to_what_could_be_done(demo: Dash) -> None:
    found = section(drawn(demo, "/resources"), "Conflicts")
    first = rows(found)[1]
    assert first[:3] == ["Marta Oyelund", "6 weeks from 9 Nov 2026", "144"]
    assert "Core data platform" in first[3] and first[5:] == ["7.1", "Open"]
    assert list(links(found))[1:6] == PROJECTS
    assert links(found)["Marta Oyelund"] == "/conflict/m.oyelund%40tarnholm.example%3A2026-11-09"


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
    assert rows(section(page, "Load by week"))[1][0] == first
    (current,) = [words(one) for one in parts(page, "A") if one["props"].get("aria-current")]
    assert current == f"By {group}"


def test_an_empty_store_says_what_to_load(tmp_path: Path) -> None:
    app = create_app(empty_store(tmp_path), Settings())
    assert "The store holds nothing that was loaded by the moment" in words(drawn(app, "/resources"))
