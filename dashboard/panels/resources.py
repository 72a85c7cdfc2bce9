"""Who is over capacity in which week, and the conflicts behind it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.figures import load as figures
from dashboard.figures.tokens import palette
from dashboard.panels.blocks import csv, href, link, parted, plural, section
from dashboard.panels.load import key
from dashboard.panels.options import conflict_href, state
from dashboard.panels.parts import attributes
from dashboard.panels.table import Column, table
from dashboard.selection import Selection, extended
from dashboard.view.resources import GROUPS, MOST, STEPS, WEEKS, Asked, Resources
from dashboard.words import day_of, number, rounded, tenths

TITLE = "Resources"
OVERVIEW = "resources-overview"
FIRST = 25  # conflicts; browsers take many seconds over the thousand links of a hundred
_SIDES = 6  # projects that compete in one
MANY = {
    "person": "people", "role": "roles", "skill": "skills", "department": "departments", "project": "projects",
}  # fmt: skip
_NOBODYS = {"person": "work for nobody by name"}  # the line of what belongs to none of them
_HAS = {"person": "they have"}  # one of them; any other group is an it
PAGES = ("person", "department", "project")  # groups with a page of their own
_ORDERS = {"worst": "Most over first", "endangered": "Most endangered first", "free": "Most free first"}
_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
_CONFLICTS = (
    Column("Who", "wide"),
    Column("When"),
    Column("Hours over", "figure"),
    Column("Work that competes", "wide"),
    Column("Objectives", "wide"),
    Column("Endangered, points", "figure"),
    Column("State"),
)
_ABOUT = (
    "Over capacity by at least four hours in weeks one after the other, what endangers most first and what is accepted "
    "last. Each leads to what could be done about it."
)


def sentence(found: Resources) -> str:
    """Say in one sentence how many are over capacity, and in another by whom most is endangered."""
    by, ahead, count = found.asked.by, f"the next {found.asked.weeks} weeks", len(found.named)
    if found.groups.empty:
        return f"No work of anybody lies in {ahead}."
    if by == "project":
        return f"{plural(count, 'project')} with work for people in {ahead}."
    if not found.groups["demand"].sum():
        return f"No work of anybody lies in {ahead}; {MANY[by]} that are known: {count}."
    if not count:
        return f"{'Nobody' if by == 'person' else f'No {by}'} is named for the work of {ahead}."
    when = f"{'on' if found.asked.step == 'day' else 'in'} a {found.asked.step}"
    over = int(found.named["over"].gt(0).sum())
    asked = "are asked for more than they have" if over != 1 else f"is asked for more than {_HAS.get(by, 'it has')}"
    apart = f"; {_NOBODYS.get(by, f'what belongs to no {by}')} has a line of its own" if found.has_rest else ""
    begun = f"{over} of {count} {MANY[by]} {asked} {when} of {ahead}{apart}."
    if found.conflicts.found.empty:
        return f"{begun} Nobody is over by so much that it is a conflict."
    first = found.conflicts.found.iloc[0]
    hours, weeks = rounded(first["over_hours"]), plural(int(first["weeks"]), "week")
    who = f"{first['name'] or first['person']}: {hours} hours over in {weeks} from {day_of(first['first'])}"
    return f"{begun} {'Most is endangered by' if first['endangered'] else 'Furthest over is'} {who}."


def choices(asked: Asked, order: str | None, selection: Selection) -> Component:
    """Give a link for each way to group, to step, to look ahead and to order, the present ones marked; of one person,
    who has no `order`, only to step and to look ahead.
    """
    rows = (
        ("group", "Group", asked.by, [(name, f"By {name}") for name in GROUPS]),
        ("step", "Step", asked.step, [(name, f"By {name}") for name in STEPS]),
        ("weeks", "How far ahead", str(asked.weeks), [(str(count), f"{count} weeks") for count in WEEKS]),
        ("order", "Order", order or "", list(_ORDERS.items())),
    )
    shown = rows if order else rows[1:3]
    return html.Div(
        [_choice(name, words, now, values, selection) for name, words, now, values in shown], className="choices"
    )


def _choice(name: str, words: str, now: str, values: list[tuple[str, str]], selection: Selection) -> Component:
    usual = values[0][0]
    links: list[Any] = [
        html.A(
            said,
            href=selection.put(**{name: None if value == usual else value, "page": None, "cell": None}).href,
            **attributes(aria_current="true") if value == now else {},
        )
        for value, said in values
    ]
    return html.Nav(links, className="moments", **attributes(aria_label=words))


def label(found: Resources) -> str:
    """Name the heatmap."""
    return f"Load by {found.asked.step} and {found.asked.by}"


def heatmap(
    found: Resources, order: str, page: int, names: dict[str, str], cells: Component, selection: Selection
) -> Component:
    """Give the place of the heatmap, which the browser draws from `cells`, with the way to the other pages of it."""
    asked, count, named = found.asked, len(found.groups), len(found.named)
    first, last = found.span.iso(0), found.span.iso(found.span.days - 1)
    whole = [("from", first), ("to", last), ("by", asked.step), ("group", asked.by)]
    hours = html.P("In hours: a project has no capacity of its own.", className="about")
    parts: list[Any] = [cells, hours if asked.by == "project" else key(found.bands)]
    if count > MOST:
        parts.append(_pages(count, page, selection))
    parts.append(csv(extended("/api/v1/capacity", [*whole, *_departments(selection)]), selection, "All of it as CSV"))
    of = f"{page * MOST + 1} to {page * MOST + len(names)} of {number(named)}" if count > MOST else f"All {named}"
    apart = f" and {_NOBODYS.get(asked.by, 'what belongs to none')}" if found.has_rest else ""
    ordered = f"{of} {MANY[asked.by]}{apart}, {_ORDERS[order].lower()}. " if count > 1 else ""
    about = f"{ordered}A cell opens the work behind it."
    return section(label(found), parts, about=about)


def _departments(selection: Selection) -> list[tuple[str, str]]:
    return [("department", key) for key in selection.department]


def _pages(count: int, page: int, selection: Selection) -> Component:
    last = (count - 1) // MOST
    links = [
        html.A(words, href=selection.put(page=str(to + 1) if to else None, cell=None).href)
        for words, to in (("Before", page - 1), ("Next", page + 1))
        if 0 <= to <= last
    ]
    here = html.Span(f"Page {page + 1} of {last + 1}")
    return html.Nav([here, *links], className="moments", **attributes(aria_label="Pages of the heatmap"))


def data(found: Resources, places: Any, names: dict[str, str], selection: Selection) -> dict[str, Any]:
    """Give what the browser draws the heatmap from (`figures.load.cells`), with the rows: key, name, address."""
    keys = list(found.groups["key"].iloc[places])
    rows = [
        [one, names[one], href(found.asked.by, one, selection) if found.asked.by in PAGES else None] for one in keys
    ]
    cells = figures.cells(found.bins, places, found.bands, found.asked.step)
    return {"rows": rows, "now": found.now, "group": found.asked.by, **cells}


def overview(found: Resources, order: Any, theme: Any) -> list[Component]:
    """Give all groups in one picture, where there are more than stand on a page."""
    if len(order) <= MOST:
        return []
    many = MANY[found.asked.by].capitalize()
    colours = palette("dark" if theme.get("scheme") == "dark" else "light")
    picture = figures.overview(found.bins, order, found.bands, many, colours)
    graph = dcc.Graph(id=OVERVIEW, figure=picture, config=_CONFIG, responsive=True)
    label = attributes(aria_label=f"All {many.lower()} in the order of the table, which holds the same page by page")
    about = "All of them in the same order, the most loaded of each line. A click opens their page of the table."
    return [section("All at a glance", [html.Div(graph, role="img", **label)], about=about)]


def conflicts(found: Resources, competing: pd.DataFrame, selection: Selection) -> Component:
    """Give the conflicts, what endangers most first and no more than `FIRST`, each a link to what could be done.

    `competing`: person, first, project, project_name.
    """
    every = found.conflicts.found
    of = {key: list(zip(mine["project"], mine["project_name"], strict=True))
          for key, mine in competing.groupby(["person", "first"])}  # fmt: skip
    first = every.head(FIRST).to_dict("records")
    rows = [_conflict(row, of.get((row["person"], row["first"]), []), selection) for row in first]
    parts: list[Any] = [table("Conflicts", _CONFLICTS, rows) if rows else html.P("There are none.", className="about")]
    if len(every) > FIRST:
        parts.append(html.P(f"The first {FIRST} of {number(len(every))}; all in the file.", className="about"))
    parts.append(csv(extended("/api/v1/conflicts", _departments(selection)), selection, "All of a year as CSV"))
    return section("Conflicts", parts, about=_ABOUT)


def _conflict(row: dict[Any, Any], competing: Sequence[tuple[str, Any]], selection: Selection) -> list[Any]:
    work: list[Any] = [link("project", key, name, selection) for key, name in competing[:_SIDES]]
    if len(competing) > _SIDES:
        work.append(f"{len(competing) - _SIDES} more")
    name, there = row["name"] or row["person"], conflict_href(row["key"], selection)
    return [
        html.A(name, href=there) if there else name,
        f"{plural(int(row['weeks']), 'week')} from {day_of(row['first'])}",
        rounded(row["over_hours"]),
        parted(work),
        parted([link("objective", key, key, selection) for key in row["objectives"][:3]]),
        tenths(row["endangered"]),
        html.Span(state(row)[0], title=state(row)[1]),
    ]
