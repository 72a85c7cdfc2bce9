"""Which lane each net takes in each channel, so that arrows cross little and never run over each other."""

from collections import defaultdict
from typing import NamedTuple

from dashboard.figures.strategy_map import sizes
from dashboard.figures.strategy_map.arrows import Arrow, Ends, Net


class _Course(NamedTuple):
    """A net in one channel: where it comes in from the row below and goes out to the row above, and its extent."""

    net: Net
    below: list[float]
    above: list[float]
    low: float
    high: float


def lanes_of(
    channels: int,
    arrows: list[Arrow],
    exits: dict[Net, float],
    passes: dict[tuple[Net, int], float],
    entries: dict[Ends, float],
) -> tuple[dict[tuple[int, Net], int], list[int]]:
    """The lane of each net in each channel, and how many lanes each channel has."""
    lanes: dict[tuple[int, Net], int] = {}
    counts = [0] * channels
    for channel, courses in _courses(arrows, exits, passes, entries).items():
        for net, lane in _stacked([course for course in courses if course.high > course.low]).items():
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
