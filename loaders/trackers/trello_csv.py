"""Trello: the CSV of a board, from the headings of its columns."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.tables import written_dates
from loaders.tables.settled import Unsettled
from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.headed import PASSED_OVER, WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Person
from loaders.trackers.numbered import refuse_others
from loaders.trackers.states import DONE, DROPPED, state_of

_ARCHIVED = "archived cards that are not done, taken as dropped"
_TICKED, _PUT_AWAY, _STEPS, _STEPS_DONE, _ADDRESS = "ticked", "put away", "steps", "steps done", "address"
_NUMBER = re.compile(r"/c/[^/]+/(\d+)-?[^/]*/?$")
_CARD = re.compile(r"#\d+|[0-9a-f]{24}", re.ASCII)  # an id where the address is missing
_LABEL = re.compile(r"(.*\S) \([a-z]+(?:_dark|_light)?\)")  # its colour behind it
_MEMBER = re.compile(r"(.*\S) \(([\w.-]+)\)")  # the login behind the name


def say_dropped(items: Items) -> None:
    """Say how many cards are dropped because they were archived."""
    dropped = sum(state == DROPPED for state in items.get(of.CATEGORY))
    if dropped:
        items.notes.append(f"{_ARCHIVED}: {dropped:,}.")


def _ticked(cell: Any) -> bool | None:
    """Say whether a cell says yes; a day instead of a word is the day on which it was ticked."""
    try:
        return values.yes(cell)
    except values.Unfit:
        if not _is_day(cell):
            raise values.Unfit("is neither yes nor no, nor a day") from None
        return True


def _is_day(cell: Any) -> bool:
    try:
        return not written_dates.dates([cell]).faults
    except Unsettled:  # a day, though nobody knows which
        return True


_MEANING = by_heading({
    "Card ID": of.ID, "Card Name": of.NAME, "Card URL": Meant(_ADDRESS, values.text), "Card Description": of.NOTE,
    "Labels": Meant(of.LABELS, split=","), "Members": Meant(WHO, split=","), "Start Date": of.START, "Due Date": of.DUE,
    "Due Complete": Meant(_TICKED, _ticked), "Archived": Meant(_PUT_AWAY, _ticked), "List Name": of.STATUS,
    "Board ID": of.PROJECT, "Board Name": of.PROJECT_NAME, "Last Activity Date": of.UPDATED,
    "Checklist Item Total Count": Meant(_STEPS, values.number),
    "Checklist Item Completed Count": Meant(_STEPS_DONE, values.number),
    "List ID | Attachment Count | Vote Count | Comment Count | Due Reminder": PASSED_OVER,
})  # fmt: skip


def _finish(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Give the cards of a table the keys and states that those of the JSON have."""
    numbers = [_NUMBER.search(address or "") for address in items.get(_ADDRESS)]
    items.columns[of.KEY] = [
        f"#{number[1]}" if number else card for number, card in zip(numbers, items.get(of.ID), strict=True)
    ]
    refuse_others(items, "Card ID", _CARD)
    if not items.has(of.PROJECT):
        items.columns[of.PROJECT] = items.get(of.PROJECT_NAME)
    states, steps = [], []
    marks = (items.get(name) for name in (of.STATUS, _TICKED, _PUT_AWAY, _STEPS, _STEPS_DONE))
    for status, ticked, put_away, every, done in zip(*marks, strict=True):
        state = DONE if ticked or state_of(status, {}) == DONE else DROPPED if put_away else None
        states.append(state)
        steps.append(round(100 * min((done or 0) / every, 1), 4) if every and state != DONE else None)
    items.columns |= {of.CATEGORY: states, of.PERCENT: steps}
    items.columns[of.LABELS] = [cell and [_bare(text) for text in cell] for cell in items.get(of.LABELS)]
    items.columns[of.PEOPLE] = [cell and [_member(one) for one in cell] for cell in items.get(of.PEOPLE)]
    for name in (_TICKED, _PUT_AWAY, _STEPS, _STEPS_DONE, _ADDRESS):
        items.columns.pop(name, None)
    say_dropped(items)


def _bare(text: str) -> str:
    """Give the name of a label."""
    found = _LABEL.fullmatch(text)
    return found[1] if found else text


def _member(person: Person) -> Person:
    """Give a member by login and name."""
    found = _MEMBER.fullmatch(person.name or "")
    return Person(found[2], found[1], person.email) if found else person


HEADED = Headed(_MEANING, groups("Card ID", "Card Name", "List Name"), finish=_finish, even=True)
