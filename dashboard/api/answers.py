"""How the API answers: JSON without NaN, or the same table as CSV."""

import csv
import io
import json
import math
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from dashboard.api.rows import Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


class Asked(BaseModel):
    """Parameters of every address."""

    model_config = ConfigDict(extra="forbid")

    as_of: date | None = Field(None, description="What the store said by the end of this day, UTC")
    revision: int | None = Field(None, ge=1, description="What the store said in this revision")
    limit: int | None = Field(None, ge=1, le=1_000_000)
    offset: int = Field(0, ge=0)
    format: Literal["json", "csv"] = "json"


class KeyPath(BaseModel):
    """The key in an address."""

    key: str


class RevisionPath(BaseModel):
    """The revision in an address."""

    revision: int


def table(frame: pd.DataFrame, of: type[Row], query: Asked) -> Response:
    """Answer the rows of a frame, in the columns of a row model, as JSON or CSV."""
    last = None if query.limit is None else query.offset + query.limit
    found = lines(frame.iloc[query.offset : last], of)
    return answer(found) if query.format == "json" else _csv(found, list(of.model_fields))


def lines(frame: pd.DataFrame, of: type[Row]) -> list[dict[str, Any]]:
    """Give the rows of a frame as plain values, in the columns of a row model; a column that is not there is null."""
    names = list(of.model_fields)
    columns = [frame[name] if name in frame.columns else [None] * len(frame) for name in names]
    return [dict(zip(names, map(plain, values), strict=True)) for values in zip(*columns, strict=True)]


def plain(value: Any) -> Any:
    """Give a value as JSON has it: missing is null, and there is no NaN."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def answer(value: Any) -> Response:
    """Answer a value as JSON."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False)
    return Response(text, content_type="application/json")


def _csv(found: list[dict[str, Any]], names: list[str]) -> Response:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in found)
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8")


def _cell(value: Any) -> Any:
    """Give a text that a spreadsheet would take for a formula with an apostrophe before it, so that it stays text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
