"""Every figure of one KPI, milestone or objective with the sentences that explain it."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.analysis.causes.columns import records
from dashboard.analysis.causes.gaps import weights
from dashboard.analysis.chains import Chains
from dashboard.analysis.status import GOOD, POOR
from dashboard.view import KpiView, ObjectiveView, ProjectView, View, baselines
from dashboard.view.ahead import Ahead, served_through
from dashboard.view.explain import ahead, rebased, wording
from dashboard.view.explain.history import history
from dashboard.view.explain.reasons import Because, Explained, place, said
from dashboard.view.explain.wording import known, percent
from dashboard.words import amount, day_of, number
from data import queries

MOST_MILESTONES = 400  # of one project that are explained on its page
_WORDS = {"goal and red flag": "The goal scores 6.67, the red flag 3.33, and the way between and beyond is straight"}


def of_kpi(view: View, found: KpiView, known_ahead: Ahead, effects: Sequence[Mapping[str, Any]]) -> list[Explained]:
    """Explain every finding of a KPI, and what lies ahead of it; `effects` as `explain.ahead.told`."""
    stored = [_of_kpi(row, found, view.today) for row in found.findings.to_dict("records")]
    return [*stored, *ahead.of_kpi(found, known_ahead, effects)]


def _of_kpi(row: Mapping[Any, Any], found: KpiView, today: str) -> Explained:
    inputs = json.loads(row["inputs"] or "{}")
    because = said([row["text"]]) if row["text"] and row["measure"] == "score" else _made_of(row, inputs, found)
    return _made(row, inputs, today, because)


def _made_of(row: Mapping[Any, Any], inputs: dict[str, Any], found: KpiView) -> list[Because]:
    """Say the reading with its row, what was expected with the KPI's row, and how the measure follows from them."""
    unit, kpi = found.row["unit"], place(found.row)
    texts = []
    because = _reading(inputs, found, unit)
    if known(inputs.get("goal")) and row["measure"] in ("score", "expected", "pace", "trend"):
        because += said([f"{_rounded(inputs['goal'], unit)} was expected by then"], kpi)
    if row["measure"] == "score":
        texts.append(_WORDS.get(row["rule"]))
        cuts = inputs.get("thresholds") or wording.cuts(
            inputs.get("score_on_track", GOOD), inputs.get("score_at_risk", POOR)
        )
        status = wording.IN_WORDS[row["status"] or "no_data"]
        texts.append(f"That scores {float(row['value']):.1f} of 10: {status} ({cuts})")
        texts.append(found.row["because"])
    elif row["measure"] == "progress":
        final = inputs.get("final", inputs.get("target"))
        texts.append(f"The way is from {amount(inputs.get('baseline'), None)} to {amount(final, unit)}")
    elif row["measure"] == "attainment":
        texts.append(f"The target is {amount(inputs.get('target'), unit)}")
    elif row["measure"] == "trend":
        texts.append(f"Against the reading before it is {row['text']}")
    return because + said(texts, kpi)


def _reading(inputs: dict[str, Any], found: KpiView, unit: str | None) -> list[Because]:
    rows = found.readings
    mine = rows[rows["id"] == inputs.get("reading")]
    if mine.empty:
        return []
    row = mine.iloc[0]
    value = str(row["actual_text"] or "") or amount(float(row["actual"]), unit)
    return said([f"{value} was read on {day_of(str(row['date']))}"], place(row))


def _rounded(value: float, unit: str | None) -> str:
    return amount(round(value, 1) if abs(value) >= 1 else round(value, 3), unit)


def of_milestone(view: View, key: str) -> list[Explained] | None:
    """Explain every finding of a milestone; None where the store has no such milestone."""
    found = view.milestone(key)
    if found is None:
        return None
    row = pd.DataFrame([found], index=[key], dtype=object)
    made = _milestones(view, row, lambda one: view.because_of_milestone(one, found["project"]))
    return list(made.values())


def of_milestones(view: View, found: ProjectView, made: Chains) -> dict[str, Explained]:
    """Explain the slip of the milestones of a project, by key, each as `of_milestone` does; of very many the first.
    `made` are the chains of the project.
    """
    return _milestones(view, found.milestones.head(MOST_MILESTONES), made.of_milestone)


