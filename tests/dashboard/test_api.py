"""The API on the sample portfolio: whole rows against worked figures, moments, parts of tables, CSV, and refusals."""

import csv
import io
import json
import math
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from dashboard import ingest
from dashboard.api.answers import plain
from dashboard.app import create_app
from dashboard.settings import Settings
from data.records import Kpi, Objective, Perspective, Project, Reading, Resource
from data.store import Store
from tests.dashboard.stores import empty_store, load_records
from tests.exports_dir import EXPORTS, needs_exports

COLLECTIONS = (
    "objectives", "kpis", "projects", "milestones", "people", "contributions", "money", "risks", "dependencies",
    "decisions", "loads",
)  # fmt: skip


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), answer.text
    return json.loads(answer.text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def by_key(client: FlaskClient, path: str) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in get(client, path)}


# Delivery: P09 off track with 2 x 4/7/3 of the gap, P07 at risk with 9/14/3. Outlook: K14 1.33, K15 2.00, K16 6.67.
AHEAD_OF_C3 = {
    "delivery": pytest.approx((8 / 21 * 5 / 3 + 3 / 14 * 5) / (8 / 21 + 3 / 14)), "delivery_status": "off_track",
    "delivery_stale": False, "delivery_coverage": 2, "delivery_children": 2, "delivery_worst": "P09",
    "delivery_worst_status": "off_track", "delivery_why": None,
    "outlook": pytest.approx((4 / 3 + 2 + 20 / 3) / 3), "outlook_status": "at_risk", "outlook_stale": False,
    "outlook_coverage": 3, "outlook_children": 3, "outlook_worst": "K14", "outlook_worst_status": "off_track",
    "outlook_why": None, "outlook_short": 2, "outlook_short_share": pytest.approx(200 / 3),
    "gap_covered": pytest.approx(100 * (8 / 21 + 3 / 14)), "gap_delivered": pytest.approx(300 / 14), "gap_coming": 0,
    "gap_late": pytest.approx(800 / 21), "gap_slipped": 0, "gap_open": pytest.approx(100 * (1 - 8 / 21 - 3 / 14)),
    "gap_beyond": 0, "served": "direct",
}  # fmt: skip


# --- rows ---


def test_an_objective_is_given_with_the_result_of_its_kpis(demo_client: FlaskClient):
    row = by_key(demo_client, "objectives")["C3"]
    assert row.pop("score") == pytest.approx((2.6332 + 2.9780 + 7.7778) / 3, abs=1e-3)
    assert row == {
        "key": "C3", "name": "Deliver when promised", "perspective": "C", "theme": "OE", "weight": 7,
        "owner": "Henrike Voss-Lindqvist", "owner_key": "h.voss@tarnholm.example", "department": "MFG",
        "due": "2026-12-31", "status": "at_risk", "stale": False, "coverage": 3, "children": 3, "worst": "K14",
        "worst_status": "off_track", "trend": "worse", "on_date": "2026-10-31",
        "description": "On time and in full, and a day that holds", "source": "register.xlsx, Strategy, row 16",
    } | AHEAD_OF_C3  # fmt: skip


def test_a_hand_over_is_given_with_its_slack_and_lateness_in_working_days(demo_client: FlaskClient):
    """P12's bench was due on 10 July and came on 16 September; with 20 days of lag, P11 needed it by 21 August."""
    found = {(row["from_project"], row["to_project"]): row for row in get(demo_client, "dependencies")}
    assert found["P12", "P11"] == {
        "from_project": "P12", "from_milestone": "Bench handed over", "to_project": "P11",
        "to_milestone": "Type approval granted", "type": "FS", "lag_hours": 160, "hands_over": "calibrated bench",
        "agreed": True, "state": "late", "gives": "2026-09-16", "given": True, "needs": "2026-11-27",
        "needed_by": "2026-08-21", "slack_days": 32, "late_days": 48, "overrun_days": 18, "reason": None,
        "giver": "p.ilves@tarnholm.example", "taker": "a.corrigan@tarnholm.example",
        "source": "register.xlsx, Dependencies, row 2",
    }  # fmt: skip
    assert [(row["from_project"], row["state"]) for row in get(demo_client, "dependencies")] == [
        ("P06", "clash"), ("P12", "late"), ("P09", "informal"), ("P14", "on_time"), ("P13", "on_time"), ("P14", "done"),
        ("P15", "done"),
    ]  # fmt: skip


