"""What loads keep of people is what follows from the facts, whatever was loaded before."""

from collections.abc import Sequence
from contextlib import closing

import numpy as np
from hypothesis import HealthCheck, given, settings

from dashboard import spreads
from dashboard.analysis.conflicts import weeks_over
from dashboard.analysis.working_time import Span
from dashboard.bookings import Lines, lines_of
from dashboard.view.workload import Workload, read, work_out
from data import booked
from data.export import Delivery
from data.records import Kpi, Resource
from data.store import Store
from tests.dashboard.test_assess import judge_all, load
from tests.dashboard.worlds import worlds
from tests.data.loads import delivery, wipe

SPAN = Span.of("2026-05-25", "2027-03-07")  # whole weeks, over the end of a block
OFTEN = settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def said(found: Workload) -> dict[tuple[object, ...], dict[str, list[float]]]:
    """Give the minutes of each unit that has any, by day."""
    load_of = {"capacity": found.by_unit.capacity, **found.by_unit.demand}
    named = found.units[["person", "role", "skill", "project", "department"]].itertuples(index=False, name=None)
    return {
        unit: {kind: np.round(minutes[place], 6).tolist() for kind, minutes in load_of.items()}
        for place, unit in enumerate(named)
        if unit[0] or any(minutes[place].any() for minutes in load_of.values())
    }


def by_project(found: Workload) -> dict[str | None, list[float]]:
    grouped = found.grouped("project")
    sums = np.sum(list(grouped.demand.values()), axis=0)
    return {key: np.round(sums[place], 6).tolist() for place, key in enumerate(grouped.keys) if sums[place].any()}


def weeks(store: Store, revision: int) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        found = booked.overloads(connection, revision, (SPAN.iso(0), SPAN.iso(SPAN.days - 1)))
    rows = found.drop(columns="projects").itertuples(index=False, name=None)
    return [(*row[:2], *(round(float(one), 6) for one in row[2:4]), *row[4:]) for row in rows]


def worked_out(found: Workload) -> list[tuple[object, ...]]:
    rows = weeks_over(found.by_unit, SPAN).sort_values(["person", "week"]).itertuples(index=False, name=None)
    return [(*row[:2], *(round(float(one), 6) for one in row[2:4]), *row[4:]) for row in rows]


def between(lines: Lines) -> dict[tuple[object, ...], list[float]]:
    """Give the minutes of each person, or of nobody by name, for each project, by day."""
    of = lines.rows[["person", "project"]].drop_duplicates().itertuples(index=False, name=None)
    places = {pair: place for place, pair in enumerate(of)}
    at = [places[pair] for pair in lines.rows[["person", "project"]].itertuples(index=False, name=None)]
    found = np.stack([*lines.by_day(np.array(at, dtype=np.int64), len(places), SPAN).values()], axis=1)
    return {pair: np.round(found[place], 6).tolist() for pair, place in places.items() if found[place].any()}


@OFTEN
@given(worlds)
def test_what_is_kept_is_what_follows_from_the_facts_now_and_as_of_every_revision(
    store: Store, loads: Sequence[Delivery]
) -> None:
    wipe(store)
    made = [done.revision.number for one in loads if (done := load(store, one)).revision]
    with closing(store):
        for revision in made:
            with store.reading() as connection:
                kept, facts = (make(connection, revision, SPAN) for make in (read, work_out))
                laid, booked_on = (make(connection, revision, SPAN) for make in (spreads.read, lines_of))
            assert between(laid) == between(booked_on)
            assert said(kept) == said(facts)
            assert by_project(kept) == by_project(facts)
            assert weeks(store, revision) == worked_out(facts)
        assert not judge_all(store).changed


def test_what_an_earlier_load_worked_out_is_known_where_nobody_is_booked_and_where_nobody_is(store: Store) -> None:
    wipe(store)
    load(store, delivery("plan", Kpi("K"), loader="register"))
    load(store, delivery("people", Resource("ada", name="Ada Byron", kind="person"), loader="register"))
    with closing(store), store.reading() as connection:
        for revision in (1, 2):
            assert booked.kept(connection, revision)
            assert booked.kept_spreads(connection, revision)
