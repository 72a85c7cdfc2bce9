"""How much of the way from baseline to target has work behind it: the picture, and its table one key away."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.analysis.causes.columns import records
from dashboard.figures.gap import PARTS, ROW, gap
from dashboard.panels.blocks import figures, is_missing, link, plural, section
from dashboard.panels.explain import explained
from dashboard.panels.parts import attributes
from dashboard.panels.table import Column, table
from dashboard.selection import Selection
from dashboard.view import ObjectiveView
from dashboard.view.ahead import Ahead
from dashboard.view.explain import Explained
from dashboard.view.explain.wording import percent

TITLE = "What closes the gap"
MOST = 12  # KPIs of the picture; the table has them all
_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
_ABOUT = (
    "The way of its KPIs from baseline to target. Delivered is promised by work that is done, on its way takes effect "
    "by the target's date, late after it; the stroke is what was measured."
)


def of_objective(
    found: ObjectiveView, ahead: Ahead, why: Explained, theme: Mapping[str, Any], selection: Selection
) -> Component:
    """Give the parts of the gap of an objective, and of each of its KPIs."""
    rows = found.kpis[["name", "progress"]].join(ahead.gaps)
    known = rows[rows["gap_covered"].notna()]
    if known.empty:
        return section(TITLE, [html.P(f"{why.text}." if why.text else "It has no KPI with a gap.")])
    drawn = known.rename(columns={"progress": "way"}).head(MOST)
    picture = gap(drawn.assign(way=pd.to_numeric(drawn["way"])), "dark" if theme.get("scheme") == "dark" else "light")
    graph = dcc.Graph(figure=picture, config=_CONFIG, responsive=True, style={"height": f"{ROW * len(drawn) + 56}px"})
    label = attributes(aria_label=f"{TITLE}; the table below holds the same")
    as_table = html.Details([html.Summary("As a table"), _table(rows, selection)])
    # Where the weights of its KPIs sum to nothing there are only the gaps of the KPIs.
    head = (
        figures(_figures(why, len(rows), selection))
        if why.value is not None
        else html.P(f"{why.text or 'not computed'}.")
    )
    parts = [head, html.Div(graph, role="img", **label), as_table]
    more = [html.P(f"{len(known) - MOST} more stand in the table.", className="about")] if len(known) > MOST else []
    return section(TITLE, [*parts, *more], about=_ABOUT)


def _figures(why: Explained, kpis: int, selection: Selection) -> list[Any]:
    inputs = why.inputs
    of = f"{inputs['measured']} of {plural(kpis, 'KPI')} with a gap"
    over = f"; {percent(inputs['beyond'])} too much" if inputs["beyond"] else ""
    covered = explained(percent(why.value or 0.0), why, selection)
    return [("Covered", covered, of + over), *((word.capitalize(), percent(inputs[name]), "of the way")
                                              for name, word in PARTS.items())]  # fmt: skip


def _table(rows: pd.DataFrame, selection: Selection) -> Component:
    words = [*(word.capitalize() for word in PARTS.values()), "Too much", "Measured"]
    columns = (Column("KPI", "wide"), *(Column(f"{word}, %", "figure") for word in words), Column("Why not", "wide"))
    names = [*PARTS, "beyond", "progress"]
    lines = [
        [
            link("kpi", str(key), row["name"], selection),
            *(None if is_missing(row[name]) else float(row[name]) for name in names),
            row["why"],
        ]
        for key, row in zip(rows.index, records(rows), strict=True)
    ]
    return table(f"{TITLE}, by KPI", columns, lines)
