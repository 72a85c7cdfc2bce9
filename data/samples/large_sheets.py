"""The workbooks of a large organisation: register, people, finances, and the one that a unit stopped delivering."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import cycle, islice
from random import Random

from data.samples.large_planted import BOOKED, FULL_WEEK, Contribution
from data.samples.large_units import (
    CAUSE,
    LATE,
    LAYOUT,
    LENDING,
    MOVED,
    ORPHAN,
    STALE,
    STATUS,
    UNSERVED,
    YEAR_END,
    Kpi,
    Project,
    Unit,
    objectives,
)
from data.samples.sheets import START
from data.samples.workbook import Cell
from data.samples.workdays import month_ends

Sheet = list[dict[str, Cell]]
BANDS = {"F": "Financial", "C": "Customer", "I": "Internal process", "L": "Learning and growth"}
LOADS = month_ends(date(2026, 5, 1), STATUS)
LAST_DELIVERY = LOADS[2]
PER_UNIT = 1200  # contributions
COVERED = 0.8  # of each KPI's gap, shared by all that serves it


def contributions(unit: Unit, planted: list[Contribution]) -> list[Contribution]:
    """Give a unit's contributions: two or three for each project, none from its orphan, none to what nothing serves."""
    orphan = unit.of("MSPDI")[ORPHAN].key
    fixed = {unit.of("MSPDI")[place].key for place in (MOVED, LATE, CAUSE)}
    moved = {kpi for _, _, kpi, _, _ in planted}
    closed = (f"{unit.key}-{UNSERVED}", f"{unit.key}-{STALE}")
    open_kpis = [kpi for kpi in unit.kpis if kpi.objective not in closed and kpi.key not in moved]
    able = [project for project in unit.projects if project.key not in fixed | {orphan}]
    random = Random(unit.key)  # noqa: S311 - a story, not a secret
    random.shuffle(open_kpis)
    wanted = PER_UNIT - len(planted)
    parts = COVERED * len(open_kpis) / wanted
    found: list[Contribution] = []
    for number, (project, kpi) in enumerate(zip(islice(cycle(able), wanted), cycle(open_kpis), strict=False)):
        milestone = project.milestones[number % len(project.milestones)][0] if project.source != "register" else None
        amount = round((kpi.target - kpi.baseline) * parts, 4)
        found.append((project.key, milestone, kpi.key, amount if number % 20 else None, 30))
    return [*planted, *_distinct(found, open_kpis)]


def _distinct(found: Iterable[Contribution], kpis: list[Kpi]) -> Iterator[Contribution]:
    """Move a contribution to the next KPI when its project and milestone serve that one already."""
    seen: set[tuple[str, str | None, str]] = set()
    keys = [kpi.key for kpi in kpis]
    for project, milestone, kpi, amount, lag in found:
        place = keys.index(kpi)
        while (project, milestone, keys[place % len(keys)]) in seen:
            place += 1
        key = keys[place % len(keys)]
        seen.add((project, milestone, key))
        yield project, milestone, key, amount if key == kpi else None, lag


def register(units: list[Unit], contributed: dict[str, list[Contribution]]) -> dict[str, Sheet]:
    """Give the sheets of the project office."""
    return {
        "Strategy": [*_bands(), *(row for unit in units for row in _strategy(unit))],
        "KPIs": [_kpi(kpi) for unit in units for kpi in unit.kpis],
        "Readings": [row for unit in units for row in _readings(unit.kpis, f"{unit.key}-{STALE}", STATUS)],
        "Projects": [_project(p) for unit in units for p in unit.projects if p is not unit.of("register")[0]],
        "Contributions": [_contribution(line) for unit in units for line in contributed[unit.key]
                          if line[0] != unit.of("register")[0].key],
        "Links": [row for unit in units for row in _links(unit)],
        "Dependencies": [_dependency(unit) for unit in units],
        "Lists": [row for unit in units for row in _lists(unit)],
        "Settings": _settings(),
    }  # fmt: skip