def _milestones(view: View, found: pd.DataFrame, because: Callable[[str], str | None]) -> dict[str, Explained]:
    """Explain the slip of milestones (rows with project, source and what `view.baselines` adds) by key; `because`
    gives the chain that made it.
    """
    keys = [str(key) for key in found.index]
    with view.store.reading() as connection:
        rows = queries.findings(connection, view.number, "milestone", keys, ["slip_days"])
        past = history(connection, view.number, "milestone", keys, ["slip_days"])
        grouped = past.groupby("subject", sort=False)
        courses = {str(key): rebased.course(mine) for key, mine in grouped}
        moved = [key for key in keys if key in courses and rebased.has_slipped(courses[key])]
        calendars = {}
        if moved:
            names, worked = baselines.worked_days(connection, view.number, found.loc[moved])
            calendars = {str(one): worked.get(name) for one, name in names.items() if name}
    made = {}
    for row in rows.to_dict("records"):
        key, inputs = row["subject"], json.loads(row["inputs"] or "{}")
        line = found.loc[key]
        since = rebased.slipped_since(courses[key], calendars.get(key)) if key in moved else ()
        told = said([slipped(row, inputs), *since], place(line))
        told += said([rebased.moved(line)], rebased.where(line)) + said([because(key)])
        made[key] = _made(row, inputs, view.today, told)
    return made


def slipped(row: Mapping[Any, Any], inputs: Mapping[str, Any]) -> str | None:
    """Say when a milestone is expected or was done, against its baseline."""
    if row["text"] or not known(row["value"]):
        return row["text"]
    done, expected, planned, status_date = (
        inputs.get(name) for name in ("actual", "forecast", "baseline", "status_date")
    )
    against = f"{wording.late(row['value'])}" + (f" against {day_of(planned)}" if planned and row["value"] else "")
    if done:
        return f"Done on {day_of(done)}, {against}"
    if planned and status_date and planned[:10] < status_date[:10]:
        ends = f"; it is expected on {day_of(expected)}" if expected and expected[:10] >= status_date[:10] else ""
        return f"It was due on {day_of(planned)} and is not done on {day_of(status_date)}, {against}{ends}"
    return f"Expected on {day_of(expected)}, {against}"


def of_objective(view: View, found: ObjectiveView, known_ahead: Ahead) -> list[Explained]:
    """Explain result, delivery and outlook of an objective; `known_ahead` is what lies ahead of it."""
    through = served_through(view, found.key) if found.contributions.empty else []
    return [_result(found), *ahead.of_objective(found, known_ahead, through)]


def _result(found: ObjectiveView) -> Explained:
    """Explain the result by its KPIs, the worst first."""
    row = found.row
    rows = found.kpis.assign(place=_numbers(found.kpis["score"])).sort_values("place", kind="stable")
    shares = weights(rows["weight"].where(rows["place"].notna(), 0.0))
    lines = zip(records(rows), shares, strict=True)
    because = said([row["reason"]] if known(row["score"]) else [])
    because += [each for kpi, share in lines for each in said([_scored(kpi, share)], place(kpi))]
    score = float(row["score"]) if known(row["score"]) else None
    text = None if score is not None else row["reason"]
    inputs = {"coverage": row["coverage"], "children": row["children"], "worst": row["worst"]}
    cuts = {name: float(row[name]) for name in ("score_on_track", "score_at_risk")}
    inputs |= {name: round(value, 6) for name, value in cuts.items()}
    rule = (
        f"weighted mean of its scored KPIs: {wording.cuts(cuts['score_on_track'], cuts['score_at_risk'])}; the worst "
        "stands beside it"
    )
    return Explained(
        "result", score, "0-10", text, row["status"], bool(row["stale"]), rule, inputs, row["on_date"], tuple(because),
    )  # fmt: skip


def _scored(kpi: Mapping[Any, Any], share: float) -> str:
    if not known(kpi["score"]):
        return f"{kpi['name']} is not scored, and left out"
    counts = f" and counts {percent(100 * share)}" if known(share) else ""
    return f"{kpi['name']} scores {number(round(float(kpi['score']), 1)) or '0'} of 10{counts}"


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column).astype(float)


def _made(row: Mapping[Any, Any], inputs: dict[str, Any], today: str, because: list[Because]) -> Explained:
    fresh = row["fresh_until"]
    value = float(row["value"]) if known(row["value"]) else None
    stale = bool(fresh and fresh < today)
    return Explained(
        row["measure"], value, row["unit"], row["text"], row["status"], stale, row["rule"], inputs, row["on_date"],
        tuple(because),
    )  # fmt: skip
