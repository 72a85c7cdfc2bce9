"""How figures came to be what they are: the findings of all loads, and what is drawn of them."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data import queries


def history(
    connection: Connection, revision: int, kind: str, subjects: Sequence[str], measures: Sequence[str]
) -> pd.DataFrame:
    """Give what was found of subjects in every load up to a revision, in the order of the dates that it speaks of:
    subject, measure, value, unit, status, inputs (JSON), on_date, since. Of one date only what was found last.
    """
    rows = queries.past(connection, revision, kind, subjects, measures)
    rows = rows[rows["on_date"].notna()].drop(columns="until")
    rows = rows.drop_duplicates(["subject", "measure", "on_date"], keep="last")
    return rows.sort_values(["on_date", "since"], kind="stable").reset_index(drop=True)


def since(days: Sequence[str], values: Sequence[Any]) -> tuple[str, bool] | None:
    """Give the first day of the unbroken run of the last value, and whether something else was known before it."""
    if not values or values[-1] is None:
        return None
    first = len(values) - 1
    while first and values[first - 1] == values[-1]:
        first -= 1
    return days[first][:10], first > 0


def statuses(rows: pd.DataFrame) -> tuple[list[str], list[Any], list[Any]]:
    """Give of the history of a project's status: the days, the computed and the reported status on them."""
    mine = rows[rows["measure"] == "status"]
    reported = [json.loads(text or "{}").get("reported") for text in mine["inputs"]]
    return list(mine["on_date"]), list(mine["status"]), reported


def curves(rows: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """Give what was earned and spent by the status date of each load: date, ev, ac; in one unit only."""
    mine = rows[rows["measure"].isin(["ev", "ac"]) & rows["value"].notna()]
    mine = mine[mine["unit"] == unit] if unit else mine
    wide = mine.pivot_table(index="on_date", columns="measure", values="value", aggfunc="last")
    wide = wide.reindex(columns=["ev", "ac"]).rename_axis(columns=None)
    return wide.rename_axis("date").reset_index()


def trend(rows: pd.DataFrame, names: dict[str, Any]) -> pd.DataFrame:
    """Give what was expected of each milestone on the status date of each load: key, name, date, expected, done.

    A milestone that was done before the first date has no course, and is left out.
    """
    found = []
    for row in rows[rows["measure"] == "slip_days"].to_dict("records"):
        made = json.loads(row["inputs"] or "{}")
        day = made.get("actual") or made.get("forecast")
        if day:
            found.append((row["subject"], row["on_date"][:10], day[:10], bool(made.get("actual"))))
    result = pd.DataFrame(found, columns=["key", "date", "expected", "done"])
    result.insert(1, "name", [names.get(key) or key for key in result["key"]])
    open_once = result.loc[~result["done"] | (result["expected"] >= result["date"]), "key"]
    result = result[result["key"].isin(open_once)]
    # Once it is reached nothing more is to be said of it.
    again = result["done"] & result.groupby("key")["done"].shift(fill_value=False).astype(bool)
    return result[~again].reset_index(drop=True)


def day(text: str) -> date:
    """Give the day of an ISO day or moment."""
    return date.fromisoformat(text[:10])
