"""The thresholds that decide between statuses: their defaults, and what settings make of them.

A setting `threshold.cpi.on_track` changes `cpi_on_track`. It may hold for everything (`*`), or for a department, a
programme, a project, an objective or a KPI by its key: the narrowest counts, of those the newest by its date. What is
judged on a day goes by the settings that hold on that day, so a finding depends on facts, settings and its own date.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from math import isfinite
from typing import Any, Self

import pandas as pd

from dashboard.analysis import own_thresholds, scopes
from dashboard.analysis.scopes import EVERYTHING, Line, scope_of

Cut = Any  # a number, or a column of numbers: one for each of what is judged

PREFIX = "threshold."
UNKNOWN = "there is no threshold of this name"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every threshold with its default; what each decides is in docs/measures.md. Shares are parts of 1."""

    cpi_on_track: Cut = 0.95
    cpi_at_risk: Cut = 0.90
    eac_on_track: Cut = 1.05  # EAC / BAC, where EAC comes from the plan's own remaining cost
    eac_at_risk: Cut = 1.10
    spi_t_on_track: Cut = 0.95
    spi_t_at_risk: Cut = 0.90
    finish_slip_on_track: Cut = 5  # working days
    finish_slip_at_risk: Cut = 20
    finish_slip_share: Cut = 0.05  # of the baseline's duration
    milestone_slip_on_track: Cut = 5  # working days
    milestone_slip_at_risk: Cut = 20
    exposure_share: Cut = 0.05  # of the remaining budget
    overbooked_share: Cut = 0.10  # by which a project needs more than its people can give in a week
    score_on_track: Cut = 20 / 3
    score_at_risk: Cut = 10 / 3
    pace_on_track: Cut = 0.95
    pace_at_risk: Cut = 0.75
    trend_share: Cut = 0.02  # of the way from baseline to target, below which a change is level
    reported_places: Cut = 2  # between what is reported and what is computed
    cost_date_days: Cut = 15  # between the dates of EV and AC, beyond which CPI says so
    stale_days: Cut = 35  # after its status date, for a project whose feed has no rhythm
    stale_rhythms: Cut = 1.5  # of its feed, for a project
    stale_periods: Cut = 2  # of a KPI, for its reading
    review_days: Cut = 180  # since which a contribution counts as not reviewed
    load_most: Cut = 0.50  # demand / capacity, from which on a cell of the heatmap has the next colour
    load_full: Cut = 0.80
    load_much: Cut = 1.10  # beyond which
    load_far: Cut = 1.20
    kpi: Cut = ()  # a KPI's own thresholds (`own_thresholds.Own`), which count before every other rule

    def of(self, key: Any) -> Self:
        """Give the thresholds of one of what is judged, as numbers; the defaults where it is not known."""
        columns = {name: getattr(self, name) for name in FIELDS}
        own: dict[str, Any] = {
            name: float(cut.get(key, FIELDS[name])) for name, cut in columns.items() if isinstance(cut, pd.Series)
        }
        if isinstance(self.kpi, pd.Series):
            own[KPI] = self.kpi.get(key, ())
        return replace(self, **own) if own else self

    def each(self, keys: Collection[Any]) -> list[Self]:
        """Give the thresholds of each of what is judged."""
        whole = not any(isinstance(getattr(self, name), pd.Series) for name in (*FIELDS, KPI))
        return [self] * len(keys) if whole else [self.of(key) for key in keys]

    def named_of(self, keys: pd.Index, *names: str) -> list[dict[str, float]]:
        """Give some thresholds by name of each that is judged."""
        cuts = {name: getattr(self, name) for name in names}
        if not any(isinstance(cut, pd.Series) for cut in cuts.values()):
            return [{name: round(float(cut), 6) for name, cut in cuts.items()}] * len(keys)
        columns = []
        for name, cut in cuts.items():
            each = cut.reindex(keys).fillna(FIELDS[name]) if isinstance(cut, pd.Series) else [cut] * len(keys)
            columns.append([round(float(value), 6) for value in each])
        return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]

    def at(self, keys: pd.Series) -> Self:
        """Give the thresholds of what belongs to what is judged (`keys`, by any index); of the unknown the defaults."""
        found = {}
        for name, default in FIELDS.items():
            cut = getattr(self, name)
            if isinstance(cut, pd.Series):
                found[name] = cut.reindex(keys).set_axis(keys.index).fillna(default)
        return replace(self, **found) if found else self

    def named(self, *names: str) -> dict[str, float]:
        """Give some thresholds by name, as they are kept with what they decided."""
        return {name: round(float(getattr(self, name)), 6) for name in names}


