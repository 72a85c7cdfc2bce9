"""What the page of alignment is set from: what serves nothing, shares, the matrix, warnings, flows, faults."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.money import SCHEDULE
from dashboard.figures.alignment_matrix import UNALLOCATED, fields
from dashboard.panels import grid, paged
from dashboard.panels.blocks import csv, figures, is_missing, link, plural, section
from dashboard.panels.marks import status
from dashboard.panels.money import spent_by
from dashboard.panels.parts import Children, attributes
from dashboard.panels.table import MOST_ROWS, Column, table
from dashboard.selection import Selection
from dashboard.view.alignment import Alignment
from dashboard.view.explain import wording
from dashboard.words import day_of, number

MATRIX = "/api/v1/alignment"
_MOST = 25  # lines of a list of faults
_SHORT = 8  # letters of a key that stands at the head of a column
_RULES = {
    "objective_without_kpi": "Objectives without KPI",
    "kpi_without_objective": "KPIs without objective",
    "kpi_without_project": "KPIs that no project moves",
    "project_without_objective": "Projects that serve nothing",
    "cycle": "Circles of cause and effect",
    "too_many_objectives": "Too many objectives",
    "weights_sum_to_nothing": "Weights that sum to nothing",
    "negative_weight": "Negative weights",
    "against_direction": "Contributions against the KPI's direction",
    "over_declared": "KPIs of which more is claimed than the gap",
}


def money(value: Any, currency: str | None) -> str:
    """Say a sum: EUR 2.56 m, EUR 390 k; what is not known is said so."""
    return "not known" if is_missing(value) else wording.money(float(value), currency)


def orphans(found: Alignment) -> pd.DataFrame:
    """Give the projects that serve nothing and still run, the dearest first."""
    rows = found.projects[(found.projects["path"] == "nothing") & ~found.projects["stage"].isin(_OVER)]
    return rows.sort_values("spent", ascending=False, kind="stable")


def known_sum(values: pd.Series) -> float:
    """Add up what is known: nothing at all is 0, and where none of several is known, no number."""
    return float(values.sum(min_count=min(1, len(values))))


def _of(projects: pd.DataFrame) -> str:
    """Say of how many projects what was spent is, of how many by their schedules, and of how many nothing is known."""
    unknown, scheduled = int(projects["spent"].isna().sum()), int((projects["spent_by"] == SCHEDULE).sum())
    said = plural(len(projects), "project")
    said += f", {scheduled} of them by {'its schedule' if scheduled == 1 else 'their schedules'}" if scheduled else ""
    return f"{said}, {unknown} of them not known" if 0 < unknown < len(projects) else said


def _by_schedules(found: Alignment) -> str:
    """Say how much of the spend schedules alone state, of how many projects, and what could not be added."""
    rows = found.projects[found.projects["spent_by"] == SCHEDULE]
    said = "Spend is the actual cost of Money sheets; of a project without any that of its schedule"
    if len(rows):
        said += f": {money(known_sum(rows['spent']), found.currency)} of {plural(len(rows), 'project')}"
    left = f" {plural(found.left_out, 'sum')} left out: {found.why_left}." if found.left_out else ""
    return f"{said}.{left}"


_OVER = ("closed", "stopped", "proposed")


def sentence(found: Alignment) -> str:
    """Say what matters: the dearest project that serves nothing, and the objectives that nothing serves."""
    rows, bare = orphans(found), unserved(found)
    parts = []
    if len(rows):
        first = rows.iloc[0]
        more = f" {plural(len(rows) - 1, 'more project')} {'does' if len(rows) == 2 else 'do'} so too."
        parts.append(f"{first['name'] or rows.index[0]} serves nothing{_cost(first, found.currency)}.")
        parts += [more.replace("serves", "serve")] if len(rows) > 1 else []
    if len(bare):
        names = [str(name) for name in bare["name"].head(3)]
        more = f" and {len(bare) - 3} more" if len(bare) > 3 else ""
        parts.append(f"Nothing serves {', '.join(names)}{more}.")
    return (
        " ".join(part.strip() for part in parts)
        or "Every running project serves an objective, and every objective is served."
    )


def _cost(row: pd.Series, currency: str | None) -> str:
    words = {"spent": "spent", "remaining": "still to be saved"}
    known = [f"{money(row[name], currency)} {word}" for name, word in words.items() if not is_missing(row[name])]
    return f": {', '.join(known)}" if known else ", and what it costs is not known"


def unserved(found: Alignment) -> pd.DataFrame:
    """Give the objectives that nothing serves, the heaviest first."""
    rows = found.objectives[found.objectives["served"] == "nothing"]
    return rows.sort_values("weight_share", ascending=False, kind="stable")


def opening(found: Alignment) -> list[Component]:
    """Give the sentence and the five figures."""
    rows, bare = orphans(found), unserved(found)
    every = found.projects[found.projects["path"] == "nothing"]
    loose = found.balance[found.balance.index.isna()].iloc[0]
    share = "not computed" if is_missing(loose["spend_share"]) else f"{loose['spend_share']:.1f} % of the spend"
    weight = bare["weight_share"].sum()
    return [
        html.P(sentence(found), className="lead"),
        figures(
            [
                (
                    "Spend that serves nothing",
                    money(known_sum(every["spent"]), found.currency),
                    _of(every),
                ),
                ("Still to be saved", money(known_sum(rows["remaining"]), found.currency), "while they run"),
                ("Not put down to an objective", money(loose["spend"], found.currency), share),
                ("Objectives that nothing serves", str(len(bare)), f"{number(float(weight))} of 100 by weight"),
                ("Warnings", str(len(found.warnings)), f"of {plural(found.warnings['project'].nunique(), 'project')}"),
            ]
        ),
    ]


def nothing(found: Alignment, selection: Selection) -> Component:
    """Give the projects that serve nothing while they run, and those that enable others."""
    rows = [
        [
            link("project", str(key), row["name"], selection),
            status(row["status"]),
            _department(row["department"], found, selection),
            money(row["spent"], found.currency),
            spent_by(row["spent_by"], row["spent_until"]),
            money(row["remaining"], found.currency),
        ]
        for key, row in _lines(orphans(found))
    ]
    columns = [Column("Project", "wide"), Column("Status"), Column("Department"), Column("Spent", "figure")]
    columns += [Column("Spent, by"), Column("Still to be saved", "figure")]
    enabling = found.projects[found.projects["path"] == "enabling"]
    names = found.projects["name"].to_dict()
    said: list[Any] = [html.P("There is none.")]
    if rows:
        said = [table("Projects that serve nothing", columns, rows[:_MOST], of=len(rows))]
    for key, row in list(_lines(enabling))[:_MOST]:
        waits = link("project", row["enables"], names.get(row["enables"]), selection)
        words: list[Any] = [
            link("project", key, row["name"], selection),
            " serves no objective itself, but ",
            waits,
            " waits for it: it is enabling, not lost.",
        ]
        said.append(html.P(words))
    about = "No live path of contributions leads from them to an objective."
    about += " All stand first below, with the objectives." if len(rows) > _MOST else ""
    return section("Projects that serve nothing", said, about=about)


def shares(found: Alignment, selection: Selection) -> Component:
    """Give each objective's share of the spend beside its share of the weight, with what is unallocated last."""
    words = {"direct": "served", "indirect": "indirectly served", "nothing": "nothing serves it"}
    most = max(1.0, _largest(found))
    rows = [
        [
            link("objective", str(key), row["name"], selection),
            words[row["served"]],
            int(row["projects"]),
            money(row["spend"], found.currency),
            _percent(row["spend_share"]),
            _percent(row["weight_share"]),
            _points(row["difference"]),
            _bars(row["spend_share"], row["weight_share"], most),
        ]
        for key, row in _lines(found.objectives)
    ]
    loose = found.balance[found.balance.index.isna()].iloc[0]
    rows.append(
        [
            "Unallocated",
            "put down to no objective",
            None,
            money(loose["spend"], found.currency),
            _percent(loose["spend_share"]),
            None,
            None,
            _bars(loose["spend_share"], None, most),
        ]
    )
    columns = [
        Column("Objective", "wide"), Column("Served"), Column("Projects", "figure"), Column("Spent", "figure"),
        Column("Share of spend", "figure"), Column("Share of weight", "figure"), Column("Difference", "figure"),
        Column("Spend over weight", "drawing"),
    ]  # fmt: skip
    about = (
        f"Solid: share of the spend. Outlined: share of the weight. {_by_schedules(found)} Indirectly served: only "
        "other served objectives lead to it."
    )
    why = found.balance["why"].dropna()
    said: list[Any] = [html.P(str(why.iloc[0]), className="about")] if len(why) else []
    return section(
        "Share of spend against share of weight", [*said, table("Shares by objective", columns, rows)], about=about
    )


