"""Where sources of one thing disagree on a field: each value with its source, which one counts, and by which rule."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from data import queries
from data.feeds import REGISTERS
from data.frames import SCHEDULED, merged, objects, stated
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
    wanted = declared(connection, revision, kind)
    things = preferred(merged(rows, SCHEDULED), rows, wanted)
    parts = [_of_field(rows, things, kind, field, wanted.get(field)) for field in FIELDS[kind]]
    found = pd.concat(parts, ignore_index=True)
    of = things["project"] if kind == "milestone" else pd.Series(things.index, things.index)
    return found.assign(name=found["key"].map(things["name"]), project=found["key"].map(of))[COLUMNS]


def _of_field(rows: pd.DataFrame, things: pd.DataFrame, kind: str, field: str, source: str | None) -> pd.DataFrame:
    mine = rows[rows[field].notna()]
    said, key = _alike(mine, field), mine["public"]
    counting = _alike(things, field).reindex(key).to_numpy()
    found = mine[["file", "sheet", "row"]].assign(
        key=key, field=field, value=mine[field], feed=mine["feed_name"], counts=(said == counting).to_numpy()
    )
    found["differs"] = said.groupby(key).transform("nunique") > 1
    some = found["differs"]
    found["because"] = objects(_because(mine[some], found[some], kind, field, source).reindex(found.index), found.index)
    return found.astype(object)


def _because(mine: pd.DataFrame, found: pd.DataFrame, kind: str, field: str, source: str | None) -> pd.Series:
    """Say by which rule a value counts, for each source row of a field."""
    key, of_registers = found["key"], mine["loader"].isin(REGISTERS)
    rule = "schedules own dates and progress" if field in SCHEDULED else "registers own all but dates and progress"
    both = of_registers.groupby(key).transform("nunique") > 1
    order = "the first by name" if kind == "milestone" else "that with the later status date"
    alone = of_registers.map(
        {True: f"of several registers {order} counts", False: f"of several schedules {order} counts"}
    )
    because = alone.mask(both, rule)
    if source:
        by_setting = named(mine, source).groupby(key).transform("any")
        because = because.mask(by_setting, f"the setting {PREFIX}{kind}.{field} names {source}")
    return because.where(found["counts"].groupby(key).transform("any"), "a register empties the field").astype(object)


def _alike(rows: pd.DataFrame, field: str) -> pd.Series:
    """Give the values of a field as they are compared."""
    values = rows[field]
    if f"{field}_key" in rows.columns:
        values = rows[f"{field}_key"].where(rows[f"{field}_key"].notna(), values)
    if field in SCHEDULED and field != "percent_complete":
        return values.str[:10]
    if field in ("percent_complete", "budget"):
        return values.astype(float).round(_DIGITS)
    return values.map({text: fold(text) for text in values.dropna().unique()})
