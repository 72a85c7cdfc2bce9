"""Reads the neighbours of a project: who shares its people, what it gives and takes, what else it has in common."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import neighbours
from dashboard.analysis.alignment import ENDED
from dashboard.analysis.pieces import DONE
from dashboard.analysis.status import NO_DATA
from dashboard.analysis.working_time import weeks_from
from dashboard.bookings import lines_of
from dashboard.view import View
from dashboard.view import projects as work
from dashboard.view.handovers import read as handovers
from dashboard.view.workload import read
from data import queries, workforce
from data.frames import objects

WEEKS = 26
_LEAST = 0.5  # hours that are told of
MOST = 20  # projects that have nothing but an objective in common
_CLOSED = ("closed", "happened")  # risks that are no more


@dataclass(frozen=True)
class Neighbours:
    """The projects beside one, those that wait for it first, then those that share most hours.

    rows, by key: name, status, people (keys), weeks, here_hours, there_hours, over_hours (`analysis.neighbours`; of
    `WEEKS` from that of the day on), gives and takes (the hand-overs to it and from it, as `view.handovers.read` has
    them), serves (keys of the objectives that both serve), risks (titles of those about what both serve, or about it
    where it gives) · more: how many others serve the same objectives · people: how many work on the project in these
    weeks · idle: nobody does, and its work is not done · unnamed: the hours that it asks for without a name in them, by
    skill with level or role · names: of people and objectives.
    """

    rows: pd.DataFrame
    more: int
    people: int
    idle: bool
    unnamed: dict[str, float]
    names: dict[str, str]


def neighbours_of(view: View, key: str) -> Neighbours:
    """Give the neighbours of a project as a view sees them."""
    with view.store.reading() as connection:
        number, today = view.number, view.today
        shared, people = _shared(connection, number, today, key)
        idle = not people and _goes_on(connection, number, today, key)
        unnamed = _unnamed(connection, number, today, key)
        given = handovers(connection, number, today, key)
        served, kpis = _served(connection, number, key)
        near = {*shared["project"], *given["from_key"].dropna(), *given["to_key"].dropna()} - {key}
        far = sorted(set(served) - near)
        risks = _risks(connection, number, served, kpis, given)
        keys = [*sorted(near), *far[:MOST]]
        projects = queries.projects(connection, number, keys, only=("name", "stage"))
        projects = projects[~projects["stage"].isin(ENDED) | projects.index.isin(near)]
        found = queries.figures(connection, number, "project", ("status",), list(projects.index))["status"]
        status = [found[each].status if each in found else NO_DATA for each in projects.index]
        rows = projects[["name"]].assign(status=objects(status, projects.index))
        rows = rows.join(shared.set_index("project"))
        gives, takes = _ends(given, "to"), _ends(given, "from")
        for name, lists in (("gives", gives), ("takes", takes), ("serves", served), ("risks", risks)):
            rows[name] = objects((lists.get(each, []) for each in rows.index), rows.index)
        who = sorted({person for each in rows["people"] if isinstance(each, list) for person in each})
        names = queries.names_of_people(connection, number, who)
        common = sorted({each for keys in rows["serves"] for each in keys})
        goals = queries.objectives(connection, number, common)["name"]
        names |= {str(each): name or str(each) for each, name in goals.items()}
    order = rows.assign(waits=[waiting(each) for each in rows["gives"]], hours=rows["there_hours"].fillna(0.0))
    order = order.sort_values(["waits", "hours", "name"], ascending=[False, False, True], kind="stable")
    return Neighbours(order.drop(columns=["waits", "hours"]), max(len(far) - MOST, 0), people, idle, unnamed, names)


def waiting(gives: list[dict[Any, Any]]) -> int:
    """Count the hand-overs that have not come."""
    return sum(not one["given"] for one in gives)


def _shared(connection: Connection, revision: int, today: str, key: str) -> tuple[pd.DataFrame, int]:
    span = weeks_from(today, WEEKS)
    mine = workforce.people_on(connection, revision, [key])
    if not mine:
        return pd.DataFrame(columns=list(neighbours.SHARED), dtype=object), 0
    workload = read(connection, revision, span, mine)
    lines, minutes = workload.lines_of(mine)
    people = lines["person"][lines["project"] == key].nunique()
    return neighbours.shared(key, lines, minutes, workload.by_unit, span), people


def _goes_on(connection: Connection, revision: int, today: str, key: str) -> bool:
    """Say whether a project is at work in these weeks: neither ended nor only proposed, not done, and begun by then."""
    known = queries.projects(connection, revision, [key], only=["stage", "percent_complete", "start"])
    if known.empty or known["stage"][key] in (*ENDED, "proposed") or known["percent_complete"][key] == 100:
        return False
    span = weeks_from(today, WEEKS)
    return (known["start"][key] or "") <= span.iso(span.days - 1)


def _unnamed(connection: Connection, revision: int, today: str, key: str) -> dict[str, float]:
    span = weeks_from(today, WEEKS)
    found = lines_of(connection, revision, span, projects=[key])
    mine = found.rows["person"].isna().to_numpy(dtype=bool)
    minutes = sum(some for kind, some in found.minutes_of(mine, span).items() if kind != DONE)
    hours: dict[str, float] = {}
    asked = found.rows.loc[mine, ["skill", "skill_level", "role", "called"]].itertuples(index=False, name=None)
    for (skill, level, role, called), some in zip(asked, np.sum(minutes, axis=1) / 60, strict=True):
        needed = (skill if level is None else f"{skill} {level:g}") if skill else role
        words = needed or (f"“{called}”, who is not known" if called else "no skill or role is stated")
        hours[words] = hours.get(words, 0.0) + float(some)
    return {words: some for words, some in hours.items() if some >= _LEAST}


def _served(connection: Connection, revision: int, key: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Give, by project, the objectives that it serves as the project does, and the objective of each of their KPIs."""
    own = queries.contributions(connection, revision, projects=[key])["serves"].dropna()
    if own.empty:
        return {}, {}
    mine = queries.kpis(connection, revision, sorted(set(own)))["objective"]
    objectives = sorted({*mine.dropna(), *(set(own) - set(mine.index))})
    kpis = queries.kpis(connection, revision, queries.kpis_of(connection, revision, objectives))["objective"]
    of = {str(kpi): str(objective) for kpi, objective in kpis.items() if objective in objectives}
    rows = queries.contributions(connection, revision, served=[*objectives, *of])
    rows = rows[rows["project"].notna() & (rows["project"] != key)]
    goals = rows["serves"].map(of).fillna(rows["serves"])
    return {str(project): sorted(set(each)) for project, each in goals.groupby(rows["project"])}, of


