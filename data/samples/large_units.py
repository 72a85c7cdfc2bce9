"""What a large organisation consists of: units with departments, people, objectives, KPIs and projects, all invented.

Each unit holds the eight planned problems of the story once, at fixed places, so that a test knows where to look.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from data.samples.schedule import Person
from data.samples.syllables import Names

STATUS = date(2026, 10, 31)
YEAR_END = date(2026, 12, 31)
DEPARTMENTS = 40
PER_UNIT = 500  # projects of a unit
FILES = ("lines", "plants", "networks", "products")  # the XER files of a unit, each with a fifth of its projects
XER_SHARE, MSPDI_SHARE = 0.8, 0.1  # the rest stands in the register alone
LAYOUT = {"F": 4, "C": 5, "I": 6, "L": 5}  # objectives by perspective
UNSERVED, STALE = "C5", "L3"  # objectives: nothing serves the one, the other's readings stopped in July
AIMS = {
    "F": ("Grow service revenue", "Raise return on capital", "Lower the cost to serve", "Keep cash free to invest"),
    "C": ("Win key accounts", "No town without water", "Deliver when promised", "Solve it at once", "Save energy"),
    "I": ("Shorten lead time", "Build it right", "Foresee failures", "Renew products", "Secure supply", "Plan well"),
    "L": ("Work safely", "Build data skills", "Keep engineers", "One data platform", "Learn from projects"),
}
RED, LATE, CAUSE, MOVED, ORPHAN = 0, 9, 8, 7, 1  # places among a unit's MSPDI projects
SHARED, LENDING, BORROWING = (2, 3, 4, 5, 6), 10, (11, 12, 13, 14)
ENGINEERS = 6  # controls engineers of a unit, all lent
TEAM = 3


@dataclass(slots=True)
class Kpi:
    """A KPI with its readings of May to October."""

    key: str
    objective: str
    name: str
    unit: str
    better: str
    baseline: float
    target: float
    readings: list[float]
    drift: float | None = None


@dataclass(slots=True)
class Project:
    """A project with how it does: schedule and cost index, forecast finish, milestones as (name, baseline, date)."""

    key: str
    name: str
    source: str
    file: str
    department: str
    programme: str
    manager: Person
    team: list[Person]
    start: date
    finish: date
    forecast: date
    budget: int
    spi: float
    cpi: float
    reported: str
    currency: str
    milestones: list[tuple[str, date, date]]
    bookings: list[tuple[str, Person, float, date, date]] = field(default_factory=list)  # task, who, hours a week


@dataclass(slots=True)
class Unit:
    """One unit of the organisation."""

    key: str
    name: str
    departments: list[str]
    people: list[Person]
    kpis: list[Kpi]
    projects: list[Project]
    engineers: list[Person]
    shared: Person
    planted: dict[str, object] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Give the unit's name as it stands in file names."""
        return self.name.lower()

    def of(self, source: str) -> list[Project]:
        """Give the unit's projects of one kind of source."""
        return [project for project in self.projects if project.source == source]


