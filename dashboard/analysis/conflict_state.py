"""State of a conflict, from the decisions about the person: open, asked, or accepted until a date.

An acceptance (a decision of kind *accepted conflict*) keeps a conflict quiet until its date, or until the hours over
grow by 10 % (measures.md, "Capacity"): against those in the same weeks as the load knew them that brought it.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.analysis.headline import still_open
from dashboard.words import day_of, number

OPEN, ASKED, ACCEPTED = "open", "asked", "accepted"
ACCEPTANCE = "accepted conflict"
GROWN = 1.10
STATES = ("state", "until", "decision", "decision_text", "state_why")


def acceptances(decisions: pd.DataFrame, today: str) -> pd.DataFrame:
    """Give the newest acceptance of each person that holds on a day: `decisions` of those that are made and not over.

    `decisions`, the newest first: person, kind, state, date, accepted_until. One that names no day on which it ends
    holds until another decision; a proposed one is only asked for.
    """
    made = decisions["kind"].eq(ACCEPTANCE) & ~decisions["state"].isin(["proposed", "dropped"])
    held = made & (decisions["accepted_until"].isna() | (decisions["accepted_until"] >= today))
    return decisions[held & ~(decisions["date"] > today)].drop_duplicates("person")


def states(
    found: pd.DataFrame, decisions: pd.DataFrame, then: Mapping[tuple[str, str], float], today: str
) -> pd.DataFrame:
    """Give `STATES` on the index of conflicts: person, first, over_hours.

    `decisions` as `acceptances`, with key and text; `then`: the hours over, by person and first day, that were known
    in the same weeks when the conflict was accepted.
    """
    accepted = acceptances(decisions, today).set_index("person")
    open_ones = decisions[still_open(decisions) & ~decisions["person"].isin(accepted.index)]
    asked = open_ones[open_ones["kind"].ne(ACCEPTANCE) | open_ones["state"].eq("proposed")]
    asked = asked.drop_duplicates("person").set_index("person")
    rows = []
    for person, first, hours in found[["person", "first", "over_hours"]].itertuples(index=False):
        if person in accepted.index:
            rows.append(_accepted(accepted.loc[person], float(hours), then.get((person, first), 0.0)))
        elif person in asked.index:
            rows.append([ASKED, None, asked["key"][person], asked["text"][person], None])
        else:
            rows.append([OPEN, None, None, None, None])
    return pd.DataFrame(rows, index=found.index, columns=STATES, dtype=object)


def _accepted(decision: Any, now: float, then: float) -> list[Any]:
    until = decision["accepted_until"] if isinstance(decision["accepted_until"], str) else None
    named = [decision["key"], decision["text"]]
    if now <= then * GROWN + 1e-6:
        return [ACCEPTED, until, *named, None]
    grew = f"{number(round(then, 1)) or '0'} hours over when it was accepted, {number(round(now, 1))} now"
    day = decision["date"] if isinstance(decision["date"], str) else None
    return [OPEN, None, *named, f"accepted on {day_of(day)} and grown since: {grew}"]
