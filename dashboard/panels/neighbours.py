"""The neighbours of a project: who waits for it and whom it waits for, who shares its people, objectives and risks."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import is_missing, link, parted, plural, section
from dashboard.panels.handovers import stands
from dashboard.panels.marks import mark
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.neighbours import WEEKS, Neighbours, waiting
from dashboard.words import listed, rounded

TITLE = "Neighbours"
_ABOUT = (
    f"Projects that it shares people with in the next {WEEKS} weeks, gives to or takes from, or that serve the same "
    "objectives; those that wait for it first, then those that share most hours."
)
_COLUMNS = (
    Column("Project", "wide"),
    Column("Shared people", "wide"),
    Column("Weeks", "figure"),
    Column("Their hours here", "figure"),
    Column("There", "figure"),
    Column("Over capacity", "figure"),
    Column("Hand-overs", "wide"),
    Column("Same objectives", "wide"),
    Column("Risks of both", "wide"),
)
_NAMED = 3  # people and risks in a cell


def neighbours(found: Neighbours, selection: Selection) -> Component:
    """Give a line a neighbour."""
    nobody = [html.P(said, className="lead")] if (said := unassigned(found)) else []
    if found.rows.empty:
        none = html.P("It shares no people, hand-overs or objectives with another project.")
        return section(TITLE, [*nobody, none])
    lines = [
        _line(str(key), row, found, selection)
        for key, row in zip(found.rows.index, found.rows.to_dict("records"), strict=True)
    ]
    more = [html.P(f"{plural(found.more, 'more project')} with the same objectives.", className="about")]
    parts = [*nobody, html.P(sentence(found)), table(TITLE, _COLUMNS, lines), *(more if found.more else [])]
    return section(TITLE, parts, about=_ABOUT)


def unassigned(found: Neighbours) -> str:
    """Say what nobody is assigned to, and what would have to be supplied; nothing where somebody is."""
    hours = rounded(sum(found.unnamed.values()))
    asked = f"{hours} hours that it asks for: {listed(list(found.unnamed))}" if found.unnamed else ""
    if not found.idle and not asked:
        return ""
    said = f"Nobody is assigned to {asked or 'it'} in the next {WEEKS} weeks."
    if found.idle:
        said = f"Nobody is assigned to it in the next {WEEKS} weeks, though its work is not done."
        said += f" Nobody is named for {asked}." if asked else ""
    return f"{said} Name who does it in its schedule, or as person in the Assignments sheet of the register."


def sentence(found: Neighbours) -> str:
    """Say how many of its people work for others at the same time, and who waits for it."""
    rows = found.rows
    sharing = rows[rows["there_hours"].notna()]
    people = {who for each in sharing["people"] for who in each}
    waits = [row["name"] for row in rows.to_dict("records") if waiting(row["gives"])]
    if people:
        of = f"{len(people)} of its {plural(found.people, 'person', 'people')}"
        others = plural(len(sharing), "other project")
        said = f"{of} {'works' if len(people) == 1 else 'work'} for {others} in the same weeks"
        most = sharing.sort_values("there_hours", ascending=False, kind="stable").iloc[0]
        said += f", most for {most['name']}, {rounded(most['there_hours'])} hours."
    elif found.idle:
        said = ""
    else:
        said = "None of its people works for another project in the same weeks."
    if not waits:
        return said
    more = f"{waits[0]} waits for it." if len(waits) == 1 else f"{len(waits)} projects wait for it."
    return f"{said} {more}".strip()


def _line(key: str, row: dict[Any, Any], found: Neighbours, selection: Selection) -> list[Any]:
    shares = not is_missing(row["there_hours"])
    people = [found.names.get(who, who) for who in row["people"]] if shares else []
    name = html.Span([mark(row["status"]), html.Span(link("project", key, row["name"], selection))], className="marked")
    return [
        name,
        _some(people),
        int(row["weeks"]) if shares else None,
        *(rounded(row[column]) if shares else None for column in ("here_hours", "there_hours", "over_hours")),
        _handovers(row),
        parted([link("objective", each, found.names.get(each), selection) for each in row["serves"]]),
        _some(list(row["risks"])),
    ]


def _handovers(row: dict[Any, Any]) -> Component | None:
    said = [
        html.Div(
            f"{words[bool(one['given'])]} {one['from_milestone_name'] or 'a milestone'}: {stands(one)}",
            className="second",
        )
        for words, side in ((("waits for", "took"), "gives"), (("gives", "gave"), "takes"))
        for one in row[side]
    ]
    return html.Div(said) if said else None


def _some(names: Sequence[Any]) -> str | None:
    rest = len(names) - _NAMED
    said = ", ".join(map(str, names[:_NAMED]))
    return (f"{said} and {rest} more" if rest > 0 else said) or None
