"""Reading JSON that nobody vouches for: what the beginning of a file shows, and the whole of it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from loaders.base import Refused

_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_CLOSED = {"{": "}", "[": "]"}
_DEPTH = 200


def is_nested(head: bytes) -> bool:
    """Say whether a file begins as JSON does."""
    return head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"[") or head[:2] in (b"\xff\xfe", b"\xfe\xff")


def opening(head: bytes) -> Any:
    """Give the first value of a JSON file as far as its first bytes hold it, None where it is none."""
    if not is_nested(head):
        return None
    text = head.decode(json.detect_encoding(head), "ignore")
    ends: list[str] = []
    wholes: list[tuple[int, str]] = []  # up to where everything is whole, and what closes it there
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if piece in _CLOSED:
            ends.append(_CLOSED[piece])
            wholes.append((match.end(), "".join(reversed(ends))))
            if len(ends) > _DEPTH:
                break
        elif piece in "]}":
            if not ends or ends.pop() != piece:
                break
            wholes.append((match.end(), "".join(reversed(ends))))
            if not ends:
                break
        elif piece == ",":
            wholes.append((match.start(), "".join(reversed(ends))))
    return _soundest(text, wholes)


def _soundest(text: str, wholes: list[tuple[int, str]]) -> Any:
    """Give what a text holds up to where it breaks, so that a damaged file is still known for what it is."""
    end = len(text)
    for _ in range(5):
        while wholes and wholes[-1][0] > end:
            wholes.pop()
        if not wholes:
            break
        kept, closing = wholes.pop()
        try:
            return json.loads(text[:kept] + closing, parse_int=str, parse_float=str)
        except json.JSONDecodeError as error:
            end = error.pos
    return None


def whole(path: Path) -> list[Any]:
    """Give every value of a JSON file: most hold one, the pages of a listing stand one behind the other.

    Raises `Refused` for what is no JSON, naming the line.
    """
    data = path.read_bytes()
    try:
        text = data.decode(json.detect_encoding(data))
        return list(_values(text))
    except UnicodeDecodeError as error:
        raise Refused(
            f"the bytes of the file are no text ({error.encoding}, at byte {error.start}): save it as UTF-8"
        ) from None
    except RecursionError:
        raise Refused("the JSON is nested deeper than any export is: it is not read, for safety") from None
    except json.JSONDecodeError as error:
        raise Refused(
            f"not well-formed JSON at line {error.lineno}, column {error.colno}: {error.msg}. The file is cut off or "
            "was changed by hand; export it again from the tool that made it"
        ) from None
    except ValueError as error:  # a number of more digits than Python converts
        raise Refused(f"the JSON holds a number that cannot be read: {error}") from None


def _values(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(parse_constant=lambda _: None)
    place, end = 0, len(text)
    while True:
        while place < end and text[place] in " \t\r\n,":
            place += 1
        if place == end:
            return
        value, place = decoder.raw_decode(text, place)
        yield value


def at(value: Any, *path: str | int) -> Any:
    """Follow a path into nested values; None where it ends early."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    """Give the objects of a list; nothing for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: Any, *path: str) -> list[str]:
    """Give the texts of a list, or those that a path finds in its objects."""
    found = [at(one, *path) if path else one for one in value] if isinstance(value, list) else []
    return [text for one in found if isinstance(one, str | int) and (text := clean(str(one)))]


def label(value: Any, *path: str | int) -> str | None:
    """Give a text or number that a path finds, as text; None for anything else."""
    found = at(value, *path)
    return (clean(str(found)) or None) if isinstance(found, str | int | float) and not isinstance(found, bool) else None


def clean(text: str) -> str:
    """Give a text without outer blanks, and without what JSON can write and no text holds: NUL, half a surrogate."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\0", "").strip()


def unread(record: Mapping[str, Any], read: Sequence[str] | frozenset[str]) -> Iterator[str]:
    """Yield the names of fields that hold something and that nobody reads."""
    for name, value in record.items():
        if name not in read and value not in (None, "", [], {}, False):
            yield name
