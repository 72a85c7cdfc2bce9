"""From paths to sources: the files to read, the loader and feed of each, and what their bytes are."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from loaders.base import Loader, Refused
from loaders.registry import LOADERS, find_loader, why_unknown

UNKNOWN = "no loader knows this kind of file"

_MARKS = (
    r"\(\d+\)", r"copy( \d+)?", r"kopie", r"v(er(sion)?)?[ ._-]?\d+([._]\d+)*", r"final", r"draft",
    r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}", r"\d{4}[-_.]\d{2}", r"\d{1,2}[-_.]\d{1,2}[-_.]\d{4}",
)  # fmt: skip
_TRAILING = re.compile(rf"(?:^|[ ._-]+)(?:{'|'.join(_MARKS)})$", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A file, or a folder that is one export; `loader` is None where none knows it."""

    path: Path
    feed: str
    loader: Loader | None = None
    fault: str | None = None  # why it cannot even be looked into

    @cached_property
    def first_seen(self) -> list[tuple[int, int]]:
        """Give the state in which its bytes were first looked at."""
        return self.state()

    @cached_property
    def sha256(self) -> str:
        """Give the SHA-256 of the bytes."""
        _ = self.first_seen
        return digest(self.path)

    def known(self) -> Loader:
        """Give its loader. Raises `Refused` where there is none."""
        if self.fault:
            raise Refused(self.fault)
        if self.loader is not None:
            return self.loader
        raise Refused(unknown(self.path))

    def state(self) -> list[tuple[int, int]]:
        """Give size and time of the last change of every file of it."""
        return [(stat.st_size, stat.st_mtime_ns) for stat in map(Path.stat, parts(self.path))]


def unknown(path: Path) -> str:
    """Say that no loader knows a file or folder, what it seems to be, what was expected, and what to do."""
    formats = f"expected one of: {', '.join(form for loader in LOADERS for form in loader.formats)}"
    if path.is_file() and path.stat().st_size == 0:
        return f"the file is empty; {formats}"
    if path.is_dir():
        return "no file in this folder is known to any loader"
    if why := why_unknown(path):
        return f"{UNKNOWN}: {why}"
    return f"{UNKNOWN}; {formats}"


def find(paths: Sequence[Path], feed: str | None, strange: dict[str, str]) -> Iterator[Source]:
    """Give each source once. In a folder, what no loader knows is passed over and noted in `strange`, with why."""
    seen: set[Path] = set()
    for path in paths:
        for source in _found(path, feed, strange):
            if source.path.resolve() not in seen:
                seen.add(source.path.resolve())
                yield source


def _found(path: Path, feed: str | None, strange: dict[str, str]) -> Iterable[Source]:
    source = _source(path, feed)
    if source.loader or source.fault or not path.is_dir():
        yield source
        return
    inside = [_source(child, feed) for child in sorted(path.rglob("*")) if _visible(child, path)]
    for one in inside:
        if not (one.loader or one.fault):
            why = why_unknown(one.path)
            strange[str(one.path)] = f"{UNKNOWN}: {why}" if why else UNKNOWN
    yield from [one for one in inside if one.loader or one.fault] or [source]


def _visible(child: Path, folder: Path) -> bool:
    return child.is_file() and not any(part.startswith((".", "~$")) for part in child.relative_to(folder).parts)


def _source(path: Path, feed: str | None) -> Source:
    name = feed or feed_name(path)
    try:
        if not path.exists():
            return Source(path, name, fault="there is no such file or folder; check the path")
        return Source(path, name, find_loader(path))
    except OSError as error:
        return Source(path, name, fault=f"it cannot be read: {error.strerror}; check its permissions")


def feed_name(path: Path) -> str:
    """Give the feed of a file: its stem without a trailing date, version or copy mark."""
    name = path.stem if path.suffix else path.name
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
