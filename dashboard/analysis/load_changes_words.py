"""Words of what changed in the resource plan: whose load turned by how much, and through what."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.analysis.load_changes import (
    ADDED,
    AHEAD,
    FREE,
    HOURS,
    MOVED,
    OVER,
    PROJECT,
    REMOVED,
    SPREAD,
    TIME,
)
from dashboard.words import day_of, listed, number

FEW = 3  # causes that are told one by one
_UP = {
    ADDED: "new work on {}", REMOVED: "work on {}", MOVED: "work on {} that moved into these weeks",
    PROJECT: "{}, which moved into these weeks", HOURS: "more work on {}", SPREAD: "work on {} that is spread anew",
}  # fmt: skip
_DOWN = {
    ADDED: "work on {}", REMOVED: "work on {} that is no longer theirs",
    MOVED: "work on {} that moved out of these weeks",
    PROJECT: "{}, which moved out of these weeks", HOURS: "less work on {}", SPREAD: "work on {} that is spread anew",
}  # fmt: skip


def what(row: Mapping[Any, Any]) -> str:
    """Say how somebody's load turned; `row` as `load_changes.TURNED` with name."""
    name, weeks = row["name"], f"{row['weeks']} week{'' if row['weeks'] == 1 else 's'} from {day_of(row['first'])}"
    was, now = _hours(row["over_was"]), _hours(row["over"])
    if row["turn"] == FREE:
        booked = f"{number(round(row['booked'])) or '0'} % of the next {AHEAD} weeks are booked"
        return f"{name} has time again: {booked}, where it was {number(round(row['booked_was']))} %."
    if row["turn"] == OVER:
        if not row["over_was"]:
            return f"{name} is now over capacity, by {now} hours in {weeks}."
        return f"{name} is further over capacity, by {now} hours where it was {was}; it grew in {weeks}."
    if not row["over"]:
        return f"{name} is no longer over capacity; it was by {was} hours in {weeks}."
    return f"{name} is less over capacity, by {now} hours where it was {was}; it fell in {weeks}."


def because(row: Mapping[Any, Any]) -> str | None:
    """Say through what it turned, the largest first; `row` with because (rows of `THROUGH` with name) and time."""
    words = _UP if row["turn"] == OVER else _DOWN
    causes = row["because"]
    said = [_cause(one, words, row["time"]) for one in causes[:FEW]]
    rest = len(causes) - len(said)
    said += [f"{rest} more change{'' if rest == 1 else 's'}"] if rest else []
    return f"Through {listed(said)}." if said else None


def others(turn: str, count: int, hours: float) -> str:
    """Say how many more are not told of one by one."""
    who = f"{number(count)} more {'person' if count == 1 else 'people'}"
    if turn == FREE:
        return f"{who} {'has' if count == 1 else 'have'} time again."
    way = "further" if turn == OVER else "less"
    return f"{who} {'is' if count == 1 else 'are'} {way} over capacity, by {_hours(abs(hours))} hours in all."


def _cause(one: Mapping[Any, Any], words: Mapping[str, str], time: Sequence[str]) -> str:
    hours = _hours(abs(one["hours"]))
    if one["kind"] == TIME:
        way = "less" if one["hours"] < 0 else "more"
        return f"{hours} hours {way} of their own time" + (f" ({listed(time)})" if time else "")
    return f"{words[one['kind']].format(one['name'])} ({hours} hours)"


def _hours(value: float) -> str:
    return number(round(float(value), 1 if value < 10 else 0)) or "0"