def test_risks_money_contributions_and_decisions_are_given_as_stated(demo_client: FlaskClient):
    risk = by_key(demo_client, "risks")["R07"]
    assert {name: risk[name] for name in ("about", "kind", "probability", "money", "currency")} == {
        "about": "P11", "kind": "threat", "probability": 50, "money": 1_900_000, "currency": "EUR",
    }  # fmt: skip
    decision = by_key(demo_client, "decisions")["D05"]
    assert {name: decision[name] for name in ("date", "about", "who", "due", "state")} == {
        "date": "2026-10-01", "about": "P19", "who": "Gil Marchetti-Roe", "due": "2026-10-15", "state": "open",
    }  # fmt: skip
    swiss = [row for row in get(demo_client, "money") if row["project"] == "P12" and row["actual"] is not None]
    assert sum(row["actual"] for row in swiss) == 2_390_000
    assert {row["currency"] for row in swiss} == {"CHF"}
    moved = [row for row in get(demo_client, "contributions") if row["project"] == "P05"]
    assert [(row["serves"], row["amount"], row["lag_days"], row["confidence"]) for row in moved] == [("K17", 6, 60, 80)]


def test_a_kpi_is_given_with_figures_that_can_be_worked_out_by_hand(demo_client: FlaskClient):
    row = by_key(demo_client, "kpis")["K17"]
    goal = 64 + 8 * 304 / 365
    figures = {name: row.pop(name) for name in ("expected", "score", "completion", "attainment")}
    assert figures == pytest.approx(
        {
            "expected": goal,
            "score": 20 / 3 + (72.3 - goal) / 4 * 10 / 3,
            "completion": (72.3 - 64) / 8 * 100,
            "attainment": 72.3 / 72,
        }
    )
    assert row == {
        "key": "K17", "name": "First-contact resolution", "objective": "C4", "unit": "%", "better": "higher",
        "counts": None, "every": "month", "baseline": 64, "baseline_date": "2025-12-31", "target": 72,
        "target_date": "2026-12-31", "red_flag": 68, "low": None, "high": None, "lowest": None, "highest": None,
        "weight": None, "owner": "Yusuf Adeleke-Storm", "owner_key": "y.adeleke@tarnholm.example", "actual": 72.3,
        "value_text": "72.3 %", "on_date": "2026-10-31", "pace": None, "trend": "better", "status": "on_track",
        "stale": False, "reason": None,
        "definition": "Calls closed without a second call within seven days; call centre",
        "source": "register.xlsx, KPIs, row 18",
    }  # fmt: skip


def test_a_project_has_every_promised_column_with_the_figures_that_were_worked_out_by_hand(demo_client: FlaskClient):
    row = by_key(demo_client, "projects")["P06"]
    row.pop("reason")
    figures = {name: row.pop(name) for name in ("estimate_at_completion", "cpi", "spi", "spi_t")}
    assert figures == pytest.approx(
        {"estimate_at_completion": 6_400_000 * 3900 / 3040, "cpi": 3040 / 3900, "spi": 3040 / 4100, "spi_t": 0.76444},
        rel=1e-4,
    )
    assert row == {
        "key": "P06", "name": "New assembly line, Vellin plant", "feed": "register", "department": "MFG",
        "programme": "LF", "manager": "Dorian Haske", "manager_key": "d.haske@tarnholm.example",
        "status_date": "2026-10-31", "baseline_start": "2026-01-05", "baseline_finish": "2027-03-26",
        "baseline_start_from": "stated", "baseline_finish_from": "stated",
        "start": "2026-01-05", "finish": "2027-04-02", "percent_complete": None, "tasks": row["tasks"],
        "milestones": 3, "budget_at_completion": 6_400_000, "planned_value": 4_100_000, "earned_value": 3_040_000,
        "actual_cost": 3_900_000, "slip_days": 5, "currency": "EUR", "budget": 6_400_000, "stage": "active",
        "mission_critical": True, "mandatory": False, "reported_status": "green", "reported_level": "on_track",
        "disagrees": True, "status": "off_track", "schedule_status": "off_track", "cost_status": "off_track",
        "milestones_status": "on_track", "deliverables_status": "at_risk", "risks_status": "at_risk",
        "resources_status": "on_track", "stale": False,
        "recommendation": "correct", "source": "register.xlsx, Projects, row 7",
    }  # fmt: skip
    lines = get(demo_client, "projects/P06")["tasks"]
    assert row["tasks"] == sum(line["kind"] in ("task", "milestone", "level_of_effort") for line in lines) > 0


