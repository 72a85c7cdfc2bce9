"""A project's resources: whether the people on it can give the hours that it asks of them in the coming weeks.

Who is over capacity gives each of their projects the same part of what it asks. A project asks for too much when it
needs over 110 % of the hours that its people can give it in a week (measures.md, "Project status"). Worked: 8 hours of
somebody who is asked for 60 and has 36, and 72 of two who have them: 80 / (8 x 36 / 60 + 72) = 104 %.
"""

import numpy as np
import pandas as pd

from dashboard.analysis.status import AT_RISK, NO_DATA, ON_TRACK
from dashboard.analysis.thresholds import DEFAULTS, Cut

WEEKS = 13  # that come after the status date and are judged
COLUMNS = (
    "resources_status", "needed_share", "overbooked", "overbooked_hours", "overbooked_capacity", "overbooked_here",
    "overbooked_first", "overbooked_last", "overbooked_weeks",
)  # fmt: skip
_AT = ["project", "week"]


def of_projects(
    needed: pd.DataFrame, over: pd.DataFrame, index: pd.Index, most: Cut = DEFAULTS.overbooked_share
) -> pd.DataFrame:
    """Judge projects by the weeks that come, in the order of `index`: `COLUMNS`.

    `needed`: project, week, minutes that people by name are asked for. `over`, of those of them who are over capacity:
    project, week, person, minutes (of theirs on the project), capacity, demand, first, last (days with demand).
    `needed_share` is the highest of a week, in percent of what the people can give; missing where they can give
    nothing. `overbooked` is who lacks most for the project in the weeks over `most` (0.1 is 110 %); their hours,
    capacity and hours on the project are those of these weeks, from `overbooked_first` to `overbooked_last`.
    """
    found = pd.DataFrame(None, index=index, columns=list(COLUMNS), dtype=object)
    found["resources_status"] = np.where(index.isin(needed["project"]), ON_TRACK, NO_DATA)
    names = dict.fromkeys(_AT, object)  # also where there are no rows
    needed, over = needed.astype(names), over.astype(names)
    each = over.assign(lacks=over["minutes"] * (1 - over["capacity"] / over["demand"]))
    weeks = needed.groupby(_AT)["minutes"].sum().to_frame("needed")
    weeks["given"] = weeks["needed"] - each.groupby(_AT)["lacks"].sum().reindex(weeks.index).fillna(0.0)
    weeks = weeks.reset_index()
    limit = 1 + (weeks["project"].map(most).fillna(0.1) if isinstance(most, pd.Series) else most)
    weeks["beyond"] = weeks["needed"] > limit * weeks["given"] * (1 + 1e-9)
    nothing = weeks["given"] <= 1e-6 * weeks["needed"]
    weeks["share"] = (100 * weeks["needed"] / weeks["given"].where(~nothing)).round(6)
    found["needed_share"] = weeks.groupby("project")["share"].max().reindex(index).astype(object)
    found.loc[index.isin(weeks.loc[weeks["beyond"] & nothing, "project"]), "needed_share"] = None
    mine = each.merge(weeks.loc[weeks["beyond"], _AT], on=_AT)
    whose = mine.groupby(["project", "person"], as_index=False).agg(
        lacks=("lacks", "sum"), overbooked_hours=("demand", "sum"), overbooked_capacity=("capacity", "sum"),
        overbooked_here=("minutes", "sum"), overbooked_first=("first", "min"), overbooked_last=("last", "max"),
        overbooked_weeks=("week", "nunique"),
    )  # fmt: skip
    worst = whose.sort_values(["lacks", "person"], ascending=[False, True]).drop_duplicates("project")
    worst = worst.set_index("project").rename(columns={"person": "overbooked"}).drop(columns="lacks")
    for name in ("overbooked_hours", "overbooked_capacity", "overbooked_here"):
        worst[name] = (worst[name].astype(float) / 60).round(6)
    found.loc[worst.index, list(worst.columns)] = worst.astype(object)
    found.loc[worst.index, "resources_status"] = AT_RISK
    return found.where(found.notna(), None)
