"""The computed figures of projects, as columns beside what their sources state."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.project_status import DIMENSIONS
from data import queries
from data.frames import objects

NUMBERS = (
    "bac", "pv", "ev", "ac", "eac", "etc", "vac", "cpi", "spi", "spi_t", "tcpi", "es", "ieac_t",
    "slip_days", "on_time_rate",
)  # fmt: skip
STATUSES = tuple(f"{name}_status" for name in DIMENSIONS)


def with_figures(
    connection: Connection, revision: int, frame: pd.DataFrame, keys: Sequence[str] | None
) -> pd.DataFrame:
    """Add to projects, by key, `NUMBERS` (missing where not computed), `unit` of bac, pv, ev, ac and eac (a currency,
    `h` or `working days`), and `STATUSES`. `keys` says which to ask for, None asks for all.
    """
    found = queries.figures(connection, revision, "project", (*NUMBERS, *STATUSES), keys, ("unit",))
    result = frame.copy()
    for name in NUMBERS:
        lines = (found[name].get(key) for key in frame.index)
        result[name] = objects((line.value if line else None for line in lines), frame.index)
    for name in STATUSES:
        lines = (found[name].get(key) for key in frame.index)
        result[name] = objects((line.status if line else None for line in lines), frame.index)
    units = (found["bac"].get(key) or found["ac"].get(key) for key in frame.index)
    result["unit"] = objects((line.unit if line else None for line in units), frame.index)
    return result
