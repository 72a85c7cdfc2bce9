"""Benefits planned, seen and owed, also of projects that have closed."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.alignment import NEVER
from dashboard.analysis.status import DONE
from dashboard.panels.blocks import figures, is_missing, link, plural, section, source
from dashboard.panels.marks import status
from dashboard.panels.table import MOST_ROWS, Column, table
from dashboard.selection import Selection
from dashboard.view.explain import wording
from dashboard.view.rollup import Whole
from dashboard.words import day_of, number

TITLE = "Benefits planned, seen and owed"
_NONE = "No benefit is stated. Give it in the Money sheet: revenue, saving, other benefit."
_COLUMNS = (
    Column("Project", "wide"),
    Column("Status"),
    Column("Planned to date", "figure"),
    Column("Seen to date", "figure"),
    Column("Realised, %", "figure"),
    Column("Behind", "figure"),
    Column("Planned, whole life", "figure"),
    Column("Owed", "figure"),
)
_ABOUT = (
    "Revenue, savings and other benefits, also after a project has closed. Realised: seen by planned, up to the last "
    "month that has ended. Behind: planned to date and not seen. Owed: planned over the whole life and not yet seen."
)


def realised(rows: pd.DataFrame, currency: str | None) -> tuple[str, str]:
    """Say what was seen of benefits, and of how much that was planned to date: `rows` as `money.benefits`."""
    if rows.empty:
        return "–", "no benefit is stated"
    planned, seen = float(rows["planned"].sum()), float(rows["seen"].sum())
    owed = f"{wording.money(float(rows['owed'].sum()), currency, named=False)} owed in all"
    if planned <= 0:
        return wording.money(seen, currency), f"none planned to date, {owed}"
    share = wording.share(seen, planned)
    return wording.money(
        seen, currency
    ), f"{share} of {wording.money(planned, currency, named=False)} planned to date, {owed}"


def behind_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Order benefits: those furthest behind first, then those of which most is owed."""
    return rows.sort_values(["behind", "owed"], ascending=False, kind="stable")


def benefits(rows: pd.DataFrame, projects: pd.DataFrame, currency: str | None, selection: Selection) -> Component:
    """Give the benefits of projects, a line each: `rows` as `money.benefits`, `projects` by key: name, status."""
    if rows.empty:
        return section(TITLE, [html.P(_NONE)])
    known = projects.reindex(rows.index)
    lines = [
        [
            link("project", str(key), known["name"].get(key), selection),
            status(known["status"].get(key) or "no_data"),
            *(_money(row[name], currency) for name in ("planned", "seen")),
            None if is_missing(row["realised"]) else number(round(row["realised"])),
            _money(row["behind"], currency) if row["behind"] > 0 else None,
            *(_money(row[name], currency) for name in ("planned_life", "owed")),
        ]
        for key, row in zip(behind_first(rows).index, behind_first(rows).to_dict("records"), strict=True)
    ]
    left = int(rows["left_out"].sum())
    about = f"{_ABOUT} {left} sums have no rate for their currency, and are left out." if left else _ABOUT
    return section(TITLE, [table(TITLE, _COLUMNS, lines)], about=about)


def _money(value: Any, currency: str | None) -> str | None:
    return None if is_missing(value) else wording.money(float(value), currency)


def of_project(rows: pd.DataFrame, currency: str | None) -> Component:
    """Give the benefits of one project as five figures: `rows` as `money.benefits`, one or none."""
    if rows.empty:
        return section(TITLE, [html.P(_NONE)])
    row = rows.iloc[0].to_dict()
    share = "nothing planned to date" if is_missing(row["realised"]) else f"{row['realised']:.0f} % realised"
    cells = [
        ("Planned to date", wording.money(row["planned"], currency), "up to the last month that has ended"),
        ("Seen to date", wording.money(row["seen"], currency), share),
        ("Behind", wording.money(row["behind"], currency), "planned to date and not seen"),
        ("Planned, whole life", wording.money(row["planned_life"], currency), ""),
        ("Owed", wording.money(row["owed"], currency), "planned over the whole life and not yet seen"),
    ]
    left = f"{plural(row['left_out'], 'sum')} left out: no rate for the currency." if row["left_out"] else ""
    return section(TITLE, [figures(cells)], about=left)


