"""A load that is killed leaves the store as it was before or as it would be after, and the next load just works."""

import multiprocessing
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from dashboard import ingest
from data.samples import MONTHS, write_portfolio
from data.schema import META
from data.store import Store
from tests.data import killing
from tests.stores import new_address

LOCAL = {"id", "file", "feed", "inputs"}  # numbers that a load which was undone may have used up
FIRST, SECOND = "2026-05-31", "2026-06-30"


@dataclass(frozen=True, slots=True)
class Children:
    """Starts loads in processes of their own."""

    context: Any

    def load(self, address: str, folder: Path, wait_for: str, then: float) -> None:
        """Load a folder; kill the load so many seconds after it said something (`reading` or `storing`)."""
        here, there = self.context.Pipe()
        child = self.context.Process(target=killing.load, args=(address, folder, SECOND, there))
        child.start()
        there.close()
        while here.recv() != wait_for:
            pass
        time.sleep(then)
        child.kill()
        child.join()
        here.close()

    def durations(self, address: str, folder: Path) -> tuple[float, float]:
        """Load a folder to the end; give for how many seconds it was read and stored, and stored alone."""
        here, there = self.context.Pipe()
        child = self.context.Process(target=killing.load, args=(address, folder, SECOND, there))
        child.start()
        moments = {here.recv(): time.perf_counter() for _ in range(3)}
        child.join()
        assert child.exitcode == 0
        return moments["changed"] - moments["reading"], moments["changed"] - moments["storing"]


@pytest.fixture(scope="module")
def children() -> Children:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.data.killing"])
    return Children(context)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two months of the strategy, the register and one schedule, which fill what all the schedules fill."""
    folders = [tmp_path_factory.mktemp("exports") / name for name in ("may", "june")]
    for folder, month in zip(folders, MONTHS[:2], strict=True):
        for path in write_portfolio(folder, month):
            if path.suffix == ".xer" or (path.suffix == ".xml" and path.stem not in ("strategy", "field-app")):
                path.unlink()
    return folders


def state(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of all tables of a store, without numbers that mean nothing."""
    store = Store.open(address)
    found: dict[str, list[tuple[Any, ...]]] = {}
    with store.reading() as connection:
        for table in META.sorted_tables:
            columns = [column for column in table.c if column.name not in LOCAL]
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    store.close()
    return found


def _kill_again_and_again(
    address: str, folder: Path, times: int, children: Children, again: Callable[[], None]
) -> dict[str, int]:
    """Kill loads of a folder at random points; `again` brings the store back to what it was before. Count the ends."""
    before = state(address)
    whole, storing = children.durations(address, folder)
    after = state(address)
    assert len(after["load"]) == len(before["load"]) + 1
    again()
    points = random.Random(30)
    ends = {"before": 0, "after": 0}
    for number in range(times):
        wait_for, longest = ("reading", whole) if number % 3 == 0 else ("storing", storing)
        children.load(address, folder, wait_for, points.uniform(0, longest))
        found = state(address)
        assert found in (before, after), f"killed at point {number}: neither before nor after"
        ends["after" if found == after else "before"] += 1
        if found == after:
            again()
    children.durations(address, folder)
    assert state(address) == after, "the next load just works"
    return ends


def test_a_load_killed_at_thirty_points_is_before_or_after_on_sqlite(
    tmp_path: Path, months: list[Path], children: Children
) -> None:
    path, kept = tmp_path / "store.db", tmp_path / "kept.db"
    _first_load(str(path), months[0])
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(kept)) as target:
        source.backup(target)

    def again() -> None:
        for name in ("store.db", "store.db-wal", "store.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        shutil.copy(kept, path)

    ends = _kill_again_and_again(str(path), months[1], 30, children, again)
    assert ends["before"] >= 10, f"too few of the kills met the load at work: {ends}"


def test_a_load_killed_at_ten_points_is_before_or_after_on_postgresql(
    request: pytest.FixtureRequest, tmp_path: Path, months: list[Path], children: Children, postgresql: str
) -> None:
    address = new_address(request, tmp_path, "postgresql")
    _first_load(address, months[0])
    name = address.partition("?")[0].rpartition("/")[2]
    _run(postgresql, f"CREATE DATABASE kept TEMPLATE {name} STRATEGY file_copy")

    def again() -> None:
        _run(postgresql, f"DROP DATABASE {name} WITH (FORCE)")
        _run(postgresql, f"CREATE DATABASE {name} TEMPLATE kept STRATEGY file_copy")

    ends = _kill_again_and_again(address, months[1], 10, children, again)
    assert ends["before"] >= 3, f"too few of the kills met the load at work: {ends}"


def _first_load(address: str, folder: Path) -> None:
    store = Store.open(address)
    assert ingest.load(store, [folder], ingest.Options(as_of=FIRST)).changed
    store.close()


def _run(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
