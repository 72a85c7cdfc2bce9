"""What is compared of two moments, and the rows that changes become: the classes by which they are ordered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, OFF_TRACK, ON_TRACK

COLUMNS = (
    "rank", "kind", "subject_kind", "key", "name", "change", "what", "before", "after", "size", "unit", "cause",
    "project",
)  # fmt: skip
WORSE, BETTER, SAME = "worse", "better", "same"
FIRST, RED, HIDDEN, NEWS, SLIPPED, COST, FELL, KPI, RESTATED, LATER, ROSE, REST = range(12)  # classes, the worst first
_ORDER = {ON_TRACK: 0, AT_RISK: 1, OFF_TRACK: 2, DONE: 0}


@dataclass(frozen=True)
class Moment:
    """What stood at a moment, frames by key as their views give them; `projects` and `milestones` may hold only those
    of which anything changed. objectives: name, status, score, weight · kpis: name, objective, status, score,
    weight, value_text, expected, unit, better, low, high, own_target and own_date, target and target_date (the last of
    its dated ones) · projects: name, status, the statuses of its dimensions, reported,
    reported_places, critical, bac, eac, ev, ac, unit, stage, finish, baseline_finish · milestones: project,
    name, baseline, forecast, actual, status, slip_days · links: source, target, sign, strength · contributions:
    project, milestone_text, serves, amount · bookings: department, its name, role, people, of, assignments, projects,
    first, last (only those that came between the two moments) · loads: people whose load turned between them,
    as `view.load_changes` gives those who are told of, and `more_loads` the others · keys: by kind, the key that a
    thing had at the earlier moment, by the one that it has now, where it got another; both moments' frames have that of
    now.
    """

    objectives: pd.DataFrame
    kpis: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame
    links: pd.DataFrame
    contributions: pd.DataFrame
    bookings: pd.DataFrame
    loads: pd.DataFrame = field(default_factory=pd.DataFrame)
    more_loads: pd.DataFrame = field(default_factory=pd.DataFrame)
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def row_of(
    order: tuple[int, float],
    kind: str,
    subject: tuple[str, str, Any],
    change: str,
    what: str,
    sizes: tuple[Any, Any, Any, str | None] = (None, None, None, None),
    cause: str | None = None,
) -> tuple[Any, ...]:
    """Give a row: its class and what hangs on it, kind, subject (kind, key, name), how it turned, a sentence, sizes
    (before, after, size, unit) and the cause.
    """
    before, after, size, unit = sizes
    return (order[0], float(order[1]), kind, *subject, change, what, before, after, size, unit, cause)


def at_both(then: pd.DataFrame, now: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Give what stood at both moments, its columns of now, and those named as they were as `column_was`."""
    was = then[list(columns)].add_suffix("_was")
    return now[now.index.isin(then.index)].join(was)


def lines_of(frame: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the key and the fields of each row: only of rows that changed, which are few."""
    for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield str(key), {str(name): value for name, value in row.items()}


def turn_of(frame: pd.DataFrame) -> pd.Series:
    """Say how statuses turned: worse (also where there is none any more), better or same."""
    before, after = (frame[name].map(_ORDER) for name in ("status_was", "status"))
    turned = pd.Series(SAME, index=frame.index, dtype=object)
    turned[(after > before).fillna(False) | (before.notna() & frame["status"].eq(NO_DATA))] = WORSE
    turned[(after < before).fillna(False)] = BETTER
    return turned
