"""The API around its rows: what it refuses and how it says so, its description, its caching, and its health."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api import parts, rows
from dashboard.app import create_app
from dashboard.settings import Settings
from data.commit import Load, commit
from data.export import Delivery, Export, Rejection
from data.store import Store
from tests.dashboard.stores import empty_store

# --- refusals ---


def problem(client: FlaskClient, path: str, method: str = "GET") -> tuple[int, str]:
    answer = client.open(path, method=method)
    assert answer.mimetype == "application/problem+json", (path, answer.text)
    document = json.loads(answer.text)
    assert set(document) == {"type", "title", "status", "detail"}
    assert (document["type"], document["status"]) == ("about:blank", answer.status_code)
    return answer.status_code, document["detail"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nope=1", "nope is not a parameter here; there are as_of, revision, limit, offset, format"),
        ("limit=0", "limit is '0'"),
        ("limit=-1", "limit is '-1'"),
        ("limit=ten", "limit is 'ten'"),
        ("offset=-1", "offset is '-1'"),
        ("offset=99999999999999999999", "offset is"),
        ("format=xml", "format is 'xml'"),
        ("as_of=2026-13-01", "as_of is '2026-13-01'; expected a day of the calendar, written as YYYY-MM-DD"),
        ("as_of=31.10.2026", "written as YYYY-MM-DD"),
        ("as_of=20261031", "written as YYYY-MM-DD"),
        ("as_of=0", "written as YYYY-MM-DD"),
        ("as_of=", "written as YYYY-MM-DD"),
        ("revision=0", "revision is '0'"),
        ("revision=99999999999999999999", "revision is"),
        ("revision=1&as_of=2026-10-31", "give one of them"),
        ("revision=1&revision=2", "revision: given more than once"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named_with_what_was_expected(client: FlaskClient, query: str, said: str):
    status, detail = problem(client, f"/api/v1/objectives?{query}")
    assert status == 400 and said in detail


@pytest.mark.parametrize("path", ["map", "objectives/O1", "kpis/K1", "revision", "loads/1"])
def test_what_is_no_table_is_not_given_as_one(client: FlaskClient, path: str):
    status, detail = problem(client, f"/api/v1/{path}?format=csv")
    assert (status, "there are as_of, revision" in detail) == (400, True)


@pytest.mark.parametrize(
    "path",
    [
        "objectives/O9", "kpis/K9", "kpis/K9/readings", "projects/P9", "milestones/M9", "people/nobody", "loads/9",
        "loads/9/rejections", "loads/99999999999999999999/rejections", "loads/x", "objectives?revision=9", "nothing",
        "projects/..%2f..%2fetc%2fpasswd", "projects/%00", "projects/%ff", "projects/a/b", "projects/", "",
        "static/x", "swagger", "redoc", "scalar", "rapidoc", "openapi", "oauth2-redirect.html",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_document_with_404(client: FlaskClient, path: str):
    assert problem(client, f"/api/v1/{path}")[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["objectives", "objectives/O1", "map", "revision"])
def test_nothing_can_be_written(client: FlaskClient, method: str, path: str):
    assert problem(client, f"/api/v1/{path}", method)[0] in (404, 405)


def test_rejections_are_named_by_file_and_not_by_folder(tmp_path: Path):
    store = empty_store(tmp_path)
    fault = Rejection("expected a number", sheet="KPIs", row=7, field="target", value="=soon")
    export = Export(records={}, rows_in=1, rejections=[fault])
    path = str(tmp_path / "secret place" / "kpis.xlsx")
    commit(store, Load([Delivery("kpis", path, "a", 1, "register", 1, "{}", export)], "kpis.xlsx"), lambda *_: None)
    client = create_app(store, Settings()).server.test_client()
    row = {"path": "kpis.xlsx", "feed": "kpis", "sheet": "KPIs", "row": 7, "field": "target", "value": "=soon"}
    assert client.get("/api/v1/loads/1/rejections").json == [row | {"reason": "expected a number"}]
    assert "'=soon" in client.get("/api/v1/loads/1/rejections?format=csv").text
    whole = client.get("/api/v1/loads/1")
    assert whole.json and (whole.json["rejected"], len(whole.json["files"])) == (1, 1)
    assert "secret place" not in whole.text
    store.close()


# --- asking often ---


def test_the_newest_revision_is_told_once_to_who_knows_it(client: FlaskClient):
    newest = client.get("/api/v1/revision")
    assert newest.json == {"number": 1, "recorded_at": "2026-10-31T23:59:59Z", "title": "strategy.xlsx"}
    again = client.get("/api/v1/revision", headers={"If-None-Match": newest.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_answers_may_not_be_kept_without_asking_again(client: FlaskClient):
    for path in ("objectives", "map", "revision"):
        assert client.get(f"/api/v1/{path}").cache_control.no_cache


# --- health ---


def test_health_is_200_while_the_store_answers(client: FlaskClient):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_health_is_503_when_the_store_does_not_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    store = empty_store(tmp_path)
    client = create_app(store, Settings()).server.test_client()
    store.close()
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    for path in ("/healthz", "/api/v1/map", "/api/v1/revision"):
        status, detail = problem(client, path)
        assert (status, "The store does not answer" in detail, str(tmp_path) in detail) == (503, True, False)
    assert "the store does not answer" in caplog.text


# --- the description ---


@pytest.fixture(scope="module")
def description(filled: Store) -> Any:
    return create_app(filled, Settings()).server.test_client().get("/api/v1/openapi.json").json


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [name for part in value.values() for name in references(part)]
    return [name for part in value for name in references(part)] if isinstance(value, list) else []


def test_the_description_holds_every_address_and_every_reference_leads_somewhere(description: Any):
    assert description["openapi"].startswith("3.")
    assert set(description["paths"]) == {
        "/healthz",
        *(f"/api/v1/{name}" for name in ("revision", "map", "objectives", "kpis", "projects", "milestones", "people")),
        *(f"/api/v1/{name}/{{key}}" for name in ("objectives", "kpis", "projects", "milestones", "people")),
        *("/api/v1/kpis/{key}/readings", "/api/v1/loads", "/api/v1/loads/{revision}"),
        "/api/v1/loads/{revision}/rejections",
        *(f"/api/v1/{name}" for name in ("findings", "changes", "alignment", "capacity", "conflicts")),
        *(f"/api/v1/{name}" for name in ("contributions", "money", "risks", "dependencies", "decisions")),
        "/api/v1/capacity/unplaced",
        "/api/v1/conflicts/{key}/options",
        "/api/v1/disagreements",
        "/api/v1/lending",
        "/api/v1/lending/people",
        *(f"/api/v1/{name}" for name in ("skill-gaps", "skill-gaps/help", "skills", "skills/alone", "skills/misfits")),
    }
    known = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert set(references(description)) <= known


def test_every_operation_has_a_name_of_its_own_its_parameters_and_its_answers(description: Any):
    operations = {path: methods["get"] for path, methods in description["paths"].items() if list(methods) == ["get"]}
    assert len(operations) == len(description["paths"])
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)
    for path, operation in operations.items():
        named = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
        assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}, path
        if path != "/healthz":
            content = operation["responses"]["200"]["content"]["application/json"]
            assert "$ref" in content["schema"], path
            for status in ("400", "404"):
                assert "application/problem+json" in operation["responses"][status]["content"], (path, status)


def test_collections_are_described_as_arrays_of_their_rows(description: Any):
    schemas = description["components"]["schemas"]
    for path, of in (
        ("objectives", rows.Objective),
        ("kpis", rows.Kpi),
        ("projects", rows.Project),
        ("milestones", rows.Milestone),
        ("people", rows.Person),
        ("loads", rows.Load),
        ("kpis/{key}/readings", rows.Reading),
        ("loads/{revision}/rejections", rows.Rejection),
    ):
        ok = description["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]
        name = ok["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        assert (schemas[name]["type"], schemas[name]["items"]["$ref"].rsplit("/", 1)[1]) == ("array", of.__name__)
        assert set(schemas[of.__name__]["properties"]) == set(rows.names_of(of))
    assert {"from", "to"} <= set(schemas["Link"]["properties"])


def test_the_description_names_no_other_site(description: Any):
    assert "://" not in json.dumps(description)


# --- the rows agree with their models ---


@pytest.mark.parametrize(
    ("path", "of"),
    [
        ("map", parts.Map),
        ("objectives/C3", parts.ObjectiveWhole),
        ("kpis/K17", parts.KpiWhole),
        ("projects/P06", parts.ProjectWhole),
        ("projects/P18", parts.ProjectWhole),
        ("milestones/P18-M2", parts.MilestoneWhole),
        ("loads/1", parts.LoadWhole),
    ],
)
def test_answers_have_the_types_that_the_description_promises(demo_client: FlaskClient, path: str, of: type[rows.Row]):
    answer = demo_client.get(f"/api/v1/{path}").json
    model = of.model_validate(answer, strict=True)
    assert model.model_dump(by_alias=True) == answer
