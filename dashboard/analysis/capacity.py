"""Capacity: the minutes of each day that a person has for projects.

Capacity = calendar hours × units − absences − declared non-project time (measures.md, "Capacity"). A person whom
several files name has one capacity: the ordinary week of the first calendar, the days off of all of them, and the most
units that any file gives. Hours a week that a register states count instead of units: they are laid on the working days
of the calendar, and a week with a holiday has fewer.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.analysis.working_time import Minutes, Span, WorkingTime, ordinal


class Held(NamedTuple):
    """What the files say of one person's time; equal sayings have equal capacity."""

    calendars: tuple[str | None, ...]  # in the order in which the files count
    units: tuple[tuple[float | None, str | None], ...]  # most units, and units over time (JSON), of each file
    hours_per_week: float | None  # as a register states them


def capacity(people: pd.DataFrame, rows: pd.DataFrame, absences: pd.DataFrame, times: WorkingTime) -> Minutes:
    """Give the minutes of each person (the order of `people`) and day of the span of `times`; never below zero.

    `people` by key: hours_per_week, own_time (0-1), valid_from, valid_until (days, both included). `rows`, what each
    file says, in the order in which the files count: key (of the person), calendar (`feed:key`), max_units (1 is full
    time), availability (JSON [[from, to, units], ...]; outside of it nothing). `absences`: key, first_day, last_day
    (both included), hours_per_day (missing: the whole day).
    """
    held = _held(people, rows, times)
    kinds = {held_by: place for place, held_by in enumerate(dict.fromkeys(held))}
    laid = np.array([_minutes(kind, times) for kind in kinds]).reshape(len(kinds), times.span.days)
    minutes = laid[[kinds[one] for one in held]] if held else np.zeros((0, times.span.days))
    minutes = _present(people, minutes, times.span)
    minutes = _less_absences(people.index, minutes, absences, times.span)
    own = pd.to_numeric(people["own_time"]).astype(float).fillna(0.0).clip(0, 1).to_numpy()
    return minutes * (1 - own)[:, None]


def _held(people: pd.DataFrame, rows: pd.DataFrame, times: WorkingTime) -> list[Held]:
    alike: dict[int, str | None] = {}  # calendars that come down to the same are one
    calendars: dict[Any, dict[str | None, None]] = defaultdict(dict)
    units: dict[Any, dict[tuple[float | None, str | None], None]] = defaultdict(dict)
    for key, calendar, most, available in rows[["key", "calendar", "max_units", "availability"]].itertuples(
        index=False
    ):
        if calendar is not None:
            calendars[key][alike.setdefault(times.code(calendar), calendar)] = None
        if most is not None or available is not None:
            units[key][most, available] = None
    weekly = [None if pd.isna(hours) else float(hours) for hours in people["hours_per_week"]]
    return [
        Held(tuple(calendars[key]) or (None,), tuple(units[key]), hours)
        for key, hours in zip(people.index, weekly, strict=True)
    ]


def _minutes(held: Held, times: WorkingTime) -> Minutes:
    first, *others = held.calendars
    minutes = times.minutes(first)
    for other in others:
        minutes = np.minimum(minutes, times.cuts(other))
    if held.hours_per_week is not None:
        week = times.week(first)
        return minutes * (held.hours_per_week * 60 / week if week else 0.0)
    return minutes * _units(held, times.span)


def _units(held: Held, span: Span) -> Minutes:
    """Give the units of each day: the most that any file gives."""
    if not held.units:
        return np.ones(span.days)
    most = np.zeros(span.days)
    for stated, available in held.units:
        periods = json.loads(available) if available else [[None, None, stated]]
        for first, last, units in periods:
            start = 0 if first is None else max(ordinal(first) - span.first, 0)
            end = span.days if last is None else max(ordinal(last) - span.first + 1, 0)
            most[start:end] = np.maximum(most[start:end], max(units or 0.0, 0.0))
    return most


def _present(people: pd.DataFrame, minutes: Minutes, span: Span) -> Minutes:
    """Leave the days on which somebody is not in the organisation without capacity."""
    since, until = (
        np.array([default if pd.isna(day) else ordinal(day) for day in people[name]], dtype=np.int64)
        for name, default in (("valid_from", 0), ("valid_until", span.last))
    )
    if not (since > span.first).any() and not (until < span.last).any():
        return minutes
    days = np.arange(span.first, span.first + span.days)
    return np.where((days >= since[:, None]) & (days <= until[:, None]), minutes, 0.0)


def _less_absences(keys: pd.Index, minutes: Minutes, absences: pd.DataFrame, span: Span) -> Minutes:
    """Take absences away; several on one day together take at most the day."""
    mine = absences[absences["key"].isin(keys)]
    if mine.empty:
        return minutes
    place = keys.get_indexer(pd.Index(mine["key"]))
    whole = pd.isna(mine["hours_per_day"]).to_numpy()
    taken = np.where(whole, np.inf, pd.to_numeric(mine["hours_per_day"]).astype(float).fillna(0.0).to_numpy() * 60)
    left = minutes.copy()
    for at, first, last, minutes_away in zip(
        place, _days(mine["first_day"]), _days(mine["last_day"]), taken, strict=True
    ):
        start, end = max(first - span.first, 0), max(last - span.first + 1, 0)
        left[at, start:end] -= minutes_away
    return left.clip(min=0.0)


def _days(days: pd.Series) -> Sequence[int]:
    return [ordinal(day) for day in days]
