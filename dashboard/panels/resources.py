"""Who is over capacity in which week, and the conflicts behind it."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels import load
from dashboard.panels.blocks import csv, link, parted, plural, section
from dashboard.panels.lending import lent
from dashboard.panels.options import conflict_href, state
from dashboard.panels.parts import attributes
from dashboard.panels.table import Column, table
from dashboard.selection import Selection, extended
from dashboard.view.resources import GROUPS, MOST, WEEKS, Resources
from dashboard.words import day_of, number

TITLE = "Resources"
_MANY = {
    "person": "people", "role": "roles", "skill": "skills", "department": "departments", "project": "projects",
}  # fmt: skip
_PAGES = ("department", "project")  # groups with a page of their own
_CONFLICTS = (
    Column("Who", "wide"),
    Column("When", "wide"),
    Column("Hours over", "figure"),
    Column("Work that competes", "wide"),
    Column("Objectives", "wide"),
    Column("Endangered, points", "figure"),
    Column("State", "wide"),
)
_ABOUT = (
    "Over capacity by at least four hours in weeks one after the other, what endangers most first and what is accepted "
    "last. Each leads to what could be done about it."
)


def opening(found: Resources, by: str, selection: Selection) -> list[Component]:
    """Say how many are over capacity and by whom most is endangered, what departments lend, and offer the groups."""
    return [html.P(sentence(found, by), className="lead"), *lent(found.lending, selection), groups(by, selection)]


def sentence(found: Resources, by: str) -> str:
    """Say in one sentence how many are over capacity, and in another by whom most is endangered."""
    if not found.count:
        return f"No work of anybody lies in the next {WEEKS} weeks."
    if by == "project":
        return f"{plural(found.count, 'project')} with work for people in the next {WEEKS} weeks."
    many = f"{found.over} of {found.count} {_MANY[by]}"
    begun = f"{many} are asked for more than they have on a day of the next {WEEKS} weeks."
    if found.conflicts.found.empty:
        return f"{begun} Nobody is over by so much that it is a conflict."
    first = found.conflicts.found.iloc[0]
    hours, weeks = _hours(first["over_hours"]), plural(int(first["weeks"]), "week")
    who = f"{first['name'] or first['person']}: {hours} hours over in {weeks} from {day_of(first['first'])}"
    return f"{begun} Most is endangered by {who}."


def groups(by: str, selection: Selection) -> Component:
    """Give a link for each way of grouping, the present one marked."""
    here = selection.to("resources").href
    said: list[Any] = []
    for group in GROUPS:
        address = here if group == GROUPS[0] else extended(here, {"group": group})
        said.append(html.A(f"By {group}", href=address, **attributes(aria_current="true") if group == by else {}))
    return html.Nav(said, className="moments", **attributes(aria_label="Group"))


def heatmap(found: Resources, by: str, selection: Selection) -> Component:
    """Give a row a group and a column a week, the worst first."""
    first = found.rows.drop_duplicates("group")
    named = zip(first["group"], first["name"], strict=True)
    heads = {key: link(by, key, name, selection) if by in _PAGES and key else name for key, name in named}
    rest = found.count - len(first)
    about = f"{number(rest)} more {_MANY[by]} are less loaded than these {MOST}." if rest > 0 else "The worst first."
    shown = load.by_week(found.rows, heads, f"Load by week and {by}", found.bands)
    whole = csv(f"/api/v1/capacity?by=week&group={by}", selection, "All of it as CSV")
    return section("Load by week", [shown, whole], about=about)


def conflicts(found: Resources, selection: Selection) -> Component:
    """Give the conflicts, what endangers most first, each a link to what could be done."""
    rows = [_conflict(row, found.conflicts.competing, selection) for row in found.conflicts.found.to_dict("records")]
    shown = table("Conflicts", _CONFLICTS, rows) if rows else html.P("There are none.", className="about")
    return section("Conflicts", [shown], about=_ABOUT)


def _conflict(row: dict[Any, Any], competing: pd.DataFrame, selection: Selection) -> list[Any]:
    mine = competing[(competing["person"] == row["person"]) & (competing["first"] == row["first"])]
    projects = mine.drop_duplicates("project")
    named = zip(projects["project"], projects["project_name"], strict=True)
    work = [link("project", key, name, selection) for key, name in named]
    name, there = row["name"] or row["person"], conflict_href(row["key"], selection)
    return [
        html.A(name, href=there) if there else name,
        f"{plural(int(row['weeks']), 'week')} from {day_of(row['first'])}",
        _hours(row["over_hours"]),
        parted(work),
        parted([link("objective", key, key, selection) for key in row["objectives"][:6]]),
        number(round(float(row["endangered"]), 1)) or "0",
        html.Span(state(row)[0], title=state(row)[1]),
    ]


def _hours(value: float) -> str:
    return number(round(float(value))) or "0"
