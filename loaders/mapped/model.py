"""What a mapping says: where the rows are, how they are written, and what each becomes."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from loaders.sheets.every import SHEETS
from loaders.sheets.of_tasks import TASKS
from loaders.sheets.sheet import Sheet
from loaders.yaml import Fault, Strict

KINDS: Mapping[str, Sheet] = MappingProxyType({sheet.name.casefold(): sheet for sheet in (*SHEETS, TASKS)})
_LITERAL = re.compile(r"'[^']*'")
_WITH_TASKS = frozenset({"tasks", "projects"})

Order = Literal["day first", "month first", "serial"]
Decimals = Literal["point", "comma"]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _short(value: Any) -> Any:
    return {"from": value} if isinstance(value, str | list) else value


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed)]


class Column(Strict):
    """What fills a field: columns of the table, or the same text in every row."""

    from_: Texts = Field([], alias="from", description="Heading, or several whose texts are joined; in JSON a path")
    always: str | None = Field(None, description="The same in every row")
    between: str = Field(" ", description="What stands between the texts of several columns")
    words: dict[str, str] = Field({}, description="What is written, and what it means here; * for all other words")
    times: float | None = Field(None, description="What a number is multiplied by, such as 1000000 for millions")
    dates: Order | None = Field(None, description="How its dates are written, where the column does not tell")
    decimals: Decimals | None = Field(None, description="What stands before its decimals, where it does not tell")


class Table(Strict):
    """One table of the file, and what its rows become."""

    becomes: Annotated[str, BeforeValidator(_folded)] = Field(description="What a row becomes")
    columns: dict[str, Annotated[Column, BeforeValidator(_short)]] = Field(
        min_length=1, description="Field, and the heading that fills it"
    )
    sheet: str | None = Field(None, description="Sheet of a workbook, or path to the list in JSON; else the first")
    headings: int | None = Field(None, ge=1, description="Row of the headings; else the first that is not blank")
    transposed: bool = Field(False, description="Headings stand in the first column, and each further column is a row")
    where: dict[str, Texts] = Field({}, description="Only rows in which a column has one of these texts")


class Query(Strict):
    """Rows that a database gives. It is only read, and only by this statement."""

    url: str = Field(description="SQLAlchemy address; ${NAME} stands for a variable of the environment")
    sql: str = Field(description="One SELECT")


class Plan(Strict):
    """A mapping."""

    tables: list[Table] = Field(min_length=1, description="The tables of the file")
    data: str | None = Field(None, description="File to read when the mapping itself is loaded, beside this one")
    query: Query | None = Field(None, description="Rows of a database instead of a file")
    encoding: str | None = Field(None, description="Of a text, such as cp1252; else it is found out")
    delimiter: str | None = Field(None, min_length=1, max_length=1, description="Between cells; else it is found out")
    dates: Order | None = Field(None, description="How dates are written, where no column tells")
    decimals: Decimals | None = Field(None, description="What stands before decimals, where no column tells")
    blank: list[str] = Field([], description="Texts that mean that nothing is stated, such as n/a")
    status_date: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="Day that the rows speak of")


def faults(mapping: Plan) -> Iterator[Fault]:
    """Say what is wrong with a mapping whose form is right."""
    if mapping.data and mapping.query:
        yield ("query",), "stands beside data: a mapping reads one of the two"
    if mapping.query and not mapping.query.sql.lstrip().casefold().startswith(("select", "with")):
        yield ("query", "sql"), "is no SELECT: a mapping reads and never writes"
    if mapping.query and ";" in _LITERAL.sub("", mapping.query.sql).strip().rstrip(";"):
        yield ("query", "sql"), "is more than one statement: a mapping reads with one SELECT"
    for at, table in enumerate(mapping.tables):
        yield from _of_table(table, ("tables", at))
    kinds = {table.becomes for table in mapping.tables}
    if "tasks" in kinds and not kinds <= _WITH_TASKS:
        others = ", ".join(sorted(kinds - _WITH_TASKS))
        yield ("tables",), f"holds tasks beside {others}: give tasks, with their projects, a mapping of their own"


def _of_table(table: Table, place: tuple[str | int, ...]) -> Iterator[Fault]:
    sheet = KINDS.get(table.becomes)
    if sheet is None:
        yield (*place, "becomes"), f"'{table.becomes}' is nothing that a row can become: {_near(table.becomes, KINDS)}"
        return
    for name, column in table.columns.items():
        if name not in sheet.by_name:
            said = f"is no field of {table.becomes}: {_near(name, sheet.by_name)}"
            yield (*place, "columns", name), said
        if not column.from_ and column.always is None:
            yield (*place, "columns", name), "needs 'from', a heading, or 'always', a text"
    for needed in sheet.required:
        if needed.name not in table.columns:
            yield (*place, "columns"), f"{needed.name} is required for {table.becomes}: {needed.meaning}"


def _near(text: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(text, known, 1, 0.6)
    return f"{f'did you mean {near[0]}? ' if near else ''}there are {', '.join(known)}"


def schema() -> dict[str, Any]:
    """Give the JSON Schema of mappings, with the fields of each kind of row."""
    found = Plan.model_json_schema(by_alias=True)
    found["title"] = "Throughline mapping"
    definitions = found["$defs"]
    column = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"$ref": "#/$defs/Column"}]}
    for one in (definitions["Column"]["properties"]["from"], *_wheres(definitions)):
        one["anyOf"] = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
        one.pop("type", None)
        one.pop("items", None)
    table = definitions["Table"]
    table["properties"]["becomes"]["enum"] = list(KINDS)
    table["allOf"] = [
        {
            "if": {"properties": {"becomes": {"const": name}}},
            "then": {
                "properties": {
                    "columns": {
                        "properties": {one.name: {**column, "description": one.meaning} for one in sheet.columns},
                        "required": [one.name for one in sheet.required],
                        "additionalProperties": False,
                    }
                }
            },
        }
        for name, sheet in KINDS.items()
    ]
    table["properties"]["columns"] = {"type": "object", "description": table["properties"]["columns"]["description"]}
    return found


def _wheres(definitions: dict[str, Any]) -> list[dict[str, Any]]:
    return [definitions["Table"]["properties"]["where"]["additionalProperties"]]
