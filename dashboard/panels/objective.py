"""An objective as a page and the side panel show it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.blocks import eyebrow, facts, figures, is_missing, link, plural, section, source
from dashboard.panels.causes import causes
from dashboard.panels.contributions import Names, of_objective
from dashboard.panels.explain import explained
from dashboard.panels.kpis import kpis, trend
from dashboard.panels.marks import mark, status
from dashboard.panels.money import of_projects
from dashboard.panels.sentences import RULES, result, scored
from dashboard.panels.sentences import of_objective as sentence
from dashboard.selection import Selection
from dashboard.view import ObjectiveView
from dashboard.view.explain import Explained
from dashboard.view.explain.wording import percent
from dashboard.words import day_of, old, rounded


def opening(
    found: ObjectiveView, selection: Selection, today: str, why: Mapping[str, Explained] | None = None
) -> list[Component]:
    """Give what stands first: the sentence, and five figures; `why` explains result, delivery and outlook by name,
    where they were asked for.
    """
    cells = _three(found, selection, today, why) if why else _figures(found, selection, today)
    return [html.P(sentence(found.row, today), className="lead"), figures(cells)]


def _three(found: ObjectiveView, selection: Selection, today: str, why: Mapping[str, Explained]) -> list[Any]:
    """Give result, delivery and outlook, each by its name and never mixed, with the worst KPI and the age."""
    row = found.row
    age = "no reading" if not row["on_date"] else old(row["on_date"], today)
    said = {
        "result": f"{result(row) or 'not computed'}, {_part(why['result'], 'KPI')}, {trend(row['trend'])}",
        "delivery": _under(why["delivery"], "project"),
        "outlook": _short(why["outlook"]),
    }
    cells = []
    for name, under in said.items():
        one = why[name]
        stale = _stale(row, name, today) if one.stale else None
        stands = status(one.status or "no_data", stale=stale)
        cells.append((name.capitalize(), explained(stands, one, selection), under))
    worst = ("Worst KPI", _worst(found, selection), _worst_value(found))
    return [*cells, worst, ("Data up to", day_of(row["on_date"]) if row["on_date"] else "–", age)]


def _stale(row: dict[str, Any], name: str, today: str) -> str:
    """Say how old what is: of result and outlook the readings, of delivery the projects, each of a day of its own."""
    return "rests on stale data" if name == "delivery" else old(row["on_date"], today) or "stale"


def _part(one: Explained, what: str) -> str:
    return f"{one.inputs['coverage']} of {plural(int(one.inputs['children']), what)}"


def _under(one: Explained, what: str) -> str:
    if one.value is None:
        return "not computed; open it for the reason" if one.inputs["children"] else f"no {what} is behind it"
    return f"{rounded(one.value, 1)} of 10, {_part(one, what)}; worst: {one.inputs['worst_name']}"


def _short(one: Explained) -> str:
    if one.value is None:
        return "not computed; open it for the reason"
    short = f"{one.inputs['short']} short, {percent(one.inputs['short_share'], 0)} of the weight"
    return f"{rounded(one.value, 1)} of 10, {_part(one, 'KPI')}; {short if one.inputs['short'] else 'none is short'}"


def above(found: ObjectiveView, selection: Selection) -> Component:
    """Give the line above the title: what it is, and where in the strategy it stands."""
    return eyebrow(["Objective", *(_of(found, kind, selection) for kind in ("perspective", "theme"))])


def _of(found: ObjectiveView, kind: str, selection: Selection) -> Any:
    """Name what the objective belongs to, as a link to its page; None where it belongs to none."""
    row = found.row
    return link(kind, row[kind], row[f"{kind}_name"], selection) if row[kind] else None


def body(
    found: ObjectiveView, selection: Selection, today: str, gap: Component, more: Sequence[Component]
) -> list[Component]:
    """Give all that is behind an objective, the widest first; `gap` is the place of what closes its gap, `more`
    are those of what comes after it.
    """
    return [
        gap,
        kpis(found.kpis, found.readings, selection, today),
        *more,
        html.Div([causes(found.links, selection), known(found, selection)], className="columns"),
        html.P(RULES, className="about"),
    ]


def work(found: ObjectiveView, selection: Selection, names: Names) -> list[Component]:
    """Give the work behind an objective and its money; `names` are those of people."""
    return [
        of_objective(found.contributions, found.kpis, found.key, selection, names),
        of_projects(found.money, projects(found), selection),
    ]


def known(found: ObjectiveView, selection: Selection) -> Component:
    """Give what the sources say of the objective itself."""
    row = found.row
    weight = "not given, counts as 1" if is_missing(row["weight"]) else f"{row['weight']:g}"
    return section(
        "About it",
        [
            facts(
                [
                    ("Description", row["description"]),
                    ("Owner", row["owner"]),
                    ("Department", _of(found, "department", selection)),
                    ("Perspective", _of(found, "perspective", selection)),
                    ("Theme", _of(found, "theme", selection)),
                    ("Weight", weight),
                    ("Due", day_of(row["due"]) if row["due"] else None),
                    ("Key", html.Code(found.key)),
                    ("Source", source(row["source"], row["source_revision"], selection)),
                ]
            )
        ],
    )


def _figures(found: ObjectiveView, selection: Selection, today: str) -> list[Any]:
    row = found.row
    stale = old(row["on_date"], today) if row["stale"] else None
    age = "no reading" if not row["on_date"] else old(row["on_date"], today)
    return [
        ("Result status", status(row["status"], stale=stale), scored(row["score"], "weighted mean score")),
        ("Result", result(row) or "not computed", trend(row["trend"])),
        ("Coverage", f"{int(row['coverage'])} of {int(row['children'])}", "KPIs scored"),
        ("Worst KPI", _worst(found, selection), _worst_value(found)),
        ("Data up to", day_of(row["on_date"]) if row["on_date"] else "–", age),
    ]


def _worst(found: ObjectiveView, selection: Selection) -> Any:
    worst = found.row["worst"]
    if is_missing(worst):
        return "–"
    name = html.Span(link("kpi", worst, found.row["worst_name"], selection))
    return html.Span([mark(found.row["worst_status"]), name], className="marked")


def _worst_value(found: ObjectiveView) -> str:
    worst = found.row["worst"]
    if is_missing(worst):
        return f"none of {plural(len(found.kpis), 'KPI')} is scored" if len(found.kpis) else "it has no KPI"
    return f"{found.kpis['value_text'][worst]}, {scored(found.kpis['score'][worst])}"


def projects(found: ObjectiveView) -> dict[str, str]:
    """Give the names of the projects behind an objective by their keys."""
    rows = found.contributions
    return {key: name for key, name in zip(rows["project"], rows["project_name"], strict=True) if key}
