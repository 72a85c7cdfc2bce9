"""Money of each project by month: plan, commitment, actual and forecast of cost, and the benefits."""

from collections.abc import Iterator
from datetime import date

from data.samples import facts
from data.samples.curves import ADDED, THOUSAND, points
from data.samples.facts import Row, table
from data.samples.workbook import Cell
from data.samples.workdays import month_ends

COMMITTED = (0.4, 0.25)  # part of the next months' forecast that is ordered
LEDGER = "Ledger"


def money(source: str, status: date) -> list[dict[str, Cell]]:
    """Give the rows of the Money sheet as finance keeps it on a day, for the projects of one workbook."""
    rows: list[dict[str, Cell]] = []
    for project in table("projects"):
        if (project["source"] == "graduates") == (source == "graduates"):
            rows += _costs(project, status)
            rows += _benefits(project, status)
    return rows


def _costs(project: Row, status: date) -> Iterator[dict[str, Cell]]:
    plan, spent = _listed(project) if project["source"] in ("register", "graduates") else _curve(project, status)
    forecast = _forecast(project, plan, spent, status)
    ahead = sorted(forecast)
    for day in sorted({*plan, *spent, *forecast}):
        part = COMMITTED[ahead.index(day)] if day in ahead[: len(COMMITTED)] else 0
        yield {
            "project": project["key"],
            "month": day.replace(day=1),
            "kind": "cost",
            "plan": plan.get(day),
            "committed": round(forecast[day] * part, -2) if part else None,
            "actual": spent.get(day) if day <= status else None,
            "forecast": forecast.get(day),
            "currency": project["currency"],
            "class": "capex" if int(project["bac"]) > 2000 else "opex",
            "note": None,
        }


def _curve(project: Row, status: date) -> tuple[dict[date, int], dict[date, int]]:
    """Give plan and actual cost of each month from a project's running totals."""
    found = points(project["key"])
    plan = {p.day: p.planned - b for p, b in zip(found, [0, *(p.planned for p in found)], strict=False)}
    spent = {p.day: p.cost - b for p, b in zip(found, [0, *(p.cost for p in found)], strict=False) if p.day <= status}
    if project["key"] in ADDED and status >= date(2026, 7, 31):
        rest = [day for day in plan if day > date(2026, 10, 31)]
        for day in rest:
            plan[day] += ADDED[project["key"]] * THOUSAND // len(rest)
    return {day: value for day, value in plan.items() if value}, {day: value for day, value in spent.items() if value}


def _listed(project: Row) -> tuple[dict[date, int], dict[date, int]]:
    rows = [row for row in table("spent") if row["project"] == project["key"]]
    days = [month_ends(date.fromisoformat(f"{row['month']}-01"), date.min)[0] for row in rows]
    plan = {day: int(row["plan"]) * THOUSAND for day, row in zip(days, rows, strict=True)}
    return plan, {d: int(row["actual"]) * THOUSAND for d, row in zip(days, rows, strict=True) if row["actual"]}


def _forecast(project: Row, plan: dict[date, int], spent: dict[date, int], status: date) -> dict[date, int]:
    """Spread what the manager still expects to spend over the months to the forecast finish, as the plan falls."""
    budget, gone = sum(plan.values()), sum(value for day, value in spent.items() if day <= status)
    finish = facts.at(project, "f", status)
    if (project["closed"] and date.fromisoformat(project["closed"]) <= status) or not finish:
        return {}
    if project["source"] in ("MSPDI", "XER") and project["key"] != "P06":
        earned = next(p.earned for p in reversed(points(project["key"])) if p.day <= status)
        left = budget - earned
    else:
        left = budget - gone  # its manager expects to end on budget
    days = [day for day in month_ends(status, date.fromisoformat(finish)) if day > status]
    weights = [plan.get(day, 0) or budget // 50 for day in days]
    shares = [round(left * weight / sum(weights), -2) for weight in weights]
    return {day: int(share) for day, share in zip(days, shares, strict=True)}


def _benefits(project: Row, status: date) -> Iterator[dict[str, Cell]]:
    for row in table("benefits"):
        if row["project"] != project["key"]:
            continue
        month = date.fromisoformat(f"{row['month']}-01")
        seen = int(row["actual"]) * THOUSAND if row["actual"] and month <= status else None
        plan = int(row["plan"]) * THOUSAND
        cost: dict[str, Cell] = dict.fromkeys(("committed", "forecast", "class", "note"))
        yield {
            "project": project["key"],
            "month": month,
            "kind": row["kind"],
            "plan": plan,
            "committed": cost["committed"],
            "actual": seen,
            "forecast": cost["forecast"],
            "currency": row["currency"],
            "class": cost["class"],
            "note": cost["note"],
        }
