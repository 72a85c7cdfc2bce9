"""The working times in CALENDAR.clndr_data: brackets in brackets, days counted from Sunday, dates as Excel serials."""

import re
from datetime import date, timedelta

Times = list[list[str]]  # [["08:00", "12:00"], ...]
Node = list["str | Node"]

_TOKEN = re.compile(r"[()]|[^()]+")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?: ?([AaPp])[Mm])?", re.ASCII)
_EPOCH = date(1899, 12, 30)  # Excel's day 0
_LAST = 2_958_465  # 31 December 9999


def working_times(text: str) -> tuple[dict[str, Times] | None, list[list[str | Times]]]:
    """Give the week by ISO weekday and the exceptions by day; the week is None where the text holds none.

    Raises ValueError with the reason when the text cannot be read to its end or names a day or time that cannot be.
    """
    root = _nodes(text)
    sections = {_name(node): node for node in _children(root)}
    days = sections.get("DaysOfWeek")
    week = None if days is None else dict(sorted(_weekday(day) for day in _children(days)))
    exceptions = sections.get("Exceptions")
    found = {} if exceptions is None else dict(_exception(node) for node in _children(exceptions))
    return week, [[day, day, found[day]] for day in sorted(found)]


def _nodes(text: str) -> Node:
    """Read the brackets without recursion: nobody vouches for how deep they go."""
    root: Node = []
    stack = [root]
    for part in _TOKEN.findall(text):
        if part == "(":
            inner: Node = []
            stack[-1].append(inner)
            stack.append(inner)
        elif part == ")":
            stack.pop()
            if not stack:
                raise ValueError("has a closing bracket too many")
        elif part.strip():
            stack[-1].append(part.strip())
    if len(stack) > 1:
        raise ValueError(f"breaks off: {len(stack) - 1} brackets are not closed")
    if len(root) != 1 or not isinstance(root[0], list):
        raise ValueError("is no bracketed calendar")
    return root[0]


def _name(node: Node) -> str:
    """Give the name of a node: `0||DaysOfWeek` is DaysOfWeek."""
    return node[0].rpartition("|")[2] if node and isinstance(node[0], str) else ""


def _children(node: Node) -> list[Node]:
    lists = [part for part in node if isinstance(part, list)]
    return [child for child in lists[1] if isinstance(child, list)] if len(lists) > 1 else []


def _attributes(node: Node) -> dict[str, str]:
    """Give what stands in a node's first brackets: `s|08:00|f|12:00` is start and finish."""
    first = next((part for part in node if isinstance(part, list)), [])
    parts = first[0].split("|") if first and isinstance(first[0], str) else []
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _weekday(node: Node) -> tuple[str, Times]:
    number = _name(node)
    if number not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise ValueError(f"names a day of the week {number!r}; expected 1 (Sunday) to 7 (Saturday)")
    return str((int(number) + 5) % 7 + 1), _times(node)


def _exception(node: Node) -> tuple[str, Times]:
    serial = _attributes(node).get("d", "")
    if not (serial.isascii() and serial.isdigit() and len(serial) < 8 and 0 < int(serial) <= _LAST):
        raise ValueError(f"names an exception on day {serial!r}; expected the serial number of a date")
    return (_EPOCH + timedelta(days=int(serial))).isoformat(), _times(node)


def _times(node: Node) -> Times:
    times = []
    for child in _children(node):
        said = _attributes(child)
        start, finish = _time(said.get("s", "")), _time(said.get("f", ""))
        finish = "24:00" if finish == "00:00" else finish
        if finish <= start:
            raise ValueError(f"has a working time from {start} to {finish}")
        times.append([start, finish])
    return sorted(times)


def _time(text: str) -> str:
    match = _TIME.fullmatch(text.strip())
    hours, minutes = (int(match[1]), int(match[2])) if match else (99, 0)
    if match and match[3]:
        hours = hours % 12 + (12 if match[3] in "pP" else 0) if 1 <= hours <= 12 else 99
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f"has a time of day {text!r}; expected hours and minutes")
    return f"{hours % 24:02}:{minutes:02}"
