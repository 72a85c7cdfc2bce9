"""The curve of a KPI with its targets, what was expected, and the milestones that are to move it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.analysis.findings import rule_of
from dashboard.analysis.kpi import Rule, expected_on, goal_on
from dashboard.figures.curve import curve
from dashboard.figures.tokens import palette
from dashboard.panels.blocks import is_missing, section
from dashboard.panels.parts import attributes
from dashboard.view import KpiView
from dashboard.words import change

_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def drawn(found: KpiView, theme: Mapping[str, Any]) -> Component:
    """Give the curve of a KPI in the colours of a theme (`scheme`, `statuses`, as the browser has them); a sentence
    where there is nothing to draw.
    """
    readings = found.readings[found.readings["date"].notna()]
    measured = readings[readings["actual"].notna()]
    if measured.empty:
        return html.P("Its course is not drawn: there is no reading with a date. Give one in the Readings sheet.")
    if measured["series"].nunique(dropna=False) > 1:
        return html.P("Its course is not drawn: several series are measured side by side. They stand below.")
    rule = rule_of(found.row, readings)
    scheme = "dark" if theme.get("scheme") == "dark" else "light"
    figure = curve(
        _points(measured, rule),
        _targets(rule, found.row["unit"]),
        _milestones(found.contributions, found.row["unit"]),
        unit=found.row["unit"] or "",
        theme=scheme,
        blue_orange=theme.get("statuses") == "blue-orange",
    )
    if rule.better == "range" and rule.low is not None and rule.high is not None:
        colours = palette(scheme)
        figure.add_hrect(y0=rule.low, y1=rule.high, fillcolor=colours.accent_fill, line_width=0, layer="below")
        named: dict[str, Any] = {"xref": "paper", "xanchor": "left", "xshift": 4, "yanchor": "top", "showarrow": False}
        font = {"size": 12, "color": colours.second}
        figure.add_annotation(text=f"good from {rule.low:g} to {rule.high:g}", x=0, y=rule.high, font=font, **named)
    figure.update_xaxes(tickformat="%b\n%Y", nticks=8, tickangle=0)
    graph = dcc.Graph(figure=figure, config=_CONFIG, className="curve", responsive=True)
    label = attributes(aria_label=f"Course of {found.row['name']}; its readings stand in the table below")
    return html.Div(graph, role="img", **label)


def course(picture: Any) -> Component:
    """Give the section around the curve."""
    return section("Course", [picture], about="Diamonds are milestones that are to move it, on their effective day.")


def _points(measured: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Give readings, what was expected on their days, and the corners of the path to the target."""
    days = pd.to_datetime(measured["date"]).dt.date
    rows = pd.DataFrame({"date": list(days), "actual": [float(value) for value in measured["actual"]]})
    if measured["forecast"].notna().any():
        rows["forecast"] = list(measured["forecast"])
    dates = {day for day, _ in rule.points}
    dates |= {rule.baseline_date} if rule.baseline_date and rule.baseline is not None else set()
    dates |= {rule.target_date} if rule.target_date and rule.target is not None else set()
    if rule.better in ("range", "yes_no") or len(dates) < 2:
        return rows
    path = pd.DataFrame({"date": sorted(dates), "path": [goal_on(rule, day) for day in sorted(dates)]})
    missing = [day for day in rows["date"] if expected_on(rule, day) is None]
    if not missing:
        path = pd.concat([path, pd.DataFrame({"date": rows["date"], "path": [goal_on(rule, d) for d in rows["date"]]})])
    joined = path.drop_duplicates("date").merge(rows, on="date", how="outer")
    known = joined["actual"].notna()
    return _without_gaps(joined, known)


def _without_gaps(joined: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Keep days of the path alone outside the readings, so that they break no line between two readings."""
    days = joined["date"][known]
    return joined[known | (joined["date"] < days.min()) | (joined["date"] > days.max())]


def _targets(rule: Rule, unit: str | None) -> pd.DataFrame:
    rows: list[tuple[Any, float, str]] = []
    final = rule.final
    if final and rule.better not in ("range", "yes_no"):
        rows.append((final[0], final[1], "target"))
    return pd.DataFrame(rows, columns=["date", "value", "name"])


def _milestones(contributions: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """Give a diamond per milestone on the day its effect starts: its date and the lag."""
    rows = []
    for row in contributions.to_dict("records"):
        day = row["milestone_actual"] or row["milestone_forecast"] or row["milestone_baseline"]
        if not isinstance(day, str):
            continue
        lag = 0 if is_missing(row["lag_days"]) else int(row["lag_days"])
        when = (pd.Timestamp(day) + pd.Timedelta(days=lag)).date()
        effect = "not quantified" if is_missing(row["amount"]) else f"{change(row['amount'], unit)} expected"
        rows.append((when, f"{row['milestone_name']} ({row['project_name']})", row["milestone_status"], effect))
    return pd.DataFrame(rows, columns=["date", "name", "status", "effect_text"])
