"""Keys that are numbers, such as 12 or PRJ0010001: a line whose key is none is no item, in tables of tools that number
all their items.
"""

import re

from loaders.trackers import items as of
from loaders.trackers.items import Fault, Items

NUMBER = re.compile(r"[A-Za-z]{0,12}\d{1,20}", re.ASCII)
_WITH_ZERO = re.compile(r"(\d+)\.0", re.ASCII)
_NONE = (
    "is no number, as those of the others are: a line that is no item, such as one with totals or a note, or one whose "
    "columns are shifted"
)


def whole(items: Items) -> None:
    """Take the decimals off numbers of items: a program that knows one kind of number for a column writes 12.0."""
    for name in (of.KEY, of.ID, of.PARENT):
        if items.has(name):
            items.columns[name] = [
                match[1] if cell and (match := _WITH_ZERO.fullmatch(cell)) else cell for cell in items.get(name)
            ]


def refuse_others(items: Items, heading: str, number: re.Pattern[str] = NUMBER) -> None:
    """Refuse lines whose key is no number where that of any is: totals and notes would count as work."""
    whole(items)
    keys = items.get(of.KEY)
    if any(key and number.fullmatch(key) for key in keys):
        items.faults += [
            Fault(place, heading, key, _NONE) for place, key in enumerate(keys) if key and not number.fullmatch(key)
        ]
