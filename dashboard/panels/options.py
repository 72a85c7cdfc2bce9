"""What could be done about a conflict: what helps and what it costs, what cannot be done and why, and the load then."""

from typing import Any
from urllib.parse import quote

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.conflict_state import ACCEPTED, ASKED
from dashboard.analysis.options import ACCEPT, EXTERNAL, HAND_OVER, MOVE, SPLIT, TOGETHER
from dashboard.panels.blocks import csv, figures, href, is_missing, link, parted, plural, section
from dashboard.panels.load import before_after
from dashboard.panels.table import Column, table
from dashboard.selection import Selection, extended
from dashboard.view.explain import wording
from dashboard.view.options import Options, tried
from dashboard.words import day_of, listed, number, rounded

PAGE = "conflict"
TITLE = "What could be done"
MOST = 25  # options that are shown; the file has all of them
_CANNOT = "What cannot be done, and why"
_WORDS = {
    TOGETHER: "Hand over together", HAND_OVER: "Hand over", MOVE: "Move within slack", SPLIT: "Hand over in part",
    EXTERNAL: "Bring in help", ACCEPT: "Accept",
}  # fmt: skip
_COLUMNS = (
    Column("What", "wide"),
    Column("Work", "wide"),
    Column("Who", "wide"),
    Column("Takes away, h", "figure"),
    Column("Left over, h", "figure"),
    Column("Their load, %", "wide"),
    Column("When", "wide"),
    Column("Costs more", "wide"),
    Column("Load", "text"),
)
_ABOUT = (
    "Hours over capacity in the weeks of the conflict. What it costs more than now, at the plan rate. Trying an option "
    "writes nothing."
)


def conflict_href(key: str, selection: Selection, option: str | None = None) -> str | None:
    """Give the address of a conflict with its options, and one of them tried; None where it can have none."""
    there = href(PAGE, key, selection)
    return there if there is None or option is None else extended(there, {"option": option})


def sentence(found: Options) -> str:
    """Say what is wrong and what helps most."""
    one = found.conflict
    weeks = plural(int(one["weeks"]), "week")
    tasks, projects = len(found.competing), found.competing["project"].nunique()
    booked = (
        f"{one['name'] or one['person']} is booked for {rounded(one['demand_hours'], 1)} hours in {weeks} and has "
        f"{rounded(one['capacity_hours'], 1)}: {rounded(one['over_hours'], 1)} over, on {plural(tasks, 'task')} of "
        f"{plural(projects, 'project')}."
    )
    return f"{booked} {_best(found)}"


def _best(found: Options) -> str:
    rows = found.found[found.found["possible"].astype(bool) & found.found["kind"].ne(ACCEPT)]
    if rows.empty:
        return "Nothing that is known takes any of it away; what stands in the way is below."
    first = rows.iloc[0].to_dict()
    whole = first["left_hours"] < 0.05
    some, over = rounded(first["relieved_hours"], 1), rounded(found.conflict["over_hours"], 1)
    takes = "all of it" if whole else f"{some} of {over} hours"
    begun = "What takes it away" if whole else "What takes away most"
    return f"{begun}: {_what(first)}, {takes}{_price(first)}."


def _what(row: dict[Any, Any]) -> str:
    """Say an option in a few words."""
    task = f"“{row['task_name'] or 'work without a name'}”"
    if row["kind"] == TOGETHER:
        each = [f"“{one['task_name']}” to {one['who_name']}" for one in row["together"]]
        return f"hand over {listed(each)}"
    if row["kind"] == MOVE:
        return f"move {task} by {plural(int(row['days_later']), 'working day')}"
    if row["kind"] == EXTERNAL:
        return f"{row['who_name']} for {task} from {day_of(row['first'])}"
    part = "part of " if row["kind"] == SPLIT else ""
    return f"hand over {part}{task} to {row['who_name']}"


def _price(row: dict[Any, Any]) -> str:
    if is_missing(row["cost"]) or not row["cost"]:
        return ""
    said = wording.money(abs(row["cost"]), row["currency"])
    return f", for {said} more" if row["cost"] > 0 else f", for {said} less"


