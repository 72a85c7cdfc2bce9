"""Words of changes: statuses, money, days."""

from typing import Any

import pandas as pd

from dashboard.words import amount, computed, day_of, number


def status_word(status: Any) -> str:
    """Say a status as people read it: off track, no data."""
    return str(status).replace("_", " ")


def step(before: Any, after: Any) -> str:
    """Say a turn of a status: went from at risk to off track."""
    return f"went from {status_word(before)} to {status_word(after)}"


def stood(status: Any, value: Any) -> str:
    """Say how something stood: off track, 3.31."""
    return status_word(status) + (f", {value}" if isinstance(value, str) else "")


def score(value: Any) -> str | None:
    """Say a score of 0 to 10 in the two digits that tell it from a threshold; None where there is none."""
    return None if value is None or pd.isna(value) else f"{float(value):.2f}"


def money(value: Any, unit: str | None) -> str:
    """Say a sum in three digits: EUR 8.21 m, EUR 313 k; hours and days as they are."""
    if value is None or pd.isna(value):
        return "not known"
    if unit in (None, "h", "working days"):
        return amount(float(value), unit)
    size = abs(float(value))
    if size >= 999_500:
        return f"{unit} {value / 1e6:.2f} m"
    return f"{unit} {number(value / 1e3)} k" if size < 10_000 else f"{unit} {value / 1e3:.0f} k"


def whole_days(days: float) -> str:
    """Say working days: 1 working day, 15 working days."""
    count = round(abs(days))
    return f"{count} working day{'' if count == 1 else 's'}"


def reading(kpi: Any) -> str:
    """Say where a KPI stands and where it should: 44.9 d on 31 Oct 2026, where 39.5 d was expected."""
    said = f"{kpi['value_text'] or 'no reading'}"
    said += f" on {day_of(kpi['on_date'])}" if kpi["on_date"] else ""
    if kpi["expected"] is not None and not pd.isna(kpi["expected"]):
        said += f", where {computed(float(kpi['expected']), kpi['unit'])} was expected"
    return said


def places(link: tuple[Any, Any] | None) -> str | None:
    """Say sign and strength of a link: + strong."""
    return None if link is None else " ".join(str(part) for part in link if part) or "not stated"


def counted(count: int, word: str) -> str:
    """Say a count with its word: 1 booking, 12 bookings, 3 people."""
    many = "people" if word == "person" else f"{word}s"
    return f"{count} {word if count == 1 else many}"
