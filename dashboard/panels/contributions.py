"""What projects and their milestones are to do for an objective or a KPI, and what a project is to do."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.effect_words import Key
from dashboard.panels.blocks import is_missing, link, plural, section, source
from dashboard.panels.marks import mark
from dashboard.panels.parts import Children
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain.ahead import seen_in_words
from dashboard.words import change, day_of, number

Names = dict[str, str]  # of people, by their keys
Told = Mapping[Key, str]  # what was expected of a contribution and seen, by project, milestone and what it serves

_NOTHING: Told = MappingProxyType({})
_EFFECT = (
    Column("Expected effect", "figure"),
    Column("Agreed by", "wide"),
    Column("Source", "source"),
)
_DATES = (
    Column("Baseline", "date"),
    Column("Forecast", "date"),
    Column("Done", "date"),
    Column("Slip, days", "figure"),
)


def of_objective(
    rows: pd.DataFrame, measured: pd.DataFrame, key: str, selection: Selection, names: Names, told: Told = _NOTHING
) -> Component:
    """Give the projects and milestones behind an objective: `rows` and `measured` (its KPIs) as `ObjectiveView`."""
    title = "Projects and milestones behind it"
    if rows.empty:
        return section(title, [html.P("No project contributes to it or to its KPIs.")])
    columns = (Column("Project and milestone", "wide"), *_DATES, Column("Moves", "wide"), *_EFFECT)
    units, called = _by_key(measured, "unit"), _by_key(measured, "name")
    lines = [
        [
            _who(row, selection),
            *_dates(row),
            "this objective itself" if row["serves"] == key else _served(row, called, selection),
            *_effect(row, units.get(row["serves"]), selection, names, told=told),
        ]
        for row in _in_order(rows)
    ]
    return section(title, [table(title, columns, lines, name="work")], about=_count(rows))


def of_kpi(
    rows: pd.DataFrame,
    row: Mapping[str, Any],
    effects: Sequence[Mapping[str, Any]],
    selection: Selection,
    names: Names,
    figures: Component | None = None,
) -> Component:
    """Give what is to move a KPI, by how much and when, and what was seen of it: `rows` as `KpiView.contributions`,
    `row` that of the KPI, `effects` as `explain.ahead.told`; `figures` stand above.
    """
    title = "Projects and milestones that are to move it"
    if rows.empty:
        return section(title, [html.P("No project contributes to it. Link one in the Contributions sheet.")])
    columns = (Column("Project and milestone", "wide"), *_DATES, *_BRINGS, *_EFFECT)
    found = {(one["project"], one["milestone"]): one for one in effects}
    lines = []
    for each in _in_order(rows):
        one = found.get((each["project"], each["milestone"]))
        told = [*_dates(each), *_brings(one), *_effect(each, row["unit"], selection, names, one)]
        lines.append([_who(each, selection), *told])
    above = [figures] if figures else []
    return section(title, [*above, table(title, columns, lines, name="work")], about=_count(rows, effects))


_BRINGS = (Column("Takes effect", "wide"), Column("Of the way, %", "figure"), Column("Seen", "wide"))


def _brings(one: Mapping[str, Any] | None) -> list[Any]:
    """Give when an effect comes, its part of the way from baseline to target, and what was seen of it."""
    if one is None:
        return [_second("not known"), None, None]
    day = day_of(one["effective"]) if isinstance(one["effective"], str) else "no date"
    when = html.Div([html.Span(day), html.Span(_state(one), className="under")])
    return [when, None if is_missing(one["part"]) else float(one["part"]), _seen(one)]


def _state(one: Mapping[str, Any]) -> str:
    if one["over"]:
        return "does not come any more"
    said = {"delivered": "delivered", "coming": "on its way", "late": "after the target's date"}[one["when"]]
    said = "late" if one["when"] == "late" and not isinstance(one["effective"], str) else said
    return f"{said}, slipped from {day_of(one['baseline'])}" if one["slipped"] and one["baseline"] else said


def _seen(one: Mapping[str, Any]) -> Any:
    if not one["done"]:
        return None
    if is_missing(one["seen"]):
        return _second(str(one["unseen"]).removeprefix("not computed: ")) if isinstance(one["unseen"], str) else None
    return seen_in_words(one)


def of_project(
    rows: pd.DataFrame, served: Names, units: Names, selection: Selection, names: Names, told: Told = _NOTHING
) -> Component:
    """Give what a project is to do: `served` and `units` name the KPIs and objectives by their keys."""
    title = "What it is to move"
    if rows.empty:
        said = "It serves no KPI and no objective that is known. Link it in the Contributions sheet of the register."
        return section(title, [html.P(said)])
    columns = (Column("KPI or objective", "wide"), Column("Through", "wide"), *_EFFECT)
    lines = [
        [
            _served(row, served, selection),
            row["milestone_name"] or row["milestone_text"] or "the whole project",
            *_effect(row, units.get(row["serves"]), selection, names, told=told),
        ]
        for row in _in_order(rows)
    ]
    return section(title, [table(title, columns, lines, name="work")], about=_count(rows))


def _by_key(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    return {str(key): value for key, value in zip(rows.index, rows[column], strict=True)}


def _in_order(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Give the rows of one project together, the earliest milestone first."""
    records = rows.to_dict("records")
    return sorted(
        records,
        key=lambda row: (
            row["project_name"] or row["project_text"] or "",
            row["milestone_actual"] or row["milestone_forecast"] or row["milestone_baseline"] or "9",
        ),
    )


