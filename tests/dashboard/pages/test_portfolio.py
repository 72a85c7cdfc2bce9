"""The page of all projects."""

import csv
import io

import pandas as pd
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.assess import assess
from dashboard.pages.portfolio import Ids
from dashboard.panels import portfolio
from data.commit import Load, commit
from data.export import Delivery, Export
from data.records import Project, Record
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import drawn, facts, links, parts, words
from tests.dashboard.pages.drawn import rows as table_rows
from tests.dashboard.pages.story import EVIL
from tests.dashboard.stores import load_records


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Dash:
    return create_app(demo_store, demonstration.settings())


def rows(app: Dash, at: str = "/portfolio", **more: object) -> tuple[list[dict], int]:
    request = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}, **more}
    answer = fire(app.server.test_client(), app, f"{Ids.TABLE}.getRowsResponse", request, {"at": at})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = answer.get_json()["response"][Ids.TABLE]["getRowsResponse"]
    return found["rowData"], found["rowCount"]


def test_it_opens_with_how_many_stand_how_and_who_is_worse_than_reported(demo: Dash) -> None:
    page = drawn(demo, "/portfolio")
    assert words(next(parts(page, "P"))) == (
        "20 projects: 5 off track and 3 at risk. Worse than reported: New assembly line, Vellin plant (reported green, "
        "computed off track), Pump series 7 (reported amber, computed off track), Test bench 3 (reported amber, "
        "computed off track) and 3 more."
    )
    assert facts(page) == {
        "Off track": "5", "At risk": "3", "On track": "10", "Done": "2", "Reported and computed disagree": "6",
    }  # fmt: skip


def test_a_row_of_the_table_is_that_of_the_story(demo: Dash) -> None:
    found, count = rows(demo)
    assert count == 20
    assert found[0] == {
        "key": "P06", "name": "New assembly line, Vellin plant", "href": "/project/P06", "department": "MFG",
        "programme": "LF", "manager": "Dorian Haske", "status": "off_track", "stale": False,
        "reported": "green – disagrees", "alarm": True, "unit": "EUR", "critical": "yes", "recommendation": "correct",
        "department_href": "/department/MFG", "programme_href": "/programme/LF",
        "spi_t": 0.764, "cpi": 0.779, "share": 1.283, "bac": 6_400_000, "eac": 8_210_526, "slip_days": 5,
        "finish": "2027-04-02T17:00:00", "pace": "Aug 2027", "weight": 12,
        "next": "18 Dec 2026 Line in series production, 5 working days late",
        "course": ["on_track", "at_risk", "off_track", "off_track", "off_track", "off_track"],
        "course_words": "31 May 2026 on track, 30 Jun 2026 at risk, 31 Jul 2026 off track, 31 Aug 2026 off track, "
        "30 Sep 2026 off track, 31 Oct 2026 off track",
    }  # fmt: skip


def test_only_mission_critical_projects_are_left_by_the_switch(demo: Dash) -> None:
    found, count = rows(demo, "/portfolio?critical=yes")
    assert ([row["key"] for row in found], count) == (["P06", "P11", "P01", "P14"], 4)
    assert words(next(parts(drawn(demo, "/portfolio?critical=yes"), "P"))).startswith("4 of 20 projects: 2 off track.")


def test_only_projects_worse_than_reported_are_left_by_the_switch_and_their_figure_leads_there(demo: Dash) -> None:
    page = drawn(demo, "/portfolio?critical=yes")
    way = next(one for one in parts(page, "A") if "disagree" in one["props"]["href"])
    assert (words(way), way["props"]["href"]) == ("2", "/portfolio?critical=yes&disagree=yes")
    assert "Reported and computed disagree 2 " in words(page)
    found, count = rows(demo, way["props"]["href"])
    assert ([(row["key"], row["reported"]) for row in found], count) == (
        [("P06", "green – disagrees"), ("P11", "amber – disagrees")],
        2,
    )


def test_recommendations_filter_and_sort_and_one_that_nobody_gives_is_named(demo: Dash) -> None:
    found, count = rows(demo, "/portfolio?recommendation=stop")
    assert ([(row["key"], row["recommendation"]) for row in found], count) == ([("P19", "stop")], 1)
    found, count = rows(demo, sortModel=[{"colId": "recommendation", "sort": "desc"}])
    assert (found[0]["recommendation"], count) == ("stop", 20)
    said = words(drawn(demo, "/portfolio?recommendation=sell"))
    assert "Not known here, so left out: recommendation sell." in said


def test_the_store_sorts_and_refuses_what_is_no_column(demo: Dash) -> None:
    found, _ = rows(demo, sortModel=[{"colId": "cpi", "sort": "asc"}])
    assert [row["key"] for row in found[:3]] == ["P06", "P12", "P11"]
    request = {"startRow": 0, "endRow": 9, "sortModel": [{"colId": "fresh_until", "sort": "asc"}], "filterModel": {}}
    answer = fire(demo.server.test_client(), demo, f"{Ids.TABLE}.getRowsResponse", request, {"at": "/portfolio"})
    assert answer.status_code == 400


@pytest.mark.parametrize(("at", "title"), [("/portfolio", "SPI(t)"), ("/portfolio?across=cpi", "CPI")])
def test_bubbles_stand_by_health_and_weight_and_say_what_they_leave_out(demo: Dash, at: str, title: str) -> None:
    page = drawn(demo, at)
    figure = next(parts(page, "Graph"))["props"]["figure"]
    assert figure["layout"]["xaxis"]["title"]["text"] == title
    texts = [text for trace in figure["data"] for text in trace["hovertext"]]
    assert len(texts) == 15
    assert next(text for text in texts if "(P19)" in text).startswith(
        "<b>Showroom and brand centre</b> (P19), on track"
    )
    assert f"Not drawn, because {title} is not computed: 3." in words(page)


