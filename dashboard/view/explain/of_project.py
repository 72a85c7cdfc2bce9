"""Every figure of one project with the sentences that explain it, and the rows that these rest on."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.analysis import alignment, headline
from dashboard.analysis.alignment import ENDED
from dashboard.analysis.asked import asked
from dashboard.analysis.chains import Chains
from dashboard.analysis.project_status import DIMENSIONS
from dashboard.view import ProjectView, View, chains
from dashboard.view.explain import recommended
from dashboard.view.explain.behind import Behind
from dashboard.view.explain.history import history
from dashboard.view.explain.project_figures import FIGURES
from dashboard.view.explain.project_standing import STANDING
from dashboard.view.explain.reasons import Because, Explained, place, said
from dashboard.view.explain.wording import known, money
from dashboard.view.sources import with_sources
from data import queries

_BECAUSE = {**STANDING, **FIGURES}


def of_project(view: View, found: ProjectView, made: Chains | None = None) -> list[Explained]:
    """Explain every finding of a project and what is recommended; `made` are its chains, where they are at hand."""
    key = found.key
    with view.store.reading() as connection:
        rows = queries.findings(connection, view.number, "project", [key])
        past = history(connection, view.number, "project", [key], ["status"])
        stated = with_sources(connection, queries.statements_of_project(connection, view.number, key))
        bad = found.row["status"] in ("off_track", "at_risk")
        chain = (made or chains.of_found(connection, view.number, view.today, found)) if bad else None
        kpis = chain.kpis if chain else pd.DataFrame()
        advised = recommended.advised(connection, view, found)
        aim = None if found.contributions["serves"].notna().any() else _aim(advised, found)
        decisions = queries.decisions(connection, view.number, [key])
        overdue = with_sources(connection, decisions[headline.overdue(decisions, view.today)])
        names = queries.names_of_people(connection, view.number, sorted({who for who in overdue["who"] if who}))
        overdue["who"] = [names.get(who) or who for who in overdue["who"]]
    scheduled = stated["feed"] == found.row["schedule_feed"]
    places = _place(stated[scheduled]), _place(stated[~scheduled])
    ask = chain.asked_of_project(key) if chain else asked(decisions, view.today).get(key)
    figures = _figures(rows, found.row["currency"])
    figures["overbooked_name"] = _called(view, figures.get("overbooked"))
    behind = Behind(figures, found, *places, past, kpis, chain, aim, overdue, ask)
    told = [_explained(row, behind, view.today) for row in rows.to_dict("records")]
    return [*told, recommended.explained(advised, found, *places)]


def _explained(row: Mapping[Any, Any], behind: Behind, today: str) -> Explained:
    measure = row["measure"]
    because = said([row["text"]])
    if not because and measure in _BECAUSE:
        because = list(_BECAUSE[measure](behind))
    fresh = row["fresh_until"]
    return Explained(
        measure,
        None if not known(row["value"]) else float(row["value"]),
        row["unit"],
        row["text"],
        row["status"],
        bool(fresh and fresh < today),
        row["rule"],
        json.loads(row["inputs"] or "{}"),
        row["on_date"],
        tuple(because),
    )


def _figures(rows: pd.DataFrame, currency: str | None) -> dict[str, Any]:
    """Put together all figures, statuses and inputs of a project by name."""
    found: dict[str, Any] = {"money_unit": currency}
    for row in rows.to_dict("records"):
        inputs = json.loads(row["inputs"] or "{}")
        found |= {name: value for name, value in inputs.items() if name not in DIMENSIONS}
    for row in rows.to_dict("records"):
        found[row["measure"]] = row["status"] if row["measure"].endswith("status") else row["value"]
        if row["measure"] in ("bac", "ac") and row["unit"]:
            found["unit"] = found.get("unit") or row["unit"]
    return found


def _called(view: View, key: str | None) -> str | None:
    return view.names([key]).get(key) or key if key else None


def _place(rows: pd.DataFrame) -> Because | None:
    return None if rows.empty else place(rows.iloc[0])


def _aim(advised: recommended.Advised, found: ProjectView) -> str | None:
    """Say that a project without contributions is enabling another, or serves nothing, and what is to be saved."""
    row, path = found.row, advised.row["path"]
    if row["stage"] in ENDED:
        return None
    if path == alignment.ENABLING:
        return recommended.enabling(advised)
    if path != alignment.NOTHING:
        return None
    left = advised.row["money_left"]
    if row["mandatory"]:
        return "It serves no objective, but law or safety asks for it"
    if not known(left) or left <= 0:
        return "It serves no objective"
    return f"It serves no objective: {money(left, row['unit'] or row['currency'])} is still to be saved"
