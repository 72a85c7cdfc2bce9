"""What the map shows of two moments at once: what changed, on the things that changed, and ghosts of what is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import difference
from dashboard.analysis.difference import ADDED, CHANGED, REMOVED, SAME
from dashboard.selection import Node
from dashboard.view import View, strategy
from dashboard.view.changes import moments, pair
from dashboard.view.strategy import MapFrames, Strategy
from data.frames import missing_as_none, objects
from data.store import Revision


@dataclass(frozen=True)
class Compared:
    """Two moments: `rows` as on the page of changes; `then` and `now`, what their maps are drawn from; `above`, by
    subject (`kind:key`), the objectives that it is below; `owner`, by milestone, its project; `work`, by project and
    what it serves, the fate of the link. It is shared by answers, and nobody changes it.
    """

    since: Revision
    rows: pd.DataFrame
    then: Strategy
    now: Strategy
    above: Mapping[str, tuple[str, ...]]
    owner: Mapping[str, str]
    work: Mapping[tuple[Any, Any], str]
    words: Mapping[str, str]
    told: Mapping[str, list[str]]
    below: Mapping[str, difference.Below]
    links: Mapping[tuple[Any, Any], str]


def since(view: View) -> Revision | None:
    """Give the revision that the selection compares with; None where it names none that is earlier."""
    asked = view.selection.compare
    if asked is None or view.revision is None:
        return None
    first, last = moments(view, asked, view.number)
    return first if first and last and last.number == view.number and first.number < view.number else None


def compared(view: View, first: Revision, now: Strategy) -> Compared:
    """Compare what the view shows, `now`, with an earlier revision. Raises LookupError where it shows none."""
    if view.revision is None:
        raise LookupError("nothing had been loaded by then")
    with view.store.reading() as connection:
        was, is_now, rows = pair(connection, first, view.revision, view.today)
        keys = {kind: {old: new for new, old in of.items()} for kind, of in is_now.keys.items()}
        then = _then(connection, first, now, keys)
    slipped = is_now.milestones["project"].reindex(rows.loc[rows["subject_kind"] == "milestone", "key"].unique())
    owner = {str(key): str(project) for key, project in slipped.dropna().items() if project}
    above = _above(rows, then, now, pd.concat([was.contributions, is_now.contributions]), owner)
    return Compared(
        since=first,
        rows=rows,
        then=then,
        now=now,
        above=above,
        owner=owner,
        work=difference.fates(_amounts(was.contributions), _amounts(is_now.contributions)),
        words=difference.marks(rows),
        told=difference.by_subject(rows),
        below=difference.below(rows, above),
        links=difference.fates(_places(then.links), _places(now.links)),
    )


def _then(connection: Connection, first: Revision, now: Strategy, keys: Mapping[str, Mapping[str, str]]) -> Strategy:
    """Read the strategy of an earlier revision, with things under the keys that they have now; the reasons of its
    statuses only where something has gone since.
    """
    number, day = first.number, first.recorded_at[:10]
    then = strategy.under(strategy.whole(connection, number, day, reasons=False), keys)
    there = then.objectives.index.isin(now.objectives.index).all() and then.kpis.index.isin(now.kpis.index).all()
    return then if there else strategy.under(strategy.whole(connection, number, day), keys)


def _amounts(rows: pd.DataFrame) -> dict[tuple[Any, Any], Any]:
    known = rows[rows["project"].notna() & rows["serves"].notna()]
    amounts = pd.to_numeric(known["amount"]).groupby([known["project"], known["serves"]]).sum(min_count=1)
    return {(ends[0], ends[1]): value for ends, value in amounts.items()}  # type: ignore[index, misc]


def _places(links: pd.DataFrame) -> dict[tuple[Any, Any], Any]:
    return {
        (row["from"], row["to"]): (row["sign"], row["strength"])
        for row in links[["from", "to", "sign", "strength"]].to_dict("records")
    }


def _above(
    rows: pd.DataFrame, then: Strategy, now: Strategy, work: pd.DataFrame, owner: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Say of every subject that changed which objectives it is below, at either moment."""
    parents = {**then.kpis["objective"], **now.kpis["objective"]}
    changed = {*rows.loc[rows["subject_kind"] == "project", "key"], *owner.values()}
    mine = work[work["project"].isin(changed) & work["serves"].notna()]
    leads: dict[str, set[str]] = {}
    for project, serves in zip(mine["project"], mine["serves"], strict=True):
        leads.setdefault(str(project), set()).add(str(parents.get(serves) or serves))
    found = {f"kpi:{key}": (str(parent),) for key, parent in parents.items() if parent}
    found |= {f"project:{key}": tuple(sorted(keys)) for key, keys in leads.items()}
    return found | {f"milestone:{key}": tuple(sorted(leads.get(of, ()))) for key, of in owner.items()}


# --- on the map -------------------------------------------------------------------------------------------------------


def shown(frames: MapFrames, of: Compared, *, whole: bool) -> MapFrames:
    """Give the frames of a map with what changed on each thing, in the columns of `figures.strategy_map`: was, fate,
    changes; told (sentences), and of objectives below (in a few words). With ghosts of what is gone, unless filters
    leave out some of the map.
    """
    objectives, kpis = _objectives(frames, of), _kpis(frames, of)
    bands = frames.bands
    if whole:
        gone = _gone(of.then.objectives, of.now.objectives)
        objectives = _with_ghosts(objectives, gone)
        known = objectives["key"]
        lost = _gone(of.then.kpis, of.now.kpis)
        kpis = _with_ghosts(kpis, lost[lost["objective"].isin(known)])
        lacking = of.then.bands[of.then.bands["key"].isin(gone["band"]) & ~of.then.bands["key"].isin(bands["key"])]
        bands = pd.concat([bands, lacking], ignore_index=True) if len(lacking) else bands
    return replace(
        frames,
        bands=bands,
        objectives=objectives,
        kpis=kpis,
        projects=_projects(frames.projects, of),
        milestones=_marked(frames.milestones, "milestone", "milestone", of),
        links=_links(frames.links, of),
        links_told=links_told(of),
    )


