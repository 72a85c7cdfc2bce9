"""The sheets of the two register workbooks as they stood at a month's end, in the headings of the template."""

from collections.abc import Iterable, Iterator
from datetime import date

from data.samples import facts
from data.samples.facts import Row, email, table
from data.samples.money import money
from data.samples.packages import LOADS
from data.samples.sheets_milestones import milestones
from data.samples.workbook import Cell

Sheet = list[dict[str, Cell]]
START, TARGET = date(2025, 12, 31), date(2026, 12, 31)
PLAN = frozenset({"K12", "K13", "K34", "K35"})  # read from the published plan
GRADUATES = frozenset({"K38", "K39"})  # read from the second workbook
SECOND_NAME = {"key": "DA-2026", "name": "Data Academy 2026", "department": "PPL", "manager": "Sef Amundi"}


def register(status: date) -> dict[str, Sheet]:
    """Give all sheets of the register that the project office keeps."""
    main = [row for row in table("projects") if row["source"] != "graduates"]
    keys = {row["key"] for row in main}
    return {
        "Strategy": _strategy(),
        "KPIs": [_kpi(row) for row in table("kpis")],
        "Readings": _readings(status, [r for r in table("kpis") if r["key"] not in PLAN | GRADUATES]),
        "Projects": [_project(row, status) for row in main],
        "Contributions": _contributions(keys),
        "Links": [_plain(row, {"lag_months"}) for row in table("links")],
        "Milestones": milestones(main, status),
        "Money": money("register", status),
        "People": [_person(row) for row in table("people")],
        "Absences": [_absence(row) for row in table("absences")],
        "Assignments": list(_assignments(status)),
        "External": [
            _plain(row, {"level", "rate_per_hour", "lead_days", "min_term_days", "people"}) for row in table("external")
        ],
        "Risks": [_risk(row) for row in table("risks") if row["since"] <= str(status)],
        "Dependencies": [_plain(row, {"lag_days"}) for row in table("dependencies")],
        "Decisions": [_decision(row, status) for row in table("decisions") if row["since"] <= str(status)],
        "Lists": [{**row, "lead": row["lead"] and email(row["lead"])} for row in table("lists")],
        "Settings": [_setting(row) for row in table("settings") if row["from"] <= str(status)],
    }


def graduates(status: date) -> dict[str, Sheet]:
    """Give the sheets of the small register that People and Safety keep."""
    project = next(row for row in table("projects") if row["source"] == "graduates")
    other: dict[str, Cell] = dict.fromkeys(_project(project, status))
    other |= SECOND_NAME | {"manager": email(str(SECOND_NAME["manager"])), "stage": "active"}
    return {
        "Projects": [_project(project, status), other],
        "Milestones": milestones([project], status),
        "Contributions": _contributions({project["key"]}),
        "Money": money("graduates", status),
        "Readings": _readings(status, [row for row in table("kpis") if row["key"] in GRADUATES]),
    }


def _plain(row: Row, numbers: Iterable[str] = ()) -> dict[str, Cell]:
    """Give a row as it stands in the tables, with its dates and numbers as such and people by e-mail."""
    found: dict[str, Cell] = dict(row)
    for name in numbers:
        found[name] = facts.number(row[name])
    for name in {"from", "until", "due"} & set(row):
        found[name] = facts.day(row[name]) if row[name][:2] == "20" else row[name]
    for name in {"giver", "taker"} & set(row):
        found[name] = row[name] and email(row[name])
    return found


def _strategy() -> Sheet:
    rows: Sheet = []
    for row in table("strategy"):
        if row["kind"] in ("perspective", "theme"):
            order = 1 + sum(line["kind"] == row["kind"] for line in rows)
            rows.append(_element(row["kind"], row["key"], row["name"], row["description"], order))
    departments = {row["name"]: row["department"] for row in table("people")}
    for row in table("objectives"):
        order = 1 + sum(line["parent"] == row["perspective"] for line in rows)
        line = _element("objective", row["key"], row["name"], row["description"], order)
        line |= {"parent": row["perspective"], "theme": row["theme"], "weight": int(row["weight"]), "due": TARGET}
        rows.append(line | {"owner": email(row["owner"]), "department": departments[row["owner"]], "state": "live"})
    return rows


def _element(kind: str, key: str, name: str, description: str, order: int) -> dict[str, Cell]:
    empty: dict[str, Cell] = dict.fromkeys(("parent", "theme", "weight", "owner", "department", "due", "state"))
    first: dict[str, Cell] = {"kind": kind, "key": key, "name": name}
    return first | empty | {"from": date(2026, 1, 1), "order": order, "description": description}


def _kpi(row: Row) -> dict[str, Cell]:
    values = ("baseline", "target", "red_flag", "low", "high", "lowest", "highest", "drift")
    numbers = {name: row[name] if row[name] == "yes" else facts.number(row[name]) for name in values}
    return {
        **{name: row[name] for name in ("key", "name", "objective", "unit", "better", "counts", "every")},
        "baseline": numbers["baseline"],
        "baseline_date": START if row["baseline"] else None,
        "target": numbers["target"],
        "target_date": TARGET if row["target"] else None,
        **{name: numbers[name] for name in values[2:7]},
        "leads": row["leads"],
        "drift": numbers["drift"],
        "owner": email(row["owner"]),
        "definition": row["definition"],
    }


def _readings(status: date, kpis: Iterable[Row]) -> Sheet:
    rows: Sheet = []
    for row in kpis:
        for day in LOADS:
            cell = facts.at(row, "m", day)
            if day <= status and cell:
                actual: Cell = cell if row["better"] == "yes_no" else facts.number(cell)
                rows.append({"kpi": row["key"], "date": day, "actual": actual, "state": "final", "note": None})
    return rows