def _largest(found: Alignment) -> float:
    largest = found.balance[["spend_share", "weight_share"]].max().max()
    return 0.0 if is_missing(float(largest)) else float(largest)


def _bars(spend: Any, weight: Any, most: float) -> Component:
    """Draw two shares over each other; their numbers stand in the columns before."""
    bars = [
        html.Span(className=f"share-bar share-{name}", style={"width": f"{100 * float(value) / most:.1f}%"})
        for name, value in (("spend", spend), ("weight", weight))
        if not is_missing(value)
    ]
    return html.Span(bars, className="share-bars", **attributes(aria_hidden="true"))


def _percent(value: Any) -> Children | None:
    return None if is_missing(value) else f"{value:.1f} %"


def _points(value: Any) -> Children | None:
    return None if is_missing(value) else f"{value:+.1f} pp".replace("-", "\u2212")


def matrix(ident: str, found: Alignment, selection: Selection) -> Component:
    """Give the matrix of projects and objectives, whose rows are asked for as one scrolls."""
    if not found.order:
        return section("Projects and objectives", [html.P("No project has been loaded yet.")])
    columns = matrix_columns(found)
    unit = f"{found.currency} k" if found.currency else "thousands of money"
    about = f"{unit} spent for each objective; linked: no money is put down to it. Those that serve nothing come first."
    children = [paged.paged(ident, columns, len(found.order), "Projects and objectives"), csv(MATRIX, selection)]
    return section("Projects and objectives", children, about=about)


