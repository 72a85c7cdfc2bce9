"""What is answered when something cannot be."""

import logging

import pytest
from dash import Dash, Input, Output
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound

from dashboard import pages, shell
from dashboard.app import create_app
from dashboard.errors import problem, report_fault
from dashboard.pages import loads
from dashboard.settings import Settings
from dashboard.site import ADDRESS, Site
from data.store import Store
from tests.dashboard.callbacks import fire


def test_a_problem_document_names_status_and_detail():
    answer = problem(404, "There is no objective 'O9'.")
    assert answer.content_type == "application/problem+json"
    assert answer.get_json(force=True) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no objective 'O9'.",
    }


def test_a_fault_in_one_part_is_logged_said_on_the_page_and_tells_nothing_else(
    filled: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def register(app: Dash, site: Site) -> None:
        @app.callback(Output(loads.Ids.BODY, "children"), Input(ADDRESS, "data"))
        def draw(_: object) -> str:
            raise RuntimeError("password in the message")

    monkeypatch.setattr(loads, "register", register)
    app = create_app(filled, Settings())
    with caplog.at_level(logging.ERROR, logger="throughline"):
        answer = fire(app.server.test_client(), app, f"{loads.Ids.BODY}.children", {"at": "/loads"})
    assert answer.status_code == 200
    assert "A part of this page could not be drawn" in answer.text
    assert "password" not in answer.text
    assert "password in the message" in caplog.text
    assert pages.PAGES and shell.Ids.FAULT in answer.text


def test_an_answer_raised_in_a_callback_stays_an_answer():
    with pytest.raises(NotFound):
        report_fault(NotFound())


def test_a_program_gets_one_line_instead_of_a_page(client: FlaskClient):
    answer = client.get("/nothing", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.text == "404 Not Found. There is nothing at this address.\n"
