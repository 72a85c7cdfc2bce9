"""What could be done about one conflict, and what the load would be then. Nothing here is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import offers, options
from dashboard.analysis.fit import Fit, Need
from dashboard.analysis.load import counted, edges
from dashboard.analysis.load_bands import Bands, bands
from dashboard.analysis.options import ACCEPT, EXTERNAL, HAND_OVER, Case, Option
from dashboard.analysis.pieces import FIRM, OVERDUE
from dashboard.analysis.together import together
from dashboard.analysis.working_time import Minutes, Span
from dashboard.view import View
from dashboard.view.able import Hands, needs_of
from dashboard.view.conflicts import Conflicts, competing_in
from dashboard.view.tuned import for_everything
from dashboard.view.workload import Workload, read
from dashboard.words import listed
from data.frames import objects

MOST = 20  # people named for one task; the most skilled of them
LONGER = 8  # weeks shown after a conflict
NOBODY_SAYS = "nothing says which skill it needs; give the skills of {name} in the People sheet"


@dataclass(frozen=True)
class Options:
    """What could be done about a conflict.

    conflict: a row of `view.conflicts.Conflicts.found` · competing: its assignments, with key, needs and needs_by ·
    found: a row an option (see `read_options`), and `every` option in the same order · loads: capacity and demand of
    those who could take work, minutes of each day of the case · bands: the steps of load.
    """

    conflict: dict[str, Any]
    competing: pd.DataFrame
    case: Case
    every: list[Option]
    found: pd.DataFrame
    loads: Mapping[str, tuple[Minutes, Minutes]]
    who: Hands
    bands: Bands

    def of(self, ident: str | None) -> Option | None:
        """Give the option of an id that can be tried, or None."""
        places = np.flatnonzero((self.found["id"] == ident).to_numpy()) if ident else []
        return next((self.every[place] for place in places if self.every[place].possible), None)


def options_of(view: View, key: str, who: Hands, over: Conflicts) -> Options | None:
    """Give what could be done about a conflict (by its key), or None where there is no such conflict; `who` could do
    work (`able.hands_of`), `over` are the conflicts of the coming year.
    """
    with view.store.reading() as connection:
        return read_options(connection, view.number, view.today, key, who, over)


def read_options(
    connection: Connection, revision: int, today: str, key: str, who: Hands, over: Conflicts
) -> Options | None:
    """Give what could be done about a conflict, or None where there is none of that key.

    The rows of `found`: id, kind, possible, why (it is not), line (place in competing), project, project_name,
    task_name, who (person or offer), who_name, needs, needs_by, skill, level (of who takes it), hours (changing hands),
    relieved_hours, left_hours, utilisation and utilisation_after (percent, in the weeks of the conflict),
    their_utilisation, their_utilisation_after, first, last (days of the work then), finish, finish_after (of a move),
    days_later (working days), cost (more than now), currency, cost_why (it is not known), paid_hours, rate, contract
    (of a supplier), together (of several hand-overs: task_name, who_name, hours).
    """
    mine = over.found[over.found["key"] == key]
    if mine.empty:
        return None
    person, span = str(mine["person"].iloc[0]), over.span
    everybody = read(connection, revision, span, [person])
    conflict = {str(name): value for name, value in mine.iloc[0].to_dict().items()}
    competing = competing_in(connection, revision, everybody, mine).reset_index(drop=True)
    case = _case(everybody, conflict, competing)
    lines = everybody.lines_of([person])[0].iloc[competing["line"].astype(int)].reset_index(drop=True)
    needs = needs_of(connection, revision, lines, who)
    fitting = {needed: dict(islice(who.able(needed, but=[person]).items(), MOST)) for needed in dict.fromkeys(needs)}
    able = [fitting[needed] for needed in needs]
    taking = sorted({key for each in able for key in each})
    theirs = read(connection, revision, span, taking)
    booked = counted(theirs.by_unit.demand)
    loads = {str(key): (theirs.by_unit.capacity[at], booked[at]) for at, key in enumerate(theirs.people.index)}
    competing = competing.assign(
        key=lines["feed_name"].astype(str) + "." + lines["key"].astype(str),
        needs=objects((needed.words or None for needed in needs), competing.index),
        needs_by=objects((needed.by for needed in needs), competing.index),
    )
    made = _Made(conflict, competing, case, needs, able, loads, who)
    rows = [*made.rows(everybody, lines, today)]
    hours, costs = ([row[name] for _, row in rows] for name in ("relieved_hours", "cost"))
    order = [*options.in_order([option for option, _ in rows], hours, costs)]
    every = [rows[place][0] for place in order]
    found = pd.DataFrame([rows[place][1] for place in order], columns=COLUMNS, dtype=object)
    return Options(conflict, competing, case, every, found, loads, who, bands(for_everything(connection, revision)))


COLUMNS = (
    "id", "kind", "possible", "why", "line", "project", "project_name", "task_name", "who", "who_name", "needs",
    "needs_by", "skill", "level", "hours", "relieved_hours", "left_hours", "utilisation", "utilisation_after",
    "their_utilisation", "their_utilisation_after", "first", "last", "finish", "finish_after", "days_later", "cost",
    "currency", "cost_why", "paid_hours", "rate", "contract", "together",
)  # fmt: skip


def _case(everybody: Workload, conflict: Mapping[str, Any], competing: pd.DataFrame) -> Case:
    span = everybody.span
    to_do = everybody.minutes_of(everybody.lines["person"].eq(conflict["person"]).to_numpy())
    window = Span.of(conflict["first"], conflict["last"])
    begin, last = (window.first - span.first) // 7, (window.last - span.first) // 7
    load = everybody.by_unit
    work = (to_do[FIRM] + to_do[OVERDUE])[competing["line"].astype(int)]
    return Case(span, begin, last + 1, load.capacity[0], counted(load.demand)[0], work)


@dataclass(frozen=True)
class _Made:
    """Makes the options of a conflict and what each comes to."""

    conflict: dict[str, Any]
    competing: pd.DataFrame
    case: Case
    needs: Sequence[Need]
    able: Sequence[Mapping[str, Fit]]
    loads: Mapping[str, tuple[Minutes, Minutes]]
    who: Hands

    def rows(self, everybody: Workload, lines: pd.DataFrame, today: str) -> Iterator[tuple[Option, dict[str, Any]]]:
        """Give each option with its row."""
        yield from self._together()
        for line in range(len(self.competing)):
            working = everybody.times.over(self.case.span).minutes(lines["calendar"][line]) > 0
            week = everybody.times.week(lines["calendar"][line]) / 5 or offers.FULL_DAY
            slack = lines["total_slack"][line]
            option = options.move(self.case, line, None if slack is None else float(slack) / week, working)
            yield option, self._row(option, finish=True)
            yield from self._inside(line)
            yield from self._outside(line, today)
        accept = Option(ACCEPT)
        yield accept, self._row(accept) | {"cost": 0.0, "days_later": self._later()}

    @cached_property
    def work(self) -> list[dict[Any, Any]]:
        """Give the competing assignments one by one."""
        return self.competing.to_dict("records")

    @cached_property
    def names(self) -> dict[str, str | None]:
        """Give the names of everybody concerned."""
        known = self.who.people["name"]
        return {key: known.get(key) for key in {self.conflict["person"], *(key for each in self.able for key in each)}}

    @cached_property
    def offered(self) -> dict[Need, list[dict[Any, Any]]]:
        """Give what suppliers offer of what is needed."""
        return {one: self.who.offered(one).reset_index().to_dict("records") for one in set(self.needs)}

    @cached_property
    def utilisation(self) -> float | None:
        """Give the load of the person as it is, in percent."""
        return options.utilisation(self.case.capacity, self.case.demand, self.case.days)

    def _free(self, key: str) -> Minutes:
        capacity, demand = self.loads[key]
        return capacity - demand

    def _together(self) -> Iterator[tuple[Option, dict[str, Any]]]:
        now = self.who.hourly.get(self.conflict["person"])
        people = {key for each in self.able for key in each}
        hourly = {key: self.who.hourly.get(key) for key in people}
        dearer = {key: cost - (now or 0.0) for key, cost in hourly.items() if cost is not None}
        able = {line: list(each) for line, each in enumerate(self.able)}
        plan = together(self.case, able, {key: self._free(key) for key in people}, dearer)
        if plan is not None and len(plan.parts) > 1:
            yield plan, self._row(plan)

    def _inside(self, line: int) -> Iterator[tuple[Option, dict[str, Any]]]:
        """Give who could take an assignment whole, or part of it; else the one reason why nobody can."""
        whole = [options.hand_over(self.case, line, key, self._free(key)) for key in self.able[line]]
        possible = [option for option in whole if option.possible]
        yield from ((option, self._row(option)) for option in possible)
        if not possible:
            option = Option(HAND_OVER, line=line, why=self._why_nobody(line, whole))
            yield option, self._row(option)
        for option in whole:
            if not option.possible and option.who:
                part = options.split(self.case, line, option.who, self._free(option.who))
                if part.possible:
                    yield part, self._row(part)

    def _why_nobody(self, line: int, tried: Sequence[Option]) -> str:
        needed = self.needs[line]
        if needed.by is None:
            return NOBODY_SAYS.format(name=self._name(self.conflict["person"]))
        if not tried:
            return f"nobody else {'works as' if needed.role else 'has'} {needed.words}"
        named = [f"{self._name(option.who)} ({option.why})" for option in tried[:3]]
        more = f" and {len(tried) - 3} more" if len(tried) > 3 else ""
        return f"who has {needed.words} has no time for all of it: {', '.join(named)}{more}"

    def _outside(self, line: int, today: str) -> Iterator[tuple[Option, dict[str, Any]]]:
        needed = self.needs[line]
        found = self.offered[needed]
        if not found and needed.skills:
            option = Option(
                EXTERNAL, line=line, why=f"no supplier offers {needed.words}; give them in the External sheet"
            )
            yield option, self._row(option)
        for offer in found:
            key = str(offer["key"])
            first = offers.begins(today, offer["lead_days"], offer["valid_from"])
            option, bought = offers.external(self.case, line, offer, key, first)
            known = pd.notna(offer["hourly"])
            money = bought.hours * float(offer["hourly"]) if bought and known else None
            why = None if known or not bought else f"no rate for {offer['currency']}; give it in the Settings sheet"
            yield option, self._row(option) | {
                "who_name": offer["supplier"], "skill": offer["skill"], "level": offer["level"],
                "cost": money, "cost_why": why,
                "paid_hours": bought.hours if bought else None, "rate": offer["hourly"] if known else None,
                "contract": offer["contract"],
            }  # fmt: skip

    def _later(self) -> int | None:
        """Give the working days that the work takes longer if nobody works more than their capacity."""
        had = self.case.capacity[self.case.days]
        days = int((had > 0).sum())
        return int(np.ceil(float(options.over(self.case).sum()) / (had.sum() / days) - 1e-9)) if days else None

    def _name(self, key: str | None) -> str:
        return str((self.names.get(key) if key else None) or key)

    def _row(self, option: Option, *, finish: bool = False) -> dict[str, Any]:
        case, line = self.case, option.line
        at = {} if line is None else self.work[line]
        now = self.who.hourly.get(self.conflict["person"])
        cost = options.cost_of(option, now, self.who.hourly) if option.possible else None
        theirs = self.loads.get(option.who or "")
        fitting = self.able[line].get(option.who or "") if line is not None else None
        row = dict.fromkeys(COLUMNS) | {
            name: at.get(name) for name in ("project", "project_name", "task_name", "needs", "needs_by")
        }
        row |= {
            "id": _ident(option, at.get("key"), [self.work[part.line]["key"] for part in option.parts]),
            "kind": option.kind, "possible": option.possible, "why": option.why, "line": line, "who": option.who,
            "who_name": self._name(option.who) if option.who else None,
            "skill": fitting.name if fitting else None, "level": fitting.level if fitting else None,
            "currency": self.who.currency, "cost": cost,
            "utilisation": self.utilisation,
        }  # fmt: skip
        if not option.possible:
            return row
        if cost is None:
            row["cost_why"] = self._no_cost(option)
        given = sum((part.given for part in option.parts), np.zeros(case.span.days))
        taken = sum((part.taken for part in option.parts), np.zeros(case.span.days))
        then = options.then(case, option)
        row |= {
            "hours": float(taken.sum()) / 60, "relieved_hours": then.relieved, "left_hours": then.left,
            "utilisation_after": then.utilisation,
            "days_later": option.days,
            "together": [
                {"task_name": self.work[part.line]["task_name"], "who_name": self._name(part.who),
                 "hours": float(part.taken.sum()) / 60}
                for part in option.parts
            ] if len(option.parts) > 1 else None,
        }  # fmt: skip
        if theirs and option.parts:
            row["their_utilisation"] = options.utilisation(*theirs, case.days)
            row["their_utilisation_after"] = options.utilisation(theirs[0], theirs[1] + given, case.days)
        for names, minutes in ((("first", "last"), given), *([((None, "finish"), taken)] if finish else [])):
            days = np.flatnonzero(minutes > 1e-6)
            if len(days):
                row |= {name: case.span.iso(int(day)) for name, day in zip(names, days[[0, -1]], strict=True) if name}
        if finish:
            row["finish_after"] = row["last"]
        return row

    def _no_cost(self, option: Option) -> str:
        people = self.who.people.reindex([self.conflict["person"], *(part.who for part in option.parts if part.who)])
        unknown = people[[self.who.hourly.get(str(key)) is None for key in people.index]]
        unstated = unknown.index[unknown["cost_per_hour"].isna()]
        if len(unstated):
            names = listed(list(dict.fromkeys(map(self._name, unstated))))
            return f"no cost an hour of {names}; give it in the People sheet"
        currencies = listed([str(text) for text in unknown["currency"].dropna().unique()])
        return f"no rate for {currencies or 'money without a currency'}; give it in the Settings sheet"


def _ident(option: Option, line: str | None, lines: Sequence[str]) -> str:
    parts = [
        option.kind,
        line or "",
        option.who or "",
        *(f"{at}>{part.who}" for at, part in zip(lines, option.parts, strict=False)),
    ]
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=5).hexdigest()


def tried(found: Options, option: Option | None) -> pd.DataFrame:
    """Give the load of everybody whom an option concerns, by week, before and after: who, who_name, period (Monday),
    capacity_hours (missing of a supplier), before_hours, after_hours; the person in conflict first.
    """
    case, person = found.case, found.conflict["person"]
    last = min(case.end + LONGER, case.span.days // 7)
    given = {part.who: part.given for part in (option.parts if option else ()) if part.who}
    for part in option.parts if option else ():
        if part.who and given[part.who] is not part.given:
            given[part.who] = given[part.who] + part.given
    none = np.full(case.span.days, np.nan)
    rows = [(person, case.capacity, case.demand, options.after(case, option) if option else case.demand)]
    for who, more in given.items():
        capacity, demand = found.loads.get(who, (none, np.zeros(case.span.days)))
        rows.append((who, capacity, demand, demand + more))
    _, periods = edges(case.span, "week")
    frames = [
        pd.DataFrame(
            {
                "who": who, "who_name": _called(found, who), "period": periods,
                **{name: options.weekly(minutes, case.span) / 60 for name, minutes in
                   zip(("capacity_hours", "before_hours", "after_hours"), minutes, strict=True)},
            }
        )[max(case.begin - 1, 0) : last]
        for who, *minutes in rows
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _called(found: Options, key: str) -> str:
    if key in found.who.people.index:
        return str(found.who.people["name"][key] or key)
    return str(found.who.offers["supplier"].get(key, key))
