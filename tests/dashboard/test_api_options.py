"""What could be done about conflicts of the sample portfolio, as the API gives it."""

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.dashboard.test_api import get

MARTA = "m.oyelund@tarnholm.example:2026-11-09"
ILSE = "i.doorn@tarnholm.example:2026-12-21"
JOEL = "j.achterholt@tarnholm.example:2026-11-09"


def options(client: FlaskClient, key: str, kind: str) -> list[dict[str, Any]]:
    return [row for row in get(client, f"conflicts/{key}/options") if row["kind"] == kind]


def test_nobody_inside_can_take_the_work_of_the_one_who_is_on_five_projects(demo_client: FlaskClient):
    """The two others who know drive controls, both at level 3, are booked to the full: 36 of 36 hours a week."""
    found = options(demo_client, MARTA, "hand over")
    assert [row["project"] for row in found] == ["P11", "P06", "P14", "P01", "P12"]
    assert {row["needs"] for row in found} == {"drive controls"}
    assert found[0]["why"] == (
        "who has drive controls has no time for all of it: Jonas Merkelbach (0 of 120 hours are free), "
        "Radu Petrenko-Vale (0 of 120 hours are free)"
    )
    assert [row["why"] for row in options(demo_client, MARTA, "move")] == [
        "it has no slack: moving it moves what waits for it",
        "it has no slack: moving it moves what waits for it",
        "its schedule does not state how much slack it has",
        "its schedule does not state how much slack it has",
        "it has no slack: moving it moves what waits for it",
    ]


def test_help_from_outside_comes_after_its_lead_time_and_is_paid_for_its_minimum_term(demo_client: FlaskClient):
    """30 working days after 4 November, on 16 December: three days of P11, 4 hours each. 40 x 4 x EUR 145 = 23,200."""
    first = options(demo_client, MARTA, "external")[0]
    names = ("who_name", "possible", "first", "last", "currency", "contract")
    assert [first[name] for name in names] == ["Ardal Automation", True, "2026-12-16", "2026-12-18", "EUR", "FC-131"]
    figures = ("level", "hours", "relieved_hours", "left_hours", "paid_hours", "rate", "cost")
    assert [first[name] for name in figures] == pytest.approx([4, 12, 12, 132, 160, 145, 23_200])


def test_accepting_leaves_the_hours_and_says_how_many_days_they_are(demo_client: FlaskClient):
    """144 hours at 7.2 a day."""
    (row,) = options(demo_client, MARTA, "accept")
    assert [row[name] for name in ("possible", "left_hours", "days_later", "cost")] == [True, 144, 20, 0]


def test_somebody_with_time_takes_a_part_and_says_what_that_costs(demo_client: FlaskClient):
    """Katya Ruminova has 8 hours that week and costs EUR 78, Joel Achterholt EUR 86."""
    first = options(demo_client, JOEL, "split")[0]
    names = ("who_name", "needs", "hours", "left_hours", "their_utilisation_after", "cost")
    assert [first[name] for name in names] == [
        "Katya Ruminova", "information security", pytest.approx(8), pytest.approx(6), pytest.approx(100),
        pytest.approx(-64),
    ]  # fmt: skip
    assert [row["why"] for row in options(demo_client, JOEL, "external")] == [
        "no supplier offers information security; give them in the External sheet"
    ]


def test_what_can_be_done_comes_first_by_what_it_relieves(demo_client: FlaskClient):
    found = get(demo_client, f"conflicts/{ILSE}/options")
    kinds = [(row["kind"] == "accept", row["possible"]) for row in found]
    assert kinds == sorted(kinds, key=lambda pair: (not pair[1], pair[0]))
    relieved = [row["relieved_hours"] for row in found if row["possible"] and row["kind"] != "accept"]
    assert relieved == sorted(relieved, reverse=True)
    assert relieved
    assert len({row["id"] for row in found}) == len(found)


def test_a_conflict_names_the_key_that_its_options_are_asked_by_and_another_is_not_found(demo_client: FlaskClient):
    assert get(demo_client, "conflicts?limit=1")[0]["key"] == MARTA
    answer = demo_client.get("/api/v1/conflicts/nobody:2026-11-09/options")
    assert (answer.status_code, answer.json["detail"]) == (  # type: ignore[index]
        404, "There is no conflict 'nobody:2026-11-09' in the coming year.",
    )  # fmt: skip
    assert demo_client.get("/api/v1/conflicts/nokey/options").status_code == 404


def test_the_same_table_is_csv(demo_client: FlaskClient):
    text = demo_client.get(f"/api/v1/conflicts/{MARTA}/options?format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == [row["id"] for row in get(demo_client, f"conflicts/{MARTA}/options")]
