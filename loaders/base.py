"""What a loader is, and what it returns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from data.export import Export, Rejection, Skipped

__all__ = ["Export", "Loader", "Refused", "Rejection", "Skipped"]


class Refused(Exception):
    """A file that cannot be read as a whole. The message says what was found, where, what was expected, what to do."""


class Loader(Protocol):
    """A family of exports. `version` rises when the same bytes would give other records."""

    name: str
    version: int
    formats: Sequence[str]  # what people call them: "Microsoft Project XML (MSPDI)"
    suffixes: Sequence[str]  # usual endings; used to look into folders, never to decide

    def identify(self, path: Path, head: bytes) -> bool:
        """Say from the content (`head` is the first 64 KiB; empty for a folder) whether this loader reads the file."""
        ...

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` when it cannot be read at all."""
        ...
