"""How long the server works for capacity, demand and conflicts of 5,000 people over 104 weeks, and of 100 of them.

What is measured is processor time of reading and adding up, each the best of three, because whatever else runs on the
machine disturbs some.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard import ingest
from dashboard.analysis.load import binned
from dashboard.analysis.working_time import weeks_from
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.conflicts import conflicts_of
from dashboard.view.workload import workload_of
from data.samples import write_large
from data.store import Store

SPAN = weeks_from("2026-11-02", 104)
ALL, PAGE = 10_000, 200  # milliseconds; a page is to take 60 once what a load can pay is stored


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Load the large sample portfolio and look at it."""
    folder = tmp_path_factory.mktemp("capacity")
    store = Store.open(str(folder / "store.db"))
    write_large(folder / "exports", 5_000)
    ingest.load(store, [folder / "exports"], ingest.Options(as_of="2026-10-31"))
    yield View(store, Selection(), datetime(2026, 11, 1, tzinfo=UTC))
    store.close()


def best(what: Callable[[], Any]) -> tuple[float, Any]:
    """Give the least milliseconds of three runs, and what came out."""
    times, found = [], None
    for _ in range(3):
        start = time.process_time()
        found = what()
        times.append((time.process_time() - start) * 1000)
    return min(times), found


def test_everybody_over_104_weeks(view: View) -> None:
    spent, found = best(lambda: binned(workload_of(view, SPAN).grouped("person"), SPAN, "week"))
    print(f"\n{len(found):,} rows of people and weeks: {spent:,.0f} ms")
    assert spent < ALL


def test_a_page_of_a_hundred_people(view: View) -> None:
    keys = view.keys("person")[:100]
    spent, found = best(lambda: binned(workload_of(view, SPAN, keys).grouped("person"), SPAN, "week"))
    print(f"\n{len(found):,} rows of a page: {spent:,.0f} ms")
    assert spent < PAGE


def test_the_conflicts_of_a_year(view: View) -> None:
    spent, found = best(lambda: conflicts_of(view))
    print(f"\n{len(found.found):,} conflicts: {spent:,.0f} ms")
    assert len(found.found)
    assert spent < ALL
