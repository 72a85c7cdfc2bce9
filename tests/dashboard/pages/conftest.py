"""The story store, and what its pages answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from dash import Dash

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.selection import Selection
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import parts, unfolded
from tests.dashboard.pages.story import story_store

NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)

# Parts of a page that it asks for when it has its body.
LATER = ("kpi-course", "objective-gap", "objective-work", "project-work", "project-sources")

Answer = Callable[..., Any]


@pytest.fixture(scope="package")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the story; only read."""
    store = story_store(tmp_path_factory.mktemp("story"))
    yield store
    store.close()


@pytest.fixture(scope="package")
def app(story: Store) -> Dash:
    """The dashboard of the story, on 4 Nov 2026."""
    return create_app(story, Settings(title="Tarnholm", now=NOW))


@pytest.fixture(scope="package")
def demo_app(demo_store: Store) -> Dash:
    """The dashboard of the sample portfolio."""
    return create_app(demo_store, demonstration.settings())


@pytest.fixture
def draw(app: Dash) -> Answer:
    """Give what a page draws at an address: the JSON of its title and of its body, with what comes `LATER`."""
    return _drawing(app)


@pytest.fixture
def draw_demo(demo_app: Dash) -> Answer:
    """Give what a page of the sample portfolio draws, as `draw` does."""
    return _drawing(demo_app)


def _drawing(app: Dash) -> Answer:
    def draw(address: str, *more: Any) -> list[Any]:
        page = Selection.parse(address).page
        output = f"..{page}-title.children...{page}-body.children.."
        asked = app.callback_map[output]["inputs"][1:]
        answer = fire(app.server.test_client(), app, output, {"at": address, "revision": 2}, *more[: len(asked)])
        assert answer.status_code == 200, answer.get_data(as_text=True)
        drawn = {name: unfolded(part["children"]) for name, part in answer.get_json()["response"].items()}
        for place in parts(drawn[f"{page}-body"]):
            if (name := place["props"].get("id")) in LATER:
                place["props"]["children"] = later(name, address, *more)
        return [{"type": "H1", "props": {"children": drawn[f"{page}-title"]}}, *drawn[f"{page}-body"]]

    def later(name: str, address: str, *more: Any) -> Any:
        declared = app.callback_map[f"{name}.children"]
        given = [None, *more[: len(declared["inputs"]) - 1], {"at": address, "revision": 2}]
        answer = fire(app.server.test_client(), app, f"{name}.children", *given)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return unfolded(answer.get_json()["response"][name]["children"])

    return draw
