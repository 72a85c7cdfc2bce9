"""Where the sources of a project or milestone disagree, over the whole portfolio."""

import pandas as pd
from sqlalchemy import Connection

from dashboard.view.sources import with_sources
from data import disagreements
from data.frames import objects

OF_THEIR_PROJECT = ("department", "manager")


def everything(connection: Connection, revision: int, projects: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each value that a source states where sources differ, projects first, of each field what counts
    first: kind, key, name, project, department, manager, field, value, feed, counts, because, source, source_revision.

    `projects`, by key: department (key) and manager (name), as `portfolio.index` gives them.
    """
    found = []
    for kind, read in (("project", disagreements.of_projects), ("milestone", disagreements.of_milestones)):
        rows = read(connection, revision)
        rows = rows[rows["differs"].astype(bool)].sort_values(["key", "field"], kind="stable")
        rows = rows.assign(kind=kind, at=rows.groupby(["key", "field"], sort=False).ngroup())
        found.append(rows.sort_values(["at", "counts"], ascending=[True, False], kind="stable"))
    rows = with_sources(connection, pd.concat(found, ignore_index=True))
    belongs = {name: objects(rows["project"].map(projects[name]), rows.index) for name in OF_THEIR_PROJECT}
    return rows.assign(**belongs)