def _count(rows: pd.DataFrame, effects: Sequence[Mapping[str, Any]] = ()) -> str:
    unquantified = int(rows["amount"].isna().sum())
    unagreed = int(rows["agreed_by"].isna().sum())
    unreviewed = sum(bool(one["unreviewed"]) for one in effects)
    against = sum(bool(one["against"]) for one in effects)
    parts = [f"{unquantified} of {len(rows)} linked, not quantified"] if unquantified else []
    parts += [f"{unagreed} of {len(rows)} not agreed by the KPI's owner"] if unagreed else []
    parts += [f"{unreviewed} of {len(rows)} not reviewed for {effects[0]['review_days']:g} days"] if unreviewed else []
    parts += [f"{against} of {len(rows)} moves it away from its target"] if against else []
    said = "; ".join(parts)
    return said[:1].upper() + said[1:] + "." if said else ""


def _who(row: dict[Any, Any], selection: Selection) -> Any:
    """Name the project with its status, and below it the milestone with its own."""
    name = row["project_name"] or row["project_text"]
    project = marked(row["project_status"], link("project", row["project"], name, selection))
    if row["milestone"] is None:
        wanted = row["milestone_text"]
        return html.Div([project, html.Span(f"{wanted}, not found yet" if wanted else "as a whole", className="under")])
    return html.Div([project, marked(row["milestone_status"], row["milestone_name"], milestone=True, under=True)])


def marked(status: Any, words: Children, *, milestone: bool = False, under: bool = False) -> Component:
    """Give words with the mark of a status before them, where there is one."""
    marks = [] if is_missing(status) else [mark(status, milestone=milestone)]
    return html.Span([*marks, html.Span(words)], className="marked marked-under" if under else "marked")


def _dates(row: dict[Any, Any]) -> list[Any]:
    days = [row[f"milestone_{name}"] for name in ("baseline", "forecast", "actual")]
    return [*(day_of(text) if isinstance(text, str) else None for text in days), slip(row["milestone_slip_days"])]


def slip(days: Any) -> str | None:
    """Say a slip in working days: +15 is late."""
    if is_missing(days):
        return None
    return f"+{number(days)}" if days > 0 else number(days) or "0"


def _served(row: dict[Any, Any], names: Names, selection: Selection) -> Any:
    if row["serves"] is None:
        return f"{row['serves_text'] or 'nothing named'}, not found yet"
    return link(row["serves_kind"], row["serves"], names.get(row["serves"]), selection)


def _effect(
    row: dict[Any, Any],
    unit: str | None,
    selection: Selection,
    names: Names,
    one: Mapping[str, Any] | None = None,
    told: Told = _NOTHING,
) -> list[Any]:
    """Give the expected effect, what was seen of it as far as it is `told`, who agreed to it, and its place; `one` adds
    what is to be said against its claim.
    """
    agreed = row["agreed_by"]
    who = names.get(agreed, agreed) if agreed else _second("not agreed")
    doubts = [] if one is None else _doubts(one, bool(agreed))
    expected, _, seen = told.get((row["project"], row["milestone"], row["serves"]), "").partition(", ")
    seen = ", ".join(filter(None, ("against its direction" if "against" in expected else "", seen)))
    against = [html.Span(seen, className="under")] if seen else []
    against += [html.Span("away from the target", className="under")] if one is not None and one["against"] else []
    return [
        html.Div([html.Span(_change(row["amount"], unit)), html.Span(_how(row), className="under"), *against]),
        html.Div([html.Span(who), *(html.Span(each, className="under") for each in doubts)]) if doubts else who,
        source(row["source"], row["source_revision"], selection),
    ]


def _doubts(one: Mapping[str, Any], agreed: bool) -> list[str]:
    doubts = ["not the KPI's owner"] if agreed and not one["agreed"] else []
    if one["unreviewed"]:
        days = one["reviewed_days"]
        doubts.append("never reviewed" if is_missing(days) else f"reviewed {int(days)} days ago")
    return doubts


def _change(value: Any, unit: str | None) -> Children:
    return _second("not quantified") if is_missing(value) else change(value, unit)


def _how(row: dict[Any, Any]) -> str:
    """Say after how long the effect is expected, and how sure that is."""
    lag, sure = row["lag_days"], row["confidence"]
    parts = [] if is_missing(lag) else ["at once" if lag == 0 else f"after {plural(int(lag), 'day')}"]
    parts += [] if is_missing(sure) else [f"{number(sure * 100)} % sure"]
    return ", ".join(parts)


def _second(words: str) -> Component:
    return html.Span(words, className="second")
