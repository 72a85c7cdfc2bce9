"""The shortest chain that made a thing what it is, in one sentence with dates and money, and what is asked of the room.

From an objective through its worst KPI to the work that most of the way waits for, the milestone of it that is late,
and the hand-over which that milestone waits for. Frames go in, one sentence comes out, and one with what is asked: the
decision about the thing or what is behind it that is still to be made, else what is recommended for its project.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.analysis.causes.claims import claims
from dashboard.analysis.causes.columns import numbers, records
from dashboard.analysis.changes_words import money, reading, status_word, whole_days
from dashboard.analysis.handovers import too_late
from dashboard.analysis.status import AT_RISK, DONE, NO_DATA, NOT_STARTED, OFF_TRACK, ON_TRACK, WORST_FIRST
from dashboard.analysis.thresholds import DEFAULTS, Thresholds
from dashboard.words import day_of, for_each, late, listed, of_unit, told_on

FINE = (ON_TRACK, DONE, NOT_STARTED)  # what stands so needs no explanation
_TROUBLE = (OFF_TRACK, AT_RISK)
Row = dict[str, Any]
_OBJECTIVE = ("name", "status", "children", "worst", "worst_status")
_KPI = (
    "name", "objective", "unit", "baseline", "target", "target_date", "status", "value_text", "on_date", "expected",
)  # fmt: skip


@dataclass(frozen=True)
class Chains:
    """Says chains from frames by key. objectives: name, status, children, worst (key), worst_status · kpis: name,
    objective, unit, better, baseline, target, target_date, owner, owner_key, status, value_text, on_date, expected ·
    projects: name, status, stale, status_date, finish, cpi, spi_t, slip_days, ev, ac, unit · milestones: project, name,
    forecast, actual, slip_days · effects as `causes.effects` · handovers as `handovers`, with from_key · links: source,
    target, sign. Of projects, milestones and effects only those that the asked subjects rest on need be there.
    """

    objectives: pd.DataFrame
    kpis: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame
    effects: pd.DataFrame
    handovers: pd.DataFrame
    links: pd.DataFrame
    served: frozenset[str]  # every KPI and objective that any work is linked to, done or not
    names: dict[str, str]  # of projects and milestones that hand over
    today: str
    currency: str | None = None
    cuts: Thresholds = DEFAULTS  # that hold for everything
    asked: dict[Any, str] = field(default_factory=dict)  # as `asked.asked`
    recommended: dict[Any, str] = field(default_factory=dict)  # by project

    # --- sentences ---

    def of_objective(self, key: str) -> str | None:
        """Say why an objective, or its worst KPI behind the mean, is not on track; None where both are."""
        row = self._objectives[key]
        if row["status"] == NO_DATA:
            return "No KPI of it has a reading that can be judged." if row["children"] else "It has no KPI."
        worst = row["worst"]
        if worst is None or pd.isna(worst) or row["worst_status"] in FINE:
            return None
        return _sentence([_stands(self._kpis[worst]), *self._why(str(worst), key)], self._asked_of(str(worst), key))

    def of_kpi(self, key: str) -> str | None:
        """Say what is behind a KPI that is not on track; None where it is, or cannot be judged."""
        row = self._kpis[key]
        if row["status"] not in _TROUBLE:
            return None
        return _sentence(self._why(key, row["objective"]), self._asked_of(key, key, row["objective"]))

    def behind(self, kpi: str) -> str | None:
        """Give the project that most of a KPI's way waits for; None where none is on its way."""
        claim = self._waits.get(kpi)
        return claim["project"] if claim else None

    def of_project(self, key: str) -> str | None:
        """Say why a project is not on track: its money or its pace, its latest milestone, and what that waits for."""
        row = self._projects.get(key)
        if row is None or row["status"] not in _TROUBLE:
            return None
        said = [f"{row['name'] or key} {trouble(row, self.today, spent=True)}", *self._late(key)]
        return _sentence(said, self.asked_of_project(key))

    def asked_of_project(self, key: str) -> str | None:
        """Say what is to be decided about a project or its milestone furthest behind, else what is recommended."""
        return self._first_asked(key, *self._ways_to(self._latest.get(key))) or self._recommended(key)

    def late_of_project(self, key: str) -> str | None:
        """Say which milestone of a project is furthest behind, and what it waits for; None where none is."""
        said = list(self._late(key))
        return _sentence(said) if said else None

    def _late(self, project: str) -> Iterator[str]:
        mark = self._latest.get(project)
        yield from self._comes(mark) if mark else ()

    def of_milestone(self, key: str) -> str | None:
        """Say why a milestone is late: the hand-over that it waits for, else its project; and what comes too late."""
        row = self._milestones.get(key)
        if row is None or not _is_late(row):
            return None
        project = self._projects.get(row["project"])
        said = list(self._comes(key))
        if key not in self._handed and project is not None and project["status"] in _TROUBLE:
            said.append(f"{project['name'] or row['project']} {trouble(project, self.today)}")
        asked = self._first_asked(*self._ways_to(key), row["project"]) or self._recommended(row["project"], named=True)
        return _sentence([*said, *self._endangers(key)], asked)

    # --- what they are made of ---

    def _why(self, kpi: str, objective: Any) -> Iterator[str]:
        """Say what a KPI waits for, or that nothing is there that would move it."""
        claim = self._waits.get(kpi)
        if claim is None:
            yield self._nothing(kpi, objective)
            return
        row = self._projects[claim["project"]]
        name, brings = row["name"] or claim["project"], self._brings(kpi, claim)
        yield f"{name} {brings} {trouble(row, self.today)}"
        if not claim["effective"]:
            yield "no day of its effect is known"
        if claim["milestone"] in self._milestones:
            yield from self._comes(claim["milestone"])
        yield from self._too_late(claim)

    def _brings(self, kpi: str, claim: Row) -> str:
        row, amount = self._kpis[kpi], claim["amount"]
        if pd.isna(amount):
            return "is linked to it without an amount and"
        way = None if pd.isna(row["target"]) or pd.isna(row["baseline"]) else row["target"] - row["baseline"]
        unit = row["unit"]
        if not way:
            return f"is to bring {of_unit(abs(amount), abs(amount), unit).partition(' of ')[0]} and"
        return f"is to bring {of_unit(abs(amount), abs(way), unit)} and"

    def _comes(self, key: str) -> Iterator[str]:
        """Say when a milestone comes, how late that is, and which late hand-over it waits for."""
        row = self._milestones[key]
        if row["actual"] or not row["forecast"]:
            return
        name, day = row["name"] or key, day_of(row["forecast"])
        if row["forecast"] < self.today:
            yield f"{name} was due on {day} and is not known to be done{self._because(key, row)}"
            return
        slip = f", {late(row['slip_days'])}" if _is_late(row) else ""
        yield f"{name} is forecast for {day}{slip}{self._because(key, row)}"

    def _because(self, key: str, row: Row) -> str:
        given = self._handed.get(key)
        if given is None or not _is_late(row):
            return ""
        of = f"“{self._name(given['from_milestone'])}” of {self._name(given['from_key'])}"
        how = f"{day_of(given['gives'])}, {whole_days(given['late_days'])} late"
        if given["given"]:
            return f", because it waited for {of}, which came on {how}"
        return f", because it waits for {of}, now due on {how}"

    def _too_late(self, claim: Row) -> Iterator[str]:
        """Say that an effect comes after the date of the KPI's target."""
        until = self._passed(claim)
        if until:
            yield f"its effect comes on {day_of(claim['effective'])}, after the target's date, {day_of(until)}"

    def _passed(self, claim: Row) -> str | None:
        """Give the date of the target that an effect comes after."""
        kpi = self._kpis.get(claim["serves"])
        if kpi is None or not claim["effective"] or not kpi["target_date"]:
            return None
        return kpi["target_date"] if claim["effective"] > kpi["target_date"] else None

    def _endangers(self, milestone: str) -> Iterator[str]:
        """Say when the effects of a milestone that come after the target's date were due, and what they were to move:
        the objectives with their KPIs, a clause for each day.
        """
        days: dict[tuple[Any, ...], dict[Any, list[str]]] = {}
        for claim in self._claims.get(milestone, ()):
            until, kpi = self._passed(claim), self._kpis.get(claim["serves"])
            if until and kpi:
                moved = days.setdefault((claim["effective"], claim["baseline"], until), {})
                moved.setdefault(kpi["objective"], []).append(kpi["name"] or claim["serves"])
        for (effective, baseline, until), moved in sorted(days.items(), key=lambda found: found[0][0]):
            was = f" was due on {day_of(baseline)} and" if isinstance(baseline, str) and baseline < effective else ""
            said = listed([self._moved(objective, kpis) for objective, kpis in moved.items()])
            yield f"its effect{was} comes on {day_of(effective)}, after the target's date, {day_of(until)}: {said}"

    def _moved(self, objective: Any, kpis: list[str]) -> str:
        """Name an objective with those KPIs of it that are moved."""
        row = self._objectives.get(objective)
        name = (row["name"] if row else None) or objective
        return f"{name} ({', '.join(kpis)})" if name else listed(kpis)

    def _nothing(self, kpi: str, objective: Any) -> str:
        """Say that no work is on its way to a KPI, and whether anything serves its objective at all."""
        if kpi in self._ends:
            return f"what was to move it {self._ends[kpi]}, and nothing more is on its way"
        if kpi in self.served:
            return "what is linked to it does not move it towards its target"
        if objective is None or {objective, *self._siblings.get(objective, ())} & self.served:
            return "no project is linked to it"
        worst = self._helper(kpi, objective)
        if worst is None:
            spent = f"{self.currency} 0" if self.currency else "no money"
            return f"nothing serves it: {spent}, no project and no link leads to it"
        row = self._objectives[worst]
        stands = status_word(row["status"])
        return f"no project serves it, only other objectives do, of which {row['name'] or worst} is {stands}"

    def _helper(self, kpi: str, objective: Any) -> Any:
        """Give the objective that stands worst among those that alone serve a KPI's objective; None where none does."""
        if objective is None or {kpi, objective, *self._siblings.get(objective, ())} & self.served:
            return None
        helping = [row for row in self._helping.get(objective, ()) if row in self._objectives]
        return min(helping, key=lambda one: WORST_FIRST[self._objectives[one]["status"]], default=None)

    def _asked_of(self, kpi: str, *nodes: Any) -> str | None:
        """Say what is asked for the sake of a KPI: about the nodes themselves, it, or the work that it waits for."""
        claim = self._waits.get(kpi)
        if claim is None:
            helper = self._helper(kpi, self._kpis[kpi]["objective"])
            return self._first_asked(*nodes, kpi, helper) or self._to_propose(helper)
        nodes, project = (*nodes, kpi, *self._ways_to(claim["milestone"])), claim["project"]
        return self._first_asked(*nodes, project) or self._recommended(project, named=True)

    def _to_propose(self, helper: Any) -> str:
        """Say what is to be decided where nothing is proposed yet."""
        if helper is None:
            return "To be decided: which work is to move it, or another target."
        return f"To be decided first: what is to move {self._objectives[helper]['name'] or helper}."

    def _ways_to(self, milestone: Any) -> Iterator[Any]:
        """Give a milestone, and what hands over to it late and has not done so yet."""
        given = self._handed.get(milestone)
        yield milestone
        if given is not None and not given["given"]:
            yield from (given["from_milestone"], given["from_key"])

    def _first_asked(self, *nodes: Any) -> str | None:
        return next((self.asked[node] for node in nodes if node in self.asked), None)

    def _recommended(self, project: Any, *, named: bool = False) -> str | None:
        """Say what is recommended for a project, by name where another thing is spoken of."""
        found = self.recommended.get(project)
        if not found or found == "none":
            return None
        return f"Recommended{' for ' + (self._projects[project]['name'] or project) if named else ''}: {found}."

    def _name(self, key: Any) -> str:
        return self.names.get(key) or str(key)

    # --- looked up ---

    @cached_property
    def _objectives(self) -> dict[Any, Row]:
        return _rows(self.objectives[[name for name in _OBJECTIVE if name in self.objectives]])

    @cached_property
    def _kpis(self) -> dict[Any, Row]:
        return _rows(self.kpis[[name for name in _KPI if name in self.kpis]])

    @cached_property
    def _projects(self) -> dict[Any, Row]:
        return _rows(self.projects)

    @cached_property
    def _milestones(self) -> dict[Any, Row]:
        return _rows(self.milestones)

    @cached_property
    def _open(self) -> pd.DataFrame:
        """Give what is still to come, what most waits for first: of projects in trouble, then of those not judged; what
        has no day comes last.
        """
        rows = self.effects[~self.effects["done"] & ~self.effects["over"]]
        rows = rows[rows["project"].isin(self.projects.index)]
        against = claims(rows, self.kpis, "")["against"]
        rows = by_weight(rows[~against], self.projects["status"])
        return rows.sort_values("counts", ascending=False, kind="stable")

    @cached_property
    def _ends(self) -> dict[Any, str]:
        """Say, by KPI, what became of the work that was to move it and does not any more."""
        mine = self.effects[self.effects["done"] | self.effects["over"]]
        how = mine.groupby("serves")[["done", "over"]].any()
        words = {
            (True, False): "is done",
            (False, True): "has ended without it or not begun",
            (True, True): "is done, or has ended without it or not begun",
        }
        return {key: words[bool(done), bool(over)] for key, done, over in how.itertuples(name=None)}

    @cached_property
    def _waits(self) -> dict[Any, Row]:
        """Give, by KPI, the claim that most of its way waits for."""
        return _rows(self._open.drop_duplicates("serves").set_index("serves", drop=False))

    @cached_property
    def _claims(self) -> dict[Any, list[Row]]:
        """Give, by milestone, its claims that are still to come."""
        rows = records(self._open[self._open["milestone"].notna()])
        found: dict[Any, list[Row]] = {}
        for row in rows:
            found.setdefault(row["milestone"], []).append(row)
        return found

    @cached_property
    def _siblings(self) -> dict[Any, list[Any]]:
        return {key: list(rows) for key, rows in self.kpis.groupby("objective").groups.items()}

    @cached_property
    def _helping(self) -> dict[Any, list[Any]]:
        rows = self.links[self.links["sign"] != "-"]
        return {key: list(mine) for key, mine in rows.groupby("target")["source"]}

    @cached_property
    def _handed(self) -> dict[Any, Row]:
        """Give, by the milestone that waits, the hand-over that comes latest."""
        rows = self.handovers[too_late(self.handovers, self.cuts) & self.handovers["to_milestone"].notna()]
        rows = rows.assign(late_days=numbers(rows["late_days"]))
        rows = rows.sort_values("late_days", ascending=False, kind="stable").drop_duplicates("to_milestone")
        return _rows(rows.set_index("to_milestone"))

    @cached_property
    def _latest(self) -> dict[Any, str]:
        """Give, by project, its open milestone that is furthest behind its baseline, one with an effect first."""
        slips = numbers(self.milestones["slip_days"])
        rows = self.milestones.assign(slip=slips, moves=self.milestones.index.isin(self.effects["milestone"]))
        rows = rows[rows["actual"].isna() & (slips > 0)]
        rows = rows.sort_values(["moves", "slip"], ascending=False, kind="stable").drop_duplicates("project")
        return dict(zip(rows["project"], rows.index, strict=True))


