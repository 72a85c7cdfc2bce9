"""What the page of changes is set from: the sentence, the figures, the moments to choose from, the rows."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.changes_rows import BETTER, WORSE
from dashboard.panels.blocks import figures, is_missing, link, plural, section
from dashboard.panels.marks import mark
from dashboard.panels.parts import Children, attributes
from dashboard.panels.table import Column, table
from dashboard.selection import Selection, extended
from dashboard.words import day_of, load_of, number
from data.store import Revision

FIRST = 8  # changes that are told in full above the table
_PAGES = ("objective", "kpi", "project", "person")
_STATUSES = {"on track": "on_track", "at risk": "at_risk", "off track": "off_track", "done": "done"}
_KINDS = {
    "status": "status", "slip": "date", "money": "forecast cost", "budget": "budget", "baseline": "baseline",
    "link": "link", "contribution": "link", "booking": "people", "load": "people", "target": "target",
    "weight": "weight", "added": "added", "removed": "removed", "renamed": "renamed",
}  # fmt: skip
_WORDS = {WORSE: "worse", BETTER: "better"}


def opening(rows: pd.DataFrame, first: Revision | None, last: Revision) -> list[Component]:
    """Give the sentence: the first of the changes with its cause, and the five figures."""
    span = between(first, last) if first else "In the first load"
    if rows.empty:
        return [html.P(f"{span} nothing has changed that anybody has to be told of.", className="lead")]
    if first is None:
        return [html.P(" ".join(rows["what"]), className="lead")]
    top = rows.iloc[0]
    cause = f" {top['cause']}" if top["cause"] else ""
    return [
        html.P(f"{top['what']}{cause}", className="lead"),
        figures([_got(rows, "objective"), _got(rows, "project"), *_others(rows)]),
    ]


def between(first: Revision, last: Revision) -> str:
    """Say between which two loads changes are told."""
    return f"Between {_when(first, last)} and {_when(last, first)}"


def _when(one: Revision, *others: Revision) -> str:
    return load_of(one.number, one.recorded_at, [other.recorded_at for other in others if other.number != one.number])


def _turned(rows: pd.DataFrame, kind: str, way: str) -> int:
    turned = (rows["kind"] == "status") & (rows["subject_kind"] == kind) & (rows["change"] == way)
    return int(turned.sum())


def _got(rows: pd.DataFrame, kind: str) -> tuple[str, Children, Children]:
    worse, better = (_turned(rows, kind, way) for way in (WORSE, BETTER))
    return f"{kind.capitalize()}s that got worse", str(worse), f"{better} got better"


def _others(rows: pd.DataFrame) -> list[tuple[str, Children, Children]]:
    slips = rows[(rows["kind"] == "slip") & (rows["change"] == WORSE)]
    longest = max((float(size) for size in slips["size"] if not is_missing(size)), default=0.0)
    under = f"the longest by {number(longest)} working days" if longest else "working days"
    silent = rows[rows["kind"].isin(["baseline", "budget"]) & (rows["change"] == WORSE)]
    links = rows[rows["kind"].isin(["link", "contribution", "added", "removed"])]
    return [
        ("Milestones that slipped", str(len(slips)), under),
        ("Moved without a decision", str(len(silent)), "baselines and budgets"),
        ("Added, removed, rewired", str(len(links)), "things and links"),
    ]


def moments(loads: pd.DataFrame, first: Revision | None, last: Revision, selection: Selection) -> Component:
    """Give the loads to compare with, as links that keep the later moment; `loads` the newest first. Of those of one
    day it is said what was loaded.
    """
    earlier = loads[loads["revision"] < last.number].head(12)
    numbers = [int(revision) for revision in earlier["revision"]]
    days = [last.recorded_at, *earlier["recorded_at"]]
    links: list[Any] = []
    for place, (revision, recorded, title) in enumerate(zip(numbers, days[1:], earlier["title"], strict=True), 1):
        here = first is not None and revision == first.number
        said = attributes(aria_current="true") if here else {}
        name = load_of(revision, recorded, [*days[:place], *days[place + 1 :]])
        name = name if name == day_of(recorded) else f"{name}: {title}"
        links.append(html.Li(html.A(name, href=href(selection, revision, last.number), **said)))
    links.append(html.Li(html.A("the beginning", href=href(selection, 0, last.number))))
    span = f"{_when(first, last) if first else 'the beginning'} to {_when(last, *([first] if first else []))}"
    newest = last.number == loads["revision"].max()
    there = _on_the_map(first, None if newest else last.number, selection) if first else []
    return html.Nav(
        [html.P(["Shown: ", html.Strong(span), *there, ". Compare with"]), html.Ul(links)],
        className="moments",
        **attributes(aria_label="Compare with"),
    )


def _on_the_map(first: Revision, last: int | None, selection: Selection) -> list[Any]:
    """Give the way to both moments on the map, whose calendars know days only; `last` where it is not the newest."""
    there = replace(selection.to("map"), compare=first.number)
    return [" (", html.A("on the map", href=(replace(there, as_of=last) if last else there).href), ")"]


def href(selection: Selection, first: int, last: int) -> str:
    """Give the address of the changes between two revisions."""
    return extended(selection.to("changes").href, {"from": first, "to": last})


def told(rows: pd.DataFrame, selection: Selection) -> Component:
    """Give the first changes in full, in their order."""
    return section("What matters most", [listed(rows.head(FIRST), selection)])


def since(rows: pd.DataFrame, first: Revision, last: Revision, selection: Selection) -> Component:
    """Give what changed of one thing and below it since an earlier revision, for the side panel."""
    title = f"Since {_when(first, last)}"
    if rows.empty:
        return section(title, [html.P("Nothing has changed of it, nor below it.", className="second")])
    more = len(rows) - FIRST
    rest = [html.P(f"{plural(more, 'more change')}.", className="second")] if more > 0 else []
    link_to_all = html.P(html.A("All changes", href=href(selection, first.number, last.number)))
    return section(title, [listed(rows.head(FIRST), selection), *rest, link_to_all])


def compared(rows: pd.DataFrame, first: Revision, last: Revision, selection: Selection) -> list[Children]:
    """Say above the map how much changed since an earlier revision, with the way to all of it."""
    counts = [
        *((_turned(rows, "objective", way), "objective", f"got {way}") for way in (WORSE, BETTER)),
        (_some(rows, "slip", WORSE), "milestone", "slipped"),
        (_dearer(rows), "project", "got dearer"),
        *((int((rows["kind"] == kind).sum()), kind, "changed") for kind in ("target", "weight")),
        (len(rows[rows["kind"].isin(_CAME)]), "thing or link", "came, went or changed"),
    ]
    parts = [
        f"{plural(count, word, 'things and links' if ' or ' in word else None)} {how}"
        for count, word, how in counts
        if count
    ]
    said = f" Since {_when(first, last)}: {', '.join(parts) or 'nothing of it has changed'}. "
    return [said, html.A("All changes", href=href(selection, first.number, last.number))]


_CAME = ("link", "contribution", "added", "removed")


def _some(rows: pd.DataFrame, kind: str, way: str) -> int:
    return int(((rows["kind"] == kind) & (rows["change"] == way)).sum())


def _dearer(rows: pd.DataFrame) -> int:
    of_money = (rows["subject_kind"] == "project") & rows["kind"].isin(["status", "money"])
    return int((pd.to_numeric(rows["size"].where(of_money)) > 0).sum())


def listed(rows: pd.DataFrame, selection: Selection) -> Component:
    """Give changes one below the other, each with its cause."""
    items = [html.Li(_told(row, selection)) for row in rows.to_dict("records")]
    return html.Ol(items, className="changes")


def _told(row: dict[Any, Any], selection: Selection) -> list[Component]:
    way = _WORDS.get(row["change"])
    tag = f"{_KINDS[row['kind']]}, {way}" if way else _KINDS[row["kind"]]
    status = _STATUSES.get(str(row["after"]).partition(",")[0]) if row["kind"] == "status" else None
    head: list[Any] = [mark(status)] if status else []
    head += [html.Span(tag, className=f"change change-{row['change']}"), _named(row, selection)]
    said: list[Any] = [html.Div(head, className="change-head"), html.P(row["what"])]
    if row["cause"]:
        said.append(html.P(row["cause"], className="second"))
    return said


def _named(row: dict[Any, Any], selection: Selection) -> Children:
    if row["subject_kind"] in _PAGES and row["kind"] not in ("link", "contribution") and row["key"]:
        return link(row["subject_kind"], row["key"], row["name"], selection)
    if row["project"]:  # a milestone, which stands on the page of its project
        return link("project", row["project"], row["name"], selection)
    return str(row["name"])


def every(rows: pd.DataFrame, selection: Selection, first: int, last: int) -> Component:
    """Give all changes as a table, and as a file."""
    lines = [
        [
            str(row["rank"]),
            _named(row, selection),
            _KINDS[row["kind"]],
            row["what"],
            _value(row["before"]),
            _value(row["after"]),
            row["cause"],
        ]
        for row in rows.to_dict("records")
    ]
    columns = [
        Column("Rank"), Column("What", "wide"), Column("Kind"), Column("Change", "wide"), Column("Before", "figure"),
        Column("After", "figure"), Column("Cause", "wide"),
    ]  # fmt: skip
    address = f"/api/v1/changes?format=csv&from={first}&to={last}"
    take = html.A("CSV", href=address, download="", className="take")
    return section("All changes", [table("All changes", columns, lines), take], about=plural(len(rows), "change"))


def _value(value: Any) -> str | None:
    if is_missing(value):
        return None
    text = str(value) if isinstance(value, str) else number(float(value))
    return day_of(text) if _is_day(text) else text


def _is_day(text: str) -> bool:
    return len(text) >= 10 and text[4] == text[7] == "-" and text[:4].isdigit()
