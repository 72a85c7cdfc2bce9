"""Which loader reads a file: the one that read the same bytes before, else the one that recognises its content."""

from collections.abc import Sequence

from dashboard.ingest.held import Held, held
from dashboard.ingest.paths import Source, unreadable
from dashboard.reading.readers import Readers
from data.store import Store
from loaders.base import Refused
from loaders.registry import LOADERS


class Recognised:
    """Fills in the loaders of sources; `before` is what the store holds of their feeds."""

    def __init__(self, store: Store, readers: Readers) -> None:
        self._store = store
        self._readers = readers
        self.before: Held = {}

    def __call__(self, sources: Sequence[Source]) -> None:
        """Fill in the loader of each source, or what it seems to be instead, or why it cannot be looked into."""
        self.before |= held(self._store, {source.feed for source in sources} - self.before.keys())
        strange = [source for source in sources if not (source.fault or self._remembered(source))]
        for source, found in zip(strange, self._readers.identify(one.path for one in strange), strict=True):
            if isinstance(found, Refused):
                source.fault = str(found)
            elif isinstance(found, OSError):
                source.fault = unreadable(found)
            else:
                source.loader, source.why = found

    def _remembered(self, source: Source) -> bool:
        """Take the loader that read the same bytes in the newest load of the feed, unless it has changed since."""
        rows = self.before[source.feed]
        if not rows:
            return False
        try:
            same = {(name, version) for sha256, name, version, _ in rows if sha256 == source.sha256}
        except OSError as error:
            source.fault = unreadable(error)
            return True
        source.loader = next((loader for loader in LOADERS if (loader.name, loader.version) in same), None)
        return source.loader is not None
