"""One function per frame, each reading as of a revision. Keys in the frames are public keys.

Frames hold Python objects with None for what is missing; days and moments are ISO text.
"""

from data.queries.computed import figures, findings, past, standings
from data.queries.history import (
    count_rejections,
    counts,
    feed_states,
    files,
    loads,
    omissions,
    rejections,
    sources,
    unresolved,
)
from data.queries.meaning import meaning, meant_by, pointed, public_keys
from data.queries.measures import contributions, count_contributions, further_targets, kpis, kpis_of, readings
from data.queries.milestone_rows import (
    dated_milestones,
    keys_of_milestones,
    milestones,
    planned_milestones,
    statements_of_milestones,
)
from data.queries.names import lists, names_by_address, names_of_listed, names_of_people, people, settings
from data.queries.portfolio import (
    decisions,
    money,
    named_projects,
    names_of_projects,
    projects,
    projects_of,
    risks,
    scheduled_projects,
    statements_of_project,
)
from data.queries.rekeyed import earlier_keys, key_at, other_keys
from data.queries.schedule import COURSE, calendars, count_tasks, dependencies, task_counts, tasks
from data.queries.strategy import links, objectives, organisations, perspectives, statements, themes

__all__ = [
    "COURSE", "calendars", "contributions", "count_contributions", "count_rejections", "count_tasks", "counts",
    "dated_milestones", "decisions", "dependencies", "earlier_keys", "feed_states", "figures", "files", "findings",
    "further_targets", "key_at", "keys_of_milestones", "kpis", "kpis_of", "links", "lists", "loads", "meaning",
    "meant_by", "milestones", "money", "named_projects", "names_by_address", "names_of_listed", "names_of_people",
    "names_of_projects", "objectives", "omissions", "organisations", "other_keys", "past", "people", "perspectives",
    "planned_milestones", "pointed", "projects", "projects_of", "public_keys", "readings", "rejections", "risks",
    "scheduled_projects", "settings", "sources", "standings", "statements", "statements_of_milestones",
    "statements_of_project", "task_counts", "tasks", "themes", "unresolved",
]  # fmt: skip
