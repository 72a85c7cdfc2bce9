"""The figures and statuses that are stored, one row each, in the columns of `FINDING`.

Subject, measure, value (a number) or text (words, or why it is not computed), unit, status, rule, inputs (JSON), the
date that it speaks of, and the day until which it counts as fresh.
"""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis import kpi, schedule

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
PROJECT_FRESH_DAYS = 35

Finding = tuple[Any, ...]


def of_kpis(kpis: pd.DataFrame, readings: pd.DataFrame) -> list[Finding]:
    """Judge KPIs. `kpis` as `queries.kpis`, `readings` as `queries.readings`; both with public keys."""
    by_kpi = dict(iter(readings.groupby("kpi", sort=False))) if len(readings) else {}
    none = readings.iloc[:0]
    rows: list[Finding] = []
    for key, definition in zip(kpis.index, kpis.to_dict("records"), strict=True):
        rows += _of_kpi(str(key), definition, by_kpi.get(key, none))
    return rows


def rule_of(definition: Mapping[Any, Any], readings: pd.DataFrame) -> kpi.Rule:
    """Give the rule of a KPI: its own line, and the dated targets among its readings."""
    stated = readings[readings["target"].notna() & readings["date"].notna()]
    points = tuple((_day(day), float(target)) for day, target in zip(stated["date"], stated["target"], strict=True))
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


def _of_kpi(key: str, definition: Mapping[Any, Any], readings: pd.DataFrame) -> list[Finding]:
    rule = rule_of(definition, readings)
    unit = definition["unit"]
    measured = readings[readings["actual"].notna() & readings["date"].notna()]
    if measured["series"].nunique(dropna=False) > 1:
        text = "not computed: several series are measured side by side; see its readings"
        return [_row(key, "score", text=text, status="no_data", rule="several series", inputs={})]
    last = measured.iloc[-1] if len(measured) else None
    day = _day(last["date"]) if last is not None else None
    actual = float(last["actual"]) if last is not None else None
    scored = kpi.score(rule, actual, day)
    on_date = day.isoformat() if day else None
    fresh = fresh_until(day, definition["every"])
    inputs = {
        "actual": actual,
        "goal": scored.goal,
        "baseline": rule.baseline,
        "target": rule.target,
        "target_date": definition["target_date"],
        "red_flag": rule.red_flag,
        "reading": None if last is None else int(last["id"]),
    }

    def row(measure: str, value: float | None = None, text: str | None = None, unit: str | None = None) -> Finding:
        return _row(key, measure, value, text, unit, None, scored.rule, inputs, on_date, fresh)

    rows = [_row(key, "score", scored.value, scored.why, "0-10", scored.status, scored.rule, inputs, on_date, fresh)]
    if actual is None or day is None:
        return rows
    rows.append(row("actual", actual, last["actual_text"] if last is not None else None, unit))
    figures = {
        "progress": (kpi.progress(rule, actual), "%"),
        "expected": (kpi.expected_on(rule, day), unit),
        "pace": (kpi.pace(rule, actual, day) if rule.counts == "to_date" else None, "ratio"),
        "attainment": (kpi.attainment(rule, actual, rule.target), "ratio"),
    }
    rows += [row(name, value, None, of) for name, (value, of) in figures.items() if value is not None]
    if len(measured) > 1:
        before = measured.iloc[-2]
        then, was = _day(before["date"]), float(before["actual"])
        trend, scored_then = kpi.trend(rule, (then, was), (day, actual)), kpi.score(rule, was, then).value
        if trend:
            both = scored.value is not None and scored_then is not None
            rows.append(row("trend", scored.value - scored_then if both else None, trend, "change of score"))  # type: ignore[operator]
    return rows


def of_milestones(milestones: pd.DataFrame, calendars: dict[str, np.busdaycalendar]) -> list[Finding]:
    """Judge milestones: columns as `schedule.slips`, indexed by key, and project, adopted (revision or missing)."""
    judged = schedule.slips(milestones, calendars)
    frame = milestones.join(judged)
    rows: list[Finding] = []
    for key, line in zip(frame.index, frame.to_dict("records"), strict=True):
        inputs = {name: line[name] for name in ("baseline", "forecast", "actual", "status_date")}
        rule = "slip against baseline"
        if line.get("adopted") is not None:
            rule = f"slip against the plan of revision {int(line['adopted'])}, adopted as baseline"
        slip = None if pd.isna(line["slip_days"]) else float(line["slip_days"])
        why = None if slip is not None else line["why"]
        rows.append(
            _row(
                str(key), "slip_days", slip, why, "working days", line["status"], rule, inputs, line["status_date"],
                fresh_project(line["status_date"]), "milestone",
            )
        )  # fmt: skip
    return rows


def of_projects(projects: pd.DataFrame, milestones: pd.DataFrame) -> list[Finding]:
    """Judge projects by their milestones alone, and say so; the other dimensions come with their own measures.

    `projects` indexed by key: status_date, stage. `milestones`: key, project, name, status, slip_days, baseline,
    actual, status_date.
    """
    judged = schedule.projects(milestones)
    rows: list[Finding] = []
    names = milestones.set_index("key")["name"] if len(milestones) else {}
    for key, project in zip(projects.index, projects.to_dict("records"), strict=True):
        day = project["status_date"]
        fresh = fresh_project(day)
        if key not in judged.index:
            text = "not computed: no milestone is known"
            rows.append(_row(str(key), "status", None, text, None, "no_data", "milestones", {}, day, fresh, "project"))
            continue
        line = judged.loc[key]
        inputs = {
            "worst": line["worst"],
            "worst_name": names[line["worst"]],
            "slip_days": None if pd.isna(line["slip_days"]) else float(line["slip_days"]),
            "milestones": int(line["total"]),
            "due": int(line["due"]),
        }
        why = "not computed: no milestone has a baseline" if line["status"] == "no_data" else None
        rows.append(
            _row(str(key), "status", None, why, None, line["status"], "milestones", inputs, day, fresh, "project")
        )
        if not pd.isna(line["on_time_rate"]):
            rate = float(line["on_time_rate"])
            rows.append(
                _row(str(key), "on_time_rate", rate, None, "%", None, "milestones", inputs, day, fresh, "project")
            )
    return rows


def fresh_until(day: date | None, every: str | None) -> str | None:
    """Give the day until which a reading is fresh: twice its rhythm after its date. None without a stated rhythm."""
    if day is None or every is None:
        return None
    if every == "week":
        return (day + timedelta(days=14)).isoformat()
    month = day.month - 1 + 2 * MONTHS[every]
    year, month = day.year + month // 12, month % 12 + 1
    last = monthrange(year, month)[1]
    # The end of a month stays the end of a month: a reading of 30 June is fresh until 31 August.
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if ends else min(day.day, last)).isoformat()


def fresh_project(status_date: str | None) -> str | None:
    """Give the day until which a project is fresh: 35 days after its status date."""
    if not status_date:
        return None
    return (date.fromisoformat(status_date[:10]) + timedelta(days=PROJECT_FRESH_DAYS)).isoformat()


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
    kind: str = "kpi",
) -> Finding:
    stated = json.dumps(inputs or {}, ensure_ascii=False, sort_keys=True)
    return kind, key, measure, value, text, unit, status, rule, stated, on_date, fresh


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _day_or_none(text: str | None) -> date | None:
    return _day(text) if text else None
