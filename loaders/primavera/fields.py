"""Codes and user-defined fields of projects, activities, resources and assignments.

A field's name and its values are as people see them in P6: the name of the code or field, and the description of the
value (its short code where it has none).
"""

from collections.abc import Mapping
from typing import NamedTuple

from data.records import FieldValue
from loaders.base import KEPT_BACK, is_secret
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys


class _Codes(NamedTuple):
    """Three tables that make up one kind of code, and how their fields begin."""

    assigned: str
    types: str
    values: str
    prefix: str
    about: str
    table: str
    kind: str


_CODES = (
    _Codes("TASKACTV", "ACTVTYPE", "ACTVCODE", "actv_code", "task_id", "TASK", "task"),
    _Codes("PROJPCAT", "PCATTYPE", "PCATVAL", "proj_catg", "proj_id", "PROJECT", "project"),
    _Codes("RSRCRCAT", "RCATTYPE", "RCATVAL", "rsrc_catg", "rsrc_id", "RSRC", "resource"),
    _Codes("ROLERCAT", "ROLECATTYPE", "ROLECATVAL", "role_catg", "role_id", "ROLES", "resource"),
    _Codes("ASGNMNTACAT", "ASGNMNTCATTYPE", "ASGNMNTCATVAL", "asgnmnt_catg", "taskrsrc_id", "TASKRSRC", "assignment"),
)
_KINDS = {"TASK": "task", "PROJWBS": "task", "PROJECT": "project", "RSRC": "resource", "TASKRSRC": "assignment"}
_DEFINITIONS = "definitions, read with the values that use them"


def read_fields(book: Book, keys: Keys) -> None:
    """Read all codes and user-defined fields into the book."""
    owners = {
        "TASK": keys.tasks,
        "PROJWBS": keys.wbs,
        "PROJECT": keys.projects,
        "RSRC": keys.resources,
        "ROLES": keys.roles,
        "TASKRSRC": keys.assignments,
    }
    for codes in _CODES:
        _read_codes(book, codes, owners[codes.table])
    _read_udfs(book, owners)


def _read_codes(book: Book, codes: _Codes, owners: Mapping[str, str]) -> None:
    names = _definitions(book, codes.types, f"{codes.prefix}_type_id", f"{codes.prefix}_type")
    values = _definitions(book, codes.values, f"{codes.prefix}_id", f"{codes.prefix}_name", *_short(codes))
    for row in book.rows(codes.assigned):
        number = row.required(f"{codes.prefix}_type_id")
        row.required(f"{codes.prefix}_id")
        row.required(codes.about)
        subject = row.reference(codes.about, codes.table, owners) or ""
        record = FieldValue(
            key=f"{codes.kind}:{subject}:{codes.prefix}.{number}",
            subject_kind=codes.kind,
            subject=subject,
            field=row.reference(f"{codes.prefix}_type_id", codes.types, names) or "",
            value=row.reference(f"{codes.prefix}_id", codes.values, values),
            sheet=row.table,
            row=row.line,
        )
        book.keep(row, record)


def _short(codes: _Codes) -> tuple[str, str]:
    return f"{codes.prefix}_short_name", "short_name"  # P6 calls it so for activity codes only


def _definitions(book: Book, table: str, number: str, *names: str) -> dict[str, str]:
    """Give the names of a table's rows by id: the first of the fields that is not blank, else the id."""
    found = {}
    for row in book.rows(table):
        key = row.required(number)
        if book.fold(row, _DEFINITIONS):
            found[key] = next(filter(None, map(row.text, names)), key)
    return found


def _read_udfs(book: Book, owners: Mapping[str, Mapping[str, str]]) -> None:
    tables = {number: table.upper() for number, table in book.column("UDFTYPE", "udf_type_id", "table_name")}
    labels = _definitions(book, "UDFTYPE", "udf_type_id", "udf_type_label", "udf_type_name")
    codes = _definitions(book, "UDFCODE", "udf_code_id", "udf_code_name", "short_name")
    for row in book.rows("UDFVALUE"):
        number = row.required("udf_type_id")
        label = row.reference("udf_type_id", "UDFTYPE", labels)
        table = tables.get(number, "")
        if label and table not in _KINDS:
            book.fold(row, f"values of {table or 'unnamed'} rows, which carry no fields in Throughline")
            continue
        value = _value(row, codes)
        if is_secret(label or "", value) and book.fold(row, KEPT_BACK):
            continue
        row.required("fk_id")
        subject = row.reference("fk_id", table, owners.get(table, {})) if label else None
        record = FieldValue(
            key=f"{_KINDS.get(table, '')}:{subject or ''}:udf.{number}",
            subject_kind=_KINDS.get(table, ""),
            subject=subject or "",
            field=label or "",
            value=value,
            sheet=row.table,
            row=row.line,
        )
        book.keep(row, record)


def _value(row: Row, codes: Mapping[str, str]) -> str | None:
    """Give whichever of a UDF's four cells is filled, as text."""
    number = row.number("udf_number")
    shown = None if number is None else repr(number).removesuffix(".0")
    day = (row.moment("udf_date") or "").removesuffix("T00:00:00")
    return row.text("udf_text") or shown or day or row.reference("udf_code_id", "UDFCODE", codes)