def opening(found: Options, selection: Selection, names: dict[str, str]) -> list[Component]:
    """Give the sentence and the figures of a conflict."""
    one = found.conflict
    can = found.found[found.found["possible"].astype(bool) & found.found["kind"].ne(ACCEPT)]
    share = "no capacity" if is_missing(one["utilisation"]) else f"{one['utilisation']:.0f} %"
    points = f"{number(round(float(one['endangered']), 1)) or '0'} points"
    objectives = [link("objective", key, key, selection) for key in one["objectives"][:6]]
    cells = [
        ("Hours over", rounded(one["over_hours"], 1), f"{share}, {day_of(one['first'])} to {day_of(one['last'])}"),
        ("Endangered", points, parted(objectives) or "no objective behind it"),
        ("Options", str(len(can)), "besides accepting it"),
        ("State", *state(one)),
        ("Who decides", _person(one["line_manager"], names, selection), _sponsors(found, names, selection)),
    ]
    return [html.P(sentence(found), className="lead"), figures(cells)]


def state(one: dict[Any, Any]) -> tuple[str, str]:
    """Say how far a conflict is decided, and by what."""
    if one["state"] == ACCEPTED:
        until = f"Until {day_of(one['until'])}" if one["until"] else "Accepted"
        return until, f"accepted: {one['decision_text'] or one['decision']}"
    if one["state"] == ASKED:
        return "Asked", str(one["decision_text"] or one["decision"])
    return "Open", str(one["state_why"] or "nothing is decided or asked for")


def _sponsors(found: Options, names: dict[str, str], selection: Selection) -> Any:
    keys = [key for key in dict.fromkeys(found.competing["project_sponsor"]) if key]
    if not keys:
        return "no sponsor named"
    return [f"with the sponsor{'s' * (len(keys) > 1)} ", parted([_person(key, names, selection) for key in keys])]


def _person(key: str | None, names: dict[str, str], selection: Selection) -> Any:
    """Name who decides, as a link where the store knows the person."""
    return link("person", key, names[key], selection) if key in names else key or "not named"


def load(found: Options, ident: str | None) -> Component:
    """Give the load now, and, where an option is tried, the load then."""
    option = found.of(ident)
    row = found.found[found.found["id"] == ident].to_dict("records")[:1] if option else []
    said = f"If one does this: {_what(row[0])}." if row and row[0]["kind"] != ACCEPT else "As it is booked."
    changed = bool(option and option.parts)
    shown = before_after(tried(found, option), "Load by week", changed, found.bands)
    return section("Load by week", [shown], about=said)


def options(found: Options, ident: str | None, selection: Selection) -> list[Component]:
    """Give what could be done, and what cannot and why."""
    rows = found.found.to_dict("records")
    able = [row for row in rows if row["possible"]]
    shown = [row for at, row in enumerate(able) if at < MOST or row["id"] == ident or row["kind"] == ACCEPT]
    can = [_line(row, ident, found, selection) for row in shown]
    rest = len(able) - len(shown)
    more = [html.P(f"{plural(rest, 'option')} that help less, in the file.", className="about")] if rest else []
    cannot = [row for row in rows if not row["possible"]]
    address = f"/api/v1/conflicts/{quote(str(found.conflict['key']), safe='')}/options"
    parts = [table(TITLE, _COLUMNS, can, name="options-table"), *more, csv(address, selection)]
    whole = section(TITLE, parts, about=_ABOUT)
    return [whole, why_not(cannot)] if cannot else [whole]


def why_not(rows: list[dict[Any, Any]]) -> Component:
    """Give what cannot be done, the same reason once."""
    frame = pd.DataFrame(rows).astype(object)
    frame["who_name"] = frame["who_name"].where(frame["who_name"].notna(), "")
    lines: list[list[Any]] = []
    for (kind, who, why), mine in frame.groupby(["kind", "who_name", "why"], sort=False):
        tasks = listed([f"“{name or 'work without a name'}”" for name in mine["task_name"]])
        lines.append([_WORDS[str(kind)], tasks, f"{who}: {why}" if who else why])
    columns = (Column("What", "wide"), Column("Work", "wide"), Column("Not possible because", "wide"))
    return section(_CANNOT, [table(_CANNOT, columns, lines)])