def test_all_projects_can_be_taken_away_as_csv(demo: Dash) -> None:
    address = links(drawn(demo, "/portfolio"))["All projects as CSV"]
    answer = demo.server.test_client().get(address)
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [line["key"] for line in lines] == [f"P{n:02}" for n in range(1, 21)]


def test_filters_that_are_none_of_projects_or_not_known_are_named(demo: Dash) -> None:
    said = words(drawn(demo, "/portfolio?theme=NOPE&department=NOPE"))
    assert "Not a filter of projects, so left out: theme." in said
    assert "Not known here, so left out: theme NOPE, department NOPE." in said


def test_a_moment_before_the_first_load_says_so(demo: Dash) -> None:
    assert "nothing that was loaded by the moment" in words(drawn(demo, "/portfolio?as_of=2020-01-01"))


def test_projects_without_schedules_and_with_hostile_names_are_listed_and_nothing_is_drawn(empty: Store) -> None:
    records: dict[type, list[Record]] = {
        Project: [Project(key="P/1", name=EVIL, reported="green", sheet="Projects", row=2)]
    }
    export = Export(records=records, rows_in=1, rejections=[], skipped=[], notes=[])
    delivery = Delivery("register", "register.csv", "/somewhere/register.csv", 1, "register", 1, "{}", export)
    commit(empty, Load([delivery], "register.csv", as_of="2026-10-31"), assess)
    app = create_app(empty, demonstration.settings())
    page = drawn(app, "/portfolio")
    assert words(next(parts(page, "P"))) == "1 project: it cannot be judged."
    assert "Nothing to draw: SPI(t) is computed for none of them." in words(page)
    found, count = rows(app)
    assert (count, found[0]["name"], found[0]["href"], found[0]["status"]) == (1, EVIL, None, "no_data")


def test_nothing_loaded_is_said_by_the_frame(empty: Store) -> None:
    client: FlaskClient = create_app(empty, demonstration.settings()).server.test_client()
    assert client.get("/portfolio").status_code == 200
    assert client.get("/embed/portfolio").status_code == 200


def test_at_most_the_hundred_with_most_left_to_spend_are_drawn_and_it_says_so() -> None:
    """The largest of all was stopped: nothing will be spent on it any more."""
    count = 131
    frame = pd.DataFrame(
        {
            "name": [f"Project {n}" for n in range(count)], "status": "on_track", "spi_t": 1.0, "weight": 1.0,
            "remaining": [float(n) for n in range(count)], "remaining_unit": "EUR",
            "stage": ["stopped" if n == 130 else None for n in range(count)],
        },
        index=[f"P{n}" for n in range(count)],
    )  # fmt: skip
    section = portfolio.picture(frame, "spi_t", {}).to_plotly_json()
    assert "The 100 largest of 130 are drawn." in str(section)
    assert "(P129)" in str(section) and "(P30)" in str(section) and "(P29)" not in str(section)
    assert "(P130)" not in str(section)


def test_programmes_and_departments_stand_with_what_they_cover_and_their_worst_project(demo: Dash) -> None:
    """All: EV 34,995.7 of AC 36,498.15, CPI 0.96, PV 38,541.2, of 17 projects; the mean is 126.67/20 = 6.3."""

    def put(at: str) -> list[list[str]]:
        answer = fire(demo.server.test_client(), demo, f"{Ids.TOGETHER}.children", "Portfolio", {"at": at})
        return table_rows(answer.get_json()["response"][Ids.TOGETHER]["children"])

    found = put("/portfolio")
    assert found[1] == [
        "All of them", "20", "B at risk, stale", "6.3", "20 of 20", "C New assembly line, Vellin plant",
        "0.96", "0.91", "EUR 54.22 m", "EUR 51.54 m", "17 of 20 projects, EUR",
    ]  # fmt: skip
    lean = next(row for row in found if row[0].startswith("Lean Flow"))
    assert lean[1:8] == ["5", "B at risk", "4.3", "5 of 5", "C New assembly line, Vellin plant", "0.89", "0.79"]
    assert [row[1] for row in found if row[0] == "No programme"] == ["3"]
    assert [row[1] for row in put("/portfolio?programme=NP")[1:]] == ["3", "3", "3"]


def test_a_line_of_none_stands_only_beside_lines_that_are_named(empty: Store) -> None:
    def put(*projects: Project) -> tuple[str, str, list[str]]:
        load_records(empty, projects, title="register.csv")
        app = create_app(empty, demonstration.settings())
        answer = fire(app.server.test_client(), app, f"{Ids.TOGETHER}.children", "Portfolio", {"at": "/portfolio"})
        found = answer.get_json()["response"][Ids.TOGETHER]["children"]
        about = next(words(one) for one in parts(found, "P") if one["props"].get("className") == "about")
        return words(next(parts(found, "H2"))), about.rpartition(". ")[2], [row[0] for row in table_rows(found)[1:]]

    one, other = Project("A", name="A"), Project("B", name="B", department="Build")
    assert put(one) == ("All of them together", "None of them names a programme or a department.", ["All of them"])
    title, about, lines = put(one, other)
    assert (title, about) == ("By department", "None of them names a programme.")
    assert lines == ["All of them", "Build department", "No department"]
