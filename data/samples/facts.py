"""The tables in which the story is written down, read as they stand."""

import csv
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "facts"
Row = dict[str, str]


@cache
def table(name: str) -> list[Row]:
    """Read one table; every cell is text, an empty one means that nothing is stated."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def email(name: str) -> str:
    """Make the e-mail address of a person: first letter, point, last name up to its hyphen."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = plain.split()
    return f"{words[0][0]}.{words[-1].split('-')[0]}@tarnholm.example"


def day(text: str) -> date | None:
    """Read an ISO date; empty is none."""
    return date.fromisoformat(text) if text else None


def number(text: str) -> float | None:
    """Read a number; empty is none. Whole numbers stay whole."""
    if not text:
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def at(row: Row, prefix: str, month: date) -> str:
    """Give the cell of a month, such as `f09` for September."""
    return row.get(f"{prefix}{month.month:02d}", "")
