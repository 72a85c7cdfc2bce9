"""Where everything on the map stands: cards, bands and the corners of every arrow, in the map's own pixels."""

from collections import Counter
from typing import NamedTuple

from dashboard.figures.strategy_map import sizes
from dashboard.figures.strategy_map.arrows import Ends, arrow_of, lane_gap
from dashboard.figures.strategy_map.frames import Rows
from dashboard.figures.strategy_map.order import Order, names_width, order, width_for
from dashboard.figures.strategy_map.routing import Plan, plan

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle by its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.top + self.height

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return self.left + self.width / 2, self.top + self.height / 2


class Layout(NamedTuple):
    """Boxes of cards and bands by key, corners of arrows by (from, to), and the size of the whole."""

    cards: dict[str, Box]
    bands: dict[str, Box]
    arrows: dict[Ends, list[Point]]
    width: float
    height: float


def layout(of: Rows, columns: int, head: float = 0, kept: Order | None = None) -> Layout:
    """Places of all cards, bands and arrows on a grid of `columns`, below `head` pixels kept for vision and mission.

    `kept` is the order of the whole map, where a part of it is folded, so that nothing else moves.
    """
    grid = order(of, columns, kept)
    links = [(link.source, link.target) for link in of.links]
    course = plan(grid, links)
    tops, height = _tops(grid, course, head)
    cards = _cards(grid, course, tops)
    bands = _bands(of, grid, course, tops)
    heights = _Heights(grid, course, tops)
    arrows = {ends: heights.corners(ends) for ends in links}
    return Layout(cards, bands, arrows, course.width, height)


def columns_for(of: Rows, canvas: tuple[int, int], head: float = 0) -> int:
    """The number of columns that shows the map largest when all of it fits the canvas."""
    held = Counter(objective.band for objective in of.objectives)
    counts = [held[band.key] for band in of.bands]
    names = names_width(of)
    widths = {columns: width_for(columns, names) for columns in range(1, max([*counts, 1]) + 1)}
    return max(widths, key=lambda columns: (_scale(counts, columns, widths[columns], canvas, head), -columns))


