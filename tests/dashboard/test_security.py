"""The gate before every path, the headers of every answer, and bodies that no page sends."""

import base64
import hashlib
import re
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.callbacks import body, fire, server_side

HTML = {"Accept": "text/html"}
CALLBACK = "/_dash-update-component"
ORIGINS = ("https://intranet.example.org", "https://wiki.example.org:8443")


def policy(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


# --- the gate ---


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/loads?as_of=2026-10-31", 200),
        ("GET", "/embed/objective/O1", 200),
        ("GET", "/_dash-layout", 200),
        ("GET", "/embed/_dash-dependencies", 200),
        ("GET", "/assets/tokens.css", 200),
        ("GET", "/healthz", 200),
        ("GET", "/api/v1/revision", 200),
        ("GET", "/_reload-hash", 404),
        ("GET", "/_mcp", 404),
        ("GET", "/favicon.ico", 200),
        ("GET", "/_favicon.ico", 404),
        ("GET", "/static/app.js", 404),
        ("GET", "/assets/../pyproject.toml", 404),
        ("GET", "/assets/%2e%2e/pyproject.toml", 404),
        ("GET", "/.git/config", 404),
        ("GET", "/api/v2/map", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/", 404),
        ("POST", "/", 404),
        ("DELETE", "/api/v1/loads", 404),
        ("PUT", "/_dash-layout", 404),
    ],
)
def test_only_what_is_on_the_list_is_there(client: FlaskClient, method: str, path: str, status: int):
    assert client.open(path, method=method, buffered=True).status_code == status


def test_an_unknown_api_path_is_a_problem_document(client: FlaskClient):
    answer = client.get("/api/v1/nothing", headers=HTML)
    assert answer.mimetype == "application/problem+json"
    assert answer.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address; /api/v1/openapi.json lists what there is.",
    }


def test_another_site_cannot_post(app: Dash, client: FlaskClient):
    sent = body(app, "content.children", "/")
    for site, status in (("same-origin", 200), ("cross-site", 403), ("same-site", 403), ("none", 403)):
        assert client.post(CALLBACK, json=sent, headers={"Sec-Fetch-Site": site}).status_code == status


def test_only_the_hosts_of_the_settings_are_answered(filled: Store):
    client = create_app(filled, Settings(hosts=("strategy.example.org",))).server.test_client()
    assert client.get("/healthz", headers={"Host": "strategy.example.org"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example.org"}).status_code == 400


def test_a_body_that_is_too_long_is_refused(client: FlaskClient):
    assert client.post(CALLBACK, data=b" " * 1_000_001, content_type="application/json").status_code == 413


# --- headers ---


@pytest.mark.parametrize("path", ["/", "/embed/map", "/api/v1/revision", "/nothing", "/assets/base.css"])
def test_every_answer_has_the_headers(client: FlaskClient, path: str):
    answer = client.get(path, headers=HTML, buffered=True)
    assert policy(answer)["default-src"] == "'none'"
    assert policy(answer)["connect-src"] == "'self'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/loads", "/embed/map", "/nothing"])
def test_scripts_are_ours_or_known_by_hash_and_never_evaluated(client: FlaskClient, path: str):
    answer = client.get(path, headers=HTML)
    allowed = policy(answer)["script-src"].split()
    assert "'unsafe-inline'" not in allowed and "'unsafe-eval'" not in allowed
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    assert inline
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
    assert all(source.startswith("/") for source in re.findall(r"(?:src|href)=\"([^\"]+)\"", answer.text))


def test_no_page_may_be_framed_unless_the_settings_say_so(client: FlaskClient):
    for path in ("/", "/embed/map", "/nothing"):
        answer = client.get(path, headers=HTML)
        assert policy(answer)["frame-ancestors"] == "'none'"
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_named_origins_may_frame_embedded_views_and_nothing_else(filled: Store):
    client = create_app(filled, Settings(embed_origins=ORIGINS)).server.test_client()
    framed = client.get("/embed/objective/O1", headers=HTML)
    assert policy(framed)["frame-ancestors"] == " ".join(ORIGINS)
    assert "X-Frame-Options" not in framed.headers
    for path in ("/", "/objective/O1", "/api/v1/revision", "/embedded"):
        answer = client.get(path, headers=HTML)
        assert policy(answer)["frame-ancestors"] == "'none'"
        assert answer.headers["X-Frame-Options"] == "DENY"


# --- bodies ---


def changed(app: Dash, **change: Any) -> dict[str, Any]:
    return body(app, "content.children", "/") | change


@pytest.mark.parametrize(
    "change",
    [
        {"output": "nothing.children"},
        {"output": 7},
        {"inputs": []},
        {"inputs": [{"id": "location", "property": "href", "value": "/"}]},
        {"inputs": [{"id": "location"}]},
        {"inputs": ["location"]},
        {"inputs": {"id": "location"}},
        {"state": [{"id": "location", "property": "search"}]},
        {"outputs": 7},
        {"outputs": [["content"]]},
        {"outputs": {"id": "fault", "property": "children"}},
        {"changedPropIds": [7]},
        {"changedPropIds": "location.pathname"},
    ],
)
def test_a_callback_that_no_page_sends_is_a_bad_request(app: Dash, client: FlaskClient, change: dict[str, Any]):
    assert client.post(CALLBACK, json=changed(app, **change)).status_code == 400


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_callback_is_a_bad_request(client: FlaskClient, data: bytes):
    assert client.post(CALLBACK, data=data, content_type="application/json").status_code == 400


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(
    field=st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"]), value=anything, data=st.data()
)
def test_no_body_is_a_fault_of_the_server(app: Dash, field: str, value: Any, data: st.DataObject):
    output = data.draw(st.sampled_from(server_side(app)))
    sent = body(app, output, {"at": "/"}) | {field: value}
    assert app.server.test_client().post(CALLBACK, json=sent).status_code in (200, 204, 400)


@given(value=anything, data=st.data())
def test_no_value_is_a_fault_of_the_server(app: Dash, value: Any, data: st.DataObject):
    output = data.draw(st.sampled_from(server_side(app)))
    answer = fire(app.server.test_client(), app, output, value, value)
    assert answer.status_code in (200, 204, 400)
