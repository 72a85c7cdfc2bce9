"""Which rows state the targets and weights that changed between two moments."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.changes_restated import LAST, Field
from dashboard.view.sources import with_sources
from data import queries
from data.frames import merged, stated
from data.records import Kpi, Objective

_OWN = {"own_target": "target", "own_date": "target_date"}  # as rows of sources call them


def with_rows(
    connection: Connection, revision: int, found: Mapping[Field, Mapping[str, Any]]
) -> dict[Field, dict[str, Any]]:
    """Add to what is `changes_restated.restated` by which rows it is so at a revision, in a sentence: stated."""
    told = {}
    for kind, record in (("objective", Objective), ("kpi", Kpi)):
        mine = {field: row for field, row in found.items() if field[0] == kind}
        fields = {field: [_OWN.get(str(one), str(one)) for one in row["moved"]] for field, row in mine.items()}
        told |= _in_sheets(connection, revision, record, fields)
    told |= _among_readings(connection, revision, found, told)
    return {field: {**row, "stated": told[field]} for field, row in found.items()}


def _in_sheets(
    connection: Connection, revision: int, record: type, fields: Mapping[Field, Iterable[str]]
) -> dict[Field, str]:
    """Say by which rows of things some of their fields are what they are; of several sources the first that states one
    counts.
    """
    if not fields:
        return {}
    kind = next(iter(fields))[0]
    rows = with_sources(connection, stated(connection, record, kind, revision, sorted({key for _, key, _ in fields})))
    values = merged(rows).to_dict("index")
    sources = {str(key): mine for key, mine in rows.groupby("public", sort=False)}
    told = {}
    for field, names in fields.items():
        mine = sources[field[1]]
        known = [name for name in names if values[field[1]][name] is not None]
        places = dict.fromkeys(mine.loc[mine[name].notna(), "source"].iloc[0] for name in known)
        told[field] = f"By {' and '.join(places)}." if places else f"By {mine['source'].iloc[0]}, which states none."
    return told


def _among_readings(
    connection: Connection, revision: int, found: Mapping[Field, Mapping[str, Any]], own: Mapping[Field, str]
) -> dict[Field, str]:
    """Say of last targets by which readings they are so, or that no reading has a later one than the KPI's `own`."""
    lasts = {field: row for field, row in found.items() if field[2] == LAST}
    if not lasts:
        return {}
    rows = queries.further_targets(connection, revision)
    rows = with_sources(connection, rows[rows["kpi"].isin([key for _, key, _ in lasts])])
    told = {}
    for field, row in lasts.items():
        mine = rows[(rows["kpi"] == field[1]) & (rows["date"] == row["target_date"])]
        mine = mine if pd.isna(row["target"]) else mine[mine["target"].astype(float) == row["target"]]
        gone = f"No reading has one of a later day now. {own[field]}"
        told[field] = f"By {mine['source'].iloc[-1]}." if len(mine) else gone
    return told
