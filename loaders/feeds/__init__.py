"""The list of feeds of a folder (`feeds.yaml`): what is expected, from whom, how often, and how it is read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from data.records import Setting
from loaders.base import Export
from loaders.yaml import Fault, Strict, Written, read

NAMES = ("feeds.yaml", "feeds.yml")
_LIST = re.compile(rb"^feeds\s*:", re.MULTILINE)


class Feed(Strict):
    """A source that is loaded again and again."""

    name: str = Field(min_length=1, max_length=200, description="Name of the feed, the same for ever")
    path: str = Field(min_length=1, description="File or pattern below this folder, such as plans/eng-*.xer")
    take: Literal["newest", "all"] = Field("newest", description="Of several files the last changed, or all as one")
    loader: str | None = Field(None, description="Loader that has to know the files, such as primavera")
    mapping: str | None = Field(None, description="Mapping that says how to read the files, below this folder")
    owner: str | None = Field(None, description="Who delivers it: e-mail or name")
    every: Literal["week", "month", "quarter", "half-year", "year"] | None = Field(None, description="Expected rhythm")

    def chosen(self, folder: Path) -> tuple[list[Path], list[Path]]:
        """Give the files to load, and those that are older than the one that is taken."""
        found = sorted(path for path in folder.glob(self.path) if not path.name.startswith((".", "~$")))
        if self.take == "all" or len(found) < 2:
            return found, []
        newest = max(found, key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [newest], [path for path in found if path != newest]


class Feeds(Strict):
    """A list of feeds."""

    feeds: list[Feed] = Field(min_length=1, description="The feeds of this folder")


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
        written = read(path)
        found = written.checked(Feeds, faults)
        settings = list(_settings(found, written))
        return Export({Setting: [*settings]}, rows_in=len(settings))


LOADER = FeedsLoader()


def list_of(folder: Path) -> Path | None:
    """Give the list of feeds of a folder, if it has one."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def read_list(path: Path) -> Feeds:
    """Read a list of feeds. Raises `Refused` with a line for each fault."""
    return read(path).checked(Feeds, faults)


def faults(found: Feeds) -> Iterator[Fault]:
    """Say what is wrong with a list whose form is right."""
    seen: dict[str, int] = {}
    for at, feed in enumerate(found.feeds):
        first = seen.setdefault(feed.name.strip().casefold(), at)
        if first != at:
            yield ("feeds", at, "name"), f"'{feed.name}' is the name of feed {first + 1} as well: give it another"
        for name in ("path", "mapping"):
            text = getattr(feed, name)
            if text and _outside(text):
                yield ("feeds", at, name), f"'{text}' leads out of this folder: name what lies below it"
        if feed.mapping and feed.loader:
            yield ("feeds", at, "loader"), "stands beside a mapping, which is its own loader: leave out one"


def schema() -> dict[str, Any]:
    """Give the JSON Schema of lists of feeds."""
    return Feeds.model_json_schema() | {"title": "Throughline feeds"}


def _outside(text: str) -> bool:
    return text.startswith(("/", "\\", "~")) or ":" in text[:3] or ".." in re.split(r"[\\/]", text)


def _settings(found: Feeds, written: Written) -> Iterable[Setting]:
    for at, feed in enumerate(found.feeds):
        for field, name in (("every", "feed_rhythm"), ("owner", "feed_owner")):
            value = getattr(feed, field)
            if value:
                row = written.line(("feeds", at, field))
                key = f"{name}|{feed.name.strip().casefold()}|"
                yield Setting(key, name, feed.name.strip(), value, sheet=written.name, row=row)


__all__ = ["LOADER", "NAMES", "Feed", "Feeds", "FeedsLoader", "list_of", "read_list", "schema"]