def test_a_milestone_is_given_with_its_slip_in_working_days(demo_client: FlaskClient):
    rows = [row for row in get(demo_client, "milestones") if row["name"] == "Line in series production"]
    assert rows == [
        {
            "key": "engineering.VEL-LINE1.100501", "project": "P06", "name": "Line in series production",
            "baseline": "2026-12-11", "forecast": "2026-12-18", "actual": None, "slip_days": 5.0,
            "status": "on_track", "stale": False, "reason": rows[0]["reason"],
            "rule": "slip against the plan of revision 1, adopted as baseline; on track up to 5 working days, at risk "
            "up to 20",
            "source": rows[0]["source"],
        }
    ]  # fmt: skip
    assert rows[0]["source"].startswith("engineering.xer, TASK, row ")


def test_the_milestones_counted_for_a_project_are_those_of_the_collection(demo_client: FlaskClient):
    every = get(demo_client, "milestones")
    for row in get(demo_client, "projects"):
        assert row["milestones"] == sum(milestone["project"] == row["key"] for milestone in every), row["key"]


def test_a_person_is_one_row_however_many_sources_name_them(demo_client: FlaskClient):
    assert by_key(demo_client, "people")["a.corrigan@tarnholm.example"] == {
        "key": "a.corrigan@tarnholm.example", "name": "Anselm Corrigan-Yu", "email": "a.corrigan@tarnholm.example",
        "department": "ENG", "role": "Project manager", "place": "Vellin", "hours_per_week": 40,
        "skills": {"drive technology": 4, "project leadership": 5}, "sources": "register; engineering",
        "source": "register.xlsx, People, row 3",
    }  # fmt: skip


def test_a_person_says_which_rows_were_joined_and_by_what(demo_client: FlaskClient):
    whole = get(demo_client, "people/m.oyelund@tarnholm.example")
    assert [(row["feed"], row["name"], row["by"]) for row in whole["joined"]] == [
        ("register", "Marta Oyelund", None), ("core-data-platform", "M. Oyelund", "e-mail"),
        ("engineering", "Oyelund, Marta", "e-mail"), ("remote-monitoring", "M. Oyelund", "e-mail"),
    ]  # fmt: skip
    assert whole["near"] == []


def test_readings_are_one_row_per_measurement(demo_client: FlaskClient):
    rows = get(demo_client, "kpis/K17/readings")
    assert [(row["date"], row["actual"]) for row in rows] == [
        ("2026-05-31", 66.3), ("2026-06-30", 66.4), ("2026-07-31", 66.9), ("2026-08-31", 67.0),
        ("2026-09-30", 72.1), ("2026-10-31", 72.3),
    ]  # fmt: skip
    assert rows[0] == {
        "date": "2026-05-31", "start": None, "series": None, "actual": 66.3, "target": None, "expected": None,
        "forecast": None, "actual_text": None, "target_text": None, "state": "final", "note": None,
        "source": "register.xlsx, Readings, row 12",
    }  # fmt: skip


def test_measurements_of_one_day_and_series_stay_apart(tmp_path):
    store = empty_store(tmp_path)
    readings = [
        Reading(key=f"r{number}", kpi="K1", date="2026-10-31", series=series, actual=actual, row=number)
        for number, (series, actual) in enumerate((("north", 1.0), ("south", 2.0), (None, None), ("north", 3.0)))
    ]
    load_records(store, (Kpi(key="K1", name="Leaks"), *readings), title="kpis.xlsx")
    rows = get(create_app(store, Settings()).server.test_client(), "kpis/K1/readings")
    assert sorted(str(row["actual"]) for row in rows) == ["1.0", "2.0", "3.0", "None"]
    store.close()


@needs_exports
def test_every_target_and_actual_of_a_published_report_is_a_reading_of_its_own(tmp_path):
    (report,) = (EXPORTS / "stratml").rglob("US_Assistance*.xml")
    store = empty_store(tmp_path)
    totals = ingest.load(store, [report], ingest.Options()).as_json()["totals"]
    client = create_app(store, Settings()).server.test_client()
    readings = [
        row for kpi in get(client, "kpis") for row in get(client, f"kpis/{quote(kpi['key'], safe='')}/readings")
    ]
    assert len(readings) == totals["readings"]
    for column, name in (("target", "targets"), ("actual", "actuals")):
        assert sum(row[column] is not None for row in readings) == totals[name]
    assert (totals["targets"], totals["actuals"]) == (411, 411)
    store.close()


