"""What the side panel of the map says of what is selected."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.panels.details import details, more
from dashboard.selection import Selection
from dashboard.view import View
from data.store import Store
from tests.dashboard.layouts import find, plain
from tests.dashboard.pages.story import story_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the story; only read."""
    store = story_store(tmp_path_factory.mktemp("story"))
    yield store
    store.close()


def panel(store: Store, address: str) -> list[Any]:
    view = View(store, Selection.parse(address), datetime(2026, 11, 4, 9, tzinfo=UTC))
    return [*details(view), *more(view)]


@pytest.mark.parametrize(
    ("node", "title", "says"),
    [
        ("objective:O1", "Deliver when promised", "Line ready"),
        ("kpi:K1", "Order-to-delivery time", "How it is judged"),
        ("project:P1", "New line", "Safety acceptance"),
        ("perspective:C", "Customer", "Deliver when promised"),
        ("theme:T1", "Reliable service", "Deliver when promised"),
        ("person:ada@x.example", "Ada Byron", "Person"),
    ],
)
def test_every_kind_of_node_has_its_panel(store, node, title, says):
    parts = panel(store, f"/?node={node}")
    assert title in plain(next(part for part in parts if part._type == "H2"))
    assert any(says in plain(part) for part in parts)


def test_a_milestone_is_told_with_its_dates_and_its_source(store):
    (key,) = [key for key in View(store, Selection(), datetime.now(UTC)).milestones().index if key.endswith("m1")]
    said = " ".join(plain(part) for part in panel(store, f"/?node=milestone:{key}"))
    assert all(words in said for words in ("Line ready", "2 Nov 2026", "7 Dec 2026", "25 working days late"))
    assert "register.xlsx, Milestones, row 2" in said


def test_the_title_leads_to_the_page_at_the_same_moment(store):
    title = panel(store, "/?node=project:P1&as_of=2026-10-31")[1]
    assert [link.href for link in find(title, "A")] == ["/project/P1?as_of=2026-10-31"]


def test_a_node_that_is_not_there_is_said(store):
    assert "The store holds no KPI with the key " in plain(panel(store, "/?node=kpi:none")[1])