def people(units: list[Unit]) -> dict[str, Sheet]:
    """Give the sheets of who works and who is asked for."""
    return {
        "People": [row for unit in units for row in _people(unit)],
        "Absences": [{"who": "*", "from": date(2026, 12, 25), "to": date(2026, 12, 26), "kind": "holiday"}],
        "Assignments": [_asked(unit) for unit in units],
        "External": _external(),
    }


def finance(units: list[Unit]) -> dict[str, Sheet]:
    """Give the money sheet: plan and actual cost of each project by month."""
    wanted = (project for unit in units for project in unit.projects if project is not unit.of("register")[0])
    return {"Money": [row for project in wanted for row in _money(project, STATUS)]}


def stale(unit: Unit) -> dict[str, Sheet]:
    """Give what a unit last delivered in July: the readings of one objective and one project."""
    project = unit.of("register")[0]
    kpis = [kpi for kpi in unit.kpis if kpi.objective == f"{unit.key}-{STALE}"]
    row = _project(project) | {"reported_on": LAST_DELIVERY}
    return {
        "Projects": [row],
        "Contributions": [_contribution((project.key, None, kpis[0].key, None, 30))],
        "Readings": _readings(kpis, "", LAST_DELIVERY),
        "Money": list(_money(project, LAST_DELIVERY)),
    }


def _bands() -> Sheet:
    return [_element("perspective", key, name, n, {}) for n, (key, name) in enumerate(BANDS.items(), 1)]


def _element(kind: str, key: str, name: str, order: int, more: dict[str, Cell]) -> dict[str, Cell]:
    empty: dict[str, Cell] = dict.fromkeys(("parent", "theme", "weight", "owner", "department", "due"))
    first: dict[str, Cell] = {"kind": kind, "key": key, "name": name, "order": order}
    return first | empty | more


def _strategy(unit: Unit) -> Sheet:
    rows = [_element("theme", unit.key, unit.name, int(unit.key[1:]), {})]
    for number, (key, name, band) in enumerate(objectives(unit.key)):
        owner = unit.people[number * 5].email
        more: dict[str, Cell] = {"parent": band, "theme": unit.key, "weight": 1, "owner": owner, "due": YEAR_END}
        department = unit.departments[number % len(unit.departments)]
        rows.append(_element("objective", key, f"{name}, {unit.name}", number + 1, more | {"department": department}))
    return rows


def _kpi(kpi: Kpi) -> dict[str, Cell]:
    return {
        "key": kpi.key,
        "name": kpi.name,
        "objective": kpi.objective,
        "unit": kpi.unit,
        "better": kpi.better,
        "every": "month",
        "baseline": kpi.baseline,
        "baseline_date": START,
        "target": round(kpi.target, 2),
        "target_date": YEAR_END,
        "red_flag": round((kpi.baseline + kpi.target) / 2, 2),
        "drift": kpi.drift,
    }


def _readings(kpis: Iterable[Kpi], left_out: str, until: date) -> Sheet:
    return [
        {"kpi": kpi.key, "date": day, "actual": value}
        for kpi in kpis
        if kpi.objective != left_out
        for day, value in zip(LOADS, kpi.readings, strict=True)
        if day <= until
    ]


def _project(project: Project) -> dict[str, Cell]:
    alone = project.source == "register"
    elapsed = (STATUS - project.start).days / (project.finish - project.start).days
    return {
        "key": project.key,
        "name": project.name,
        "schedule_id": project.name if project.source == "MSPDI" else None,  # the XER's short names are the keys
        "programme": project.programme,
        "department": project.department,
        "manager": project.manager.email,
        "stage": "active",
        "critical": "yes" if project.key.endswith("01") else "no",
        "mandatory": "yes" if project.key.endswith("50") else "no",
        "reported": project.reported,
        "reported_on": STATUS,
        "budget": project.budget,
        "currency": project.currency,
        "baseline_start": project.start if project.source != "MSPDI" else None,
        "baseline_finish": project.finish if project.source != "MSPDI" else None,
        "start": project.start if alone else None,
        "finish": project.forecast if alone else None,
        "percent_complete": round(min(elapsed * project.spi, 1) * 100) if alone else None,
    }


