"""A store and an app for each test of the dashboard."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.settings import Settings
from data.store import Store
from tests.dashboard.stores import empty_store, filled_store

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store that holds nothing."""
    store = empty_store(tmp_path)
    yield store
    store.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds a small strategy; only read."""
    store = filled_store(tmp_path_factory.mktemp("filled"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def app(filled: Store) -> Dash:
    """The dashboard of the small strategy, on 10 Nov 2026."""
    return create_app(filled, Settings(title="Brightwater <Pumps>", now=NOW))


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """A browser without a screen."""
    return app.server.test_client()


@pytest.fixture(scope="session")
def demo_client(demo_address: str) -> Iterator[FlaskClient]:
    """A browser without a screen, before the sample portfolio."""
    store = Store.open(demo_address)
    yield create_app(store, demonstration.settings()).server.test_client()
    store.close()
