"""Where sources of one thing disagree on a field: each value with its source, which one counts, and by which rule."""

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data import queries
from data.feeds import REGISTERS
from data.frames import SCHEDULED, merged, stated
from data.names import fold
from data.precedence import FIELDS, PREFIX, declared, named, preferred
from data.records import Project

COLUMNS = ["key", "name", "project", "field", "value", "feed", "file", "sheet", "row", "differs", "counts", "because"]
_POINTERS = {"programme": "programme", "department": "department", "manager": "person", "sponsor": "person"}
_DIGITS = 6  # by which numbers are compared


def of_projects(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give what each source says of projects, all or some, in COLUMNS.

    `differs` is True where sources disagree on the field; then `counts` says whether the value is the one that counts,
    and `because` the rule by which one does. Days are compared, not hours; people and departments as whom they mean.
    """
    columns = (*FIELDS["project"], "file", "sheet", "row", "emptied")
    rows = stated(connection, Project, "project", revision, keys, _POINTERS, only=columns)
    return _compared(connection, revision, "project", rows)


def of_milestones(connection: Connection, revision: int, projects: Sequence[str] | None = None) -> pd.DataFrame:
    """Give the same of milestones, all or those of some projects, that more than one source states."""
    rows = queries.statements_of_milestones(connection, revision, projects)
    return _compared(connection, revision, "milestone", several(rows))


def several(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the source rows of things that more than one source states."""
    return rows[rows["public"].duplicated(keep=False)]


def _compared(connection: Connection, revision: int, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS, dtype=object)
    wanted = declared(connection, revision, kind)
    things = preferred(merged(rows, SCHEDULED), rows, wanted)
    told = [line for field in FIELDS[kind] for line in _of_field(rows, things, kind, field, wanted.get(field))]
    places, fields, values, differs, counts, because = zip(*told, strict=True) if told else ((),) * 6
    at = rows.take(np.array(places, dtype=np.int64))
    keys = at["public"].to_list()
    names = dict(zip(things.index, things["name"], strict=True))
    of = dict(zip(things.index, things["project"], strict=True)) if kind == "milestone" else {}
    columns = {
        "key": keys, "name": map(names.get, keys), "project": (of.get(key) if of else key for key in keys),
        "field": fields, "value": values, "feed": at["feed_name"], "file": at["file"], "sheet": at["sheet"],
        "row": at["row"], "differs": differs, "counts": counts, "because": because,
    }  # fmt: skip
    return pd.DataFrame({name: list(column) for name, column in columns.items()}, columns=COLUMNS, dtype=object)


# Few rows are counted quicker one by one than in frames, and of all projects as quickly.
def _of_field(
    rows: pd.DataFrame, things: pd.DataFrame, kind: str, field: str, source: str | None
) -> Iterator[tuple[int, str, Any, bool, bool, str | None]]:
    """Give of each source row that states a field: its place, the field, its value, differs, counts, because."""
    keys, values, said = rows["public"].to_list(), rows[field].to_list(), _alike(rows, field)
    counting = dict(zip(things.index, _alike(things, field), strict=True))
    stating = [place for place, value in enumerate(values) if value is not None]
    stated_by: dict[str, list[int]] = {}
    for place in stating:
        stated_by.setdefault(keys[place], []).append(place)
    several = ((key, places) for key, places in stated_by.items() if len(places) > 1)
    differing = {key: places for key, places in several if len({said[place] for place in places}) > 1}
    settled = named(rows, source).to_list() if source and differing else []
    registers = rows["loader"].isin(REGISTERS).to_list() if differing else []
    because = {
        place: _because(kind, field, registers[place], {registers[one] for one in places})
        for places in differing.values()
        for place in places
    }
    for key, places in differing.items():
        if not any(said[place] == counting[key] for place in places):
            because |= dict.fromkeys(places, "a register empties the field")
        elif settled and any(settled[place] for place in places):
            because |= dict.fromkeys(places, f"the setting {PREFIX}{kind}.{field} names {source}")
    for place in stating:
        key = keys[place]
        yield place, field, values[place], key in differing, said[place] == counting[key], because.get(place)


def _because(kind: str, field: str, register: bool, both: set[bool]) -> str:
    """Say by which rule a value of a register or a schedule counts, where registers, schedules or both state it."""
    if len(both) > 1:
        return "schedules own dates and progress" if field in SCHEDULED else "registers own all but dates and progress"
    order = "the first by name" if kind == "milestone" else "that with the later status date"
    return f"of several {'registers' if register else 'schedules'} {order} counts"


def _alike(rows: pd.DataFrame, field: str) -> list[Any]:
    """Give the values of a field as they are compared."""
    values = rows[field].to_list()
    if f"{field}_key" in rows.columns:
        values = [value if key is None else key for key, value in zip(rows[f"{field}_key"], values, strict=True)]
    alike: Callable[[Any], Any] = fold
    if field in SCHEDULED and field != "percent_complete":
        alike = operator.itemgetter(slice(10))
    elif field in ("percent_complete", "budget"):
        alike = _rounded
    return [None if value is None else alike(value) for value in values]


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)