# --- one thing, and the map ---


def test_the_map_is_made_of_the_same_rows_as_the_collections(demo_client: FlaskClient):
    drawn = get(demo_client, "map")
    assert list(drawn) == [
        "organisation", "vision", "mission", "perspectives", "themes", "objectives", "kpis", "projects", "milestones",
        "contributions", "links",
    ]  # fmt: skip
    for name in ("objectives", "kpis", "projects", "milestones"):
        assert drawn[name] == get(demo_client, name)
    assert drawn["organisation"] == "Tarnholm Water Systems"
    assert [band["key"] for band in drawn["perspectives"]] == ["F", "C", "I", "L"]
    assert len(drawn["links"]) == 25
    (opposed,) = [link for link in drawn["links"] if link["sign"] == "-"]
    assert list(opposed.items())[:5] == [
        ("from", "I5"), ("to", "F4"), ("sign", "-"), ("strength", "moderate"), ("lag_months", 1),
    ]  # fmt: skip
    assert {row["serves"] for row in drawn["contributions"] if row["project"] == "P06"} <= {
        row["key"] for row in drawn["kpis"]
    }


@pytest.mark.parametrize(
    ("kind", "key"), [("objectives", "C3"), ("kpis", "K17"), ("people", "a.corrigan@tarnholm.example")]
)
def test_one_thing_begins_as_its_row_in_the_collection(demo_client: FlaskClient, kind: str, key: str):
    row = by_key(demo_client, kind)[key]
    assert get(demo_client, f"{kind}/{key}") | row == get(demo_client, f"{kind}/{key}")


def test_everything_stands_behind_one_project(demo_client: FlaskClient):
    whole = get(demo_client, "projects/P06")
    assert [row["slip_days"] for row in whole["milestones"] if row["name"] == "Line in series production"] == [5]
    assert {row["field"]: row["feed"] for row in whole["stated"]}["start"] == "engineering"
    assert whole["money"][0]["currency"] == "EUR" and whole["money"][0]["source"] == "register.xlsx, Money, row 76"
    assert whole["contributions"][0]["confidence"] == 70
    assert whole["dependencies"][0]["to_project"] == "P10"
    assert "Software of cell 3 was never tested with the conveyors" in {row["title"] for row in whole["risks"]}
    hours = [line["duration_hours"] for line in whole["tasks"] if line["kind"] == "task"]
    assert hours and all(value is None or value % 1 == 0 for value in hours)


def test_a_load_names_its_files_without_their_folders(demo_client: FlaskClient):
    whole = get(demo_client, "loads/6")
    assert (whole["recorded_at"], len(whole["files"]), whole["rejected"]) == ("2026-10-31T23:59:59Z", 15, 0)
    assert whole["rows_in"] == whole["stored"] + whole["unchanged"] + whole["rejected"] + whole["skipped"]
    assert "engineering.xer" in {file["path"] for file in whole["files"]}
    assert not any("/" in row["path"] for name in ("files", "omissions", "rejections") for row in whole[name])


# --- moments and parts of tables ---


def test_a_day_and_its_revision_say_the_same(demo_client: FlaskClient):
    for path in ("map", *COLLECTIONS, "objectives/C5"):
        assert get(demo_client, f"{path}?as_of=2026-06-30") == get(demo_client, f"{path}?revision=2")
    then = by_key(demo_client, "objectives?as_of=2026-06-30")["C5"]
    now = by_key(demo_client, "objectives")["C5"]
    assert (then["status"], round(then["score"], 2)) == ("at_risk", 3.41)
    assert (now["status"], round(now["score"], 2)) == ("off_track", 1.84)
    assert get(demo_client, "revision?as_of=2026-06-30")["number"] == 2


def test_before_the_first_load_there_is_nothing(demo_client: FlaskClient):
    for path in COLLECTIONS:
        assert get(demo_client, f"{path}?as_of=2020-01-01") == []
    assert demo_client.get("/api/v1/kpis/K17?as_of=2020-01-01").status_code == 404