def _contribution(line: Contribution) -> dict[str, Cell]:
    project, milestone, kpi, amount, lag = line
    first: dict[str, Cell] = {"project": project, "milestone": milestone, "serves": kpi, "amount": amount}
    return first | {"lag_days": lag, "confidence": 0.7, "reviewed": date(2026, 9, 1)}


def _links(unit: Unit) -> Sheet:
    """Give cause and effect from each band to the one above, nothing leading to what nothing serves."""
    above = {"L": "I", "I": "C", "C": "F"}
    rows: Sheet = []
    for band, higher in above.items():
        targets = [n for n in range(1, LAYOUT[higher] + 1) if f"{higher}{n}" != UNSERVED]
        for number in range(1, LAYOUT[band] + 1):
            for step in (0, 3)[: 1 + number % 2]:
                target = targets[(number - 1 + step) % len(targets)]
                ends: dict[str, Cell] = {"from": f"{unit.key}-{band}{number}", "to": f"{unit.key}-{higher}{target}"}
                rows.append(ends | {"sign": "+", "strength": "moderate", "lag_months": 3})
    return rows


def _dependency(unit: Unit) -> dict[str, Cell]:
    plans = unit.of("MSPDI")
    giver: dict[str, Cell] = {"from_project": plans[CAUSE].key, "from_milestone": "Bench handed over"}
    taker: dict[str, Cell] = {"to_project": plans[LATE].key, "to_milestone": "Type approval granted"}
    return giver | taker | {"type": "FS", "lag_days": 20, "hands_over": "calibrated bench", "agreed": "yes"}


def _lists(unit: Unit) -> Sheet:
    heads = zip(unit.departments, unit.people, strict=False)
    rows: Sheet = [
        {"kind": "department", "key": key, "name": f"Department {key[1:]}, {unit.name}", "lead": head.email}
        for key, head in heads
    ]
    programmes = sorted({project.programme for project in unit.projects})
    return rows + [
        {"kind": "programme", "key": key, "name": f"Programme {key[-1]}, {unit.name}", "lead": None}
        for key in programmes
    ]


def _settings() -> Sheet:
    lines = {"reporting_currency": "EUR", "fiscal_year_start": "01-01", "rate GBP": "1.17", "rate CHF": "1.05"}
    return [
        {"name": name, "applies_to": "*", "value": value, "from": date(2026, 1, 1)} for name, value in lines.items()
    ]


def _people(unit: Unit) -> Iterator[dict[str, Cell]]:
    for number, person in enumerate(unit.people):
        if person in unit.engineers:
            skills = "controls 4; plc 3"
        elif person is unit.shared:
            skills = "drive controls 5; plc 4"
        else:
            skills = f"planning {1 + number % 5}; maintenance {1 + number % 4}"
        yield {
            "name": person.name,
            "email": person.email,
            "department": person.department,
            "role": person.role,
            "place": unit.name,
            "hours_per_week": 40,
            "own_time": 0.1,
            "skills": skills,
            "cost_per_hour": 50 + number % 40,
            "currency": "EUR",
        }


def _asked(unit: Unit) -> dict[str, Cell]:
    project = unit.of("MSPDI")[LENDING]
    first: dict[str, Cell] = {"project": project.key, "skill": "controls 3", "from": BOOKED[0], "to": BOOKED[1]}
    return first | {"hours_per_week": FULL_WEEK, "count": 4, "firm": "asked"}


def _external() -> Sheet:
    first: dict[str, Cell] = {"supplier": "Lowen Control Partners", "skill": "controls", "level": 4}
    return [first | {"rate_per_hour": 112, "currency": "EUR", "lead_days": 15, "min_term_days": 60, "people": 3}]


def _money(project: Project, until: date) -> Iterator[dict[str, Cell]]:
    days = [day for day in month_ends(project.start, project.finish) if day <= YEAR_END]
    months = len(month_ends(project.start, project.finish))
    plan = project.budget // months
    actual = round(plan * project.spi / project.cpi)
    for day in days:
        yield {
            "project": project.key,
            "month": day.replace(day=1),
            "kind": "cost",
            "plan": plan,
            "actual": actual if day <= until else None,
            "forecast": None if day <= until else actual,
            "currency": project.currency,
        }