def by_weight(claims: pd.DataFrame, statuses: pd.Series) -> pd.DataFrame:
    """Order claims (project, milestone, amount) by what most waits for them: those of projects in trouble first, then
    of those that cannot be judged; within them the largest amount. `statuses` are those of projects by key.
    """
    status = claims["project"].map(statuses)
    order = pd.DataFrame(
        {
            "rank": status.map({OFF_TRACK: 0, AT_RISK: 0, NO_DATA: 1}).fillna(2),
            "size": -numbers(claims["amount"]).abs().fillna(0.0),
            "worse": status.map(WORST_FIRST),
            "project": claims["project"],
            "milestone": claims["milestone"],
        }
    )
    return claims.loc[order.sort_values(list(order.columns), kind="stable").index]


def _rows(frame: pd.DataFrame) -> dict[Any, Row]:
    return dict(zip(frame.index, records(frame), strict=True))


def _sentence(clauses: Iterable[str], asked: str | None = None) -> str:
    said = "; ".join(clauses)
    return f"{said[:1].upper()}{said[1:]}." + (f" {asked}" if asked else "")


def _stands(kpi: Row) -> str:
    return f"{kpi['name']} stands at {reading(kpi)}"


def _is_late(milestone: Row) -> bool:
    return not milestone["actual"] and not pd.isna(milestone["slip_days"]) and milestone["slip_days"] > 0


