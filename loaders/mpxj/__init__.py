"""Every further kind of schedule, read with MPXJ and Java: .mpp, PMXML, MPX and many more."""

from collections.abc import Sequence
from pathlib import Path

from loaders.base import Export
from loaders.mpxj.recognise import FORMATS, is_schedule


class Mpxj:
    """The loader of what MPXJ reads and no loader without Java does."""

    name = "mpxj"
    version = 4
    formats: Sequence[str] = FORMATS
    suffixes: Sequence[str] = (
        ".mpp", ".mpt", ".mpd", ".mpx", ".pmxml", ".xml", ".pod", ".gan", ".planner", ".fts", ".pp", ".ppx", ".sp",
        ".cdpx", ".cdpz", ".bk3", ".pep", ".sdef", ".schedule_grid", ".pc", ".db", ".mdb",
    )  # fmt: skip

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether the content is a schedule of a kind that is read with Java."""
        return is_schedule(path, head)

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` when it cannot be read at all, and where there is no Java."""
        from loaders.mpxj.reading import read  # Java is for those who read with it

        return read(path)


LOADER = Mpxj()
