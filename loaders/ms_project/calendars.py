"""Calendars: their week, their exceptions, and the calendars that they are derived from."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from data.records import Calendar
from loaders.intake import Fault, Intake, Place, called
from loaders.ms_project.recurrence import MOST, Recurrence, spans
from loaders.ms_project.timetable import DAY, Range, Times, Timetable, disjoint
from loaders.ms_project.values import Values

_EXCEPTIONS = 5_000  # days or ranges of one calendar; more is a fault of the file and would only fill the memory
_DEPTH = 50  # calendars based on each other; the tool itself has two levels
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9.]+)?")


class _Draft(NamedTuple):
    place: Place
    uid: str
    name: str | None
    base: str | None
    week: dict[int, Times]
    exceptions: list[Range]


class _Node:
    """An element of a calendar, with its children by name."""

    def __init__(self, element: etree._Element, namespace: str, values: Values) -> None:
        self.element = element
        self._ns = namespace
        self._values = values

    def text(self, *path: str) -> str | None:
        """Give the text of a descendant."""
        return self.element.findtext("/".join(self._ns + name for name in path))

    def value(self, kind: str, *path: str) -> Any:
        """Give the value of a descendant. Raises ValueError naming it."""
        text = self.text(*path)
        try:
            return getattr(self._values, kind)(text)
        except ValueError as error:
            raise ValueError(f"has {path[-1]} '{text}', which {error}") from None

    def all(self, *path: str) -> "Iterator[_Node]":
        """Yield descendants."""
        for element in self.element.iterfind("/".join(self._ns + name for name in path)):
            yield _Node(element, self._ns, self._values)


class Calendars:
    """Reads the calendars of a file; bases may stand after what is derived from them."""

    def __init__(self, intake: Intake, project: str, namespace: str, values: Values) -> None:
        self.timetables: dict[str, Timetable] = {}  # UID -> working times, of the calendars that were kept
        self._intake = intake
        self._project = project
        self._ns = namespace
        self._values = values
        self._drafts: dict[str, _Draft] = {}

    def add(self, element: etree._Element) -> None:
        """Read one calendar."""
        place = self._intake.place("Calendar", element.sourceline)
        node = _Node(element, self._ns, self._values)
        try:
            draft = self._draft(place, node)
        except ValueError as error:
            self._reject(place, node.text("UID"), node.text("Name"), Fault(str(error)))
            return
        if (first := self._intake.taken(Calendar, draft.uid, place)) is not None:
            fault = Fault(f"is used by row {first} already, which is kept", "UID", draft.uid)
            self._reject(place, draft.uid, draft.name, fault)
            return
        self._drafts[draft.uid] = draft

    def close(self) -> None:
        """Keep the calendars whose bases are there."""
        for uid, draft in self._drafts.items():
            chain = list(islice(self._chain(uid), _DEPTH))
            if fault := self._broken(chain):
                self._reject(draft.place, uid, draft.name, Fault(fault, "BaseCalendarUID", draft.base))
                continue
            for member in reversed(chain):
                if member.uid not in self.timetables:
                    base = self.timetables.get(member.base or "")
                    self.timetables[member.uid] = Timetable(member.week, member.exceptions, base)
            self._intake.keep(self._record(draft))

    def key(self, uid: str | None, what: str) -> str | None:
        """Give the key of a calendar, None for none; one that is not there is remarked."""
        if uid is None or uid.startswith("-"):
            return None
        if uid in self.timetables:
            return f"{self._project}.{uid}"
        self._intake.remark("calendars that the file does not have, so the project's calendar holds", f"{what}: {uid}")
        return None

    def _chain(self, uid: str) -> Iterator[_Draft]:
        """Yield a calendar and those it is based on, until one is missing or comes again."""
        seen: set[str | None] = set()
        current: str | None = uid
        while current in self._drafts and current not in seen:
            seen.add(current)
            yield self._drafts[current]
            current = self._drafts[current].base

    def _broken(self, chain: list[_Draft]) -> str | None:
        end = chain[-1].base
        if end in self._drafts:
            return f"leads into a circle, or through more than {_DEPTH} calendars"
        return end and f"leads to calendar {end}, which the file does not have or which was rejected"

    def _record(self, draft: _Draft) -> Calendar:
        week = {str(day): _shown(times) for day, times in sorted(draft.week.items())}
        exceptions = [[_iso(first), _iso(last), _shown(times)] for first, last, times in draft.exceptions]
        return Calendar(
            key=f"{self._project}.{draft.uid}",
            name=draft.name,
            base=f"{self._project}.{draft.base}" if draft.base else None,
            project=self._project,
            week=_compact(week) if week else None,
            exceptions=_compact(exceptions) if exceptions else None,
            sheet=draft.place.sheet,
            row=draft.place.row,
        )

    def _reject(self, place: Place, uid: str | None, name: str | None, fault: Fault) -> None:
        key = f"{self._project}.{uid}" if uid else None
        self._intake.reject(place, called("Calendar", uid, name), [fault], Calendar, key)

    def _draft(self, place: Place, calendar: _Node) -> _Draft:
        uid, base = calendar.value("uid", "UID"), calendar.value("uid", "BaseCalendarUID")
        if uid is None:
            raise ValueError("has no UID")
        if base is not None and (base.startswith("-") or (base == "0" and calendar.value("flag", "IsBaseCalendar"))):
            base = None
        week, old = _week(calendar)
        new = list(_exceptions(calendar))
        if sum(first == last for first, last, _ in new) >= MOST:
            self._intake.remark(f"exceptions were followed for {MOST} times only", f"calendar {uid}")
        exceptions = disjoint([*(new or old), *_work_weeks(calendar)])
        return _Draft(place, uid, self._values.text(calendar.text("Name")), base, week, exceptions)


def _week(calendar: _Node) -> tuple[dict[int, Times], list[Range]]:
    """Give the ordinary week by ISO weekday, and the exceptions as Project 2003 and earlier write them."""
    week: dict[int, Times] = {}
    exceptions: list[Range] = []
    for day in calendar.all("WeekDays", "WeekDay"):
        times = _times(day)
        if day.value("whole", "DayType") == 0:
            exceptions.append((*_period(day), times or ()))
        elif times is not None:
            week[_iso_weekday(day)] = times
    _limit(len(exceptions))
    return week, exceptions


def _exceptions(calendar: _Node) -> Iterator[Range]:
    """Yield the exceptions as Project 2007 and later write them: a range, or a day for each time that they hold."""
    given = 0
    for exception in calendar.all("Exceptions", "Exception"):
        rule = Recurrence(
            *_period(exception),
            kind=exception.value("whole", "Type"),
            period=exception.value("whole", "Period"),
            occurrences=exception.value("whole", "Occurrences")
            if exception.value("flag", "EnteredByOccurrences")
            else None,
            weekdays=exception.value("whole", "DaysOfWeek"),
            month=exception.value("whole", "Month"),
            month_day=exception.value("whole", "MonthDay"),
            month_item=exception.value("whole", "MonthItem"),
            month_position=exception.value("whole", "MonthPosition"),
        )
        found, times = spans(rule), _times(exception) or ()
        given += len(found)
        _limit(given)
        yield from ((first, last, times) for first, last in found)


def _work_weeks(calendar: _Node) -> Iterator[Range]:
    """Yield other weeks that hold for a while, day by day; a day that they do not name is as in the ordinary week."""
    given = 0
    for week in calendar.all("WorkWeeks", "WorkWeek"):
        first, last = _period(week)
        for day in (*week.all("WeekDays", "WeekDay"), *week.all("WeekDay")):
            if (times := _times(day)) is None:
                continue
            days = range(first + (_iso_weekday(day) - first) % 7, last + 1, 7)
            given += len(days)
            _limit(given)
            yield from ((at, at, times) for at in days)


def _limit(given: int) -> None:
    if given > _EXCEPTIONS:
        raise ValueError(f"has exceptions for more than {_EXCEPTIONS} days or periods")


def _period(node: _Node) -> tuple[int, int]:
    """Give the first and last day (ordinals) of what holds for a while."""
    begin, end = (node.value("moment", "TimePeriod", name) for name in ("FromDate", "ToDate"))
    if begin is None or end is None:
        raise ValueError("has an exception without FromDate and ToDate")
    first, last = (date.fromisoformat(moment[:10]).toordinal() for moment in (begin, end))
    if last < first:
        raise ValueError(f"has an exception that ends on {end[:10]}, before it begins on {begin[:10]}")
    return first, last


def _times(day: _Node) -> Times | None:
    """Give the working times of a day, empty when it is not worked, None when the file leaves them open."""
    if not day.value("flag", "DayWorking"):
        return ()
    pairs = [pair for pair in day.all("WorkingTimes", "WorkingTime") if len(pair.element)]
    times = sorted((_minute(pair.text("FromTime"), 0), _minute(pair.text("ToTime"), DAY)) for pair in pairs)
    ends = [minute for pair in times for minute in pair]
    if ends != sorted(ends):
        raise ValueError("has working times that overlap or end before they begin")
    return tuple(pair for pair in times if pair[0] < pair[1]) or None


def _minute(text: str | None, midnight: int) -> int:
    """Give a time of day such as 08:00:00 in minutes; midnight is the start or the end of the day."""
    match = _TIME.fullmatch((text or "").strip())
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minute <= DAY:
        raise ValueError(f"has the working time '{text}', expected one such as 08:00:00")
    return minute or midnight


def _iso_weekday(day: _Node) -> int:
    """Give the ISO weekday of a DayType: 1 is Sunday, 7 is Saturday."""
    kind = day.value("whole", "DayType")
    if kind is None or not 1 <= kind <= 7:
        raise ValueError(f"has the DayType '{kind}', expected 0 to 7")
    return kind - 1 or 7


def _shown(times: Times) -> list[list[str]]:
    return [[f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"] for a, b in times]


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
