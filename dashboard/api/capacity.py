"""Capacity and demand by group and period, and the conflicts over people."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

import pandas as pd
from flask import Response, abort
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BeforeValidator, ConfigDict, Field

from dashboard.analysis.load import binned, edges
from dashboard.analysis.working_time import Span
from dashboard.api.answers import Asked, AskedWithin, At, day, page, streamed, table
from dashboard.api.rows import Row, many
from dashboard.view import View
from dashboard.view.conflicts import Conflicts, competing_of
from dashboard.view.resources import grouped_by, nobody_of, people_of, within
from dashboard.view.workload import unplaced_of, workload_of

WEEKS = 13  # shown where no end is asked for
LONGEST = 3_660  # days
MOST = 200_000  # rows of people in one answer that is not sent in parts and has no limit
_PART = 200  # people


class AskedDays(Asked):
    """Some days, and the parameters of a collection."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Annotated[date, BeforeValidator(day)] | None = Field(
        None, alias="from", description="The first day; without it that of as_of, else today"
    )
    to: Annotated[date, BeforeValidator(day)] | None = Field(
        None, description="The last day, included; without it 13 weeks after the first"
    )


class AskedLoad(AskedDays, AskedWithin):
    """Some days, a period and a group, and the parameters of a collection."""

    by: Literal["day", "week", "month"] = Field("week", description="The period; weeks begin on Monday")
    group: Literal["person", "role", "skill", "department", "project"] = Field(
        "person", description="Rows by skill overlap: somebody counts in each skill that they have"
    )


class AskedConflicts(Asked, AskedWithin):
    """Departments, and the parameters of a collection."""


class CapacityRow(Row):
    """Capacity and demand of a group in a period: hours, utilisation and worst day in percent of the capacity.

    `period` is its first day. Demand is done, firm and overdue work; asked work does not count in it. `group` is null
    for demand whose group nobody named; a project has no capacity of its own.
    """

    group: str | None
    period: str
    capacity_hours: float | None
    demand_hours: float
    utilisation: float | None
    worst_day: float | None
    over_hours: float | None
    asked_hours: float
    overdue_hours: float


class Unplaced(Row):
    """An assignment that lies on no day, with the hours that it states and why."""

    project: str
    task_name: str | None
    person: str | None
    hours: float
    why: str
    source: str


class Competing(Row):
    """An assignment that competes in a conflict, with the slack of its task."""

    project: str
    project_name: str | None
    task_name: str | None
    hours: float
    slack_hours: float | None
    project_priority: float | None
    project_critical: bool | None


class Conflict(Row):
    """Somebody over capacity by at least 4 hours in weeks one after the other; `endangered` is of 100 points."""

    rank: int
    key: str = Field(description="of the conflict, by which its options are asked for")
    person: str
    name: str | None
    department: str | None
    line_manager: str | None
    first: str
    last: str
    weeks: int
    demand_hours: float
    capacity_hours: float
    over_hours: float
    utilisation: float | None
    endangered: float
    objectives: list[str]
    state: str = Field(description="open, asked or accepted")
    until: str | None = Field(description="the day on which an acceptance ends")
    decision: str | None = Field(description="the key of the decision that makes the state")
    state_why: str | None = Field(description="why an acceptance does not count any more")
    competing: list[Competing] = Field(description="Most hours first")


def add(api: APIBlueprint, view: Callable[[At], View], over: Callable[[View], Conflicts]) -> None:
    """Add the addresses."""

    @api.get(
        "/capacity",
        operation_id="capacity",
        summary="What people have and what is asked of them, by group and period",
        responses={200: many(CapacityRow)},
    )
    def capacity(query: AskedLoad) -> Response:
        asked = view(query)
        span = span_of(query, asked.today)
        if query.group != "person":
            found = grouped_by(asked, span, query.group, query.department)
            return table(binned(found, span, query.by), CapacityRow, query)
        keys, periods = people_of(asked, query.department), len(edges(span, query.by)[1])
        if query.limit is not None and query.offset + query.limit <= len(keys) * periods:
            return page(_of_some(asked, query, span, keys, periods), CapacityRow, query)
        passed = min(query.offset // periods, len(keys))  # people whose rows are all left out
        parts = _after(query.offset - passed * periods, _parts(asked, query, span, keys[passed:]))
        if query.format == "csv" and query.limit is None:
            return streamed(parts, CapacityRow)
        rows = len(keys) * periods - query.offset
        if query.limit is None and rows > MOST:
            abort(400, f"these are {rows:,} rows; ask for some with limit= and offset=, or for format=csv.")
        return page(pd.concat(parts, ignore_index=True)[: query.limit], CapacityRow, query)

    @api.get(
        "/capacity/unplaced",
        operation_id="unplaced",
        summary="Assignments that lie on no day, and count nowhere until their dates are mended",
        responses={200: many(Unplaced)},
    )
    def unplaced(query: Asked) -> Response:
        return table(unplaced_of(view(query)), Unplaced, query)

    @api.get(
        "/conflicts",
        operation_id="conflicts",
        summary="Who is over capacity in the coming year, what endangers most first",
        responses={200: many(Conflict)},
    )
    def conflicts(query: AskedConflicts) -> Response:
        asked = view(query)
        found = within(over(asked), query.department)
        rows = found.found.assign(rank=range(1, len(found.found) + 1)).iloc[query.window]
        return page(_rows(rows, competing_of(asked, found.span, rows)), Conflict, query)


def _of_some(asked: View, query: AskedLoad, span: Span, keys: Sequence[str], periods: int) -> pd.DataFrame:
    """Give the rows that are asked for, reading only the people whose they are; people come in the order of keys."""
    first, last = query.offset, query.offset + (query.limit or 0)
    few = keys[first // periods : -(-last // periods)]
    rows = binned(workload_of(asked, span, few).grouped(query.group), span, query.by)
    return rows[first % periods : first % periods + last - first]


def _parts(asked: View, query: AskedLoad, span: Span, keys: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Give the rows of people some at a time, and last those of nobody by name."""
    for start in range(0, len(keys), _PART):
        some = workload_of(asked, span, keys[start : start + _PART])
        yield binned(some.grouped(query.group), span, query.by)
    yield binned(nobody_of(asked, span, query.department), span, query.by)


def _after(rows: int, parts: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Leave out so many rows before the others."""
    for part in parts:
        yield part[rows:]
        rows = max(0, rows - len(part))


def span_of(query: AskedDays, today: str) -> Span:
    """Give the days that are asked for. Aborts for those that no answer can hold."""
    first = query.from_ or date.fromisoformat(today)
    try:
        last = query.to or first + timedelta(weeks=WEEKS, days=-1)
    except OverflowError:
        last = date.max
    if last < first:
        abort(400, f"to is {last}, which is before from, {first}.")
    if (last - first).days > LONGEST:
        abort(400, f"from {first} to {last} is longer than {LONGEST} days; ask for fewer.")
    return Span.of(first.isoformat(), last.isoformat())


def _rows(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Give the conflicts, each with its competing assignments in the columns of `Competing`."""
    names = list(Competing.model_fields)
    sides: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    of = zip(rows["person"].tolist(), rows["first"].tolist(), strict=True)
    for one, values in zip(of, zip(*(rows[name].tolist() for name in names), strict=True), strict=True):
        sides.setdefault(one, []).append(dict(zip(names, values, strict=True)))
    key = zip(found["person"], found["first"], strict=True)
    competing = pd.Series([sides.get(one, []) for one in key], index=found.index, dtype=object)
    return found.assign(competing=competing)
