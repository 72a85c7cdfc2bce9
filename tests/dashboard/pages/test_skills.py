"""The page of skills: what is short, who could help, who has which skills, and what hangs on one person."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.pages.skills import wanted, weeks
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view.skills import Wanted, chosen
from data.records import Project, Resource
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, facts, links, rows, section, words
from tests.dashboard.pages.test_conflict import lead
from tests.dashboard.stores import empty_store, load_records


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def fetched(app: Dash, at: str, **request: Any) -> dict[str, Any]:
    """Give the rows of the talent pool."""
    asked = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}} | request
    answer = fire(app.server.test_client(), app, "skills-table.getRowsResponse", asked, {"at": at})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["response"]["skills-table"]["getRowsResponse"]


def test_it_opens_with_the_skill_that_is_shortest_and_who_could_help(demo: Dash) -> None:
    page = drawn(demo, "/skills")
    assert lead(page) == (
        "Controls 3 is asked for by Modular controls, 1\u202f872 hours from November 2026 to January 2027; the 14 who "
        "have it can give 757 of them: 1\u202f115 hours are short. Inside, Fabian Kross (DIT) and Giulia Ferrant (DIT) "
        "can give most; outside, Lowen Control Partners can come on 25 Nov 2026 at EUR 112 an hour."
    )
    said = facts(page)
    assert (said["Skills short"], said["Hours short"], said["Booked without the skill"]) == ("1", "1\u202f115", "1")
    assert rows(section(page, "Where skills are short")) == [
        ["Skill, level", "Nov 2026", "Dec 2026", "Jan 2027"],
        ["Controls 3", "401 of 605 h", "429 of 662 h", "286 of 605 h"],
    ]


def test_who_could_help_comes_inside_first_then_outside_by_the_earliest_day(demo: Dash) -> None:
    shown = section(drawn(demo, "/skills"), "Who could help with Controls 3")
    table = rows(shown)[1:]
    assert [row[:5] for row in table] == [
        ["Fabian Kross", "Digital and IT", "3", "now", "256"],
        ["Giulia Ferrant", "Digital and IT", "3", "now", "256"],
        ["Marta Oyelund", "Engineering", "4", "now", "245"],
        ["Lowen Control Partners", "outside", "4", "25 Nov 2026", "798"],
        ["Ardal Automation", "outside", "5", "16 Dec 2026", "468"],
    ]
    assert "Cannot, because booked to the full in these weeks: Ebba Quist, Ilse van Doorn" in words(shown)


def test_what_hangs_on_one_person_and_who_lacks_a_skill_lead_to_their_projects(demo: Dash) -> None:
    page = drawn(demo, "/skills")
    alone = section(page, "Skills that one person alone has")
    assert rows(alone)[1][:5] == ["drive controls", "Marta Oyelund", "5", "level 3, 2 others", "360"]
    assert links(alone)["Pump series 7"] == "/project/P11"
    unfit = section(page, "Booked without the skill")
    assert rows(unfit)[1][1:5] == ["Samples and audits: order", "Stellan Brink", "Casting audit 3", "not this skill"]


def test_the_talent_pool_is_searched_by_the_address(demo: Dash) -> None:
    found = fetched(demo, "/skills?skill=Controls&level=3&free=50&cost=71")
    assert [row["name"] for row in found["rowData"]] == ["Fabian Kross", "Giulia Ferrant"]
    assert found["rowData"][0] == {
        "name": "Fabian Kross", "href": "/person/f.kross%40tarnholm.example", "department": "Digital and IT",
        "role": "Automation engineer", "place": "Vellin",
        "skills": "controls 3; data acquisition 4; plc 3", "free_hours": 256.0, "free_share": 56, "hourly": 70.0,
    }  # fmt: skip
    assert fetched(demo, "/skills?search=oyel")["rowCount"] == 1
    assert fetched(demo, "/skills?department=DIT&place=Vellin")["rowCount"] == 2
    rising = fetched(demo, "/skills?skill=controls", sortModel=[{"colId": "hourly", "sort": "asc"}])["rowData"]
    assert [row["hourly"] for row in rising] == sorted(row["hourly"] for row in rising)
    assert "Nobody is left by what is asked for." in words(drawn(demo, "/skills?skill=alchemy"))


def test_how_far_ahead_is_in_the_address_and_what_is_no_number_is_left_out() -> None:
    asked = ("/skills?weeks=26", "/skills?weeks=9999", "/skills")
    assert [weeks(Selection.parse(address)) for address in asked] == [26, 13, 13]
    at = "/skills?department=DIT&skill=plc&skill=plc&level=x&free=1e9&cost=70.5&place=Holm"
    assert wanted(Selection.parse(at)) == Wanted(("plc",), None, ("DIT",), ("Holm",), None, 70.5)


def test_whose_time_or_cost_is_not_known_is_left_out_where_one_asks_for_it() -> None:
    pool = pd.DataFrame(
        {
            "name": ["A", "B", None], "department": ["X", None, "X"], "place": None, "free_share": [50.0, np.nan, 49.9],
            "free_hours": [20.0, 0.0, 30.0], "hourly": np.array([None, 60.0, 70.0], dtype=object),
            "skills": [{"plc": None}, {"plc": 4.0}, {}],
        },
        index=["a", "b", "c"],
    )  # fmt: skip
    assert list(chosen(pool, Wanted()).index) == ["c", "a", "b"]
    assert list(chosen(pool, Wanted(skills=("PLC",))).index) == ["a", "b"]
    assert list(chosen(pool, Wanted(skills=("PLC",), level=1.0)).index) == ["b"]
    assert list(chosen(pool, Wanted(level=4.0)).index) == ["b"]
    assert list(chosen(pool, Wanted(free=50.0)).index) == ["a"]
    assert list(chosen(pool, Wanted(cost=60.0)).index) == ["b"]
    assert list(chosen(pool, Wanted(departments=("X",), text="C")).index) == ["c"]


def test_without_demand_people_or_skills_it_says_what_would_be_here(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    app = create_app(store, Settings())
    assert "Nothing had been loaded then" in words(
        fire(app.server.test_client(), app, "..skills-title.children...skills-body.children..", {"at": "/skills"})
        .get_json()["response"]["skills-title"]["children"]
    )  # fmt: skip
    load_records(store, [Project("P", name="Line"), Resource("A", name="Ada", kind="person")], title="r.xlsx")
    page = drawn(app, "/skills")
    assert lead(page) == "No skill is asked for without a name in these weeks, so none is known to be short."
    assert "None is asked for without a name." in words(section(page, "Where skills are short"))
    assert "None that work in these weeks needs." in words(section(page, "Skills that one person alone has"))
    assert "Nobody, as far as work states which skill it needs" in words(section(page, "Booked without the skill"))
    store.close()


def test_the_file_of_the_talent_pool_holds_whom_one_looks_for(demo: Dash) -> None:
    at = "/skills?skill=Controls&level=3&free=50&cost=71&department=DIT"
    there = links(section(drawn(demo, at), "Who has which skills"))["CSV"]
    found = demo.server.test_client().get(there.replace("format=csv", "format=json")).get_json()
    assert [row["name"] for row in found] == ["Fabian Kross", "Giulia Ferrant"]
