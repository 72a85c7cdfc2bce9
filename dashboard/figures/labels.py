"""Places for the names written beside the points of a chart: clear of each other, and where it can be, of its lines."""

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from dashboard.figures.text import width

Point = tuple[float, float]  # pixels from the left and from the top

_LABEL, _LINE = 100.0, 2.0  # what it costs to touch another label, and to lie on a line


class Label(NamedTuple):
    """A text at a point; `at_end` stands to the right of the point, any other above or below it."""

    point: Point
    text: str
    at_end: bool = False


class Shift(NamedTuple):
    """How far the middle of a label (its left end, at the right of a point) is moved from its point, in pixels down."""

    across: float
    down: float


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def shifts(labels: Sequence[Label], lines: Sequence[Sequence[Point]], size: float, across: float) -> list[Shift]:
    """The shift of every label of a type size, those at the end by `across` to the right; the earlier choose first."""
    taken: list[_Box] = []
    found = []
    for label in labels:
        offers = _ends(across) if label.at_end else _beside(width(label.text, size) / 2 + 12)
        costs: list[float] = []
        for at, shift in enumerate(offers):
            cost = _cost(_box(label, shift, size), taken, lines)
            costs.append(cost + at / 10)
            if not cost:
                break  # each that follows is further away, and so costs more
        best = offers[costs.index(min(costs))]
        taken.append(_box(label, best, size))
        found.append(best)
    return found


def _ends(across: float) -> list[Shift]:
    """Places at the right of a point, its own height first."""
    return [Shift(across, side * step * 15) for step in range(6) for side in (-1, 1)]


def _beside(half: float) -> list[Shift]:
    """Places around a point, the nearest first: above, below, left and right of it; `half` is half the text and air."""
    found = []
    for step in range(9):
        up = 16 + 6 * step
        found += [Shift(0, -up), Shift(0, up)]
        found += [Shift(side * half, height * 6 * step) for side in (-1, 1) for height in (-1, 1)]
    return found


def _box(label: Label, shift: Shift, size: float) -> _Box:
    wide = width(label.text, size)
    left = label.point[0] + shift.across - (0 if label.at_end else wide / 2)
    middle = label.point[1] + shift.down
    return _Box(left - 4, middle - size * 0.6, left + wide + 4, middle + size * 0.6)


def _cost(box: _Box, taken: Sequence[_Box], lines: Sequence[Sequence[Point]]) -> float:
    on = sum(_touch(box, other) for other in taken)
    crossings = (True for line in lines for one, other in pairwise(line) if _crosses(box, one, other))
    return _LABEL * on + _LINE * len(list(islice(crossings, 2)))


def _touch(one: _Box, other: _Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _crosses(box: _Box, one: Point, other: Point) -> bool:
    """Whether a straight line runs through the box: something is left of it between the sides (Liang and Barsky)."""
    (x, y), (to_x, to_y) = one, other
    if (x < box.left > to_x) or (x > box.right < to_x) or (y < box.top > to_y) or (y > box.bottom < to_y):
        return False
    dx, dy = to_x - x, to_y - y
    first, last = 0.0, 1.0
    for run, room in ((-dx, x - box.left), (dx, box.right - x), (-dy, y - box.top), (dy, box.bottom - y)):
        if run == 0:
            if room < 0:
                return False
        elif run < 0:
            first = max(first, room / run)
        else:
            last = min(last, room / run)
    return first < last
