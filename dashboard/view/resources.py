"""What people, roles, skills, departments and projects have and what is asked of them, the worst first."""

from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.load import binned
from dashboard.analysis.load_bands import Bands, bands
from dashboard.view import View
from dashboard.view.conflicts import Conflicts, conflicts_in, weeks_from
from dashboard.view.lending import Lending, lending_in
from dashboard.view.tuned import for_everything
from dashboard.view.workload import read
from data import queries

GROUPS = ("person", "role", "skill", "department", "project")
WEEKS = 13
MOST = 100  # groups


@dataclass(frozen=True)
class Resources:
    """Weeks from that of the day on. rows: a group and a week (`analysis.load.COLUMNS`) with the `name` of the group,
    the groups with most hours over first, no more than `MOST` of them; `count`, how many there are; `over`, how many
    are over capacity; the conflicts, and what departments lend, in the same weeks; `bands`, the steps of load.
    """

    rows: pd.DataFrame
    count: int
    over: int
    conflicts: Conflicts
    lending: Lending
    bands: Bands


def resources_of(view: View, by: str) -> Resources:
    """Give capacity and demand by group as a view sees them."""
    span = weeks_from(view.today, WEEKS)
    with view.store.reading() as connection:
        workload = read(connection, view.number, span)
        cuts = bands(for_everything(connection, view.number))
        found = conflicts_in(connection, view.number, view.today, workload)
        lent = lending_in(connection, view.number, workload)
    rows = binned(workload.grouped(by), span, "week")
    rows = rows.assign(group=rows["group"].astype(object).where(rows["group"].notna(), ""))
    sums = rows.groupby("group")[["over_hours", "demand_hours"]].sum()
    sums = sums[sums["demand_hours"].gt(0) | sums.index.isin(workload.people.index)]
    worst = sums.reset_index().sort_values(["over_hours", "demand_hours", "group"], ascending=[False, False, True])
    shown = list(worst["group"][:MOST])
    places = pd.Series(range(len(shown)), index=shown)
    rows = rows[rows["group"].isin(shown)]
    rows = rows.assign(name=rows["group"].map(_names(view, by, shown)), place=rows["group"].map(places))
    rows = rows.sort_values(["place", "period"]).drop(columns="place").reset_index(drop=True)
    return Resources(rows, len(sums), int(sums["over_hours"].gt(0).sum()), found, lent, cuts)


def _names(view: View, by: str, keys: list[str]) -> dict[str, str]:
    """Give what the groups are called."""
    known: dict[str, str] = {}
    if by == "person":
        known = view.names(keys)
    elif by == "department":
        known = view.departments()
    elif by == "project":
        with view.store.reading() as connection:
            names = queries.projects(connection, view.number, keys)["name"]
            known = {str(key): name for key, name in names.items()}
    return {key: known.get(key) or key or "not named" for key in keys}