def units(projects: int, people: int, seed: int = 1) -> list[Unit]:
    """Make all units for a number of projects (a multiple of 500) and of people."""
    count = projects // PER_UNIT
    if count * PER_UNIT != projects or count < 1:
        raise ValueError(f"{projects} projects cannot be parted into units of {PER_UNIT}: ask for a multiple of it")
    names = Names(f"units {seed}")
    return [_unit(number, count, people // count, names, seed) for number in range(1, count + 1)]


def _unit(number: int, count: int, people: int, names: Names, seed: int) -> Unit:
    key, random = f"U{number:02d}", Random(f"{seed} {number}")  # noqa: S311 - a story, not a secret
    share = DEPARTMENTS // count
    departments = [f"D{(number - 1) * share + n:02d}" for n in range(1, share + 1)]
    staff = [_person(names, departments[n % share]) for n in range(people)]
    engineers = [Person(p.name, p.email, departments[0], "Controls engineer") for p in staff[:ENGINEERS]]
    staff[:ENGINEERS] = engineers
    made = Unit(key, names.place(), departments, staff, [], [], engineers, staff[ENGINEERS])
    made.kpis = _kpis(key, random)
    free = staff[ENGINEERS + 1 :]
    made.projects = [_project(made, place, names, random, free) for place in range(PER_UNIT)]
    return made


def _person(names: Names, department: str) -> Person:
    name = names.person()
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return Person(name, f"{plain.replace(' ', '.')}@large.example", department, "Engineer")


def objectives(unit: str) -> list[tuple[str, str, str]]:
    """Give key, name and perspective of a unit's objectives."""
    return [
        (f"{unit}-{band}{number}", AIMS[band][number - 1], band)
        for band, size in LAYOUT.items()
        for number in range(1, size + 1)
    ]


def _kpis(unit: str, random: Random) -> list[Kpi]:
    """Give three KPIs for each objective, most near their path and the unserved ones far below it."""
    found: list[Kpi] = []
    for objective, name, _ in objectives(unit):
        for part in ("volume", "time", "quality"):
            baseline = round(random.uniform(20, 80), 1)
            gap = round(baseline * random.uniform(0.1, 0.4), 1) * (-1 if part == "time" else 1)
            speed = 0.1 if objective.endswith(UNSERVED) else random.uniform(0.5, 1.15)
            elapsed = ((date(2026, m, 28) - date(2025, 12, 31)).days / 365 for m in range(5, 11))
            readings = [round(baseline + gap * share * speed, 2) for share in elapsed]
            better = "lower" if gap < 0 else "higher"
            key = f"{unit}-K{len(found) + 1:02d}"
            label = f"{name}: {part}"
            found.append(
                Kpi(key, objective, label, "d" if gap < 0 else "%", better, baseline, baseline + gap, readings)
            )
    return found


def _project(unit: Unit, place: int, names: Names, random: Random, staff: list[Person]) -> Project:
    number = place + 1
    xer, mspdi = round(PER_UNIT * XER_SHARE), round(PER_UNIT * (XER_SHARE + MSPDI_SHARE))
    source = "XER" if place < xer else "MSPDI" if place < mspdi else "register"
    key = f"{unit.key}-P{number:03d}"
    start = date(2026, 1, 5) + timedelta(7 * random.randrange(16))
    finish = start + timedelta(random.randrange(250, 420))
    late = random.random() < 0.15
    forecast = max(finish + timedelta(random.randrange(10, 60) if late else random.randrange(-3, 5)), STATUS)
    file = f"{unit.slug}-{FILES[place * len(FILES) // xer]}.xer" if source == "XER" else f"{key.lower()}.xml"
    team = [staff[(place * TEAM + n) % len(staff)] for n in range(TEAM)]
    made = Project(
        key=key,
        name=names.work(),
        source=source,
        file=file,
        department=unit.departments[place % len(unit.departments)],
        programme=f"{unit.key}-{'ABCDE'[place % 5]}",
        manager=staff[(place * 7) % len(staff)],
        team=team,
        start=start,
        finish=finish,
        forecast=forecast,
        budget=random.randrange(200, 8000) * 1000,
        spi=random.uniform(0.85, 0.97) if late else random.uniform(0.97, 1.03),
        cpi=random.uniform(0.96, 1.05),
        reported="amber" if late else "green",
        currency="EUR" if random.random() < 0.9 else random.choice(("GBP", "CHF")),
        milestones=[],
    )
    made.milestones = _milestones(made)
    return made


def _milestones(project: Project) -> list[tuple[str, date, date]]:
    """Give two milestones, at two thirds and near the end, moved as far as the finish is."""
    span, moved = (project.finish - project.start).days, (project.forecast - project.finish).days
    found: list[tuple[str, date, date]] = []
    for name, share in (("First stage in use", 0.66), ("Second stage in use", 0.93)):
        baseline = _weekday(project.start + timedelta(round(span * share)))
        actual = _weekday(baseline + timedelta(max(round(moved * share), 0)))
        found.append((name, baseline, actual))
    return found


def _weekday(day: date) -> date:
    return day - timedelta(max(day.weekday() - 4, 0))
