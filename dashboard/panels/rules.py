"""The rule that judges a KPI, in words and in its own numbers (docs/measures.md)."""

import json
from collections.abc import Mapping
from typing import Any

from dashboard.analysis.kpi import OWN
from dashboard.analysis.thresholds import FIELDS
from dashboard.panels.blocks import is_missing
from dashboard.words import amount, computed, day_of, difference, number

Row = Mapping[Any, Any]


def rule_in_words(row: Row, finding: Row | None) -> str:
    """Say the rule of a KPI: `row` as in its view, `finding` the one of its score."""
    rule = finding["rule"] if finding is not None else None
    inputs = json.loads(finding["inputs"] or "{}") if finding is not None else {}
    said = {
        OWN: _own,
        "goal and red flag": _goal_and_flag,
        "in range": _in_range,
        "to date": _to_date,
        "yes or no": _yes_no,
        "several series": _several,
    }.get(rule or "", _none)(row, inputs)
    return f"{said} {_cuts(inputs)}" if rule in ("goal and red flag", "in range", "to date") else said


def _cuts(inputs: Mapping[str, Any]) -> str:
    good, poor = (_cut(inputs, name) for name in ("score_on_track", "score_at_risk"))
    return f"A score from {good} is on track, from {poor} at risk, below that off track."


def _cut(inputs: Mapping[str, Any], name: str) -> str:
    """Say the threshold by which a KPI was judged; the default where its finding does not say."""
    return number(round(float(inputs.get(name, FIELDS[name])), 2)) or "0"


def goal_in_words(row: Row) -> str:
    """Say in a few words what a KPI is to reach, and when."""
    if row["better"] == "range":
        return "a range, not a goal"
    if row["better"] == "yes_no":
        return f"yes by {day_of(row['target_date'])}" if row["target_date"] else "yes"
    if is_missing(row["target"]):
        return "no target given"
    when = f" by {day_of(row['target_date'])}" if row["target_date"] else ""
    return f"target {amount(row['target'], row['unit'])}{when}"


def _goal_and_flag(row: Row, inputs: Mapping[str, Any]) -> str:
    unit, goal = row["unit"], inputs.get("goal")
    parts = ["Goal and red flag."]
    if goal is not None:
        path = "in steps" if row["path"] == "step" else "on a straight line"
        parts.append(
            f"The goal on {day_of(row['on_date'])} was {computed(goal, unit)}, {path} between the dated targets."
        )
    flag, target, baseline = row["red_flag"], row["target"], row["baseline"]
    if not is_missing(flag) and not is_missing(target):
        parts.append(
            f"The goal scores 6.67; the red flag, {difference(abs(target - flag), unit)} "
            f"{'below' if flag < target else 'above'} it, scores 3.33."
        )
    elif not is_missing(baseline):
        parts.append("The goal scores 6.67; no red flag is given, so it lies halfway between baseline and target.")
    return " ".join(parts)


def _own(_: Row, inputs: Mapping[str, Any]) -> str:
    said = f"Its own thresholds, of which the first that holds counts: {inputs['thresholds']}."
    return f"{said} On track scores 8.33, at risk 5, off track 1.67."


def _in_range(row: Row, _: Mapping[str, Any]) -> str:
    unit = row["unit"]
    if any(is_missing(row[name]) for name in ("low", "high", "lowest", "highest")):
        return "In range, but its limits are not all given."
    return (
        f"In range. The middle of {amount(row['low'], None)} to {amount(row['high'], unit)} scores 10, its edges 6.67, "
        f"and {amount(row['lowest'], None)} or {amount(row['highest'], unit)} 3.33."
    )


def _to_date(row: Row, inputs: Mapping[str, Any]) -> str:
    goal = inputs.get("goal")
    expected = f" By {day_of(row['on_date'])} that was {amount(goal, row['unit'])}." if goal is not None else ""
    return (
        "A total to date, judged by its pace: what was reached against what the elapsed share of the time asks for."
        f"{expected} A pace of {_cut(inputs, 'pace_on_track')} scores 6.67, of {_cut(inputs, 'pace_at_risk')} 3.33."
    )


def _yes_no(row: Row, _: Mapping[str, Any]) -> str:
    due = f" It is due on {day_of(row['target_date'])}; before that it is not started." if row["target_date"] else ""
    return f"Yes or no: yes scores 10, no scores 0.{due}"


def _several(_: Row, __: Mapping[str, Any]) -> str:
    return "It is not judged: several series are measured side by side, and no rule says which of them counts."


def _none(_: Row, __: Mapping[str, Any]) -> str:
    return "It is not judged yet, because there is no reading."
