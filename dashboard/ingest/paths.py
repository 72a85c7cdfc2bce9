"""From paths to sources: the files to read, the loader and feed of each, and what their bytes are."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from loaders import feeds
from loaders.base import Loader, Refused
from loaders.mapped import Mapped, bound, is_mapping
from loaders.registry import LOADERS

UNKNOWN = "no loader knows this kind of file"

_MARKS = (
    r"\(\d+\)", r"copy( \d+)?", r"kopie", r"v(er(sion)?)?[ ._-]?\d+([._]\d+)*", r"final", r"draft",
    r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}", r"\d{4}[-_.]\d{2}", r"\d{1,2}[-_.]\d{1,2}[-_.]\d{4}",
)  # fmt: skip
_TRAILING = re.compile(rf"(?:^|[ ._-]+)(?:{'|'.join(_MARKS)})$", re.IGNORECASE)


@dataclass
class Source:
    """A file, or a folder that is one export; `loader` is None where none knows it."""

    path: Path
    feed: str
    loader: Loader | None = None
    fault: str | None = None  # why it cannot even be looked into
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
        """Give, as JSON, the options that change what the file says: those of the load, and its mapping."""
        if not isinstance(self.loader, Mapped):
            return said
        return json.dumps({**json.loads(said), "mapping": self.loader.digest})

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
        formats = f"expected one of: {', '.join(form for loader in LOADERS for form in loader.formats)}"
        if self.path.is_file() and self.path.stat().st_size == 0:
            return f"the file is empty; {formats}"
        if self.path.is_dir():
            return "no file in this folder is known to any loader"
        return f"{UNKNOWN}: {self.why}" if self.why else f"{UNKNOWN}; {formats}"


Recognise = Callable[[Sequence[Source]], None]  # fills in the loaders of sources, or why there is none


def find(
    paths: Sequence[Path], feed: str | None, strange: dict[str, str], recognise: Recognise, mapping: Path | None = None
) -> Iterator[Source]:
    """Give each source once. In a folder, what no loader knows is passed over and noted in `strange`, with why.

    With a `mapping`, every file is read as it says.
    """
    seen: set[Path] = set()
    for path in paths:
        for source in by_mapping(path, mapping, feed) if mapping else _found(path, feed, strange, recognise):
            if source.path.resolve() not in seen:
                seen.add(source.path.resolve())
                yield source


def _found(path: Path, feed: str | None, strange: dict[str, str], recognise: Recognise) -> Iterable[Source]:
    if path.is_dir() and (listed := feeds.list_of(path)):
        yield from _listed(path, listed, feed, strange, recognise)
        return
    if path.is_file() and is_mapping(path):
        yield from by_mapping(None, path, feed)
        return
    source = _source(path, feed)
    recognise([source])
    if source.loader or source.fault or not path.is_dir():
        yield source
        return
    inside = [_source(child, feed) for child in sorted(path.rglob("*")) if _visible(child, path)]
    recognise(inside)
    for one in inside:
        if not (one.loader or one.fault):
            strange[str(one.path)] = f"{UNKNOWN}: {one.why}" if one.why else UNKNOWN
    yield from [one for one in inside if one.loader or one.fault] or [source]


def by_mapping(path: Path | None, mapping: Path, feed: str | None) -> list[Source]:
    """Give a file that is read by a mapping; without one, what the mapping itself names: its data or its database."""
    try:
        loader = bound(mapping)
        data = path or (mapping.parent / loader.plan.data if loader.plan.data else None)
        if data is None and not loader.plan.query:
            raise Refused(
                "this is a mapping, and it names neither data nor a query: add 'data: FILE' to it, or load the file "
                f"with --mapping {mapping.name}"
            )
        if path and path.is_dir():
            raise Refused("a mapping reads one file, and this is a folder: name the file")
        source = Source(data or mapping, feed or feed_name(path or mapping), loader)
        if not source.path.is_file():
            raise Refused(f"there is no file {source.path}, which the mapping {mapping.name} reads; check the path")
        _ = loader.fingerprint
        return [source]
    except Refused as refused:
        return [Source(path or mapping, feed or feed_name(path or mapping), fault=str(refused))]
    except OSError as error:
        return [Source(path or mapping, feed or feed_name(path or mapping), fault=unreadable(error))]


def _listed(
    folder: Path, listed: Path, feed: str | None, strange: dict[str, str], recognise: Recognise
) -> Iterator[Source]:
    """Give the files that the list of feeds of a folder names; what it does not name is passed over and noted."""
    if feed:
        yield Source(listed, feed, fault=f"{listed.name} names the feeds of this folder; leave out --feed")
        return
    try:
        found = feeds.read_list(listed)
    except Refused as refused:
        yield Source(listed, feed_name(listed), fault=str(refused))
        return
    taken: set[Path] = {listed}
    own = _source(listed, None)
    recognise([own])
    yield own
    for one in found.feeds:
        paths, older = one.chosen(folder)
        taken |= {*paths, *older}
        strange |= {str(path): f"a newer file of feed {one.name} is there" for path in older}
        if not paths:
            strange[str(folder / one.path)] = f"no file is there for feed {one.name}"
        for path in paths:
            if one.mapping:
                taken.add(folder / one.mapping)
                yield from by_mapping(path, folder / one.mapping, one.name)
            else:
                yield _of_loader(path, one, recognise)
    for child in sorted(folder.rglob("*")):
        if _visible(child, folder) and child not in taken and not any(above in taken for above in child.parents):
            strange[str(child)] = f"no feed of {listed.name} takes it"


def _of_loader(path: Path, one: feeds.Feed, recognise: Recognise) -> Source:
    source = _source(path, one.name)
    recognise([source])
    if one.loader and source.loader and source.loader.name != one.loader:
        said = f"it is read by the loader {source.loader.name}, and feed {one.name} expects {one.loader}"
        return Source(path, one.name, fault=f"{said}: correct the file or the list of feeds")
    return source


def _visible(child: Path, folder: Path) -> bool:
    return child.is_file() and not any(part.startswith((".", "~$")) for part in child.relative_to(folder).parts)


def _source(path: Path, feed: str | None) -> Source:
    source = Source(path, feed or feed_name(path))
    try:
        if not path.exists():
            source.fault = "there is no such file or folder; check the path"
    except OSError as error:
        source.fault = unreadable(error)
    return source


def unreadable(error: OSError) -> str:
    """Say that the system does not let a file be read."""
    return f"it cannot be read: {error.strerror}; check its permissions"


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