def opening(whole: Whole, due: pd.DataFrame, today: str) -> list[Component]:
    """Give the sentence and the figures of all benefits; `due` as `view.reviews.reviews_of`."""
    rows, late = whole.benefits, int((due["day"].astype("string") < today).sum())
    behind, owed = (float(rows[name].sum()) for name in ("behind", "owed"))

    def money(value: float) -> str:
        return "–" if rows.empty else wording.money(value, whole.currency)

    cells = [
        ("Seen to date", *realised(rows, whole.currency)),
        ("Behind", money(behind), plural(int((rows["behind"] > 0).sum()), "project")),
        ("Owed in all", money(owed), "planned over the whole life and not yet seen"),
        ("Reviews to be held", str(len(due)), f"{late} overdue"),
        ("State no benefit", str(len(_unstated(whole))), f"of {plural(len(whole.projects), 'project')}"),
    ]
    return [html.P(sentence(whole), className="lead"), figures(cells)]


def sentence(whole: Whole) -> str:
    """Say what was seen of what was planned, and which project is furthest behind."""
    rows = whole.benefits
    if rows.empty:
        return "No project states a benefit."
    seen, planned = (wording.money(float(rows[name].sum()), whole.currency) for name in ("seen", "planned"))
    said = f"{seen} of benefits seen of {planned} planned to date, by {plural(len(rows), 'project')}."
    key, worst = next(iter(behind_first(rows).to_dict("index").items()))
    if worst["behind"] <= 0:
        return f"{said} None is behind."
    row = whole.projects.loc[str(key)].to_dict()
    done = ", although it is done," if row["status"] == DONE else ""
    seen, planned = (wording.money(worst[name], whole.currency) for name in ("seen", "planned"))
    return f"{said} {row['name'] or key} is furthest behind{done} with {seen} of {planned}, {worst['realised']:.0f} %."


def reviews(due: pd.DataFrame, projects: pd.DataFrame, selection: Selection, today: str) -> Component:
    """Give the post-implementation reviews that are still to be held, the earliest first."""
    title = "Post-implementation reviews to be held"
    if due.empty:
        said = "None is planned. Give them in the Milestones sheet, of the kind post-implementation review."
        return section(title, [html.P(said)])
    lines = [
        [
            link("project", row["project"], projects["name"].get(row["project"]), selection),
            row["name"],
            day_of(row["day"]) if row["day"] else None,
            "overdue" if row["day"] and row["day"] < today else None,
            source(row["source"], row["source_revision"], selection),
        ]
        for row in due.to_dict("records")
    ]
    heads = ("Project", "wide"), ("Review", "wide"), ("Due", "date"), ("State", "text"), ("Source", "source")
    columns = [Column(*head) for head in heads]
    return section(title, [table(title, columns, lines)])


def _unstated(whole: Whole) -> pd.DataFrame:
    """Give the projects that are neither stopped nor only proposed and state no benefit, the dearest first."""
    rows = whole.projects[~whole.projects.index.isin(whole.benefits.index)]
    rows = rows[~rows["stage"].isin(NEVER)]
    cost = (pd.to_numeric(rows["bac"]).astype(float) * rows["rate"]).fillna(0.0)
    return rows.assign(cost=cost).sort_values("cost", ascending=False, kind="stable")


def unstated(whole: Whole, selection: Selection) -> Component:
    """Name the projects that state no benefit, the dearest first, with what they cost."""
    title, rows = "Projects that state no benefit", _unstated(whole)
    if rows.empty:
        return section(title, [html.P("There is none.")])
    lines = [
        [
            link("project", str(key), row["name"], selection),
            status(row["status"]),
            wording.money(row["cost"], whole.unit) if row["cost"] > 0 else None,
            int(row["objectives"]),
        ]
        for key, row in zip(rows.index, rows.head(MOST_ROWS).to_dict("records"), strict=False)
    ]
    heads = ("Project", "wide"), ("Status", "text"), ("BAC", "figure"), ("Objectives served", "figure")
    columns = [Column(*head) for head in heads]
    about = "Not every project has a benefit in money; one that also serves no objective has nothing to show for it."
    return section(title, [table(title, columns, lines)], about=about)
