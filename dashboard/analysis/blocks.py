"""Minutes of days kept for long: blocks of 52 whole weeks, each packed into a few hundred bytes.

Most days of a block are alike, so a block is the different values in it and, for each day, which of them it is. Values
are exact to a billionth of a minute. Blocks begin on Mondays, so no week lies in two of them.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dashboard.analysis.working_time import Minutes, Span

DAYS = 364
_PLACES = 9  # more digits are what summing in another order leaves
_PART = 256  # blocks whose values are looked up at once: they fit into the processor's cache
_FEW = 256  # different values that one byte can tell apart


def block_of(day: int) -> int:
    """Give the number of the block that a day (ordinal) lies in."""
    return (day - 1) // DAYS


def span_of(block: int) -> Span:
    """Give the days of a block."""
    return Span(block * DAYS + 1, DAYS)


def within(span: Span) -> range:
    """Give the numbers of the blocks that hold some days."""
    return range(block_of(span.first), block_of(span.last) + 1) if span.days else range(0)


def whole(span: Span) -> Span:
    """Give the days of all blocks that hold some days."""
    numbers = within(span)
    return Span(span_of(numbers.start).first, len(numbers) * DAYS)


def pack(minutes: Minutes) -> list[bytes | None]:
    """Pack the minutes of the days of blocks, a row each; None where there are none."""
    rounded = np.round(minutes, _PLACES)
    order = np.argsort(rounded, axis=1)
    ordered = np.take_along_axis(rounded, order, axis=1)
    new = np.ones(ordered.shape, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    places = np.empty(order.shape, dtype="<u2")
    np.put_along_axis(places, order, (np.cumsum(new, axis=1) - 1).astype("<u2"), axis=1)
    found: list[bytes | None] = []
    worked = np.count_nonzero(minutes, axis=1).tolist()
    for some, values, mine, place in zip(worked, ordered, new, places, strict=True):
        known = values[mine]
        kind = "u1" if len(known) <= _FEW else "<u2"
        packed = len(known).to_bytes(2, "little") + known.astype("<f8").tobytes() + place.astype(kind).tobytes()
        found.append(packed if some else None)
    return found


def unpack(packed: Sequence[bytes], first: int = 0, last: int = DAYS) -> Minutes:
    """Give the minutes of blocks, a row each, from a place in the block to another (not included)."""
    counts = np.array([int.from_bytes(one[:2], "little") for one in packed], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(counts) else counts
    values = np.frombuffer(b"".join(one[2 : 2 + 8 * count] for one, count in zip(packed, counts, strict=True)), "<f8")
    found = np.empty((len(packed), last - first))
    for kind, mine in (("u1", counts <= _FEW), ("<u2", counts > _FEW)):
        at = np.flatnonzero(mine)
        joined = b"".join(packed[place][2 + 8 * int(counts[place]) :] for place in at.tolist())
        places: npt.NDArray[np.integer] = np.frombuffer(joined, kind).reshape(len(at), DAYS)[:, first:last]
        for start in range(0, len(at), _PART):
            some = at[start : start + _PART]
            found[some] = values[starts[some][:, None] + places[start : start + _PART]]
    return found
