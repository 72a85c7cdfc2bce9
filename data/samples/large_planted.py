"""Plants the eight problems of the story once in a unit, and says under which keys they are to be found."""

from datetime import date

from data.samples.large_units import (
    BORROWING,
    CAUSE,
    LATE,
    LENDING,
    MOVED,
    ORPHAN,
    RED,
    SHARED,
    STALE,
    UNSERVED,
    Kpi,
    Project,
    Unit,
)

FULL_WEEK = 36  # hours that own time leaves of forty
HOURS = (20, 16, 12, 8, 4)  # of one engineer on five projects
BOOKED = (date(2026, 11, 2), date(2027, 1, 29))
OVERLOAD = (date(2026, 11, 9), date(2026, 12, 18))
Contribution = tuple[str, str | None, str, float | None, int]  # project, milestone, KPI, amount, lag in days


def plant(unit: Unit) -> list[Contribution]:
    """Change a unit's projects and KPIs so that they hold the eight problems; give the contributions for them."""
    plans = unit.of("MSPDI")
    _green_that_is_red(unit, plans[RED])
    unit.planted["objective that nothing serves"] = f"{unit.key}-{UNSERVED}"
    unit.planted["project that serves nothing"] = plans[ORPHAN].key
    _one_person_on_five(unit, plans)
    moved = _moved_by_a_milestone(unit, plans[MOVED])
    endangered = _slipped_milestone(unit, plans[CAUSE], plans[LATE])
    _lent_engineers(unit, plans)
    unit.planted["old data"] = {"feed": f"{unit.slug}-hr", "objective": f"{unit.key}-{STALE}"}
    return [*moved, *endangered]


def _green_that_is_red(unit: Unit, project: Project) -> None:
    project.start, project.finish, project.forecast = date(2026, 1, 5), date(2027, 3, 26), date(2027, 4, 2)
    project.spi, project.cpi, project.reported = 0.741, 0.779, "green"
    project.milestones = [("Line in series production", date(2026, 12, 11), date(2026, 12, 18))]
    unit.planted["green that is red"] = project.key


def _one_person_on_five(unit: Unit, plans: list[Project]) -> None:
    for place, hours in zip(SHARED, HOURS, strict=True):
        plans[place].bookings.append(("Drive tuning", unit.shared, hours, *OVERLOAD))
    keys = [plans[place].key for place in SHARED]
    unit.planted["one person on five projects"] = {"person": unit.shared.email, "projects": keys}


def _kpi(unit: Unit, objective: str) -> Kpi:
    return next(kpi for kpi in unit.kpis if kpi.objective == f"{unit.key}-{objective}")


def _moved_by_a_milestone(unit: Unit, project: Project) -> list[Contribution]:
    kpi = _kpi(unit, "C4")
    kpi.unit, kpi.better, kpi.baseline, kpi.target, kpi.drift = "%", "higher", 64.0, 72.0, 0.2
    kpi.readings = [66.3, 66.4, 66.9, 67.0, 72.1, 72.3]
    name = "In use in all regions"
    project.milestones = [(name, date(2026, 7, 15), date(2026, 7, 17))]
    found = {"project": project.key, "milestone": name, "kpi": kpi.key, "seen": 5.1, "expected": 6.0}
    unit.planted["KPI moved by a finished milestone"] = found
    return [(project.key, name, kpi.key, 6.0, 60)]


def _slipped_milestone(unit: Unit, cause: Project, late: Project) -> list[Contribution]:
    first, second = _kpi(unit, "I4"), _kpi(unit, "C1")
    cause.milestones = [("Bench handed over", date(2026, 7, 10), date(2026, 9, 16))]
    late.milestones = [("Type approval granted", date(2026, 9, 18), date(2026, 11, 27))]
    unit.planted["slipped milestone"] = {
        "project": late.key,
        "milestone": "Type approval granted",
        "slip_days": 50,
        "cause": cause.key,
        "objectives": [first.objective, second.objective],
    }
    return [(late.key, "Type approval granted", kpi.key, _part(kpi, 0.4), 60) for kpi in (first, second)]


def _part(kpi: Kpi, share: float) -> float:
    return round((kpi.target - kpi.baseline) * share, 2)


def _lent_engineers(unit: Unit, plans: list[Project]) -> None:
    own = plans[LENDING]
    own.department = unit.departments[0]
    for number, engineer in enumerate(unit.engineers):
        project = plans[BORROWING[number % len(BORROWING)]]
        project.department = unit.departments[1 + number % (len(unit.departments) - 1)]
        project.bookings.append(("Controls commissioning", engineer, FULL_WEEK, *BOOKED))
    found = {"department": unit.departments[0], "project": own.key, "skill": "controls 3", "asked": 4}
    unit.planted["department that lends its engineers"] = found
