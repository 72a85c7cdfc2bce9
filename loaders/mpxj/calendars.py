"""Calendars: their week, their exceptions, and the calendars that they are derived from."""

import json
import re
from collections.abc import Mapping
from typing import Any

from data.records import Calendar
from loaders.intake import Fault, called
from loaders.mpxj.plan import Plan, shown

_EXCEPTIONS = 5_000  # days or ranges of one calendar; more is a fault of the file and would only fill the memory
_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_TIME = re.compile(r"(\d\d:\d\d)")
_MIDNIGHT = "00:00"

Times = list[list[str]]


class Calendars:
    """Reads the calendars of a project; those of Primavera that several projects share are read once."""

    def __init__(self, plan: Plan, projects: Mapping[str, str]) -> None:
        self._plan = plan
        self._projects = projects  # keys by the number of the project
        self._days = plan.java.JClass("java.time.DayOfWeek")
        self._keys: dict[str, str] = {}  # by unique ID, of those that were kept

    def read(self) -> None:
        """Read all calendars, bases before what is derived from them."""
        for calendar in self._plan.project.getCalendars():
            self._add(calendar)

    def key(self, uid: str | None, what: str) -> str | None:
        """Give the key of a calendar, None for none; one that is not there is remarked."""
        if uid is None:
            return None
        if uid not in self._keys:
            self._plan.intake.remark("calendars that the file does not have, so the project's calendar holds", what)
        return self._keys.get(uid)

    def _key(self, calendar: Any) -> str | None:
        uid = shown(calendar.getUniqueID())
        if uid is None:
            return None
        if not self._plan.primavera:
            return self._plan.key(uid)
        owner = self._owner(calendar)
        return f"{owner}.{uid}" if owner else uid

    def _owner(self, calendar: Any) -> str | None:
        """Give the key of the project that a calendar belongs to, None for one that several share."""
        if not self._plan.primavera:
            return self._plan.header.key
        return self._projects.get(shown(calendar.getProjectUniqueID()) or "")

    def _add(self, calendar: Any) -> None:
        plan, uid = self._plan, shown(calendar.getUniqueID())
        key = self._key(calendar)
        if uid in self._keys or (plan.primavera and key and plan.intake.has(Calendar, key)):
            self._keys[uid or ""] = key or ""
            return
        parent = calendar.getParent()
        if parent is not None and shown(parent.getUniqueID()) not in self._keys and not _circles(calendar):
            self._add(parent)
        place = plan.intake.place("Calendar")
        name = shown(calendar.getName())
        faults = [Fault("has no unique ID")] if uid is None or key is None else []
        try:
            week, exceptions = self._week(calendar), self._exceptions(calendar)
        except (ValueError, plan.java.JException) as error:
            faults, week, exceptions = [Fault(str(error))], {}, []
        if _circles(calendar):
            faults.append(Fault("is based on itself through its base calendars"))
        if faults or uid is None or key is None or plan.intake.taken(Calendar, key, place) is not None:
            plan.intake.reject(place, called("Calendar", uid, name), faults or [Fault("is there twice")], Calendar, key)
            return
        self._keys[uid] = key
        plan.intake.keep(
            Calendar(
                key=key,
                name=name,
                base=self._keys.get(shown(parent.getUniqueID()) or "") if parent is not None else None,
                project=self._owner(calendar),
                week=_compact(week) if week else None,
                exceptions=_compact(exceptions) if exceptions or plan.primavera else None,
                minutes_per_day=_minutes(calendar.getCalendarMinutesPerDay()) if plan.primavera else None,
                sheet=place.sheet,
                row=place.row,
            )
        )

    def _week(self, calendar: Any) -> dict[str, Times]:
        """Give the times of each day of the week that the calendar states itself."""
        week: dict[str, Times] = {}
        for number, name in enumerate(_DAYS, start=1):
            day = getattr(self._days, name)
            kind = str(calendar.getCalendarDayType(day))
            if kind == "WORKING" and (times := _times(calendar.getCalendarHours(day))):
                week[str(number)] = times
            elif kind == "NON_WORKING":
                week[str(number)] = []
        return week

    def _exceptions(self, calendar: Any) -> list[list[Any]]:
        """Give exceptions and further weeks as ranges of days in order; a recurring one is each of its days."""
        found: list[list[Any]] = []
        for one in calendar.getExpandedCalendarExceptionsWithWorkWeeks():
            first, last = str(one.getFromDate()), str(one.getToDate())
            if "null" in (first, last) or last < first:
                raise ValueError(f"has an exception from {first} to {last}")
            found.append([first, last, _times(one)])
            if len(found) > _EXCEPTIONS:
                raise ValueError(f"has more than {_EXCEPTIONS} exceptions")
        return sorted(found)


def _times(hours: Any) -> Times:
    """Give the working times of a day as [[from, to], ...]; midnight as an end is 24:00."""
    if hours is None:
        return []
    times: Times = []
    for pair in hours:
        start, end = (_TIME.match(str(each)) for each in (pair.getStart(), pair.getEnd()))
        if start and end:
            times.append([start[1], "24:00" if end[1] == _MIDNIGHT else end[1]])
    return sorted(time for time in times if time[0] < time[1])


def _circles(calendar: Any) -> bool:
    """Say whether the base calendars of a calendar lead back to one of them."""
    seen: set[str | None] = set()
    while calendar is not None:
        uid = shown(calendar.getUniqueID())
        if uid in seen:
            return True
        seen.add(uid)
        calendar = calendar.getParent()
    return False


def _minutes(value: Any) -> float | None:
    return None if value is None else float(str(value))


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
