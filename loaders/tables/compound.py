"""Compound files, as old Office programs write them: their streams, as far as they lead to an end.

calamine follows them without looking, and a damaged file can lead it round in a circle for ever.
"""

from collections.abc import Sequence

_END, _LAST = 0xFFFFFFFE, 0xFFFFFFFA  # the mark behind the last sector; numbers from the second on are marks
_HEADER = 512
_ENTRY = 128  # bytes of a stream in the directory
_STREAM, _ROOT = 2, 5
_SMALL = 64  # bytes of a small sector


def streams(data: bytes) -> dict[str, bytes] | None:
    """Give the streams of a compound file by name; None where one does not come to an end within it."""
    try:
        return _streams(data)
    except (ValueError, IndexError, OverflowError):
        return None


def _streams(data: bytes) -> dict[str, bytes]:
    if len(data) < _HEADER or _number(data, 30, 2) not in (9, 12):
        raise ValueError("no compound file")
    size = 1 << _number(data, 30, 2)
    sectors = _words(data, _places(data, size), size)
    directory = b"".join(_sector(data, at, size) for at in _chain(sectors, _number(data, 48)))
    smallest = _number(data, 56)
    small_start = _number(data, 60)
    small = _words(data, _chain(sectors, small_start), size) if small_start < _LAST else []
    left = len(sectors) + len(small)  # no two streams share a sector
    found: dict[str, bytes] = {}
    within = b""  # the root's, in which the small ones stand
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        kind, start, length = directory[at + 66], _number(directory, at + 116), _number(directory, at + 120)
        if kind not in (_STREAM, _ROOT) or not length or start >= _LAST:
            continue
        is_small = kind == _STREAM and length < smallest
        chain = _chain(small if is_small else sectors, start)
        left -= len(chain)
        if left < 0:
            raise ValueError("streams share a sector")
        if is_small:
            content = b"".join(within[one * _SMALL : (one + 1) * _SMALL] for one in chain)
        else:
            content = b"".join(_sector(data, one, size) for one in chain)
        name = directory[at : at + max(0, _number(directory, at + 64, 2) - 2)].decode("utf-16-le", "replace")
        within = content if kind == _ROOT else within
        found[name] = content[:length]
    return found


def _places(data: bytes, size: int) -> list[int]:
    """Give the sectors that say which sector follows which: 109 named in the header, the rest in a chain."""
    found = [at for at in _numbers(data[76:_HEADER]) if at < _LAST]
    seen: set[int] = set()
    following = _number(data, 68)
    while following < _LAST:
        if following in seen:
            raise ValueError("a circle")
        seen.add(following)
        *more, following = _numbers(_sector(data, following, size))
        found += [at for at in more if at < _LAST]
    return found


def _chain(follows: Sequence[int], start: int) -> list[int]:
    """Give the sectors of a stream in their order. Raises `ValueError` for a circle, `IndexError` for a lost end."""
    chain: list[int] = []
    at = start
    while at != _END:
        chain.append(at)
        if len(chain) > len(follows):
            raise ValueError("a circle")
        at = follows[at]
    return chain


def _words(data: bytes, places: Sequence[int], size: int) -> list[int]:
    return [number for at in places for number in _numbers(_sector(data, at, size))]


def _sector(data: bytes, at: int, size: int) -> bytes:
    found = data[(at + 1) * size : (at + 2) * size]
    if not found:
        raise IndexError("a sector beyond the end of the file")
    return found


def _numbers(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 4], "little") for at in range(0, len(data), 4)]


def _number(data: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "little")
