"""What holds for every test: how long examples may take, what reads files, and which browser is driven."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.util import LRUCache

import data.store
from dashboard import ingest
from dashboard.reading.readers import Readers
from tests.demo import demo_address, demo_months, demo_store
from tests.stores import address, empty_postgresql, empty_sqlite, numbers, postgresql, postgresql_address, store

__all__ = [
    "address", "demo_address", "demo_months", "demo_store", "empty_postgresql", "empty_sqlite", "numbers",
    "postgresql", "postgresql_address", "store",
]  # fmt: skip

# A busy machine is slow, not wrong. Everything else stays as Hypothesis chose it (in CI: the same examples every time).
settings.register_profile("throughline", settings(), deadline=None)
settings.load_profile("throughline")


def pytest_sessionstart() -> None:
    """Look for circles of objects less often: frames form few, and looking takes a twentieth of the time."""
    gc.set_threshold(100_000, 50, 100)


def pytest_xdist_auto_num_workers() -> int:
    """Run one process more than there are processors: a quarter of their time they wait for browsers and children."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def readers() -> Iterator[None]:
    """Let all loads of a process share the children that read for them, as the files of one load do."""
    with Readers(most=1) as shared, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "Readers", lambda: nullcontext(shared))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Let all SQLite stores of a process share the statements that were compiled for one: a fifth of the time that a
    test with a small store takes.
    """
    first: list[Engine] = []
    statements: LRUCache[Any, Any] = LRUCache(2_000)

    def engine(url: Any, **options: Any) -> Engine:
        if make_url(url).get_backend_name() != "sqlite":
            return create_engine(url, **options)
        made = create_engine(url, execution_options={"compiled_cache": statements}, **options)
        first.append(made)
        made.dialect = first[0].dialect  # what is compiled is known again by it
        del first[1:]
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data.store, "create_engine", engine)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the Chromium of the distribution. Without the sandbox, which root and many containers cannot have."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert browser, "these tests drive Chromium, and there is none: `make test` installs it, or says what to install"
    return {**browser_type_launch_args, "executable_path": browser, "args": ["--no-sandbox"]}
