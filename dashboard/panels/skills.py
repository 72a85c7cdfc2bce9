"""What the page of skills is set from: where they are short, who could help, who has them, and what hangs on one."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.load_bands import Bands
from dashboard.panels.blocks import csv, figures, is_missing, link, parted, plural, section, source
from dashboard.panels.load import heading, heat_table, line
from dashboard.panels.parts import element
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain import wording
from dashboard.view.skills import SkillsView
from dashboard.words import day_of, listed, rounded, tenths

TITLE = "Skills"
_MOST_NAMED = 12
_MOST_HELP = 20
_GAPS = "Where skills are short"
_ALONE = "Skills that one person alone has"
_UNFIT = "Booked without the skill"

# --- what is said first -----------------------------------------------------------------------------------------------


def sentence(found: SkillsView) -> str:
    """Say which skill is shortest, and who could help first."""
    if found.gaps.empty:
        return "No skill is asked for without a name in these weeks, so none is known to be short."
    short = shortages(found.gaps)
    first = short.iloc[0].to_dict()
    name = _skill(first["skill"], first["level"])
    who = listed([found.projects.get(key) or str(key) for key in first["projects"][:3]])
    asked = rounded(first["demand_hours"])
    asks = (
        f"{name} is asked for by {who}, {asked} hours from {wording.month(_day(first['first']))} "
        f"to {wording.month(_day(first['last']))}; the {first['people']} who have it can give "
        f"{rounded(first['able_hours'])} of them"
    )
    if first["gap_hours"] < 1:
        return f"{asks}, which is enough. No skill is short."
    return f"{asks}: {rounded(first['gap_hours'])} hours are short. {_helped(found, first)}"


def _helped(found: SkillsView, gap: dict[Any, Any]) -> str:
    rows = _of(found.help, gap)
    inside = rows[rows["inside"].astype(bool) & rows["why"].isna()].head(2)
    outside = rows[~rows["inside"].astype(bool) & rows["why"].isna()].head(1)
    said = []
    if len(inside):
        names = listed([f"{row['name']} ({row['department'] or 'no department'})" for row in inside.to_dict("records")])
        said.append(f"Inside, {names} can give most")
    if len(outside):
        row = outside.iloc[0].to_dict()
        rate = "" if is_missing(row["hourly"]) else f" at {wording.money(row['hourly'], found.currency)} an hour"
        said.append(f"{'outside' if said else 'Outside'}, {row['name']} can come on {day_of(row['first'])}{rate}")
    return "; ".join(said) + "." if said else "Nobody is known who could help."


def shortages(gaps: pd.DataFrame) -> pd.DataFrame:
    """Add the months of each skill and level up, the largest shortage first."""
    rows = gaps.astype({"demand_hours": float, "able_hours": float, "gap_hours": float, "level": float})
    return rows.groupby(["skill", "level"], dropna=False, sort=False, as_index=False).agg(
        demand_hours=("demand_hours", "sum"), able_hours=("able_hours", "sum"), gap_hours=("gap_hours", "sum"),
        people=("people", "first"), projects=("projects", lambda each: sorted({key for keys in each for key in keys})),
        first=("period", "min"), last=("period", "max"),
    )  # fmt: skip


def opening(found: SkillsView) -> list[Component]:
    """Give the sentence and the figures."""
    short = shortages(found.gaps) if len(found.gaps) else found.gaps
    hours = float(short["gap_hours"].sum()) if len(short) else 0.0
    count = int((short["gap_hours"] >= 1).sum()) if len(short) else 0
    free = int((found.pool["free_share"] >= 50).sum()) if len(found.pool) else 0
    first = found.alone.iloc[0].to_dict() if len(found.alone) else None
    under = f"first {first['skill']}, {first['name']}" if first else "no skill"
    cells = [
        ("Skills short", str(count), "in these weeks"),
        ("Hours short", rounded(hours), "after what is free inside"),
        ("On one person alone", str(len(found.alone)), under),
        ("Booked without the skill", str(len(found.misfits)), "where a skill is stated"),
        ("Half free or more", str(free), f"of {plural(len(found.pool), 'person', 'people')}"),
    ]  # fmt: skip
    return [html.P(sentence(found), className="lead"), figures(cells)]


# --- shortages and who could help -------------------------------------------------------------------------------------


def gaps(found: SkillsView, selection: Selection, asked: str) -> Component:
    """Give the shortages by month; the colour is demand against what can be given."""
    if found.gaps.empty:
        said = "None is asked for without a name. Ask for a skill in the Assignments sheet of the register."
        return section(_GAPS, [html.P(said)])
    months = sorted(set(found.gaps["period"]))
    head = [heading("Skill, level"), *(heading(_month(month)) for month in months)]
    lines = []
    for (skill, level), mine in found.gaps.groupby(["skill", "level"], dropna=False, sort=False):
        by_month = {row["period"]: row for row in mine.to_dict("records")}
        cells = [_cell(by_month.get(month), found.bands) for month in months]
        lines.append(line(_skill(str(skill), level), cells))
    shown = [heat_table(head, lines, _GAPS), csv(f"/api/v1/skill-gaps{asked}", selection)]
    about = "Hours short by month, of the hours asked for without a name; dark is demand far over what can be given."
    return section(_GAPS, shown, about=about)


def _cell(row: dict[Any, Any] | None, bands: Bands) -> Any:
    if row is None:
        return element("Td", "", role="cell", **{"data-band": "free"})
    said = f"{rounded(row['demand_hours'])} asked for, {rounded(row['able_hours'])} can be given"
    shown = f"{rounded(row['gap_hours'])} of {rounded(row['demand_hours'])} h"
    band = bands.of(row["able_hours"], row["demand_hours"])
    return element("Td", shown, role="cell", title=said, **{"data-band": band})


def helpers(found: SkillsView, selection: Selection, departments: dict[str, str], asked: str) -> list[Component]:
    """Give who could help with each skill that is short, inside and outside."""
    if found.gaps.empty:
        return []
    short = [gap for gap in shortages(found.gaps).to_dict("records") if gap["gap_hours"] >= 1]
    return [_helpers(found, gap, departments, selection, asked) for gap in short[:5]]


def _helpers(
    found: SkillsView, gap: dict[Any, Any], departments: dict[str, str], selection: Selection, asked: str
) -> Component:
    title = f"Who could help with {_skill(gap['skill'], gap['level'])}"
    rows = _of(found.help, gap)
    can = rows[rows["why"].isna()]
    columns = (
        Column("Who", "wide"), Column("From", "wide"), Column("Level", "figure"), Column("Can come", "wide"),
        Column("Can give, h", "figure"), Column("Of their time, %", "figure"), Column("Rate an hour", "wide"),
        Column("Costs", "wide"),
    )  # fmt: skip
    first = can.groupby(can["inside"].astype(bool), sort=False).head(_MOST_HELP)
    lines = [_help_line(row, found.currency, departments, selection) for row in first.to_dict("records")]
    parts: list[Any] = [table(title, columns, lines)] if lines else [html.P("Nobody who is known can help.")]
    if len(can) > len(first):
        parts.append(
            html.P(f"The first {_MOST_HELP} of each; {len(can) - len(first)} more in the file.", className="about")
        )
    take = csv(f"/api/v1/skill-gaps/help{asked}", selection)
    return section(title, [*parts, *_cannot(rows[rows["why"].notna()]), take])


def _help_line(
    row: dict[Any, Any], currency: str | None, departments: dict[str, str], selection: Selection
) -> list[Any]:
    rate = None if is_missing(row["hourly"]) else wording.money(row["hourly"], currency)
    where = departments.get(row["department"], row["department"]) if row["inside"] else "outside"
    paid = (
        None
        if is_missing(row["paid_hours"])
        else f"{rounded(row['paid_hours'])} hours paid, {row['contract'] or 'no contract'}"
    )
    cost = None if is_missing(row["cost"]) else wording.money(row["cost"], currency)
    return [
        link("person", row["key"], row["name"], selection) if row["inside"] else row["name"],
        where,
        row["has"],
        "now" if row["inside"] else day_of(row["first"]),
        round(row["hours"]),
        None if is_missing(row["free_share"]) else round(row["free_share"]),
        rate,
        html.Div([html.Span(cost), html.Span(paid, className="under")]) if cost and paid else cost,
    ]  # fmt: skip


def _cannot(rows: pd.DataFrame) -> list[Component]:
    said = []
    for why, mine in rows.groupby("why", sort=False):
        names = [str(name) for name in mine["name"]]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        said.append(html.P(f"Cannot, because {why}: {', '.join(names[:_MOST_NAMED])}{more}.", className="about"))
    return said


def _of(rows: pd.DataFrame, gap: dict[Any, Any]) -> pd.DataFrame:
    level = rows["level"].isna() if is_missing(gap["level"]) else rows["level"] == gap["level"]
    return rows[(rows["skill"] == gap["skill"]) & level]


# --- what hangs on one, and who lacks a skill -------------------------------------------------------------------------


def alone(found: SkillsView, selection: Selection, asked: str) -> Component:
    """Give the skills that one person alone has, what is endangered most first."""
    if found.alone.empty:
        return section(_ALONE, [html.P("None that work in these weeks needs.")])
    columns = (
        Column("Skill", "wide"), Column("Who", "wide"), Column("Level", "figure"), Column("Next best", "wide"),
        Column("Hours to come", "figure"), Column("Projects", "wide"), Column("Objectives", "wide"),
        Column("Endangered, points", "figure"),
    )  # fmt: skip
    lines = [
        [
            row["skill"], link("person", row["person"], row["name"], selection), row["level"],
            "nobody" if not row["others"] else
            f"level {row['next_level']:g}, {plural(int(row['others']), 'other')}",
            round(row["hours"]),
            _links("project", row["projects"], found.projects, selection),
            _links("objective", row["objectives"], {}, selection), tenths(row["endangered"]),
        ]
        for row in found.alone.to_dict("records")
    ]  # fmt: skip
    about = "Nobody else is within one level of theirs. What hangs on them is their own work that needs the skill."
    return section(_ALONE, [table(_ALONE, columns, lines), csv(f"/api/v1/skills/alone{asked}", selection)], about=about)


def misfits(found: SkillsView, selection: Selection, asked: str) -> Component:
    """Give who is booked on work whose stated skill they lack."""
    if found.misfits.empty:
        said = (
            "Nobody, as far as work states which skill it needs: in the Assignments sheet, or in a field of the "
            "schedule that a setting schedule_field.skill names."
        )
        return section(_UNFIT, [html.P(said)])
    columns = (
        Column("Project", "wide"), Column("Task", "wide"), Column("Who", "wide"), Column("Needs", "wide"),
        Column("Has", "wide"), Column("Hours to come", "figure"), Column("Source", "source"),
    )  # fmt: skip
    lines = [
        [
            link("project", row["project"], found.projects.get(row["project"]), selection), row["task_name"],
            link("person", row["person"], row["name"], selection),
            _skill(row["needs"], row["level"]), _own(row), round(row["hours"], 1),
            source(row["source"], row["source_revision"], selection),
        ]
        for row in found.misfits.to_dict("records")
    ]  # fmt: skip
    return section(_UNFIT, [table(_UNFIT, columns, lines), csv(f"/api/v1/skills/misfits{asked}", selection)])


def _own(row: dict[Any, Any]) -> str:
    if not row["known"]:
        return "no skill of theirs is stated"
    return "not this skill" if is_missing(row["has"]) else f"level {row['has']:g}"


def _links(kind: str, keys: list[str], names: dict[str, str], selection: Selection) -> list[Any]:
    shown = parted([link(kind, key, names.get(key, key), selection) for key in keys[:6]])
    return [shown, f" and {len(keys) - 6} more"] if len(keys) > 6 else [shown]


def _skill(name: str, level: Any) -> str:
    words = name[:1].upper() + name[1:]
    return words if is_missing(level) else f"{words} {level:g}"


def _day(text: str) -> Any:
    return pd.Timestamp(text).date()


def _month(text: str) -> str:
    day = _day(text)
    return f"{day:%b} {day.year}"
