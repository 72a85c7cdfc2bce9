"""What changed since an earlier moment, as the things on a map carry it: a word or two on each, its fate, its rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from dashboard.analysis.changes_rows import BETTER, WORSE
from dashboard.analysis.changes_words import money, status_word, whole_days

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"  # fates
Ends = tuple[Any, Any]


class Below(NamedTuple):
    """How much changed below an objective: milestones slipped and by how much at most, forecasts that rose and fell,
    KPIs and projects that got worse and better, KPIs with another target or weight, links of work that came or went;
    `dearest` says by how much the forecast rose that is the first of the changes.
    """

    slipped: int = 0
    furthest: float = 0.0
    dearer: int = 0
    cheaper: int = 0
    worse: int = 0
    better: int = 0
    targets: int = 0
    weights: int = 0
    links: int = 0
    dearest: str = ""


def marks(rows: pd.DataFrame) -> dict[str, str]:
    """Say in a word or two what changed of each subject (`kind:key`): +15 working days, forecast +EUR 262 k.

    `rows` as `changes.changes`. Statuses are not said here: the map shows the old one beside the new.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for row in rows.to_dict("records"):
        word = _word(row)
        if word:
            said[f"{row['subject_kind']}:{row['key']}"].append(word)
    return {subject: ", ".join(dict.fromkeys(words)) for subject, words in said.items()}


def _word(row: dict[Any, Any]) -> str | None:
    unit, kind = row["unit"], row["kind"]
    size = 0.0 if row["size"] is None or pd.isna(row["size"]) else float(row["size"])
    known = size != 0
    if kind == "slip" and known:
        return f"{_sign(size)}{whole_days(size)}"
    if kind == "baseline" and known:
        return f"baseline {_sign(size)}{whole_days(size)}"
    if known and (kind in ("money", "budget") or (kind == "status" and row["subject_kind"] == "project")):
        return f"{'budget' if kind == 'budget' else 'forecast'} {_sign(size)}{money(abs(size), unit)}"
    if kind in ("target", "weight"):
        return f"new {kind}"
    return "reached" if kind == "status" and row["subject_kind"] == "milestone" and row["after"] == "done" else None


def _sign(size: float) -> str:
    return "+" if size > 0 else "\u2212"


def by_subject(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Give of each subject (`kind:key`) the sentences of what changed, each with its cause, the worst first."""
    said: dict[str, list[str]] = defaultdict(list)
    for row in rows.to_dict("records"):
        said[f"{row['subject_kind']}:{row['key']}"].append(sentence(row))
    return dict(said)


def sentence(row: Mapping[Any, Any]) -> str:
    """Say a change with its cause."""
    return f"{row['what']} {row['cause']}" if row["cause"] else str(row["what"])


def turned(before: str, after: str) -> str:
    """Say of a status that is not judged at both moments how it turned."""
    return f"Went from {status_word(before)} to {status_word(after)}."


def below(rows: pd.DataFrame, above: Mapping[str, Iterable[str]]) -> dict[str, Below]:
    """Count by objective what changed below it: `above` says of each subject (`kind:key`) which objectives it is below.

    A thing below several objectives counts in each; a project of which two rows tell counts once.
    """
    found: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(set))
    furthest: dict[str, float] = defaultdict(float)
    dearest: dict[str, str] = {}
    for row in rows.to_dict("records"):
        subject = f"{row['subject_kind']}:{row['key']}"
        for objective in above.get(subject, ()) if row["subject_kind"] != "objective" else ():
            for name in _counted(row):
                found[objective][name].add(row["name"] if name == "links" else subject)
                if name == "dearer":
                    dearest.setdefault(objective, (_word(row) or "").removeprefix("forecast "))
            if row["kind"] == "slip" and row["change"] == WORSE and row["size"]:
                furthest[objective] = max(furthest[objective], float(row["size"]))
    return {
        key: Below(
            **{name: len(things) for name, things in counts.items()},
            furthest=furthest[key],
            dearest=dearest.get(key, ""),
        )
        for key, counts in found.items()
    }


def _counted(row: dict[Any, Any]) -> list[str]:
    """Give what a row counts as."""
    kind, change, size = row["kind"], row["change"], row["size"]
    if kind in ("contribution", "added", "removed"):
        return ["links"]
    if kind in ("target", "weight"):
        return [f"{kind}s"]
    if kind == "slip":
        return ["slipped"] if change == WORSE else []
    of_project = row["subject_kind"] == "project" and kind in ("status", "money") and size is not None
    names = [] if not of_project or pd.isna(size) else ["dearer" if size > 0 else "cheaper"]
    if kind == "status" and row["subject_kind"] != "milestone":
        names += [change] if change in (WORSE, BETTER) else []
    return names


def in_words(of: Below) -> list[str]:
    """Say what changed below an objective, the worst first, short enough for its card."""
    found = []
    if of.worse:
        found.append(f"{of.worse} got worse")
    if of.slipped:
        by = f" by {of.furthest:g} days" if of.slipped == 1 else f", up to {of.furthest:g} days"
        found.append(f"{of.slipped} slipped{by if of.furthest else ''}")
    found += [of.dearest if of.dearer == 1 and of.dearest else f"{of.dearer} dearer"] if of.dearer else []
    found += [f"{of.better} got better"] if of.better else []
    found += [f"{of.cheaper} cheaper"] if of.cheaper else []
    found += [f"{of.targets} with a new target"] if of.targets else []
    found += [f"{of.weights} with a new weight"] if of.weights else []
    found += [f"{of.links} linked anew"] if of.links else []
    return found


def fates(then: Mapping[Ends, Any], now: Mapping[Ends, Any]) -> dict[Ends, str]:
    """Say of links, by their ends, which were added, removed or changed; those that stayed the same are left out."""
    found = dict.fromkeys(now.keys() - then.keys(), ADDED)
    found |= dict.fromkeys(then.keys() - now.keys(), REMOVED)
    return found | {ends: CHANGED for ends in then.keys() & now.keys() if not _alike(then[ends], now[ends])}


def _alike(one: Any, other: Any) -> bool:
    return one == other or (pd.isna(one) is True and pd.isna(other) is True)
