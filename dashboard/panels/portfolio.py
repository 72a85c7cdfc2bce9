"""All projects: how many stand how, the picture of their health and worth, and the table of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.analysis.projects import STOPPED
from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, NOT_STARTED, OFF_TRACK, ON_TRACK
from dashboard.figures.bubbles import MOST, bubbles
from dashboard.figures.tokens import STATUSES
from dashboard.panels.blocks import csv, figures, href, is_missing, plural, section, words_of
from dashboard.panels.filters import filters
from dashboard.panels.grid import Column, day, figure, link, status, text
from dashboard.panels.paged import paged
from dashboard.panels.parts import Children, attributes
from dashboard.selection import Selection
from dashboard.words import amount, day_of, number

ACROSS = {"spi_t": "SPI(t)", "cpi": "CPI"}
_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
_MOST_NAMED = 3
_BOLD = {"styleConditions": [{"condition": "params.data && params.data.alarm", "style": {"fontWeight": 600}}]}
_RATIO = {"valueFormatter": {"function": "params.value == null ? '–' : d3.format('.2f')(params.value)"}}
_SORTED: dict[str, Any] = {"sortable": True, "filter": False}


def tools(
    idents: dict[str, str], search: str, critical: str, disagree: str, across: str, selection: Selection
) -> Component:
    """Give the controls above the page: filters by name of the parameter, then those with these ids; and the way to
    what is missing.
    """
    field = dmc.TextInput(
        id=search,
        placeholder="Only what is named",
        debounce=300,
        size="xs",
        value="",
        **attributes(aria_label="Only projects with this in their name or key"),
    )
    switch = _switch(critical, "Which projects", {"": "All projects", "yes": "Mission critical only"})
    alarms = _switch(
        disagree, "Which reported statuses", {"": "However reported", "yes": "Reported and computed disagree"}
    )
    axis = _switch(across, "Across the picture", {"": "SPI(t)", "cpi": "CPI"})
    more = html.A("What is missing", href=selection.to("missing").href)
    return html.Div([filters(idents), field, switch, alarms, axis, more], className="portfolio-tools")


def _switch(ident: str, label: str, words: dict[str, str]) -> Component:
    data = [{"value": value, "label": word} for value, word in words.items()]
    return dmc.SegmentedControl(id=ident, data=data, value="", size="xs", **attributes(aria_label=label))


def opening(projects: pd.DataFrame, of: int, disagreeing: str) -> list[Component]:
    """Give the sentence and the figures that come first: `projects` are those of `of` that the filters leave;
    `disagreeing` is the address of those that are worse than reported.
    """
    counts, alarms = Counter(projects["status"]), int(projects["alarm"].sum())
    told = html.A(str(alarms), href=disagreeing) if alarms else "0"
    return [html.P(_sentence(projects, of), className="lead"), figures(_counts(counts, told))]


def _sentence(projects: pd.DataFrame, of: int) -> str:
    count = len(projects)
    if not count:
        return f"None of the {of} projects is left by the filters." if of else "No project has been loaded yet."
    first = plural(count, "project") if count == of else f"{count} of {plural(of, 'project')}"
    counts = Counter(projects["status"])
    said = [f"{counts[one]} {STATUSES[one].word}" for one in (OFF_TRACK, AT_RISK) if counts[one]]
    unknown = counts[NO_DATA]
    if unknown == count:
        said = ["none can be judged" if count > 1 else "it cannot be judged"]
    elif unknown and not said:
        said = [f"none is off track or at risk, of the {count - unknown} that can be judged"]
    what = f"{' and '.join(said)}." if said else "none is off track or at risk."
    return f"{first}: {what} {_disagreeing(projects[projects['alarm']])}".strip()


def _disagreeing(alarms: pd.DataFrame) -> str:
    """Name the projects that are worse than reported, the mission-critical and the worst first."""
    if alarms.empty:
        return ""
    lines = alarms.assign(_first=~alarms["critical"].map(bool), _worst=alarms["status"].ne(OFF_TRACK))
    lines = lines.sort_values(["_first", "_worst", "share"], ascending=[True, True, False], kind="stable")
    named = [
        f"{line['name'] or key} (reported {line['reported']}, computed {STATUSES[line['status']].word})"
        for key, line in lines.head(_MOST_NAMED).iterrows()
    ]
    more = f" and {len(alarms) - len(named)} more" if len(alarms) > len(named) else ""
    return f"Worse than reported: {', '.join(named)}{more}."


def _counts(counts: Counter[str], alarms: Children) -> list[tuple[str, Children, Children]]:
    rest = ", ".join(f"{counts[one]} {STATUSES[one].word}" for one in (NOT_STARTED, NO_DATA) if counts[one])
    return [
        ("Off track", str(counts[OFF_TRACK]), "computed"),
        ("At risk", str(counts[AT_RISK]), "computed"),
        ("On track", str(counts[ON_TRACK]), rest and f"besides, {rest}"),
        ("Done", str(counts[DONE]), "work complete"),
        ("Reported and computed disagree", alarms, "two places of five or more worse than reported"),
    ]


def picture(projects: pd.DataFrame, across: str, theme: Mapping[str, Any]) -> Component:
    """Give the bubbles of projects that are neither done nor stopped: `projects` as `view.portfolio.index`;
    `across` one of ACROSS.
    """
    open_ones = projects[(projects["status"] != DONE) & (projects["stage"] != STOPPED)]
    drawn = open_ones[open_ones[across].notna()].sort_values("remaining", ascending=False, na_position="last")
    if drawn.empty:
        return _picture([html.P(f"Nothing to draw: {ACROSS[across]} is computed for none of them. {_SUPPLY}")], "")
    unit = drawn["remaining_unit"].iloc[0]
    shown = drawn.head(MOST)
    rows = pd.DataFrame({
        "name": shown["name"], "x": shown[across], "y": shown["weight"], "size": shown["remaining"],
        "words": [_left(value, unit) for value in shown["remaining"]], "status": shown["status"],
    })  # fmt: skip
    made = bubbles(
        rows,
        across=ACROSS[across],
        up="Weight of the objectives it serves",
        size="Still to be spent:",
        theme="dark" if theme.get("scheme") == "dark" else "light",
        blue_orange=theme.get("statuses") == "blue-orange",
    )
    graph = dcc.Graph(figure=made, config=_CONFIG, className="bubbles", responsive=True)
    label = attributes(aria_label=f"{len(shown)} projects by {ACROSS[across]} and the weight that they serve")
    return _picture([html.Div(graph, role="img", **label)], _about(len(open_ones), drawn, across, unit))


_SUPPLY = "It needs a baseline with work or money, progress, and actual cost for CPI."


def _picture(children: Sequence[Component], about: str) -> Component:
    return section("Health, worth and what is still to be spent", children, about=about)


def _about(count: int, drawn: pd.DataFrame, across: str, unit: str | None) -> str:
    """Say what the picture holds, and what it leaves out."""
    said = f"Area: remaining cost (EAC less actual cost){f' in {unit}, plan rates' if unit else ''}. "
    said += "Colour and letter: status. Dotted: as planned. Exact figures stand in the table."
    if len(drawn) > MOST:
        said += f" The {MOST} largest of {number(len(drawn))} are drawn."
    if count > len(drawn):
        said += f" Not drawn, because {ACROSS[across]} is not computed: {count - len(drawn)}."
    unknown = int(drawn["remaining"].isna().sum())
    return said + (f" Open rings: remaining cost not known in {unit or 'one unit'} ({unknown})." if unknown else "")


def _left(value: float, unit: str | None) -> str:
    return "not known" if is_missing(value) else amount(round(float(value)), unit)


def table(ident: str, count: int, selection: Selection) -> Component:
    """Give the table of projects, which asks for its rows."""
    order = f"{number(count)} rows, mission-critical first and the worst of them on top, until you sort. "
    about = [
        order if count > 1 else "",
        "Course: status at each of the last loads. ",
        csv("/api/v1/projects", selection, "All projects as CSV"),
    ]
    if not count:
        return section("Projects", [html.P("No project to list.")])
    return section("Projects", [paged(ident, columns(), count, "Projects")], about=about)


def columns() -> list[Column]:
    """Give the columns of the table."""
    return [
        link("name", "Project", minWidth=230, flex=2, **_SORTED),
        text("key", "Key", minWidth=90, **_SORTED),
        status("status", "Computed", **_SORTED),
        text("reported", "Reported", minWidth=150, cellStyle=_BOLD, **_SORTED),
        _course(),
        text("recommendation", "Recommendation", minWidth=140, **_SORTED),
        figure("spi_t", "SPI(t)", **{**_SORTED, **_RATIO, "minWidth": 90}),
        figure("cpi", "CPI", **{**_SORTED, **_RATIO, "minWidth": 84}),
        day("finish", "Finish, forecast", **{**_SORTED, "minWidth": 134}),
        figure("slip_days", "Slip, working days", **{**_SORTED, "minWidth": 140}),
        text("pace", "Finish at this pace", minWidth=140),
        figure("share", "EAC / BAC", **{**_SORTED, **_RATIO, "minWidth": 104}),
        figure("bac", "BAC", **{**_SORTED, "minWidth": 116}),
        figure("eac", "EAC", **{**_SORTED, "minWidth": 116}),
        text("unit", "Unit", minWidth=80),
        text("next", "Next milestone", minWidth=240),
        figure("weight", "Weight served", **{**_SORTED, "minWidth": 120}),
        text("critical", "Mission critical", minWidth=120),
        link("department", "Department", href="department_href", **{**_SORTED, "minWidth": 110}),
        link("programme", "Programme", href="programme_href", **{**_SORTED, "minWidth": 110}),
        text("manager", "Manager", minWidth=150, **_SORTED),
    ]


def _course() -> Column:
    return {"field": "course", "headerName": "Course", "cellRenderer": "Course", "minWidth": 136}


def lines(rows: pd.DataFrame, selection: Selection) -> list[dict[str, Any]]:
    """Give projects as rows of the table: `rows` as `view.portfolio.page_of`."""
    return [_line(str(key), row, selection) for key, row in zip(rows.index, rows.to_dict("records"), strict=True)]


def _line(key: str, row: dict[Any, Any], selection: Selection) -> dict[str, Any]:
    course = row["course"]
    plain = {name: words_of(row[name]) for name in ("department", "programme", "manager", "unit", "finish", "status")}
    return plain | {
        "key": key,
        "name": row["name"] or key,
        "href": href("project", key, selection),
        **{f"{name}_href": href(name, plain[name], selection) for name in ("department", "programme")},
        "stale": row["stale"],
        "reported": _reported(row),
        "alarm": bool(row["alarm"]),
        "course": [one for _, one in course],
        "course_words": ", ".join(f"{day_of(on)} {STATUSES[one].word}" for on, one in course),
        **{name: _rounded(row[name], 3) for name in ("spi_t", "cpi", "share")},
        **{name: _rounded(row[name], 0) for name in ("bac", "eac", "slip_days")},
        "pace": _pace(row),
        "next": _next(row["next"]),
        "weight": _rounded(row["weight"], 1),
        "critical": "yes" if row["critical"] else None,
        "recommendation": row["recommendation"],
    }


def _reported(row: dict[Any, Any]) -> str | None:
    said = words_of(row["reported"])
    return f"{said} – disagrees" if said and row["alarm"] else said


def _rounded(value: Any, digits: int) -> float | None:
    return None if is_missing(value) else round(float(value), digits)


def _pace(row: dict[Any, Any]) -> str | None:
    """Say the month in which it ends at the pace so far: baseline start + planned months / SPI(t) [Lipke]."""
    start = words_of(row["baseline_start"])
    if row["status"] == DONE or start is None or is_missing(row["ieac_t"]) or row["ieac_t"] > 1200:
        return None
    return f"{(pd.Period(start[:7], 'M') + int(row['ieac_t'])).strftime('%b %Y')}"


def _next(found: Any) -> str | None:
    if is_missing(found):
        return None
    name, on, slip = found
    late = "" if is_missing(slip) or slip <= 0 else f", {plural(int(slip), 'working day')} late"
    return f"{day_of(on)} {name or 'not named'}{late}"
