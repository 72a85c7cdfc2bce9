"""CALENDAR rows."""

import json
from collections.abc import Mapping
from typing import Any

from data.records import Calendar
from loaders.primavera.book import Book, Row
from loaders.primavera.clndr import working_times


def calendar_keys(book: Book, projects: Mapping[str, str]) -> dict[str, str]:
    """Give the key of each calendar by its id: the id itself, below its project's key for a project's own calendar."""
    keys: dict[str, str] = {}
    for number, project in book.column("CALENDAR", "clndr_id", "proj_id"):
        if number:
            owner = projects.get(project)
            keys.setdefault(number, f"{owner}.{number}" if owner else number)
    return keys


def read_calendars(book: Book, projects: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, Calendar]:
    """Read the calendars into the book; give those that were kept by their ids.

    A calendar whose data cannot be read is rejected: without its times it would look like one that never works. Blank
    data is kept without times. Days that a derived calendar does not name are as in its base.
    """
    kept = {}
    for row in book.rows("CALENDAR"):
        number = row.required("clndr_id")
        record = _calendar(row, number, projects, keys)
        if book.keep(row, record):
            kept[number] = record
    return kept


def minutes_per_week(book: Book) -> dict[str, float]:
    """Give the minutes of a week by calendar id, which the calendar states beside its working times."""
    rows = ((row.text("clndr_id"), row.minutes("week_hr_cnt")) for row in book.peek("CALENDAR"))
    return {number: minutes for number, minutes in rows if number and minutes is not None}


def _calendar(row: Row, number: str, projects: Mapping[str, str], keys: Mapping[str, str]) -> Calendar:
    week, exceptions = _working_times(row)
    return Calendar(
        key=keys.get(number, ""),
        name=row.text("clndr_name"),
        base=row.reference("base_clndr_id", "CALENDAR", keys),
        project=row.hint("proj_id", "PROJECT", projects),
        week=week,
        exceptions=exceptions,
        minutes_per_day=row.minutes("day_hr_cnt"),
        sheet=row.table,
        row=row.line,
    )


def _working_times(row: Row) -> tuple[str | None, str | None]:
    text = row.text("clndr_data")
    if text is None:
        return None, None
    try:
        week, exceptions = working_times(text)
    except ValueError as error:
        row.fault(str(error), "clndr_data")
        return None, None
    return None if week is None else _json(week), _json(exceptions)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
