"""Why a project stands as it does: its status and each dimension of it, with the rows that these rest on."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.analysis import reported
from dashboard.analysis.exposure import stated_once
from dashboard.view import ProjectView
from dashboard.view.explain import projects as sentences
from dashboard.view.explain import rebased, wording
from dashboard.view.explain.behind import Behind
from dashboard.view.explain.history import day, since, statuses
from dashboard.view.explain.project_figures import earned, spent
from dashboard.view.explain.reasons import Because, place, said
from dashboard.view.explain.wording import known, money
from dashboard.words import day_of, number, told_on


def _status(behind: Behind) -> Iterator[Because]:
    """Say first whether its data are late and what is reported disagrees, then what made the status, then what depends
    on it, or that it serves nothing, and last what is asked of the room.
    """
    yield from said([_silent(behind.found)], behind.register or behind.schedule)
    yield from said([disagreement(behind)], behind.register)
    lead = sentences.lead(behind.figures)
    yield from said(lead[:1], behind.schedule or behind.register)
    late = behind.chain.late_of_project(behind.found.key) if behind.chain else None
    named = str(behind.figures.get("worst_name") or "")
    twice = {f"{text}." for text in sentences.milestones(behind.figures) if late and named and late.startswith(named)}
    yield from said([text for text in lead[1:] if text not in twice])
    yield from said([late])
    rows = behind.found.milestones
    for row in rows[rows["moved_on"].notna() & rows["decided"].isna()].head(_MOST_ALARMS).to_dict("records"):
        yield from said([f"“{row['name']}”: {_lower(rebased.moved(row))}"], rebased.where(row))
    if behind.figures.get("status") in ("off_track", "at_risk"):
        yield from _depending(behind)
    yield from said([behind.aim], behind.register or behind.schedule)
    for row in behind.overdue.to_dict("records"):
        who = f" by {row['who']}" if row["who"] else ""
        yield from said([f"“{row['text']}” was to be done{who} by {day_of(row['due'])}, and is overdue"], place(row))
    yield from said([behind.asked] if not any(text in (behind.asked or "") for text in behind.overdue["text"]) else [])


def _silent(found: ProjectView) -> str | None:
    """Say since when nothing new was heard of a project whose data are late."""
    row = found.row
    last = told_on(row)
    if not row["stale"]:
        return None
    return f"No data since {day_of(last)}: what follows speaks of that day" if last else "Its data are late"


_MOST_ALARMS = 2  # in the status; the milestones have them all


def _lower(text: str | None) -> str:
    return (text or "")[:1].lower() + (text or "")[1:]


def disagreement(behind: Behind) -> str | None:
    """Say for how long it has been reported better than it is computed: Reported green for six months; computed ..."""
    row = behind.found.row
    if not row["reported"]:
        return None
    alone = pd.DataFrame([{"reported": row["reported"], "status": row["status"]}], dtype=object)
    places = sentences.cut(behind.figures, "reported_places")
    if not reported.compare(alone, places)["alarm"].iloc[0]:
        return None
    days, computed, told = statuses(behind.past)
    first = since(days, told)
    known_long = first and told[-1] == row["reported"] and first[0] != days[-1][:10]
    long = f" for {wording.spanned(day(first[0]), day(days[-1]))}" if first and known_long else ""
    return f"Reported {row['reported']}{long}; computed {wording.IN_WORDS[row['status']]}{_since(days, computed)}"


def _since(days: list[str], values: list[Any]) -> str:
    run = since(days, values)
    if run is None or (run[0] == days[-1][:10] and not run[1]):
        return ""
    first, last = day(run[0]), day(days[-1])
    return f" since {'' if run[1] else 'at least '}{first:%B}{'' if first.year == last.year else f' {first.year}'}"


def _depending(behind: Behind) -> Iterator[Because]:
    """Name the KPI whose way to the target depends most on what the project has still to bring."""
    best: tuple[float, str, Mapping[Any, Any]] | None = None
    rows = behind.found.contributions
    coming = rows[rows["milestone_actual"].isna() & rows["amount"].notna() & rows["serves"].isin(behind.kpis.index)]
    for key, mine in coming.groupby("serves"):
        kpi: dict[Any, Any] = behind.kpis.loc[str(key)].to_dict()
        amount, way = float(mine["amount"].astype(float).sum()), _way(kpi)
        if way and amount / way > (best[0] if best else 0):
            of = f" ({kpi['objective']})" if kpi["objective"] else ""
            text = f"{kpi['name']}{of} depends on it for {wording.of_unit(abs(amount), abs(way), kpi['unit'])}"
            best = amount / way, text, mine.iloc[0].to_dict()
    if best:
        yield from said([best[1]], place(best[2]))


def _way(kpi: Mapping[Any, Any]) -> float | None:
    """Give the way from baseline to target, None where there is none."""
    if not known(kpi["baseline"]) or not known(kpi["target"]):
        return None
    return float(kpi["target"]) - float(kpi["baseline"]) or None


def _schedule(behind: Behind) -> Iterator[Because]:
    figures = behind.figures
    yield from said([sentences.pace(figures), sentences.finish(figures)], behind.schedule or behind.register)
    allowed = figures.get("duration")
    share, days = (sentences.cut(figures, name) for name in ("finish_slip_share", "finish_slip_at_risk"))
    if allowed is not None and known(allowed) and allowed * share > days:
        part = f"{number(100 * share)} % of its duration of {number(allowed)} working days"
        yield from said([f"{part} is {number(round(allowed * share, 2))} days"])


def _cost(behind: Behind) -> Iterator[Because]:
    yield from said([sentences.cost(behind.figures)])
    yield from (*earned(behind), *spent(behind))


def _milestones(behind: Behind) -> Iterator[Because]:
    rows, worst = behind.found.milestones, behind.figures.get("worst")
    where = place(rows.loc[worst]) if worst in rows.index else None
    yield from said(sentences.milestones(behind.figures), where)
    for row in rows[rows["moved_on"].notna()].to_dict("records"):
        yield from said([f"“{row['name']}”: {_lower(rebased.moved(row))}"], rebased.where(row))
    due, total = behind.figures.get("due"), behind.figures.get("total")
    if total:
        yield from said([f"{total} milestone{'' if total == 1 else 's'}, {due or 0} of them due by the status date"])


def _deliverables(behind: Behind) -> Iterator[Because]:
    """Name every deliverable that was rejected or is overdue, each with its row."""
    until, count = str(behind.found.row["status_date"] or "")[:10], 0
    for row in behind.found.deliverables.to_dict("records"):
        due = row["forecast"] or row["baseline"] or ""
        text = None
        if row["state"] in ("rejected", "failed"):
            text = f"“{row['name']}” was rejected" + (
                f"; it was due on {day_of(row['baseline'])}" * bool(row["baseline"])
            )
        elif not row["actual"] and row["state"] not in _SETTLED and due and due[:10] < until:
            text = f"“{row['name']}” was due on {day_of(due)}, and is not done"
        count += text is not None
        yield from said([text], place(row))
    if not count:
        texts = list(sentences.deliverables(behind.figures)) or ["None is rejected or overdue"]
        yield from said(texts)


_SETTLED = ("accepted", "submitted", "passed", "waived")
_OPEN = (None, "open", "in hand")


def _threats(behind: Behind) -> Iterator[Because]:
    yield from said(sentences.threats(behind.figures))
    for row in stated_once(behind.found.risks).to_dict("records"):
        if row["kind"] == "threat" and row["state"] in _OPEN and known(row["money"]) and known(row["probability"]):
            amount = money(float(row["money"]), row["currency"])
            yield from said([f"“{row['title']}”: {100 * row['probability']:.0f} % of {amount}"], place(row))


def _resources(behind: Behind) -> Iterator[Because]:
    yield from said(sentences.overbooked(behind.figures), behind.schedule or behind.register)


STANDING = {
    "status": _status,
    "schedule_status": _schedule,
    "cost_status": _cost,
    "milestones_status": _milestones,
    "deliverables_status": _deliverables,
    "risks_status": _threats,
    "resources_status": _resources,
}
