"""Capacity, demand and conflicts of the sample portfolio, as the API gives them."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api import capacity
from dashboard.app import create_app
from dashboard.settings import Settings
from data.records import Assignment, Project, Resource, Task
from tests.dashboard.stores import empty_store, load_records
from tests.dashboard.test_api import get

MARTA = "m.oyelund@tarnholm.example"
WINDOW = "from=2026-11-09&to=2026-12-20"


def rows(client: FlaskClient, query: str, group: str | None) -> list[dict[str, Any]]:
    return [row for row in get(client, f"capacity?{query}") if row["group"] == group]


def test_one_person_on_five_projects_has_sixty_hours_a_week_against_thirty_six(demo_client: FlaskClient):
    weeks = rows(demo_client, WINDOW, MARTA)
    assert [(row["period"], row["capacity_hours"], row["demand_hours"]) for row in weeks] == [
        (day, pytest.approx(36), pytest.approx(60))
        for day in ("2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14")
    ]
    assert [round(row["utilisation"]) for row in weeks] == [167] * 6
    assert sum(row["over_hours"] for row in weeks) == pytest.approx(144)


def test_the_first_conflict_is_hers_with_the_work_that_competes_and_what_it_endangers(demo_client: FlaskClient):
    found = get(demo_client, "conflicts")
    first = found[0]
    names = ("rank", "person", "name", "department", "line_manager", "first", "last")
    assert {name: first[name] for name in names} == {
        "rank": 1, "person": MARTA, "name": "Marta Oyelund", "department": "ENG",
        "line_manager": "p.drobny@tarnholm.example", "first": "2026-11-09", "last": "2026-12-18",
    }  # fmt: skip
    figures = [first[name] for name in ("weeks", "demand_hours", "capacity_hours", "over_hours")]
    assert figures == pytest.approx([6, 360, 216, 144])
    assert [(row["project"], row["hours"] / 6) for row in first["competing"]] == [
        ("P11", pytest.approx(20)), ("P06", pytest.approx(16)), ("P14", pytest.approx(12)),
        ("P01", pytest.approx(8)), ("P12", pytest.approx(4)),
    ]  # fmt: skip
    assert {"C1", "I1", "I4"} <= set(first["objectives"])
    assert [row["endangered"] for row in found] == sorted((row["endangered"] for row in found), reverse=True)


def test_rows_that_are_asked_for_a_few_at_a_time_are_those_of_the_whole(demo_client: FlaskClient):
    whole = get(demo_client, f"capacity?{WINDOW}")
    for first, most in ((0, 6), (4, 9), (570, 30)):
        assert get(demo_client, f"capacity?{WINDOW}&limit={most}&offset={first}") == whole[first : first + most]
    assert get(demo_client, "conflicts?limit=1&offset=1") == get(demo_client, "conflicts")[1:2]


def test_a_long_table_of_people_is_sent_in_parts_as_csv_and_is_the_same(
    demo_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(capacity, "_PART", 30)
    for query in (WINDOW, f"{WINDOW}&department=ENG&by=month"):
        whole = get(demo_client, f"capacity?{query}")
        monkeypatch.setattr(capacity, "MOST", 2)
        answer = demo_client.get(f"/api/v1/capacity?{query}&format=csv")
        sent = [*csv.DictReader(io.StringIO(answer.get_data(as_text=True)))]
        assert [(row["group"] or None, row["period"]) for row in sent] == [
            (one["group"], one["period"]) for one in whole
        ]
        assert [float(row["demand_hours"]) for row in sent] == [one["demand_hours"] for one in whole]
        assert "or for format=csv" in demo_client.get(f"/api/v1/capacity?{query}").json["detail"]  # type: ignore[index]
        monkeypatch.setattr(capacity, "MOST", 200_000)


def test_a_long_table_of_people_can_be_read_to_its_end(demo_client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    whole = get(demo_client, f"capacity?{WINDOW}")
    monkeypatch.setattr(capacity, "MOST", 2)
    monkeypatch.setattr(capacity, "_PART", 30)
    people = sum(row["group"] is not None for row in whole)
    assert people < len(whole), "the last rows are of nobody by name"
    for first, most in ((people - 8, 30), (people, 30), (len(whole) - 1, 30), (len(whole), 30), (0, 10_000)):
        assert get(demo_client, f"capacity?{WINDOW}&limit={most}&offset={first}") == whole[first : first + most]
    for first in (6, 400, people, len(whole)):
        answer = demo_client.get(f"/api/v1/capacity?{WINDOW}&format=csv&offset={first}").get_data(as_text=True)
        sent = [(row["group"] or None, row["period"]) for row in csv.DictReader(io.StringIO(answer))]
        assert sent == [(row["group"], row["period"]) for row in whole[first:]]
    assert f"these are {people - 6:,} rows" in demo_client.get(f"/api/v1/capacity?{WINDOW}&offset=6").json["detail"]  # type: ignore[index]


def test_no_hour_is_lost_or_doubled_by_another_group_or_period(demo_client: FlaskClient):
    def total(query: str, name: str) -> float:
        return sum(row[name] or 0.0 for row in get(demo_client, f"capacity?from=2026-10-05&to=2027-03-28&{query}"))

    for name in ("demand_hours", "asked_hours"):
        whole = total("by=day", name)
        assert whole > 100
        for query in ("by=week", "by=month", "group=department", "group=role&by=month", "group=project"):
            assert total(query, name) == pytest.approx(whole, abs=0.01), (name, query)
    assert total("group=department", "capacity_hours") == pytest.approx(total("by=month", "capacity_hours"))


def test_a_department_that_lends_all_its_engineers_is_asked_for_four_it_does_not_have(demo_client: FlaskClient):
    asked = [row["asked_hours"] for row in rows(demo_client, "from=2026-11-02&to=2027-01-31&group=skill", "controls")]
    assert asked == pytest.approx([144.0] * 13)
    own = [row["asked_hours"] for row in rows(demo_client, "from=2026-11-02&to=2027-01-31&group=department", "ENG")]
    assert own == pytest.approx([144.0] * 13)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=2026-11-09&to=2026-11-08", "to is 2026-11-08, which is before from, 2026-11-09"),
        ("from=2026-01-01&to=2099-01-01", "longer than 3660 days"),
        ("by=year", "by is 'year'"),
        ("group=planet", "group is 'planet'"),
        ("nope=1", "there are department, as_of, revision, limit, offset, format, from, to, by, group"),
    ],
)
def test_what_cannot_be_answered_is_said(demo_client: FlaskClient, query: str, says: str):
    answer = demo_client.get(f"/api/v1/capacity?{query}")
    assert answer.status_code == 400
    assert says in answer.json["detail"]  # type: ignore[index]


def test_what_lies_on_no_day_is_named_with_its_hours_and_counts_nowhere(tmp_path: Path):
    store = empty_store(tmp_path)
    plan = [
        Project("A", name="Line", status_date="2026-10-31"),
        Task("A.1", project="A", name="Weld"),
        Resource("7", name="Ada Byron", kind="person"),
        Assignment("1", project="A", task="A.1", resource="7", remaining_work=90.0, sheet="Assignment", row=4),
    ]
    load_records(store, plan, title="plan.xml", feed="plan", loader="ms_project")
    client = create_app(store, Settings()).server.test_client()
    assert get(client, "capacity/unplaced") == [
        {
            "project": "plan.A", "task_name": "Weld", "person": "plan.7", "hours": 1.5,
            "why": "no start or finish, nor has its task", "source": "plan.xml, Assignment, row 4",
        }
    ]  # fmt: skip
    assert {row["demand_hours"] for row in get(client, "capacity")} == {0.0}
    store.close()


def test_an_empty_store_has_neither_capacity_nor_conflicts(tmp_path: Path):
    store = empty_store(tmp_path)
    client = create_app(store, Settings()).server.test_client()
    for path in (
        "capacity",
        "capacity?group=project&by=month",
        "capacity?group=skill",
        "capacity/unplaced",
        "conflicts",
    ):
        assert get(client, path) == []
    store.close()
