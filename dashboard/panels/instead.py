"""What a page says when there is nothing to show: nothing loaded, no such page, no such thing."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import load_href, plural
from dashboard.panels.parts import attributes, heading
from dashboard.selection import Selection
from dashboard.words import day

_MOST_FILES = 3
_STEPS = (
    ("To look around", "throughline demo", "makes a sample portfolio in a store of its own and serves it."),
    (
        "Exports you have",
        "throughline load plan.xml portfolio.xer",
        "reads schedules of Microsoft Project and Primavera, and plans in StratML; a folder is read as a whole.",
    ),
    (
        "Your strategy",
        "throughline template register.xlsx",
        "writes a workbook with a sheet for each thing the map shows. Fill in what you have, and load it.",
    ),
    ("If something is in the way", "throughline doctor", "checks the installation and the store, and says what to do."),
)


def nothing_loaded(selection: Selection) -> Component:
    """Say how a store is filled. This page is replaced by the real one within a second or two of the first load."""
    return html.Article(
        [
            heading("Nothing has been loaded yet", selection),
            html.P(
                "The strategy map stands here as soon as the store holds a load: perspectives, objectives and their "
                "KPIs, and the projects and milestones that are to move them.",
                className="lead",
            ),
            html.Ol([html.Li(_step(*step)) for step in _STEPS], className="steps"),
            html.P(
                [
                    "Type the commands in a terminal on the machine where this dashboard runs. If it was started with ",
                    html.Code("--store"),
                    ", give them the same address. This page follows by itself.",
                ]
            ),
        ],
        className="instead",
        **attributes(data_empty="true"),
    )


def no_such_page(selection: Selection) -> Component:
    """Say that the address names no page."""
    start = selection.to("map")
    return html.Article(
        [
            heading("There is no such page", selection),
            html.P(
                "The address names no page of this dashboard. It may have been cut when it was copied.",
                className="lead",
            ),
            html.P(html.A("Go to the map", href=start.href)),
        ],
        className="instead",
    )


def nothing_then(selection: Selection) -> Component:
    """Say that nothing had been loaded by the moment that is looked at."""
    now = Selection(page=selection.page, key=selection.key, embedded=selection.embedded)
    return html.Article(
        [
            heading("Nothing had been loaded then", selection),
            html.P("The store holds nothing that was loaded by the moment that you look at.", className="lead"),
            html.P(html.A("Look at it as it is now", href=now.href)),
        ],
        className="instead",
    )


def rejections(files: Sequence[tuple[str, int, int]], selection: Selection) -> list[str | Component]:
    """Say of which files (name, rows, revision) rows were rejected, each a link to why; nothing where none were."""
    shown: list[str | Component] = [
        html.A(f"{plural(rows, 'row')} of {name}", href=load_href(selection, revision))
        for name, rows, revision in files[:_MOST_FILES]
    ]
    if not shown:
        return []
    said: list[str | Component] = [part for link in shown for part in (link, ", ")][:-1]
    more = len(files) - len(shown)
    said += [", and of ", html.A(plural(more, "more file"), href=selection.to("loads").href)] if more else []
    single = not more and len(files) == 1 and files[0][1] == 1
    return [*said, f" {'was' if single else 'were'} rejected: follow the link to see why, and what to do."]


def no_such_thing(kind: str, selection: Selection) -> Component:
    """Say that the store holds no objective, KPI, project … of the key in the address, then or now."""
    moment = selection.as_of
    when = "" if moment is None else f" as of revision {moment}" if isinstance(moment, int) else f" as of {day(moment)}"
    there = [html.A("Go to the map", href=selection.to("map").href)]
    if moment is not None:
        now = Selection(page=selection.page, key=selection.key, embedded=selection.embedded)
        there += [" · ", html.A("Look at it as it is now", href=now.href)]
    return html.Article(
        [
            heading(f"There is no such {kind}", selection),
            html.P(
                [f"The store holds no {kind} with the key ", html.Code(selection.key), f"{when}."], className="lead"
            ),
            html.P("It may have been removed by a later load, or not have been loaded yet."),
            html.P(there),
        ],
        className="instead",
    )


def _step(title: str, command: str, does: str) -> list[Component]:
    return [html.H2(title), html.Pre(html.Code(command), tabIndex=0), html.P(does[0].upper() + does[1:])]
