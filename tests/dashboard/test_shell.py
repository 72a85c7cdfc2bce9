"""The frame: landmarks, freshness, answers of the search, and nothing of it when embedded."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import shell
from dashboard.pages import find_page
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view.search import Found
from data.store import Revision
from tests.dashboard.callbacks import fire
from tests.dashboard.layouts import find, plain

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)
PLACES = (shell.Place("map", "Map", "/"), shell.Place("loads", "Loads", "/loads"))


def test_the_frame_has_landmarks_a_way_past_them_and_the_places_in_order():
    frame = shell.frame(Settings(now=NOW), PLACES, 1)
    for landmark in ("Header", "Nav", "Main"):
        assert len(find(frame, landmark)) == 1
    links = [(link.href, link.className if hasattr(link, "className") else "") for link in find(frame, "A")]
    assert links[0] == ("#content", "skip")
    assert [link.href for link in find(find(frame, "Nav")[0], "A")] == ["/", "/loads"]


def test_what_is_not_for_every_day_stands_behind_one_word():
    aside = shell.Place("benefits", "Benefits", "/benefits", aside=True)
    more = find(shell.frame(Settings(now=NOW), (*PLACES, aside), 1), "Details")[0]
    assert [(link.href, link.children) for link in find(more, "A")] == [("/benefits", ["Benefits"])]
    assert not find(shell.frame(Settings(now=NOW), PLACES, 1), "Details")


def test_a_clock_that_is_fixed_is_named():
    assert "Today is set to 10 Nov 2026" in plain(shell.frame(Settings(now=NOW), PLACES, 1))
    assert "Today is set" not in plain(shell.frame(Settings(), PLACES, 1))


def test_an_embedded_view_has_nothing_of_the_frame():
    bare = shell.bare(1)
    assert [find(bare, kind) for kind in ("Header", "Nav", "Dialog", "A")] == [[], [], [], []]
    assert len(find(bare, "Main")) == 1


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        ("2026-11-10T07:59:30Z", "Loaded 10 Nov · today"),
        ("2026-11-06T23:59:59Z", "Loaded 6 Nov · 4 days old"),
        ("2025-12-31T23:59:59Z", "Loaded 31 Dec 2025 · 10 months old"),
    ],
)
def test_freshness_counts_the_days_since_the_newest_load_as_cards_do(recorded: str, words: str):
    assert shell.freshness(Revision(1, recorded, "x"), "2026-11-10") == words


def test_freshness_of_an_empty_store():
    assert shell.freshness(None, "2026-11-10") == "Nothing loaded"


def test_freshness_of_an_earlier_day_is_that_of_the_load_which_held_then(app: Dash, client: FlaskClient):
    def said(at: str) -> str:
        answer: Any = fire(client, app, "freshness.children", {"at": at, "revision": 1}).json
        return answer["response"]["freshness"]["children"]

    assert said("/loads?as_of=2026-11-04") == "Loaded 31 Oct · 4 days old then"
    assert said("/loads?as_of=2026-10-31") == "Loaded 31 Oct · that day"
    assert said("/loads?as_of=2026-01-01") == "Nothing loaded by then"


def test_answers_are_links_to_pages_or_to_the_map_where_there_is_no_page():
    found = [Found("objective", "O1", "Grow"), Found("milestone", "M1", "Go live")]
    answers = shell.answers(found, "g", Selection(as_of=7), find_page)
    assert [link.href for link in find(answers, "A")] == [
        "/objective/O1?revision=7",
        "/?node=milestone:M1&revision=7",
    ]


def test_a_search_without_answer_repeats_what_was_asked_as_text():
    assert "Nothing has “<b>” in its name or key." in plain(shell.answers([], " <b> ", Selection(), find_page))


def test_the_search_asks_the_store_at_the_moment_of_the_address(app: Dash, client: FlaskClient):
    now = json.dumps(fire(client, app, "answers.children", "service", "").json)
    assert "Grow with services" in now and "/objective/O1" in now
    assert "Grow" not in fire(client, app, "answers.children", "service", "?as_of=2026-01-01").text


def test_the_days_of_loads_are_offered_beside_the_calendar(app: Dash, client: FlaskClient):
    assert fire(client, app, "as-of.presets", 1).get_json()["response"]["as-of"]["presets"] == [
        {"value": "2026-10-31", "label": "31 Oct 2026"}
    ]


def test_what_was_left_out_of_the_address_is_named(app: Dash, client: FlaskClient):
    asked = {"at": "/?status=purple", "revision": 1}
    assert "'purple' is not a status" in fire(client, app, "problems.children", asked).text
    assert json.loads(fire(client, app, "problems.children", {"at": "/"}).text)["response"] == {
        "problems": {"children": []}
    }