DEFAULTS = Thresholds()
KPI = "kpi"
FIELDS = {field.name: float(field.default) for field in fields(Thresholds) if field.name != KPI}  # type: ignore[arg-type]
# Of a pair, the one that is on track is more than the one at risk, or less.
MORE, LESS = ("cpi", "spi_t", "score", "pace"), ("eac", "finish_slip", "milestone_slip")
_SHARES = tuple(name for name in FIELDS if name.endswith("_share"))
_UP_TO_FULL, _BEYOND_FULL = ("load_most", "load_full"), ("load_much", "load_far")
_WHOLE = ("reported_places", "stale_periods", "stale_days", "review_days", "cost_date_days")
_CUT = re.compile(r"_(on_track|at_risk|share|places|days|rhythms|periods|most|full|much|far)$")
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")


def setting_of(name: str) -> str:
    """Give the name of the setting that changes a threshold: threshold.cpi.on_track for cpi_on_track."""
    return PREFIX + _CUT.sub(r".\1", name)


def field_of(setting: Any) -> str | None:
    """Give the threshold that a setting changes, None where it changes none."""
    name = str(setting or "").strip().casefold()
    field = name.removeprefix(PREFIX).replace(".", "_")
    return field if name.startswith(PREFIX) and (field in FIELDS or field == KPI) else None


def number_of(text: Any) -> float | None:
    """Give the number that a value states: 0.95, or 5 % as 0.05; None where it is none of 0 or more."""
    bare = str(text or "").strip()
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    if not _NUMBER.fullmatch(bare) or not isfinite(float(bare)):
        return None
    return round(float(bare) / 100, 9) if percent else float(bare)


def fault(setting: Any, value: Any) -> str | None:
    """Say what is wrong with a setting whose name begins as that of a threshold, and what to do; None where nothing."""
    name = field_of(setting)
    if name is None:
        return f"{UNKNOWN}: take one of {', '.join(map(setting_of, (*FIELDS, KPI)))}"
    if name == KPI:
        return own_thresholds.fault(str(value or ""))
    found = number_of(value)
    percent = " or 5 %" if name in _SHARES else f" or {FIELDS[name] * 100:g} %" if name.startswith("load") else ""
    example = f"write it as {FIELDS[name]:g}{percent}"
    if found is None:
        return f"'{value}' is no number of 0 or more: {example}, with a point before decimals"
    if name in _SHARES and found > 1:
        return f"'{value}' is more than 100 %: {example}"
    if name in _WHOLE and found != int(found):
        return f"'{value}' is not a whole number: {example}"
    if name in _UP_TO_FULL and found > 1:
        return f"'{value}' is more than full, which is 100 %: {example}"
    if name in _BEYOND_FULL and found < 1:
        return f"'{value}' is less than full, which is 100 %: {example}"
    if name.startswith("score") and found > 10:
        return f"'{value}' lies outside the scores of 0 to 10: {example}"
    return None


def wrong_side(settings: pd.DataFrame) -> dict[Any, str]:
    """Give, by the index of `settings` (as `resolve` wants them), what is wrong with each threshold that lies on the
    wrong side of the other of its pair, as these settings and the defaults have that.
    """
    found = {}
    lines = _lines(settings)
    for at, name, scope, day, value in lines:
        figure, _, cut = _CUT.sub(r"|\1", name).partition("|")
        if cut not in ("on_track", "at_risk"):
            continue
        other = f"{figure}_{'at_risk' if cut == 'on_track' else 'on_track'}"
        beside = [line[4] for line in lines if line[1] == other and line[2] in (EVERYTHING, scope) and line[3] <= day]
        against = beside[-1] if beside else FIELDS[other]
        best, worst = (value, against) if cut == "on_track" else (against, value)
        if (figure in MORE and best <= worst) or (figure in LESS and best >= worst):
            side = "above" if figure in MORE else "below"
            found[at] = (
                f"{setting_of(f'{figure}_on_track')} {best:g} is not {side} {setting_of(f'{figure}_at_risk')} "
                f"{worst:g}, so nothing could be at risk: correct one of them"
            )
    return found


