"""A load in a process of its own, which may be killed at any moment."""

from multiprocessing.connection import Connection
from pathlib import Path

from dashboard import ingest
from data.store import Store


def load(address: str, folder: Path, as_of: str, begun: Connection) -> None:
    """Load a folder, and say when reading and when storing begins."""
    store = Store.open(address)
    begun.send("reading")

    def progress(what: str, _done: int, _of: int) -> None:
        if what == "storing":
            begun.send("storing")

    report = ingest.load(store, [folder], ingest.Options(as_of=as_of), progress)
    begun.send("changed" if report.changed else "unchanged")
    store.close()
