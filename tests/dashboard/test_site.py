"""What a page is given, and what it refuses to read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from dash.exceptions import PreventUpdate
from werkzeug.exceptions import BadRequest

from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.site import Site
from data.store import Store

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)


def test_a_view_shows_what_the_address_asks_for(filled: Store):
    view = Site(filled, Settings(now=NOW)).view({"at": "/objective/O1?as_of=2026-10-31", "revision": 1})
    assert view.selection == Selection.parse("/objective/O1?as_of=2026-10-31")
    assert (view.store, view.now) == (filled, NOW)
    assert view.number == 1


@pytest.mark.parametrize("asked", [7, "/", [], {}, {"at": None}, {"at": 7}, {"at": "/" * 20_001}])
def test_what_no_page_sends_is_a_bad_request(filled: Store, asked: Any):
    with pytest.raises(BadRequest, match="not one that this page sends"):
        Site(filled, Settings()).selection(asked)


def test_a_page_that_was_left_before_its_address_was_there_is_not_drawn(filled: Store):
    with pytest.raises(PreventUpdate):
        Site(filled, Settings()).selection(None)
