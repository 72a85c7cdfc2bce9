"""Stores of three sizes, loaded once for all that is measured on them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard import ingest
from data.samples import write_large, write_portfolio
from data.store import Store

SIZES = (20, 500, 5_000)
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Portfolio(NamedTuple):
    """A store that holds so many projects, and the folder of its file and of the exports that it was loaded from."""

    projects: int
    store: Store
    folder: Path


@pytest.fixture(scope="session", autouse=True)
def readers() -> None:
    """Let every load have children of its own, whose time and memory count: instead of those that tests share."""


@pytest.fixture(scope="session", params=SIZES)
def portfolio(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portfolio]:
    """Write and load a sample portfolio."""
    folder = tmp_path_factory.mktemp(f"portfolio{request.param}")
    store = Store.open(str(folder / "store.db"))
    exports = folder / "exports"
    if request.param == SIZES[0]:
        write_portfolio(exports, NOW.date().replace(month=10))
    else:
        write_large(exports, request.param)
    ingest.load(store, [exports], ingest.Options())
    yield Portfolio(request.param, store, folder)
    store.close()
