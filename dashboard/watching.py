"""Loading what changes in a folder, by looking at it: folders on file servers tell nobody that they have changed."""

import os
import re
import sys
import time
from pathlib import Path

from dashboard import ingest
from dashboard.reconciliation import reconciliation
from data.store import Store

PAUSE = 1.0  # seconds between two looks; what has not changed in between is complete and is loaded
PAUSE_AFTER_FAULT = 10.0

_STORE = re.compile(r"\.db(-wal|-shm|-journal)?$")

Seen = dict[Path, tuple[int, int]]


def watch_folder(store: Store, folder: Path) -> None:
    """Load a folder now, and again whenever something in it has changed, until the process that asked for it ends.

    What is refused is said and the rest stored. A load that could not be made, because another one holds the store for
    instance, is tried again.
    """
    parent = os.getppid()
    before: Seen | None = None
    loaded: Seen | None = None
    while os.getppid() == parent:
        now = look(folder)
        if now and now == before and now != loaded:
            if _load(store, folder):
                loaded = now
            else:
                time.sleep(PAUSE_AFTER_FAULT)
        before = now
        time.sleep(PAUSE)


def look(folder: Path) -> Seen:
    """Give size and time of change of every file below a folder; nothing for one that cannot be read just now."""
    seen = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith((".", "~$")) or _STORE.search(name):
                continue  # which the load itself passes over, or writes
            try:
                found = Path(place, name).stat()
            except OSError:
                continue  # it has gone since
            seen[Path(place, name)] = (found.st_size, found.st_mtime_ns)
    return seen


def _load(store: Store, folder: Path) -> bool:
    """Load a folder and say what became of it, unless nothing did. Give whether it could be loaded."""
    try:
        report = ingest.load(store, [folder], ingest.Options(keep_going=True))
    except Exception as error:
        print(f"throughline: {folder} could not be loaded: {error}; it is tried again", file=sys.stderr, flush=True)
        return False
    if report.changed or report.exit_code:
        reconciliation(report)
        sys.stdout.flush()
    return True
