"""What is asked of the room about a thing: the decision still to be made, in one sentence with date and money."""

from typing import Any

import pandas as pd

from dashboard.analysis.changes_words import money
from dashboard.analysis.headline import still_open
from dashboard.words import day_of

_NO_ASK = "accepted conflict"  # says what is lived with, and asks for nothing


def asked(decisions: pd.DataFrame, today: str) -> dict[Any, str]:
    """Give, by the key of what it is about, the decision that is to be made first: one that is proposed before one that
    is to be carried out by a day, then the earliest.

    `decisions` as `queries.decisions`: about_key, kind, text, due, state, money, currency.
    """
    if decisions.empty:
        return {}
    proposed = decisions["state"].eq("proposed")
    rows = decisions.assign(later=~proposed)[still_open(decisions) & (proposed | decisions["due"].notna())]
    rows = rows[rows["about_key"].notna() & rows["text"].notna() & rows["kind"].ne(_NO_ASK)]
    rows = rows.sort_values(["later", "due"], kind="stable", na_position="last").drop_duplicates("about_key")
    return {row["about_key"]: _said(row, today) for row in rows.to_dict("records")}


def _said(row: dict[Any, Any], today: str) -> str:
    what = "To be decided" if row["state"] == "proposed" else "To be done"
    if isinstance(row["due"], str):
        what += f" by {day_of(row['due'])}" + (", overdue" if row["due"] < today else "")
    return f"{what}: {row['text'].rstrip('.')}{_sum(row)}."


def _sum(row: dict[Any, Any]) -> str:
    """Say the money that it costs, or that it saves."""
    if not isinstance(row["money"], float | int) or pd.isna(row["money"]) or not row["money"]:
        return ""
    said = money(abs(row["money"]), row["currency"] if isinstance(row["currency"], str) else None)
    return f", {said}" + (" less" if row["money"] < 0 else "")