def has_any(settings: pd.DataFrame) -> bool:
    """Say whether settings change any threshold."""
    return bool(_lines(settings))


def resolve(settings: pd.DataFrame, days: pd.Series, belongs: pd.DataFrame) -> Thresholds:
    """Give the thresholds of things, by their index, as settings have them on the day of each.

    `settings`: name, applies_to, value, valid_from (ISO day or missing). `days`: ISO days or missing, then only
    settings without a date count. `belongs`: what each thing belongs to, as `scopes.held` wants it. A setting that is
    no sound number does not count, nor does a pair that lies the wrong way round.
    """
    stated: dict[str, list[Line]] = {}
    for _, name, scope, since, value in _lines(settings):
        stated.setdefault(name, []).append(Line(scope, since, value))
    held = {name: scopes.held(lines, days, belongs) for name, lines in stated.items()}
    own = held.pop(KPI, None)
    found: dict[str, Any] = {
        name: values.where(values.notna(), FIELDS[name]).astype(float)
        for name, values in held.items()
        if values.notna().any()
    }
    if own is not None and own.notna().any():
        found[KPI] = own.where(own.notna(), ())
    return _sound(replace(DEFAULTS, **found)) if found else DEFAULTS


def of_projects(settings: pd.DataFrame, projects: pd.DataFrame) -> Thresholds:
    """Give the thresholds of projects (by key: status_date, department, programme) on their status dates."""
    return resolve(settings, projects["status_date"], scopes.of_projects(projects))


def of_kpis(settings: pd.DataFrame, kpis: pd.DataFrame, days: pd.Series) -> Thresholds:
    """Give the thresholds of KPIs (by key: objective) on the days of their last readings."""
    return resolve(settings, days.reindex(kpis.index), kpis[["objective"]].assign(key=kpis.index.astype(object)))


def of_objectives(settings: pd.DataFrame, objectives: pd.DataFrame, day: str) -> Thresholds:
    """Give the thresholds of objectives (by key: department) on a day."""
    days = pd.Series(day, index=objectives.index, dtype=object)
    return resolve(settings, days, objectives[["department"]].assign(key=objectives.index.astype(object)))


def on(settings: pd.DataFrame, day: str) -> Thresholds:
    """Give the thresholds that hold for everything on a day, as numbers."""
    alone = pd.Series([day], index=["*"], dtype=object)
    return resolve(settings, alone, pd.DataFrame(index=alone.index)).of("*")


def moved(then: Thresholds, now: Thresholds, figures: Iterable[str]) -> str | None:
    """Say which thresholds of some figures (cpi, score) settings have moved; None where none has."""
    names = [name for name in FIELDS if _CUT.sub("", name) in figures and getattr(then, name) != getattr(now, name)]
    said = [f"{setting_of(name)} is {getattr(now, name):.4g} instead of {getattr(then, name):.4g}" for name in names]
    if "score" in figures and then.kpi != now.kpi:
        rules = [own_thresholds.written(one.kpi) or "not given" for one in (now, then)]
        said.append(f"{setting_of(KPI)} is {rules[0]} instead of {rules[1]}")
    return f"A setting has changed: {' and '.join(said)}." if said else None


def _sound(cuts: Thresholds) -> Thresholds:
    """Give a pair that settings have turned round its defaults: nobody could say what it means."""
    for figure in (*MORE, *LESS):
        names = (f"{figure}_on_track", f"{figure}_at_risk")
        best, worst = (getattr(cuts, name) for name in names)
        turned = best <= worst if figure in MORE else best >= worst
        if isinstance(turned, pd.Series) and turned.any():
            columns = {name: pd.Series(getattr(cuts, name), index=turned.index) for name in names}
            cuts = replace(cuts, **{name: column.mask(turned, FIELDS[name]) for name, column in columns.items()})
    return cuts


def _lines(settings: pd.DataFrame) -> list[tuple[Any, str, str, str, Any]]:
    """Give the sound thresholds among settings, the oldest first: index, threshold, applies to, since, value."""
    found = []
    columns = (settings[name] for name in ("name", "value", "applies_to", "valid_from"))
    for at, setting, text, scope, day in zip(settings.index, *columns, strict=True):
        name = field_of(setting)
        if name and fault(setting, text) is None:
            value = own_thresholds.read(text) if name == KPI else number_of(text)
            found.append((at, name, scope_of(scope), str(day or "")[:10], value))
    return sorted(found, key=lambda line: line[3])
