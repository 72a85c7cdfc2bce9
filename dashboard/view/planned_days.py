"""Reads from when to when the baselines of projects run where no source states it: from those of their tasks."""

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.view import projects as work
from data import queries
from data.frames import objects

DAYS = ("baseline_start", "baseline_finish")
STATED, TASKS = "stated", "tasks"


def with_days_of_tasks(connection: Connection, revision: int, projects: pd.DataFrame) -> pd.DataFrame:
    """Fill the days of the baselines of projects, by key, that no source states with those by which their schedule is
    judged: the first and the last of the baselines of their tasks.

    Adds baseline_start_from and baseline_finish_from: stated, tasks (where their baseline is an adopted plan, with its
    revision), or None where neither is known.
    """
    lacking = [str(key) for key in projects.index[projects[[*DAYS]].isna().any(axis=1)]]
    judged, adopted = _inputs(connection, revision, lacking)
    made = {}
    for name in DAYS:
        both = [_day(day, judged.get(key, {}).get(name), adopted.get(key)) for key, day in projects[name].items()]
        made[name] = objects((day for day, _ in both), projects.index)
        made[f"{name}_from"] = objects((source for _, source in both), projects.index)
    return projects.assign(**made)


def _day(stated: Any, planned: str | None, adopted: str | None) -> tuple[str | None, str | None]:
    """Give a day, and how it came."""
    if not pd.isna(stated):
        return stated, STATED
    if planned is None:
        return None, None
    return planned, f"{TASKS}, {adopted}" if adopted else TASKS


def _inputs(connection: Connection, revision: int, keys: list[str]) -> tuple[dict[Any, dict[str, Any]], dict[Any, Any]]:
    """Give, by project, what its schedule is judged by, and in words which plan counts as baseline, if one does."""
    if not keys:
        return {}, {}
    measures, more = ("schedule_status", "bac"), ("inputs",)
    found = queries.figures(connection, revision, "project", measures, work.few(keys), more)
    judged, budgets = (
        {key: json.loads(found[name][key].inputs) for key in keys if key in found[name]} for name in measures
    )
    return judged, {key: inputs.get("baseline") for key, inputs in budgets.items()}
