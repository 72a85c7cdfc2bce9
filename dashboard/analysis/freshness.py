"""Until which day a reading or a project counts as fresh; whether it is stale is judged when it is read."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
PROJECT_DAYS = 35  # a project whose feed has no stated rhythm
RHYTHM_DAYS = {"week": 7, "month": 30, "quarter": 91, "half-year": 182, "year": 365}


def of_reading(day: date | None, every: str | None) -> str | None:
    """Give the day until which a reading is fresh: twice its rhythm after its date. None without a stated rhythm."""
    if day is None or every is None:
        return None
    if every == "week":
        return (day + timedelta(days=14)).isoformat()
    if every not in MONTHS:
        return None
    month = day.month - 1 + 2 * MONTHS[every]
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return None
    last = monthrange(year, month)[1]
    # The end of a month stays the end of a month: a reading of 30 June is fresh until 31 August.
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if ends else min(day.day, last)).isoformat()


def of_project(status_date: str | None, rhythm: str | None = None) -> str | None:
    """Give the day until which a project is fresh: 35 days after its status date, or 1.5 times its feed's rhythm."""
    if not status_date:
        return None
    days = RHYTHM_DAYS[rhythm] * 3 // 2 if rhythm in RHYTHM_DAYS else PROJECT_DAYS
    return (date.fromisoformat(status_date[:10]) + timedelta(days=days)).isoformat()


def rhythms(settings: Iterable[Mapping[Any, Any]], day: str) -> dict[str, str]:
    """Give the rhythm of each feed (casefolded) that settings state for a day; `*` for every other feed.

    `settings`: name, applies_to (feed or file name), value, valid_from; the later line counts.
    """
    found: dict[str, str] = {}
    for row in sorted(settings, key=lambda row: row["valid_from"] or ""):
        if (row["name"] or "").casefold() == "feed_rhythm" and (row["valid_from"] or "") <= day:
            found[(row["applies_to"] or "*").casefold()] = (row["value"] or "").strip().casefold()
    return found


def rhythm_of(feed: str | None, found: Mapping[str, str]) -> str | None:
    """Give the rhythm of a feed, stated for its name or for that of its file."""
    name = (feed or "").casefold()
    by_file = next((value for key, value in found.items() if key.rpartition(".")[0] == name and name), None)
    return found.get(name) or by_file or found.get("*")