def trouble(project: Row, today: str, *, spent: bool = False) -> str:
    """Say what is wrong with a project: its cost (with what was `spent`), its pace, its finish, else its status. A pace
    that is good enough is named only where nothing else is wrong with its schedule.
    """
    cpi, pace, slip, unit = project["cpi"], project["spi_t"], project["slip_days"], project["unit"]
    if project["status"] == NO_DATA or project.get("stale"):
        since = told_on(project)
        return f"has told nothing since {day_of(since)}" if since else "cannot be judged for want of data"
    if not pd.isna(cpi) and cpi < 1 and project["cost_status"] in _TROUBLE:
        earns = f"earns {for_each(cpi, unit)}"
        return (
            f"{earns}, {money(project['ac'], unit)} spent for {money(project['ev'], unit)} of work" if spent else earns
        )
    slow = not pd.isna(pace) and pace < 1 and project["schedule_status"] in _TROUBLE
    slips = not pd.isna(slip) and slip > 0
    if slow and (pace < DEFAULTS.spi_t_on_track or not slips):
        return f"has got {round(pace * 100)} % as far as planned"
    if slips and project["finish"] and project["finish"][:10] < today[:10]:
        return f"is not known to be done, though it was to finish on {day_of(project['finish'])}"
    return f"will finish {late(slip)}" if slips else f"is {status_word(project['status'])}"
