"""A KPI as a page and the side panel show it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import eyebrow, facts, figures, is_missing, link, plural, section, source
from dashboard.panels.explain import explained
from dashboard.panels.kpis import trend
from dashboard.panels.marks import mark, status
from dashboard.panels.rules import goal_in_words, rule_in_words
from dashboard.panels.sentences import of_kpi as sentence
from dashboard.panels.sentences import scored
from dashboard.selection import Selection
from dashboard.view import KpiView
from dashboard.view.explain import Explained
from dashboard.view.explain.ahead import gone_by, seen_in_words, value
from dashboard.view.explain.wording import percent
from dashboard.words import amount, change, computed, day_of, number, old, rounded

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
    cells = [
        (
            "Status",
            explained(status(row["status"], stale=stale), because.get("score"), selection),
            scored(row["score"]),
        ),
        ("Value", row["value_text"] or "–", measured),
        ("Expected by then", explained(expected, because.get("expected"), selection), goal_in_words(row)),
        *(_ahead(found, because, selection) if "outlook" in because else _so_far(row)),
    ]
    return [html.P(sentence(row, today), className="lead"), figures(cells)]


def _so_far(row: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    completion = "–" if is_missing(row["progress"]) else percent(row["progress"])
    return [
        ("Completion", completion, "of the way from baseline to final target"),
        ("Trend", trend(row["trend"]) if isinstance(row["trend"], str) else "–", "against the reading before"),
    ]


def _ahead(found: KpiView, why: Mapping[str, Explained], selection: Selection) -> list[tuple[str, Any, Any]]:
    """Give where it will be on the date of its target, and how much of the way has work behind it."""
    outlook, gap = why["outlook"], why["gap_covered"]
    row, figure = found.row, "–" if outlook.value is None else value(outlook.value, found.row)
    stands = [] if outlook.status is None else [mark(outlook.status)]
    shown = html.Span([*stands, html.Span(figure)], className="status")
    until = outlook.inputs.get("target_date")
    if outlook.value is None:
        under = "not computed: open it for the reason" if outlook.text else "not computed"
    else:
        aim = "its range" if row["better"] == "range" else "its target"
        under = f"{'short of' if outlook.inputs['short'] else 'meets'} {aim}"
        under += f"; its date, {day_of(until)}, has gone by" if gone_by(outlook.inputs) else f" on {day_of(until)}"
    covered = "–" if gap.value is None else percent(gap.value)
    return [
        ("Outlook", explained(shown, outlook, selection), under),
        ("Gap covered", explained(covered, gap, selection), _declared(gap)),
    ]


def _declared(gap: Explained) -> str:
    if gap.value is None:
        return "not computed: no way from baseline to target"
    if gap.value > 100 + 1e-9:
        return "more than the whole gap is declared"
    links = int(gap.inputs["links"])
    return f"by {plural(links, 'contribution')}" if links else "no project is to move it"


def covered(gap: Explained | None) -> Component | None:
    """Give the parts of the gap: delivered, on its way, late, not covered."""
    if gap is None or gap.value is None:
        return None
    words = (("delivered", "Delivered"), ("coming", "On its way"), ("late", "Late"), ("open", "Not covered"))
    cells = [(word, percent(gap.inputs[name]), "of the way") for name, word in words]
    if gap.inputs["beyond"]:
        cells.append(("Declared too much", percent(gap.inputs["beyond"]), "beyond the whole gap; agree on less"))
    return figures(cells)


def seen(every: Sequence[Explained], effects: Sequence[Mapping[str, Any]], selection: Selection) -> Component:
    """Give what each reached milestone did, each opening into the two readings around it."""
    title, mine = "What was seen of what was promised", [one for one in every if one.measure == "seen"]
    if not mine:
        return section(title, [html.P("No milestone with an amount has been reached yet.")])
    by = {(one["project"], one["milestone"]): one for one in effects}
    items = []
    for one in mine:
        effect = by[(one.inputs["project"], one.inputs.get("milestone"))]
        said = f"{effect['name']} ({effect['project_name']}): "
        said += seen_in_words(effect) if one.value is not None else str(one.text)
        items.append(html.Li(explained(said, one, selection)))
    return section(title, [html.Ul(items, className="plain because")])


def judged(found: KpiView, why: Mapping[str, Explained] | None = None, selection: Selection | None = None) -> Component:
    """Give how the KPI is judged: its rule in words and numbers, and every measure or why it is not computed, each
    opening into its explanation where `why` has one.
    """
    rows = {str(row["measure"]): row for row in found.findings.to_dict("records")}
    pairs = []
    for name, word in _MEASURES.items():
        said, one = _measure(rows.get(name), name, found.row), (why or {}).get(name)
        pairs.append((word, explained(said, one, selection) if one and selection else said))
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
        return f"{rounded(value, 1)} of 10"
    if unit == "ratio":
        return f"{value:.2f}"
    if name == "progress":
        return percent(value)
    return computed(value, unit) if name == "expected" else amount(value, unit)


def _not_computed(why: str) -> Component:
    return html.Span(f"not computed: {why}", className="second")


def _dated(value: Any, day: str | None, unit: str | None) -> str | None:
    if is_missing(value):
        return None
    return amount(value, unit) + (f" on {day_of(day)}" if day else "")


def _goal(row: dict[str, Any]) -> list[tuple[str, Any]]:
    unit = row["unit"]
    if row["better"] == "yes_no":
        return [("Target", f"yes on {day_of(row['target_date'])}" if row["target_date"] else None)]
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
