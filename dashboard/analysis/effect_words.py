"""What each contribution was to do to its KPI and what its readings show, in words."""

from typing import Any

import pandas as pd

from dashboard.words import change

Key = tuple[Any, Any, Any]  # project, milestone (None for the project as a whole), KPI or objective


def told(effects: pd.DataFrame, seen: pd.DataFrame, against: pd.Series, units: pd.Series) -> dict[Key, str]:
    """Say of each contribution: expected +6 pp, seen +5.1 pp; not quantified; where it works against its KPI, that.

    `effects` and `seen` as `causes.effects` and `causes.seen`; `against` as `causes.claims`, on the index of `effects`;
    `units` by KPI. An effect that came together with others between two readings is judged with them, and says so.
    """
    found = {_key(row, "kpi"): row for row in seen[seen["seen"].notna()].to_dict("records")}
    return {
        _key(row, "serves"): _said(row, found.get(_key(row, "serves")), bool(wrong), units.get(row["serves"]))
        for row, wrong in zip(effects.to_dict("records"), against, strict=True)
    }


def _key(row: dict[Any, Any], serves: str) -> Key:
    milestone = row["milestone"] if isinstance(row["milestone"], str) else None
    return row["project"], milestone, row[serves]


def _said(row: dict[Any, Any], seen: dict[Any, Any] | None, against: bool, unit: Any) -> str:
    if row["amount"] is None or pd.isna(row["amount"]):
        return "not quantified"
    said = f"expected {change(float(row['amount']), unit)}"
    if against:
        said += " against its direction"
    if seen is None:
        return said
    said += f", seen {change(round(float(seen['seen']), 6), unit)}"
    return said if seen["count"] <= 1 else f"{said} of {change(float(seen['together']), unit)} that came together"
