"""One damaged file through its loader and a store: it is refused, or read, and then the store holds what was read."""

import faulthandler
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from dashboard.ingest.finding import by_mapping
from data.commit import Refusal
from data.export import Delivery, Export
from data.store import Store
from loaders.base import Loader, Refused
from loaders.registry import LOADERS, find_loader, why_unknown
from tests.data.loads import content, put, wipe
from tests.fuzz.mutate import damaged

SAMPLES = Path(__file__).parents[1] / "exports"
FOUND = Path(__file__).parent / "found"  # files that once broke something, by loader; each is tried again in every run
MAPPED = "mapped"
NAMES = (*(loader.name for loader in LOADERS), MAPPED)
SECONDS = 10
MEMORY = 1 << 30


class TooLong(Exception):
    """Reading a damaged file took more than `SECONDS`."""


@dataclass(slots=True)
class Outcome:
    """What became of the files so far: how many were refused, unknown or read; and what is wrong, by file."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)


class Bench:
    """A copy of the samples of one loader in a folder of its own, and a store that holds nothing.

    Of `mapped` the samples are mappings with the tables that they name.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.outcome = Outcome()
        self._samples = SAMPLES / name
        self._copy = folder / name
        self._store = Store.open(str(folder / "store.db"))
        shutil.copytree(self._samples, self._copy)
        self._files = sorted(path.relative_to(self._samples) for path in self._samples.rglob("*") if path.is_file())

    def close(self) -> None:
        """Give the store back."""
        self._store.close()

    def try_seeds(self, seeds: range) -> None:
        """Try the samples, damaged by each seed."""
        for seed in seeds:
            random = Random(f"{self.name} {seed}")
            name = random.choice(self._files)
            data = damaged(random, (self._samples / name).read_bytes())
            self._try(f"seed {seed} of {name}", name, data)

    def try_found(self) -> None:
        """Try the files that broke something before."""
        for path in sorted((FOUND / self.name).glob("*")):
            self._try(path.name, Path(path.name), path.read_bytes())

    def _try(self, what: str, name: Path, data: bytes) -> None:
        path = self._copy / name
        path.write_bytes(data)
        try:
            self.outcome.counts[self._hold(path)] += 1
        except Exception as error:
            self.outcome.faults[what] = f"{type(error).__name__}: {error}"
        finally:
            if (self._samples / name).exists():
                path.write_bytes((self._samples / name).read_bytes())
            else:
                path.unlink()

    def _hold(self, path: Path) -> str:
        """Hold one file to what every file must hold to, and say what became of it."""
        with _watched():
            try:
                found, one = self._source(path)
                if found is None:
                    why_unknown(one)
                    return "unknown"
                export = found.read(one, "feed")
            except Refused as refused:
                assert str(refused).strip(), "refused without a reason"
                return "refused"
        _reconciles(export)
        return self._stores(export, found)

    def _source(self, path: Path) -> tuple[Loader | None, Path]:
        """Give what reads a file, and what it reads: the file, the folder that it belongs to, what a mapping names."""
        if self.name == MAPPED:
            (source,) = by_mapping(None, path.with_suffix(".yaml"), "feed")
            return source.known(), source.path
        one = path if path.parent == self._copy or find_loader(path) else path.parent
        return find_loader(one), one

    def _stores(self, export: Export, loader: Loader) -> str:
        """Store what was read in a store that holds nothing, and hold that to what was read."""
        store = self._store
        try:
            delivery = Delivery("feed", "file", "0" * 64, 1, loader.name, loader.version, "{}", export)
            expected = {
                ("feed", kind.__name__, row.key): tuple(row[:-2])  # without where it stands
                for kind, rows in export.records.items()
                for row in rows
            }
            assert len(expected) == sum(map(len, export.records.values())), "two rows of a kind have the same key"
            try:
                done = put(store, delivery)
            except Refusal:
                assert store.revision() is None, "something of a refused load is stored"
                return "not stored"
            held = {(f, _kind_of(table), key): row for (f, table, key), row in content(store, 1).items()}
            assert held == (expected if done.changed else {}), _difference(held, expected)
            return "stored"
        finally:
            wipe(store)


def _reconciles(export: Export) -> None:
    rejected = len({(one.sheet, one.row) for one in export.rejections})
    rows = export.kept + rejected + export.left_out
    assert export.rows_in == rows, f"{export.rows_in} rows in, {rows} accounted for"
    assert all(one.reason.strip() for one in export.rejections), "a rejection without a reason"


def _kind_of(table: str) -> str:
    return "".join(word.capitalize() for word in table.split("_"))


def _difference(held: Mapping[tuple[str, str, str], object], expected: Mapping[tuple[str, str, str], object]) -> str:
    keys = [key for key in held.keys() | expected.keys() if held.get(key) != expected.get(key)]
    return f"{len(keys)} rows differ, first {keys[0]}: {held.get(keys[0])} for {expected.get(keys[0])}"[:1500]


@contextmanager
def _watched() -> Iterator[None]:
    """Raise `TooLong` after `SECONDS`; should that not get through, end the process with a trace a little later."""

    def ring(*_: object) -> None:
        raise TooLong(f"it took more than {SECONDS} s")

    before = signal.signal(signal.SIGALRM, ring)
    faulthandler.dump_traceback_later(3 * SECONDS, exit=True)
    signal.alarm(SECONDS)
    start = time.monotonic()
    try:
        yield
        assert time.monotonic() - start <= SECONDS, f"it took more than {SECONDS} s"
    finally:
        signal.alarm(0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
