"""For what a line of the Settings sheet holds: the narrowest counts, of those the newest on the day judged."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

EVERYTHING = "*"
_WORDS = ("", EVERYTHING, "everything")


class Line(NamedTuple):
    """A value, for what it holds (`scope_of`), and the ISO day since which it does ("": always)."""

    scope: str
    since: str
    value: Any


def scope_of(text: Any) -> str:
    """Give what a line applies to, folded; everything as `EVERYTHING`."""
    folded = str(text or "").strip().casefold()
    return EVERYTHING if folded in _WORDS else folded


def of_projects(projects: pd.DataFrame) -> pd.DataFrame:
    """Give what projects (by key: department, programme) belong to, the widest first, as `held` wants it."""
    return projects[["department", "programme"]].assign(key=projects.index.astype(object))


def held(lines: Iterable[Line], days: pd.Series, scopes: pd.DataFrame) -> pd.Series:
    """Give the value that holds for each thing, by its index; None where no line does.

    `days`: ISO days or missing, then only lines without a day hold. `scopes`: what each thing belongs to, a column for
    each kind, the widest first.
    """
    found = pd.Series([None] * len(days), index=days.index, dtype=object)
    text = days.astype("string").str[:10].fillna("")
    belongs = [scopes[name].astype("string").str.casefold() for name in scopes.columns]
    ordered = sorted(lines, key=lambda line: line.since)
    for level in (None, *belongs):
        for line in ordered:
            if (line.scope == EVERYTHING) != (level is None):
                continue
            mine = text >= line.since
            if level is not None:
                mine &= (level == line.scope).fillna(False)
            found = found.mask(mine.astype(bool), line.value)
    return found