def _objectives(frames: MapFrames, of: Compared) -> pd.DataFrame:
    frame = _recoloured(frames.objectives, "objective", of.then.objectives["status"], of)
    ends = {end for pair in of.links for end in pair}
    below = [difference.in_words(of.below[key]) if key in of.below else [] for key in frame["key"]]
    own = [[word] if word else [] for word in frame["changes"]]
    frame["below"] = objects((", ".join(lines) or None for lines in below), frame.index)
    frame["changes"] = objects(
        ("\n".join(word + lines) or None for word, lines in zip(own, below, strict=True)), frame.index
    )
    still = (frame["fate"] == SAME) & frame["changes"].isna() & ~frame["key"].isin(ends)
    frame["fate"] = frame["fate"].where(still | (frame["fate"] == ADDED), CHANGED)
    return frame


def _kpis(frames: MapFrames, of: Compared) -> pd.DataFrame:
    return _recoloured(frames.kpis, "kpi", of.then.kpis["status"], of)


def _recoloured(frame: pd.DataFrame, kind: str, then: pd.Series, of: Compared) -> pd.DataFrame:
    """Add the status then where it was another, and what is told of it."""
    before = frame["key"].map(then)
    turned = before.notna() & (before != frame["status"])
    told = []
    for key, was, now, is_turned in zip(frame["key"], before, frame["status"], turned, strict=True):
        said = of.told.get(f"{kind}:{key}", [])
        told.append([difference.turned(was, now)] if is_turned and not said else said)
    words = objects((of.words.get(f"{kind}:{key}") for key in frame["key"]), frame.index)
    fate = pd.Series(SAME, index=frame.index, dtype=object)
    fate = fate.where(~turned & words.isna(), CHANGED).where(before.notna(), ADDED)
    return frame.assign(
        was=before.astype(object).where(turned, None),
        fate=fate,
        changes=words,
        told=pd.Series(told, index=frame.index, dtype=object),
    )


def _marked(frame: pd.DataFrame, kind: str, column: str, of: Compared) -> pd.DataFrame:
    """Add to work what changed of it, the status then from its own row of changes."""
    turns = of.rows[(of.rows["subject_kind"] == kind) & (of.rows["kind"] == "status")]
    was = {str(key): str(before).partition(",")[0].replace(" ", "_") for key, before in
           zip(turns["key"], turns["before"], strict=True)}  # fmt: skip
    subjects = [f"{kind}:{key}" for key in frame[column]]
    told = [of.told.get(subject, []) for subject in subjects]
    parts = {
        "was": [was.get(key) for key in frame[column]],
        "fate": [CHANGED if said else SAME for said in told],
        "changes": [of.words.get(subject) for subject in subjects],
        "told": told,
    }
    return frame.assign(**{name: pd.Series(column, index=frame.index, dtype=object) for name, column in parts.items()})


def _projects(frame: pd.DataFrame, of: Compared) -> pd.DataFrame:
    marked = _marked(frame, "project", "project", of)
    ends = zip(marked["project"], marked["kpi"], strict=True)
    return marked.assign(link=pd.Series([of.work.get(pair) for pair in ends], index=marked.index, dtype=object))


def _gone(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    return then[~then.index.isin(now.index)].reset_index(names="key")


def _with_ghosts(frame: pd.DataFrame, gone: pd.DataFrame) -> pd.DataFrame:
    if gone.empty:
        return frame
    told = pd.Series([["Removed since then."]] * len(gone), index=gone.index, dtype=object)
    ghosts = gone.assign(was=None, fate=REMOVED, changes=None, told=told)
    columns = [name for name in frame.columns if name in ghosts.columns]
    return missing_as_none(pd.concat([frame, ghosts[columns]], ignore_index=True))


def _links(frame: pd.DataFrame, of: Compared) -> pd.DataFrame:
    ends = zip(frame["from"], frame["to"], strict=True)
    marked = frame.assign(fate=pd.Series([of.links.get(pair, SAME) for pair in ends], index=frame.index, dtype=object))
    gone = [pair for pair, fate in of.links.items() if fate == REMOVED]
    if not gone:
        return marked
    then = of.then.links
    pairs = pd.Series(list(zip(then["from"], then["to"], strict=True)), index=then.index)
    return pd.concat([marked, then[pairs.isin(gone)].assign(fate=REMOVED)], ignore_index=True)


# --- in words ---------------------------------------------------------------------------------------------------------


def about(of: Compared, node: Node) -> pd.DataFrame:
    """Give the rows that tell of a node and of what is below it, the worst first."""
    subjects = of.rows["subject_kind"] + ":" + of.rows["key"].astype(str)
    if node.kind == "objective":
        near = {subject for subject, keys in of.above.items() if node.key in keys}
    elif node.kind == "project":
        near = {f"milestone:{key}" for key, project in of.owner.items() if project == node.key}
    else:
        near = set()
    return of.rows[subjects.isin({str(node), *near})]


def links_told(of: Compared) -> list[str]:
    """Say which links between objectives were added, removed or changed."""
    rows: Iterable[dict[Any, Any]] = of.rows[of.rows["kind"] == "link"].to_dict("records")
    return [f"{row['what']} {_from_to(row)}".strip() for row in rows]


def _from_to(row: Mapping[Any, Any]) -> str:
    if row["before"] and row["after"]:
        return f"It was {row['before']} and is {row['after']}."
    return ""
