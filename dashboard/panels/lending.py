"""What departments lend to each other, by month, and who works for whom."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis import lending
from dashboard.panels.blocks import csv, is_missing, link, parted, plural, section
from dashboard.panels.parts import Children, attributes
from dashboard.panels.table import Column, table
from dashboard.selection import Selection, extended
from dashboard.view.explain import wording
from dashboard.view.lending import Lending
from dashboard.words import day_of, number, rounded

TITLE = "Lending between departments"
MOST = 30  # departments that stand beside each other
NAMED = 40  # people; the file has all of them
SAID = 5  # roles of departments of which a sentence says to whom they are lent
BORROWERS, ASKING = 8, 3  # projects that such a sentence names
_NOBODY = "no department"
_ABOUT = (
    "Hours that people of the department before the line work for projects of the department above the column, and "
    "what they are in full-time people. What a department does for itself stands in its own column."
)
_SHARED = (
    "Dedicated is who works for one project; who works for several departments stands first. Hours are of all months."
)
_COUNTS = (
    Column("Department", "wide"), Column("People with work", "figure"), Column("For one project", "figure"),
    Column("For several of one department", "figure"), Column("For several departments", "figure"),
    Column("Hours", "figure"), Column("Lent, hours", "figure"), Column("Lent, %", "figure"),
)  # fmt: skip
_PEOPLE = (
    Column("Who", "wide"), Column("Role", "wide"), Column("Department", "wide"), Column("Works for"),
    Column("Projects", "figure"), Column("Departments", "figure"), Column("Hours", "figure"),
    Column("Lent, hours", "figure"), Column("Declared"),
)  # fmt: skip


def opening(found: Lending, selection: Selection) -> list[Component]:
    """Say which department has nobody left, else how much is lent."""
    rows = found.drained.to_dict("records")
    if not rows:
        return [html.P(_sum(found), className="lead")]
    said: list[Any] = [html.P(_drained(row, found, selection), className="lead") for row in rows[:SAID]]
    others: list[Any] = [html.Li(_briefly(row, found, selection)) for row in rows[SAID:]]
    if others:
        summary = html.Summary(f"So do {plural(len(others), 'more role')} of departments")
        said.append(html.Details([summary, html.Ul(others)]))
    return [*said, html.P(_sum(found), className="second")]


def _sum(found: Lending) -> str:
    rows, months = found.matrix, plural(len(found.standard), "month")
    if rows.empty:
        return f"Nobody with a name has work in these {months}."
    total, lent = float(rows["hours"].sum()), float(rows.loc[lending.is_lent(rows), "hours"].sum())
    share = number(round(lent / total * 100)) or "0"
    return f"Of {rounded(total)} hours of work in {months}, {rounded(lent)} are for another department, {share} %."


def lent(found: Lending, selection: Selection) -> list[Component]:
    """Say on another page who has nobody left, the first of them, and give the way to all that is lent."""
    if found.matrix.empty:
        return []
    said = [part for row in found.drained.head(1).to_dict("records") for part in _drained(row, found, selection)]
    return [
        html.P([*said, " " if said else "", html.A("Lending between departments", href=selection.to("lending").href)])
    ]


def _drained(row: dict[Any, Any], found: Lending, selection: Selection) -> list[Any]:
    """Say that a department lends nearly all people of a role, to whom, and what of its own waits."""

    def project(key: str) -> Any:
        return link("project", key, found.projects.get(key), selection)

    to: list[Any] = [
        html.Span([project(one["project"]), f" ({one['people']})"]) for one in row["borrowers"][:BORROWERS]
    ]
    if (more := len(row["borrowers"]) - len(to)) > 0:
        to.append(plural(more, "more project"))
    said = [*_briefly(row, found, selection, ": "), parted(to), "."]
    for one in row["asking"][:ASKING]:
        asks = f" of their own department asks for {rounded(one['hours'])} hours for which nobody is named."
        said += [" ", project(one["project"]), asks]
    if rest := row["asking"][ASKING:]:
        hours, who = sum(one["hours"] for one in rest), plural(len(rest), "more project")
        said.append(f" {who} of it {'asks' if len(rest) == 1 else 'ask'} for {rounded(hours)} hours so.")
    return said


def _briefly(row: dict[Any, Any], found: Lending, selection: Selection, end: str = "") -> list[Any]:
    """Say that a department lends nearly all people of a role, and how much."""
    all_of = f"All {row['of']}" if row["people"] == row["of"] else f"{row['people']} of {row['of']}"
    role = f"{row['role'][0].lower()}{row['role'][1:]}s"
    home = link("department", row["department"], found.departments.get(row["department"]), selection)
    span = f"{day_of(row['first'])} to {day_of(row['last'])}"
    return [f"{all_of} {role} of ", home, f" work for other departments, {span}, {rounded(row['hours'])} hours{end}"]


def months(found: Lending, month: str | None, selection: Selection) -> Component:
    """Give a link for each month and one for all of them, the present one marked."""
    here = selection.to("lending").href
    links: list[Any] = [
        html.A(words, href=address, **attributes(aria_current="true") if one == month else {})
        for one, words, address in (
            (None, "All months", here),
            *(
                (one, wording.month(date.fromisoformat(one)), extended(here, {"month": one[:7]}))
                for one in found.standard
            ),
        )
    ]
    return html.Nav(links, className="moments", **attributes(aria_label="Month"))


def matrix(found: Lending, month: str | None, selection: Selection) -> Component:
    """Give a line a department that lends and a column a department that borrows, of a month or of all."""
    rows = found.matrix if month is None else found.matrix[found.matrix["month"] == month]
    rows = lending.whole(rows, sum(found.standard.values()) if month is None else found.standard[month])
    if rows.empty:
        return section("Who works for whom", [html.P("No work of anybody lies there.", className="about")])
    cells = {
        (_key(a), _key(b)): (hours, fte) for a, b, hours, fte in rows[["lender", "borrower", "hours", "fte"]].to_numpy()
    }
    lenders, borrowers = (_most(rows, name) for name in ("lender", "borrower"))
    columns = [Column("Lends", "wide")]
    columns += [Column(found.departments.get(key) or key or _NOBODY, "figure") for key in borrowers]
    lines = [
        [_named(key, found.departments, selection), *(_cell(cells.get((key, to)), key == to) for to in borrowers)]
        for key in lenders
    ]
    shown = table("Lending between departments", columns, lines, name="lending")
    every = {_key(key) for name in ("lender", "borrower") for key in rows[name]}
    rest = len(every - {*lenders, *borrowers})
    more = [html.P(f"{plural(rest, 'department')} with less work in the file.", className="about")] if rest else []
    whole = csv(_file("/api/v1/lending", found, month), selection, "By month as CSV")
    return section("Who works for whom", [shown, *more, whole], about=_ABOUT)


def _file(address: str, found: Lending, month: str | None) -> str:
    """Give the address of the file of the days that are shown."""
    first, last = found.span.iso(0), found.span.iso(found.span.days - 1)
    if month is not None:
        first, last = month, f"{month[:8]}{monthrange(int(month[:4]), int(month[5:7]))[1]}"
    return extended(address, {"from": first, "to": last})


def _most(rows: pd.DataFrame, name: str) -> list[str]:
    """Give the departments of a side by their names, those with most hours where there are too many."""
    sums = rows.assign(key=[_key(key) for key in rows[name]]).groupby("key")["hours"].sum()
    return sorted(sums.sort_values(ascending=False).index[:MOST], key=lambda key: (not key, key))


def _cell(found: tuple[float, Any] | None, own: bool) -> Any:
    if found is None:
        return None
    hours, fte = found
    said = [html.Span(rounded(hours)), html.Span(_fte(fte), className="second")]
    return html.Div(said, className="lending-cell", **attributes(data_own="true") if own else {})


def _fte(fte: Any) -> str:
    return "" if is_missing(fte) else f"{fte:.1f} FTE" if fte >= 0.05 else "under 0.1 FTE"


def shared(found: Lending, selection: Selection) -> Component:
    """Give how many people of each department are dedicated and how many are shared, and who they are."""
    if found.people.empty:
        return section("Shared and dedicated people", [html.P("Nobody with a name has work there.", className="about")])
    counts = [
        [
            _named(_key(row["department"]), found.departments, selection),
            *(int(row[name]) for name in ("people", "dedicated", "own", "shared")),
            *(rounded(row[name]) for name in ("hours", "lent_hours")),
            number(round(row["lent_hours"] / row["hours"] * 100)) or "0",
        ]
        for row in found.counts.to_dict("records")
    ]
    telling = (found.people["projects"] > 1) | (found.people["lent_hours"] > 0)
    named = found.people[telling].head(NAMED)
    people = [
        [
            link("person", row["person"], row["name"], selection),
            row["role"],
            found.departments.get(row["department"]) or row["department"],
            row["works_for"],
            *(int(row[name]) for name in ("projects", "departments")),
            *(rounded(row[name]) for name in ("hours", "lent_hours")),
            _declared(row),
        ]
        for row in named.to_dict("records")
    ]
    rest = len(found.people) - len(named)
    more = [html.P(f"{_more(rest)}, in the file.", className="about")] if rest else []
    parts = [
        table("Shared and dedicated people by department", _COUNTS, counts),
        html.H3("Who works for several projects or is lent"),
        table("Shared and dedicated people", _PEOPLE, people),
        *more,
        csv(_file("/api/v1/lending/people", found, None), selection, "All of them as CSV"),
    ]
    return section("Shared and dedicated people", parts, about=_SHARED)


def _more(rest: int) -> str:
    return "1 more person" if rest == 1 else f"{number(rest)} more people"


def _declared(row: dict[Any, Any]) -> str | None:
    """Give what a register says of somebody, and where the work says otherwise."""
    if is_missing(row["pool"]):
        return None
    against = row["pool"] == "dedicated" and row["works_for"] != lending.ONE
    return f"{row['pool']}, but shared" if against else str(row["pool"])


def _named(key: str, names: Mapping[str, str], selection: Selection) -> Children:
    return link("department", key, names.get(key), selection) if key else _NOBODY


def _key(key: Any) -> str:
    return "" if is_missing(key) else str(key)
