"""What was loaded, when, from which files, what became of every row, and what waits."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import csv, figures, load_href, plural, section, words_of
from dashboard.panels.grid import day, figure, grid, link, text
from dashboard.panels.paged import paged
from dashboard.panels.parts import element, note
from dashboard.panels.table import MOST_ROWS, Column, table
from dashboard.selection import Selection
from dashboard.view import History, LoadView
from dashboard.words import day_of, days_old, number

LOADERS = {
    "ms_project": "Microsoft Project",
    "primavera": "Primavera P6",
    "stratml": "StratML",
    "mpxj": "Schedule, by MPXJ",
    "register": "Register",
    "portfolio": "Portfolio returns",
    "mapped": "Mapped table",
    "mapped_schedule": "Mapped plan",
    "feeds": "List of feeds",
    "jira": "Jira",
    "azure_devops": "Azure DevOps",
    "github": "GitHub",
    "trello": "Trello",
    "asana": "Asana",
    "openproject": "OpenProject",
    "redmine": "Redmine",
    "servicenow": "ServiceNow",
    "monday": "monday.com",
    "smartsheet": "Smartsheet",
    "planner": "Microsoft Planner",
    "primavera_table": "Primavera spreadsheet",
    "project_table": "Microsoft Project table",
}
_WANTS = {
    "served": "KPI or objective",
    "node": "project, milestone, KPI, objective or person",
    "person": "person",
    "who": "person, department or place",
}
_BOLD_WHEN_LATE = {"styleConditions": [{"condition": "params.value == 'late'", "style": {"fontWeight": 600}}]}
_COUNTS = ("rows_in", "stored", "unchanged", "rejected", "skipped")


def opening(history: History) -> list[Component]:
    """Give what stands first: one sentence and the figures of the store's feeding."""
    late = history.feeds[history.feeds["late"].astype(bool)]
    newest = history.loads.iloc[0]
    said = f"{plural(len(history.feeds), 'feed')}, last fed on {day_of(newest['recorded_at'])}."
    if len(late):
        names = ", ".join(
            f"{row['feed_name']} ({days_old(int(row['days']))}{_kept_by(row)})"
            for row in late.head(3).to_dict("records")
        )
        more = f" and {len(late) - 3} more" if len(late) > 3 else ""
        said += f" Late: {names}{more}."
    else:
        said += " None is late."
    cells = [
        ("Loads", number(len(history.loads)) or "0", "kept, each readable as it was"),
        ("Feeds", str(len(history.feeds)), f"{len(late)} late"),
        ("Rejected, newest load", number(newest["rejected"]) or "0", "rows"),
        ("Waiting", number(len(history.unresolved)) or "0", "references without a target"),
    ]
    return [html.P(said, className="lead"), figures(cells)]


def _kept_by(feed: dict[Any, Any]) -> str:
    """Say who answers for a feed, where the settings name somebody."""
    return f", kept by {feed['owner']}" if feed["owner"] else ""


def feeds(ident: str, history: History, selection: Selection) -> Component:
    """Give every feed with its newest file and how fresh that is, the late ones first."""
    ordered = history.feeds.sort_values(["late", "days"], ascending=False, kind="stable")
    columns = [
        text("feed", "Feed", minWidth=170),
        text("loader", "Kind", minWidth=140, maxWidth=200),
        text("owner", "Kept by", minWidth=150),
        link("file", "Newest file", minWidth=200),
        day("recorded", "Loaded on", **_narrow(120)),
        figure("days", "Age, days", **_narrow(96)),
        text("fresh", "Freshness", **_narrow(100), cellStyle=_BOLD_WHEN_LATE),
        day("status_date", "Status date", **_narrow(120)),
        figure("rejected", "Rejected", **_narrow(96)),
    ]
    rows = [
        {
            "feed": row["feed_name"],
            "loader": LOADERS.get(row["loader"], row["loader"]),
            "owner": row["owner"],
            "file": row["file_name"],
            "href": load_href(selection, int(row["revision"])),
            "recorded": row["recorded_at"],
            "days": int(row["days"]),
            "fresh": "late" if row["late"] else "fresh",
            "status_date": row["status_date"],
            "rejected": int(row["rejected"]),
        }
        for row in ordered.to_dict("records")
    ]
    return section(
        "Feeds and freshness",
        [grid(ident, columns, rows, "Feeds and how fresh they are", most=8)],
        about=f"A feed is late when its newest file is older than {history.late_after:g} days, or, where its rhythm is "
        "stated, than one and a half times that.",
    )


