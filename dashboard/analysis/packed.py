"""Assignments laid over days, kept for long: the pieces of many, each a run of days, in a few bytes each."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dashboard.analysis.pieces import Days, Pieces

_PIECE = np.dtype(
    [("first", "<i4"), ("last", "<i4"), ("amount", "<f8"), ("line", "<i4"), ("calendar", "<i2"), ("kind", "<i2")]
)


def pack(pieces: Pieces) -> bytes:
    """Pack pieces as they are."""
    packed = np.empty(len(pieces.line), _PIECE)
    for name, values in pieces._asdict().items():
        packed[name] = values
    return packed.tobytes()


def unpack(packed: Sequence[bytes], first: int, last: int) -> tuple[npt.NDArray[np.int64], Pieces]:
    """Give the pieces that reach some days (ordinals, both included), and of each from which of the packs it is."""
    every = np.frombuffer(b"".join(packed), _PIECE)
    of = np.repeat(np.arange(len(packed)), [len(one) // _PIECE.itemsize for one in packed])
    there = np.flatnonzero((every["first"] <= last) & (every["last"] >= first))
    mine = every[there]

    def days(name: str) -> Days:
        return mine[name].astype(np.int64)

    pieces = Pieces(
        days("line"), days("kind"), days("first"), days("last"), mine["amount"].astype(np.float64), days("calendar")
    )
    return of[there], pieces
