"""How each figure of a project was made, with the rows that it rests on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dashboard.analysis.earned_value import DAYS, HOURS
from dashboard.view.explain import projects as sentences
from dashboard.view.explain import wording
from dashboard.view.explain.behind import Behind
from dashboard.view.explain.history import day
from dashboard.view.explain.reasons import Because, place, said
from dashboard.view.explain.wording import known, money, ratio
from dashboard.words import day_of


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


def earned(behind: Behind) -> Iterator[Because]:
    """Say for how much work is done, and by which percent complete."""
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


def spent(behind: Behind) -> Iterator[Because]:
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
    return replace(place(last), source=named)


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
    yield from (*earned(behind), *_planned(behind), *_counted(behind))


def _index_of_time(behind: Behind) -> Iterator[Because]:
    yield from said([sentences.pace(behind.figures)], behind.schedule)
    yield from (*earned(behind), *_counted(behind))


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
    yield from (*_budget(behind), *earned(behind), *spent(behind))


def _at_completion(behind: Behind) -> Iterator[Because]:
    yield from said([sentences.estimate_of(behind.figures)])
    yield from (*_budget(behind), *earned(behind), *spent(behind))


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
    yield from (*earned(behind), *_counted(behind))


FIGURES = {
    "bac": _budgeted,
    "pv": _planned,
    "ev": _work_done,
    "ac": spent,
    "cv": _made("cv", "ev", "\u2212", "ac", parts=(earned, spent)),
    "sv": _made("sv", "ev", "\u2212", "pv", parts=(earned, _planned)),
    "cpi": _made("cpi", "ev", "/", "ac", parts=(earned, spent)),
    "spi": _index_of_work,
    "eac": _at_completion,
    "etc": _made("etc", "eac", "\u2212", "ac", parts=(spent,)),
    "vac": _made("vac", "bac", "\u2212", "eac", parts=(_budget,)),
    "tcpi": _to_do,
    "tcpi_eac": _made_to_complete,
    "es": _index_of_time,
    "spi_t": _index_of_time,
    "ieac_t": _end_at_this_pace,
    "slip_days": _slip,
    "on_time_rate": _on_time,
}
