"""The milestones of a project: one table that is its own picture, baseline against forecast and actual."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.figures.plot import Days, days
from dashboard.panels.blocks import csv, section, source
from dashboard.panels.contributions import slip
from dashboard.panels.explain import explained
from dashboard.panels.marks import mark, status
from dashboard.panels.parts import attributes
from dashboard.panels.sentences import lateness
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain import Explained, rebased
from dashboard.words import day_of

_DAYS = ("baseline", "forecast", "actual")
_RULE = "Slip in working days of the project's calendar"


def milestones(
    rows: pd.DataFrame, status_date: str | None, selection: Selection, why: Mapping[str, Explained] | None = None
) -> Component:
    """Give the milestones in order of their dates: `rows` as `ProjectView.milestones`; the status date is a line. `why`
    explains the slip of each by key, where it was asked for.
    """
    if rows.empty:
        said = "No milestone is known. Mark one in the schedule, or give it in the Milestones sheet of the register."
        return section("Milestones", [html.P(said)])
    records = sorted(rows.assign(key=rows.index).to_dict("records"), key=_when)
    scale = _scale(records, status_date)
    columns = (
        Column("Milestone", "wide"),
        Column("Status"),
        Column(_header(scale, status_date), "track") if scale else Column("", "track"),
        Column("Baseline", "date"),
        Column("Forecast", "date"),
        Column("Done", "date"),
        Column("Slip, days", "figure"),
        Column("Source", "source"),
    )
    lines = [_line(row, scale, status_date, selection, (why or {}).get(row["key"])) for row in records]
    alarms = [html.P(text, className="note note-warning") for row in records for text in _alarm(row)]
    about = [_cuts(rows) + _adopted(rows) + " ", csv("/api/v1/milestones", selection, "CSV of all milestones")]
    return section("Milestones", [*alarms, table("Milestones", columns, lines, name="milestones")], about=about)


def _line(
    row: dict[Any, Any], scale: Days | None, status_date: str | None, selection: Selection, one: Explained | None
) -> list[Any]:
    done = isinstance(row["actual"], str)
    return [
        row["name"] or "not named",
        status(row["status"], milestone=True),
        _track(row, scale, status_date) if scale else None,
        first_beside(day_of(row["baseline"]), row, day_of(row["first_baseline"]))
        if isinstance(row["baseline"], str)
        else None,
        None if done or not isinstance(row["forecast"], str) else day_of(row["forecast"]),
        day_of(row["actual"]) if done else None,
        first_beside(
            explained(html.Span(slip(row["slip_days"]), title=lateness(row["slip_days"])), one, selection),
            row,
            slip(row["first_slip_days"]),
        )
        if slip(row["slip_days"])
        else row["reason"],
        source(row["source"], row["source_revision"], selection),
    ]


def first_beside(shown: Any, row: dict[Any, Any], first: str | None) -> Any:
    """Give a baseline or a slip with that of the first baseline under it, where the baseline has moved since."""
    if not isinstance(row["moved_on"], str) or not first:
        return shown
    return html.Span([shown, html.Span(f"first {first}", className="about first-baseline")])


def _alarm(row: dict[Any, Any]) -> list[str]:
    """Say that a baseline moved and nobody decided it."""
    said = None if row["decided"] else rebased.moved(row)
    return [f"{row['name'] or 'A milestone'}: {said[:1].lower()}{said[1:]}."] if said else []


def _when(row: dict[Any, Any]) -> str:
    return next((row[name] for name in ("actual", "forecast", "baseline") if isinstance(row[name], str)), "9")


def _cuts(rows: pd.DataFrame) -> str:
    """Say the rule by which the milestones were judged, as their findings have it."""
    cuts = {cut for rule in rows["rule"] if isinstance(rule, str) for cut in [rule.partition("; ")[2]] if cut}
    return f"{_RULE}: {' · '.join(sorted(cuts))}, else off track." if cuts else f"{_RULE}."


def _adopted(rows: pd.DataFrame) -> str:
    """Say where a baseline is an earlier plan that was adopted."""
    rules = [rule for rule in rows["rule"] if isinstance(rule, str) and "adopted" in rule]
    return f" The baseline is {rules[0].partition('; ')[0].removeprefix('slip against ')}." if rules else ""


def _scale(records: list[dict[Any, Any]], status_date: str | None) -> Days | None:
    texts = [row[name] for row in records for name in _DAYS if isinstance(row[name], str)]
    texts += [status_date] if status_date else []
    known = [date.fromisoformat(text[:10]) for text in texts]
    return days(min(known), max(known), margin=0.04) if known else None


def _header(scale: Days, status_date: str | None) -> Component:
    """Write the months above the tracks, and name the line of the status date."""
    months = [
        html.Span(f"{month:%b}" + (f" {month.year}" if at == 0 or month.month == 1 else ""), style=_left(place))
        for at, (place, month) in enumerate(scale.months(6))
    ]
    line = []
    if status_date:
        place = scale.place(date.fromisoformat(status_date[:10]))
        line = [html.Span(f"status {day_of(status_date)}", className="status-date", style=_left(min(place, 88)))]
    return html.Div([*line, *months], className="months-above", **attributes(aria_hidden="true"))


def _track(row: dict[Any, Any], scale: Days, status_date: str | None) -> Component:
    """Draw the baseline as an open diamond, the forecast or actual as the milestone's mark, and what lies between."""
    places = {name: scale.place(date.fromisoformat(row[name][:10])) for name in _DAYS if isinstance(row[name], str)}
    now = places.get("actual", places.get("forecast"))
    parts: list[Any] = []
    if status_date:
        parts.append(html.Span(className="track-now", style=_left(scale.place(date.fromisoformat(status_date[:10])))))
    if "baseline" in places:
        if now is not None:
            first, last = sorted((places["baseline"], now))
            parts.append(html.Span(className="track-slip", style={**_left(first), "width": f"{last - first:.2f}%"}))
        parts.append(html.Span(className="track-baseline", style=_left(places["baseline"])))
    if now is not None:
        parts.append(html.Span(mark(row["status"], milestone=True), className="track-mark", style=_left(now)))
    return html.Div(parts, className="track", **attributes(aria_hidden="true"))


def _left(place: float) -> dict[str, str]:
    return {"left": f"{place:.2f}%"}