@pytest.mark.parametrize("path", COLLECTIONS)
def test_a_part_of_a_table_is_a_slice_of_all_of_it(demo_client: FlaskClient, path: str):
    every = get(demo_client, path)
    assert get(demo_client, f"{path}?limit=2&offset=1") == every[1:3]
    assert get(demo_client, f"{path}?offset={len(every)}") == []


@pytest.mark.parametrize("path", [*COLLECTIONS, "kpis/K17/readings", "loads/6/rejections"])
def test_csv_is_the_same_table(demo_client: FlaskClient, path: str):
    answer = demo_client.get(f"/api/v1/{path}?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8"), newline="")))
    every = get(demo_client, path)
    assert len(rows) == len(every)
    for row, expected in zip(rows, every, strict=True):
        assert list(row) == list(expected)
        assert {name: text for name, text in row.items() if isinstance(expected[name], str)} == {
            name: value for name, value in expected.items() if isinstance(value, str)
        }
        assert all(row[name] == "" for name, value in expected.items() if value is None)


def test_a_spreadsheet_runs_nothing_that_an_export_wrote(tmp_path):
    store = empty_store(tmp_path)
    names = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "-5 %", "Ökologie, »Süd«", 'say "so"')
    people = [Resource(key=f"p{number}", name=name, kind="person") for number, name in enumerate(names)]
    load_records(store, people, title="people.xlsx")
    client = create_app(store, Settings()).server.test_client()
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/people?format=csv").data.decode(), newline="")))
    shown = [row["name"] for row in rows]
    assert shown == ["'=1+1", "'+cmd|' /C calc'!A0", "'-2+3", "'@SUM(A1)", "'\t=1", "'＝1+1", *names[6:]]
    assert [row["name"] for row in get(client, "people")] == list(names)
    store.close()


# --- what JSON cannot say ---


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_what_is_no_number_is_null(value: float | None):
    assert plain({"a": [value]}) == {"a": [None]}


def test_numbers_have_no_more_digits_than_they_mean():
    assert [plain(number) for number in (0.1 + 0.2, 103.74999999999997, 6_400_000.25)] == [0.3, 103.75, 6_400_000.25]


# --- an empty store ---


def test_an_empty_store_answers_with_empty_tables(empty: Store):
    client = create_app(empty, Settings()).server.test_client()
    for path in COLLECTIONS:
        assert get(client, path) == []
        header = client.get(f"/api/v1/{path}?format=csv").text
        assert header.endswith("\r\n") and header.count("\n") == 1
    drawn = get(client, "map")
    assert {name: value for name, value in drawn.items() if value} == {}
    assert get(client, "revision") == {"number": 0, "recorded_at": None, "title": None}
    assert client.get("/api/v1/loads/1").status_code == 404
    assert client.get("/api/v1/projects?revision=1").status_code == 404


def test_keys_in_any_writing_lead_to_their_thing(tmp_path):
    store = empty_store(tmp_path)
    keys = ("100%", "Ä 1", "a+b", "日本", "x;y", "O'Neil")
    load_records(
        store,
        (Perspective(key="P"), *(Objective(key=key, name=key, perspective="P") for key in keys)),
        title="strategy.xlsx",
    )
    client = create_app(store, Settings()).server.test_client()
    found = {row["name"]: row["key"] for row in get(client, "objectives")}
    assert set(found) == set(keys)
    for name, key in found.items():
        answer = client.get(f"/api/v1/objectives/{quote(key, safe='')}")
        assert (answer.status_code, answer.json["name"] if answer.json else None) == (200, name)
    store.close()


def test_projects_without_any_date_or_money_are_rows_with_nulls(tmp_path):
    store = empty_store(tmp_path)
    load_records(store, [Project(key="P1", reported="Amber-Red")], title="register.xlsx")
    client = create_app(store, Settings()).server.test_client()
    (row,) = get(client, "projects")
    assert (row["reported_status"], row["reported_level"], row["status"]) == ("Amber-Red", "at_risk", "no_data")
    assert {name for name, value in row.items() if value is None} >= {"start", "budget", "cpi", "name", "currency"}
    assert get(client, "projects/P1")["tasks"] == []
    store.close()


def test_age_is_judged_by_the_clock_of_the_settings(demo_client: FlaskClient):
    assert [row["key"] for row in get(demo_client, "objectives") if row["stale"]] == ["L3"]
