"""Finding things by a part of their name or key."""

from typing import NamedTuple

from sqlalchemy import Connection

from data import queries

MOST = 12


class Found(NamedTuple):
    """One answer of a search."""

    kind: str
    key: str
    name: str


def find(connection: Connection, revision: int, text: str) -> list[Found]:
    """Give objectives, KPIs, projects and people whose name or key holds a text; those that begin with it first."""
    wanted = " ".join(text.split()).casefold()
    if not wanted or not revision:
        return []
    named = {
        "objective": queries.objectives(connection, revision)["name"].to_dict(),
        "kpi": queries.kpis(connection, revision)["name"].to_dict(),
        "project": queries.names_of_projects(connection, revision),
    }
    hits: list[tuple[int, str, Found]] = []
    for kind, names in named.items():
        for key, name in names.items():
            folded = f"{name or ''}".casefold()
            if wanted in folded or wanted in key.casefold():
                fits = (key.casefold() == wanted, folded.startswith(wanted), f" {wanted}" in folded, True)
                hits.append((fits.index(True), folded, Found(kind, key, name or key)))
    return [found for _, _, found in sorted(hits)[:MOST]]
