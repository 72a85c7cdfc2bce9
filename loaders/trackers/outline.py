"""Rows that say by how deep they lie what they stand below, and by their numbers what they wait for."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.items import Items, Tie
from loaders.trackers.tree import NOBODY

UNREAD = "links that are no number of a row with a type and a lag, such as 3FS +2d"
_TIE = re.compile(r"(\d{1,7})\s*([^\W\d_]{2})?\s*(?:([+-])\s*(\d{1,6}(?:[.,]\d+)?\s*[^\W\d_]+)\.?\??)?")
_TYPES = {  # German, French, Spanish, Italian, Portuguese and Dutch write the first letters of their own words
    **dict.fromkeys(("", "FS", "EA", "FD", "FC", "FI", "TI", "EB"), "FS"),
    **dict.fromkeys(("SS", "AA", "DD", "CC", "II", "BB"), "SS"),
    **dict.fromkeys(("FF", "EE", "TT"), "FF"),
    **dict.fromkeys(("SF", "AE", "DF", "CF", "IF", "IT", "BE"), "SF"),
}
_ELAPSED = re.compile(r"(?<=[\d\s])[ef](?=[^\W\d_])", re.IGNORECASE)  # `2 edays`, which count as working time


def above(levels: Sequence[int]) -> list[int]:
    """Give the place of each row's parent: the nearest above it that lies less deep."""
    up: list[int] = []
    way: list[int] = []
    for place, level in enumerate(levels):
        while way and levels[way[-1]] >= level:
            way.pop()
        up.append(way[-1] if way else NOBODY)
        way.append(place)
    return up


def settle(items: Items, levels: Sequence[int]) -> None:
    """Give items their parents by their levels, and keys by their names where the file has none."""
    up = above(levels)
    names = _named(items.get(of.NAME), up)
    keys = [key or name for key, name in zip(items.get(of.KEY), names, strict=True)]
    items.columns[of.KEY] = keys
    items.columns[of.PARENT] = [None if place == NOBODY else keys[place] for place in up]


def _named(names: Sequence[str | None], up: Sequence[int]) -> Iterator[str | None]:
    """Yield keys: the name where only one row has it, else with the name above it, with a number if need be.

    So a row that is put in between changes no other key.
    """
    often = Counter(names)
    seen: Counter[str] = Counter()
    for name, place in zip(names, up, strict=True):
        if name is None:
            yield None
            continue
        key = name if often[name] == 1 or place == NOBODY else f"{names[place]} > {name}"
        seen[key] += 1
        yield key if seen[key] == 1 else f"{key} ({seen[key]})"


def tie(items: Items, name: str, numbers: Mapping[str, int]) -> None:
    """Turn texts such as `3FS +2d` into links; `numbers` says at which place the item with a number stands."""
    if items.has(name):
        keys = items.get(of.KEY)
        items.columns[name] = [cell and list(_ties(items, cell, numbers, keys)) for cell in items.get(name)]


def _ties(items: Items, texts: Sequence[str], numbers: Mapping[str, int], keys: Sequence[str | None]) -> Iterator[Tie]:
    for text in texts:
        match = _TIE.fullmatch(text)
        kind = _TYPES.get((match[2] or "").upper()) if match else None
        try:
            lag = _lag(match[4]) if match and match[4] else None
        except values.Unfit:
            kind = lag = None
        if match is None or kind is None:
            items.skipped[UNREAD] += 1
            continue
        place = numbers.get(match[1])
        other = None if place is None else keys[place]
        lag = -lag if lag and match[3] == "-" else lag
        yield Tie(other or f"row {match[1]}", kind, lag)


def _lag(text: str) -> float | None:
    try:
        return values.days(text)
    except values.Unfit:
        return values.days(_ELAPSED.sub("", text, count=1))
