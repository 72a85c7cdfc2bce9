"""The bands of the map, and what stands above them: vision and mission of one organisation, or the names of several."""

from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection

from data import queries

_MOST_NAMES = 3
_PLAN = "stratml"  # a file of this kind is a plan of its own, whose parts stay together


class Head(NamedTuple):
    """What stands above the bands."""

    organisation: str | None
    vision: str | None
    mission: str | None


def with_bands(connection: Connection, revision: int, objectives: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the bands (key, name, position, kind) and the objectives with theirs: perspectives, or themes where there
    are no perspectives.
    """
    perspectives = queries.perspectives(connection, revision)
    kind, frame = ("perspective", perspectives)
    if perspectives.empty or objectives["perspective"].isna().all():
        kind, frame = "theme", queries.themes(connection, revision)
    frame = plan_by_plan(frame)
    bands = pd.DataFrame({"key": frame.index, "name": frame["name"].to_list(), "position": range(len(frame))})
    bands["kind"] = kind
    return bands, objectives.assign(band=objectives[kind])


def plan_by_plan(things: pd.DataFrame) -> pd.DataFrame:
    """Keep the things of a plan together, in their order: registers, which may share one, first, then plans by name."""
    plans = [
        feed if loader == _PLAN else "" for feed, loader in zip(things["feed_name"], things["loader"], strict=True)
    ]
    return things.assign(_plan=plans).sort_values("_plan", kind="stable").drop(columns="_plan")


def head(connection: Connection, revision: int) -> Head:
    """Give what stands above the bands. Every feed speaks for the organisation that it names first; where they speak
    for several, none of their visions is that of the map.
    """
    organisations = queries.organisations(connection, revision)
    named = organisations[organisations["name"].notna() & (organisations["name"] != "")]
    names: dict[str, str] = {}
    for name in named.drop_duplicates("feed")["name"]:
        names.setdefault(name.casefold(), name)
    if len(names) > 1:
        return Head(_listed(list(names.values())), None, None)
    statements = queries.statements(connection, revision)
    return Head(next(iter(names.values()), None), _statement(statements, "vision"), _statement(statements, "mission"))


def _listed(names: list[str]) -> str:
    """Say names: A and B; A, B, C and 2 more."""
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    last = f"{more} more" if more > 0 else shown.pop()
    return f"{', '.join(shown)} and {last}"


def _statement(statements: pd.DataFrame, kind: str) -> str | None:
    mine = statements[statements["kind"] == kind]
    return next((n or d for n, d in zip(mine["name"], mine["description"], strict=True) if n or d), None)
