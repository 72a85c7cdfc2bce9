"""The talent pool: what one looks for, and who has which skills, free how much and at what rate."""

from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels import grid
from dashboard.panels.blocks import csv, href, is_missing, plural, section
from dashboard.panels.grid import Column
from dashboard.panels.paged import paged
from dashboard.panels.parts import attributes
from dashboard.panels.several import several
from dashboard.selection import Selection, extended
from dashboard.view.skills import SkillsView

TITLE = "Who has which skills"
WEEKS = ("4", "13", "26", "52")
ORDER = ("name", "department", "role", "place", "free_hours", "free_share", "hourly")  # columns that are sorted by
_FREE = {"25": "At least 25 % free", "50": "At least half free", "75": "At least 75 % free"}
_SORTED: dict[str, Any] = {"sortable": True, "filter": False}


def tools(idents: dict[str, str], search: str, level: str, free: str, cost: str, weeks: str) -> Component:
    """Give the controls: selects by parameter of the address (`idents`), then those with these ids."""
    words = {"skill": "Skill", "department": "Department", "place": "Place"}
    return html.Div(
        [
            *(several(ident, words[name]) for name, ident in idents.items()),
            _one(level, "Level", {str(at): f"Level {at} or above" for at in range(1, 6)}),
            _one(free, "Free", _FREE),
            _text(cost, "Rate at most", "The highest rate an hour"),
            _text(search, "Only what is named", "Only people with this in their name or key"),
            dmc.SegmentedControl(
                id=weeks,
                data=[{"value": "" if one == "13" else one, "label": f"{one} weeks"} for one in WEEKS],
                value="",
                size="xs",
                **attributes(aria_label="How far ahead"),
            ),
        ],
        className="portfolio-tools",
    )


def _one(ident: str, words: str, data: dict[str, str]) -> Component:
    return dmc.Select(
        id=ident, placeholder=words, clearable=True, size="xs", className="several",
        data=[{"value": value, "label": label} for value, label in data.items()], **attributes(aria_label=words),
    )  # fmt: skip


def _text(ident: str, words: str, label: str) -> Component:
    return dmc.TextInput(id=ident, placeholder=words, debounce=300, size="xs", value="", **attributes(aria_label=label))


def choices(found: SkillsView, departments: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Give the options of the selects, by parameter."""
    skills = sorted({name for has in found.pool["skills"] for name in has})
    there = {str(key) for key in found.pool["department"].dropna()}
    places = sorted({str(place) for place in found.pool["place"].dropna()})
    return {
        "skill": [{"value": name, "label": name} for name in skills],
        "department": [{"value": key, "label": departments.get(key) or key} for key in sorted(there)],
        "place": [{"value": name, "label": name} for name in places],
    }


def pool(ident: str, found: SkillsView, count: int, selection: Selection, asked: str) -> Component:
    """Give the talent pool: `count` of all people are left by what one looks for."""
    of = len(found.pool)
    every = plural(of, "person", "people")
    said = every if count == of else f"{count} of {every}"
    shown = (
        paged(ident, _columns(found.currency), count, TITLE)
        if count
        else html.P("Nobody is left by what is asked for.")
    )
    about = f"{said}. Free is what is left of each week in these weeks; the rate is at the plan rate."
    return section(TITLE, [shown, csv(extended(f"/api/v1/skills{asked}", _filters(selection)), selection)], about=about)


def _filters(selection: Selection) -> list[tuple[str, str]]:
    """Give whom one looks for, as the file is asked for them."""
    own = [(name, value) for name, value in selection.own if name in ("skill", "place", "level", "free", "cost")]
    text = [("search", selection.search)] if selection.search else []
    return [*own, *(("department", key) for key in selection.department), *text]


def empty_pool(ident: str) -> Component:
    """Give the talent pool without people, for its id."""
    return paged(ident, _columns(None), 1, TITLE)


def pool_lines(rows: pd.DataFrame, departments: dict[str, str], selection: Selection) -> list[dict[str, Any]]:
    """Give people as the rows of the talent pool."""
    return [
        {
            "name": row["name"] or key, "href": href("person", key, selection),
            "department": departments.get(row["department"], row["department"]),
            "role": row["role"], "place": row["place"],
            "skills": "; ".join(_with_level(*pair) for pair in row["skills"].items()),
            "free_hours": round(row["free_hours"], 1),
            "free_share": None if is_missing(row["free_share"]) else round(row["free_share"]),
            "hourly": None if is_missing(row["hourly"]) else row["hourly"],
        }
        for key, row in zip(rows.index, rows.to_dict("records"), strict=True)
    ]  # fmt: skip


def _with_level(name: str, level: float | None) -> str:
    return name if level is None else f"{name} {level:g}"


def _columns(currency: str | None) -> tuple[Column, ...]:
    """Give the columns; the rate is in the currency of the reports."""
    return (
        grid.link("name", "Name", **_SORTED),
        grid.text("department", "Department", minWidth=140, **_SORTED),
        grid.text("role", "Role", minWidth=160, **_SORTED),
        grid.text("place", "Place", minWidth=110, **_SORTED),
        grid.text("skills", "Skills and levels", minWidth=260, flex=2),
        grid.figure("free_hours", "Free, h", **(_SORTED | {"minWidth": 96})),
        grid.figure("free_share", "Free, %", **(_SORTED | {"minWidth": 96})),
        grid.figure("hourly", f"Rate an hour{f', {currency}' if currency else ''}", **_SORTED),
    )
