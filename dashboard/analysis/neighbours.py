"""Neighbours of a project: whose work its people also do, at the same time."""

import numpy as np
import pandas as pd

from dashboard.analysis.load import HAIR, Load, counted
from dashboard.analysis.working_time import Minutes, Span

SHARED = ("project", "people", "weeks", "here_hours", "there_hours", "over_hours")


def shared(project: str, lines: pd.DataFrame, minutes: Minutes, load: Load, span: Span) -> pd.DataFrame:
    """Give the projects that share people with one, most hours first: `SHARED`.

    A person is shared in a week in which they work for both. `people`: their keys, most hours there first; `weeks`, how
    many have anybody shared; hours are those of the shared people for either project in these weeks, and what these
    people are over their capacity in them. `lines`: person, project, of the people of the project, with `minutes` that
    count; `load` holds these people. The span is of whole weeks.
    """
    known = lines["person"].isin([key for key in load.keys if key is not None]).to_numpy()
    mine = lines[["person", "project"]][known].reset_index(drop=True)
    if mine.empty:
        return pd.DataFrame(columns=list(SHARED), dtype=object)
    starts = np.arange(0, span.days, 7)
    row = mine.groupby(["person", "project"]).ngroup().to_numpy()
    weekly = np.zeros((int(row.max()) + 1, len(starts)))
    np.add.at(weekly, row, np.add.reduceat(minutes[known], starts, axis=1))
    of = mine.assign(row=row).drop_duplicates("row").sort_values("row").reset_index(drop=True)
    here = of[of["project"] == project].set_index("person")["row"]
    there = of[(of["project"] != project) & of["person"].isin(here.index)]
    if there.empty:
        return pd.DataFrame(columns=list(SHARED), dtype=object)
    at = there["row"].to_numpy()
    own = here.reindex(there["person"]).to_numpy(dtype=np.int64)
    both = (weekly[at] > HAIR) & (weekly[own] > HAIR)
    place = {key: at for at, key in enumerate(load.keys)}
    who = np.array([place[key] for key in there["person"]], dtype=np.int64)
    over = np.add.reduceat(counted(load.demand) - load.capacity, starts, axis=1)[who].clip(min=0.0)
    found = there.assign(
        here=np.where(both, weekly[own], 0.0).sum(axis=1) / 60, there=np.where(both, weekly[at], 0.0).sum(axis=1) / 60,
        over=np.where(both, over, 0.0).sum(axis=1) / 60,
    )  # fmt: skip
    together = pd.DataFrame(both).groupby(there["project"].to_numpy()).any().sum(axis=1)
    met = found.iloc[np.flatnonzero(both.any(axis=1))]
    met = met.sort_values("person").sort_values("there", ascending=False, kind="stable")
    summed = met.groupby("project").agg(
        people=("person", list), here_hours=("here", "sum"), there_hours=("there", "sum"), over_hours=("over", "sum")
    )
    summed = summed.assign(weeks=together.reindex(summed.index))
    summed = summed.sort_values("there_hours", ascending=False, kind="stable").reset_index(names="project")
    return summed[list(SHARED)]
