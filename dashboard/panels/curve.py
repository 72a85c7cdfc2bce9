"""The curve of a KPI with its targets, what was expected, and the milestones that are to move it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.analysis.findings import rule_of
from dashboard.analysis.kpi import Rule, expected_on, goal_on
from dashboard.figures.course import course as course_of
from dashboard.figures.curve import curve
from dashboard.figures.tokens import palette
from dashboard.panels.blocks import is_missing, section
from dashboard.panels.parts import attributes
from dashboard.panels.table import Column, table
from dashboard.view import KpiView
from dashboard.view.ahead import Ahead
from dashboard.view.explain.ahead import effect_in_words
from dashboard.words import day_of, spoken

Effect = Mapping[str, Any]  # as `explain.ahead.told`

_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def drawn(found: KpiView, ahead: Ahead, effects: Sequence[Effect], theme: Mapping[str, Any]) -> Component:
    """Give the curve of a KPI in the colours of a theme (`scheme`, `statuses`, as the browser has them), with its table
    one key away; a sentence where there is nothing to draw. `effects` as `explain.ahead.told`.
    """
    readings = found.readings[found.readings["date"].notna()]
    measured = readings[readings["actual"].notna()]
    if measured.empty:
        return html.P("Its course is not drawn: there is no reading with a date. Give one in the Readings sheet.")
    if measured["series"].nunique(dropna=False) > 1:
        return html.P("Its course is not drawn: several series are measured side by side. They stand below.")
    rule = rule_of(found.row, readings)
    lines = _lines(found, readings, ahead)
    scheme = "dark" if theme.get("scheme") == "dark" else "light"
    figure = curve(
        _points(measured, rule),
        _targets(rule, found.row["unit"]),
        _milestones(effects, found.row),
        unit=spoken(found.row["unit"]),
        theme=scheme,
        blue_orange=theme.get("statuses") == "blue-orange",
        ahead=lines,
    )
    if rule.better == "range" and rule.low is not None and rule.high is not None:
        colours = palette(scheme)
        figure.add_hrect(y0=rule.low, y1=rule.high, fillcolor=colours.accent_fill, line_width=0, layer="below")
        named: dict[str, Any] = {"xref": "paper", "xanchor": "left", "xshift": 4, "yanchor": "top", "showarrow": False}
        font = {"size": 12, "color": colours.second}
        figure.add_annotation(text=f"good from {rule.low:g} to {rule.high:g}", x=0, y=rule.high, font=font, **named)
    if rule.better == "yes_no":
        figure.update_yaxes(tickvals=[0, 1], ticktext=["no", "yes"])
        figure.update_layout(title_text="")
    figure.update_xaxes(tickformat="%b\n%Y", nticks=8, tickangle=0)
    graph = dcc.Graph(figure=figure, config=_CONFIG, className="curve", responsive=True)
    label = attributes(aria_label=f"Course of {found.row['name']}; the table below holds the same")
    return html.Div([html.Div(graph, role="img", **label), _table(measured, lines, found.row)])


def _lines(found: KpiView, readings: pd.DataFrame, ahead: Ahead) -> pd.DataFrame:
    """Give the red flag, what drift and effects should make of the baseline, and the outlook: a row per corner."""
    made = course_of(found.row, readings)
    flag = pd.DataFrame(made.flag if made else [], columns=["date", "flag"])
    flag["date"] = [day.isoformat() for day in flag["date"]]
    return pd.concat([ahead.course, flag], ignore_index=True).astype(object)


def _table(measured: pd.DataFrame, lines: pd.DataFrame, row: Mapping[str, Any]) -> Component:
    """Give the points of every line: its readings, the red flag, what was to be expected, and the outlook."""
    unit = f", {spoken(row['unit'])}" if spoken(row["unit"]) else ""
    read = pd.DataFrame({"date": measured["date"].str[:10], "actual": measured["actual"]})
    rows = pd.concat([read, lines]).groupby("date", sort=True).first()
    names = {"actual": "Reading", "expected": "Expected", "outlook": "Outlook", "flag": "Red flag"}
    shown = [name for name in names if name in rows.columns and rows[name].notna().any()]
    columns = (Column("Day", "date"), *(Column(names[name] + unit, "figure") for name in shown))
    said = [
        [day_of(str(day)), *(None if is_missing(one[name]) else float(one[name]) for name in shown)]
        for day, one in zip(rows.index, rows.to_dict("records"), strict=True)
    ]
    return html.Details([html.Summary("As a table"), table(f"Course of {row['name']}", columns, said)])


def course(picture: Any) -> Component:
    """Give the section around the curve."""
    about = (
        "Diamonds are milestones that are to move it, on the day of their effect. Expected is the baseline with its "
        "drift and every effect so far; the outlook adds to the last reading what is still to come."
    )
    return section("Course", [picture], about=about)


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


def _milestones(effects: Sequence[Effect], row: Mapping[str, Any]) -> pd.DataFrame:
    """Give a diamond per effect on the day when it starts, with what was seen of it, else what is expected."""
    rows = [
        (one["effective"], f"{one['name']} ({one['project_name']})", one["mark"], effect_in_words(one, row))
        for one in sorted(effects, key=_weight)
        if not is_missing(one["effective"]) and not one["over"]
    ]
    return pd.DataFrame(rows, columns=["date", "name", "status", "effect_text"])


def _weight(one: Effect) -> float:
    return 0.0 if is_missing(one["part"]) else -abs(one["part"])
