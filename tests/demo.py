"""The sample portfolio loaded month by month through the real loaders, once for all tests that only read it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import ingest
from data.samples import LOADS, write_portfolio
from data.store import Store


@pytest.fixture(scope="session")
def demo_months(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Path]:
    """Give the folder of exports of each of the six loads."""
    folders = {load: tmp_path_factory.mktemp("demo") / f"{load:%Y-%m}" for load in LOADS}
    for load, folder in folders.items():
        write_portfolio(folder, load)
    return folders


@pytest.fixture(scope="session")
def demo_reports(demo_months: dict[date, Path], demo_address: str) -> dict[date, ingest.Report]:
    """Give what became of each of the six loads."""
    return load_months(demo_address, demo_months)


@pytest.fixture(scope="session")
def demo_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of the SQLite store that the six loads go into."""
    return f"sqlite:///{tmp_path_factory.mktemp('demo') / 'store.db'}"


@pytest.fixture(scope="session")
def demo_store(demo_address: str, demo_reports: dict[date, ingest.Report]) -> Iterator[Store]:
    """Give the store that holds all six loads, revision 1 to 6. Nobody writes to it."""
    assert len(demo_reports) == len(LOADS)
    store = Store.open(demo_address)
    yield store
    store.close()


def load_months(address: str, months: dict[date, Path]) -> dict[date, ingest.Report]:
    """Load folders of exports, each as of its day."""
    store = Store.open(address)
    options = {day: ingest.Options(as_of=day.isoformat()) for day in months}
    reports = {day: ingest.load(store, [folder], options[day]) for day, folder in months.items()}
    store.close()
    return reports
