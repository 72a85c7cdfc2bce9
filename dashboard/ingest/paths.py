"""A file that is loaded: its loader and feed, what its bytes are, and why it cannot be read."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from loaders.base import Loader, Refused, Scale
from loaders.mapped import Mapped
from loaders.registry import LOADERS
from loaders.trackers.tool import Tool

UNKNOWN = "no loader knows this kind of file"

_DAY = r"(?:19|20)\d{2}[-_. ]?\d{2}[-_. ]?\d{2}"
_MARKS = (
    rf"{_DAY}[-_ .]*T?[-_ ]*\d{{2}}[-_.:h]?\d{{2}}(?:[-_.:]?\d{{2}})?(?:[+-]\d{{4}}|Z)?",  # with the time of day
    r"1[5-9]\d{8}(?:\d{3})?",  # seconds since 1970, as web tools number what they write
    r"copy( \d+)?", r"kopie", r"copie", r"copia", r"v(er(sion)?)?[ ._-]?\d+([._]\d+)*", r"final", r"draft",
    r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}", r"\d{4}[-_.]\d{2}", r"\d{1,2}[-_.]\d{1,2}[-_.]\d{4}",
)  # fmt: skip
_TRAILING = re.compile(rf"[ ._-]*\(\d+\)$|(?:^|[ ._-]+)(?:{'|'.join(_MARKS)})$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:copy of|kopie von|copie de|copia de) ", re.IGNORECASE)


@dataclass
class Source:
    """A file, or a folder that is one export; `loader` is None where none knows it."""

    path: Path
    feed: str
    loader: Loader | None = None
    fault: str | None = None  # why it cannot even be looked into
    named: bool = False  # whether somebody named the feed
    why: str | None = None  # what a file that no loader knows seems to be, and what to do with it

    @cached_property
    def first_seen(self) -> list[tuple[int, int]]:
        """Give the state in which its bytes were first looked at."""
        return self.state()

    @cached_property
    def sha256(self) -> str:
        """Give the SHA-256 of the bytes."""
        _ = self.first_seen
        rows = self.loader.fingerprint if isinstance(self.loader, Mapped) else None
        return rows or digest(self.path)

    def options(self, said: str) -> str:
        """Give, as JSON, the options that change what the file says: those of the load, its mapping or its scale."""
        if isinstance(self.loader, Mapped):
            return json.dumps({**json.loads(said), "mapping": self.loader.digest})
        if isinstance(self.loader, Tool) and self.loader.percentages:
            return json.dumps({**json.loads(said), "percentages": self.loader.percentages})
        return said

    def declared(self, percentages: Scale | None) -> "Source":
        """Give the source with the scale of its percentages declared, where its loader asks for one."""
        if percentages is None or not isinstance(self.loader, Tool):
            return self
        return replace(self, loader=replace(self.loader, percentages=percentages))

    def known(self) -> Loader:
        """Give its loader. Raises `Refused` where there is none."""
        if self.fault:
            raise Refused(self.fault)
        if self.loader is not None:
            return self.loader
        raise Refused(self._unknown())

    def state(self) -> list[tuple[int, int]]:
        """Give size and time of the last change of every file of it."""
        return [(stat.st_size, stat.st_mtime_ns) for stat in map(Path.stat, parts(self.path))]

    def _unknown(self) -> str:
        """Say that no loader knows it, what it seems to be, what was expected, and what to do."""
        if self.path.is_file() and self.path.stat().st_size == 0:
            return "the file is empty, of 0 bytes, as after a download that failed: export it again"
        if self.path.is_dir():
            return "no file in this folder is known to any loader"
        formats = ", ".join(form for loader in LOADERS for form in loader.formats)
        return f"{UNKNOWN}: {self.why}" if self.why else f"{UNKNOWN}; expected one of: {formats}"


def unreadable(error: OSError) -> str:
    """Say that the system does not let a file be read."""
    return f"it cannot be read: {error.strerror}; check its permissions"


def feed_name(path: Path) -> str:
    """Give the feed of a file: its stem without a trailing date, time, version or copy mark."""
    name = _LEADING.sub("", path.stem if path.suffix else path.name)
    before = None
    while name != before:
        before, name = name, _TRAILING.sub("", name)
        name = name or before
    return name.strip(" ._-") or path.stem


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, or of all files of a folder with their names."""
    if not path.is_dir():
        return _digest(path).hexdigest()
    whole = hashlib.sha256()
    for part in parts(path):
        whole.update(part.relative_to(path).as_posix().encode() + b"\0" + _digest(part).digest())
    return whole.hexdigest()


def _digest(path: Path) -> "hashlib._Hash":
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")


def parts(path: Path) -> list[Path]:
    """Give the files of a source."""
    return sorted(part for part in path.rglob("*") if part.is_file()) if path.is_dir() else [path]
