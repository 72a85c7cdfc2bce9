"""Which files a load reads: those that are named, those of a folder, those of a list of feeds or of a mapping."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from dashboard.ingest.paths import UNKNOWN, Source, feed_name, unreadable
from loaders import feeds
from loaders.base import Refused
from loaders.feeds import lists
from loaders.mapped import bound, is_mapping
from loaders.trackers.tool import Tool

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
        source = Source(data or mapping, feed or feed_name(path or mapping), loader, named=feed is not None)
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
        found = lists.read_list(listed)
    except Refused as refused:
        yield Source(listed, feed_name(listed), fault=str(refused))
        return
    taken: set[Path] = {listed}
    feed_of: dict[Path, str] = {}
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
            if feed_of.setdefault(path, one.name) != one.name:
                said = f"feed {feed_of[path]} takes it, and so would feed {one.name}"
                strange[str(path)] = f"{said}: name it in one of them"
            elif one.mapping:
                taken.add(folder / one.mapping)
                yield from by_mapping(path, folder / one.mapping, one.name)
            else:
                yield _of_loader(path, one, recognise)
    for child in sorted(folder.rglob("*")):
        if _visible(child, folder) and child not in taken and not any(above in taken for above in child.parents):
            strange[str(child)] = f"no feed of {listed.name} takes it"


def _of_loader(path: Path, one: lists.Feed, recognise: Recognise) -> Source:
    source = _source(path, one.name)
    recognise([source])
    if one.loader and source.loader and source.loader.name != one.loader:
        said = f"it is read by the loader {source.loader.name}, and feed {one.name} expects {one.loader}"
        return Source(path, one.name, fault=f"{said}: correct the file or the list of feeds")
    if one.percentages and source.loader and not isinstance(source.loader, Tool):
        said = f"its loader {source.loader.name} takes percentages as they are written"
        return Source(path, one.name, fault=f"{said}: leave out 'percentages' of feed {one.name} in the list of feeds")
    return source.declared(one.percentages)


def _visible(child: Path, folder: Path) -> bool:
    return child.is_file() and not any(part.startswith((".", "~$")) for part in child.relative_to(folder).parts)


def _source(path: Path, feed: str | None) -> Source:
    source = Source(path, feed or feed_name(path), named=feed is not None)
    try:
        if not path.exists():
            source.fault = "there is no such file or folder; check the path"
    except OSError as error:
        source.fault = unreadable(error)
    return source
