"""What else hangs on projects that a revision concerns: others that move the same KPIs, or wait for each other."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from dashboard.analysis.alignment import reached
from data import queries, schema
from data.changes import changed
from data.records import Contribution, Dependency, Kpi, Objective, Reading
from data.schema import FACTS

_STRUCTURE = (Contribution, Dependency, Kpi, Objective)
_WANTS = ("kpi", "objective", "served")


def hangs_on_all(connection: Connection, revision: int) -> bool:
    """Say whether a revision changed what all projects are weighed by: contributions, KPIs, objectives, dependencies,
    or what their texts mean.
    """
    reference, identity = schema.reference, schema.identity
    meant = reference.c.wants.in_(_WANTS) & changed(reference, revision)
    called = identity.c.kind.in_(["kpi", "objective"]) & changed(identity, revision)
    asked = [select(FACTS[one].c.id).where(changed(FACTS[one], revision)) for one in _STRUCTURE]
    asked += [select(reference.c.id).where(meant), select(identity.c.id).where(called)]
    return any(connection.execute(query.limit(1)).first() for query in asked)


def hanging(connection: Connection, revision: int, projects: Sequence[str]) -> set[str]:
    """Give projects (keys), those with them that move a KPI which they or new readings move, and what they wait for."""
    near, moved = {*projects, *_meant_anew(connection, revision)}, _read_anew(connection, revision)
    found = set(near)
    for moment in (revision - 1, revision):
        waiting = queries.dependencies(connection, moment)
        found |= reached(near, waiting["to_key"], waiting["from_key"])
        own = queries.contributions(connection, moment, projects=sorted(near))["serves"].dropna()
        rows = queries.contributions(connection, moment, served=sorted({*moved, *own}))
        found |= set(rows["project"].dropna())
    return found


def _meant_anew(connection: Connection, revision: int) -> set[str]:
    """Give the projects of which a milestone is meant by a text that meant none, or another."""
    reference = schema.reference
    query = select(reference.c.scope).where(reference.c.wants == "milestone", changed(reference, revision))
    return {scope for scope in connection.scalars(query) if scope}


def _read_anew(connection: Connection, revision: int) -> set[str]:
    """Give the KPIs (keys) whose readings or dated targets a revision changed."""
    reading, reference = FACTS[Reading], schema.reference
    of_kpi = (reference.c.feed == reading.c.feed) & (reference.c.text == reading.c.kpi)
    query = select(reference.c.key).join(reading, of_kpi)
    query = query.where(reference.c.wants == "kpi", reference.c.key.is_not(None), changed(reading, revision))
    return set(connection.scalars(query.distinct()))