def matrix_columns(found: Alignment) -> list[grid.Column]:
    """Give the columns of the matrix: the project, what it does, what says what it spent where that is not always Money
    sheets, then an objective each.
    """
    scheduled = bool((found.projects["spent_by"] == SCHEDULE).any())
    said_by = [grid.text("spent_by", "Spent, by", minWidth=184, filter=False)] if scheduled else []
    names = fields(list(found.objectives.index))
    objectives = [
        _cell(names[str(key)], _heading(str(key), name), str(name or key))
        for key, name in found.objectives["name"].items()
    ]
    return [
        grid.link("name", "Project", pinned="left", minWidth=170, width=190),
        grid.text("path", "Serves", minWidth=110, filter=False),
        grid.figure("spent", "Spent", minWidth=90, filter=False),
        *said_by,
        *objectives,
        _cell(str(UNALLOCATED), "Unallocated", "Put down to no objective"),
    ]


def _heading(key: str, name: Any) -> str:
    """Give what a narrow column is called by: a key that people gave, else, of a key that a tool made, the name."""
    return key if len(key) <= _SHORT else str(name or key)


def _cell(field: str, heading: str, whole: str) -> grid.Column:
    return grid.text(field, heading, headerTooltip=whole, type="rightAligned", minWidth=98, filter=False)


def warnings(found: Alignment, selection: Selection) -> Component:
    """Give the dated warnings of work that loses its way while it still runs."""
    names, kpis, goals = (frame["name"].to_dict() for frame in (found.projects, found.kpis, found.objectives))
    named = {"kpi": kpis, "objective": goals, "project": names}
    rows = []
    # What serves nothing stands above already.
    order = found.warnings.sort_values("warning", key=lambda kinds: kinds == "no_path", kind="stable")
    for row in order.head(MOST_ROWS).to_dict("records"):
        said = _warned(row, named[row["subject_kind"]].get(row["subject"]) or row["subject"])
        rows.append([link("project", row["project"], names.get(row["project"]), selection), said, day_of(row["date"])])
    if not rows:
        return section("Warnings", [html.P("No running project loses its way.")])
    columns = [Column("Project", "wide"), Column("Warning", "wide"), Column("Date", "date")]
    return section("Warnings", [table("Warnings", columns, rows, of=len(found.warnings))])


