"""Where the arrows run: at right angles, in the gaps between rows (channels) and between cards, never through a card.

A net is all arrows that leave one card in one direction (up, or down); they share a trunk, one lane in every channel
they cross and one in every row they pass. Channel r lies above row r; the last one lies below the last row.
Heights are not known here: `plan` says at which x everything stands and in which lane of a channel, `layout` adds y.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dashboard.figures.strategy_map import sizes
from dashboard.figures.strategy_map.arrows import Arrow, Ends, Net, arrow_of, lane_gap
from dashboard.figures.strategy_map.lanes import lanes_of
from dashboard.figures.strategy_map.order import Order


class Plan(NamedTuple):
    """Everything about the arrows but their heights."""

    centres: dict[str, float]  # x of each card
    width: float
    exits: dict[Net, float]  # x where a net leaves its card
    passes: dict[tuple[Net, int], float]  # x where a net passes a row
    entries: dict[Ends, float]  # x where an arrow enters its card
    lanes: dict[tuple[int, Net], int]  # lane of a net in a channel, 0 the lowest; straight through: none
    lane_counts: list[int]  # per channel
    arrivals: list[set[int]]  # per channel the sides that arrows enter cards at: -1 the row above, +1 the row below
    sideways: dict[Ends, tuple[float, float]]  # neighbours in a row: x from, x to


def plan(order: Order, links: list[Ends]) -> Plan:
    """The course of every arrow through the grid of `order`."""
    beside = _neighbours(order, links)
    arrows = [arrow_of(order, ends) for ends in links if ends not in beside]
    gaps = _gaps(order, arrows)
    centres, width = _centres(order, gaps)
    taken = _Taken(len(order.rows) + 1)
    exits = _exits(arrows, centres, taken)
    passes = _passes(order, arrows, gaps, centres, width, exits, taken)
    entries = _entries(arrows, centres, exits, passes, taken)
    lanes, counts = lanes_of(len(order.rows) + 1, arrows, exits, passes, entries)
    return Plan(
        centres, width, exits, passes, entries, lanes, counts, _arrivals(order, arrows), _sides(beside, centres)
    )


def _neighbours(order: Order, links: list[Ends]) -> set[Ends]:
    """Links between two cards that stand side by side: a short arrow straight across."""
    return {
        (source, target)
        for source, target in links
        if order.slots[source].row == order.slots[target].row
        and abs(order.slots[source].column - order.slots[target].column) == 1
    }


# --- columns ----------------------------------------------------------------------------------------------------------


def _gaps(order: Order, arrows: list[Arrow]) -> dict[tuple[Net, int], int]:
    """For each net and row that it passes, the gap (number of cards to its left) that costs the least way."""
    beyond: dict[tuple[Net, int], list[float]] = defaultdict(list)
    for arrow in arrows:
        for row in arrow.passed:
            beyond[arrow.net, row].append(order.slots[arrow.ends[1]].column)
    chosen: dict[tuple[Net, int], int] = {}
    for (net, row), goals in sorted(beyond.items(), key=lambda item: (item[0][0], item[0][0][1] * item[0][1])):
        before = chosen.get((net, row - net[1]))
        start = order.slots[net[0]].column if before is None else _gap_column(order, row - net[1], before)
        goal = sum(goals) / len(goals)
        cards = len(order.rows[row][1])
        chosen[net, row] = min(range(cards + 1), key=lambda gap: _detour(order, row, gap, start, goal))
    return chosen


def _gap_column(order: Order, row: int, gap: int) -> float:
    """Column of a gap: a card stands half a column to each side."""
    return (order.columns - len(order.rows[row][1])) / 2 + gap - 0.5


def _detour(order: Order, row: int, gap: int, start: float, goal: float) -> float:
    column = _gap_column(order, row, gap)
    outside = gap in (0, len(order.rows[row][1]))
    return abs(column - start) + abs(column - goal) + 0.3 * outside


def _centres(order: Order, gaps: dict[tuple[Net, int], int]) -> tuple[dict[str, float], float]:
    """The x of every card, and the width; columns stand as far apart as the fullest gap needs."""
    load = _load(gaps)
    full = {row: len(keys) for row, (_, keys) in enumerate(order.rows) if len(keys) == order.columns}
    inner = max((n for (row, gap), n in load.items() if 0 < gap < len(order.rows[row][1])), default=0)
    at_left = max((n for (row, gap), n in load.items() if row in full and gap == 0), default=0)
    at_right = max((n for (row, gap), n in load.items() if full.get(row) == gap), default=0)
    pitch = sizes.CARD_WIDTH + max(sizes.COLUMN_GAP, inner * lane_gap(inner) + 20)
    left = sizes.MARGIN + order.label_width + _side(at_left) + sizes.CARD_WIDTH / 2
    centres = {key: left + slot.column * pitch for key, slot in order.slots.items()}
    right = left + (order.columns - 1) * pitch + sizes.CARD_WIDTH / 2
    return centres, right + _side(at_right) + sizes.MARGIN


def _load(gaps: dict[tuple[Net, int], int]) -> dict[tuple[int, int], int]:
    """How many nets run through each gap (row, number of cards to its left)."""
    load: dict[tuple[int, int], int] = defaultdict(int)
    for (_, row), gap in gaps.items():
        load[row, gap] += 1
    return load


def _side(lanes: int) -> float:
    """Room between the outermost card and the edge of its band."""
    return sizes.BAND_PAD + (lanes * lane_gap(lanes) + 12 if lanes else 0)


# --- places across ----------------------------------------------------------------------------------------------------


class _Taken:
    """The x already used in each channel, so that no two nets run over each other upright."""

    def __init__(self, channels: int) -> None:
        self._taken: list[list[tuple[float, Net]]] = [[] for _ in range(channels)]

    def nearest(self, channels: Iterable[int], net: Net, wanted: float, low: float, high: float) -> float:
        """The free x nearest to the wanted one, kept for the net; where all is full, the wanted one."""
        channels = list(channels)
        others = [x for channel in channels for x, owner in self._taken[channel] if owner != net]
        wanted = min(max(wanted, low), high)
        found = _nearest_free(others, wanted, low, high)
        for channel in channels:
            self._taken[channel].append((found, net))
        return found


def _nearest_free(others: list[float], wanted: float, low: float, high: float) -> float:
    others = sorted(others)
    for room in (sizes.LANE - 1, sizes.LANE / 2):
        near = [wanted, *(x + way * room for x in others for way in (-1, 1) if low <= x + way * room <= high)]
        near.sort(key=lambda x: (abs(x - wanted), x))
        for x in near:
            if _is_free(others, x, room - 1e-6):
                return x
    return wanted


def _is_free(others: list[float], x: float, room: float) -> bool:
    at = bisect_left(others, x)
    return all(abs(other - x) >= room for other in others[max(0, at - 1) : at + 1])


def _exits(arrows: list[Arrow], centres: dict[str, float], taken: _Taken) -> dict[Net, float]:
    """Where each net leaves its card: in the middle, or as near to it as is free."""
    exits: dict[Net, float] = {}
    for arrow in arrows:
        if arrow.net not in exits:
            exits[arrow.net] = taken.nearest([arrow.first], arrow.net, *_range(centres[arrow.ends[0]]))
    return exits


def _range(centre: float) -> tuple[float, float, float]:
    """The middle of a card's edge, and the part of it that arrows may touch."""
    reach = sizes.CARD_WIDTH / 2 - sizes.PORT_INSET
    return centre, centre - reach, centre + reach


