"""Small worlds at random: schedules, registers and a plan that speak of the same few things in different ways."""

from collections.abc import Callable

from hypothesis import strategies as st

from data.export import Delivery
from data.records import (
    Absence,
    Assignment,
    Calendar,
    Contribution,
    Dependency,
    Kpi,
    ListEntry,
    Milestone,
    Money,
    Objective,
    Project,
    Reading,
    Record,
    Resource,
    Risk,
    Setting,
    Task,
)
from tests.data.loads import delivery

DAYS = st.sampled_from([None, "2026-05-29", "2026-06-30", "2026-07-31", "2026-12-18"])
NAMES = st.sampled_from([None, "Alpha", "Beta", "Gate", "Ada Byron"])
NUMBERS = st.sampled_from([None, 0.0, 40.0, 44.5, 50.0])


def pick(*values: str | None) -> st.SearchStrategy:
    """Give one of some values."""
    return st.sampled_from(values)


def _plan(keys: tuple[str, ...]) -> Callable[[st.DrawFn], list[Record]]:
    """Give a schedule of some projects, each with a few lines."""

    def draw_plan(draw: st.DrawFn) -> list[Record]:
        rows: list[Record] = []
        for key in draw(st.sets(st.sampled_from(keys), min_size=1)):
            manager = draw(pick(None, "Ada Byron", "ada@t.example"))
            rows.append(Project(key, name=draw(NAMES), manager=manager, calendar=draw(pick(None, "c1"))))
            for uid in draw(st.sets(st.sampled_from("123"))):
                rows.append(
                    Task(
                        f"{key}.{uid}", project=key, uid=uid, name=draw(pick("Gate", "Start")),
                        kind=draw(pick("milestone", "milestone", "task")), baseline_finish=draw(DAYS),
                        finish=draw(DAYS), actual_finish=draw(DAYS), calendar=draw(pick(None, "c1")),
                        baseline_start=draw(pick(None, "2026-05-04")), baseline_cost=draw(NUMBERS),
                        percent_complete=draw(NUMBERS), actual_cost=draw(NUMBERS),
                    )
                )  # fmt: skip
            if draw(st.booleans()):
                spread = draw(pick(None, '[["2026-05-04","2026-05-05",20]]', '[["2026-06-01","2026-06-01",9]]'))
                rows.append(Assignment(f"{key}.a", project=key, task=f"{key}.1", baseline_cost_spread=spread))
            rows += [_work(draw, key, n) for n in draw(st.sets(st.sampled_from("12")))]
        if draw(st.booleans()):
            off = '[["2026-06-01","2026-06-12",[]]]' if draw(st.booleans()) else None
            rows.append(Calendar("c1", exceptions=off))
        for n in draw(st.sets(st.sampled_from("12"))):
            email, calendar = draw(pick(None, "ada@t.example")), draw(pick(None, "c1"))
            rows.append(Resource(n, name=draw(NAMES), kind="person", email=email, calendar=calendar, max_units=0.5))
        return rows

    return draw_plan


def _work(draw: st.DrawFn, project: str, n: str) -> Assignment:
    """Give work of a schedule's resource, or of nobody, over the turn of a year at times."""
    return Assignment(
        f"{project}.w{n}", project=project, task=draw(pick(None, f"{project}.1")), resource=draw(pick(None, "1", "2")),
        start=draw(pick("2026-06-29T08:00:00", "2026-12-28T08:00:00")), finish="2027-01-15T17:00:00",
        work=draw(st.sampled_from([600.0, 60_000.0])), actual_work=draw(st.sampled_from([None, 120.0])),
    )  # fmt: skip


def _staff(draw: st.DrawFn) -> list[Record]:
    """Give what a register says of people."""
    hours, department = draw(st.sampled_from([None, 20.0])), draw(pick(None, "ENG", "Beta"))
    rows: list[Record] = [
        Resource(k, name=draw(NAMES), kind="person", email=k, hours_per_week=hours, department=department)
        for k in draw(st.sets(pick("ada@t.example")))
    ]
    for n in draw(st.sets(st.sampled_from("12"))):
        who, skill = draw(pick(None, "ada@t.example", "Ada Byron", "Beta")), draw(pick(None, "welding"))
        rows.append(
            Assignment(n, project=draw(pick("P1", "A", "Beta")), resource=who, skill=skill, hours_per_week=30.0,
                       start="2026-06-01", finish=draw(pick("2026-06-30", "2027-02-28")), firm=draw(st.booleans()))
        )  # fmt: skip
    if draw(st.booleans()):
        who = draw(pick("*", "Ada Byron", "Beta"))
        rows.append(Absence("away", who=who, first_day="2026-06-08", last_day="2026-06-12"))
    return rows


