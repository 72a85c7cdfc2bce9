"""What a strategy map is drawn from: pandas frames, and the same as plain rows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.text import plain
from dashboard.figures.tokens import STATUSES, TRENDS, WORST_FIRST

ELSEWHERE = "-"  # band of objectives whose perspective the map does not have


class Band(NamedTuple):
    """A perspective, or a theme where there are no perspectives."""

    key: str
    name: str


class Objective(NamedTuple):
    """An objective, or several folded into one card (`folded` says how many)."""

    key: str
    name: str
    band: str
    owner: str | None
    department: str | None
    theme: str | None
    status: str
    stale: bool
    value_text: str | None
    trend: str | None
    age_text: str | None
    reason: str | None
    was: str | None = None
    fate: str | None = None
    changes: str | None = None
    folded: int = 0
    worst: str | None = None  # status of its worst KPI, where that is worse than its own

    @property
    def subject(self) -> str:
        """What it is called in addresses and on nodes."""
        return f"group:{self.key}" if self.folded else f"objective:{self.key}"


class Kpi(NamedTuple):
    """A KPI of an objective; completion in percent; `because` says why it is not on track."""

    key: str
    name: str
    objective: str
    value_text: str | None
    completion: float | None
    trend: str | None
    status: str
    stale: bool
    because: str | None = None
    was: str | None = None
    fate: str | None = None
    changes: str | None = None


class Contribution(NamedTuple):
    """A project that serves an objective through a KPI."""

    project: str
    name: str
    objective: str
    kpi: str
    status: str
    stale: bool
    quantified: bool
    because: str | None = None
    was: str | None = None
    fate: str | None = None
    changes: str | None = None
    link: str | None = None  # fate of the contribution itself
    effect: str | None = None
    against: bool = False


class Milestone(NamedTuple):
    """A milestone of a project; `date_text` is what stands beside its diamond."""

    key: str
    name: str
    project: str
    date_text: str | None
    status: str
    because: str | None = None
    was: str | None = None
    fate: str | None = None
    changes: str | None = None


class Link(NamedTuple):
    """A cause-and-effect link; sign + or -, strength weak, moderate or strong."""

    source: str
    target: str
    sign: str
    strength: str | None
    lag_months: float | None
    fate: str | None = None


COLUMNS: dict[type, dict[str, str]] = {  # field of the row: column of the frame, where the two differ
    Milestone: {"key": "milestone"},
    Link: {"source": "from", "target": "to"},
}


@dataclass(frozen=True)
class StrategyMap:
    """The frames of a map. A column may be absent where nothing is known; keys are unique within their frame.

    bands: key, name, position (from top to bottom) · objectives: key, name, band, position, owner, department, theme,
    status, stale, value_text, trend (better, worse, level), age_text, reason · kpis: key, name, objective, value_text
    (value with its unit), completion (percent), trend, status, stale, because (it is not on track) · projects, one row
    per contribution: project, name, objective, kpi, status, stale, quantified, effect (what it does to the KPI, in
    words), against (the KPI's direction), because · milestones (of the selection;
    others are not drawn): milestone, name, project, date_text, status, because · links: from, to, sign, strength,
    lag_months. Status is one of the six of `tokens.STATUSES`; anything else is drawn as no data.
    """

    bands: pd.DataFrame
    objectives: pd.DataFrame
    kpis: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame
    links: pd.DataFrame
    vision: str | None = None
    mission: str | None = None


class Rows(NamedTuple):
    """The map as plain rows, sorted by position and key, without what does not resolve."""

    bands: list[Band]
    objectives: list[Objective]
    kpis: list[Kpi]
    milestones: list[Milestone]
    links: list[Link]
    vision: str | None
    mission: str | None
    project_counts: dict[str, int]  # per objective, how many projects serve it
    contributions: list[Contribution]  # those asked for; a portfolio has thousands and a map draws a few


def rows(of: StrategyMap) -> Rows:
    """The map's frames as rows, without contributions: links only between different objectives that the map has."""
    bands = _sorted(of.bands, Band)
    objectives = _objectives(of.objectives, bands)
    if any(objective.band == ELSEWHERE for objective in objectives):
        bands.append(Band(ELSEWHERE, "Without perspective"))
    known = {objective.key for objective in objectives}
    kpis = [kpi for kpi in _sorted(of.kpis, Kpi) if kpi.objective in known]
    objectives = _with_worst(objectives, kpis)
    milestones = _rows(of.milestones, Milestone)
    links = _links(of.links, known)
    counts = _project_counts(of.projects)
    return Rows(bands, objectives, kpis, milestones, links, of.vision or None, of.mission or None, counts, [])