def _scale(counts: list[int], columns: int, width: float, canvas: tuple[int, int], head: float) -> float:
    lines = sum(max(1, -(-count // columns)) for count in counts)
    height = head + 2 * sizes.MARGIN + lines * sizes.CARD_HEIGHT + (lines - 1) * (sizes.CHANNEL + 2 * sizes.LANE)
    return min(canvas[0] / width, canvas[1] / height)


# --- heights ----------------------------------------------------------------------------------------------------------


def _channel_height(grid: Order, course: Plan, channel: int) -> float:
    rows = len(grid.rows)
    lanes = course.lane_counts[channel]
    edge = channel in (0, rows)
    if edge and not lanes:
        return sizes.BAND_PAD + _head(grid, channel)
    needed = _room_above(course, channel) + max(0, lanes - 1) * lane_gap(lanes) + _room_below(grid, course, channel)
    return needed if edge else max(sizes.CHANNEL + _head(grid, channel), needed)


def _room_above(course: Plan, channel: int) -> float:
    return sizes.ARROW_ROOM if -1 in course.arrivals[channel] else sizes.EXIT_ROOM


def _room_below(grid: Order, course: Plan, channel: int) -> float:
    return _head(grid, channel) + (sizes.ARROW_ROOM if 1 in course.arrivals[channel] else sizes.EXIT_ROOM)


def _head(grid: Order, channel: int) -> float:
    """Room for a band's name above its first row, where the map is too narrow to have it at the left."""
    rows = grid.rows
    first = channel < len(rows) and (channel == 0 or rows[channel][0] != rows[channel - 1][0])
    return grid.head if first else 0


def _row_height(grid: Order, row: int) -> float:
    return sizes.CARD_HEIGHT if grid.rows[row][1] else sizes.EMPTY_ROW


def _tops(grid: Order, course: Plan, head: float) -> tuple[list[float], float]:
    """The y of each row's upper side, with the lower side of the last channel at the end; and the height of the map."""
    rows = len(grid.rows)
    y, tops = sizes.MARGIN + head, []
    for row in range(rows):
        y += _channel_height(grid, course, row)
        tops.append(y)
        y += _row_height(grid, row)
    y += _channel_height(grid, course, rows)
    return [*tops, y], y + sizes.MARGIN


def _cards(grid: Order, course: Plan, tops: list[float]) -> dict[str, Box]:
    left = sizes.CARD_WIDTH / 2
    return {
        key: Box(course.centres[key] - left, tops[slot.row], sizes.CARD_WIDTH, sizes.CARD_HEIGHT)
        for key, slot in grid.slots.items()
    }


def _bands(of: Rows, grid: Order, course: Plan, tops: list[float]) -> dict[str, Box]:
    """From a little above a band's first row to a little below its last; lanes at the map's edge lie inside."""
    boxes = {}
    for number, band in enumerate(of.bands):
        held = [row for row, (owner, _) in enumerate(grid.rows) if owner == number]
        top = tops[held[0]] - _head(grid, held[0]) - sizes.BAND_PAD
        top = tops[0] - _channel_height(grid, course, 0) if held[0] == 0 else top
        last = held[-1]
        bottom = tops[last] + _row_height(grid, last)
        bottom = tops[-1] if last == len(grid.rows) - 1 else bottom + sizes.BAND_PAD
        boxes[band.key] = Box(sizes.MARGIN, top, course.width - 2 * sizes.MARGIN, bottom - top)
    return boxes


class _Heights:
    """Turns the plan of the arrows into corners."""

    def __init__(self, grid: Order, course: Plan, tops: list[float]) -> None:
        self._grid, self._course, self._tops = grid, course, tops

    def corners(self, ends: Ends) -> list[Point]:
        """The corners of an arrow from card to card, at right angles."""
        beside = self._course.sideways.get(ends)
        return self._across(ends, *beside) if beside else _straightened(self._around(ends))

    def _across(self, ends: Ends, start: float, end: float) -> list[Point]:
        """Straight to the neighbour; the two directions at different heights."""
        middle = self._tops[self._grid.slots[ends[0]].row] + sizes.CARD_HEIGHT / 2
        y = middle + (sizes.LANE if start < end else -sizes.LANE)
        return [(start, y), (end, y)]

    def _around(self, ends: Ends) -> list[Point]:
        arrow = arrow_of(self._grid, ends)
        way = arrow.net[1]
        x = self._course.exits[arrow.net]
        row = self._grid.slots[ends[0]].row
        points = [(x, self._tops[row] if way < 0 else self._tops[row] + sizes.CARD_HEIGHT)]
        channel = arrow.first
        for passed in arrow.passed:
            beyond = self._course.passes[arrow.net, passed]
            y = self._lane(channel, arrow.net)
            points += [(x, y), (beyond, y)]
            x, channel = beyond, channel + way
        entry = self._course.entries[ends]
        y = self._lane(channel, arrow.net)
        points += [(x, y), (entry, y)]
        target = self._tops[self._grid.slots[ends[1]].row]
        return [*points, (entry, target + sizes.CARD_HEIGHT if arrow.enters > 0 else target)]

    def _lane(self, channel: int, net: tuple[str, int]) -> float:
        """The y of a net's lane; lanes stand in the middle of their channel, arrow heads keep their room."""
        lanes = max(1, self._course.lane_counts[channel])
        bottom = self._tops[channel]
        height = _channel_height(self._grid, self._course, channel)
        above, below = _room_above(self._course, channel), _room_below(self._grid, self._course, channel)
        gap = lane_gap(lanes)
        spare = height - above - below - (lanes - 1) * gap
        lane = self._course.lanes.get((channel, net), 0)
        return bottom - below - max(0.0, spare) / 2 - lane * gap


def _straightened(points: list[Point]) -> list[Point]:
    """The same line without corners that are none."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return kept


def _in_line(one: Point, middle: Point, other: Point) -> bool:
    return any(abs(one[axis] - middle[axis]) < 0.01 and abs(middle[axis] - other[axis]) < 0.01 for axis in (0, 1))
