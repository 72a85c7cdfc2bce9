"""What was known at a moment is what a store that stopped then knows, to the last finding and on every page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.alignment import alignment_of
from dashboard.view.changes import changes_of, moments
from data.store import Store
from tests.answers import answers
from tests.demo import load_months

STOPPED = 3


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory, demo_months: dict[date, Path]) -> Iterator[Store]:
    """A store of the sample portfolio into which nothing came after July."""
    address = f"sqlite:///{tmp_path_factory.mktemp('stopped') / 'store.db'}"
    load_months(address, dict(list(demo_months.items())[:STOPPED]))
    store = Store.open(address)
    yield store
    store.close()


def test_a_store_that_stopped_says_what_the_newer_one_says_of_that_moment(stopped: Store, demo_store: Store) -> None:
    then, now = (answers(store, STOPPED, without=frozenset({"until"})) for store in (stopped, demo_store))
    assert all(len(then[f"findings {kind}"]) > 50 for kind in ("kpi", "milestone", "project"))
    assert then == now


def test_pages_of_a_moment_show_what_they_showed_then(stopped: Store, demo_store: Store) -> None:
    shown = [
        View(store, Selection(as_of=STOPPED), demonstration.settings().moment()) for store in (stopped, demo_store)
    ]
    frames = [
        (view.portfolio(), view.objectives(), view.kpis(), alignment_of(view).matrix, alignment_of(view).warnings)
        for view in shown
    ]
    for then, now in zip(*frames, strict=True):
        assert_frame_equal(then, now)
    told = []
    for view in shown:
        first, last = moments(view, None, None)
        assert last is not None
        told.append(changes_of(view, first, last))
    assert_frame_equal(*told)
    assert len(told[0]) > 10
