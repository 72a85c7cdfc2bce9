"""Trello: the JSON of a board, and its CSV or a workbook of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.base import Refused
from loaders.trackers import items as of
from loaders.trackers import nested
from loaders.trackers.items import Items, Person, no_place, of_records
from loaders.trackers.nested import at, label, objects
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.states import DONE, DROPPED, state_of
from loaders.trackers.tool import Tool
from loaders.trackers.trello_csv import HEADED, say_dropped


@dataclass(frozen=True)
class Board:
    """A board with its lists and cards."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the file begins as a board does; its lists and cards may come after the first 64 KiB."""
        board = nested.opening(head)
        return isinstance(board, dict) and (
            {"lists", "cards"} <= board.keys() or {"idOrganization", "prefs", "name"} <= board.keys()
        )

    def read(self, path: Path) -> Items:
        """Read all cards of the board."""
        boards = nested.whole(path)
        if len(boards) > 1:
            raise Refused("several boards stand in the file, one behind the other: load each from a file of its own")
        board = boards[0] if boards else None
        cards = objects(at(board, "cards"))
        known = _Known(board)
        items = of_records("cards", (_record(card, known) for card in cards))
        key = label(board, "shortLink") or label(board, "id")
        items.columns[of.PROJECT] = [key] * len(items)
        if key:
            fields = {"name": label(board, "name") or key} | ({"stage": "closed"} if at(board, "closed") else {})
            items.projects[key] = fields
        _count(board, cards, known, items)
        return items


class _Known:
    """The lists, members, checklists and fields of a board by their ids."""

    def __init__(self, board: Any) -> None:
        self.lists = {label(one, "id"): one for one in objects(at(board, "lists"))}
        self.members = {label(one, "id"): one for one in objects(at(board, "members"))}
        self.fields = {label(one, "id"): label(one, "name") for one in objects(at(board, "customFields"))}
        self.steps: dict[str | None, list[bool]] = {}
        for checklist in objects(at(board, "checklists")):
            done = [label(step, "state") == "complete" for step in objects(checklist.get("checkItems"))]
            self.steps.setdefault(label(checklist, "idCard"), []).extend(done)


def _record(card: dict[str, Any], known: _Known) -> dict[str, Any]:
    column = known.lists.get(label(card, "idList"), {})
    status = label(column, "name")
    done = bool(card.get("dueComplete")) or state_of(status, {}) == DONE
    archived = bool(card.get("closed") or column.get("closed"))
    steps = known.steps.get(label(card, "id"))
    return {
        of.KEY: f"#{label(card, 'idShort')}" if card.get("idShort") is not None else label(card, "id"),
        of.ID: label(card, "id"),
        of.NAME: card.get("name"),
        of.STATUS: status,
        of.CATEGORY: DONE if done else DROPPED if archived else None,
        of.START: card.get("start"),
        of.DUE: card.get("due"),
        of.UPDATED: card.get("dateLastActivity"),
        of.PERCENT: round(100 * sum(steps) / len(steps), 4) if steps and not done else None,
        of.NOTE: card.get("desc"),
        of.PEOPLE: [
            Person(str(one), label(known.members[one], "fullName") or label(known.members[one], "username"))
            for one in card.get("idMembers") or []
            if isinstance(one, str) and one in known.members
        ],
        of.LABELS: [said for one in objects(card.get("labels")) if (said := label(one, "name") or label(one, "color"))],
    }


def _count(board: Any, cards: list[dict[str, Any]], known: _Known, items: Items) -> None:
    """Name what a board holds beside its cards."""
    skipped = items.skipped
    skipped["steps of checklists, which count in how much of their card is done"] += sum(map(len, known.steps.values()))
    skipped["entries of the board's history (actions)"] += len(objects(at(board, "actions")))
    for card in cards:
        skipped["attachments and comments of cards"] += len(objects(card.get("attachments")))
        for one in objects(card.get("customFieldItems")):
            skipped[no_place(known.fields.get(label(one, "idCustomField")) or "custom field")] += 1
    say_dropped(items)


LOADER = Tool(
    "trello",
    ("Trello board (JSON, CSV, Excel)",),
    (".json", ".csv", ".xlsx"),
    (Board(), HEADED, Sheeted(HEADED)),
)
