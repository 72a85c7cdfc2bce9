"""Every figure of one project with the sentences that explain it, and the rows that these rest on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.analysis import alignment, headline, reported
from dashboard.analysis.alignment import ENDED
from dashboard.analysis.asked import asked
from dashboard.analysis.chains import Chains
from dashboard.analysis.earned_value import DAYS, HOURS
from dashboard.analysis.exposure import stated_once
from dashboard.analysis.project_status import DIMENSIONS
from dashboard.view import ProjectView, View, chains
from dashboard.view.explain import projects as sentences
from dashboard.view.explain import rebased, recommended, wording
from dashboard.view.explain.history import day, history, since, statuses
from dashboard.view.explain.reasons import Because, Explained, place, said
from dashboard.view.explain.wording import known, money, ratio
from dashboard.view.sources import with_sources
from dashboard.words import day_of, number
from data import queries


@dataclass(frozen=True)
class Behind:
    """What the sentences of one project are made of: its figures by measure with what they were judged by, what it is
    in the view, the places of its schedule and of its register's row, its history, the KPIs that it serves, the chain
    that made it so where it is not on track, what it is for where it serves none, the decisions about it whose day
    has passed undone, and what is asked of the room.
    """

    figures: dict[str, Any]
    found: ProjectView
    schedule: Because | None
    register: Because | None
    past: pd.DataFrame
    kpis: pd.DataFrame
    chain: Chains | None
    aim: str | None
    overdue: pd.DataFrame
    asked: str | None


def of_project(view: View, found: ProjectView, made: Chains | None = None) -> list[Explained]:
    """Explain every finding of a project and what is recommended; `made` are its chains, where they are at hand."""
    key = found.key
    with view.store.reading() as connection:
        rows = queries.findings(connection, view.number, "project", [key])
        past = history(connection, view.number, "project", [key], ["status"])
        stated = with_sources(connection, queries.statements_of_project(connection, view.number, key))
        bad = found.row["status"] in ("off_track", "at_risk")
        chain = (made or chains.of_found(connection, view.number, view.today, found)) if bad else None
        kpis = chain.kpis if chain else pd.DataFrame()
        advised = recommended.advised(connection, view, found)
        aim = None if found.contributions["serves"].notna().any() else _aim(advised, found)
        decisions = queries.decisions(connection, view.number, [key])
        overdue = with_sources(connection, decisions[headline.overdue(decisions, view.today)])
        names = queries.names_of_people(connection, view.number, sorted({who for who in overdue["who"] if who}))
        overdue["who"] = [names.get(who) or who for who in overdue["who"]]
    scheduled = stated["feed"] == found.row["schedule_feed"]
    places = _place(stated[scheduled]), _place(stated[~scheduled])
    ask = chain.asked_of_project(key) if chain else asked(decisions, view.today).get(key)
    figures = _figures(rows, found.row["currency"])
    figures["overbooked_name"] = _called(view, figures.get("overbooked"))
    behind = Behind(figures, found, *places, past, kpis, chain, aim, overdue, ask)
    told = [_explained(row, behind, view.today) for row in rows.to_dict("records")]
    return [*told, recommended.explained(advised, found, *places)]


def _explained(row: Mapping[Any, Any], behind: Behind, today: str) -> Explained:
    measure = row["measure"]
    because = said([row["text"]])
    if not because and measure in _BECAUSE:
        because = list(_BECAUSE[measure](behind))
    fresh = row["fresh_until"]
    return Explained(
        measure,
        None if not known(row["value"]) else float(row["value"]),
        row["unit"],
        row["text"],
        row["status"],
        bool(fresh and fresh < today),
        row["rule"],
        json.loads(row["inputs"] or "{}"),
        row["on_date"],
        tuple(because),
    )


def _figures(rows: pd.DataFrame, currency: str | None) -> dict[str, Any]:
    """Put together all figures, statuses and inputs of a project by name."""
    found: dict[str, Any] = {"money_unit": currency}
    for row in rows.to_dict("records"):
        inputs = json.loads(row["inputs"] or "{}")
        found |= {name: value for name, value in inputs.items() if name not in DIMENSIONS}
    for row in rows.to_dict("records"):
        found[row["measure"]] = row["status"] if row["measure"].endswith("status") else row["value"]
        if row["measure"] in ("bac", "ac") and row["unit"]:
            found["unit"] = found.get("unit") or row["unit"]
    return found


def _called(view: View, key: str | None) -> str | None:
    return view.names([key]).get(key) or key if key else None


def _place(rows: pd.DataFrame) -> Because | None:
    return None if rows.empty else place(rows.iloc[0])


# --- the status and its dimensions ------------------------------------------------------------------------------------


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
    last = row["status_date"] or row["reported_on"]
    if not row["stale"]:
        return None
    return f"No data since {day_of(last)}: what follows speaks of that day" if last else "Its data are late"


def _aim(advised: recommended.Advised, found: ProjectView) -> str | None:
    """Say that a project without contributions is enabling another, or serves nothing, and what is to be saved."""
    row, path = found.row, advised.row["path"]
    if row["stage"] in ENDED:
        return None
    if path == alignment.ENABLING:
        return f"It serves no objective itself, but {advised.waits} waits for it"
    if path != alignment.NOTHING:
        return None
    left = advised.row["money_left"]
    if row["mandatory"]:
        return "It serves no objective, but law or safety asks for it"
    if not known(left) or left <= 0:
        return "It serves no objective"
    return f"It serves no objective: {money(left, row['unit'] or row['currency'])} is still to be saved"


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
    yield from (*_earned(behind), *_spent(behind))


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


# --- the figures ------------------------------------------------------------------------------------------------------


def _budget(behind: Behind) -> Iterator[Because]:
    figures = behind.figures
    if not known(figures.get("bac")):
        return
    bare = figures.get("unplanned") or 0
    yield from said([f"The budget of its tasks is {_amount(behind, 'bac')}{_adopted(figures)}"], behind.schedule)
    if bare:
        lines = "1 line has" if bare == 1 else f"{bare} lines have"
        yield from said([f"{lines} no baseline and no budget in it"], behind.schedule)


def _adopted(figures: dict[str, Any]) -> str:
    return f", by the baseline {figures['baseline']}" if figures.get("baseline") else ""


def _planned(behind: Behind) -> Iterator[Because]:
    if known(behind.figures.get("pv")):
        on = day_of(behind.found.row["status_date"])
        adopted = _adopted(behind.figures)
        yield from said([f"Work for {_amount(behind, 'pv')} was planned up to {on}{adopted}"], behind.schedule)


def _earned(behind: Behind) -> Iterator[Because]:
    figures = behind.figures
    if known(figures.get("ev")):
        kind = f", by {figures['kind_of_percent']} percent complete" if figures.get("kind_of_percent") else ""
        yield from said([f"Work for {_amount(behind, 'ev')} is done{kind}"], behind.schedule)


def _counted(behind: Behind) -> Iterator[Because]:
    """Say in what the work counts, where that is not money, and what part of it is level of effort."""
    basis, part = behind.figures.get("basis"), behind.figures.get("loe")
    why = {
        HOURS: "It counts in hours of work, because its baseline holds no costs",
        DAYS: "It counts in working days, because its baseline holds neither costs nor hours",
    }
    yield from said([why.get(basis or "")], behind.schedule)
    if part is not None and known(part) and part > 0:
        share = wording.share(part, 1.0)
        yield from said(
            [f"Level of effort is {share} of the budget: it earns what was planned, and is left out of SPI and SPI(t)"],
            behind.schedule,
        )


def _spent(behind: Behind) -> Iterator[Because]:
    """Say what was spent, by which source, and how far its date lies from that of the work."""
    figures, source = behind.figures, behind.figures.get("ac_source")
    if figures.get("ac_left_out"):
        why = f"What was spent in {figures['ac_left_out']} is left out, because no rate to its own currency is known"
        yield from said([f"{why}; give a line `rate ...` in the Settings sheet"])
    if not known(figures.get("ac")):
        return
    until = figures.get("ac_date")
    text = f"{_amount(behind, 'ac')} was spent, by the {source or 'schedule'}"
    text += f", up to {day_of(until)}" if until else ""
    where = _months(behind, until) if source == "money register" else behind.schedule
    yield from said([text], where)
    status_date = behind.found.row["status_date"]
    if until and status_date and abs((day(status_date) - day(until)).days) > sentences.cut(figures, "cost_date_days"):
        yield from said([f"The dates of work and cost are {abs((day(status_date) - day(until)).days)} days apart"])


def _months(behind: Behind, until: str | None) -> Because | None:
    """Give the place of the months whose actual cost counts: register.xlsx, Money, rows 76 to 85."""
    rows = behind.found.money
    mine = rows[rows["kind"].isin(["cost"]) & rows["actual"].notna() & (rows["month"] <= (until or "9"))]
    if mine.empty:
        return None
    first, last = mine.iloc[0], mine.iloc[-1]
    if len(mine) == 1:
        return place(first)
    named = f"{first['source']} to {last['source']}"
    head, _, row = str(first["source"]).rpartition(", row ")
    other, _, final = str(last["source"]).rpartition(", row ")
    if head and head == other and row.isdigit() and final.isdigit():
        low, high = sorted((int(row), int(final)))
        named = f"{head}, rows {low} to {high}"
    return Because("", named, place(last).source_revision)


def _amount(behind: Behind, name: str) -> str:
    return money(behind.figures[name], behind.figures.get("unit"))


def _made(*names: str, parts: tuple[Any, ...] = ()) -> Any:
    """Give a maker of sentences for a figure that is one of two figures less or by the other."""

    def make(behind: Behind) -> Iterator[Because]:
        measure, above, sign, below = names
        figures, unit = behind.figures, behind.figures.get("unit")
        value, one, other = (figures.get(name) for name in (measure, above, below))
        if value is not None and one is not None and other is not None and known(one) and known(other):
            sides = [
                ratio(side) if name in _RATIOS else money(side, unit) for name, side in ((above, one), (below, other))
            ]
            result = ratio(value) if measure in _RATIOS else money(value, unit)
            named = f"{_name(above)} {sign} {_name(below)}"
            yield from said([f"{named} = {sides[0]} {sign} {sides[1]} = {result}"])
        for part in parts:
            yield from part(behind)

    return make


_RATIOS = ("cpi", "spi", "spi_t", "tcpi", "tcpi_eac")


def _name(measure: str) -> str:
    return {"spi_t": "SPI(t)"}.get(measure, measure.upper())


def _index_of_work(behind: Behind) -> Iterator[Because]:
    """Say SPI without the level of effort, which earns what was planned and would hide what is late."""
    figures, unit = behind.figures, behind.figures.get("unit")
    value, ev, pv = (figures.get(name) for name in ("spi", "ev", "pv"))
    effort = figures.get("effort_pv") or 0.0
    if value is not None and ev is not None and pv is not None and known(value):
        sides = f"{money(ev - effort, unit)} / {money(pv - effort, unit)}"
        without = "without level of effort " if effort else ""
        yield from said([f"{without}EV / PV = {sides} = {ratio(value)}"])
    yield from (*_earned(behind), *_planned(behind), *_counted(behind))


def _index_of_time(behind: Behind) -> Iterator[Because]:
    yield from said([sentences.pace(behind.figures)], behind.schedule)
    yield from (*_earned(behind), *_counted(behind))


def _end_at_this_pace(behind: Behind) -> Iterator[Because]:
    figures = behind.figures
    ends = sentences.month_of_the_end(figures)
    count, index = figures.get("ieac_t"), figures.get("spi_t")
    if count is not None and index:
        months = f"{count * index:.0f} planned months / SPI(t) {ratio(index)} = {count:.1f} months"
        yield from said([months + (f", which is {wording.month(ends)}" if ends else "")], behind.schedule)


def _to_do(behind: Behind) -> Iterator[Because]:
    figures = behind.figures
    value = figures.get("tcpi")
    if value is not None and known(value):
        unit = figures.get("unit")
        yield from said([f"To end within its budget it has to earn {wording.for_each(value, unit)} from now on"])
    yield from (*_budget(behind), *_earned(behind), *_spent(behind))


def _at_completion(behind: Behind) -> Iterator[Because]:
    yield from said([sentences.estimate_of(behind.figures)])
    yield from (*_budget(behind), *_earned(behind), *_spent(behind))


def _made_to_complete(behind: Behind) -> Iterator[Because]:
    figures, unit = behind.figures, behind.figures.get("unit")
    value, at_end = figures.get("tcpi_eac"), figures.get("eac")
    if value is not None and known(value) and at_end is not None:
        needed = wording.for_each(value, unit)
        yield from said([f"To end within the {money(at_end, unit)} expected it has to earn {needed} from now on"])
    yield from _at_completion(behind)


def _slip(behind: Behind) -> Iterator[Because]:
    yield from said([sentences.finish(behind.figures)], behind.schedule or behind.register)


def _on_time(behind: Behind) -> Iterator[Because]:
    figures = behind.figures
    rate, due = figures.get("on_time_rate"), figures.get("due")
    if rate is not None and known(rate) and due:
        yield from said([f"{round(rate * due / 100)} of {due} that were due were done on or before their baseline"])


def _budgeted(behind: Behind) -> Iterator[Because]:
    yield from (*_budget(behind), *_counted(behind))


def _work_done(behind: Behind) -> Iterator[Because]:
    yield from (*_earned(behind), *_counted(behind))


_BECAUSE = {
    "status": _status,
    "schedule_status": _schedule,
    "cost_status": _cost,
    "milestones_status": _milestones,
    "deliverables_status": _deliverables,
    "risks_status": _threats,
    "resources_status": _resources,
    "bac": _budgeted,
    "pv": _planned,
    "ev": _work_done,
    "ac": _spent,
    "cv": _made("cv", "ev", "\u2212", "ac", parts=(_earned, _spent)),
    "sv": _made("sv", "ev", "\u2212", "pv", parts=(_earned, _planned)),
    "cpi": _made("cpi", "ev", "/", "ac", parts=(_earned, _spent)),
    "spi": _index_of_work,
    "eac": _at_completion,
    "etc": _made("etc", "eac", "\u2212", "ac", parts=(_spent,)),
    "vac": _made("vac", "bac", "\u2212", "eac", parts=(_budget,)),
    "tcpi": _to_do,
    "tcpi_eac": _made_to_complete,
    "es": _index_of_time,
    "spi_t": _index_of_time,
    "ieac_t": _end_at_this_pace,
    "slip_days": _slip,
    "on_time_rate": _on_time,
}
