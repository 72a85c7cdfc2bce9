"""A KPI as a page and the side panel show it."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import computed, eyebrow, facts, figures, is_missing, link, section, source
from dashboard.panels.explain import explained
from dashboard.panels.kpis import trend
from dashboard.panels.marks import status
from dashboard.panels.rules import goal_in_words, rule_in_words
from dashboard.panels.sentences import of_kpi as sentence
from dashboard.panels.sentences import rounded, scored
from dashboard.selection import Selection
from dashboard.view import KpiView
from dashboard.view.explain import Explained
from dashboard.words import amount, change, day_of, number, old

_MEASURES = {
    "score": "Score",
    "actual": "Value",
    "expected": "Expected by then",
    "progress": "Completion",
    "pace": "Pace",
    "attainment": "Attainment",
    "trend": "Trend",
}
_WHY_NOT = {
    "actual": "no single reading to take it from",
    "expected": "no dated target to compare with",
    "progress": "it needs a reading, a baseline and a target that differs from it",
    "pace": "only totals that add up to a target have a pace",
    "attainment": "only where value and target are both above 0, and not for a range or yes and no",
    "trend": "it needs two readings",
}


def above(found: KpiView, selection: Selection) -> Component:
    """Give the line above the title: the objective that the KPI measures."""
    row = found.row
    of = link("objective", row["objective"], row["objective_name"], selection) if row["objective"] else None
    return eyebrow(["KPI", html.Span(["of ", html.Span(of)]) if of else "of no objective that is known", row["leads"]])


def opening(
    found: KpiView, selection: Selection, today: str, why: Mapping[str, Explained] | None = None
) -> list[Component]:
    """Give what stands first: the sentence, and five figures; `why` explains them by measure, where asked for."""
    row, because = found.row, why or {}
    stale = old(row["on_date"], today) if row["stale"] else None
    measured = f"{day_of(row['on_date'])}, {old(row['on_date'], today)}" if row["on_date"] else "no reading"
    expected = "–" if is_missing(row["expected"]) else computed(row["expected"], row["unit"])
    completion = "–" if is_missing(row["progress"]) else f"{number(row['progress'])} %"
    cells = [
        (
            "Status",
            explained(status(row["status"], stale=stale), because.get("score"), selection),
            scored(row["score"]),
        ),
        ("Value", row["value_text"] or "–", measured),
        ("Expected by then", explained(expected, because.get("expected"), selection), goal_in_words(row)),
        (
            "Completion",
            explained(completion, because.get("progress"), selection),
            "of the way from baseline to final target",
        ),
        ("Trend", trend(row["trend"]) if isinstance(row["trend"], str) else "–", "against the reading before"),
    ]
    return [html.P(sentence(row, found.contributions, today), className="lead"), figures(cells)]


def judged(found: KpiView) -> Component:
    """Give how the KPI is judged: its rule in words and numbers, and every measure or why it is not computed."""
    rows = {str(row["measure"]): row for row in found.findings.to_dict("records")}
    pairs = [(word, _measure(rows.get(name), name, found.row)) for name, word in _MEASURES.items()]
    pairs.append(("Outlook, effect seen", _not_computed("this comes later; what is expected stands above")))
    return section("How it is judged", [html.P(rule_in_words(found.row, rows.get("score"))), facts(pairs)])


def known(found: KpiView, selection: Selection) -> Component:
    """Give what the sources say of the KPI itself."""
    row, unit = found.row, found.row["unit"]
    pairs = [
        ("Definition", row["definition"]),
        ("Objective", link("objective", row["objective"], row["objective_name"], selection)),
        ("Owner", row["owner"]),
        ("Better is", {"yes_no": "yes", "range": "inside a range"}.get(row["better"] or "", row["better"])),
        ("Counts as", "a total to date" if row["counts"] == "to_date" else "a level"),
        ("Measured every", row["every"]),
        *(_range(row) if row["better"] == "range" else _goal(row)),
        ("Drift a month", None if is_missing(row["drift"]) else change(row["drift"], unit)),
        ("Weight", "not given, counts as 1" if is_missing(row["weight"]) else f"{row['weight']:g}"),
        ("Key", html.Code(found.key)),
        ("Source", source(row["source"], row["source_revision"], selection)),
    ]
    return section("About it", [facts(pairs)])


def _measure(finding: dict[Any, Any] | None, name: str, row: dict[str, Any]) -> Any:
    if name == "score" and (finding is None or is_missing(finding["value"])):
        said = str(row["reason"] or "no finding").removeprefix("not computed: ")
        return _not_computed(said) if row["status"] != "not_started" else said
    if finding is None:
        return _not_computed(_WHY_NOT[name])
    if name == "trend":
        return trend(finding["text"])
    if name == "actual":
        return f"{row['value_text']} on {day_of(finding['on_date'])}"
    value, unit = float(finding["value"]), finding["unit"]
    if name == "score":
        return f"{rounded(value)} of 10"
    if unit == "ratio":
        return f"{value:.2f}"
    return computed(value, unit) if name == "expected" else amount(value, unit)


def _not_computed(why: str) -> Component:
    return html.Span(f"not computed: {why}", className="second")


def _dated(value: Any, day: str | None, unit: str | None) -> str | None:
    if is_missing(value):
        return None
    return amount(value, unit) + (f" on {day_of(day)}" if day else "")


def _goal(row: dict[str, Any]) -> list[tuple[str, Any]]:
    unit = row["unit"]
    return [
        ("Baseline", _dated(row["baseline"], row["baseline_date"], unit)),
        ("Target", _dated(row["target"], row["target_date"], unit)),
        ("Red flag", None if is_missing(row["red_flag"]) else amount(row["red_flag"], unit)),
    ]


def _range(row: dict[str, Any]) -> list[tuple[str, Any]]:
    names = ("low", "high", "lowest", "highest")
    said = {name: "not given" if is_missing(row[name]) else number(row[name]) for name in names}
    inner, outer = f"{said['low']} and {said['high']}", f"{said['lowest']} and {said['highest']}"
    return [("Good between", inner), ("Tolerable between", outer)]
