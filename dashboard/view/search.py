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
    frames = {
        "objective": queries.objectives(connection, revision),
        "kpi": queries.kpis(connection, revision),
        "project": queries.projects(connection, revision),
    }
    hits: list[tuple[int, str, Found]] = []
    for kind, frame in frames.items():
        for key, name in zip(frame.index, frame["name"], strict=True):
            folded = f"{name or ''}".casefold()
            if wanted in folded or wanted in key.casefold():
                fits = (key.casefold() == wanted, folded.startswith(wanted), f" {wanted}" in folded, True)
                hits.append((fits.index(True), folded, Found(kind, key, name or key)))
    return [found for _, _, found in sorted(hits)[:MOST]]
