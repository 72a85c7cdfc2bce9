"""Assignments as pieces: runs of days with equal work, so that nothing has to be kept by day.

An assignment is spread by the export's own time-phased data where it has them, else evenly over the working time
between its start and its finish: work done up to the status date at most, work left of what has begun from the status
date on. Hours a week and shares of a register fall on the working days of the calendar. What lies before the status
date and is left to do is overdue: it stays on its days and in every sum.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.planned_value import segments
from dashboard.analysis.working_time import DAY, Minutes, WorkingTime, minute, ordinal

DONE, FIRM, ASKED, OVERDUE = "done", "firm", "asked", "overdue"
KINDS = (DONE, FIRM, ASKED, OVERDUE)
LONGEST = 3_660  # days; no task lasts longer
_ROUNDING = 0.01  # exports round each piece of a spread; what differs from the stated work by no more is stretched

NO_DATES = "no start or finish, nor has its task"
BACKWARDS = "it ends before it begins"
NO_TIME = "its calendar has no working time"
TOO_LONG = f"it lasts longer than {LONGEST} days"
FAULTS = (NO_DATES, BACKWARDS, TOO_LONG, NO_TIME)

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_EPOCH = date(1970, 1, 1).toordinal()


class Pieces(NamedTuple):
    """Work on runs of days: minutes a day, or, with a calendar, minutes for each working minute of the day."""

    line: Days  # place of the assignment
    kind: Days  # place in `KINDS`
    first: Days
    last: Days
    amount: Minutes
    calendar: Days  # as `WorkingTime.code` numbers it, -1 without one

    def of(self, chosen: Flags | Days) -> "Pieces":
        """Give some of the pieces, or all of them in another order."""
        return self._replace(**{name: each[chosen] for name, each in self._asdict().items()})


class _Moments(NamedTuple):
    """Moments of assignments: ordinals of their days, 0 where none is stated, and the minutes that are gone of the day
    where something begins and where it ends.
    """

    day: Days
    begin: Days
    end: Days

    def otherwise(self, others: "_Moments") -> "_Moments":
        """Give the others where these are missing."""
        return _Moments(*(np.where(self.day > 0, mine, other) for mine, other in zip(self, others, strict=True)))

    def on(self, places: Days) -> "_Moments":
        """Give those of some assignments."""
        return _Moments(*(each[places] for each in self))


class _Work(NamedTuple):
    """Minutes of assignments (`line`, their places) that lie somewhere from a moment to another."""

    line: Days
    kind: Days
    minutes: Minutes
    start: _Moments
    finish: _Moments


def pieces_of(lines: pd.DataFrame, times: WorkingTime) -> tuple[Pieces, Days]:
    """Give the pieces of assignments (as `demand.spread`), in their order, and for each why its work can lie on no day:
    a place in `FAULTS`, -1 where it can. Such an assignment has no pieces.
    """
    given = _Given(lines, times)
    fault = np.full(len(lines), -1, dtype=np.int64)
    done, to_do = given.done(fault), given.to_do(fault)
    status = given.status[to_do.line]
    late, later = to_do.first < status, (to_do.last >= status) | (status == 0)
    overdue = to_do._replace(
        kind=np.full_like(to_do.kind, KINDS.index(OVERDUE)), last=np.minimum(to_do.last, status - 1)
    ).of(late)
    found = _joined([done, overdue, to_do._replace(first=np.maximum(to_do.first, status)).of(later)])
    found = found.of(fault[found.line] < 0)
    return found.of(np.argsort(found.line, kind="stable")), fault


class _Given:
    """What assignments state, in arrays."""

    def __init__(self, lines: pd.DataFrame, times: WorkingTime) -> None:
        self._lines, self._times = lines, times
        self._calendar = times.codes(lines["calendar"])
        self._start, self._finish, self._begun, self._ended = (
            _moments(lines[name]) for name in ("start", "finish", "actual_start", "actual_finish")
        )
        self.status = _moments(lines["status_date"]).day
        self._worked = np.nan_to_num(self._number("actual_work"))

    def _number(self, name: str) -> Minutes:
        return _numbers(self._lines[name])

    def _stated(self, name: str) -> Flags:
        return self._lines[name].notna().to_numpy(dtype=bool)

    def done(self, fault: Days) -> Pieces:
        """Give the pieces of work that is done: of what still runs it ends the day before the status date."""
        kind = np.full(len(self._worked), KINDS.index(DONE))
        exported = self._stated("actual_spread")
        line = np.flatnonzero(~exported & (self._worked > 0))
        start = self._begun.otherwise(self._start).otherwise(self._finish).on(line)
        finish = self._ended.otherwise(self._finish).otherwise(self._start).on(line)
        status = self.status[line]
        runs = (self._ended.day[line] == 0) & (status > 0) & (finish.day >= status)
        finish = _days(np.maximum(status - 1, start.day), runs).otherwise(finish)
        parts = self._evenly(_Work(line, kind[line], self._worked[line], start, finish), fault)
        return _joined([self._exported("actual_spread", kind, self._worked), *parts])

    def to_do(self, fault: Days) -> Pieces:
        """Give the pieces of work that is left: of what has begun it lies from the status date on."""
        firm = self._lines["firm"].where(self._stated("firm"), True).to_numpy(dtype=bool)
        kind = np.where(firm, KINDS.index(FIRM), KINDS.index(ASKED))
        work, left = self._number("work"), self._number("remaining_work")
        left = np.where(np.isnan(left), np.maximum(work - self._worked, 0.0), left)
        exported = self._stated("spread")
        line = np.flatnonzero(~exported & (left > 0))
        begun = ((self._begun.day > 0) | (self._worked > 0))[line]
        start, finish, status = *(each.on(line) for each in self._planned), self.status[line]
        goes_on = begun & (start.day > 0) & (start.day < status) & (finish.day >= status)
        start = _days(status, goes_on).otherwise(start)
        parts = self._evenly(_Work(line, kind[line], left[line], start, finish), fault)
        rated = ~exported & np.isnan(left) & (self._stated("hours_per_week") | self._stated("share"))
        return _joined(
            [self._exported("spread", kind, left), *parts, self._by_rate(np.flatnonzero(rated), kind, fault)]
        )

    @property
    def _planned(self) -> tuple[_Moments, _Moments]:
        return self._start.otherwise(self._finish), self._finish.otherwise(self._start)

    def _exported(self, name: str, kind: Days, stated: Minutes) -> Pieces:
        """Give the runs of days of exports' own spreads, stretched to the stated work where only rounding differs."""
        found = segments(self._lines[name])
        line, first, last, amount = (found[one].to_numpy() for one in ("line", "first", "last", "amount"))
        total = np.bincount(line, (last - first + 1) * amount, len(stated))
        close = (total != 0) & (stated > 0) & (abs(total - stated) <= _ROUNDING * stated)
        scale = np.divide(stated, total, out=np.ones(len(stated)), where=close)
        return _pieces(line, kind[line], first + _EPOCH, last + _EPOCH, amount * scale[line])

    def _evenly(self, work: _Work, fault: Days) -> list[Pieces]:
        """Lay work evenly over the working time from a moment to another; without any evenly over the days."""
        fit = _note(fault, work.line, work.start.day, work.finish.day)
        line, kind, minutes = work.line[fit], work.kind[fit], work.minutes[fit]
        first, last = work.start.day[fit], work.finish.day[fit]
        begin, end = work.start.begin[fit], work.finish.end[fit]
        one = first == last
        calendar, times = self._calendar[line], self._times
        head = times.between(calendar, first, first) - times.before(calendar, first, begin)
        tail = times.before(calendar, last, end)
        inner = times.between(calendar, first + 1, last - 1)
        whole = head + inner + tail
        idle = ~one & (whole <= 0)
        days = np.where(idle, last - first + (end > 0), 1)
        flat = _pieces(line, kind, first, first + days - 1, minutes / days).of(one | idle)
        rate = np.divide(minutes, whole, out=np.zeros(len(line)), where=~(one | idle))
        edges = [
            _pieces(line, kind, day, day, rate * worked).of((rate > 0) & (worked > 0))
            for day, worked in ((first, head), (last, tail))
        ]
        between = Pieces(line, kind, first + 1, last - 1, rate, calendar).of((rate > 0) & (inner > 0))
        return [flat, *edges, between]

    def _by_rate(self, line: Days, kind: Days, fault: Days) -> Pieces:
        """Lay hours a week, or a share of full time, on the working days between two days, for each of the people
        asked.
        """
        start, finish = (each.day[line] for each in self._planned)
        fit = _note(fault, line, start, finish)
        line, start, finish = line[fit], start[fit], finish[fit]
        hours, people = self._number("hours_per_week")[line], self._number("people")[line]
        week = np.array([self._times.week(name) for name in self._lines["calendar"].iloc[line]])
        weekly = ~np.isnan(hours)
        idle = weekly & (week == 0)
        fault[line[idle]] = np.where(fault[line[idle]] < 0, FAULTS.index(NO_TIME), fault[line[idle]])
        rate = np.where(weekly, hours * 60 / np.where(week > 0, week, np.nan), self._number("share")[line])
        amount = rate * np.where(np.isnan(people), 1.0, people)
        return Pieces(line, kind[line], start, finish, amount, self._calendar[line]).of(~idle)