def _passes(
    order: Order,
    arrows: list[Arrow],
    gaps: dict[tuple[Net, int], int],
    centres: dict[str, float],
    width: float,
    exits: dict[Net, float],
    taken: _Taken,
) -> dict[tuple[Net, int], float]:
    """Where each net passes each row, straight on from the row before where that is free."""
    passes: dict[tuple[Net, int], float] = {}
    shares = _shares(arrows, gaps, exits, centres)
    for arrow in arrows:
        now = exits[arrow.net]
        goal = centres[arrow.ends[1]]
        for row in arrow.passed:
            if (arrow.net, row) not in passes:
                low, high = _gap_room(order, row, gaps[arrow.net, row], centres, width)
                share = shares[arrow.net, row]
                straight = [x for x in ((now, goal) if share == 0.5 else (now,)) if low <= x <= high]
                wanted = straight[0] if straight else _wanted(low, high, now, low + (high - low) * share)
                passes[arrow.net, row] = taken.nearest([row, row + 1], arrow.net, wanted, low, high)
            now = passes[arrow.net, row]
    return passes


def _shares(
    arrows: list[Arrow], gaps: dict[tuple[Net, int], int], exits: dict[Net, float], centres: dict[str, float]
) -> dict[tuple[Net, int], float]:
    """For each net and row its place in the gap, 0 at the left and 1 at the right, evenly among those that pass it."""
    goals = {arrow.net: centres[arrow.ends[1]] for arrow in arrows}
    together: dict[tuple[int, int], list[Net]] = defaultdict(list)
    for (net, row), gap in gaps.items():
        together[row, gap].append(net)
    shares = {}
    for (row, _), nets in together.items():
        nets.sort(key=lambda net: (exits[net] + goals[net], net))
        for at, net in enumerate(nets):
            shares[net, row] = (at + 0.5) / len(nets)
    return shares


