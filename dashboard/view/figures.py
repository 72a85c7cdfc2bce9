"""The standings of projects, as columns beside what their sources state."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.standings import known_standings
from data.frames import missing_as_none
from data.schema import FIGURES, STATUSES

ADVICE = ("path", "enables", "slips", "slips_to", "short_kpi", "points")
_MORE = ("unit", *FIGURES, *STATUSES, *ADVICE)


def with_figures(
    connection: Connection, revision: int, frame: pd.DataFrame, keys: Sequence[str] | None
) -> pd.DataFrame:
    """Add to projects, by key, `FIGURES` (missing where not computed), `unit` of bac, pv, ev, ac and eac (a currency,
    `h` or `working days`), `STATUSES`, and what they are recommended by (`ADVICE`). `keys` says which to ask for, None
    asks for all.
    """
    found = known_standings(connection, revision, keys, _MORE)
    found = found if found.index.equals(frame.index) else missing_as_none(found.reindex(frame.index))
    return frame.assign(**{name: found[name] for name in _MORE})
