"""Goalposts that moved: targets of KPIs, and weights of KPIs and objectives, that are stated otherwise than before."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import Array, floats, numbers
from dashboard.analysis.causes.gaps import weights
from dashboard.analysis.causes.outlook import HAIR
from dashboard.analysis.changes_causes import Causes
from dashboard.analysis.changes_rows import RESTATED, SAME, Moment, at_both, lines_of, row_of
from dashboard.words import amount, day_of, digits_apart, number

TARGET, LAST, WEIGHT = "target", "last", "weight"  # LAST: of a KPI whose readings have targets of later days
DECIDES = ("strategy change",)
_AIMS = ("own_target", "own_date", "target", "target_date", "low", "high")
_WEIGHT = ("weight", "share")
_KPI = (*_AIMS, *_WEIGHT, "objective", "better", "unit")
_TEXTS = {TARGET: ("own_target", "own_date", "target"), LAST: ("target", "target_date", "last target")}
Field = tuple[str, str, str]  # kind and key of a thing, and TARGET, LAST or WEIGHT
Sizes = tuple[Any, Any, float | None, str | None]


def restated(then: Moment, now: Moment) -> dict[Field, dict[str, Any]]:
    """Give what is stated otherwise than before, not only in other writing, of what is there at both moments: its
    columns, those of before as `column_was`; share and share_was of 100; moved, the names of what is not what it was;
    said, in words; sizes (before, after, size, unit).
    """
    kpis = at_both(_aims(then.kpis), _aims(now.kpis), _KPI)
    was, weighed = (_shared(moment.objectives[["name", "weight"]]) for moment in (then, now))
    objectives = at_both(was, weighed, _WEIGHT)
    further = kpis[_is_further(kpis, "") | _is_further(kpis, "_was")]
    found = (
        ("objective", WEIGHT, _moved(objectives, "weight")),
        ("kpi", TARGET, _moved(kpis, "own_target", "own_date", "low", "high")),
        ("kpi", LAST, _moved(further, "target", "target_date")),
        ("kpi", WEIGHT, _moved(kpis, "weight")),
    )
    return {(kind, key, what): _said(kind, what, row) for kind, what, frame in found for key, row in lines_of(frame)}


def _said(kind: str, what: str, row: dict[str, Any]) -> dict[str, Any]:
    said, sizes = _weight(kind, row) if what == WEIGHT else _target(what, row)
    return {**row, "said": said, "sizes": sizes}


def _shared(frame: pd.DataFrame, within: str | None = None) -> pd.DataFrame:
    """Add their shares to things with weights, of which one that is not stated counts as 1."""
    share = weights(frame["weight"], None if within is None else frame[within]) * 100
    return frame.assign(weight=numbers(frame["weight"]).fillna(1.0), share=share)


def _aims(kpis: pd.DataFrame) -> pd.DataFrame:
    """Keep of what KPIs aim at what judges them: of a range its band, of others their target, and the day of either."""
    ranged = (kpis["better"] == "range").to_numpy()
    banded = ranged & ~np.isnan(floats(kpis["low"]) + floats(kpis["high"]))  # with one edge alone there is no band
    bands = {name: np.where(banded, floats(kpis[name]), np.nan) for name in ("low", "high")}
    targets = {name: np.where(ranged, np.nan, floats(kpis[name])) for name in ("target", "own_target")}
    days = {
        day: kpis[day].where(banded | ~np.isnan(targets[value]), None)
        for value, day in (("target", "target_date"), ("own_target", "own_date"))
    }
    named = kpis[["name", "objective", "better", "unit", "weight"]]
    return _shared(named.assign(**bands, **targets, **days), "objective")


def _moved(both: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Keep the things of which a value or a day is not what it was, with the names of these (moved)."""
    differs = zip(*(~_alike(both[name], both[f"{name}_was"]) for name in names), strict=True)
    moved = pd.Series([tuple(compress(names, line)) for line in differs], both.index, dtype=object)
    return both.assign(moved=moved)[moved.astype(bool)]


def _alike(one: pd.Series, other: pd.Series) -> Array:
    if str(one.name).startswith(("own_date", "target_date")):
        days = (column.where(column.notna(), "").astype(str).str[:10].to_numpy() for column in (one, other))
        return np.equal(*days)
    return np.isclose(floats(one), floats(other), rtol=HAIR, atol=0.0, equal_nan=True)


