"""Hand-overs between projects: what comes when, when it is needed, how much slack is left, and whether it is agreed."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.handovers import CLASH, DONE, INFORMAL, LATE, ON_TIME, UNKNOWN
from dashboard.analysis.status import AT_RISK, NO_DATA, NOT_STARTED, OFF_TRACK, ON_TRACK
from dashboard.analysis.status import DONE as IS_DONE
from dashboard.panels.blocks import figures, is_missing, link, plural, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.marks import mark
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain.wording import late
from dashboard.words import day_of

TITLE = "Dependencies across projects"
_MARKS = {CLASH: OFF_TRACK, LATE: AT_RISK, INFORMAL: AT_RISK, UNKNOWN: NO_DATA, ON_TIME: ON_TRACK, DONE: IS_DONE}
_TYPES = {"FS": "finish to start", "SS": "start to start", "FF": "finish to finish", "SF": "start to finish"}
_ABOUT = (
    "Slack: working days between what is handed over, with its lag, and the day that needs it. A clash comes after it "
    "is needed; a late hand-over more than 5 days after its baseline and after the day that needed it by plan; an "
    "informal one has no agreed date."
)
_COLUMNS = (
    Column("Gives", "wide"),
    Column("Comes", "date"),
    Column("Takes", "wide"),
    Column("Needed", "date"),
    Column("Slack, days", "figure"),
    Column("How it stands", "wide"),
    Column("What is handed over", "wide"),
    Column("Agreed", "wide"),
    Column("Source", "source"),
)


def dependencies(rows: pd.DataFrame, key: str | None, selection: Selection, names: Names) -> Component:
    """Give hand-overs, the worst first: `rows` as `view.handovers.read`, of one project (`key`) or of all."""
    if rows.empty:
        return section(TITLE, [html.P("None is stated. Give them in the Dependencies sheet of the register.")])
    lines = [_line(row, key, selection, names) for row in rows.to_dict("records")]
    return section(TITLE, [table(TITLE, _COLUMNS, lines)], about=_ABOUT)


def opening(rows: pd.DataFrame) -> list[Component]:
    """Give the sentence and the figures of all hand-overs."""
    counts = rows["state"].value_counts()
    cells = [
        ("Clashes", CLASH, "come after they are needed"),
        ("Late", LATE, "after their baseline and the day that needed them"),
        ("Informal", INFORMAL, "without an agreed date"),
        ("On time", ON_TIME, "still to come"),
        ("Handed over", DONE, "in time"),
    ]
    shown = [(word, str(counts.get(state, 0)), under) for word, state, under in cells]
    return [html.P(sentence(rows), className="lead"), figures(shown)]


def sentence(rows: pd.DataFrame) -> str:
    """Say how many hand-overs there are, and what is wrong with the worst."""
    if rows.empty:
        return "No dependency across projects is stated, so nobody is known to wait for another."
    worst = rows.iloc[0].to_dict()
    said = f"{plural(len(rows), 'hand-over')} between projects."
    if worst["state"] in (ON_TIME, DONE):
        return f"{said} None is late, clashes or lacks an agreed date."
    when = f", on {day_of(worst['needs'])}" if worst["state"] == CLASH else ""
    return f"{said} {_named(worst, 'from')} gives {_what(worst)} to {_named(worst, 'to')}: {stands(worst)}{when}."


def _named(row: dict[Any, Any], end: str) -> str:
    return str(row[f"{end}_name"] or row[f"{end}_project"])


def _what(row: dict[Any, Any]) -> str:
    return str(row["hands_over"] or row["from_milestone_name"] or "something that is not named")


def stands(row: dict[Any, Any]) -> str:
    """Say how a hand-over stands, in words with days."""
    state = row["state"]
    if state == CLASH:
        done = "came" if row["given"] else "comes"
        return f"{done} {plural(int(-row['slack']), 'working day')} after it is needed"
    if state == LATE:
        return f"{late(row['late_days'])}, {int(row['overrun'])} after it was needed by plan"
    if state in (INFORMAL, UNKNOWN):
        return str(row["why"]).split(";")[0]
    spare = None if is_missing(row["slack"]) else plural(int(row["slack"]), "working day")
    if state == DONE:
        return f"handed over on {day_of(row['gives'])}"
    return f"{spare} to spare" if spare else "on time"


def _line(row: dict[Any, Any], key: str | None, selection: Selection, names: Names) -> list[Any]:
    lag = None if not row["lag_days"] else f"{plural(int(row['lag_days']), 'working day')} later"
    how = ", ".join(part for part in (_TYPES.get(row["type"] or "", row["type"]), lag) if part)
    stated = html.Span([mark(_MARKS.get(row["state"], NOT_STARTED)), html.Span(stands(row))], className="marked")
    return [
        _end(row, "from", key, selection),
        day_of(row["gives"]) if row["gives"] else None,
        _end(row, "to", key, selection),
        day_of(row["needs"]) if row["needs"] else None,
        None if is_missing(row["slack"]) else row["slack"],
        stated,
        html.Div([row["hands_over"] or "not named", html.Span(how, className="under")]),
        _agreed(row, names),
        source(row["source"], row["source_revision"], selection),
    ]


def _end(row: dict[Any, Any], side: str, key: str | None, selection: Selection) -> Component:
    """Name one end of a hand-over: the project, unless it is this one, and its milestone."""
    there = row[f"{side}_key"]
    own = key is not None and there == key
    project = "this project" if own else link("project", there, _named(row, side), selection)
    milestone = row[f"{side}_milestone_name"]
    return html.Div([html.Span(project), html.Span(milestone or "no milestone named", className="under")])


def _agreed(row: dict[Any, Any], names: Names) -> str:
    both = " and ".join(dict.fromkeys(str(names.get(who, who)) for who in (row["giver"], row["taker"]) if who))
    said = "agreed" if row["agreed"] else "not agreed"
    return f"{said}, {both}" if both else said
