"""The page of a person: what they are asked for, their conflicts, and what hangs on them."""

from typing import Any

from dash import Dash

from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, facts, links, parts, rows, section, words

MARTA = "/person/m.oyelund%40tarnholm.example"


def test_it_opens_with_how_booked_somebody_is(demo_app: Dash) -> None:
    page = drawn(demo_app, MARTA)
    lead = next(words(one) for one in parts(page, "P") if one["props"].get("className") == "lead")
    assert lead == (
        "Marta Oyelund is booked for 360 of 460.8 hours in the next 13 weeks. Most pressing are 144 hours over in 6 "
        "weeks from 9 Nov 2026. Nobody else comes near in drive controls."
    )
    cells = next(one["props"]["data"] for one in parts(page, "Store"))
    assert [row[1] for row in cells["rows"]] == ["Marta Oyelund"] and len(cells["periods"]) == 13


def test_work_has_dates_and_hours_and_conflicts_lead_to_what_could_be_done(demo_app: Dash) -> None:
    page = drawn(demo_app, MARTA)
    work = rows(section(page, "Projects and assignments"))[1]
    assert work[:5] == ["Drive tuning for the approval runs", "Pump series 7", "9 Nov 2026", "18 Dec 2026", "120"]
    assert work[5]
    (conflict,) = rows(section(page, "Conflicts"))[1:]
    assert [conflict[0], conflict[1], conflict[3]] == ["9 Nov 2026 to 18 Dec 2026", "144", "7.1"]
    there = links(section(page, "Conflicts"))["9 Nov 2026 to 18 Dec 2026"]
    assert there == "/conflict/m.oyelund%40tarnholm.example%3A2026-11-09"


def test_what_hangs_on_somebody_and_on_them_alone(demo_app: Dash) -> None:
    page = drawn(demo_app, MARTA)
    behind = rows(section(page, "Objectives that hang on their work"))[1:]
    assert behind[0] == ["Shorten order to delivery", "New assembly line, Vellin plant", "1.7"]
    assert [row[2] for row in behind] == ["1.7", "1.5", "1.1", "0.9", "0.8", "0.5", "0.4", "0.3"]
    assert rows(section(page, "Skills"))[1] == ["drive controls", "5", "level 3, 2 others", "360", "7.1"]


def test_which_rows_of_which_source_are_this_person(demo_app: Dash) -> None:
    about = section(drawn(demo_app, MARTA), "About them")
    assert facts(about)["Role"] and facts(about)["Key"] == "m.oyelund@tarnholm.example"
    assert [row[3] for row in rows(about)[1:]] == ["–", "by e-mail", "by e-mail", "by e-mail"]


def test_nobody_of_a_key_is_said_to_be_nobody_and_a_cell_opens_here_too(demo_app: Dash) -> None:
    assert "The store holds no person" in words(drawn(demo_app, "/person/nobody"))
    asked: dict[str, Any] = {"at": f"{MARTA}?cell=2026-11-09:m.oyelund%40tarnholm.example", "revision": 2}
    answer = fire(demo_app.server.test_client(), demo_app, "person-panel.children", asked)
    assert "60 of 36 hours, 167 %." in words(answer.get_json()["response"]["person-panel"]["children"])
