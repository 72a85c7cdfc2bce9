"""How a project's budget is cut into work packages so that every load's figures come out exactly.

Planned value is exact at each month's end when no package crosses one. Earned value is exact with whole percentages
when each load's earned value lies either on a cut or at a whole percentage of the package around it.
"""

from collections.abc import Sequence
from itertools import pairwise

SMALL = 0.08  # of the gap: a rest smaller than this would be a package that nobody plans


def cuts(planned: Sequence[int], earned: Sequence[int]) -> list[int]:
    """Give where the budget is cut, from 0 to its end, for planned values by month and earned values by load."""
    fixed = sorted({0, *planned})
    values = sorted(set(earned) - set(fixed))
    found = set(fixed)
    for value in values:
        low, high = _room(value, fixed, values)
        found.update(_around(value, low, high))
    return sorted(found)


def _room(value: int, fixed: Sequence[int], values: Sequence[int]) -> tuple[int, int]:
    """Give the space around an earned value, half way to its neighbours."""
    below = [point for point in fixed if point < value] + [(v + value) // 2 for v in values if v < value]
    above = [point for point in fixed if point > value] + [(v + value) // 2 for v in values if v > value]
    return max(below), min(above)


def _around(value: int, low: int, high: int) -> tuple[int, int]:
    """Find the package around an earned value that leaves the fewest and largest rests."""
    best: tuple[float, int, int] | None = None
    for percent in range(5, 96):
        for unit in _units(value, low, high, percent):
            start, finish = value - percent * unit, value + (100 - percent) * unit
            if unit and low <= start and finish <= high:
                cost = _awkwardness(start - low, finish - start, high - finish, high - low)
                best = min(best or (cost, start, finish), (cost, start, finish))
    if best is None:
        raise ValueError(f"no whole percentage puts {value} between {low} and {high}")
    return best[1:]


def _units(value: int, low: int, high: int, percent: int) -> list[int]:
    """Give sizes of one per cent that end a package exactly at one side, or a round one that fits."""
    left, right = value - low, high - value
    fits = min(left // percent, right // (100 - percent))
    exact = [side // part for side, part in ((left, percent), (right, 100 - percent)) if side % part == 0]
    return [*exact, fits // 100 * 100, fits]


def _awkwardness(before: int, size: int, after: int, room: int) -> float:
    rests = [rest / room for rest in (before, after) if rest]
    return len(rests) + sum(5 for rest in rests if rest < SMALL) - size / room


def slices(points: Sequence[int]) -> list[tuple[int, int]]:
    """Give the packages between the cuts."""
    return list(pairwise(points))
