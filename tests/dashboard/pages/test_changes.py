"""What the page of changes says, and the same rows in the API."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.demonstration import settings
from dashboard.settings import Settings
from data.records import Project
from data.store import Store
from tests.dashboard.pages.drawn import drawn, links, parts, section, words
from tests.dashboard.stores import empty_store, load_records

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)


def test_the_page_opens_with_the_worst_change_and_its_cause(demo_store: Store) -> None:
    page = drawn(create_app(demo_store, settings()), "/changes")
    lead = next(one for one in parts(page, "P") if one["props"].get("className") == "lead")
    assert words(lead).startswith("Shorten order to delivery went from at risk to off track. Through Order-to-delivery")
    assert words(next(parts(page, "Strong"))) == "30 Sep 2026 to 31 Oct 2026"
    figures = [words(one) for one in parts(page, "Dd") if one["props"].get("className") == "figure"]
    assert figures == ["1", "0", "13", "0", "0"]
    assert links(section(page, "What matters most"))["Shorten order to delivery"] == "/objective/I1"


def test_days_and_loads_choose_the_moments_and_the_table_is_there_as_a_file(demo_store: Store) -> None:
    page = drawn(create_app(demo_store, settings()), "/changes?from=2026-08-31&to=5")
    assert words(next(parts(page, "Strong"))) == "31 Aug 2026 to 30 Sep 2026"
    found = links(page)
    assert found["CSV"] == "/api/v1/changes?format=csv&from=4&to=5"
    assert found["31 Jul 2026"] == "/changes?from=3&to=5"


def test_the_first_load_opens_with_the_strategy_the_projects_and_the_declared_baseline(demo_store: Store) -> None:
    page = drawn(create_app(demo_store, settings()), "/changes?from=0&to=1")
    assert words(next(one for one in parts(page, "P") if one["props"].get("className") == "lead")) == (
        "The strategy came in: 18 objectives and 41 KPIs. 17 projects came in with a schedule: 17 on track or at risk. "
        "3 projects came in without one: 3 on track or at risk. The plan of 31 May 2026 was declared the baseline of 5 "
        "projects, whose files have none."
    )


def test_what_is_no_moment_is_named_and_left_out(demo_store: Store) -> None:
    said = words(drawn(create_app(demo_store, settings()), "/changes?from=%3Cb%3Eyesterday&to="))
    assert "Left out of the address: from. Expected a day, YYYY-MM-DD, or the number of a load." in said
    assert "30 Sep 2026 to 31 Oct 2026" in said


def test_a_day_before_everything_says_that_nothing_was_there(demo_store: Store) -> None:
    assert "nothing that was loaded by the moment" in words(
        drawn(create_app(demo_store, settings()), "/changes?to=2020-01-01")
    )


def test_the_api_gives_the_same_rows_as_json_and_as_csv(demo_client: FlaskClient) -> None:
    rows: Any = demo_client.get("/api/v1/changes?from=2026-10-01").get_json()
    assert {name: rows[1][name] for name in ("rank", "kind", "key", "before", "after", "size", "unit", "change")} == {
        "rank": 2, "kind": "slip", "key": "engineering.PS7.300501", "before": "2026-11-06", "after": "2026-11-27",
        "size": 15.0, "unit": "working days", "change": "worse",
    }  # fmt: skip
    text = demo_client.get("/api/v1/changes?from=5&to=6&format=csv").get_data(as_text=True)
    assert [row["what"] for row in csv.DictReader(io.StringIO(text))] == [row["what"] for row in rows]


def test_the_api_says_what_it_cannot_read_and_describes_what_it_can(demo_client: FlaskClient) -> None:
    refused: Any = demo_client.get("/api/v1/changes?from=yesterday").get_json()
    assert "from is 'yesterday'; expected a day of the calendar" in refused["detail"]
    unknown: Any = demo_client.get("/api/v1/changes?since=4").get_json()
    assert unknown["detail"].endswith("there are as_of, revision, limit, offset, format, from, to.")
    described: Any = demo_client.get("/api/v1/openapi.json").get_json()
    names = [one["name"] for one in described["paths"]["/api/v1/changes"]["get"]["parameters"]]
    assert {"from", "to"} <= set(names)


def test_loads_of_one_day_are_told_apart_by_what_was_loaded(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Project("A", name="Line")], title="register.xlsx", as_of="2026-09-30")
    for feed in ("plan.xer", "money.csv"):
        load_records(store, [Project(feed)], title=feed, as_of="2026-10-31", feed=feed)
    page = drawn(create_app(store, Settings(now=NOW)), "/changes")
    moments = next(parts(page, "Nav"))
    assert words(next(parts(moments, "Strong"))) == "31 Oct 2026 (load 2) to 31 Oct 2026 (load 3)"
    assert links(moments) == {
        "on the map": "/?compare=2",
        "31 Oct 2026 (load 2): plan.xer": "/changes?from=2&to=3",
        "30 Sep 2026": "/changes?from=1&to=3",
        "the beginning": "/changes?from=0&to=3",
    }
    store.close()