def history(ident: str, found: History, selection: Selection) -> Component:
    """Give all loads, the newest first; each leads to its files."""
    columns = [
        figure("revision", "Load", **_narrow(72)),
        link("title", "What was loaded", minWidth=200),
        day("recorded", "Recorded on", **_narrow(120)),
        text("cause", "Cause", **_narrow(100)),
        figure("files", "Files", **_narrow(72)),
        *(figure(name, _heading(name), **_narrow(100)) for name in (*_COUNTS, "closed")),
    ]
    rows = [
        {
            "revision": int(row["revision"]),
            "title": row["title"],
            "href": load_href(selection, int(row["revision"])),
            "recorded": row["recorded_at"],
            "cause": row["cause"],
            **{name: row[name] for name in ("files", *_COUNTS, "closed")},
        }
        for row in found.loads.to_dict("records")
    ]
    about = [
        "Rows in = stored + unchanged + rejected + skipped; closed are rows that no longer come. ",
        csv("/api/v1/loads", selection),
    ]
    return section("History of loads", [grid(ident, columns, rows, "Loads, newest first", most=8)], about=about)


def load(ident: str, found: LoadView, rejected: int, selection: Selection) -> list[Component]:
    """Give one load: its files with their counts, what was left out on purpose, and what was rejected, by pages."""
    line = found.load
    title = f"Load {line['revision']}: {line['title']}"
    about = f"Recorded on {day_of(str(line['recorded_at']))}, from {line['cause']}. {_reconciled(found.files)}"
    return [
        section(title, [_files(found.files), *_notes(found.files)], about=about),
        _rejections(ident, found, rejected, selection),
        _omissions(found.omissions),
    ]


def no_such_load(revision: int) -> list[Component]:
    """Say that there is no load of a number."""
    return [section(f"Load {revision}", [note(f"There is no load {revision} at the moment that is shown.", "warning")])]


def unresolved(ident: str, history: History) -> Component:
    """Give the references that wait for their target, and count those that are only names."""
    title, rows = "References that wait for their target", history.unresolved
    if rows.empty:
        said = "Every reference between files has found what it points at."
        return section(title, [html.P(said)], about=_only_named(history.named))
    columns = [
        text("feed", "In feed"),
        text("text", "As written", minWidth=200, flex=2),
        text("wants", "Points at a"),
        text("scope", "Of project"),
        text("state", "State", minWidth=200, flex=2),
    ]
    shown = rows.head(1000)
    lines = [
        {
            "feed": row["feed_name"],
            "text": row["text"],
            "wants": _WANTS.get(row["wants"], row["wants"]),
            "scope": words_of(row["scope"]),
            "state": _state(row),
        }
        for row in shown.to_dict("records")
    ]
    first = "" if len(shown) == len(rows) else f"The first {len(shown)} of {number(len(rows))} are shown. "
    about = f"{first}They are kept, and resolved by themselves when a load brings what they point at."
    about = f"{about} {_only_named(history.named)}".strip()
    return section(title, [grid(ident, columns, lines, title)], about=about)


def _state(row: dict[Any, Any]) -> str:
    if row["state"] == "ambiguous":
        return "could be several"
    if row["called"]:
        return f"not found yet; a {row['called']} is called so: name an objective or a KPI of it"
    return "not found yet"


def _only_named(rows: pd.DataFrame) -> str:
    """Say how many people and departments schedules name that no register knows; that is no fault of anybody."""
    counts = rows["wants"].value_counts()
    words = {"person": ("person", "people"), "department": ("department", None), "programme": ("programme", None)}
    said = [plural(int(counts[wants]), *words[wants]) for wants in words if wants in counts.index]
    if not said:
        return ""
    listed = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"Besides, {listed} stand only in schedules and plans; they are shown as written and need no target."


