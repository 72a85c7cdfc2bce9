"""One writer at a time, many readers: readers never wait for a load and never see a part of one."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from data import writer
from data.commit import Load, commit
from data.records import Kpi, Objective
from data.schema import FACTS, OPEN, finding
from data.store import Store, StoreBusy
from tests.data.loads import content, delivery, put


@contextmanager
def loading(store: Store, *rows: Objective) -> Iterator[None]:
    """Hold a load open: all its facts are written, its findings are still being made."""
    begun, go_on = threading.Event(), threading.Event()

    def slowly(*_: object) -> None:
        begun.set()
        go_on.wait(30)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(commit, store, Load([delivery("register", *rows)], "slow"), slowly)
        try:
            assert begun.wait(30)
            yield
        finally:
            go_on.set()
        done.result()


def test_readers_neither_wait_for_a_load_nor_see_a_part_of_it(store: Store) -> None:
    put(store, delivery("register", Objective("I1")))
    with loading(store, Objective("I1"), Objective("I2")):
        start = time.perf_counter()
        newest = store.revision()
        assert newest and newest.number == 1
        assert len(content(store, 2)) == 1, "not even who asks for the next revision sees what is being written"
        assert time.perf_counter() - start < 5
    newest = store.revision()
    assert newest and newest.number == 2
    assert len(content(store, 2)) == 2


def test_a_second_load_waits_for_the_first(store: Store) -> None:
    put(store, delivery("register", Objective("I1")))
    with ThreadPoolExecutor(1) as pool:
        with loading(store, Objective("I1"), Objective("I2")):
            second = pool.submit(put, store, delivery("other", Objective("I3")))
            time.sleep(0.2)
            assert not second.done()
        revision = second.result(30).revision
    assert revision and revision.number == 3


def test_a_load_that_waits_in_vain_says_so_and_stores_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, delivery("register", Objective("I1")))
    monkeypatch.setattr(writer, "WAIT_SECONDS", 0.2)
    told = pytest.raises(StoreBusy, match=r"another load has held the store for over 0\.2 seconds; try again")
    with loading(store, Objective("I1"), Objective("I2")), told:
        put(store, delivery("other", Objective("I3")))
    assert sorted(place[2] for place in content(store, 2)) == ["I1", "I2"]


def test_another_fault_of_the_database_is_not_called_busy(store: Store) -> None:
    with pytest.raises(DBAPIError), store.writing() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))


def test_who_reads_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError), store.reading() as connection:
        connection.execute(text("DELETE FROM load"))


def test_readers_see_only_whole_revisions_while_loads_go_on(store: Store) -> None:
    """Each load changes every KPI and writes a finding for each: whoever reads must find as many of both."""
    rounds, kpis = 12, 40

    def judge(connection: Connection, revision: int) -> None:
        connection.execute(finding.update().where(finding.c.until == OPEN).values(until=revision))
        common = {"subject_kind": "kpi", "measure": "score", "rule": "r", "inputs": "{}", "value": float(revision)}
        rows = [{**common, "subject": f"K{n}", "since": revision, "until": OPEN} for n in range(kpis)]
        connection.execute(finding.insert(), rows)

    def write() -> None:
        for n in range(rounds):
            rows = [Kpi(f"K{k}", name=f"round {n + 1}") for k in range(kpis)]
            commit(store, Load([delivery("register", *rows)], f"round {n + 1}"), judge)

    def read() -> int:
        seen = 0
        while seen < rounds:
            if (newest := store.revision()) is None:
                continue
            assert newest.number >= seen
            seen = newest.number
            assert _held(store, seen) == {(f"round {seen}", kpis), (float(seen), kpis)}
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        pool.submit(write).result(60)
        assert [reader.result(60) for reader in readers] == [rounds] * 3


def _held(store: Store, revision: int) -> set[tuple[object, int]]:
    found: set[tuple[object, int]] = set()
    with store.reading() as connection:
        for table, column in ((FACTS[Kpi], "name"), (finding, "value")):
            holds = (table.c.since <= revision) & (table.c.until > revision)
            rows = connection.execute(select(table.c[column], func.count()).where(holds).group_by(table.c[column]))
            found |= {(row[0], row[1]) for row in rows}
    return found
