"""A first load against its floor: reading the file raw, and inserting the rows that we store with plain sqlite3."""

import gc
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from loaders.base import Loader
from tests.benchmarks.bench_ms_project import timed
from tests.benchmarks.bench_store import insert, load, new_store, rows_of

NUMBERS = count()


def times_floor(path: Path, loader: Loader, raw: tuple[str, Callable[[Path], Any]]) -> float:
    """Load a file in a warm process, print the table, and give how many times its floor that takes."""
    folder, (name, read) = path.parent, raw
    first = new_store(folder)
    load(first, path)
    made_by, rows = rows_of(first)
    first.close()
    reading = min(timed(lambda: read(path)) for _ in range(3))
    inserting = min(timed(lambda: insert(folder / f"{next(NUMBERS)}-raw.db", made_by, rows)) for _ in range(3))
    stored = sum(map(len, rows.values()))
    rows.clear()
    gc.collect()
    floor = reading + inserting
    ours = min(timed(lambda: load(new_store(folder), path)) for _ in range(3))
    parsed = min(timed(lambda: loader.read(path, path.stem)) for _ in range(2))
    print(f"\n{'':38}{'seconds':>9}{'× floor':>9}")
    lines = {name: reading, "sqlite3: the rows that we store": inserting, "floor": floor, "read by the loader": parsed}
    for what, seconds in {**lines, "first load": ours}.items():
        print(f"{what:38}{seconds:9.2f}{seconds / floor:9.2f}")
    print(f"{path.stat().st_size / 1e6:.1f} MB, {stored:,} rows")
    return ours / floor