def _risks(
    connection: Connection, revision: int, served: dict[str, list[str]], kpis: dict[str, str], given: pd.DataFrame
) -> dict[str, list[str]]:
    """Give, by project, the open risks about the objectives that both serve, their KPIs, and what gives to it."""
    below: dict[str, list[str]] = {}
    for kpi, objective in kpis.items():
        below.setdefault(objective, []).append(kpi)
    of = {project: {*keys, *(kpi for key in keys for kpi in below.get(key, []))} for project, keys in served.items()}
    for project, mark in zip(given["from_key"], given["from_milestone"], strict=True):
        if project:
            of.setdefault(project, set()).update(key for key in (project, mark) if key)
    about = sorted({key for keys in of.values() for key in keys})
    if not about:
        return {}
    rows = queries.risks(connection, revision, work.few(about))
    rows = rows[~rows["state"].isin(_CLOSED) & rows["about_key"].isin(about)]
    return {
        project: [title for title, key in zip(rows["title"], rows["about_key"], strict=True) if key in keys]
        for project, keys in of.items()
    }


def _ends(given: pd.DataFrame, side: str) -> dict[str, list[dict[Any, Any]]]:
    """Give the hand-overs, as `view.handovers.read` gives them, by the project at a side."""
    rows = given[given[f"{side}_key"].notna()]
    return {str(key): mine.to_dict("records") for key, mine in rows.groupby(f"{side}_key")}
