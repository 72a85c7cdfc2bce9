"""What an address may be asked, and how it answers: JSON without NaN, or the same table as CSV."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from flask import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from dashboard.api.rows import Row, names_of
from dashboard.view.explain import KINDS

HIGHEST = 10**9
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # what a spreadsheet would run
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*( ?%)?")


def day(text: Any) -> date:
    """Read a day, written as YYYY-MM-DD and in no other way."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)):
            return date.fromisoformat(str(text))
    except ValueError:
        pass  # a day that the calendar does not have
    raise ValueError("expected a day of the calendar, written as YYYY-MM-DD")


class At(BaseModel):
    """The moment that every address can be asked about."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[date, BeforeValidator(day)] | None = Field(
        None, description="What the store said by the end of this day, UTC"
    )
    revision: int | None = Field(None, ge=1, le=HIGHEST, description="What the store said in this revision")


class Asked(At):
    """Parameters of a collection."""

    limit: int | None = Field(None, ge=1, le=HIGHEST, description="At most so many rows; all without it")
    offset: int = Field(0, ge=0, le=HIGHEST, description="How many rows to leave out before them")
    format: Literal["json", "csv"] = Field("json", description="csv gives the same table as text/csv, in UTF-8")

    @property
    def window(self) -> slice:
        """Give which rows are asked for."""
        return slice(self.offset, None if self.limit is None else self.offset + self.limit)


class AskedWithin(BaseModel):
    """Departments that one asks for."""

    department: list[str] = Field(
        [], max_length=100, description="Only of these departments; may be given several times"
    )


class AskedOf(Asked):
    """Parameters of what is computed of one subject."""

    subject: Annotated[str, Field(description="KIND:KEY, such as project:P06; KIND is one of " + ", ".join(KINDS))]

    @field_validator("subject")
    @classmethod
    def _known(cls, text: str) -> str:
        kind, _, key = text.partition(":")
        if kind not in KINDS or not key:
            raise ValueError(f"expected KIND:KEY, such as project:P06, with KIND one of {', '.join(KINDS)}")
        return text


class KeyPath(BaseModel):
    """The key in an address."""

    key: str


class RevisionPath(BaseModel):
    """The revision in an address."""

    revision: int


def table(frame: pd.DataFrame, of: type[Row], query: Asked) -> Response:
    """Answer the rows of a frame that are asked for, in the columns of a row model, as JSON or CSV."""
    return page(frame.iloc[query.window], of, query)


def page(frame: pd.DataFrame, of: type[Row], query: Asked) -> Response:
    """Answer a frame that has only the rows that are asked for, as `table` does."""
    found = lines(frame, of)
    return answer(found) if query.format == "json" else _csv(found, names_of(of))


def lines(frame: pd.DataFrame, of: type[Row]) -> list[dict[str, Any]]:
    """Give the rows of a frame as plain values, in the columns of a row model; a column that is not there is null."""
    names = names_of(of)
    columns = [_plain_column(frame[name]) if name in frame.columns else [None] * len(frame) for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain_column(column: pd.Series) -> list[Any]:
    """Give the values of a column as `plain` does, which most of them are already."""
    return [value if type(value) in _PLAIN else plain(value) for value in column.tolist()]


_PLAIN = frozenset({str, int, bool, type(None)})


def plain(value: Any) -> Any:
    """Give a value as JSON has it: missing is null, there is no NaN, and numbers have the digits that they mean."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return float(f"{value:.15g}") if isinstance(value, float) else value


def answer(value: Any) -> Response:
    """Answer a value of plain values, such as `lines` gives them, as JSON."""
    return Response(json.dumps(value, ensure_ascii=False, allow_nan=False), content_type="application/json")


def streamed(frames: Iterable[pd.DataFrame], of: type[Row]) -> Response:
    """Answer frames one after the other as CSV, each made when the one before has been sent."""

    def parts() -> Iterator[str]:
        yield _csv_lines([], names_of(of), heading=True)
        yield from (_csv_lines(lines(frame, of), names_of(of)) for frame in frames)

    return Response(parts(), content_type=_CSV)


_CSV = "text/csv; charset=utf-8"


def _csv(found: list[dict[str, Any]], names: list[str]) -> Response:
    return Response(_csv_lines(found, names, heading=True), content_type=_CSV)


def _csv_lines(found: list[dict[str, Any]], names: list[str], *, heading: bool = False) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    if heading:
        writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in found)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Give a text that a spreadsheet would take for a formula with an apostrophe before it, so that it stays text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value.startswith(_FORMULA) else value
