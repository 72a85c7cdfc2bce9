"""What to do with each project: the first line of a table that holds, with the facts that made it.

The table is data (`RULES`): it can be shown as it is, and settings can change it (`rules_of`). The lines and their
order are those of measures.md, "Recommendation".
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import Array, floats
from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, OFF_TRACK, ON_TRACK
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

COMPLETE = 90.0  # percent, from which a project is not paused
TIMES = 10.0  # as much must the other side of a conflict endanger
CENT = 0.01  # less money left than this is none


class Rule(NamedTuple):
    """One line: the recommendation, the conditions that must all hold (`not ...` where one must not), and its facts."""

    number: int
    recommendation: str
    when: tuple[str, ...]
    facts: tuple[str, ...]


RULES: tuple[Rule, ...] = (
    Rule(10, "none", ("over",), ("stage", "status")),
    Rule(20, "ask for data", ("no facts",), ("status",)),
    Rule(30, "stop", ("not path", "not enabling", "not mandatory", "money left"), ("path", "ac", "money_left")),
    Rule(40, "pause", ("off track", "not nearly complete", "gives way"), ("percent_complete", "endangers_other")),
    Rule(50, "accelerate", ("in trouble", "cost holds", "slips past target"), ("status", "cpi", "slips")),
    Rule(60, "correct", ("in trouble",), ("status", "cpi", "finish")),
    Rule(70, "invest", ("on track", "can close a gap"), ("status", "short_kpi", "points")),
    Rule(80, "continue", (), ("status", "path", "mandatory")),
)
CONDITIONS = {
    "over": "closed, stopped, proposed, or all done",
    "no facts": "no status can be computed, or the facts are stale",
    "path": "a live path of contributions leads to an objective",
    "enabling": "an aligned project waits for one of its milestones",
    "mandatory": "law or safety asks for it",
    "money left": "some of its money is not spent yet",
    "off track": "off track",
    "on track": "on track",
    "in trouble": "off track or at risk",
    "nearly complete": "at least 90 % complete, or it is not known how far",
    "gives way": "in a conflict over people whose other side endangers ten times as much",
    "cost holds": "its CPI is not off track",
    "slips past target": "the forecast, not the baseline, takes a contribution past its KPI's target date",
    "can close a gap": "a KPI it serves has a short outlook, and its contribution to that KPI is still to come",
}


def rules_of(settings: pd.DataFrame, rules: Sequence[Rule] = RULES) -> tuple[Rule, ...]:
    """Give the table as settings change it: `recommendation 30` = `stop: not path, not mandatory, money left`.

    A line with the number of another replaces it and keeps its facts, a new number is put in its place in the order,
    and `-` takes a line away. One that `fault` finds something wrong with does not count.
    """
    table = {rule.number: rule for rule in rules}
    for name, value in zip(settings["name"], settings["value"], strict=True):
        if not isinstance(name, str) or not re.fullmatch(r"recommendation \d+", name.casefold()):
            continue
        number, text = int(name.split()[1]), (value or "").strip()
        if text == "-":
            table.pop(number, None)
            continue
        if fault(name, text):
            continue
        recommendation, when = _line(text)
        facts = table[number].facts if number in table else ("status", "path")
        table[number] = Rule(number, recommendation.strip(), when, facts)
    return tuple(table[number] for number in sorted(table))


def fault(name: str, value: str) -> str | None:
    """Say what is wrong with a setting whose name begins as that of a line, and what to do; None where nothing is."""
    if not re.fullmatch(r"recommendation \d+", name.strip().casefold()):
        return f"'{name}' names no line of the table: write its number, such as recommendation 30"
    if value.strip() == "-":
        return None
    said, when = _line(value)
    unknown = [part for part in when if part.removeprefix("not ") not in CONDITIONS]
    if unknown:
        return f"{unknown[0]!r} is no condition; known are {', '.join(CONDITIONS)}"
    return None if said else f"'{value}' names no recommendation: write it as stop: not path, money left"


def _line(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the recommendation and the conditions of a line as it is written."""
    said, _, conditions = text.partition(":")
    return said, tuple(part.strip() for part in conditions.split(",") if part.strip())


