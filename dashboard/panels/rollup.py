"""A programme, department, perspective or theme as its page shows it: result, delivery, money, risks and benefits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, OFF_TRACK
from dashboard.figures.tokens import STATUSES
from dashboard.panels import grid
from dashboard.panels.benefits import benefits, realised
from dashboard.panels.blocks import eyebrow, facts, figures, href, is_missing, link, plural, section, words_of
from dashboard.panels.marks import mark, status
from dashboard.panels.money import of_project as money_by_month
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view.explain import wording
from dashboard.view.rollup import OF_STRATEGY, RollUp, Whole
from dashboard.words import number, rounded

MOST = 200  # rows of a grid that is sent whole; the rest stands on the page of the portfolio
_MOST_RISKS = 10
_OF_WORK = ("department", "programme")
_RATIO = {"valueFormatter": {"function": "params.value == null ? '–' : d3.format('.2f')(params.value)"}}
_RISKS = (("threat", "Threats"), ("opportunity", "Opportunities"), ("issue", "Issues, which have happened"))
_RULE = (
    "Each project counts once, and alike: done as 10, on track as 8.3, at risk as 5, off track as 1.7 of 10; what is "
    "not started or without data does not count. CPI is all that was earned by all that was spent, SPI by all that "
    "was planned, at plan rates, of the projects that have both in that unit."
)
_RESULT_RULE = "The mean of its objectives counts them by their weights. "


def above(found: RollUp, selection: Selection) -> Component:
    """Give the line above the title: what it is, whose, and what it is a part of."""
    row = found.row
    parent = link(found.kind, row["parent"], row["parent_name"], selection) if row["parent"] else None
    part = html.Span(["part of ", html.Span(parent)]) if parent else None
    return eyebrow([found.kind.capitalize(), row["owner"], part])


def opening(found: RollUp, whole: Whole, selection: Selection) -> list[Component]:
    """Give what stands first: the sentence, and five figures."""
    return [html.P(sentence(found, whole), className="lead"), figures(_figures(found, whole, selection))]


def body(found: RollUp, whole: Whole, selection: Selection) -> list[Component]:
    """Give all that belongs to it: objectives, projects, money, benefits, risks, and what is stated of it."""
    projects, objectives = projects_of(found, whole, selection), objectives_of(found, whole, selection)
    order = [objectives, projects] if found.kind in OF_STRATEGY else [projects, objectives]
    return [
        *order,
        # Drawn as the money of one project from one source: every sum is there once already.
        money_by_month(found.money.assign(project=found.key, feed=0), _about_money(found)),
        *_by_schedules(found, whole),
        benefits(found.benefits, whole.projects, whole.currency, selection),
        risks(found, whole, selection),
        known(found, selection),
        html.P((_RESULT_RULE if found.result else "") + _RULE, className="about"),
    ]


def sentence(found: RollUp, whole: Whole) -> str:
    """Say how it stands, which child is worst, and what its work earns and will cost."""
    led = found.kind in OF_STRATEGY
    said = [_stands(found.result, "objective") if led and found.result else _stands(found.delivery, "project")]
    if led:
        said.append(_work(found))
    said += _earns(found.earned, whole.unit)
    return " ".join(said)


def _stands(rolled: Mapping[str, Any], what: str) -> str:
    count = int(rolled["children"])
    if rolled["status"] == NO_DATA:
        none = f"none of its {count} {what}s can be judged" if count > 1 else f"its {what} cannot be judged"
        return f"Not computed: {none if count else f'it has no {what}'}."
    if rolled["status"] == DONE:
        return f"Done: {plural(int(rolled['coverage']), what)} complete."
    judged = f"{int(rolled['coverage'])} of {plural(count, what)} judged"
    return (
        f"{wording.capital(STATUSES[rolled['status']].word)} at {rounded(rolled['score'], 1)} of 10, {judged}. "
        f"Worst is {rolled['worst_name'] or rolled['worst']}, {STATUSES[rolled['worst_status']].word}."
    )


def _work(found: RollUp) -> str:
    """Say how many projects serve the objectives, and how many of them are in trouble."""
    if found.projects.empty:
        return "No project serves it."
    counts = Counter(found.projects["status"])
    bad = [f"{counts[one]} {STATUSES[one].word}" for one in (OFF_TRACK, AT_RISK) if counts[one]]
    serve = f"{plural(len(found.projects), 'project')} {'serves' if len(found.projects) == 1 else 'serve'} it"
    return f"{serve}, {' and '.join(bad)}." if bad else f"{serve}, none off track or at risk."


def _earns(earned: Mapping[str, Any], unit: str | None) -> list[str]:
    if is_missing(earned["cpi"]):
        return []
    said = f"Its work earns {wording.for_each(earned['cpi'], unit)}"
    over = earned["eac_share"]
    if not is_missing(over):
        ends, planned = wording.money(earned["eac"], unit), wording.money(earned["bac"], unit, named=False)
        said += f" and comes to {ends} at this rate, against {planned} budgeted"
    return [f"{said} ({covers(earned, 'cpi_of', unit)})."]


def covers(earned: Mapping[str, Any], of: str, unit: str | None) -> str:
    """Say how many projects a figure covers, and in what: 14 of 20 projects, EUR."""
    count = f"{int(earned[of])} of {plural(int(earned['of']), 'project')}"
    return f"{count}, {unit}" if unit else count


def _figures(found: RollUp, whole: Whole, selection: Selection) -> list[Any]:
    earned, unit = found.earned, whole.unit
    result = [("Result", *_mean(found.result, "objective", selection))] if found.result else []
    cpi, spi = (None if is_missing(earned[name]) else wording.ratio(earned[name]) for name in ("cpi", "spi"))
    cost = None if is_missing(earned["eac_share"]) else wording.money(earned["eac"], unit)
    budget = "" if cost is None else f"against {wording.money(earned['bac'], unit, named=False)} budgeted, "
    pace = f"SPI {spi}, " if spi else ""
    why = "not computed: no project has both figures"
    return [
        *result,
        ("Delivery", *_mean(found.delivery, "project", selection)),
        ("CPI", cpi or "–", f"{pace}{covers(earned, 'cpi_of', unit)}" if cpi else why),
        ("Forecast cost", cost or "–", f"{budget}{covers(earned, 'cost_of', unit)}" if cost else why),
        ("Benefits seen", *realised(found.benefits, whole.currency)),
    ]


def _mean(rolled: Mapping[str, Any], what: str, selection: Selection) -> tuple[Any, Any]:
    """Give a status, and under it the mean, what it covers, and the worst child, which a mean may hide."""
    shown = status(rolled["status"], stale="rests on stale data" if rolled["stale"] else None)
    if is_missing(rolled["score"]):
        return shown, f"0 of {plural(int(rolled['children']), what)} judged"
    judged = f"{int(rolled['coverage'])} of {plural(int(rolled['children']), what)}"
    covered = f"mean {rounded(rolled['score'], 1)} of 10, {judged}"
    return shown, [html.Span(covered), _worst(rolled, what, selection)]


def _worst(rolled: Mapping[str, Any], what: str, selection: Selection) -> Component:
    name = html.Span(["worst: ", html.Span(link(what, rolled["worst"], rolled["worst_name"], selection))])
    return html.Span([mark(rolled["worst_status"]), name], className="marked worst")


def projects_of(found: RollUp, whole: Whole, selection: Selection) -> Component:
    """Give the projects that belong to it, the mission-critical first, then the worst."""
    title = "Projects behind it" if found.kind in OF_STRATEGY else "Projects"
    if found.projects.empty:
        said = "No live path of contributions leads to its objectives." if found.kind in OF_STRATEGY else "It has none."
        return section(title, [html.P(said)])
    shown = found.projects.head(MOST)
    rows = [_project(str(key), row, whole, selection) for key, row in _lines(shown)]
    columns = [
        grid.link("name", "Project", minWidth=230, flex=2),
        grid.text("key", "Key", minWidth=90),
        grid.status("status", "Computed"),
        grid.text("reported", "Reported", minWidth=160),
        grid.figure("spi_t", "SPI(t)", **{**_RATIO, "minWidth": 90}),
        grid.figure("cpi", "CPI", **{**_RATIO, "minWidth": 84}),
        grid.day("finish", "Finish, forecast", minWidth=134),
        grid.figure("eac", "EAC", minWidth=116),
        grid.figure("bac", "BAC", minWidth=116),
        grid.text("unit", "Unit", minWidth=80),
        grid.text("critical", "Mission critical", minWidth=136),
        *_belongs(_OF_WORK, found),
        grid.text("manager", "Manager", minWidth=150),
    ]
    return section(title, [grid.grid(f"{found.kind}-projects", columns, rows, title)], about=_shown(found, selection))


def _shown(found: RollUp, selection: Selection) -> Any:
    many = len(found.projects)
    said = f"The first {MOST} of {number(many)}. " if many > MOST else ""
    said += "Mission-critical first, then the worst."
    if found.kind in OF_STRATEGY:
        return said
    there = replace(selection.to("portfolio"), **{found.kind: (found.key,)}).href
    return [f"{said} ", html.A("The same on the page of the portfolio", href=there)]


def _project(key: str, row: dict[Any, Any], whole: Whole, selection: Selection) -> dict[str, Any]:
    plain = {name: words_of(row[name]) for name in ("manager", "unit", "finish", "status")}
    reported = words_of(row["reported"])
    return plain | {
        "key": key,
        "name": row["name"] or key,
        "href": href("project", key, selection),
        **_named(row, _OF_WORK, whole, selection),
        "stale": bool(row["stale"]),
        "reported": f"{reported} – disagrees" if reported and row["alarm"] else reported,
        "critical": "yes" if row["critical"] else None,
        **{name: None if is_missing(row[name]) else round(float(row[name]), 3) for name in ("spi_t", "cpi")},
        **{name: None if is_missing(row[name]) else round(float(row[name])) for name in ("eac", "bac")},
    }


def _named(row: dict[Any, Any], kinds: Sequence[str], whole: Whole, selection: Selection) -> dict[str, Any]:
    """Give what a row belongs to by name, each with its address."""
    keys = {kind: words_of(row[kind]) for kind in kinds}
    names = {kind: whole.name_of(kind, key) for kind, key in keys.items()}
    return names | {f"{kind}_href": href(kind, key, selection) for kind, key in keys.items()}


def _belongs(kinds: Sequence[str], found: RollUp) -> list[grid.Column]:
    """Give the columns that say what else rows belong to."""
    return [
        grid.link(kind, kind.capitalize(), href=f"{kind}_href", minWidth=150) for kind in kinds if kind != found.kind
    ]


def objectives_of(found: RollUp, whole: Whole, selection: Selection) -> Component:
    """Give the objectives that it holds, or of a programme those that its projects lead to, the worst first."""
    title = "Objectives that it serves" if found.kind == "programme" else "Objectives"
    if found.objectives.empty:
        said = "Its projects lead to no objective." if found.kind == "programme" else "It has none."
        return section(title, [html.P(said)])
    ordered = found.objectives.assign(score=pd.to_numeric(found.objectives["score"])).sort_values(
        "score", kind="stable"
    )
    rows = [_objective(str(key), row, whole, selection) for key, row in _lines(ordered)]
    columns = [
        grid.link("name", "Objective", minWidth=230, flex=2),
        grid.status("status", "Result"),
        grid.figure("score", "Mean score, 0–10", minWidth=130),
        grid.text("coverage", "KPIs scored", minWidth=110),
        grid.link("worst", "Worst KPI", href="worst_href", minWidth=200),
        grid.status("worst_status", "Its status", minWidth=130),
        grid.figure("weight", "Weight", minWidth=90),
        *_belongs(OF_STRATEGY, found),
    ]
    return section(title, [grid.grid(f"{found.kind}-objectives", columns, rows, title)])


def _objective(key: str, row: dict[Any, Any], whole: Whole, selection: Selection) -> dict[str, Any]:
    worst = None if is_missing(row["worst"]) else str(row["worst"])
    return {
        "name": row["name"] or key,
        "href": href("objective", key, selection),
        "status": row["status"],
        "stale": bool(row["stale"]),
        "score": None if is_missing(row["score"]) else round(float(row["score"]), 1),
        "coverage": f"{int(row['coverage'])} of {int(row['children'])}",
        "worst": words_of(row["worst_name"]),
        "worst_href": href("kpi", worst, selection),
        "worst_status": words_of(row["worst_status"]) or NO_DATA,
        "weight": 1.0 if is_missing(row["weight"]) else float(row["weight"]),
        **_named(row, OF_STRATEGY, whole, selection),
    }


def _about_money(found: RollUp) -> str:
    what = "What is put down to its objectives. " if found.kind in OF_STRATEGY else "All its projects, each once. "
    return f"{what}Plan and forecast at the plan rate, actual at the rate of the month. {_left_out(found)}"


def _left_out(found: RollUp) -> str:
    return f"{plural(found.left_out, 'sum')} left out: {found.why_left}. " if found.left_out else ""


def _by_schedules(found: RollUp, whole: Whole) -> list[Component]:
    """Say what was spent that no month holds, because only schedules state it, and what it comes to with the rest; and
    what is left out, which stands above the months where there are any.
    """
    left = _left_out(found) if found.money.empty else ""
    if found.scheduled.empty:
        return [html.P(left, className="about")] if left else []
    booked = found.money.loc[found.money["kind"] == "cost", "actual"].sum()
    scheduled, all_in_all = (
        wording.money(float(sum_), whole.currency) for sum_ in (found.scheduled.sum(), found.scheduled.sum() + booked)
    )
    many = plural(len(found.scheduled), "project")
    said = (
        f"Spent to date: {all_in_all}, of it {scheduled} by {many} of which only the schedule says so; a schedule's "
        f"actual cost is a total without months, and not in the months above. {left}"
    )
    return [html.P(said, className="about")]


def risks(found: RollUp, whole: Whole, selection: Selection) -> Component:
    """Give the exposure to threats, to opportunities and to issues, apart and never set off, and what weighs most."""
    title = "Risks and opportunities"
    if found.risks.empty:
        return section(title, [html.P("No open risk is known. Give them in the Risks sheet of the register.")])
    unit = whole.currency
    lines = []
    for kind, word in _RISKS:
        rows = found.risks[found.risks["kind"] == kind]
        known = rows["exposure"].notna()
        exposed = wording.money(float(rows["exposure"].sum()), unit) if known.any() else None
        lines.append([word, len(rows), exposed, int((~known).sum()) or None])
    columns = (
        Column("Kind"),
        Column("Open", "figure"),
        Column("Exposure", "figure"),
        Column("Without a figure", "figure"),
    )
    parts = [table("Exposure by kind", columns, lines), html.H3("What weighs most")]
    heaviest = [_risk(row, whole, selection) for row in found.risks.head(_MOST_RISKS).to_dict("records")]
    heads = (
        Column("What may happen", "wide"), Column("Kind"), Column("About", "wide"), Column("Probability, %", "figure"),
        Column("Money", "figure"), Column("Exposure", "figure"),
    )  # fmt: skip
    about = "Exposure: probability × money. Threats and opportunities are never set off against each other."
    return section(title, [*parts, table("What weighs most", heads, heaviest)], about=about)


def _risk(row: dict[Any, Any], whole: Whole, selection: Selection) -> list[Any]:
    named = {"project": whole.projects, "objective": whole.objectives, "kpi": whole.kpis}[row["of_kind"]]["name"]
    money, exposed = (
        None if is_missing(row[name]) else wording.money(row[name], whole.currency) for name in ("money", "exposure")
    )
    return [
        row["title"],
        row["kind"],
        link(row["of_kind"], row["of"], named.get(row["of"]), selection),
        None if is_missing(row["probability"]) else number(row["probability"] * 100),
        money,
        exposed,
    ]


def known(found: RollUp, selection: Selection) -> Component:
    """Give what is stated of it."""
    row = found.row
    pairs = [
        ("Description", row["description"]),
        ("Owner" if found.kind in OF_STRATEGY else "Lead", row["owner"]),
        ("Key", html.Code(found.key)),
    ]
    if row["parent"]:
        pairs.append(("Part of", link(found.kind, row["parent"], row["parent_name"], selection)))
    return section("About it", [facts(pairs)])


def _lines(frame: pd.DataFrame) -> list[tuple[Any, dict[Any, Any]]]:
    return list(zip(frame.index, frame.to_dict("records"), strict=True))
