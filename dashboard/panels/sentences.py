"""The sentence that opens a page: what matters, with names, dates and figures."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.tokens import STATUSES
from dashboard.panels.blocks import is_missing
from dashboard.view.explain.projects import lead
from dashboard.view.explain.wording import late
from dashboard.words import computed, day_of, old, rounded, told_on

Row = Mapping[Any, Any]

RULES = "Every status is computed from the loaded facts by the rule that stands beside it."


def of_objective(row: Row, today: str) -> str:
    """Say how an objective stands, through which KPI, and what is behind it. `row` as in its view."""
    if row["status"] == "no_data":
        return f"Not computed. {row['reason']}"
    parts = [f"{_capital(STATUSES[row['status']].word)} at {result(row)}."]
    if row["reason"]:
        parts.append(str(row["reason"]))
    elif row["coverage"] == 1:
        parts.append("Its one scored KPI is not in danger.")
    else:
        parts.append(f"None of its {int(row['coverage'])} scored KPIs is in danger.")
    if row["stale"]:
        parts.append(f"What it rests on is stale: the last reading is {old(row['on_date'], today)}.")
    return " ".join(parts)


def of_kpi(row: Row, today: str) -> str:
    """Say how a KPI stands against what was expected, and what is behind it. `row` as in its view."""
    if row["value_text"] is None:
        return f"{_capital(str(row['reason'] or 'not computed: no reading'))}."
    status = STATUSES[row["status"]].word
    said = f"{_capital(status)}: {row['value_text']} on {day_of(row['on_date'])}"
    if not is_missing(row["expected"]):
        said += f", {_compared(row)} {computed(row['expected'], row['unit'])} expected by then"
    parts = [said + "."]
    parts += [f"{_capital(row['reason'].removeprefix(f'{status}: '))}."] if isinstance(row["reason"], str) else []
    parts += [row["because"]] if row["because"] else []
    if row["stale"]:
        parts.append(f"The reading is {old(row['on_date'], today)}, older than twice its rhythm.")
    return " ".join(parts)


def of_project(row: Row, milestones: pd.DataFrame, today: str, told: Sequence[str] = ()) -> str:
    """Say how a project stands and what made it so. `row` and milestones as in its view; `told` are the sentences that
    explain its status, where they were asked for.
    """
    if row["status"] == "no_data":
        said = f"{_capital(row['status_reason'] or 'not computed: nothing is known to judge it by')}."
    elif row["status"] == "done":
        said = " ".join(["It is done.", *told])
    else:
        why = list(told) or lead({**row, **json.loads(row["status_inputs"] or "{}")})
        said = " ".join([*why, *_next(milestones)] if row["status"] == "on_track" else why)
    if row["stale"]:
        said += f" What it rests on is {old(told_on(row), today) or 'of no known date'}, so take care."
    return said


def lateness(days: Any) -> str:
    """Say a slip in words: 15 working days late; on its baseline."""
    if is_missing(days):
        return "with no baseline to compare"
    return late(days)


def _next(milestones: pd.DataFrame) -> list[str]:
    """Name the milestone that is expected next."""
    still = milestones[milestones["actual"].isna()]
    if still.empty:
        return []
    row = still.sort_values("forecast", na_position="last").iloc[0]
    due = row["forecast"] or row["baseline"]
    return [f"Next is {row['name']}, expected on {day_of(due)}."] if due else [f"Next is {row['name']}."]


def _compared(row: Row) -> str:
    """Say whether the value is better or worse than expected, by the KPI's own direction."""
    difference = row["actual"] - row["expected"]
    if abs(difference) < 1e-9:
        return "just the"
    better = (difference > 0) == (row["better"] != "lower")
    return "better than the" if better else "above the" if difference > 0 else "short of the"


def result(row: Row) -> str | None:
    """Say the result of an objective: the value of its only KPI in its own unit, else the mean score."""
    if isinstance(row["single_value"], str):
        return row["single_value"]
    return None if is_missing(row["score"]) else f"{rounded(row['score'], 1)} of 10"


def scored(score: Any, what: str = "score") -> str:
    """Say a score with what it is, or that there is none: score 8.5 of 10; not scored."""
    return "not scored" if is_missing(score) else f"{what} {rounded(score, 1)} of 10"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