def _project(row: Row, status: date) -> dict[str, Cell]:
    planned = row["source"] in ("MSPDI", "XER")
    closed = bool(row["closed"]) and row["closed"] <= str(status)
    stated = row["source"] != "MSPDI"  # MSPDI carries its own baseline
    percent = {r["project"]: facts.number(facts.at(r, "p", status)) for r in table("progress")}
    raised = row["key"] != "P19" or status >= LOADS[2]
    return {
        "key": row["key"],
        "name": row["name"],
        "schedule_id": row["schedule_id"] or None,
        "programme": row["programme"] or None,
        "department": row["department"],
        "manager": email(row["manager"]),
        "sponsor": email(row["sponsor"]),
        "stage": "closed" if closed else row["stage"],
        "critical": row["critical"],
        "mandatory": row["mandatory"],
        "reported": facts.at(row, "r", status) or None,
        "reported_on": status if facts.at(row, "r", status) else None,
        "comment": row["comment"] if status == LOADS[-1] or row["key"] == "P06" else None,
        "budget": int(row["bac"]) * 1000 - (0 if raised else 600_000),
        "currency": row["currency"],
        "reserve": int(row["reserve"]) * 1000,
        "baseline_start": date.fromisoformat(row["start"]) if stated else None,
        "baseline_finish": date.fromisoformat(row["finish"]) if stated else None,
        "baseline_as_of": LOADS[0] if row["source"] == "XER" else None,
        "start": None if planned else date.fromisoformat(row["start"]),
        "finish": None if planned else facts.day(facts.at(row, "f", status)),
        "percent_complete": percent.get(row["key"]),
    }


def _contributions(projects: Iterable[str]) -> Sheet:
    owners = {row["key"]: row["owner"] for row in table("kpis")}
    return [
        {
            "project": row["project"],
            "milestone": row["milestone"],
            "serves": row["serves"],
            "amount": facts.number(row["amount"]),
            "lag_days": facts.number(row["lag_days"]),
            "confidence": facts.number(row["confidence"]),
            "money_share": facts.number(row["money_share"]),
            "agreed_by": email(owners[row["serves"]]) if row["agreed"] == "yes" else None,
            "reviewed": facts.day(row["reviewed"]),
            "note": row["note"],
        }
        for row in table("contributions")
        if row["project"] in projects
    ]


def _person(row: Row) -> dict[str, Cell]:
    leads = {line["key"]: line["lead"] for line in table("lists") if line["kind"] == "department"}
    lead = leads[row["department"]]
    return {
        "name": row["name"],
        "email": email(row["name"]),
        "also_known_as": row["also_known_as"] or None,
        "department": row["department"],
        "role": row["role"],
        "place": row["place"],
        "hours_per_week": 40,
        "own_time": 0.1,
        "skills": row["skills"],
        "cost_per_hour": facts.number(row["cost_per_hour"]),
        "currency": "EUR",
        "pool": "shared",
        "line_manager": email(lead) if lead != row["name"] else None,
    }


def _absence(row: Row) -> dict[str, Cell]:
    names = {person["name"] for person in table("people")}
    who = email(row["who"]) if row["who"] in names else row["who"]
    first, last = facts.day(row["from"]), facts.day(row["to"])
    return {
        "who": who,
        "from": first,
        "to": last,
        "hours_per_day": facts.number(row["hours_per_day"]),
        "kind": row["kind"],
    }


def _assignments(status: date) -> Iterator[dict[str, Cell]]:
    """Give the work on projects without a schedule, and from October the people asked for but not named."""
    listed = {row["key"]: row for row in table("projects") if row["source"] == "register"}
    for person in table("people"):
        for part in filter(None, person["projects"].split(";")):
            project, share = part.split()
            if project in listed:
                first, last = (date.fromisoformat(listed[project][name]) for name in ("start", "finish"))
                yield _assignment(project, None, email(person["name"]), None, first, last, int(share) * 0.4, 1, "firm")
    if status == LOADS[-1]:
        first, last = date(2026, 11, 2), date(2027, 1, 29)
        yield _assignment("P13", "Controller released", None, "controls 3", first, last, 36, 4, "asked")


def _assignment(
    project: str,
    task: str | None,
    person: str | None,
    skill: str | None,
    first: date,
    last: date,
    hours: float,
    count: int,
    firm: str,
) -> dict[str, Cell]:
    who: dict[str, Cell] = {"project": project, "task": task, "person": person, "role": None, "skill": skill}
    return who | {"from": first, "to": last, "hours_per_week": hours, "count": count, "firm": firm}


def _risk(row: Row) -> dict[str, Cell]:
    line = _plain(row, {"probability", "money", "days", "kpi_effect"}) | {"owner": email(row["owner"])}
    return {name: value for name, value in line.items() if name != "since"}


def _decision(row: Row, status: date) -> dict[str, Cell]:
    """Give a decision in the state that it had on a day."""
    line = _plain(row, {"money"}) | {"who": email(row["who"]), "date": facts.day(row["date"])}
    changed, _, state = row["later"].partition(" ")
    if changed and changed <= str(status):
        line["state"] = state
    return {name: value for name, value in line.items() if name not in ("since", "later")}


def _setting(row: Row) -> dict[str, Cell]:
    value = email(row["value"]) if row["name"] == "feed_owner" else row["value"]
    return {**row, "value": value, "from": facts.day(row["from"])}
