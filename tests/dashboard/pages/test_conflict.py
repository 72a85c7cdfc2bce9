"""The page of one conflict: what is said of it, what could be done, and the load if one did it."""

from typing import Any
from urllib.parse import unquote

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from data.store import Store
from tests.dashboard.pages.drawn import drawn, facts, links, parts, rows, section, words

MARTA = "/conflict/m.oyelund@tarnholm.example:2026-11-09"
EBBA = "/conflict/e.quist@tarnholm.example:2026-12-21"


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def lead(page: Any) -> str:
    return next(words(one) for one in parts(page, "P") if one["props"].get("className") == "lead")


def test_it_opens_with_what_is_over_what_helps_most_and_who_decides(demo: Dash) -> None:
    page = drawn(demo, MARTA)
    assert lead(page) == (
        "Marta Oyelund is booked for 360 hours in 6 weeks and has 216: 144 over, on 5 tasks of 5 projects. What takes "
        "away most: Ardal Automation for “Drive tuning for the approval runs” from 16 Dec 2026, 12 of 144 hours, for "
        "EUR 23 k more."
    )
    said = facts(page)
    assert [said[name] for name in ("Hours over", "Endangered", "Options", "State", "Who decides")] == [
        "144", "7.1 points", "4", "Open", "Pavel Drobny",
    ]  # fmt: skip
    sponsors = ["Pavel Drobny", "Henrike Voss-Lindqvist", "Ruan Temperley", "Yusuf Adeleke-Storm"]
    assert f"with the sponsors  {' ,  '.join(sponsors)}" in words(page)
    assert {links(page)[name].split("/")[1] for name in sponsors} == {"person"}


def test_what_cannot_be_done_says_why_the_same_reason_once(demo: Dash) -> None:
    table = rows(section(drawn(demo, MARTA), "What cannot be done, and why"))
    assert table[1] == [
        "Move within slack",
        "“Drive tuning for the approval runs”, “Controls commissioning of the line” and “Drive calibration of the "
        "bench”",
        "it has no slack: moving it moves what waits for it",
    ]
    assert table[-1][:2] == ["Bring in help", "“Drive calibration of the bench”"]


def test_the_load_stands_by_week_as_it_is_booked(demo: Dash) -> None:
    table = rows(section(drawn(demo, MARTA), "Load by week"))
    assert table[0][:3] == ["Week from", "2 Nov", "9 Nov"]
    assert table[1][:9] == ["Marta Oyelund", "0", *["167"] * 6, "0"]
    assert len(table) == 2


def test_an_option_that_is_tried_shows_everybody_now_and_then(demo: Dash) -> None:
    """Fabian Kross has 16 of 36 hours booked, in Christmas week 12.8 of 28.8, and takes 7.2: 69 %."""
    shown = section(drawn(demo, EBBA), "What could be done")
    first = next(one["props"]["href"] for one in parts(shown, "A") if words(one) == "Try it")
    assert unquote(first).startswith(EBBA + "?option=")
    page = drawn(demo, first)
    table = rows(section(page, "Load by week"))
    assert [row[:3] for row in table[1:]] == [
        ["Ebba Quist, now", "100", "125"], ["Ebba Quist, then", "100", "100"],
        ["Fabian Kross, now", "44", "44"], ["Fabian Kross, then", "44", "69"],
    ]  # fmt: skip
    assert rows(section(page, "What could be done"))[1][-1] == "shown above"
    assert "to Fabian Kross." in words(section(page, "Load by week"))


def test_another_option_in_the_address_tries_nothing_and_another_conflict_is_not_there(demo: Dash) -> None:
    table = rows(section(drawn(demo, EBBA + "?option=%3Cb%3E"), "Load by week"))
    assert [row[0] for row in table[1:]] == ["Ebba Quist"]
    assert "The store holds no conflict" in words(drawn(demo, "/conflict/nobody:2026-11-09"))
