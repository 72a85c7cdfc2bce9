"""How long a file of 100,000 tasks takes to be stored, stored again, and stored when a hundredth of it has changed."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from dashboard import ingest
from data.samples import write_long
from data.store import Store
from loaders.ms_project import LOADER
from tests.benchmarks.bench_ms_project import every_element, timed

TASKS, MOVED = 100_000, 100  # every 100th task ends a week later in the changed file
MB = 500
NUMBERS = count()

LOAD = """
import resource, sys
from pathlib import Path
from dashboard import ingest
from data.store import Store
ingest.load(Store.open(sys.argv[1]), [Path(sys.argv[2])], ingest.Options())
lines = Path("/proc/self/status").read_text().splitlines()  # getrusage would count what the parent held at the fork
print(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the file and its later state in a folder, and load a small one, so that the process is warm."""
    folder = tmp_path_factory.mktemp("store")
    for name in ("first", "later", "small"):
        (folder / name).mkdir()
    write_long(folder / "first" / "plan.xml", TASKS)
    write_long(folder / "later" / "plan.xml", TASKS, moved=MOVED)
    load(new_store(folder), write_long(folder / "small" / "plan.xml", 10_000))
    return folder


@pytest.fixture
def loaded(folder: Path) -> Iterator[Store]:
    """Give a store that holds the file."""
    store = new_store(folder)
    load(store, folder / "first" / "plan.xml")
    yield store
    store.close()


def new_store(folder: Path) -> Store:
    return Store.open(str(folder / f"{next(NUMBERS)}.db"))


def load(store: Store, path: Path) -> ingest.FileReport:
    """Load a file that must not be refused."""
    report = ingest.load(store, [path], ingest.Options())
    assert report.exit_code == 0, report.files[0].error
    return report.files[0]


def rows_of(store: Store) -> tuple[list[str], dict[str, list[tuple[object, ...]]]]:
    """Give what makes the tables of a store, and the rows of each."""
    with closing(sqlite3.connect(str(store.url.database))) as held:
        tables = list(
            held.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        )
        return [sql for _, sql in tables], {
            name: held.execute(f'SELECT * FROM "{name}"').fetchall() for name, _ in tables
        }


def insert(path: Path, made_by: list[str], rows: dict[str, list[tuple[object, ...]]]) -> None:
    """Store rows in a new file with nothing but sqlite3: no index, no version, no check."""
    with closing(sqlite3.connect(path)) as plain, plain:
        for sql in made_by:
            plain.execute(sql)
        for name, lines in rows.items():
            if lines:
                plain.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(lines[0]))})', lines)


def test_a_first_load_takes_at_most_three_times_what_parsing_and_inserting_take(folder: Path, loaded: Store):
    path = folder / "first" / "plan.xml"
    made_by, rows = rows_of(loaded)
    parsing = min(timed(lambda: every_element(path)) for _ in range(2))
    inserting = min(timed(lambda: insert(folder / f"{next(NUMBERS)}.db", made_by, rows)) for _ in range(2))
    stored = sum(map(len, rows.values()))
    rows.clear()
    floor = parsing + inserting
    ours = min(timed(lambda: load(new_store(folder), path)) for _ in range(2))
    child = [sys.executable, "-c", LOAD, str(folder / "child.db"), str(path)]
    memory, reading = map(int, subprocess.run(child, capture_output=True, text=True, check=True).stdout.split())
    print(f"\n{'':38}{'seconds':>9}{'× floor':>9}")
    for name, seconds in (("lxml: every element", parsing), ("sqlite3: the rows that we store", inserting)):
        print(f"{name:38}{seconds:9.2f}{seconds / floor:9.2f}")
    print(f"{'floor':38}{floor:9.2f}{1:9.2f}")
    print(f"{'first load':38}{ours:9.2f}{ours / floor:9.2f}")
    print(
        f"{path.stat().st_size / 1e6:.0f} MB, {stored:,} rows, {memory} MB of memory at most, Python and all, "
        f"and before that {reading} MB in the child that reads"
    )
    assert ours <= 3 * floor
    assert max(memory, reading) <= MB


def test_the_same_file_again_takes_50_ms_beyond_its_hash(folder: Path, loaded: Store):
    path = folder / "first" / "plan.xml"
    hashing = min(timed(lambda: ingest.digest(path)) for _ in range(5))
    ours = min(timed(lambda: load(loaded, path)) for _ in range(5))
    print(f"\nhashing {1000 * hashing:.0f} ms, the same file again {1000 * ours:.0f} ms")
    assert ours <= hashing + 0.05


def test_one_percent_changed_takes_at_most_twice_its_parsing(folder: Path, loaded: Store):
    path = folder / "later" / "plan.xml"
    parsing = min(timed(lambda: every_element(path)) for _ in range(2))
    reading = min(timed(lambda: LOADER.read(path, "plan")) for _ in range(2))
    reports: list[ingest.FileReport] = []
    ours = timed(lambda: reports.append(load(loaded, path)))
    assert (reports[0].stored, reports[0].closed) == (TASKS // MOVED, 0)
    print(f"\n{'':38}{'seconds':>9}{'× lxml':>9}")
    for name, seconds in (("lxml: every element", parsing), ("read by the loader", reading), ("1 % changed", ours)):
        print(f"{name:38}{seconds:9.2f}{seconds / parsing:9.2f}")
    assert ours <= 2 * parsing
