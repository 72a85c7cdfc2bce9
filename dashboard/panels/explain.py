"""One panel for every figure and colour: what it is, the rule that made it, its inputs, and the rows they come from."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import facts, source
from dashboard.panels.parts import Children
from dashboard.selection import Selection
from dashboard.view.explain import Because, Explained
from dashboard.view.explain.wording import capital, known
from dashboard.words import amount, day_of, number

_INPUTS = {
    "ac": "Spent", "ac_date": "Spent up to", "ac_left_out": "Spent and not converted, in",
    "ac_source": "Spent, by", "actual": "Reading or day",
    "after": "First reading after", "after_date": "Read on", "agreed_links": "Agreed and reviewed", "bac": "Budget",
    "baseline_finish": "Finish of the baseline", "baseline_start": "Start of the baseline", "basis": "Counted in",
    "before": "Last reading before", "before_date": "Last read on", "beyond": "Declared too much, %",
    "by": "Decided by", "children": "Of", "coming": "To come", "count": "Effects together", "coverage": "Taking part",
    "cpi": "CPI", "delivered": "Delivered, %", "drifted": "By drift", "due": "Due by the status date",
    "duration": "Duration, working days", "eac": "Cost at the end", "eac_form": "EAC by form",
    "effort_pv": "Level of effort", "es": "Earned schedule, months", "ev": "Earned",
    "exposure": "Threats, probability × money", "final": "Last target",
    "finish_slip": "Slip of the finish, working days",
    "goal": "Expected on that day", "ieac_t": "Months at this pace", "judged": "Dimensions judged",
    "kind_of_percent": "Percent complete is", "last": "Last reading", "last_date": "Last read on", "late": "Late, %",
    "links": "Contributions", "loe": "Share of level of effort", "measured": "KPIs with a gap",
    "open": "Not covered, %", "overdue": "Overdue", "quantified": "With an amount",
    "remaining_budget": "Left of the budget", "reported": "Reported", "short": "Short of the target",
    "short_share": "Short, % of the weight", "spi_t": "SPI(t)", "together": "Expected", "total": "Milestones in all",
    "unfinished_on": "Not finished on",
    "unconverted": "Threats without a rate, in", "unplanned": "Lines without a baseline",
    "unweighed": "Threats without probability or money", "worst_deliverable": "Worst", "worst_name": "Worst",
    "worst_slip": "Its slip, working days",
}  # fmt: skip
_MONEY = ("ac", "bac", "eac", "effort_pv", "ev", "exposure", "remaining_budget")
_LEFT_OUT = ("worst", "reading", "project", "milestone")  # keys of the store


def explained(
    figure: Children, one: Explained | None, selection: Selection, *, unit: str | None = None
) -> Component | Children:
    """Give a figure or a status that opens into its explanation; the figure alone where nothing is known of it.

    `unit` is that of the money among its inputs.
    """
    if one is None:
        return figure
    head = html.Summary([html.Span(figure), " ", html.Span("why", className="why")], className="explain-figure")
    return html.Details([head, html.Div(_body(one, selection, unit), className="explain-body")], className="explain")


def _body(one: Explained, selection: Selection, unit: str | None) -> list[Component]:
    """Give the sentences with their sources, the rule, and the inputs."""
    items = [
        html.Li([each.text, " ", html.Span(_place(each, selection))] if each.source else each.text)
        for each in one.because
    ]
    parts: list[Component] = [html.Ul(items, className="plain because")] if items else []
    if one.rule:
        on = f", on {day_of(one.on_date)}" if one.on_date else ""
        parts.append(html.P(f"Rule: {one.rule}{on}.", className="about"))
    pairs = inputs(one.inputs, unit)
    if pairs:
        parts.append(facts(pairs))
    return parts


def _place(because: Because, selection: Selection) -> list[Any]:
    """Say where the facts of a sentence stand, as a link to the load that brought them, and when that was recorded."""
    where = source(because.source, because.source_revision, selection)
    if not because.source_loaded:
        return [where]
    return [where, html.Span(f" (loaded {day_of(because.source_loaded)})", className="second loaded")]


def inputs(made: Mapping[str, Any], unit: str | None) -> list[tuple[str, str]]:
    """Give the names of the inputs in words with their values."""
    return [
        (_INPUTS.get(name, capital(name.replace("_", " "))), _value(name, value, unit))
        for name, value in made.items()
        if known(value) and name not in _LEFT_OUT
    ]


def _value(name: str, value: Any, unit: str | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        text = str(value)
        return (
            day_of(text) if len(text) in (10, 19) and text[4:5] == "-" and text[7:8] == "-" else text.replace("_", " ")
        )
    if name in _MONEY:
        return amount(float(value), unit)
    return number(float(value)) or "0"
