"""What stands below what: parents found by key, number or name, circles cut, dates rolled up."""

from collections import Counter
from collections.abc import Iterable, Sequence

NOBODY = -1


class Finder:
    """Finds the item that a text names: by key, by the tool's own number, else by its name where only one has it."""

    def __init__(self, keys: Sequence[str], ids: Sequence[str | None], names: Sequence[str | None] | None) -> None:
        self._by_key = {key: place for place, key in enumerate(keys)}
        self._by_id = {number: place for place, number in enumerate(ids) if number}
        self._by_name: dict[str, int] = {}
        if names is not None:
            once = Counter(names)
            self._by_name = {name: place for place, name in enumerate(names) if name and once[name] == 1}

    def find(self, text: str) -> int:
        """Give the place of an item, `NOBODY` where none is meant or several may be."""
        for known in (self._by_key, self._by_id, self._by_name):
            if (place := known.get(text)) is not None:
                return place
        return NOBODY


def parents(finder: Finder, texts: Iterable[str | None]) -> tuple[list[int], int, list[int]]:
    """Give the place of each item's parent, how many parents were not found, and the items whose parent was cut off
    because it led in a circle.
    """
    up: list[int] = []
    lost = 0
    for text in texts:
        place = finder.find(text) if text else NOBODY
        lost += bool(text) and place == NOBODY
        up.append(place)
    return up, lost, _cut_circles(up)


def _cut_circles(up: list[int]) -> list[int]:
    """Take the parent from one item of each circle, and give these."""
    cut: list[int] = []
    seen = bytearray(len(up))  # 1: on the way that is followed, 2: known to end
    for first in range(len(up)):
        way: list[int] = []
        place = first
        while place != NOBODY and not seen[place]:
            seen[place] = 1
            way.append(place)
            if up[place] != NOBODY and seen[up[place]] == 1:
                cut.append(place)
                up[place] = NOBODY
            place = up[place]
        for one in way:
            seen[one] = 2
    return cut


def upwards(up: Sequence[int]) -> list[int]:
    """Give the items that have a parent, each before its parent."""
    order: list[int] = []
    waiting = Counter(up)
    ready = [place for place in range(len(up)) if place not in waiting]
    while ready:
        place = ready.pop()
        above = up[place]
        if above == NOBODY:
            continue
        order.append(place)
        waiting[above] -= 1
        if not waiting[above]:
            ready.append(above)
    return order
