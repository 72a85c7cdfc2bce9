"""What stands in a list of feeds, and what is wrong with it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from data.records import Setting
from loaders.base import Scale
from loaders.yaml import Fault, Strict, Written, read


class Feed(Strict):
    """A source that is loaded again and again."""

    name: str = Field(min_length=1, max_length=200, description="Name of the feed, the same for ever")
    path: str = Field(min_length=1, description="File or pattern below this folder, such as plans/eng-*.xer")
    take: Literal["newest", "all"] = Field("newest", description="Of several files the last changed, or all as one")
    loader: str | None = Field(None, description="Loader that has to know the files, such as primavera")
    mapping: str | None = Field(None, description="Mapping that says how to read the files, below this folder")
    percentages: Scale | None = Field(None, description="Of a tracker: whether figures without % are 0-1 or 0-100")
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
        if feed.mapping and feed.percentages:
            yield (
                ("feeds", at, "percentages"),
                "stands beside a mapping: write 'times: 100' at its column instead",
            )


def schema() -> dict[str, Any]:
    """Give the JSON Schema of lists of feeds."""
    return Feeds.model_json_schema() | {"title": "Throughline feeds"}


def _outside(text: str) -> bool:
    return text.startswith(("/", "\\", "~")) or ":" in text[:3] or ".." in re.split(r"[\\/]", text)


def settings(found: Feeds, written: Written) -> Iterable[Setting]:
    """Yield a setting for each rhythm and owner that is stated."""
    for at, feed in enumerate(found.feeds):
        for field, name in (("every", "feed_rhythm"), ("owner", "feed_owner")):
            value = getattr(feed, field)
            if value:
                row = written.line(("feeds", at, field))
                key = f"{name}|{feed.name.strip().casefold()}|"
                yield Setting(key, name, feed.name.strip(), value, sheet=written.name, row=row)