def slips_past(effects: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Give, by project, the first contribution whose forecast takes it past its KPI's target date, not its baseline.

    `effects` as `causes.effects`, `targets` by KPI: target_date (as `causes.outlook` gives them). Gives slips (KPI),
    slips_to (day of effect).
    """
    until = effects["serves"].map(targets["target_date"]).astype("string")
    late = (effects["effective"].astype("string") > until) & ~(effects["baseline"].astype("string") > until).fillna(
        False
    )
    mine = effects[late.fillna(False).astype(bool) & effects["counts"] & ~effects["done"] & effects["baseline"].notna()]
    first = mine.sort_values(["effective", "serves"]).drop_duplicates("project").set_index("project")
    return first[["serves", "effective"]].rename(columns={"serves": "slips", "effective": "slips_to"})


def can_close(effects: pd.DataFrame, points: pd.DataFrame, outlook: pd.DataFrame) -> pd.DataFrame:
    """Give, by project, what it still has to bring to KPIs whose outlook is short: short_kpi (the one with the most
    points), points (`causes.points`, in all). An effect still to come is one after the KPI's last reading.
    """
    read = effects["serves"].map(outlook["last_date"]).astype("string")
    ahead = effects["counts"] & (effects["effective"].astype("string") > read).fillna(True).astype(bool)
    short = effects["serves"].map(outlook["short"]).eq(True)
    rows = pd.DataFrame({"project": effects["project"], "short_kpi": effects["serves"], "points": points["points"]})
    rows = rows[ahead & short & (rows["points"].fillna(0.0) > 0)]
    largest = rows.sort_values("points", ascending=False, kind="stable").drop_duplicates("project").set_index("project")
    return pd.DataFrame({"short_kpi": largest["short_kpi"], "points": rows.groupby("project")["points"].sum()})


def recommend(projects: pd.DataFrame, rules: Sequence[Rule] = RULES, cuts: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Recommend for each project what the first line of the table says; `cuts` say below which CPI cost is off track.

    `projects` by key: stage, mandatory, status, stale, percent_complete, cpi, money_left (still to be spent), path
    (`alignment.projects_served`), slips (`slips_past`), short_kpi and points (`can_close`), endangers and
    endangers_other (endangered value of its own side and of the other's in its worst conflict over people, or
    missing). Gives, by project: recommendation, rule (number of the line), per_cost (points per million of money still
    to be spent, for what is to be invested in), rank (of those, 1 is the best).
    """
    holds = conditions(projects, cuts)
    said, by = np.full(len(projects), "continue", dtype=object), np.zeros(len(projects), dtype=int)
    settled = np.zeros(len(projects), dtype=bool)
    for rule in rules:
        matched = ~settled
        for name in rule.when:
            matched &= ~holds[name.removeprefix("not ")] if name.startswith("not ") else holds[name]
        said[matched], by[matched] = rule.recommendation, rule.number
        settled |= matched
    frame = pd.DataFrame({"recommendation": said, "rule": by}, index=projects.index)
    invest = frame["recommendation"] == "invest"
    left = floats(projects["money_left"])
    per_cost = floats(projects["points"]) / np.where(left >= CENT, left, np.nan) * 1e6
    frame["per_cost"] = np.where(invest, per_cost, np.nan)
    frame["rank"] = frame["per_cost"].rank(ascending=False, method="min")
    return frame


def conditions(projects: pd.DataFrame, cuts: Thresholds = DEFAULTS) -> dict[str, Array]:
    """Say which conditions of the table hold for each project (columns of `recommend`); what is unknown does not."""
    names = ("status", "path", "mandatory", "stale")
    status, path, mandatory, stale = (projects[name].to_numpy(dtype=object) for name in names)
    left, cpi, complete = (floats(projects[name]) for name in ("money_left", "cpi", "percent_complete"))
    own, other = (floats(projects[name]) for name in ("endangers", "endangers_other"))
    holds = {
        "over": projects["stage"].isin(["closed", "stopped", "proposed"]) | (status == DONE),
        "no facts": pd.isna(status) | (status == NO_DATA) | (stale == True),  # noqa: E712
        "path": path == "served",
        "enabling": path == "enabling",
        "mandatory": mandatory == True,  # noqa: E712
        "money left": left >= CENT,
        "off track": status == OFF_TRACK,
        "on track": status == ON_TRACK,
        "in trouble": (status == OFF_TRACK) | (status == AT_RISK),
        "nearly complete": ~(complete < COMPLETE),
        "gives way": (other > 0) & (other >= TIMES * np.nan_to_num(own)),
        "cost holds": ~(cpi < np.asarray(cuts.cpi_at_risk)),
        "slips past target": projects["slips"].notna(),
        "can close a gap": projects["short_kpi"].notna(),
    }
    return {name: np.asarray(each, dtype=bool) for name, each in holds.items()}


def may_give_way(projects: pd.DataFrame, rules: Sequence[Rule] = RULES) -> Array:
    """Say of which projects (status, percent_complete) a line of the table asks whether they give way."""
    asked = np.zeros(len(projects), dtype=bool)
    for rule in rules:
        if not {"gives way", "not gives way"} & {*rule.when}:
            continue
        mine = np.ones(len(projects), dtype=bool)
        if "off track" in rule.when:
            mine &= (projects["status"] == OFF_TRACK).to_numpy()
        if "not nearly complete" in rule.when:
            mine &= floats(projects["percent_complete"]) < COMPLETE
        asked |= mine
    return asked


def facts(projects: pd.DataFrame, recommended: pd.DataFrame, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """Give the two or three facts behind each recommendation, in order: project, place, fact, value.

    `fact` names a column of `projects`; what is not known or does not apply is left out.
    """
    rows = []
    for rule in rules:
        mine = recommended.index[recommended["rule"] == rule.number]
        for place, fact in enumerate(rule.facts):
            if fact in projects.columns and len(mine):
                value = projects.loc[mine, fact].astype(object)
                rows.append(
                    pd.DataFrame({"project": mine, "place": place, "fact": fact, "value": value.array}, dtype=object)
                )
    if not rows:
        return pd.DataFrame(columns=["project", "place", "fact", "value"], dtype=object)
    found = pd.concat(rows, ignore_index=True)
    found = found[found["value"].notna() & (found["value"] != False)]  # noqa: E712
    return found.sort_values(["project", "place"], kind="stable", ignore_index=True)
