"""A person as their page shows them: load, work, conflicts, skills, and what hangs on them."""

from typing import Any

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.load import HAIR
from dashboard.figures.load import cells
from dashboard.panels.blocks import eyebrow, facts, figures, is_missing, link, parted, plural, section, source
from dashboard.panels.load import key as steps
from dashboard.panels.options import conflict_href, state
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain import wording
from dashboard.view.person import PersonView
from dashboard.words import day_of, days_of, listed, number, rounded, tenths

_WORK = (
    Column("Task", "wide"),
    Column("Project", "wide"),
    Column("From", "date"),
    Column("To", "date"),
    Column("Hours", "figure"),
    Column("Source", "source"),
)
_CONFLICTS = (
    Column("When", "wide"),
    Column("Hours over", "figure"),
    Column("Objectives", "wide"),
    Column("Endangered, points", "figure"),
    Column("State", "wide"),
)
_BEHIND = (Column("Objective", "wide"), Column("Project", "wide"), Column("Still to come, points", "figure"))
_ALONE = (
    Column("Skill", "wide"),
    Column("Level", "figure"),
    Column("Next best", "wide"),
    Column("Hours to come", "figure"),
    Column("Endangered, points", "figure"),
)


def above(found: PersonView, departments: dict[str, str], selection: Selection) -> Component:
    """Give the line above the title: that it is a person, their role and department."""
    own = found.row["department"]
    place = link("department", own, departments.get(own), selection) if own else None
    return eyebrow(["Person", found.row["role"], place])


def opening(found: PersonView) -> list[Component]:
    """Give what stands first: a sentence, and the figures."""
    had, asked = _hours(found)
    excess = found.bins.demand - found.bins.capacity
    over = plural(int((excess > HAIR).sum()), found.asked.step)
    points = found.behind.drop_duplicates(["project", "objective"])["points"].sum()
    share = f"{asked / had * 100:.0f} %" if had > HAIR else "no capacity"
    cells: list[tuple[str, Any, Any]] = [
        ("Load", share, f"{rounded(asked, 1)} of {rounded(had, 1)} hours"),
        ("Hours over", rounded(excess.clip(min=0).sum() / 60, 1), f"in {over}"),
        ("Projects", str(found.work["project"].nunique()), plural(len(found.work), "assignment")),
        ("Conflicts", str(len(found.conflicts)), "in the next 52 weeks"),
        ("Still to come", f"{number(round(float(points), 1)) or '0'} points", "from the projects of their work"),
    ]
    return [html.P(sentence(found), className="lead"), figures(cells)]


def _hours(found: PersonView) -> tuple[float, float]:
    """Give the hours that they have and that are asked of them."""
    return float(found.bins.capacity.sum()) / 60, float(found.bins.demand.sum()) / 60


def sentence(found: PersonView) -> str:
    """Say how booked somebody is, and what is most pressing."""
    name = str(found.row["name"] or found.key)
    had, asked = _hours(found)
    ahead = f"in the next {found.asked.weeks} weeks"
    if asked <= HAIR:
        return f"{name} is booked on nothing {ahead}, and has {rounded(had, 1)} hours."
    said = f"{name} is booked for {rounded(asked, 1)} of {rounded(had, 1)} hours {ahead}."
    if not found.conflicts.empty:
        first = found.conflicts.iloc[0]
        hours, weeks = rounded(first["over_hours"], 1), plural(int(first["weeks"]), "week")
        said += f" Most pressing are {hours} hours over in {weeks} from {day_of(first['first'])}."
    if not found.alone.empty:
        said += f" Nobody else comes near in {listed(list(found.alone['skill']))}."
    return said


def heat(found: PersonView) -> dict[str, Any]:
    """Give what the browser draws their line of the heatmap from."""
    row = [found.key, found.row["name"] or found.key, None]
    return {
        "rows": [row], "now": found.now, "group": "person",
        **cells(found.bins, np.array([0]), found.bands, found.asked.step),
    }  # fmt: skip


def load(found: PersonView, place: Component) -> Component:
    """Give their load over the weeks, and when they are away."""
    away = [
        html.Li(f"{days_of(row['first_day'], row['last_day'])}: {row['kind'] or 'away'}{_part(row['hours_per_day'])}")
        for row in found.absences.to_dict("records")
    ]
    said = (
        [html.H3("Away"), html.Ul(away)] if away else [html.P("No absence is known in these weeks.", className="about")]
    )
    about = (
        "Percent of what they have, less absences and time that is not for projects. A cell opens the work behind it."
    )
    return section(f"Load by {found.asked.step}", [place, steps(found.bands), *said], about=about)


