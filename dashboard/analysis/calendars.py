"""Working days of calendars, as counting slips needs them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

_LONGEST = 366 * 5  # days; a longer exception is a fault of the export and would only fill the memory


def name_of(own: Any, of_project: Any, feed: Any) -> str | None:
    """Give the name of a calendar: the milestone's own, else its project's, both keys in the schedule's feed."""
    key = own or of_project
    return f"{int(feed)}:{key}" if isinstance(key, str) and not pd.isna(feed) else None


def working_calendars(rows: Iterable[Mapping[Any, Any]]) -> dict[str, np.busdaycalendar]:
    """Make a calendar of working days per `feed:key` from rows of feed, key, base, week, exceptions (JSON).

    A day counts as worked when it has any working time. A calendar without a week of its own takes its base's. Extra
    work on days that the week leaves free (a Saturday shift) does not count.
    """
    by_key = {f"{row['feed']}:{row['key']}": row for row in rows}
    made: dict[
        tuple[tuple[Any, Any], ...], np.busdaycalendar
    ] = {}  # most calendars say nothing that their base does not
    found: dict[str, np.busdaycalendar] = {}
    for name in by_key:
        chain = tuple((row["week"], row["exceptions"]) for row in _chain(name, by_key))
        if chain not in made:
            made[chain] = _calendar(chain)
        found[name] = made[chain]
    return found


def each_calendar(
    names: pd.Series, calendars: Mapping[str, np.busdaycalendar]
) -> Iterator[tuple[np.ndarray, np.busdaycalendar]]:
    """Give each different calendar that is named, with the places of its names; a missing name is Monday to Friday.

    Every file brings calendars of its own, and most are alike: a thousand files are counted by a handful of them.
    """
    codes, found = pd.factorize(names.astype(object).where(names.notna(), ""))
    different: dict[tuple[bytes, bytes], tuple[int, np.busdaycalendar]] = {}
    of = np.zeros(len(found), dtype=int)
    for place, name in enumerate(found):
        calendar = calendars.get(name) or np.busdaycalendar()
        mark = calendar.weekmask.tobytes(), calendar.holidays.tobytes()
        of[place], _ = different.setdefault(mark, (len(different), calendar))
    for number, calendar in different.values():
        yield np.flatnonzero(of[codes] == number), calendar


def _calendar(chain: Iterable[tuple[Any, Any]]) -> np.busdaycalendar:
    """Make a calendar of weeks and exceptions (JSON), from the base to the calendar itself."""
    week: dict[str, list[Any]] = {}
    off: set[np.datetime64] = set()
    for of_week, exceptions in chain:
        week |= json.loads(of_week or "{}")
        for first, last, times in json.loads(exceptions or "[]"):
            start, end = np.datetime64(first[:10], "D"), np.datetime64(last[:10], "D")
            if end < start or (end - start).astype(int) > _LONGEST:
                continue
            days = set(np.arange(start, end + 1))
            off = off - days if times else off | days
    mask = [bool(week.get(str(day), [1] if day <= 5 else [])) for day in range(1, 8)]
    if not any(mask):  # a calendar without working time cannot count days; Monday to Friday is the stated rule
        mask = [day <= 5 for day in range(1, 8)]
    return np.busdaycalendar(weekmask=mask, holidays=sorted(off))


def _chain(name: str, by_key: Mapping[str, Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """Give the calendar and those it is derived from, base first; a circle ends where it closes."""
    chain: list[Mapping[Any, Any]] = []
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current in by_key and current not in seen:
        seen.add(current)
        row = by_key[current]
        chain.append(row)
        current = f"{row['feed']}:{row['base']}" if row["base"] else None
    return chain[::-1]
