"""The list of feeds of a folder (`feeds.yaml`): what is expected, from whom, how often, and how it is read."""

import re
from collections.abc import Sequence
from pathlib import Path

from data.records import Setting
from loaders.base import Export

NAMES = ("feeds.yaml", "feeds.yml")
_LIST = re.compile(rb"^feeds\s*:", re.MULTILINE)


class FeedsLoader:
    """Reads who delivers what and how often as settings, by which it is judged who is late."""

    name = "feeds"
    version = 1
    formats: Sequence[str] = ("list of feeds (feeds.yaml)",)
    suffixes: Sequence[str] = (".yaml", ".yml")

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether it is a list of feeds, by its name and first key."""
        return path.name.casefold() in NAMES and bool(_LIST.search(head))

    def read(self, path: Path, feed: str) -> Export:
        """Give a setting for each rhythm and owner that is stated. Raises `Refused` with a line for each fault."""
        from loaders.feeds import lists  # what checks YAML takes as long to be there as all other loaders together

        written = lists.read(path)
        settings = list(lists.settings(written.checked(lists.Feeds, lists.faults), written))
        return Export({Setting: [*settings]}, rows_in=len(settings))


LOADER = FeedsLoader()


def list_of(folder: Path) -> Path | None:
    """Give the list of feeds of a folder, if it has one."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)
