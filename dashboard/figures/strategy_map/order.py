"""Which objective stands where: rows of each band, and an order that keeps arrows short and crossings few.

Only keys, positions and links decide, never a status, so that a map keeps its places between loads.
"""

from collections import defaultdict
from typing import NamedTuple

from dashboard.figures.strategy_map import faces, sizes
from dashboard.figures.strategy_map.frames import Rows

_SWEEPS = 6
_SWAP_BUDGET = 900  # swaps tried at most; keeps the time of a large map short
_CROSSING = 0.6  # what a crossing costs, in columns of arrow length


class Slot(NamedTuple):
    """A place of the grid: row from the top, and column (halves where a row is centred)."""

    row: int
    column: float


class Order(NamedTuple):
    """Where every objective stands; `rows` are (band index, keys from left to right), from the top."""

    slots: dict[str, Slot]
    rows: list[tuple[int, list[str]]]
    columns: int
    label_width: float  # room at the left for the names of the bands
    head: float = 0  # room for them above the cards, where the map is narrow


def label_width(of: Rows, columns: int) -> float:
    """Room at the left for the names of the bands; narrow maps name them above the cards."""
    return 0 if columns <= sizes.FEW_COLUMNS else names_width(of)


def names_width(of: Rows) -> float:
    """The width of a column in which the names of the bands stand whole."""
    filled = {row.band for row in of.objectives}
    lowest = 2 * sizes.BAND_PAD
    heights = (lowest + (sizes.CARD_HEIGHT if band.key in filled else sizes.EMPTY_ROW) for band in of.bands)
    return faces.whole_width(
        (band.name, faces.lines_in(height)) for band, height in zip(of.bands, heights, strict=True)
    )


def width_for(columns: int, names: float) -> float:
    """The least width of a map of so many columns; more arrows between the cards make it wider. `names_width` is part
    of it only where the bands are named at the left.
    """
    cards = columns * (sizes.CARD_WIDTH + sizes.COLUMN_GAP) - sizes.COLUMN_GAP
    return 2 * sizes.MARGIN + (names if columns > sizes.FEW_COLUMNS else 0) + 2 * sizes.BAND_PAD + cards


def order(of: Rows, columns: int, kept: Order | None = None) -> Order:
    """The place of each objective on a grid of `columns` columns; in the order of `kept`, where that is given."""
    bands = [[row.key for row in of.objectives if row.band == band.key] for band in of.bands]
    free = _slots([len(keys) for keys in bands], columns)
    slots = _kept(bands, free, kept) if kept else _ordered(of, bands, free)
    beside = label_width(of, columns)
    room = width_for(columns, beside) - 2 * sizes.MARGIN
    head = 0 if beside else faces.head_height(faces.head_lines((band.name for band in of.bands), room))
    return Order(slots, _rows(bands, slots), columns, beside, head)


def _kept(bands: list[list[str]], free: list[list[Slot]], kept: Order) -> dict[str, Slot]:
    """The places of another map of the same objectives, some of them folded: each band in the order that it had."""
    found: dict[str, Slot] = {}
    for keys, slots in zip(bands, free, strict=True):
        found |= zip(sorted(keys, key=lambda key: kept.slots.get(key, Slot(0, 0))), slots, strict=True)
    return found


def _ordered(of: Rows, bands: list[list[str]], free: list[list[Slot]]) -> dict[str, Slot]:
    links = [(link.source, link.target) for link in of.links]
    start = [dict(zip(keys, slots, strict=True)) for keys, slots in zip(bands, free, strict=True)]
    return _swapped(_swept(start, free, links), links)


