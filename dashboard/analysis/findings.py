"""The figures and statuses that are stored, one row each, in the columns of `FINDING`.

Subject, measure, value (a number) or text (words, or why it is not computed), unit, status, rule, inputs (JSON), the
date that it speaks of, and the day until which it counts as fresh.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis import freshness, kpi, schedule, thresholds
from dashboard.analysis.own_thresholds import written
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

Finding = tuple[Any, ...]
Line = Mapping[Any, Any]

encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # of the inputs of a finding


def of_kpis(kpis: pd.DataFrame, readings: pd.DataFrame, settings: pd.DataFrame | None = None) -> list[Finding]:
    """Judge KPIs. `kpis` as `queries.kpis`, `readings` as `queries.readings`; both with public keys; `settings` as
    `queries.settings`, for their thresholds on the days of their last readings.
    """
    by_kpi: defaultdict[str, list[Line]] = defaultdict(list)
    for line in readings.to_dict("records"):
        if line["date"] is not None:
            by_kpi[line["kpi"]].append(line)
    cuts = DEFAULTS
    if settings is not None:
        last = readings[readings["actual"].notna() & readings["date"].notna()].groupby("kpi")["date"].max()
        cuts = thresholds.of_kpis(settings, kpis, last)
    rows: list[Finding] = []
    for key, definition, own in zip(kpis.index, kpis.to_dict("records"), cuts.each(kpis.index), strict=True):
        rows += _of_kpi(str(key), definition, by_kpi[str(key)], own)
    return rows


def rule_of(definition: Line, readings: pd.DataFrame) -> kpi.Rule:
    """Give the rule of a KPI: its own line, and the dated targets among its readings."""
    lines = zip(readings["date"], readings["target"], strict=True)
    return _rule(definition, [{"date": day, "target": target} for day, target in lines if _known(day)])


def _rule(definition: Line, readings: Sequence[Line]) -> kpi.Rule:
    points = tuple((_day(line["date"]), float(line["target"])) for line in readings if _known(line["target"]))
    return kpi.Rule(
        better=definition["better"],
        counts=definition["counts"] or "level",
        baseline=definition["baseline"],
        baseline_date=_day_or_none(definition["baseline_date"]),
        target=definition["target"],
        target_date=_day_or_none(definition["target_date"]),
        red_flag=definition["red_flag"],
        path=definition["path"] or "line",
        low=definition["low"],
        high=definition["high"],
        lowest=definition["lowest"],
        highest=definition["highest"],
        points=points,
    )


_SCORED = ("score_on_track", "score_at_risk")


def _cuts(rule: str, cuts: Thresholds) -> dict[str, Any]:
    """Give the thresholds that a rule went by."""
    if rule == kpi.OWN:
        return {"thresholds": written(cuts.kpi)}
    return cuts.named(*(_SCORED if rule != "to date" else (*_SCORED, "pace_on_track", "pace_at_risk")))


def _of_kpi(key: str, definition: Line, readings: Sequence[Line], cuts: Thresholds) -> list[Finding]:
    rule = _rule(definition, readings)
    measured = [line for line in readings if line["actual"] is not None]
    if len({line["series"] for line in measured}) > 1:
        text = "not computed: several series are measured side by side; see its readings"
        newest = max(_day(line["date"]) for line in measured)
        dates = newest.isoformat(), freshness.of_reading(newest, definition["every"], cuts)
        return [_row(key, "score", None, text, None, "no_data", "several series", {}, *dates)]
    last = measured[-1] if measured else None
    day, actual = (_day(last["date"]), float(last["actual"])) if last else (None, None)
    scored = kpi.score(rule, actual, day, cuts)
    inputs = {
        "actual": actual,
        "goal": scored.goal,
        "baseline": rule.baseline,
        "target": rule.target,
        "target_date": definition["target_date"],
        "red_flag": rule.red_flag,
        "reading": int(last["id"]) if last else None,
        **_cuts(scored.rule, cuts),
    }
    made = {
        "rule": scored.rule,
        "inputs": inputs,
        "on_date": day.isoformat() if day else None,
        "fresh": freshness.of_reading(day, definition["every"], cuts),
    }
    rows = [_row(key, "score", scored.value, scored.why, "0-10", scored.status, **made)]
    if last is None or actual is None or day is None:
        return rows
    unit = definition["unit"]
    rows.append(_row(key, "actual", actual, last["actual_text"], unit, **made))
    if rule.final is not None and rule.final[1] != rule.target:
        made["inputs"] = inputs | {"final": rule.final[1]}  # completion is towards it
    figures = {
        "progress": (kpi.progress(rule, actual), "%"),
        "expected": (kpi.expected_on(rule, day), unit),
        "pace": (kpi.pace(rule, actual, day) if rule.counts == "to_date" else None, "ratio"),
        "attainment": (kpi.attainment(rule, actual, rule.target), "ratio"),
    }
    rows += [_row(key, name, value, None, of, **made) for name, (value, of) in figures.items() if value is not None]
    before = next((line for line in reversed(measured) if line["date"] < last["date"]), None)
    if before:
        then = (_day(before["date"]), float(before["actual"]))
        rows += _trend(key, rule, then, (day, actual), made, cuts)
    return rows


def _trend(
    key: str,
    rule: kpi.Rule,
    before: tuple[date, float],
    last: tuple[date, float],
    made: dict[str, Any],
    cuts: Thresholds,
) -> list[Finding]:
    """Give the trend in words, and as its value by how much the score has changed since the reading before."""
    trend = kpi.trend(rule, before, last, cuts.trend_share)
    if trend is None:
        return []
    scores = kpi.score(rule, last[1], last[0], cuts).value, kpi.score(rule, before[1], before[0], cuts).value
    change = None if scores[0] is None or scores[1] is None else scores[0] - scores[1]
    made = made | {"inputs": made["inputs"] | cuts.named("trend_share")}
    return [_row(key, "trend", change, trend, "change of score", **made)]


_STATED = ("baseline", "forecast", "actual", "status_date")


def of_milestones(
    milestones: pd.DataFrame, calendars: dict[str, np.busdaycalendar], cuts: Thresholds = DEFAULTS
) -> list[Finding]:
    """Judge milestones: columns as `schedule.slips`, indexed by key, and adopted (revision or missing), fresh_until;
    `cuts`, the thresholds of each.
    """
    judged = schedule.slips(milestones, calendars, cuts)
    frame = milestones.join(judged)
    stated = [_plain(frame[name]) for name in _STATED]
    adopted = _plain(frame["adopted"]) if "adopted" in frame else [None] * len(frame)
    told = [_plain(frame[name]) for name in ("slip_days", "why", "status", "fresh_until")]
    each = cuts.named_of(frame.index, "milestone_slip_on_track", "milestone_slip_at_risk")
    known: dict[tuple[Any, ...], tuple[str, str]] = {}  # many have the same days
    rows: list[Finding] = []
    for key, said, plan, (slip, why, status, fresh), used in zip(
        frame.index, zip(*stated, strict=True), adopted, zip(*told, strict=True), each, strict=True
    ):
        by = (*said, plan, *used.values())
        if by not in known:
            known[by] = _slip_rule(plan, used), encoded(dict(zip(_STATED, said, strict=True)) | used)
        rule, inputs = known[by]
        days = "working days"
        rows.append(("milestone", str(key), "slip_days", slip, why, days, status, rule, inputs, said[-1], fresh))
    return rows


def _plain(column: pd.Series) -> list[Any]:
    """Give the values of a column, None for what is missing."""
    return column.astype(object).where(column.notna(), None).tolist()


def _slip_rule(adopted: float | None, used: dict[str, float]) -> str:
    plan = "baseline" if adopted is None else f"the plan of revision {int(adopted)}, adopted as baseline"
    return "slip against {}; on track up to {:g} working days, at risk up to {:g}".format(plan, *used.values())


def _row(
    key: str,
    measure: str,
    value: float | None = None,
    text: str | None = None,
    unit: str | None = None,
    status: str | None = None,
    rule: str = "",
    inputs: dict[str, Any] | None = None,
    on_date: str | None = None,
    fresh: str | None = None,
) -> Finding:
    stated = encoded(inputs or {})
    return "kpi", key, measure, value, text, unit, status, rule, stated, on_date, fresh


def _known(value: object) -> bool:
    return value is not None and value == value


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _day_or_none(text: str | None) -> date | None:
    return _day(text) if text else None
