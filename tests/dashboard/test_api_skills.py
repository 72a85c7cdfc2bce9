"""Skills of the sample portfolio, as the API gives them (problem 7: a department that lends all its engineers)."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.settings import Settings
from tests.dashboard.stores import empty_store
from tests.dashboard.test_api import get

WINDOW = "from=2026-11-02&to=2027-01-31"


def help_with(client: FlaskClient, *, inside: bool) -> list[dict[str, Any]]:
    return [row for row in get(client, f"skill-gaps/help?{WINDOW}") if row["inside"] is inside]


def test_controls_engineers_are_short_from_november_to_january(demo_client: FlaskClient):
    """Four times 36 hours a week are asked for; Fabian Kross and Giulia Ferrant of DIT can give 20 each, and Marta
    Oyelund 36 before and after her conflict. November has 21 working days: 4.2 x 40 + 36 = 204.
    """
    found = get(demo_client, f"skill-gaps?{WINDOW}")
    assert {(row["skill"], row["level"], row["people"], *row["projects"]) for row in found} == {
        ("controls", 3, 14, "P13")
    }
    near = pytest.approx
    names = ("rank", "period", "demand_hours", "asked_hours", "able_hours", "gap_hours")
    assert [[row[name] for name in names] for row in found] == [
        [1, "2026-11-01", near(604.8), near(604.8), near(204.0), near(400.8)],
        [2, "2026-12-01", near(662.4), near(662.4), near(233.6), near(428.8)],
        [3, "2027-01-01", near(604.8), near(604.8), near(319.2), near(285.6)],
    ]


@pytest.mark.parametrize("by", ["day", "week"])
def test_another_period_adds_up_to_the_same_demand(demo_client: FlaskClient, by: str):
    found = get(demo_client, f"skill-gaps?{WINDOW}&by={by}")
    assert sum(row["demand_hours"] for row in found) == pytest.approx(1872)
    assert sum(row["able_hours"] for row in found) == pytest.approx(756.8)


def test_inside_two_of_another_department_are_half_free_and_their_own_are_booked(demo_client: FlaskClient):
    found = help_with(demo_client, inside=True)
    assert [(row["name"], row["department"], row["has"], row["hours"]) for row in found[:3]] == [
        ("Fabian Kross", "DIT", 3, pytest.approx(256)), ("Giulia Ferrant", "DIT", 3, pytest.approx(256)),
        ("Marta Oyelund", "ENG", 4, pytest.approx(244.8)),
    ]  # fmt: skip
    assert found[0]["free_share"] == pytest.approx(100 * 20 / 36)
    rest = found[3:]
    assert (len(rest), {row["why"] for row in rest}) == (11, {"booked to the full in these weeks"})
    assert {row["department"] for row in rest} == {"ENG"}


def test_outside_comes_who_can_help_first_with_rate_and_minimum_term(demo_client: FlaskClient):
    """15 and 30 working days after 4 November."""
    found = help_with(demo_client, inside=False)
    names = ("name", "has", "first", "hourly", "currency", "contract", "why")
    assert [[row[name] for name in names] for row in found] == [
        ["Lowen Control Partners", 4, "2026-11-25", 112, "EUR", "FC-118", None],
        ["Ardal Automation", 5, "2026-12-16", 138, "EUR", "FC-131", None],
    ]
    lowen = found[0]
    assert lowen["cost"] == pytest.approx(lowen["paid_hours"] * 112)
    assert lowen["paid_hours"] >= lowen["hours"] > 0


def test_the_only_holder_of_drive_controls_comes_first_with_what_hangs_on_her(demo_client: FlaskClient):
    first = get(demo_client, f"skills/alone?{WINDOW}")[0]
    assert (first["skill"], first["name"], first["level"], first["next_level"], first["others"]) == (
        "drive controls", "Marta Oyelund", 5, 3, 2,
    )  # fmt: skip
    assert (first["tasks"], first["hours"], first["projects"]) == (
        5, pytest.approx(360), ["P01", "P06", "P11", "P12", "P14"],
    )  # fmt: skip
    assert {"C1", "I1", "I4"} <= set(first["objectives"])


def test_an_audit_is_given_to_somebody_without_the_skill(demo_client: FlaskClient):
    (row,) = get(demo_client, f"skills/misfits?{WINDOW}")
    assert (row["project"], row["task_name"], row["name"], row["skill"], row["level"], row["has"]) == (
        "P08", "Samples and audits: order", "Stellan Brink", "casting audit", 3, None,
    )  # fmt: skip
    assert row["source"] == "second-sources.xml, Assignment, row 240"


def test_everybody_has_their_skills_and_what_they_can_still_give(demo_client: FlaskClient):
    found = get(demo_client, f"skills?{WINDOW}")
    assert len(found) == 96
    fabian = next(row for row in found if row["name"] == "Fabian Kross")
    assert fabian["skills"] == {"controls": 3, "data acquisition": 4, "plc": 3}
    assert (fabian["free_hours"], fabian["cost_per_hour"], fabian["currency"]) == (pytest.approx(256), 70, "EUR")


def test_what_cannot_be_answered_is_said_and_an_empty_store_has_nothing(demo_client: FlaskClient, tmp_path: Path):
    answer = demo_client.get("/api/v1/skill-gaps?by=year&nope=1")
    assert answer.status_code == 400
    assert "there are as_of, revision, limit, offset, format, from, to, by" in answer.json["detail"]  # type: ignore[index]
    store = empty_store(tmp_path)
    client = create_app(store, Settings()).server.test_client()
    for path in ("skill-gaps", "skill-gaps/help", "skills", "skills/alone", "skills/misfits"):
        assert get(client, path) == []
    store.close()