def rejection_lines(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rejections as rows of their table: `rows` as `view.rejections`."""
    names = ("file_name", "sheet", "row", "field", "value", "reason")
    return [{name: row[name] for name in names} for row in rows.to_dict("records")]


def _rejections(ident: str, found: LoadView, rejected: int, selection: Selection) -> Component:
    title = "Rejected"
    if not rejected:
        return section(title, [html.P("Nothing was rejected.")])
    columns = [
        text("file_name", "File", minWidth=140),
        text("sheet", "Sheet", minWidth=100),
        figure("row", "Row", minWidth=80),
        text("field", "Field", minWidth=110),
        text("value", "Value", minWidth=140),
        text("reason", "Why, and what to do", minWidth=360, flex=3),
    ]
    faults = f"{plural(rejected, 'fault')}; several faults of one row count as one row. "
    take = csv(f"/api/v1/loads/{found.load['revision']}/rejections", selection)
    return section(title, [paged(ident, columns, rejected, "Rejected rows with their reasons")], about=[faults, take])


def _files(files: pd.DataFrame) -> Component:
    columns = (
        Column("File", "wide"),
        Column("Kind"),
        Column("Holds", "wide"),
        Column("Status date", "date"),
        *(Column(_heading(name), "figure") for name in (*_COUNTS, "closed")),
    )
    lines = [
        [
            [element("Div", [row["file_name"], element("Span", f"feed {row['feed_name']}", className="under")])],
            LOADERS.get(row["loader"], row["loader"]),
            _totals(row["totals"]),
            day_of(row["status_date"]) if isinstance(row["status_date"], str) else None,
            *(int(row[name]) for name in (*_COUNTS, "closed")),
        ]
        for row in files.head(MOST_ROWS).to_dict("records")
    ]
    return table("Files of this load and what became of their rows", columns, lines, of=len(files))


def _notes(files: pd.DataFrame) -> Sequence[Component]:
    """Give the loaders' remarks on each file, folded away."""
    noted = [(row["file_name"], row["notes"]) for row in files.to_dict("records") if row["notes"]]
    if not noted:
        return []
    lists: Any = [
        element("Div", [element("H3", name), element("Ul", [element("Li", str(one)) for one in notes])])
        for name, notes in noted
    ]
    words = f"Remarks on {plural(len(noted), 'file')}"
    return [html.Details([html.Summary(words), html.Div(lists, className="notes")])]


def _omissions(rows: pd.DataFrame) -> Component:
    title = "Left out on purpose"
    if rows.empty:
        return section(title, [html.P("Nothing was left out.")])
    columns = (Column("File"), Column("What and why", "wide"), Column("Rows", "figure"))
    lines = [[row["file_name"], row["reason"], int(row["count"])] for row in rows.to_dict("records")]
    return section(title, [table(title, columns, lines)])


def _reconciled(files: pd.DataFrame) -> str:
    """Say whether the counts of every file add up, by name where they do not."""
    parts = files[["stored", "unchanged", "rejected", "skipped"]].astype(int).sum(axis=1)
    wrong = files["file_name"][parts != files["rows_in"].astype(int)]
    if len(wrong):
        return f"The counts of {', '.join(wrong)} do not add up; please report this."
    return f"The counts of {'its file' if len(files) == 1 else f'all {len(files)} files'} add up."


def _totals(text_of: Any) -> str | None:
    """Say what a file holds: 28 tasks, 1 milestone."""
    totals = json.loads(text_of) if isinstance(text_of, str) and text_of else {}
    counts = [(name, count) for name, count in totals.items() if isinstance(count, int) and count]
    return ", ".join(_counted(name, count) for name, count in counts) or None


def _counted(name: str, count: int) -> str:
    words = "resources" if name == "people" else name.replace("_", " ").replace("kpi", "KPI")  # machines among them
    return f"{number(count)} {words.removesuffix('s') if count == 1 else words}"


def _narrow(least: int) -> dict[str, Any]:
    """Give a column of short values its width, without a filter, so that names have the rest of the room."""
    return {"minWidth": least, "maxWidth": least + 48, "filter": False}


def _heading(name: str) -> str:
    return {"rows_in": "Rows in"}.get(name, name.capitalize())
