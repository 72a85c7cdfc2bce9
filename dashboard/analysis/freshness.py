"""Until which day a reading or a project counts as fresh; whether it is stale is judged when it is read."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from dashboard.analysis.thresholds import DEFAULTS, Thresholds

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
RHYTHM_DAYS = {"week": 7, "month": 30, "quarter": 91, "half-year": 182, "year": 365}


def of_reading(day: date | None, every: str | None, cuts: Thresholds = DEFAULTS) -> str | None:
    """Give the day until which a reading is fresh: twice its rhythm after its date. None without a stated rhythm."""
    if day is None or every is None:
        return None
    periods = int(cuts.stale_periods)
    if every == "week":
        return _later(day, 7 * periods)
    if every not in MONTHS:
        return None
    month = day.month - 1 + periods * MONTHS[every]
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return None
    last = monthrange(year, month)[1]
    # The end of a month stays the end of a month: a reading of 30 June is fresh until 31 August.
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if ends else min(day.day, last)).isoformat()


def of_project(status_date: str | None, rhythm: str | None = None, cuts: Thresholds = DEFAULTS) -> str | None:
    """Give the day until which a project is fresh: 35 days after its status date, or 1.5 times its feed's rhythm."""
    if not status_date:
        return None
    days = RHYTHM_DAYS[rhythm] * cuts.stale_rhythms if rhythm in RHYTHM_DAYS else cuts.stale_days
    return _later(date.fromisoformat(status_date[:10]), days)


def _later(day: date, days: float) -> str | None:
    """Give the day so many days later, None where there is none: what lies beyond all dates is always fresh."""
    left = (date.max - day).days
    return None if days > left else (day + timedelta(days=int(days))).isoformat()


def owners(settings: Iterable[Mapping[Any, Any]], day: str) -> dict[str, str]:
    """Give who answers for each feed (casefolded) as settings `feed_owner` state it for a day, like `rhythms`."""
    return _of_feeds(settings, "feed_owner", day)


def rhythms(settings: Iterable[Mapping[Any, Any]], day: str) -> dict[str, str]:
    """Give the rhythm of each feed (casefolded) that settings state for a day; `*` for every other feed.

    `settings`: name, applies_to (feed or file name), value, valid_from; the later line counts.
    """
    return {feed: value.casefold() for feed, value in _of_feeds(settings, "feed_rhythm", day).items()}


def _of_feeds(settings: Iterable[Mapping[Any, Any]], named: str, day: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in sorted(settings, key=lambda row: row["valid_from"] or ""):
        if (row["name"] or "").casefold() == named and (row["valid_from"] or "") <= day:
            found[(row["applies_to"] or "*").casefold()] = (row["value"] or "").strip()
    return found


def stated_of(feed: str | None, found: Mapping[str, str]) -> str | None:
    """Give what is stated of a feed (its rhythm, its owner), for its name or for that of its file."""
    name = (feed or "").casefold()
    by_file = next((value for key, value in found.items() if key.rpartition(".")[0] == name and name), None)
    return found.get(name) or by_file or found.get("*")
