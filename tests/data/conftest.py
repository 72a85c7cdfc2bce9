"""The six monthly loads of the sample organisation, written once for all tests."""

from datetime import date
from pathlib import Path

import pytest

from data.samples import LOADS, write_portfolio


@pytest.fixture(scope="session")
def months(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Path]:
    """All six months by status date."""
    folders = {load: tmp_path_factory.mktemp(f"{load:%Y-%m}") for load in LOADS}
    for load, folder in folders.items():
        write_portfolio(folder, load)
    return folders


@pytest.fixture
def last(months: dict[date, Path]) -> Path:
    """The files of October."""
    return months[LOADS[-1]]
