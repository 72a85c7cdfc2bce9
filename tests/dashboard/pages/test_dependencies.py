"""The page of dependencies across projects, and what a project's own page says of them."""

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.panels.handovers import TITLE
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.pages.drawn import drawn, facts, later, links, parts, rows, section, words


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def test_it_opens_with_the_clash_of_the_line_and_the_gates(demo: Dash) -> None:
    page = drawn(demo, "/dependencies")
    assert words(next(parts(page, "P"))) == (
        "7 hand-overs between projects. New assembly line, Vellin plant gives parts plan of the new line to Quality at "
        "source: comes 25 working days after it is needed, on 13 Nov 2026."
    )
    assert facts(page) == {"Clashes": "1", "Late": "1", "Informal": "1", "On time": "2", "Handed over": "2"}


def test_each_says_how_it_stands_with_days_the_worst_first(demo: Dash) -> None:
    page = drawn(demo, "/dependencies?as_of=2026-10-31")
    table = rows(section(page, TITLE))
    assert [[*row[1:2], *row[3:6]] for row in table[1:5]] == [
        ["18 Dec 2026", "13 Nov 2026", "−25", "C comes 25 working days after it is needed"],
        [
            "16 Sep 2026", "27 Nov 2026", "32",
            "B 48 working days late, 18 after it was needed by plan",
        ],
        ["15 Jan 2027", "19 Jun 2026", "–", "B informal: nobody agreed to a date"],
        ["4 Dec 2026", "18 Dec 2026", "10", "A 10 working days to spare"],
    ]  # fmt: skip
    assert links(page)["Quality at source"] == "/project/P10?as_of=2026-10-31"
    assert links(page)["All of them as CSV"].startswith("/api/v1/dependencies?format=csv")


def test_a_project_shows_its_own_with_what_it_waits_for(demo: Dash) -> None:
    table = rows(section(later(demo, "project-work", "/project/P11"), TITLE))
    assert [(row[0], row[2], row[4]) for row in table[1:]] == [
        ("Test bench 3 Bench handed over", "this project Type approval granted", "32"),
        ("Modular controls Controller released", "this project First 50 pumps", "75"),
    ]


def test_without_any_it_says_that_nobody_is_known_to_wait(filled: Store) -> None:
    page = drawn(create_app(filled, Settings()), "/dependencies")
    assert "nobody is known to wait for another" in words(page)
