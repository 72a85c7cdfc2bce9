"""The cause of a change in one sentence: the KPI and the project behind it, the late hand-over, the effect."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import numbers
from dashboard.analysis.causes.gaps import weights
from dashboard.analysis.changes_words import money, reading, whole_days
from dashboard.analysis.handovers import too_late
from dashboard.analysis.status import AT_RISK, OFF_TRACK
from dashboard.analysis.thresholds import DEFAULTS, Thresholds, moved
from dashboard.words import change, day_of

PROVEN = 50.0  # percent of the expected effect that the readings must show before it is named as the cause


@dataclass(frozen=True)
class Evidence:
    """What explains changes, as of the later moment: effects, seen and handovers as `causes` and `handovers` give them
    (handovers with from_key and to_key); `paths` as `alignment.paths`; ways, by KPI: what lies between baseline and
    target; decisions: about_key, kind, text, date, state; links: source, target, sign; `since`: the earlier day.
    """

    effects: pd.DataFrame
    seen: pd.DataFrame
    handovers: pd.DataFrame
    paths: pd.DataFrame
    ways: pd.Series
    decisions: pd.DataFrame
    links: pd.DataFrame
    names: dict[str, str]  # of projects and milestones, also of those that did not change
    statuses: dict[str, str]  # of all projects
    since: str
    cuts: Thresholds = DEFAULTS  # that hold for everything
    tuned: Mapping[str, tuple[Thresholds, Thresholds]] = field(default_factory=dict)  # by kind: then and now, of each
    calendars: Mapping[str, np.busdaycalendar] = field(default_factory=dict)  # of those projects that changed
    restated: Mapping[tuple[str, str, str], Mapping[str, Any]] = field(default_factory=dict)  # `changes_restated`


class Causes:
    """Looks causes up; frames by key as of the later moment."""

    def __init__(
        self,
        kpis: pd.DataFrame,
        projects: pd.DataFrame,
        milestones: pd.DataFrame,
        objectives: pd.DataFrame,
        evidence: Evidence,
    ) -> None:
        self.kpis, self.projects, self.milestones, self.evidence = kpis, projects, milestones, evidence
        self.objectives = objectives

    # --- what hangs on it ---

    @cached_property
    def _weights(self) -> dict[str, float]:
        return _dict((weights(self.objectives["weight"]) * 100).dropna())

    def weight(self, objective: Any) -> float:
        """Give the weight of an objective, of 100."""
        return self._weights.get(objective, 0.0)

    @cached_property
    def _claims(self) -> pd.DataFrame:
        """Give effects with what hangs on each: the weight of its objective times the confidence of the claim."""
        frame = self.evidence.effects
        objective = frame["serves"].map(self.kpis["objective"]).where(frame["serves_kind"] == "kpi", frame["serves"])
        confidence = numbers(frame["confidence"]).fillna(1.0)
        return frame.assign(objective=objective, worth=objective.map(self._weights).fillna(0.0) * confidence)

    @cached_property
    def _worth(self) -> dict[str, dict[str, float]]:
        return {by: _dict(self._claims.groupby(by)["worth"].max()) for by in ("project", "milestone")}

    @cached_property
    def _handed(self) -> dict[str, float]:
        """Give, by a milestone that others wait for, the worth of what waits."""
        frame = self.evidence.handovers
        worth = frame["to_milestone"].map(self._worth["milestone"]).fillna(0.0)
        return _dict(worth.groupby(frame["from_milestone"]).max())

    def weight_of_project(self, key: str) -> float:
        """Give the greatest weight of an objective that a project serves times the confidence of its claim."""
        return self._worth["project"].get(key, 0.0)

    def weight_of_milestone(self, key: str) -> float:
        """Give what hangs on a milestone: its own claims, or those of what waits for it."""
        return max(self._worth["milestone"].get(key, 0.0), 0.9 * self._handed.get(key, 0.0))

    def matters(self, key: str) -> bool:
        """Say whether a milestone has an effect on a KPI or an objective, or another project waits for it."""
        return key in self._worth["milestone"] or self._handed.get(key, 0.0) > 0

    def critical(self, project: Any) -> bool:
        """Say whether a project is critical to the mission."""
        return bool(self.projects["critical"].get(project) is True)

    def serves_nothing(self, project: str) -> bool:
        """Say whether no live path leads from a project to an objective."""
        return project not in self._served

    @cached_property
    def _served(self) -> set[str]:
        return set(self.evidence.paths["project"])

    # --- sentences ---

    def tuned(self, kind: str, key: str, figures: Collection[str], cause: str | None) -> str | None:
        """Say first which threshold was moved by which something of a kind is judged, then the cause."""
        then, now = self.evidence.tuned.get(kind, (DEFAULTS, DEFAULTS))
        setting = moved(then.of(key), now.of(key), figures)
        return " ".join(filter(None, (setting, cause))) or None

    def retargeted(self, kpi: str) -> str | None:
        """Say which target of a KPI is not what it was, its own or else its last, and by which row."""
        found = (self.evidence.restated.get(("kpi", kpi, what)) for what in ("target", "last"))
        row = next(filter(None, found), None)
        return f"Its {row['said']}. {row['stated']}" if row else None

    def kpis_that_moved(self, then: pd.DataFrame) -> pd.Series:
        """Give by how much each KPI moved its objective's score: score now − then, times its weight."""
        before = numbers(then["score"]).reindex(self.kpis.index)
        return (numbers(self.kpis["score"]) - before) * numbers(self.kpis["weight"]).fillna(1.0)

    def of_objective(self, key: str, turned: str, moves: pd.Series) -> str | None:
        """Say through which KPI an objective turned, and which project is behind it, or that nothing serves it."""
        mine = moves[self.kpis["objective"] == key].dropna()
        if mine.empty:
            return None
        worst = str(mine.idxmin() if turned == "worse" else mine.idxmax())
        through = f"Through {self.kpis['name'][worst]}: {reading(self.kpis.loc[worst])}."
        said = " ".join(filter(None, (through, self.retargeted(worst))))
        if turned != "worse":
            return said
        behind = self._behind(worst)
        if behind is None and self._orphan(key):
            return f"{said} Nothing serves it: no project and no link leads to it."
        others = [str(one) for one in mine.sort_values().index if one != worst and mine[one] < 0]
        behind = behind or next((found for one in others if (found := self._behind(one))), None)
        return f"{said} {behind}" if behind else said

    def _orphan(self, objective: str) -> bool:
        served = set(self.evidence.paths["objective"])
        helping = self.evidence.links[self.evidence.links["sign"] != "-"]
        return objective not in served and objective not in set(helping["target"])

    def of_kpi(self, key: str, worse: bool) -> str | None:
        """Say first whether a KPI's target moved, then which project in trouble it waits for, or what the milestones
        that were reached did to it.
        """
        work = self._behind(key) if worse else self._seen_of_kpi(key)
        return " ".join(filter(None, (self.retargeted(key), work))) or None

    def _behind(self, kpi: str) -> str | None:
        """Say which project that is not on track a KPI waits for, the one with the largest part of the gap first."""
        rows = self._claims[(self._claims["serves"] == kpi) & ~self._claims["done"] & self._claims["counts"]]
        status = rows["project"].map(self.evidence.statuses)
        rows = rows[status.isin([OFF_TRACK, AT_RISK])]
        if rows.empty:
            return None
        size = numbers(rows["amount"]).abs().fillna(0.0)
        row: Any = rows.iloc[int(size.to_numpy().argmax())]
        part = self._part(kpi, row)
        return f"{part} {self.of_project(row['project']) or ''}".strip()

    def _part(self, kpi: str, row: Any) -> str:
        name, unit, way = self._name(row["project"]), self.kpis["unit"].get(kpi), self.evidence.ways.get(kpi)
        if row["amount"] is None or pd.isna(row["amount"]):
            return f"It waits for {name}."
        of = f" of the {change(float(way), unit)}" if way is not None and not pd.isna(way) else ""
        return f"It waits for {name}, {change(float(row['amount']), unit)}{of} to go."

    def _name(self, key: Any) -> str:
        return self.evidence.names.get(key) or str(key)

    def of_project(self, key: str) -> str | None:
        """Say what made a project what it is: money spent for work earned, else its furthest slip."""
        if key not in self.projects.index:
            return None
        row: Any = self.projects.loc[key]
        said = []
        if row["cost_status"] in (OFF_TRACK, AT_RISK) and not any(pd.isna(row[name]) for name in ("ev", "ac", "cpi")):
            spent, earned = (money(row[name], row["unit"]) for name in ("ac", "ev"))
            said.append(
                f"{spent} spent for {earned} of work, {100 * row['cpi']:.0f} cents for each {_coin(row['unit'])}."
            )
        elif isinstance(row.get("status_reason"), str):
            reason = row["status_reason"].rstrip(".")
            said.append(f"{reason[:1].upper()}{reason[1:]}.")
        mine = self.milestones[self.milestones["project"] == key]
        slips = numbers(mine["slip_days"]).where(mine["actual"].isna())
        if not said and slips.notna().any() and slips.max() > self.evidence.cuts.milestone_slip_on_track:
            late: Any = mine.iloc[int(slips.fillna(-1.0).to_numpy().argmax())]
            said.append(f"{late['name']} is {whole_days(slips.max())} late.")
        return " ".join(said) or None

    def of_milestone(self, key: str) -> str | None:
        """Say which late hand-over of another project a milestone waits for."""
        frame = self.evidence.handovers
        mine = frame[(frame["to_milestone"] == key) & too_late(frame, self.evidence.cuts)]
        if mine.empty:
            return None
        row = _most(mine, "late_days")
        giver = f"{self._name(row['from_milestone'])} of {self._name(row['from_key'])}"
        if row["given"]:
            return f"It waited for {giver}, handed over on {day_of(row['gives'])}, {whole_days(row['late_days'])} late."
        return f"It waits for {giver}, {whole_days(row['late_days'])} late, now due on {day_of(row['gives'])}."

    def effect_too_late(self, key: str) -> str | None:
        """Say which KPIs a milestone moves only after the date of their target."""
        rows = self._claims[
            (self._claims["milestone"] == key) & ~self._claims["done"] & self._claims["effective"].notna()
        ]
        until = rows["serves"].map(self.kpis["target_date"])
        late = rows[(rows["effective"].astype("string") > until.astype("string")).fillna(False).astype(bool)]
        if late.empty:
            return None
        kpis = " and ".join(dict.fromkeys(str(self.kpis["name"].get(one) or one) for one in late["serves"]))
        first = late["effective"].min()
        due = day_of(until[late.index].min())
        return f"Its effect on {kpis} comes on {day_of(first)}, after the target's date, {due}."

    def slip_hidden(self, key: str, moved: float) -> str | None:
        """Say what a baseline hides that moved by so many working days: the slip against it, and against the one that
        stood before.
        """
        if key not in self.milestones.index:
            return None
        row: Any = self.milestones.loc[key]
        slip = row["slip_days"]
        if not (row["actual"] or row["forecast"]) or pd.isna(slip):
            return None
        return f"Against the new baseline it is {_late(slip)}, against the one before {_late(slip + moved)}."

    def decided(self, key: str, kinds: Collection[str]) -> str | None:
        """Say by which decision something of a project was changed, None where none is on record."""
        found = key in self._decided
        return decided(self.evidence.decisions, key, kinds, self.evidence.since) if found else None

    @cached_property
    def _decided(self) -> set[str]:
        return set(self.evidence.decisions["about_key"])

    # --- what was seen ---

    @cached_property
    def _seen(self) -> pd.DataFrame:
        frame = self.evidence.seen
        return frame[
            frame["share"].notna() & (frame["after_date"].astype("string") > self.evidence.since).fillna(False)
        ]

    def proven(self, objective: str, then: pd.DataFrame) -> str | None:
        """Say which milestone turned a KPI of an objective for the better, where its readings show the effect."""
        turned = self.kpis["status"] != then["status"].reindex(self.kpis.index)
        mine = self.kpis.index[(self.kpis["objective"] == objective) & turned]
        rows = self._seen[self._seen["kpi"].isin(mine) & (self._seen["share"] >= PROVEN)]
        return None if rows.empty else self._effect(_most(rows, "share"))

    def seen_of(self, milestone: str) -> str | None:
        """Say what a milestone that was reached did to its KPI, so far as readings show it."""
        rows = self._seen[self._seen["milestone"] == milestone]
        return None if rows.empty else self._effect(rows.iloc[0])

    def _seen_of_kpi(self, kpi: str) -> str | None:
        rows = self._seen[(self._seen["kpi"] == kpi) & (self._seen["share"] >= PROVEN)]
        return None if rows.empty else self._effect(_most(rows, "share"))

    def _effect(self, row: Any) -> str:
        unit = self.kpis["unit"].get(row["kpi"])
        moved = (
            f"{self.kpis['name'].get(row['kpi'])} went from {row['before']:g} to {row['after']:g} {unit or ''}".strip()
        )
        after = f"after {self._name(row['milestone'])} of {self._name(row['project'])} ({day_of(row['reached'])})"
        seen = f"{change(round(float(row['seen']), 6), unit)} of {change(float(row['together']), unit)} expected"
        return f"{moved} {after}: {seen}, {row['share']:.0f} %."


def decided(decisions: pd.DataFrame, key: str, kinds: Collection[str], since: str) -> str | None:
    """Say by which decision of some kinds since a day something of a project was changed, None without one on record.

    `decisions` as `queries.decisions`.
    """
    mine = decisions[decisions["about_key"].eq(key) & decisions["kind"].isin(kinds)]
    mine = mine[~mine["state"].isin(["proposed", "dropped"]) & (mine["date"].fillna("9") >= since)]
    return f"Decided on {day_of(mine['date'].iloc[-1])}: {mine['text'].iloc[-1]}." if len(mine) else None


def _late(days: float) -> str:
    return f"{whole_days(days)} late" if days > 0 else "not late"


def _dict(column: pd.Series) -> dict[str, float]:
    return {str(key): float(value) for key, value in column.items()}


def _most(rows: pd.DataFrame, name: str) -> Any:
    """Give the row with the largest number in a column."""
    return rows.iloc[int(numbers(rows[name]).fillna(0.0).to_numpy().argmax())]


def _coin(unit: str | None) -> str:
    return {"EUR": "euro", "GBP": "pound", "CHF": "franc", "USD": "dollar"}.get(unit or "", "unit of money")
