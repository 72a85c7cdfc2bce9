"""The map, objectives and KPIs, with the results that are rolled up when read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.rollup import roll_up
from dashboard.analysis.status import NO_DATA
from dashboard.selection import Selection
from dashboard.view import chains, tuned
from dashboard.view import projects as work
from dashboard.view.bands import Head, head, with_bands
from dashboard.view.effects import Effects, effects
from dashboard.view.sources import with_sources
from dashboard.words import amount, change, day_of, old
from data import queries
from data.frames import missing_as_none, objects, rekeyed
from data.remembered import once

MEASURES = ("score", "actual", "progress", "expected", "pace", "attainment", "trend")
MOST_REASONS = 150  # KPIs; of more, each objective's worst says why
MOST_CONTRIBUTIONS = 400  # a larger map draws only those of what is selected


@dataclass(frozen=True)
class MapFrames:
    """The frames of a strategy map, in the columns that its figure draws.

    bands: key, name, position, kind · objectives: key, name, band, position, owner, owner_key, department, theme,
    weight, status, stale, score, value_text, trend, age_text, reason · kpis: key, name, objective, value_text,
    completion, trend, status, stale, unit, over (percent of its way that is declared, where over 100), because ·
    projects, a row per contribution: project, name, objective, kpi, status, stale, quantified, effect (in words),
    against (the KPI's direction), because · milestones: milestone, name, project, date_text, status, because ·
    links: from, to, sign, strength, lag_months.
    """

    bands: pd.DataFrame
    objectives: pd.DataFrame
    kpis: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame
    links: pd.DataFrame
    vision: str | None = None
    mission: str | None = None
    organisation: str | None = None
    hidden: int = 0  # objectives that the filters leave out
    links_told: Sequence[str] = ()  # where two moments are compared, which links came, went or changed


@dataclass(frozen=True)
class Strategy:
    """What every map of a revision is drawn from: bands, links and head; objectives and KPIs by key, in the columns of
    `MapFrames`, before any filter; `because` says, of projects and milestones that are not on track, why: of a large
    map those that are asked for say it themselves, as they do what was seen of their `effects`. It is shared by
    answers, and nobody changes it.
    """

    bands: pd.DataFrame
    objectives: pd.DataFrame
    kpis: pd.DataFrame
    links: pd.DataFrame
    head: Head
    because: Mapping[str, str]
    effects: Effects


def kpis(connection: Connection, revision: int, today: str, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give KPIs with a column per measure, value_text, status, reason, on_date, stale and source."""
    frame = judged(connection, revision, today)
    return with_sources(connection, frame if keys is None else frame[frame.index.isin(list(keys))])


@once
def judged(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give all KPIs as `kpis` does, without their sources."""
    frame = queries.kpis(connection, revision)
    found = queries.figures(connection, revision, "kpi", MEASURES)
    for measure in MEASURES:
        frame[measure] = _column(frame, found[measure], "text" if measure == "trend" else "value")
    frame["change"] = _column(frame, found["trend"], "value")
    for name, part in (
        ("status", "status"),
        ("reason", "text"),
        ("on_date", "on_date"),
        ("fresh_until", "fresh_until"),
    ):
        frame[name] = _column(frame, found["score"], part)
    frame["status"] = objects((status or NO_DATA for status in frame["status"]), frame.index)
    texts = _column(frame, found["actual"], "text")
    lines = zip(frame["better"], texts, frame["actual"], frame["unit"], strict=True)
    frame["value_text"] = objects((_value(*line) for line in lines), frame.index)
    frame["stale"] = [bool(fresh and fresh < today) for fresh in frame["fresh_until"]]
    return frame


@once
def results(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give objectives as `objectives` does, without their sources, and the thresholds by which they are judged:
    score_on_track, score_at_risk.
    """
    measured, frame = judged(connection, revision, today), queries.objectives(connection, revision)
    cuts = tuned.for_objectives(connection, revision, frame)
    children = measured[["objective", "name", "score", "status", "weight", "stale"]].reset_index(names="key")
    children = children.rename(columns={"objective": "parent"})
    result = roll_up(list(frame.index), children, cuts)
    result = result.assign(score_on_track=cuts.score_on_track, score_at_risk=cuts.score_at_risk)
    joined = frame.drop(columns=[c for c in result.columns if c in frame.columns]).join(result)
    dates: dict[str, str] = {}
    for key, day in zip(measured["objective"], measured["on_date"], strict=True):
        if key and day:
            dates[key] = max(day, dates.get(key, day))
    joined["on_date"] = objects(map(dates.get, joined.index), joined.index)
    single = measured.drop_duplicates("objective", keep=False).set_index("objective").reindex(joined.index)
    joined["single_value"] = objects(single["value_text"], joined.index)
    joined["change"] = _changes(measured).reindex(joined.index)
    # Of what is shown: a value that rose less than its path is better, though its score is worse.
    shown = zip(joined["single_value"], single["trend"], joined["change"], strict=True)
    joined["trend"] = [own if isinstance(value, str) else _trend(change) for value, own, change in shown]
    return joined


def objectives(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give objectives with score, status, coverage, children, worst KPI, stale, on_date and source."""
    return with_sources(connection, results(connection, revision, today))


def _changes(measured: pd.DataFrame) -> pd.Series:
    """Give, by objective, how its mean score has changed since the readings before: that of the KPIs that have both."""
    known = measured[measured["change"].notna()]
    weights = known["weight"].fillna(1.0).astype(float)
    sums = (known["change"].astype(float) * weights).groupby(known["objective"]).sum()
    return sums / weights.groupby(known["objective"]).sum()


def whole(connection: Connection, revision: int, today: str, *, reasons: bool = True) -> Strategy:
    """Give what every map of a revision is drawn from, whatever is selected; without `reasons` no chain of causes."""
    measured, every = judged(connection, revision, today), results(connection, revision, today)
    people = queries.names_of_people(connection, revision, sorted({key for key in every["owner_key"] if key}))
    bands, every = with_bands(connection, revision, every)
    every["owner"] = [people.get(key) or text for key, text in zip(every["owner_key"], every["owner"], strict=True)]
    scores = zip(every["score"], every["single_value"], strict=True)
    every["value_text"] = [result_of(score, single) for score, single in scores]
    every["age_text"] = [old(day, today) or "no reading" for day in every["on_date"]]
    every["reason"], measured["because"] = (
        _reasons(connection, revision, today, every, measured) if reasons else (None, None)
    )
    links = queries.links(connection, revision).rename(columns={"source": "from", "target": "to"})
    because, told = _of_work(connection, revision, today) if reasons else ({}, Effects({}, {}))
    measured["over"] = objects(map(told.over.get, measured.index), measured.index)
    return Strategy(
        bands=bands,
        objectives=missing_as_none(every[[*_OBJECTIVE, *_FILTERED]]),
        kpis=missing_as_none(measured.rename(columns={"progress": "completion"})[[*_KPI]]),
        links=links,
        head=head(connection, revision),
        because=because,
        effects=told,
    )


def under(of: Strategy, keys: Mapping[str, Mapping[str, str]]) -> Strategy:
    """Give a strategy with its things under other keys, by kind and the key that they have in it."""
    if not keys:
        return of
    objectives, kpis = keys.get("objective", {}), keys.get("kpi", {})
    bands = {name: keys.get(name, {}) for name in ("perspective", "theme")}
    bands["band"] = bands.get(next(iter(of.bands["kind"]), ""), {})
    return replace(
        of,
        bands=rekeyed(of.bands, {"key": bands["band"]}),
        objectives=rekeyed(of.objectives.rename(index=objectives), bands),
        kpis=rekeyed(of.kpis.rename(index=kpis), {"objective": objectives}),
        links=rekeyed(of.links, {"from": objectives, "to": objectives}),
    )


def map_frames(connection: Connection, revision: int, today: str, selection: Selection, of: Strategy) -> MapFrames:
    """Give the frames of the map as a selection filters what `whole` gives."""
    mine = _projects_of(connection, revision, selection)
    kept = of.objectives[_kept(connection, revision, of, selection, mine)]
    shown = of.kpis[of.kpis["objective"].isin(kept.index)]
    served = _work(connection, revision, today, selection, shown, kept, mine)
    served = served.assign(**_moves(served, shown["unit"], of.effects))
    used = of.bands[of.bands["key"].isin(kept["band"])] if selection.filters else of.bands
    marks = _milestones(connection, revision, today, selection, served)
    return MapFrames(
        bands=used,
        objectives=kept[[*_OBJECTIVE]].reset_index(names="key"),
        kpis=shown.reset_index(names="key"),
        projects=missing_as_none(served.assign(because=objects(map(of.because.get, served["project"]), served.index))),
        milestones=marks.assign(because=objects(map(of.because.get, marks["milestone"]), marks.index)),
        links=of.links,
        **of.head._asdict(),
        hidden=len(of.objectives) - len(kept),
    )


# What a map draws of objectives and KPIs.
_OBJECTIVE = (
    "name", "band", "position", "owner", "owner_key", "department", "theme", "weight", "status", "stale", "score",
    "value_text", "trend", "age_text", "reason",
)  # fmt: skip
_KPI = (
    "name", "objective", "position", "value_text", "completion", "trend", "status", "stale", "unit", "over",
    "because",
)  # fmt: skip
_FILTERED = ("perspective",)


def choices(connection: Connection, revision: int) -> dict[str, dict[str, str]]:
    """Give, for every filter of the map, its values and the words for them."""
    objectives = queries.objectives(connection, revision)
    people = queries.names_of_people(connection, revision, sorted({key for key in objectives["owner_key"] if key}))
    owners = {o: people.get(k) or o for k, o in zip(objectives["owner_key"], objectives["owner"], strict=True) if o}
    themes = queries.themes(connection, revision)
    named = {
        kind: _names(frame)
        for kind, frame in (
            ("perspective", queries.perspectives(connection, revision)),
            ("theme", themes[themes.index.isin(objectives["theme"])]),  # of others there is nothing to show
            ("department", queries.lists(connection, revision, "department")),
            ("programme", queries.lists(connection, revision, "programme")),
        )
    }
    return {**named, "owner": dict(sorted(owners.items(), key=lambda pair: pair[1]))}


def bands(connection: Connection, revision: int) -> list[tuple[str, str, str]]:
    """Give (kind, key, name) of the bands of the map, from top to bottom."""
    frame, _ = with_bands(connection, revision, queries.objectives(connection, revision))
    return [(row["kind"], row["key"], row["name"]) for row in frame.to_dict("records")]


# --- how it is put together -------------------------------------------------------------------------------------------


def _kept(
    connection: Connection, revision: int, of: Strategy, selection: Selection, mine: list[str] | None
) -> pd.Series:
    """Say which objectives the filters keep; `mine` as `_projects_of`."""
    objectives, measured = of.objectives, of.kpis
    keep = pd.Series(True, index=objectives.index)
    for name in ("perspective", "theme", "owner", "status"):
        wanted = getattr(selection, name)
        if wanted:
            column = objectives["owner"] if name == "owner" else objectives[name]
            keep &= column.isin(wanted) | (objectives["owner_key"].isin(wanted) if name == "owner" else False)
    if mine is not None:
        keep &= _kept_by_work(connection, revision, of, selection, mine)
    if selection.search:
        text = selection.search.casefold()
        hits = measured[[text in str(name).casefold() for name in measured["name"]]]["objective"]
        named = pd.Series([text in str(name).casefold() for name in objectives["name"]], index=objectives.index)
        keep &= named | objectives.index.isin(hits)
    return keep


def _kept_by_work(
    connection: Connection, revision: int, of: Strategy, selection: Selection, mine: list[str]
) -> pd.Series:
    """An objective is a department's when it owns the objective or a project that serves it."""
    rows = queries.contributions(connection, revision, projects=mine)
    parents = of.kpis["objective"].to_dict()
    served = {parents.get(key, key) for key in rows["serves"].dropna()}
    own = of.objectives["department"].isin(selection.department) if not selection.programme else False
    return pd.Series(of.objectives.index.isin(served), index=of.objectives.index) | own


def _projects_of(connection: Connection, revision: int, selection: Selection) -> list[str] | None:
    """Give the projects of the departments and programmes of a selection; None where it names neither."""
    wanted = {name: selection.filters[name] for name in ("department", "programme") if name in selection.filters}
    return queries.projects_of(connection, revision, wanted) if wanted else None


def _work(
    connection: Connection,
    revision: int,
    today: str,
    selection: Selection,
    measured: pd.DataFrame,
    kept: pd.DataFrame,
    mine: list[str] | None,
) -> pd.DataFrame:
    """Give the projects that serve what is shown, of `mine` (as `_projects_of`); on a large map only those of what is
    selected.
    """
    columns = ["project", "name", "objective", "kpi", "status", "stale", "quantified", "amount", "milestone"]
    served = _served_by_selection(connection, revision, selection, measured)
    if served is None and queries.count_contributions(connection, revision) > MOST_CONTRIBUTIONS:
        return pd.DataFrame(columns=columns, dtype=object)
    rows = work.serving(connection, revision, today, served)
    rows = rows[rows["project"].notna() & rows["serves"].notna()]
    parents = measured["objective"].to_dict()
    frame = pd.DataFrame(
        {
            "project": rows["project"],
            "name": rows["project_name"],
            "objective": [parents.get(s, s) for s in rows["serves"]],
            "kpi": [s if k == "kpi" else None for s, k in zip(rows["serves"], rows["serves_kind"], strict=True)],
            "status": rows["project_status"],
            "stale": rows["project_stale"],
            "quantified": rows["amount"].notna(),
            "amount": rows["amount"],
            "milestone": rows["milestone"],
        }
    )
    frame = frame[frame["objective"].isin(kept.index)]
    if mine is not None:
        frame = frame[frame["project"].isin(mine)]
    return frame.reset_index(drop=True)


def _moves(served: pd.DataFrame, units: pd.Series, of: Effects) -> dict[str, pd.Series]:
    """Say what each project is to do to each KPI, by all its milestones, and what was seen of it: effect, against."""
    said: dict[tuple[Any, Any], list[str]] = {}
    for row in served[["project", "kpi", "milestone", "amount"]].to_dict("records"):
        if row["kpi"]:
            words = of.told.get((row["project"], row["milestone"], row["kpi"]))
            if words is None:
                words = _expected(row["amount"], units.get(row["kpi"]))
            said.setdefault((row["project"], row["kpi"]), []).append(words)
    pairs = list(zip(served["project"], served["kpi"], strict=True))
    effect = objects(("; ".join(dict.fromkeys(said[pair])) if pair in said else None for pair in pairs), served.index)
    return {"effect": effect, "against": objects(("against" in (text or "") for text in effect), served.index)}


def _expected(value: float | None, unit: Any) -> str:
    return "not quantified" if value is None or pd.isna(value) else f"expected {change(float(value), unit)}"


def _served_by_selection(
    connection: Connection, revision: int, selection: Selection, measured: pd.DataFrame
) -> list[str] | None:
    """Give the keys of what the selected node serves or is served by; None where nothing is selected."""
    node = selection.node
    if node is None:
        return None
    if node.kind == "objective":
        return [node.key, *measured.index[measured["objective"] == node.key]]
    if node.kind == "kpi":
        return [node.key]
    if node.kind in ("project", "milestone"):
        rows = queries.contributions(connection, revision, **{f"{node.kind}s": [node.key]})
        return [key for key in rows["serves"] if key]
    return None


def _milestones(
    connection: Connection, revision: int, today: str, selection: Selection, served: pd.DataFrame
) -> pd.DataFrame:
    """Give the milestones that contribute to what is selected."""
    if selection.node is None or served.empty:
        return pd.DataFrame(columns=["milestone", "name", "project", "date_text", "status"], dtype=object)
    keys = list(served["milestone"].dropna().unique())
    frame = work.milestones(connection, revision, today, keys=keys)
    frame["date_text"] = [day_of(a or f) for a, f in zip(frame["actual"], frame["forecast"], strict=True)]
    return frame.reset_index(names="milestone")


def _reasons(
    connection: Connection, revision: int, today: str, every: pd.DataFrame, measured: pd.DataFrame
) -> tuple[list[str | None], list[str | None]]:
    """Give the chains of all objectives and of their KPIs; of a large map only of the KPIs that stand worst."""
    bad = measured.index[measured["status"].isin(["off_track", "at_risk"])]
    if len(bad) > MOST_REASONS:
        bad = bad[bad.isin(every["worst"])]
    made = chains.chains(connection, revision, today, every, measured, served=[*every.index, *bad])
    wanted = set(bad)
    return (
        [made.of_objective(key) for key in every.index],
        [made.of_kpi(key) if key in wanted else None for key in measured.index],
    )


def _of_work(connection: Connection, revision: int, today: str) -> tuple[dict[str, str], Effects]:
    """Give the chains of projects and milestones, and the effects, of a map that is small enough to draw them all."""
    if queries.count_contributions(connection, revision) > MOST_CONTRIBUTIONS:
        return {}, Effects({}, {})
    rows = queries.contributions(connection, revision)
    projects, served = (sorted(set(rows[name].dropna())) for name in ("project", "serves"))
    said = chains.all_of_work(connection, revision, today, projects)
    return said, effects(connection, revision, today, served)


def result_of(score: Any, single: Any) -> str | None:
    """Say the result: the value of the only KPI in its unit, else the score of 0-10."""
    if isinstance(single, str):
        return single
    return None if score is None or pd.isna(score) else f"{score:.1f}"


def _value(better: str | None, text: str | None, value: float | None, unit: str | None) -> str | None:
    if value is None or pd.isna(value):
        return None
    if better == "yes_no":
        return "yes" if value else "no"
    return text or amount(value, unit)


def _trend(change: Any) -> str | None:
    """Say whether the score of an objective is better than before, or worse: by a tenth of a point or more."""
    if change is None or pd.isna(change):
        return None
    return "level" if abs(change) < 0.1 else "better" if change > 0 else "worse"


def _names(frame: pd.DataFrame) -> dict[str, str]:
    return {str(key): name or str(key) for key, name in zip(frame.index, frame["name"], strict=True)}


def _column(frame: pd.DataFrame, figures: Mapping[str, Any], part: str) -> pd.Series:
    """Give a part of the figures of one measure (`queries.figures`) as a column of a frame of its subjects."""
    value, lines = attrgetter(part), map(figures.get, frame.index)
    return objects((None if line is None else value(line) for line in lines), frame.index)