def _slots(counts: list[int], columns: int) -> list[list[Slot]]:
    """Per band its places, in reading order; rows are as even as can be and centred."""
    row, bands = 0, []
    for count in counts:
        needed = max(1, -(-count // columns))  # a perspective without objectives keeps a row, to be seen
        slots: list[Slot] = []
        for number in range(needed):
            held = count // needed + (number < count % needed)
            slots += [Slot(row, (columns - held) / 2 + place) for place in range(held)]
            row += 1
        bands.append(slots)
    return bands


def _swept(start: list[dict[str, Slot]], free: list[list[Slot]], links: list[tuple[str, str]]) -> list[dict[str, Slot]]:
    """Each band in turn sorted by the mean place of its neighbours; the best order met is kept."""
    neighbours = defaultdict(list)
    for source, target in links:
        neighbours[source].append(target)
        neighbours[target].append(source)
    best, now = start, [dict(band) for band in start]
    least = _length(best, links)
    for sweep in range(_SWEEPS):
        across = range(len(now)) if sweep % 2 else reversed(range(len(now)))
        for at in across:
            now[at] = _sorted_band(now, at, free[at], neighbours)
        cost = _length(now, links)
        if cost < least - 1e-9:
            best, least = [dict(band) for band in now], cost
    return best


def _sorted_band(
    bands: list[dict[str, Slot]], at: int, free: list[Slot], neighbours: dict[str, list[str]]
) -> dict[str, Slot]:
    place = {key: slot.column for band in bands for key, slot in band.items()}
    keys = list(bands[at])
    wanted = {
        key: sum(place[other] for other in neighbours[key]) / len(neighbours[key]) if neighbours[key] else place[key]
        for key in keys
    }
    order_now = sorted(keys, key=lambda key: (wanted[key], place[key], key))
    slots = sorted(free, key=lambda slot: (slot.column, -slot.row))
    return dict(zip(order_now, slots, strict=True))


def _length(bands: list[dict[str, Slot]], links: list[tuple[str, str]]) -> float:
    slots = {key: slot for band in bands for key, slot in band.items()}
    return sum(_span(slots[source], slots[target]) for source, target in links)


def _span(one: Slot, other: Slot) -> float:
    """Columns between two places; in one row a neighbour is best, so each column beyond it counts double."""
    across = abs(one.column - other.column)
    return across if one.row != other.row else 2 * across - 1


def _swapped(bands: list[dict[str, Slot]], links: list[tuple[str, str]]) -> dict[str, Slot]:
    """The places after swapping pairs of a band for as long as that shortens arrows or removes crossings."""
    slots = {key: slot for band in bands for key, slot in band.items()}
    band_of = {key: number for number, band in enumerate(bands) for key in band}
    touching, alike = defaultdict(list), defaultdict(list)
    for link in links:
        touching[link[0]].append(link)
        touching[link[1]].append(link)
        alike[band_of[link[0]], band_of[link[1]]].append(link)
    rivals = {link: alike[band_of[link[0]], band_of[link[1]]] for link in links}
    budget = _SWAP_BUDGET if len(links) <= 60 else _SWAP_BUDGET * 60 * 60 // len(links) ** 2
    pairs = [(one, other) for band in bands for at, one in enumerate(sorted(band)) for other in sorted(band)[at + 1 :]]
    improved = True
    while improved and budget > 0:
        improved = False
        for one, other in pairs:
            moved = list(dict.fromkeys(touching[one] + touching[other]))
            if not moved:
                continue
            budget -= 1
            before = _cost(slots, moved, rivals)
            slots[one], slots[other] = slots[other], slots[one]
            if _cost(slots, moved, rivals) < before - 1e-9:
                improved = True
            else:
                slots[one], slots[other] = slots[other], slots[one]
            if budget <= 0:
                break
    return slots


def _cost(
    slots: dict[str, Slot], moved: list[tuple[str, str]], rivals: dict[tuple[str, str], list[tuple[str, str]]]
) -> float:
    """Length and crossings of the moved arrows; only arrows from the same to the same row are counted as crossing."""
    total = 0.0
    for link in moved:
        (row, column), (end_row, end_column) = slots[link[0]], slots[link[1]]
        total += _span(slots[link[0]], slots[link[1]])
        for source, target in rivals[link]:
            a, b = slots[source], slots[target]
            if (column - a[1]) * (end_column - b[1]) < 0 and row == a[0] and end_row == b[0]:
                total += _CROSSING
    return total


def _rows(bands: list[list[str]], slots: dict[str, Slot]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for number, keys in enumerate(bands):
        held: dict[int, list[str]] = defaultdict(list)
        for key in sorted(keys, key=lambda key: slots[key].column):
            held[slots[key].row].append(key)
        found += [(number, held[row]) for row in sorted(held)] or [(number, [])]
    return found
