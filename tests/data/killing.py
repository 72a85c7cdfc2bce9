"""A load in a process of its own, which may be killed at any moment."""

from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import nullcontext
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from dashboard import ingest
from dashboard.reading.readers import Found
from data.export import Export
from data.store import Store
from loaders.base import Loader
from loaders.registry import find_loader


class Here:
    """Reads in the process itself: the children of a load know nothing of the store, and take longer than the rest."""

    def identify(self, paths: Iterable[Path]) -> list[Found]:
        return [Found(find_loader(path)) for path in paths]

    def read(self, loader: Loader, path: Path, feed: str) -> "Future[Export]":
        done: Future[Export] = Future()
        done.set_result(loader.read(path, feed))
        return done


def load(address: str, folder: Path, as_of: str, begun: Connection) -> None:
    """Load a folder, and say when reading and when storing begins."""
    store = Store.open(address)
    begun.send("reading")

    def progress(what: str, _done: int, _of: int) -> None:
        if what == "storing":
            begun.send("storing")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "Readers", lambda: nullcontext(Here()))
        report = ingest.load(store, [folder], ingest.Options(as_of=as_of), progress)
    begun.send("changed" if report.changed else "unchanged")
    store.close()