def work(found: PersonView, selection: Selection) -> Component:
    """Give their assignments in these weeks, most hours first, and what lies on no day."""
    title = "Projects and assignments"
    lines = [
        [
            row["task_name"] or "work without a name", link("project", row["project"], row["project_name"], selection),
            _day(row["start"]), _day(row["finish"]),
            rounded(row["hours"], 1) if row["hours"] > 0 else f"{rounded(row['asked_hours'], 1)} asked",
            source(row["source"], row["source_revision"], selection),
        ]
        for row in found.work.to_dict("records")
    ]  # fmt: skip
    parts: list[Any] = [table(title, _WORK, lines) if lines else html.P("None in these weeks.", className="about")]
    parts += [html.H3("On no day")] * bool(len(found.unplaced))
    parts += [
        html.P([
            html.Span(f"{row['task_name'] or 'Work without a name'}, {rounded(row['hours'], 1)} hours: {row['why']}. "),
            html.Span(source(row["source"], row["source_revision"], selection)),
        ])
        for row in found.unplaced.to_dict("records")
    ]  # fmt: skip
    return section(title, parts, about="Hours that lie in these weeks.")


def conflicts(found: PersonView, selection: Selection) -> Component:
    """Give the conflicts over their time, each a link to what could be done."""
    lines = [
        [
            _conflict(row, selection), rounded(row["over_hours"], 1),
            parted([link("objective", key, key, selection) for key in row["objectives"][:6]]),
            tenths(row["endangered"]), html.Span(state(row)[0], title=state(row)[1]),
        ]
        for row in found.conflicts.to_dict("records")
    ]  # fmt: skip
    shown = table("Conflicts", _CONFLICTS, lines) if lines else html.P("There are none.", className="about")
    about = "Over capacity by at least four hours in weeks one after the other, in the next 52 weeks."
    return section("Conflicts", [shown], about=about)


def _conflict(row: dict[Any, Any], selection: Selection) -> Any:
    said, there = days_of(row["first"], row["last"]), conflict_href(row["key"], selection)
    return html.A(said, href=there) if there else said


def behind(found: PersonView, selection: Selection) -> Component:
    """Give the objectives that their work of these weeks has still to move, and their skills that nobody else has."""
    lines = [
        [
            link("objective", row["objective"], row["name"], selection),
            link("project", row["project"], row["project_name"], selection),
            None if is_missing(row["points"]) else tenths(row["points"]),
        ]
        for row in found.behind.to_dict("records")
    ]  # fmt: skip
    title = "Objectives that hang on their work"
    shown = (
        table(title, _BEHIND, lines) if lines else html.P("None is linked to work of these weeks.", className="about")
    )
    return section(title, [shown], about="What their projects have still to bring, in points of 100.")


def skills(found: PersonView) -> Component:
    """Give what they know, and what nobody else does."""
    own = [f"{name}, level {level:g}" if level is not None else name for name, level in found.skills.items()]
    parts: list[Any] = [html.P("; ".join(own) if own else "No skill of theirs is stated.")]
    if len(found.alone):
        lines = [
            [
                row["skill"], row["level"],
                f"level {row['next_level']:g}, {plural(int(row['others']), 'other')}" if row["others"] else "nobody",
                round(row["hours"]), tenths(row["endangered"]),
            ]
            for row in found.alone.to_dict("records")
        ]  # fmt: skip
        about = "Nobody else is within one level of theirs, and work of these weeks needs it."
        parts += [html.H3("What hangs on them alone"), html.P(about, className="about"), table("Alone", _ALONE, lines)]
    return section("Skills", parts)


def known(found: PersonView, departments: dict[str, str], names: dict[str, str], selection: Selection) -> Component:
    """Give what the sources say of the person, and which rows of theirs are this person."""
    row, own = found.row, found.row["department"]
    rate = None if is_missing(row["cost_per_hour"]) else wording.money(row["cost_per_hour"], row["currency"])
    weekly = None if is_missing(row["hours_per_week"]) else f"{number(row['hours_per_week'])} hours"
    manager = row["line_manager"]
    pairs: list[Any] = [
        ("Role", row["role"]),
        ("Department", link("department", own, departments.get(own), selection) if own else None),
        ("Line manager", link("person", manager, names.get(manager), selection) if manager in names else manager),
        ("Place", row["place"]),
        ("Hours a week", weekly),
        ("Not for projects", None if is_missing(row["own_time"]) else f"{row['own_time'] * 100:g} %"),
        ("Rate an hour", rate),
        ("Key", html.Code(found.key)),
    ]  # fmt: skip
    rows = [
        [one["feed"], one["source_key"], one["name"], f"by {one['by']}" if one["by"] else None]
        for one in found.joined.to_dict("records")
    ]
    columns = (
        Column("Feed", "wide"),
        Column("Key there", "wide"),
        Column("Name there", "wide"),
        Column("Joined by", "wide"),
    )
    return section("About them", [facts(pairs), html.H3("Where they stand"), table("Sources", columns, rows)])


def _part(hours: Any) -> str:
    return "" if is_missing(hours) else f", {number(hours)} hours a day"


def _day(moment: Any) -> str | None:
    return None if pd.isna(moment) else day_of(str(moment)[:10])
