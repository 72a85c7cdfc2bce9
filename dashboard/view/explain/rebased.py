"""How far a milestone slipped since the load before, and how far against the baseline that it had first.

A baseline that moves between two loads without a recorded decision hides a slip: slip is shown against both.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.schedule import working_days_between
from dashboard.view.explain import wording
from dashboard.view.explain.reasons import Because, place
from dashboard.view.explain.wording import known
from dashboard.words import day_of


def course(past: pd.DataFrame) -> pd.DataFrame:
    """Give of the history of a milestone's slip what it was found from: on_date, baseline, forecast, actual."""
    rows = [json.loads(text or "{}") for text in past["inputs"]]
    frame = pd.DataFrame(rows, columns=["baseline", "forecast", "actual"], dtype=object)
    return frame.assign(on_date=past["on_date"].to_list())


def has_slipped(found: pd.DataFrame) -> bool:
    """Say whether the forecast of a milestone moved since the load before. `found` as `course` gives it."""
    if len(found) < 2 or found["actual"].iloc[-1] is not None:
        return False
    before, last = found["forecast"].iloc[-2:]
    return bool(before and last and before[:10] != last[:10])


def slipped_since(found: pd.DataFrame, calendar: np.busdaycalendar | None = None) -> Iterator[str]:
    """Say how far a milestone moved since the load before, in days that a calendar works. `found` as `course` gives
    it.
    """
    if has_slipped(found):
        before, last = found.iloc[-2], found.iloc[-1]
        moved = working_days_between(before["forecast"], last["forecast"], calendar)
        if moved:
            how = "slipped by" if moved > 0 else "came forward by"
            yield f"Since {day_of(before['on_date'])} it {how} {_days(moved)}"


def moved(row: Mapping[Any, Any]) -> str | None:
    """Say from where the baseline of a milestone moved, by which decision or without one, and the slip against the
    first; None where it never moved. `row` as `view.baselines` gives it.
    """
    if not isinstance(row["moved_on"], str):
        return None
    to = day_of(row["moved_to"]) if row["moved_to"] else "none"
    decided = row["decided"]
    how = f" ({decided[:1].lower()}{decided[1:].rstrip('.')})" if decided else " without a recorded decision"
    said = f"Its baseline moved from {day_of(row['moved_from'])} to {to} in the load of {day_of(row['moved_on'])}{how}"
    if not known(row["first_slip_days"]):
        return said
    again = row["first_baseline"] != row["moved_from"]
    first = f"the first, {day_of(row['first_baseline'])}," if again else "the first"
    return f"{said}: against {first} it is {wording.late(row['first_slip_days'])}"


def where(row: Mapping[Any, Any]) -> Because:
    """Give the place where the baseline that a milestone moved to is stated: in a register, else its own row."""
    if not row["moved_source"]:
        return place(row)
    names = {"source": "moved_source", "source_revision": "moved_revision", "source_loaded": "moved_loaded"}
    return place({name: row[own] for name, own in names.items()})


def _days(days: float) -> str:
    return wording.late(abs(days)).removesuffix(" late")