def _wanted(low: float, high: float, now: float, share: float) -> float:
    """The net's share of a narrow gap; in a wide one the place nearest to where the net comes from."""
    if high - low < 2 * sizes.CARD_WIDTH / 3:
        return share
    return min(max(now, low + 2 * sizes.LANE), high - 2 * sizes.LANE)


def _gap_room(order: Order, row: int, gap: int, centres: dict[str, float], width: float) -> tuple[float, float]:
    keys = order.rows[row][1]
    half = sizes.CARD_WIDTH / 2 + 10
    left = sizes.MARGIN + order.label_width + 6
    low = centres[keys[gap - 1]] + half if gap > 0 else left
    high = centres[keys[gap]] - half if gap < len(keys) else width - sizes.MARGIN - 6
    return low, high


def _entries(
    arrows: list[Arrow],
    centres: dict[str, float],
    exits: dict[Net, float],
    passes: dict[tuple[Net, int], float],
    taken: _Taken,
) -> dict[Ends, float]:
    """Where each arrow enters its card: straight on where it can, else in the order in which they come."""
    at_card: dict[tuple[str, int], list[tuple[float, Arrow]]] = defaultdict(list)
    for arrow in arrows:
        came = passes[arrow.net, arrow.passed[-1]] if arrow.passed else exits[arrow.net]
        at_card[arrow.ends[1], arrow.enters].append((came, arrow))
    entries: dict[Ends, float] = {}
    for (key, _), coming in sorted(at_card.items(), key=lambda item: item[0]):
        coming.sort(key=lambda pair: (pair[0], pair[1].ends))
        _, low, high = _range(centres[key])
        for wanted, (_, arrow) in zip(_spread([came for came, _ in coming], low, high), coming, strict=True):
            entries[arrow.ends] = taken.nearest([arrow.last], arrow.net, wanted, low, high)
    return entries


def _spread(came: list[float], low: float, high: float) -> list[float]:
    """Places between low and high in the given order, each as near to where its arrow comes from as the rest allow."""
    apart = min(sizes.PORT_GAP, (high - low) / max(1, len(came) - 1))
    middle = (low + high) / 2
    straight = [x if low <= x <= high else middle + (1 if x > middle else -1) * (high - low) / 5 for x in came]
    places = sorted(straight)
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + apart)
    over = max(0.0, places[-1] - high) if places else 0.0
    if over:
        places[-1] = high
        for at in range(len(places) - 2, -1, -1):
            places[at] = min(places[at], places[at + 1] - apart)
    return places


# --- ends -------------------------------------------------------------------------------------------------------------


def _arrivals(order: Order, arrows: list[Arrow]) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in range(len(order.rows) + 1)]
    for arrow in arrows:
        found[arrow.last].add(-arrow.enters)
    return found


def _sides(beside: set[Ends], centres: dict[str, float]) -> dict[Ends, tuple[float, float]]:
    half = sizes.CARD_WIDTH / 2
    found = {}
    for source, target in sorted(beside):
        way = 1 if centres[target] > centres[source] else -1
        found[source, target] = (centres[source] + way * half, centres[target] - way * half)
    return found
