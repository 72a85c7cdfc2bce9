"""monday.com: a board exported to Excel, also saved as CSV; headings are repeated for each group and its subitems."""

from collections.abc import Sequence
from typing import Any

from loaders.tables.book import Page
from loaders.tables.cells import words
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import outline, values
from loaders.trackers.headed import ABOVE, PASSED_OVER, WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Tie
from loaders.trackers.monday_board import GROUP, LEVEL, before, board, texts
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Found, Sheeted, first_heads
from loaders.trackers.tool import Tool

_ID = "Item ID (auto generated)"
_OWN = frozenset(map(words, (_ID, "Item ID", "Subitems", "Timeline - Start", "Timeline - End", "Timeline")))
_ALONE = words(_ID)  # which no other tool writes: the titles above it may be gone
_meaning = by_heading({
    "Name | Item | Task": of.NAME, f"{_ID} | Item ID": of.KEY, GROUP: Meant(of.COMPONENTS), "Status": of.STATUS,
    "Priority": of.PRIORITY, "Type": of.TYPE, "Person | People | Owner | Assignee | Assigned to": Meant(WHO, split=","),
    "Timeline - Start | Start date | Start": of.START, "Timeline - End | Due date | Date | Deadline | End date": of.DUE,
    "Completion date | Completed date | Done date": of.FINISHED, "Last updated": of.UPDATED,
    "Dependency | Dependencies | Dependent on": Meant(of.AFTER, split=","),
    "Tags | Labels": Meant(of.LABELS, split=","),
    "Progress | % Complete": of.PERCENT, "Estimated hours | Planned hours": Meant(of.ESTIMATE, values.hours),
    "Actual hours": Meant(of.SPENT, values.hours), "Story points": of.POINTS,
    f"Subitems | Created at | {LEVEL}": PASSED_OVER,
})  # fmt: skip


def begins(headed: Headed, page: Page) -> int | None:
    """Give the row of the first headings, which stand below the titles of the board and of a group.

    They are those of monday.com where one of them is peculiar to it, or where a second group repeats them.
    """
    number = first_heads(headed, page)
    if number is None:
        return None
    titles, heads = 0, [""]
    for at, row in page.rows():
        said = texts(row)
        if at < number and any(said):
            if sum(map(bool, said)) > 1:
                return None
            titles += 1
        elif at == number:
            heads = said
            if not _meaning(heads[0]) or (titles < 2 and _ALONE not in map(words, heads)):
                return None
            if not _OWN.isdisjoint(map(words, heads)):
                return number
        elif at > number and said == heads:
            return number
    return None


def _finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Leave out sums, put subitems below their items, and turn names into links."""
    levels = [None if row[1] is None else int(str(row[1])) for row in found.rows]
    items.left_out["rows with the sums of a group"] += levels.count(None)
    items.keep([level is not None for level in levels])
    outline.settle(items, [level for level in levels if level is not None])
    if items.has(of.AFTER):
        items.columns[of.AFTER] = [cell and [Tie(one) for one in cell] for cell in items.get(of.AFTER)]


def _called(items: Items, found: Found) -> None:
    """Take the board's name from its first row; a single title above the headings may as well be the first group's."""
    titles = before(found.page, found.table.head)
    items.left_out[ABOVE] -= min(2, len(titles))  # the names of the board and of its first group
    items.columns[of.PROJECT] = [texts(titles[-1][1])[0] if len(titles) > 1 else None] * len(items)


LOADER = Tool(
    "monday",
    ("monday.com board (Excel, CSV)",),
    (".xlsx", ".csv"),
    (
        Sheeted(
            Headed(
                _meaning,
                groups(
                    "Name | Item | Task",
                    f"Status | Person | People | Owner | Subitems | Timeline | Timeline - Start | Date | {_ID}",
                ),
                finish=_finish,
            ),
            begins,
            board,
            _called,
            text=True,
        ),
    ),
    Rules(by_name=True),
)
