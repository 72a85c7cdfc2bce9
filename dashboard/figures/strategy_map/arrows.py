"""What an arrow is: the net it belongs to, the rows it passes and the channels it runs in."""

from typing import NamedTuple

from dashboard.figures.strategy_map import sizes
from dashboard.figures.strategy_map.order import Order

Net = tuple[str, int]  # source, direction: -1 up, +1 down
Ends = tuple[str, str]  # source, target


class Arrow(NamedTuple):
    """The rows and channels of one arrow between cards that do not stand side by side."""

    ends: Ends
    net: Net
    first: int  # channel it starts in
    last: int  # channel it ends in
    passed: range  # rows between
    enters: int  # its card from below (+1) or from above (-1)


def arrow_of(order: Order, ends: Ends) -> Arrow:
    """The rows and channels that an arrow takes: up from the top of its card, or down from its bottom."""
    below, above = order.slots[ends[0]].row, order.slots[ends[1]].row
    if above > below:  # an effect drawn lower than its cause
        return Arrow(ends, (ends[0], 1), below + 1, above, range(below + 1, above), -1)
    if above == below:  # over the top
        return Arrow(ends, (ends[0], -1), below, below, range(0), -1)
    return Arrow(ends, (ends[0], -1), below, above + 1, range(below - 1, above, -1), 1)


def lane_gap(lanes: int) -> float:
    """Pixels between two of so many lanes; very many move closer together."""
    return min(sizes.LANE, max(3.0, sizes.LANE * sizes.WIDE_LANES / max(1, lanes)))
