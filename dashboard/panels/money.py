"""Expenditure and revenue against plan: totals, months as bars, and the same as a table."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.figures.money import by_month, kinds, kinds_of_projects, sums
from dashboard.figures.plot import values
from dashboard.panels.blocks import is_missing, link, section
from dashboard.panels.parts import attributes
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.words import day_of, number

WORDS = {"cost": "Expenditure", "revenue": "Revenue", "saving": "Savings", "other benefit": "Other benefits"}
_ABOUT = (
    "To date is up to the last month that has an actual; at the end is the actual and the forecast after it. All by "
    "Money sheets: what only a schedule says was spent has no months."
)
_TOTALS = (
    Column("Plan to date", "figure"),
    Column("Actual to date", "figure"),
    Column("Difference", "figure"),
    Column("Plan, whole life", "figure"),
    Column("Forecast at the end", "figure"),
    Column("Committed", "figure"),
)
_BARS = (("plan", "Plan"), ("actual", "Actual"), ("forecast", "Forecast"))


def of_projects(money: pd.DataFrame, projects: dict[str, str], selection: Selection) -> Component:
    """Give the money of several projects, a line each and never added over currencies. `projects`: names by key."""
    title = "Expenditure and revenue against plan"
    if money.empty:
        return section(title, [html.P("The money of its projects is not known. Give it in the Money sheet.")])
    columns = (Column("Project", "wide"), Column("Kind"), Column("Currency"), *_TOTALS)
    lines = [
        [link("project", key, projects.get(key), selection), word(kind), currency, *_totals(mine)]
        for key, kind, currency, mine in kinds_of_projects(money)
    ]
    about = f"Whole projects, of which this objective may be only a part. {_ABOUT}"
    return section(title, [table(title, columns, lines, name="money")], about=about)


def of_project(money: pd.DataFrame, budget: str | None) -> Component:
    """Give the money of one project, `budget` in words: totals by kind and currency, and every month as a bar and in a
    table; or that of many, put together by month, with what it covers in words.
    """
    title = "Expenditure and revenue against plan"
    if money.empty:
        return section(title, [html.P("Its money by month is not known. Give it in the Money sheet of the register.")])
    groups = list(kinds(money))
    columns = (Column("Kind"), Column("Currency"), *_TOTALS)
    lines = [[word(kind), currency, *_totals(rows)] for kind, currency, rows in groups]
    drawn = [part for kind, currency, rows in groups for part in _drawn(kind, currency, rows)]
    about = f"{budget} {_ABOUT}" if budget else _ABOUT
    return section(title, [table(title, columns, lines, name="money"), *drawn], about=about)


def spent_by(source: Any, until: Any) -> str | None:
    """Say what a sum that was spent comes from: money register, or the schedule up to a day; None where none is known.

    As `analysis.money.spent_by` gives them.
    """
    if is_missing(source):
        return None
    return str(source) if is_missing(until) else f"{source}, {day_of(until)}"


def word(kind: str) -> str:
    """Say a kind of money."""
    return WORDS.get(kind, kind[:1].upper() + kind[1:])


def _totals(rows: pd.DataFrame) -> list[Any]:
    found = sums(rows)
    both = found.actual is not None and found.plan_to_date is not None
    difference = found.actual - found.plan_to_date if both else None  # type: ignore[operator]
    signed = None if difference is None else f"{'+' if difference > 0 else ''}{number(difference)}"
    return [found.plan_to_date, found.actual, signed, found.plan, found.at_end, found.committed]


def _drawn(kind: str, currency: str, rows: pd.DataFrame) -> list[Component]:
    """Give the bars of one kind and currency, and the table of them one key away."""
    frame = by_month(rows)
    if frame.empty:
        return []
    yearly = all(str(day).endswith("-01-01") for day in frame.index) and len(frame) > 1
    title = f"{word(kind)} by {'year' if yearly else 'month'}, {currency}"
    columns = (Column("Year" if yearly else "Month"), *(Column(name, "figure") for _, name in _BARS))
    columns = (*columns, Column("Committed", "figure"))
    lines = [[_month(day, yearly), *(row[name] for name in ("plan", "actual", "forecast", "committed"))]
             for day, row in zip(frame.index, frame.to_dict("records"), strict=True)]  # fmt: skip
    as_table = html.Details([html.Summary(f"{title}, as a table"), table(title, columns, lines)])
    return [html.H3(title), _key(frame), _bars(title, frame, yearly), as_table]


def _key(frame: pd.DataFrame) -> Component:
    """Name the three kinds of bars, of those that are there."""
    shown = [(name, called) for name, called in _BARS if frame[name].notna().any()]
    swatches = [html.Span([html.Span(className=f"swatch bar-{name}"), called]) for name, called in shown]
    return html.P(swatches, className="key", **attributes(aria_hidden="true"))


def _bars(title: str, frame: pd.DataFrame, yearly: bool) -> Component:
    numbers = [float(value) for name, _ in _BARS for value in frame[name] if not is_missing(value)]
    scale = values(numbers, zero=True)
    lines = [
        html.Div(html.Span(short(tick)), className="tick", style={"top": f"{scale.place(tick):.2f}%"})
        for tick in scale.ticks()
    ]
    months = [
        _column(day, row, scale.high, yearly, at == 0)
        for at, (day, row) in enumerate(zip(frame.index, frame.to_dict("records"), strict=True))
    ]
    widest = {"maxWidth": f"{max(len(months), 6) * 72}px"}
    plot = html.Div([*lines, html.Div(months, className="months")], className="plot", style=widest)
    label = attributes(aria_label=f"{title}; the table below holds the same")
    return html.Div(plot, className="bars", role="img", **label)


def _column(day: str, row: dict[Any, Any], high: float, yearly: bool, first: bool) -> Component:
    name = _month(day, yearly)
    said = [f"{called.lower()} {number(row[key])}" for key, called in _BARS if not is_missing(row[key])]
    bars = [
        html.Span(className=f"bar bar-{key}", style={"height": f"{max(0.0, 100 * row[key] / high):.2f}%"})
        for key, _ in _BARS
        if not is_missing(row[key]) and not (key == "forecast" and not is_missing(row["actual"]))
    ]
    label = html.Span(_label(day, yearly, first), className="month-name")
    return html.Div([html.Div(bars, className="bar-group"), label], title=f"{name}: {', '.join(said) or 'nothing'}")


def _month(day: str, yearly: bool) -> str:
    moment = pd.Timestamp(day)
    return str(moment.year) if yearly else f"{moment:%b} {moment.year}"


def _label(day: str, yearly: bool, first: bool) -> Sequence[Any]:
    moment = pd.Timestamp(day)
    if yearly:
        return [str(moment.year)]
    year = [html.Span(str(moment.year), className="year")] if moment.month == 1 or first else []
    return [f"{moment:%b}"[:1], *year]


def short(value: float) -> str:
    """Say a number of an axis in thousands or millions."""
    for size, letter in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.2f}".rstrip("0").rstrip(".") + letter
    return number(value) or "0"