def _numbers(column: pd.Series) -> Minutes:
    return column.to_numpy(dtype=np.float64)


def _moments(column: pd.Series) -> _Moments:
    place, known = pd.factorize(column)  # of many few are different
    read = [(ordinal(text), minute(text), minute(text, end=True)) for text in known.tolist()]
    found = np.array([*read, (0, 0, 0)], dtype=np.int64)[place]
    return _Moments(*found.T)


def _days(days: Days, where: Flags) -> _Moments:
    """Give whole days, missing but where a condition holds."""
    return _Moments(np.where(where, days, 0), np.zeros_like(days), np.full_like(days, DAY))


def _note(fault: Days, line: Days, first: Days, last: Days) -> Flags:
    """Note why work cannot lie between two days, the first reason of each assignment, and say which work can."""
    faults = [(first == 0) | (last == 0), last < first, last - first > LONGEST]
    found = np.select(faults, range(len(faults)), default=-1)
    fault[line] = np.where(fault[line] < 0, found, fault[line])
    return found < 0


def _pieces(line: Days, kind: Days, first: Days, last: Days, amount: Minutes) -> Pieces:
    return Pieces(line, kind, first, last, amount, np.full_like(line, -1))


def _joined(parts: list[Pieces]) -> Pieces:
    return parts[0]._replace(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in Pieces._fields}
    )


def stated_minutes(lines: pd.DataFrame) -> Minutes:
    """Give the minutes that each of some assignments states in all."""
    work, done, left = (_numbers(lines[name]) for name in ("work", "actual_work", "remaining_work"))
    return np.where(np.isnan(work), np.nan_to_num(done) + np.nan_to_num(left), work)
