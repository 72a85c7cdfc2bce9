"""Whose word counts where several sources state a field of one thing, as settings declare it.

A setting `precedence.project.finish` names the source whose value counts: a feed, a loader, or all that are a
`register` or a `schedule`. Where that source does not state the field, or none is declared, the built-in rule of
`merged` counts. It holds for everything, from the load that brings it, so that what hangs on it is worked out anew.
"""

from collections.abc import Collection, Mapping

import pandas as pd
from sqlalchemy import Connection, func, select

from data import schema
from data.feeds import REGISTERS
from data.frames import SCHEDULED, holds, merged
from data.names import fold
from data.records import Setting
from data.remembered import once
from data.schema import FACTS

PREFIX = "precedence."
FIELDS: Mapping[str, tuple[str, ...]] = {
    "project": (
        "name", "programme", "department", "manager", "sponsor", "stage", "reported", "budget", "currency", "start",
        "finish", "baseline_start", "baseline_finish", "percent_complete", "status_date",
    ),
    "milestone": ("name", "baseline", "forecast", "actual"),
}  # fmt: skip
_EVERYTHING = ("", "*", "everything")
UNKNOWN = "there is no precedence of this name"
FOR_ALL = "a precedence holds for everything"
AT_ONCE = "a precedence holds from the load that brings it"


def fault(name: str, applies_to: str, since: str | None) -> str | None:
    """Say what is wrong with a setting whose name begins as that of a precedence, None where nothing is."""
    kind, _, field = name.removeprefix(PREFIX).partition(".")
    if field not in FIELDS.get(kind, ()):
        known = "; ".join(f"{PREFIX}{kind}. and one of {', '.join(fields)}" for kind, fields in FIELDS.items())
        return f"{UNKNOWN}: take {known}"
    if fold(applies_to) not in _EVERYTHING:
        return f"{FOR_ALL}, not for '{applies_to}' alone: leave applies_to blank"
    return f"{AT_ONCE}: leave from blank" if since else None


@once
def declared(connection: Connection, revision: int, kind: str) -> dict[str, str]:
    """Give the source (folded) that settings name for fields of a kind. Of several registers the first by name counts,
    so that the order of loading does not.
    """
    setting, feed = FACTS[Setting], schema.feed
    named = func.lower(func.trim(setting.c.name))
    query = select(named, setting.c.value).join(feed, feed.c.id == setting.c.feed)
    query = query.where(holds(setting, revision), named.startswith(f"{PREFIX}{kind}."))
    found: dict[str, str] = {}
    for name, value in connection.execute(query.order_by(feed.c.name, setting.c.key)):
        found.setdefault(name.removeprefix(f"{PREFIX}{kind}."), fold(value or ""))
    return {field: source for field, source in found.items() if field in FIELDS[kind] and source}


def together(
    connection: Connection, revision: int, kind: str, rows: pd.DataFrame, scheduled: Collection[str] = SCHEDULED
) -> pd.DataFrame:
    """Put things of a kind together from `rows` as `merged`, by the rule and by what settings declare at a revision."""
    return preferred(merged(rows, scheduled), rows, declared(connection, revision, kind))


def preferred(things: pd.DataFrame, rows: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """Let the declared source of a field count where it states the field; with a text goes what it points at."""
    for field, source in wanted.items():
        if field in rows.columns:
            said = rows[named(rows, source) & rows[field].notna()].drop_duplicates("public").set_index("public")
            for column in {field, f"{field}_key"} & {*rows.columns}:
                things.loc[said.index, column] = said[column]
    return things


def named(rows: pd.DataFrame, source: str) -> pd.Series:
    """Say which source rows (feed_name, loader) are of a source that a setting names."""
    of_registers = rows["loader"].isin(REGISTERS)
    family = of_registers if source == "register" else ~of_registers if source == "schedule" else False
    feeds = {feed: fold(feed) for feed in rows["feed_name"].unique()}
    return (rows["feed_name"].map(feeds) == source) | (rows["loader"] == source) & (source != "register") | family
