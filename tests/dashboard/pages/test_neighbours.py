"""The neighbours of a project and the overloads that endanger an objective, as their pages show them."""

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from data.store import Store
from tests.dashboard.pages.drawn import later, links, rows, section, words


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def test_a_project_says_who_waits_for_it_and_who_shares_its_people(demo: Dash) -> None:
    """Marta Oyelund gives P11 120 hours in six weeks, P06 96 and P12 itself 24, and is 144 over."""
    found = section(later(demo, "project-neighbours", "/project/P12"), "Neighbours")
    said = "3 of its 3 people work for 6 other projects in the same weeks, most for Pump series 7, 120 hours."
    assert f"{said} Neighbours Project" in words(found)  # and nobody waits: the bench has been handed over
    table = rows(found)
    assert table[1][1:6] == ["Marta Oyelund", "6", "24", "120", "144"]
    assert table[1][6].startswith("took Bench handed over: 48 working days late")
    assert links(found)["Pump series 7"] == "/project/P11"

    line = section(later(demo, "project-neighbours", "/project/P06"), "Neighbours")
    assert "Quality at source waits for it." in words(line)
    assert rows(line)[1][6].startswith("waits for Line in series production: comes 25 working days after it is needed")


def test_a_project_says_what_it_takes_which_objectives_and_risks_it_has_in_common(demo: Dash) -> None:
    table = rows(section(later(demo, "project-neighbours", "/project/P11?as_of=2026-10-31"), "Neighbours"))
    line = next(row for row in table if row[0].endswith("Modular controls"))
    assert line[1:4] == ["Anselm Corrigan-Yu", "6", "116"]
    assert line[6].startswith("gives Controller released: ") and line[7] == "Renew the product line faster"
    assert line[8].startswith("Firmware team of four has nobody from November")


def test_a_project_says_what_nobody_is_assigned_to_and_what_would_have_to_be_supplied(demo: Dash) -> None:
    found = section(later(demo, "project-neighbours", "/project/P13"), "Neighbours")
    said = "Nobody is assigned to 1\u202f872 hours that it asks for: controls 3 in the next 26 weeks. Name who does it"
    assert said in words(found)
    assert "Nobody is assigned" not in words(later(demo, "project-neighbours", "/project/P12"))


def test_the_panel_of_an_objective_says_in_short_which_overloads_endanger_it(demo: Dash) -> None:
    found = later(demo, "map-more", "/?node=objective:I1")
    said = "Marta Oyelund , 144 hours over in 6 weeks from 9 Nov 2026, on  New assembly line, Vellin plant : 2 points"
    assert said in words(found) and words(found).endswith(" All 7 on its page")
    assert links(found)["Marta Oyelund"] == "/conflict/m.oyelund%40tarnholm.example%3A2026-11-09"
    assert later(demo, "map-more", "/?node=project:P06") == []


def test_an_objective_says_which_overloads_endanger_it_and_through_which_milestone(demo: Dash) -> None:
    """I1 weighs 6 and K21 is half of it, of whose 9 days P06 brings 5; P14 0.5 of the 5 of K22: 1.67 + 0.3 = 2.0."""
    found = section(later(demo, "objective-people", "/objective/I1"), "Overloads that endanger it")
    said = "Marta Oyelund is 144 hours over in 6 weeks from 9 Nov 2026, and works on New assembly line, Vellin plant"
    assert f"{said} towards Line in series production." in words(found)
    first = rows(found)[1]
    assert first[:3] == ["Marta Oyelund", "6 weeks from 9 Nov 2026", "144"] and first[4] == "2.0"
    assert "New assembly line, Vellin plant : Line in series production (96 hours)" in first[3]
    assert links(found)["Marta Oyelund"] == "/conflict/m.oyelund%40tarnholm.example%3A2026-11-09"


def test_where_nobody_is_shared_or_over_that_is_said(demo: Dash) -> None:
    none = section(later(demo, "objective-people", "/objective/C5"), "Overloads that endanger it")
    assert words(none).endswith("Nobody who works on it is over capacity in the coming year.")
    alone = section(later(demo, "project-neighbours", "/project/P03?as_of=2026-10-31"), "Neighbours")
    assert "None of its people works for another project in the same weeks." in words(alone)
    nobody = section(later(demo, "project-neighbours", "/project/NOPE"), "Neighbours")
    assert "shares no people, hand-overs or objectives" in words(nobody)
