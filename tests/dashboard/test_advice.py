"""What the portfolio's projects are recommended, from their computed figures."""

from datetime import UTC, datetime

import pytest

from dashboard.selection import Selection
from dashboard.view import View
from data.store import Store
from tests.dashboard.analysis.test_recommendation import SAID


@pytest.fixture
def view(demo_store: Store) -> View:
    return View(demo_store, Selection(), datetime(2026, 11, 4, 8, tzinfo=UTC))


def test_every_project_is_recommended_what_the_story_says(view: View) -> None:
    assert view.recommendations()["recommendation"].to_dict() == SAID


def test_some_are_recommended_the_same_as_among_all(view: View) -> None:
    every = view.recommendations()
    for keys in (["P19"], ["P12", "P02"], ["P11", "P13", "P08"]):
        assert view.recommendations(keys).to_dict("index") == every.loc[keys].to_dict("index")


def test_a_project_that_serves_nothing_is_to_be_stopped_for_what_can_still_be_saved(view: View) -> None:
    row = view.recommendations(["P19"]).loc["P19"]
    assert (row["path"], round(row["money_left"])) == ("nothing", 1_543_817)
    assert [fact for fact, _ in row["facts"]] == ["path", "ac", "money_left"]


def test_an_unknown_project_has_no_recommendation_to_fail_on(view: View) -> None:
    assert view.recommendations([]).empty