def competing(found: Options, selection: Selection, names: dict[str, str]) -> Component:
    """Give the work that competes, most hours first."""
    title = "What competes"
    columns = (
        Column("Project", "wide"), Column("Task", "wide"), Column("Hours", "figure"), Column("Slack, h", "figure"),
        Column("Needs", "wide"), Column("Priority", "figure"), Column("Mission critical"), Column("Sponsor", "wide"),
    )  # fmt: skip
    lines = [
        [
            link("project", row["project"], row["project_name"], selection), row["task_name"], round(row["hours"], 1),
            row["slack_hours"], _needs(row), row["project_priority"],
            "yes" if row["project_critical"] is True else "no",
            _person(row["project_sponsor"], names, selection) if row["project_sponsor"] else None,
        ]
        for row in found.competing.to_dict("records")
    ]  # fmt: skip
    about = "What work needs is stated with it, else taken from what the person who is booked knows best."
    return section(title, [table(title, columns, lines)], about=about)


def _needs(row: dict[Any, Any]) -> str | None:
    return None if row["needs"] is None else f"{row['needs']}, {row['needs_by']}"


def _line(row: dict[Any, Any], chosen: str | None, found: Options, selection: Selection) -> list[Any]:
    there = conflict_href(str(found.conflict["key"]), selection, row["id"])
    now = row["id"] == chosen
    accepted = row["kind"] == ACCEPT
    shown = "shown above" if now else html.A("Try it", href=there) if there and not accepted else "as it is"
    together = [html.Div(f"“{one['task_name']}”: {one['who_name']}, {rounded(one['hours'], 1)} h")
                for one in row["together"] or []]  # fmt: skip
    return [
        html.Span(_WORDS[row["kind"]], className="is-chosen" if now else None),
        together or (None if accepted else row["task_name"] or "work without a name"),
        "see the work" if together else _who(row),
        None if accepted else round(row["relieved_hours"], 1),
        round(row["left_hours"], 1),
        _their_load(row),
        _when(row),
        _cost(row),
        shown,
    ]


def _who(row: dict[Any, Any]) -> Any:
    if not row["who_name"]:
        return None
    level = None if is_missing(row["level"]) else f"{row['skill']} {row['level']:g}"
    parts = [part for part in (level, row["contract"]) if part]
    return html.Div([html.Span(row["who_name"]), html.Span(", ".join(parts), className="under")] if parts
                    else row["who_name"])  # fmt: skip


def _their_load(row: dict[Any, Any]) -> str | None:
    if is_missing(row["their_utilisation_after"]):
        return None
    return f"{row['their_utilisation']:.0f} → {row['their_utilisation_after']:.0f}"


def _when(row: dict[Any, Any]) -> str:
    if row["kind"] == MOVE:
        return f"ends on {day_of(row['finish_after'])} instead of {day_of(row['finish'])}, within its slack"
    if row["kind"] == ACCEPT:
        days = row["days_later"]
        return "not known: no capacity" if is_missing(days) else f"{plural(int(days), 'working day')} of their capacity"
    if row["kind"] == EXTERNAL:
        return f"from {day_of(row['first'])} to {day_of(row['last'])}"
    return "dates stay"


def _cost(row: dict[Any, Any]) -> Any:
    if row["kind"] in (ACCEPT, MOVE):
        return "nothing"
    if is_missing(row["cost"]):
        return f"not computed: {row['cost_why']}"
    said = wording.money(abs(row["cost"]), row["currency"])
    said = f"{said} less" if row["cost"] < 0 else said if row["cost"] else "nothing"
    if is_missing(row["paid_hours"]):
        return said
    paid = f"{rounded(row['paid_hours'], 1)} hours paid, {wording.money(row['rate'], row['currency'])} an hour"
    return html.Div([html.Span(said), html.Span(paid, className="under")])
