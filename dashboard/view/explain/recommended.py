"""What to do with a project, and the two or three facts that made it, in sentences with the rows they rest on."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from dashboard.analysis import alignment, recommendation
from dashboard.view import ProjectView, View, advice
from dashboard.view.explain import wording
from dashboard.view.explain.reasons import Because, Explained, place, said
from dashboard.view.explain.wording import known, money, ratio
from dashboard.words import day_of, number, told_on
from data import queries

MEASURE = "recommendation"


class Advised(NamedTuple):
    """What is recommended for a project (a row of `view.advice.of`), its line of the table, and the names of the KPI
    and of the project that its facts speak of.
    """

    row: Mapping[str, Any]
    rule: recommendation.Rule
    kpi: str | None
    waits: str | None


def advised(connection: Connection, view: View, found: ProjectView) -> Advised:
    """Recommend for one project."""
    row: dict[Any, Any] = advice.recommendations(connection, view.number, view.today).loc[found.key].to_dict()
    rules = recommendation.rules_of(queries.settings(connection, view.number))
    line = next((rule for rule in rules if rule.number == row["rule"]), recommendation.RULES[-1])
    key = next((row[fact] for fact in ("slips", "short_kpi") if fact in line.facts and row[fact]), None)
    kpi = queries.kpis(connection, view.number, [key])["name"].get(key) if key else None
    waits = queries.names_of_projects(connection, view.number, [row["enables"]]) if row["enables"] else {}
    return Advised(row, line, kpi, waits.get(row["enables"]))


def enabling(one: Advised) -> str:
    """Say that a project without contributions is waited for by another."""
    return f"It serves no objective itself, but {one.waits or 'another project'} waits for it"


def explained(one: Advised, found: ProjectView, schedule: Because | None, register: Because | None) -> Explained:
    """Give the recommendation with its facts; `schedule` and `register` are the places of the project's rows there."""
    because: list[Because] = []
    facts = dict(one.row["facts"])
    for fact, value in facts.items():
        where = (register or schedule) if fact in _STATED else (schedule or register)
        if fact in _SERVED:
            where = _contribution(found, str(value)) or where
        because += said([_SAID[fact](value, one, found)] if fact in _SAID else [], where)
    when = [_condition(name) for name in one.rule.when]
    rule = (
        f"{one.row['recommendation']}: {'; '.join(when)}" if when else "no line of the table before the last one holds"
    )
    return Explained(MEASURE, None, None, one.row["recommendation"], None, False, rule, {}, None, tuple(because))


def _condition(name: str) -> str:
    bare = name.removeprefix("not ")
    words = recommendation.CONDITIONS[bare]
    return words if bare == name else _NOT.get(bare, f"not: {words}")


_NOT = {
    "path": "no live path of contributions leads to an objective",
    "enabling": "no aligned project waits for one of its milestones",
    "mandatory": "neither law nor safety asks for it",
    "nearly complete": f"under {number(recommendation.COMPLETE)} % complete",
}


def _contribution(found: ProjectView, kpi: str) -> Because | None:
    rows = found.contributions[found.contributions["serves"] == kpi]
    return None if rows.empty else place(rows.iloc[0])


_STATED = ("stage", "mandatory", "path")
_SERVED = ("slips", "short_kpi")
Said = Callable[[Any, Advised, ProjectView], str | None]


def _path(value: Any, one: Advised, _found: ProjectView) -> str | None:
    if value == alignment.ENABLING:
        return enabling(one)
    if value == alignment.NOTHING:
        return "No live path of contributions leads from it to an objective"
    return "A live path of contributions leads from it to an objective"


def _status(value: Any, _one: Advised, found: ProjectView) -> str:
    """Say how it stands, or since when nothing is known of that."""
    row = found.row
    if not row["stale"]:
        return f"It is {wording.IN_WORDS.get(value, value)}"
    last = told_on(row)
    return f"Its last data are of {day_of(last)}" if last else "Its data are late"


def _points(value: Any, one: Advised, _found: ProjectView) -> str:
    per = one.row["per_cost"]
    each = f", {number(round(float(per), 2))} for each million still to be spent" if known(per) else ""
    return f"It has {number(round(float(value), 2))} points of 100 still to bring{each}"


def _unit(found: ProjectView) -> str | None:
    return found.row["unit"] or found.row["currency"]


def _endangers(value: Any, one: Advised, _found: ProjectView) -> str | None:
    own = one.row["endangers"]
    return (
        f"The work that it competes with for people has {number(round(float(value), 2))} points of 100 still to bring, "
        f"it itself {number(round(float(own), 2)) or '0'}"
    )


def _slips(_value: Any, one: Advised, _found: ProjectView) -> str | None:
    return (
        f"By the forecast, what it brings to “{one.kpi}” comes on {day_of(one.row['slips_to'])}, after its target date"
    )


_SAID: dict[str, Said] = {
    "stage": lambda value, one, found: f"Its stage is {value}",
    "status": _status,
    "path": _path,
    "ac": lambda value, one, found: f"{money(float(value), _unit(found))} of it is spent",
    "money_left": lambda value, one, found: f"{money(float(value), _unit(found))} is still to be spent",
    "percent_complete": lambda value, one, found: f"It is {wording.percent(value, 0)} complete",
    "endangers_other": _endangers,
    "cpi": lambda value, one, found: f"Its CPI is {ratio(float(value))}",
    "slips": _slips,
    "finish": lambda value, one, found: f"Its plan ends on {day_of(str(value))}",
    "short_kpi": lambda value, one, found: f"“{one.kpi}”, which it serves, will fall short of its target",
    "points": _points,
    "mandatory": lambda value, one, found: "Law or safety asks for it" if value else None,
}
