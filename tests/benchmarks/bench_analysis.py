"""How long a first load is analysed against how long it is stored, and how long after a change of one project.

Storing is the load's transaction up to the facts that people see: versions, indexes, provenance, which rows are one
thing and what each text means. Analysing is what follows from them: findings and standings.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree

from dashboard import assess, ingest
from data.samples import write_large, write_portfolio
from data.store import Store
from loaders.ms_project import LOADER
from loaders.registry import find_loader
from tests.benchmarks.conftest import NOW, SIZES

CHANGED = 5  # projects, one load each
SECONDS = 1.0  # of analysis after a change of one project


class Spent(NamedTuple):
    """Processor seconds of one load: its whole transaction, and what of it was analysis."""

    storing: float
    analysing: float


class Clock:
    """Takes the time of loads."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._spent: dict[str, float] = {}
        for module, name in ((ingest, "commit"), (ingest, "assess"), (assess, "resolve")):
            patch.setattr(module, name, self._timed(name, getattr(module, name)))

    def _timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            start = time.process_time()
            done = work(*given)
            self._spent[name] = time.process_time() - start
            return done

        return timed

    def load(self, store: Store, paths: list[Path]) -> Spent:
        """Load files that must not be refused."""
        report = ingest.load(store, paths, ingest.Options())
        assert report.exit_code == 0, [file.error for file in report.files]
        analysing = self._spent["assess"] - self._spent["resolve"]
        return Spent(self._spent["commit"] - analysing, analysing)


@pytest.fixture(scope="module", params=SIZES)
def exports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Write a portfolio, and load it once, so that the process is warm."""
    folder = tmp_path_factory.mktemp(f"analysis{request.param}") / "exports"
    if request.param == SIZES[0]:
        write_portfolio(folder, NOW.date().replace(month=10))
    else:
        write_large(folder, request.param)
    yield request.param, folder


def test_a_first_load_is_analysed_as_fast_as_stored_and_a_changed_project_in_a_second(
    exports: tuple[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects, folder = exports
    clock = Clock(monkeypatch)
    firsts, store = [], None
    for number in range(1 if projects == SIZES[-1] else 4):  # the first of all loads libraries
        store = Store.open(str(tmp_path / f"{number}.db"))
        firsts.append(clock.load(store, [folder]))
    assert store is not None
    first = Spent(*map(min, zip(*firsts, strict=True)))  # whatever else runs on the machine disturbs either
    later = [clock.load(store, [move(path)]) for path in plans(folder)]
    worst = max(spent.analysing for spent in later)
    print(f"\n{projects} projects{'storing s':>26}{'analysing s':>13}{'ratio':>8}")
    print(f"{'first load':28}{first.storing:8.2f}{first.analysing:13.2f}{first.analysing / first.storing:8.2f}")
    for spent in later:
        print(f"{'one project changed':28}{spent.storing:8.2f}{spent.analysing:13.2f}")
    store.close()
    assert first.analysing <= first.storing or projects < SIZES[-1]  # fewer are stored in no time
    assert worst <= SECONDS


def plans(folder: Path, most: int | None = CHANGED) -> list[Path]:
    """Give some plans of one project each, or all of them."""
    return [path for path in sorted(folder.glob("*.xml")) if find_loader(path) is LOADER][:most]


def move(path: Path) -> Path:
    """Let every line of a plan that is not done end a week later."""
    tree = etree.parse(str(path))
    for finish in tree.iter("{*}Finish"):
        if finish.text:
            finish.text = (datetime.fromisoformat(finish.text) + timedelta(days=7)).isoformat()
    tree.write(str(path))
    return path