def with_contributions(rows: Rows, frame: pd.DataFrame, column: str, keys: Collection[str]) -> Rows:
    """The rows with the contributions whose "kpi" or "project" is one of the keys, in the order of their keys."""
    if frame.empty or not keys:
        return rows
    kpis = {kpi.key: kpi.objective for kpi in rows.kpis}
    found = _rows(frame[frame[column].isin(list(keys))], Contribution)
    kept = {(row.project, row.kpi): row for row in found if kpis.get(row.kpi) == row.objective}
    return rows._replace(contributions=[kept[ends] for ends in sorted(kept)])


def _project_counts(frame: pd.DataFrame) -> dict[str, int]:
    if frame.empty:
        return {}
    pairs = frame[["objective", "project"]].drop_duplicates()
    return {str(key): int(count) for key, count in pairs["objective"].value_counts().items()}


def _objectives(frame: pd.DataFrame, bands: list[Band]) -> list[Objective]:
    known = {band.key for band in bands}
    return [row if row.band in known else row._replace(band=ELSEWHERE) for row in _sorted(frame, Objective)]


def _with_worst(objectives: list[Objective], kpis: list[Kpi]) -> list[Objective]:
    """Each objective with the worst of its KPIs, so that a mean cannot hide it."""
    rank = {status: place for place, status in enumerate(WORST_FIRST)}
    worst: dict[str, str] = {}
    for kpi in kpis:
        worst[kpi.objective] = min(kpi.status, worst.get(kpi.objective, kpi.status), key=rank.__getitem__)
    hidden = {row.key for row in objectives if rank[worst.get(row.key, row.status)] < min(rank[row.status], _RANKED)}
    return [row._replace(worst=worst[row.key]) if row.key in hidden else row for row in objectives]


_RANKED = WORST_FIRST.index("done")  # from here on a status takes no part in what is better or worse


def _links(frame: pd.DataFrame, known: set[str]) -> list[Link]:
    found = {
        (link.source, link.target): link
        for link in _rows(frame, Link)
        if link.source != link.target and link.source in known and link.target in known
    }
    return [found[ends] for ends in sorted(found)]


def _sorted(frame: pd.DataFrame, kind: Any) -> list[Any]:
    """Rows by position, those without one last, then by key."""
    found = zip(_column(frame, "position"), _rows(frame, kind), strict=True)
    return [row for _, row in sorted(found, key=lambda pair: (pair[0] is None, pair[0] or 0, pair[1].key))]


def _rows(frame: pd.DataFrame, kind: Any) -> list[Any]:
    """The rows of a frame, each column made fit to be drawn: names are never empty, statuses and trends are known."""
    fields: list[str] = [field for field in kind._fields if field not in _OURS]
    names = COLUMNS.get(kind, {})
    columns = {field: _column(frame, names.get(field, field)) for field in fields}
    for field in _REFERENCES & columns.keys():
        columns[field] = ["" if value is None else str(value) for value in columns[field]]
    for field in _FLAGS & columns.keys():
        columns[field] = [bool(value) for value in columns[field]]
    if "name" in columns:
        columns["name"] = [plain(name or key) for name, key in zip(columns["name"], columns[fields[0]], strict=True)]
    if "status" in columns:
        columns["status"] = [status if status in STATUSES else "no_data" for status in columns["status"]]
    if "trend" in columns:
        columns["trend"] = [trend if trend in TRENDS else None for trend in columns["trend"]]
    if "sign" in columns:
        columns["sign"] = ["-" if sign in ("-", "−") else "+" for sign in columns["sign"]]
    return [kind(*values) for values in zip(*columns.values(), strict=True)]


_OURS = {"folded", "worst"}  # fields that no frame has
_REFERENCES = {"key", "band", "objective", "kpi", "project", "source", "target"}
_FLAGS = {"stale", "quantified", "against"}


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    if name not in frame.columns:
        return [None] * len(frame)
    return [None if value is None or value != value else value for value in frame[name].tolist()]