def _warned(row: dict[Any, Any], name: Any) -> str:
    if row["warning"] == "weight_cut":
        return f"{name} weighs {row['now']:.1f} of 100; when the project was approved it was {row['weight']:.1f}."
    if row["warning"] == "spend_ahead":
        came = f"{row['delivered']:.0f} % of its contribution has come where {row['planned']:.0f} % was planned"
        return f"Spend runs ahead: {row['spent']:.0f} % of its budget has gone, and {came}."
    return {
        "no_path": "No path leads from it to an objective.",
        "no_readings": f"It leads only through {name}, which has no reading.",
        "retired": f"It leads only to {name}, which has been retired.",
        "effect_too_late": f"Its effect on {name} comes after the target's date, {day_of(row['until'])}.",
    }[row["warning"]]


def _department(key: str | None, found: Alignment, selection: Selection) -> Children | None:
    return link("department", key, found.departments.get(key), selection) if key else None


def flows(found: Alignment, selection: Selection) -> Component:
    """Give how paths and money cross from the departments of projects to those of objectives."""
    order = found.flows.sort_values(["crosses", "spend"], ascending=[False, False], kind="stable")
    rows = [
        [
            _department(row["from_department"], found, selection) or "no department",
            _department(row["to_department"], found, selection) or "unallocated",
            "crosses" if row["crosses"] else "stays" if row["to_department"] else None,
            int(row["projects"]),
            int(row["paths"]),
            money(row["spend"], found.currency),
        ]
        for row in order.head(MOST_ROWS).to_dict("records")
    ]
    columns = [
        Column("Department that pays"), Column("Department that gains"), Column("Flow"), Column("Projects", "figure"),
        Column("Paths", "figure"), Column("Spent", "figure"),
    ]  # fmt: skip
    crossing = money(known_sum(found.flows.loc[found.flows["crosses"], "spend"]), found.currency)
    about = f"What is spent by one department for an objective of another: {crossing}."
    return section("Across departments", [table("Flows across departments", columns, rows, of=len(order))], about=about)


def faults(found: Alignment, selection: Selection) -> Component:
    """Give what is wrong with the map itself, by rule, with what to do."""
    if found.faults.empty:
        return section("What is wrong with the map itself", [html.P("No fault was found.")])
    said: list[Any] = []
    for rule, rows in found.faults.groupby("rule", sort=False):
        said += [html.H3(f"{_RULES[str(rule)]}: {len(rows)}"), html.P(rows["advice"].iloc[0], className="about")]
        shown = rows.head(_MOST).assign(of=_apart(rows, found))
        said.append(html.Ul([html.Li(_fault(row, selection)) for row in shown.to_dict("records")]))
        if len(rows) > _MOST:
            said.append(html.P(f"The first {_MOST} of {number(float(len(rows)))} are shown.", className="about"))
    return section("What is wrong with the map itself", said)


def _apart(rows: pd.DataFrame, found: Alignment) -> pd.Series:
    """Give the objectives of KPIs that are called alike, by which they are told apart; of others nothing."""
    alike = rows["name"].duplicated(keep=False) & (rows["subject_kind"] == "kpi")
    of = rows["subject"].map(found.kpis["objective"]).map(found.objectives["name"])
    return of.astype(object).where(alike & of.notna(), None)


def _fault(row: dict[Any, Any], selection: Selection) -> list[Any]:
    if row["subject_kind"] == "strategy":
        return ["The whole strategy", f": {row['value']}" if row["value"] is not None else ""]
    value = row["value"]
    text = "" if is_missing(value) else f": {value:.1f} %" if row["rule"] == "over_declared" else f": {value}"
    of = f" of {row['of']}" if row["of"] else ""
    return [link(row["subject_kind"], row["subject"], row["name"], selection), of, text]


def _lines(frame: pd.DataFrame) -> Sequence[tuple[str, dict[Any, Any]]]:
    return [(str(key), row) for key, row in zip(frame.index, frame.to_dict("records"), strict=True)]
