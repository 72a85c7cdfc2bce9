"""The sample portfolio as `throughline demo` makes it, once for all tests that only read it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from dashboard import demonstration, ingest
from data.samples import LOADS
from data.store import Store


@pytest.fixture(scope="session")
def demo_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of the store that holds all six loads, revision 1 to 6. Nobody writes to it.

    The processes of a run share it: the first makes it, and others that want it meanwhile wait.
    """
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with closing(sqlite3.connect(folder / "demo.lock", timeout=600)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        return demonstration.prepare(folder / "demo", None, lambda *_: None)


@pytest.fixture(scope="session")
def demo_months(demo_address: str) -> dict[date, Path]:
    """Give the folder of exports of each of the six loads."""
    exports = Path(demo_address.removeprefix("sqlite:///")).parent / demonstration.EXPORTS
    return {day: exports / day.isoformat() for day in LOADS}


@pytest.fixture(scope="session")
def demo_store(demo_address: str) -> Iterator[Store]:
    """Give the store that holds all six loads, revision 1 to 6. Nobody writes to it."""
    store = Store.open(demo_address)
    yield store
    store.close()


def load_months(address: str, months: dict[date, Path]) -> None:
    """Load folders of exports, each as of its day."""
    store = Store.open(address)
    for day, folder in months.items():
        ingest.load(store, [folder], ingest.Options(as_of=day.isoformat()))
    store.close()
