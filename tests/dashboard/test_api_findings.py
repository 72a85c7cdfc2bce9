"""The address of findings: every figure of a subject with its sentences and sources, at any moment, also as CSV."""

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api import parts

ADDRESS = "/api/v1/findings"


def ask(client: FlaskClient, query: str) -> Any:
    return client.get(f"{ADDRESS}?{query}")


def test_a_project_is_explained_row_by_row(demo_client: FlaskClient):
    rows = {row["measure"]: row for row in ask(demo_client, "subject=project:P06").json}
    for row in rows.values():
        parts.Explanation.model_validate(row, strict=True)
    assert rows["cpi"] | {"inputs": None} == {
        "measure": "cpi", "value": pytest.approx(0.77949, abs=1e-5), "unit": "ratio", "text": None, "status": None,
        "stale": False, "rule": "EV / AC", "inputs": None, "on_date": "2026-10-31",
        "because": [
            {"text": "EV / AC = EUR 3.04 m / EUR 3.90 m = 0.78.", "source": None, "source_revision": None,
             "source_loaded": None},
            {"text": "Work for EUR 3.04 m is done, by physical percent complete.",
             "source": "engineering.xer, PROJECT, row 31", "source_revision": 6, "source_loaded": "2026-10-31"},
            {"text": "EUR 3.90 m was spent, by the money register, up to 31 Oct 2026.",
             "source": "register.xlsx, Money, rows 76 to 85", "source_revision": 6, "source_loaded": "2026-10-31"},
        ],
    }  # fmt: skip
    assert rows["status"]["because"][0]["text"] == "Reported green for six months; computed off track since July."


def test_a_fact_that_stands_since_an_earlier_month_names_the_load_of_that_month(demo_client: FlaskClient):
    attainment = next(r for r in ask(demo_client, "subject=kpi:K21").json if r["measure"] == "attainment")
    assert attainment["because"] == [
        {"text": "44.9 d was read on 31 Oct 2026.", "source": "register.xlsx, Readings, row 95", "source_revision": 6,
         "source_loaded": "2026-10-31"},
        {"text": "The target is 38 d.", "source": "register.xlsx, KPIs, row 22", "source_revision": 1,
         "source_loaded": "2026-05-31"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "measure"),
    [("objective:I1", "result"), ("kpi:K21", "score"), ("milestone:P18-M2", "slip_days"), ("project:P04", "status")],
)
def test_every_kind_of_subject_is_explained_with_sources(demo_client: FlaskClient, subject: str, measure: str):
    rows = {row["measure"]: row for row in ask(demo_client, f"subject={subject}").json}
    assert any(each["source"] for each in rows[measure]["because"]), rows[measure]


def test_a_person_of_whom_nothing_is_computed_has_no_rows(demo_client: FlaskClient):
    assert ask(demo_client, "subject=person:a.corrigan@tarnholm.example").json == []


def test_what_was_found_in_an_earlier_load_is_explained_as_it_was_then(demo_client: FlaskClient):
    rows = {row["measure"]: row["status"] for row in ask(demo_client, "subject=project:P06&revision=1").json}
    assert rows["status"] == "on_track"


def test_the_same_rows_are_there_as_csv(demo_client: FlaskClient):
    rows = list(csv.DictReader(io.StringIO(ask(demo_client, "subject=project:P06&format=csv").text)))
    assert [row["measure"] for row in rows] == [row["measure"] for row in ask(demo_client, "subject=project:P06").json]
    assert json.loads(rows[0]["because"])[0]["source"] == "register.xlsx, Money, rows 76 to 85"
    assert len(list(csv.DictReader(io.StringIO(ask(demo_client, "subject=project:P06&format=csv&limit=2").text)))) == 2


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("subject=project:NOPE", 404, "There is no project 'NOPE'."),
        ("subject=milestone:NOPE", 404, "There is no milestone 'NOPE'."),
        ("subject=project:%00", 404, "There is no key with a NUL in it."),
        ("subject=P06", 400, "expected KIND:KEY, such as project:P06"),
        ("subject=project:", 400, "expected KIND:KEY"),
        ("subject=planet:Mars", 400, "with KIND one of project, objective, kpi, milestone, person"),
        ("", 400, "subject is missing, and is needed here"),
        ("subject=project:P06&subject=project:P05", 400, "given more than once"),
        ("subject=project:P06&nope=1", 400, "nope is not a parameter here"),
    ],
)
def test_what_cannot_be_explained_is_a_problem_document(demo_client: FlaskClient, query: str, status: int, said: str):
    answer = ask(demo_client, query)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert said in json.loads(answer.text)["detail"]


def test_the_description_holds_the_address_with_its_rows(demo_client: FlaskClient):
    described: Any = demo_client.get("/api/v1/openapi.json").json
    asked = described["paths"][ADDRESS]["get"]
    assert {parameter["name"]: parameter["required"] for parameter in asked["parameters"]}["subject"] is True
    schemas = described["components"]["schemas"]
    assert set(schemas["Explanation"]["properties"]) == set(parts.Explanation.model_fields)
    assert set(schemas["Reason"]["properties"]) == {"text", "source", "source_revision", "source_loaded"}
