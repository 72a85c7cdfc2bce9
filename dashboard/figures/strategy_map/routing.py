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
from dashboard.figures.strategy_map.order import Order

Net = tuple[str, int]  # source, direction: -1 up, +1 down
Ends = tuple[str, str]


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


class Arrow(NamedTuple):
    """The rows and channels of one arrow between cards that do not stand side by side."""

    ends: Ends
    net: Net
    first: int  # channel it starts in
    last: int  # channel it ends in
    passed: range  # rows between
    enters: int  # its card from below (+1) or from above (-1)


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
    lanes, counts = _lanes(order, arrows, exits, passes, entries)
    return Plan(
        centres, width, exits, passes, entries, lanes, counts, _arrivals(order, arrows), _sides(beside, centres)
    )


def lane_gap(lanes: int) -> float:
    """Pixels between two of so many lanes; very many move closer together."""
    return min(sizes.LANE, max(3.0, sizes.LANE * sizes.WIDE_LANES / max(1, lanes)))


def _row(order: Order, key: str) -> int:
    return order.slots[key].row


def _neighbours(order: Order, links: list[Ends]) -> set[Ends]:
    """Links between two cards that stand side by side: a short arrow straight across."""
    return {
        (source, target)
        for source, target in links
        if _row(order, source) == _row(order, target)
        and abs(order.slots[source].column - order.slots[target].column) == 1
    }


def arrow_of(order: Order, ends: Ends) -> Arrow:
    """The rows and channels that an arrow takes: up from the top of its card, or down from its bottom."""
    below, above = _row(order, ends[0]), _row(order, ends[1])
    if above > below:  # an effect drawn lower than its cause
        return Arrow(ends, (ends[0], 1), below + 1, above, range(below + 1, above), -1)
    if above == below:  # over the top
        return Arrow(ends, (ends[0], -1), below, below, range(0), -1)
    return Arrow(ends, (ends[0], -1), below, above + 1, range(below - 1, above, -1), 1)


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
    load: dict[tuple[int, int], int] = defaultdict(int)
    for (_, row), gap in gaps.items():
        load[row, gap] += 1
    inner = max((n for (row, gap), n in load.items() if 0 < gap < len(order.rows[row][1])), default=0)
    outer = max((n for (row, gap), n in load.items() if gap in (0, len(order.rows[row][1]))), default=0)
    pitch = sizes.CARD_WIDTH + max(sizes.COLUMN_GAP, inner * lane_gap(inner) + 20)
    side = sizes.BAND_PAD + (outer * lane_gap(outer) + 12 if outer else 0)
    left = sizes.MARGIN + sizes.LABEL_WIDTH + side + sizes.CARD_WIDTH / 2
    centres = {key: left + slot.column * pitch for key, slot in order.slots.items()}
    right = left + (order.columns - 1) * pitch + sizes.CARD_WIDTH / 2 + side + sizes.MARGIN
    return centres, right


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
    for arrow in arrows:
        now = exits[arrow.net]
        goal = centres[arrow.ends[1]]
        for row in arrow.passed:
            if (arrow.net, row) not in passes:
                low, high = _gap_room(order, row, gaps[arrow.net, row], centres, width)
                straight = [x for x in (now, goal) if low <= x <= high]
                wanted = straight[0] if straight else _wanted(low, high, now)
                passes[arrow.net, row] = taken.nearest([row, row + 1], arrow.net, wanted, low, high)
            now = passes[arrow.net, row]
    return passes


def _wanted(low: float, high: float, now: float) -> float:
    """The middle of a narrow gap; in a wide one the place nearest to where the net comes from."""
    if high - low < 2 * sizes.CARD_WIDTH / 3:
        return (low + high) / 2
    return min(max(now, low + 2 * sizes.LANE), high - 2 * sizes.LANE)


def _gap_room(order: Order, row: int, gap: int, centres: dict[str, float], width: float) -> tuple[float, float]:
    keys = order.rows[row][1]
    half = sizes.CARD_WIDTH / 2 + 10
    left = sizes.MARGIN + sizes.LABEL_WIDTH + 4
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


# --- lanes ------------------------------------------------------------------------------------------------------------


class _Course(NamedTuple):
    """A net in one channel: where it comes in from the row below and goes out to the row above, and its extent."""

    net: Net
    below: list[float]
    above: list[float]
    low: float
    high: float


def _lanes(
    order: Order,
    arrows: list[Arrow],
    exits: dict[Net, float],
    passes: dict[tuple[Net, int], float],
    entries: dict[Ends, float],
) -> tuple[dict[tuple[int, Net], int], list[int]]:
    """The lane of each net in each channel, and how many lanes each channel has."""
    lanes: dict[tuple[int, Net], int] = {}
    counts = [0] * (len(order.rows) + 1)
    for channel, courses in _courses(arrows, exits, passes, entries).items():
        for net, lane in _stacked([course for course in courses if course.high - course.low > 0.5]).items():
            lanes[channel, net] = lane
            counts[channel] = max(counts[channel], lane + 1)
    return lanes, counts


def _courses(
    arrows: list[Arrow],
    exits: dict[Net, float],
    passes: dict[tuple[Net, int], float],
    entries: dict[Ends, float],
) -> dict[int, list[_Course]]:
    pins: dict[int, dict[Net, tuple[set[float], set[float]]]] = defaultdict(lambda: defaultdict(lambda: (set(), set())))
    for arrow in arrows:
        upwards = arrow.net[1] < 0
        pins[arrow.first][arrow.net][0 if upwards else 1].add(exits[arrow.net])
        pins[arrow.last][arrow.net][1 if arrow.enters > 0 else 0].add(entries[arrow.ends])
    for (net, row), x in passes.items():
        pins[row][net][0].add(x)
        pins[row + 1][net][1].add(x)
    return {
        channel: [
            _Course(net, sorted(below), sorted(above), min(below | above), max(below | above))
            for net, (below, above) in sorted(nets.items())
        ]
        for channel, nets in pins.items()
    }


def _stacked(courses: list[_Course]) -> dict[Net, int]:
    """Lanes from the lowest up, in the order that crosses least; courses that do not meet share a lane."""
    lanes: dict[Net, int] = {}
    placed: list[_Course] = []
    for course in _upwards(courses):
        over = [lanes[other.net] for other in placed if _meet(course, other)]
        lanes[course.net] = max(over, default=-1) + 1
        placed.append(course)
    return lanes


def _meet(one: _Course, other: _Course) -> bool:
    return one.low < other.high + sizes.LANE and other.low < one.high + sizes.LANE


def _upwards(courses: list[_Course]) -> list[_Course]:
    """Courses sorted from the one that had best run lowest to the one that had best run highest."""
    gain = {
        course.net: sum(_crossings(other, course) - _crossings(course, other) for other in courses)
        for course in courses
    }
    found = sorted(courses, key=lambda course: (gain[course.net], course.net))
    for _ in range(3):
        for at in range(len(found) - 1):
            low, high = found[at], found[at + 1]
            if _crossings(high, low) > _crossings(low, high):
                found[at], found[at + 1] = high, low
    return found


def _crossings(high: _Course, low: _Course) -> int:
    """How often two courses cross when the first runs above the second."""
    down = sum(low.low < x < low.high for x in high.below)
    up = sum(high.low < x < high.high for x in low.above)
    return down + up


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