def _register(draw: st.DrawFn) -> list[Record]:
    rows: list[Record] = []
    about = pick("P1", "A", "Alpha", "B", "Nobody")
    for key in draw(st.sets(pick("P1", "P2", "B"))):
        rows.append(
            Project(
                key, name=draw(NAMES), schedule_id=draw(pick(None, "A", "B", "A;C")), reported_on=draw(DAYS),
                department=draw(pick(None, "ENG", "Beta")), emptied=draw(pick(None, "manager")),
                stage=draw(pick(None, "closed", "proposed")), finish=draw(DAYS),
            )
        )  # fmt: skip
    for key in draw(st.sets(pick("M1", "M2", "1"))):
        rows.append(
            Milestone(
                key, project=draw(about), name=draw(NAMES), kind=draw(pick(None, "milestone", "deliverable")),
                baseline=draw(DAYS), forecast=draw(DAYS), actual=draw(DAYS),
            )
        )  # fmt: skip
    for n in draw(st.sets(st.sampled_from("12"))):
        serves, milestone = draw(pick("K1", "I1", "Beta")), draw(pick(None, "M1", "Gate", "1"))
        amount = draw(NUMBERS)
        rows.append(Contribution(n, project=draw(about), milestone=milestone, serves=serves, amount=amount))
        rows.append(Dependency(n, from_project=draw(about), from_task="Gate", to_project=draw(about)))
        rows.append(
            Money(f"{n}|2026-05|cost", project=draw(about), month="2026-05-01", kind="cost", actual=draw(NUMBERS))
        )
        rows.append(
            Risk(n, about=draw(pick("P1", "A", "M1", "Nobody")), kind="threat", probability=0.5, money=draw(NUMBERS))
        )
    rows += [
        Objective(key, name=draw(NAMES), weight=draw(NUMBERS), state=draw(pick(None, None, "retired")))
        for key in draw(st.sets(pick("I1", "I2")))
    ]
    rows += _kpis(draw)
    if draw(st.booleans()):
        rows.append(ListEntry("department:eng", kind="department", code="ENG", name="Beta"))
    if draw(st.booleans()):
        rows.append(ListEntry("same project:p1:beta", kind="same project", code="P1", name="Beta"))
    if draw(st.booleans()):
        rows.append(Setting("rhythm", name="feed_rhythm", applies_to=draw(pick("*", "plan.xml")), value="week"))
    for n in draw(st.sets(st.sampled_from("12"))):
        name = draw(pick("threshold.cpi.on_track", "threshold.score.at_risk", "threshold.milestone_slip.at_risk"))
        scope, value = draw(pick(None, "ENG", "Beta", "A", "K1")), draw(pick("0.85", "3.5", "30", "x"))
        rows.append(Setting(n, name=name, applies_to=scope, value=value, valid_from=draw(pick(None, "2026-06-04"))))
    return rows + _staff(draw)


def _kpis(draw: st.DrawFn) -> list[Record]:
    rows: list[Record] = []
    for key in draw(st.sets(pick("K1", "K2"))):
        fields = {"target": 50.0, "target_date": "2026-12-31", "baseline": draw(NUMBERS), "baseline_date": "2025-12-31"}
        objective, every = draw(pick("I1", "Alpha", None)), draw(pick("month", None))
        rows.append(Kpi(key, objective=objective, better=draw(pick("higher", "lower")), every=every, **fields))
    for day in draw(st.sets(pick("2026-05-31", "2026-06-30"))):
        rows.append(Reading(f"K1|{day}", kpi=draw(pick("K1", "k2")), date=day, actual=draw(NUMBERS)))
    return rows


def _strategy(draw: st.DrawFn) -> list[Record]:
    rows: list[Record] = [Objective(key, name=draw(NAMES)) for key in draw(st.sets(pick("I1", "O9"), min_size=1))]
    return rows + _kpis(draw)


FEEDS: dict[str, tuple[str, Callable[[st.DrawFn], list[Record]]]] = {
    "plan": ("ms_project", _plan(("A", "B"))),
    "other": ("ms_project", _plan(("B", "C"))),
    "register": ("register", _register),
    "second": ("register", _register),
    "strategy": ("stratml", _strategy),
}


@st.composite
def deliveries(draw: st.DrawFn, number: int) -> Delivery:
    """Draw what one feed delivers. Its status date is that of its number, so that no two files are of one day."""
    feed = draw(st.sampled_from(list(FEEDS)))
    loader, rows = FEEDS[feed]
    day = f"2026-06-{number + 1:02}"
    found = [
        row._replace(status_date=day) if isinstance(row, Project) and loader != "register" else row
        for row in rows(draw)
    ]
    covers = (
        [Task, Assignment, Calendar, Resource]
        if loader == "ms_project"
        else [Project, Milestone, Contribution, Kpi, ListEntry, Assignment, Absence]
    )
    return delivery(feed, *found, covers=covers, loader=loader, status_date=day, path=f"{feed}-{number}")


worlds = st.integers(1, 6).flatmap(lambda most: st.tuples(*(deliveries(n) for n in range(most))))
