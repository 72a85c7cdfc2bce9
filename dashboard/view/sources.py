"""Where a row came from, in words: file, sheet and row, and the load that brought it."""

from pathlib import PurePath

import pandas as pd
from sqlalchemy import Connection

from data import queries
from data.frames import objects


def with_sources(connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    """Add `source` (file, sheet, row in words), and `source_revision` and `source_loaded` (ISO day) of the load that
    brought it, to rows that have file, sheet and row.
    """
    files = sorted({int(file) for file in rows["file"] if not pd.isna(file)})
    known = queries.sources(connection, files) if files else {}
    names = {file: PurePath(path).name for file, (path, *_) in known.items()}
    loads = {file: load for file, (_, *load) in known.items()}
    places = zip(rows["file"], rows["sheet"], rows["row"], strict=True)
    return rows.assign(
        source=objects((said(names.get(file), sheet, row) for file, sheet, row in places), rows.index),
        source_revision=objects((loads.get(file, _NONE)[0] for file in rows["file"]), rows.index),
        source_loaded=objects((loads.get(file, _NONE)[1] for file in rows["file"]), rows.index),
    )


_NONE = [None, None]


def said(name: str | None, sheet: str | None, row: int | None) -> str:
    """Say a place: `register.xlsx, Readings, row 12`."""
    parts = [name or "unknown file"]
    parts += [sheet] if sheet else []
    parts += [f"row {int(row)}"] if row is not None and not pd.isna(row) else []
    return ", ".join(parts)