def _is_further(kpis: pd.DataFrame, was: str) -> Array:
    """Say whose last target is one of its readings, not its own."""
    return ~(
        _alike(kpis[f"target{was}"], kpis[f"own_target{was}"])
        & _alike(kpis[f"target_date{was}"], kpis[f"own_date{was}"])
    )


def told(found: Mapping[Field, Mapping[str, Any]], causes: Causes) -> list[tuple[Any, ...]]:
    """Give the rows of what is `restated`: stated, by which rows it is so now, and who decided it."""
    rows = []
    for (kind, key, what), row in found.items():
        name, objective = row["name"] or key, key if kind == "objective" else row["objective"]
        decided = causes.decided(key, DECIDES) or causes.decided(objective, DECIDES)
        cause = " ".join(filter(None, (row["stated"], decided))) or None
        order = (RESTATED, causes.weight(objective) - (0.5 if kind == "kpi" else 0.0))
        told_as = WEIGHT if what == WEIGHT else TARGET
        rows.append(row_of(order, told_as, (kind, key, name), SAME, f"{name}: {row['said']}.", row["sizes"], cause))
    return rows


def _weight(kind: str, row: Mapping[str, Any]) -> tuple[str, Sizes]:
    """Say which weight something had and has, and which share that is."""
    was, now = row["weight_was"], row["weight"]
    before, after = (number(value, digits=digits_apart(was, now)) for value in (was, now))
    said = f"weight {'raised' if now > was else 'lowered'} from {before} to {after}"
    shares = [number(round(row[name], 1)) for name in ("share_was", "share") if not pd.isna(row[name])]
    elsewhere = kind == "kpi" and row["objective"] != row["objective_was"]  # that share was one of other KPIs
    if len(shares) == 2 and not elsewhere:
        of = "100" if kind == "objective" else "100 in its objective"
        said += f", {shares[1]} of {of} {'as before' if shares[0] == shares[1] else f'where it was {shares[0]}'}"
    return said, (was, now, round(now - was, 6), None)


def _target(what: str, row: Mapping[str, Any]) -> tuple[str, Sizes]:
    """Say which target a KPI had and has, its own or the last of several."""
    value, day, name = _TEXTS[what]
    days = [row[f"{day}{was}"] or None for was in ("_was", "")]
    texts = before, after = [_aim(row, value, was) for was in ("_was", "")]
    until = [f"{text} by {day_of(on)}" if text and on else text for text, on in zip(texts, days, strict=True)]
    if before is None:
        said = f"{name} was set to {until[1]}"
    elif after is None:
        said = f"{name} of {until[0]} was taken away"
    elif before == after:
        said = f"{name} of {after} moved from {day_of(days[0])} to {day_of(days[1])}"
    else:
        said = f"{name} changed from {before if _days(days)[0] == 0 else until[0]} to {until[1]}"
    size, unit = _days(days) if before == after else _difference(row, value)
    return said, (until[0], until[1], size, unit)


def _aim(row: Mapping[str, Any], value: str, was: str) -> str | None:
    """Say what is wanted of a KPI: 38 d, yes, 2 to 4 per month; None where nothing is."""
    digits = [digits_apart(row[name], row[f"{name}_was"]) for name in ("low", "high", value)]
    low, high, aim = (row[f"{name}{was}"] for name in ("low", "high", value))
    unit = row[f"unit{was}"]
    if not pd.isna(low) and not pd.isna(high):
        return f"{number(low, digits=digits[0])} to {amount(high, unit, digits[1])}"
    if pd.isna(aim):
        return None
    return ("yes" if aim else "no") if row[f"better{was}"] == "yes_no" else amount(aim, unit, digits[2])


def _difference(row: Mapping[str, Any], value: str) -> tuple[float | None, str | None]:
    """Give by how much a target moved, in the KPI's unit; none of a band or where unit or direction changed too."""
    size = row[value] - row[f"{value}_was"]
    known = all(row[name] == row[f"{name}_was"] for name in ("unit", "better")) and not pd.isna(size)
    return (round(size, 6), row["unit"]) if known else (None, None)


def _days(days: Sequence[str | None]) -> tuple[float | None, str | None]:
    """Give by how many days of the calendar a date moved."""
    was, now = (None if day is None else date.fromisoformat(day[:10]) for day in days)
    return (None, None) if was is None or now is None else (float((now - was).days), "days")
