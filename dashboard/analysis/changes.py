"""What changed between two moments, the worst first, with the cause of each change.

Frames of both moments go in, rows come out. What is first is decided by classes, the news that a meeting must not miss
first; within a class by what hangs on it: the weight of the objective, for work times the confidence of its claim.
"""

from typing import Any

import pandas as pd

from dashboard.analysis.causes.columns import numbers
from dashboard.analysis.changes_came import bookings, came_and_went, contributions, links, loads, rekeyed, renamed
from dashboard.analysis.changes_causes import Causes, Evidence
from dashboard.analysis.changes_restated import told
from dashboard.analysis.changes_rows import (
    BETTER,
    COLUMNS,
    FIRST,
    KPI,
    NEWS,
    RED,
    ROSE,
    SAME,
    WORSE,
    Moment,
    at_both,
    lines_of,
    row_of,
    turn_of,
)
from dashboard.analysis.changes_words import (
    counted,
    reading,
    score,
    step,
    stood,
)
from dashboard.analysis.changes_work import of_milestones, of_projects
from dashboard.analysis.status import AT_RISK, DONE, NOT_STARTED, OFF_TRACK, ON_TRACK
from dashboard.words import day_of


def changes(then: Moment, now: Moment, evidence: Evidence) -> pd.DataFrame:
    """Give what changed: rank (1 is first), kind (status, slip, money, budget, baseline, link, contribution, booking,
    load, target, weight, added, removed, renamed), subject_kind, key, name, change (worse, better, same), what (a
    sentence), before, after, size in unit (signed, so that more is more), cause (a sentence, None where nothing is
    known), project (of a milestone).
    """
    causes = Causes(now.kpis, now.projects, now.milestones, now.objectives, evidence)
    rows = [
        *_objectives(then, now, causes),
        *_kpis(then, now, causes),
        *of_projects(then, now, causes),
        *of_milestones(then, now, causes),
        *links(then, now),
        *contributions(then, now, evidence.names),
        *bookings(now),
        *loads(now),
        *rekeyed(now),
        *told(evidence.restated, causes),
    ]
    for kind, before, after in (
        ("objective", then.objectives, now.objectives),
        ("kpi", then.kpis, now.kpis),
        ("project", then.projects, now.projects),
        ("milestone", then.milestones, now.milestones),
    ):
        rows += came_and_went(kind, before, after)
        rows += renamed(kind, before, after)
    frame = pd.DataFrame(rows, columns=["class", "points", *COLUMNS[1:-1]], dtype=object)
    frame = frame.sort_values(["class", "points", "subject_kind", "key"], ascending=[True, False, True, True])
    frame.insert(0, "rank", range(1, len(frame) + 1))
    frame["project"] = _owners(frame, then.milestones["project"], now.milestones["project"])
    return frame[list(COLUMNS)].reset_index(drop=True)


def _owners(rows: pd.DataFrame, *projects: pd.Series) -> pd.Series:
    """Give the project of each milestone among the rows, the last that is known."""
    keys = rows["key"].where(rows["subject_kind"] == "milestone")
    found = {key: of for known in projects for key, of in known.reindex(keys.dropna().unique()).dropna().items()}
    return pd.Series([found.get(key) for key in keys], keys.index, dtype=object)


def _objectives(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    both = at_both(then.objectives, now.objectives, ("status", "score"))
    both = both.assign(turned=turn_of(both), size=numbers(both["score"]) - numbers(both["score_was"]))
    moves = causes.kpis_that_moved(then.kpis)
    rows = []
    for key, row in lines_of(both[both["turned"] != SAME]):
        name, weight = row["name"] or key, causes.weight(str(key))
        proven = causes.proven(str(key), then.kpis) if row["turned"] == BETTER else None
        cause = causes.tuned(
            "objective", key, ("score",), proven or causes.of_objective(str(key), row["turned"], moves)
        )
        if row["turned"] == BETTER:
            order = (NEWS, weight) if proven else (ROSE, weight)
        else:
            order = (RED, weight) if row["status"] == OFF_TRACK else (NEWS, weight)
        what = f"{name} {step(row['status_was'], row['status'])}."
        before, after = (stood(row[f"status{was}"], score(row[f"score{was}"])) for was in ("_was", ""))
        sizes = (before, after, None if pd.isna(row["size"]) else round(row["size"], 2), "points of 10")
        rows.append(row_of(order, "status", ("objective", str(key), name), row["turned"], what, sizes, cause))
    return rows


def _kpis(then: Moment, now: Moment, causes: Causes) -> list[tuple[Any, ...]]:
    both = at_both(then.kpis, now.kpis, ("status", "value_text", "actual"))
    both = both.assign(turned=turn_of(both), size=numbers(both["actual"]) - numbers(both["actual_was"]))
    rows = []
    for key, row in lines_of(both[both["turned"] != SAME]):
        worse, name = row["turned"] == WORSE, row["name"] or key
        what = f"{name} {step(row['status_was'], row['status'])}: {reading(row)}."
        size = None if pd.isna(row["size"]) else round(row["size"], 6)
        before, after = (stood(row[f"status{was}"], row[f"value_text{was}"]) for was in ("_was", ""))
        sizes = (before, after, size, row["unit"])
        order = (KPI if worse else ROSE, causes.weight(row["objective"]) - 0.5)
        cause = causes.tuned("kpi", key, ("score", "pace"), causes.of_kpi(str(key), bool(worse)))
        rows.append(row_of(order, "status", ("kpi", str(key), name), row["turned"], what, sizes, cause))
    return rows


def _standing(statuses: pd.Series) -> str:
    """Count how projects stand: 17 on track or at risk, 1 off track, 2 not judged."""
    counts = {
        "on track or at risk": statuses.isin([ON_TRACK, AT_RISK]),
        "off track": statuses == OFF_TRACK,
        "done": statuses == DONE,
        "not started": statuses == NOT_STARTED,
    }
    said = {word: int(found.sum()) for word, found in counts.items()}
    said["not judged"] = len(statuses) - sum(said.values())
    return ", ".join(f"{count} {word}" for word, count in said.items() if count)


def first_load(objectives: pd.DataFrame, kpis: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Say what there is where nothing stood before: a row for the strategy, the projects and declared baselines.

    `projects` by key: status, scheduled (whether a schedule states it), baseline_as_of.
    """
    rows = []
    if len(objectives) + len(kpis):
        strategy = f"The strategy came in: {counted(len(objectives), 'objective')} and {counted(len(kpis), 'KPI')}."
        rows.append(row_of((FIRST, 3), "added", ("strategy", "", "Strategy"), SAME, strategy))
    planned = projects["scheduled"].astype(bool)
    for points, found, came in ((2.5, projects[planned], "with a schedule"), (2, projects[~planned], "without one")):
        if len(found):
            what = f"{counted(len(found), 'project')} came in {came}: {_standing(found['status'])}."
            rows.append(row_of((FIRST, points), "added", ("project", "", "Projects"), SAME, what))
    for day, count in projects["baseline_as_of"].dropna().value_counts().items():
        what = f"The plan of {day_of(str(day))} was declared the baseline of {count} projects, whose files have none."
        rows.append(row_of((FIRST, 1), "baseline", ("project", "", "Baselines"), SAME, what))
    frame = pd.DataFrame(rows, columns=["class", "points", *COLUMNS[1:-1]], dtype=object).assign(project=None)
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame[list(COLUMNS)]
