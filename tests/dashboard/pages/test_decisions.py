"""The page of decisions: what is overdue, what is to be decided, what was decided."""

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.pages.drawn import drawn, facts, links, parts, rows, section, words


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def test_it_opens_with_what_is_overdue_and_counts_as_the_map_does(demo: Dash) -> None:
    page = drawn(demo, "/decisions")
    assert (
        words(next(parts(page, "P"))) == "Overdue: No more orders until a business case is shown, due on 15 Oct 2026."
    )
    assert facts(page) == {"To be decided": "5", "Open in all": "8", "Overdue": "1", "Done or dropped": "2"}
    assert rows(section(page, "Overdue"))[1] == [
        "No more orders until a business case is shown D05", "Showroom and brand centre", "decision", "open",
        "15 Oct 2026", "Gil Marchetti-Roe", "–", "1 Oct 2026", "register.xlsx, Decisions, row 6",
    ]  # fmt: skip


def test_the_meeting_finds_what_it_has_to_decide_with_its_money(demo: Dash) -> None:
    page = drawn(demo, "/decisions?as_of=2026-10-31")
    asked = rows(section(page, "To be decided and done"))
    assert [(row[0][-3:], row[1], row[4], row[6]) for row in asked[1:6]] == [
        ("D06", "Pump series 7", "5 Nov 2026", "EUR 190 k"),
        ("D07", "New assembly line, Vellin plant", "5 Nov 2026", "–"),
        ("D08", "Showroom and brand centre", "5 Nov 2026", "EUR −1.54 m"),
        ("D09", "Modular controls", "5 Nov 2026", "–"),
        ("D10", "Help customers save energy", "5 Nov 2026", "–"),
    ]
    assert links(page)["Help customers save energy"] == "/objective/C5?as_of=2026-10-31"
    assert [row[0][-3:] for row in rows(section(page, "Done or dropped"))[1:]] == ["D03", "D01"]


def test_without_any_it_says_where_to_give_them(filled: Store) -> None:
    assert "No decision is on record" in words(drawn(create_app(filled, Settings()), "/decisions"))
