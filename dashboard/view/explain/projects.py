"""Why a project stands as it does, in sentences made from its figures and their inputs."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dashboard.analysis.estimate import rule
from dashboard.analysis.project_status import DIMENSIONS
from dashboard.analysis.thresholds import FIELDS
from dashboard.view.explain import wording
from dashboard.view.explain.wording import known, money, ratio
from dashboard.words import day_of, number

# Figures of one project by measure, with those that its dimensions were judged by: unit, baseline_start,
# baseline_finish, finish, duration, worst_name, worst_slip, overdue, rejected, worst_deliverable, exposure ...
Figures = Mapping[str, Any]


def cut(figures: Figures, name: str) -> float:
    """Give the threshold by which a project was judged; the default where its findings do not say."""
    value = figures.get(name)
    return float(value) if value is not None and known(value) else FIELDS[name]


def lead(figures: Figures) -> list[str]:
    """Say in a sentence or two why the status is what it is, by the dimensions that made it."""
    status = figures.get("status")
    if status == "done" and all(known(figures.get(name)) for name in ("ac", "bac")):
        return [f"{money(figures['ac'], figures.get('unit'))} spent of a budget of {_short(figures, 'bac')}."]
    if status not in ("off_track", "at_risk", "on_track"):
        return []
    names = [name for name in DIMENSIONS if figures.get(f"{name}_status") == status]
    by = {"schedule", "cost"} & set(names)
    made_by = f"{wording.capital(wording.IN_WORDS[status])} by {_its(names)}{_alone(figures, status)}."
    said = [] if by and status != "on_track" else [made_by]
    said += [f"{text}." for text in (together(figures),) if text and (by or status == "on_track")]
    if "schedule" in by and status != "on_track" and not _slow(figures):
        said += [f"{text}." for text in (finish(figures),) if text]
    for name in names if status != "on_track" else ():
        said += [f"{text}." for text in _SAID[name](figures)] if name in _SAID else []
    return said or [made_by]


def _alone(figures: Figures, status: str) -> str:
    """Warn where a project is on track by what can only lower it: nothing tells whether it comes in time and money."""
    return " alone; its schedule, cost and milestones are not judged" if alone(figures) and status == "on_track" else ""


def alone(figures: Figures) -> bool:
    """Say whether neither schedule nor cost nor milestones of a project are judged."""
    return all(figures.get(f"{name}_status") in (None, "no_data") for name in ("schedule", "cost", "milestones"))


def together(figures: Figures) -> str | None:
    """Say money and time in one sentence: EUR 3.90 m spent for EUR 3.04 m of work; at this rate 8.21 m instead ..."""
    unit = figures.get("unit")
    if not all(known(figures.get(name)) for name in ("ev", "ac")) or not figures["ac"]:
        return pace(figures)
    said = f"{money(figures['ac'], unit)} spent for {money(figures['ev'], unit)} of work"
    cost, month = _cost_at_the_end(figures), _month_at_the_end(figures)
    if cost and month and _at_what(figures) == _AT_THIS_RATE:
        return f"{said}; {_AT_THIS_RATE} {cost} and {month}"
    ends = [f"{how} {end}" for how, end in ((_at_what(figures), cost), (_AT_THIS_RATE, month)) if end]
    return "; ".join([said, *ends])


def cost(figures: Figures) -> str | None:
    """Say what is earned for what is spent, and what it comes to: 78 cents for each euro."""
    unit, index = figures.get("unit"), figures.get("cpi")
    if not all(known(figures.get(name)) for name in ("ev", "ac", "cpi")) or index is None:
        return None
    said = f"{money(figures['ev'], unit)} of work is done for {money(figures['ac'], unit)} spent, "
    said += wording.for_each(index, unit)
    if not known(figures.get("eac")) or not known(figures.get("bac")):
        return said
    at_end = f"{money(figures['eac'], unit)} instead of {money(figures['bac'], unit, named=False)}"
    return f"{said}; {_at_what(figures)} {at_end}"


_AT_THIS_RATE = "at this rate"


def _at_what(figures: Figures) -> str:
    """Say on what the forecast of the cost rests, by the form of EAC."""
    return {
        "a": "if the rest costs what was planned",
        "c": "at this rate of cost and time",
        "d": "by the plan's own remaining cost",
    }.get(figures.get("eac_form") or "", _AT_THIS_RATE)


def estimate_of(figures: Figures) -> str | None:
    """Say how EAC was made: EAC, form (b): BAC / CPI = EUR 6.40 m / 0.78 = EUR 8.21 m."""
    unit, form = figures.get("unit"), figures.get("eac_form")
    bac, ev, ac, cpi, spi, eac = (figures.get(name) for name in ("bac", "ev", "ac", "cpi", "spi", "eac"))
    if eac is None or ac is None or not known(eac) or not known(ac):
        return None
    said = f"EAC by {rule(form)}"
    end = f" = {money(eac, unit)}"
    if form == "d":
        return f"{said} = {money(ac, unit)} + {money(eac - ac, unit)}{end}"
    if bac is None or ev is None or not known(bac) or not known(ev):
        return None
    left = f"{money(ac, unit)} + {money(bac - ev, unit)}"
    if form == "a":
        return f"{said} = {left}{end}"
    if cpi is None or not known(cpi):
        return None
    if form == "c":
        return f"{said} = {left} / ({ratio(cpi)} x {ratio(spi)}){end}" if spi is not None and known(spi) else None
    return f"{said} = {money(bac, unit)} / {ratio(cpi)}{end}"


def pace(figures: Figures) -> str | None:
    """Say the earned schedule: it stands where it should have stood after 7.6 of 10 months, and what that leads to."""
    es, index = figures.get("es"), figures.get("spi_t")
    if es is None or index is None or not known(es) or not known(index) or not index:
        return None
    said = f"It stands where it should have stood after {_months(es)} of {_months(es / index)} months"
    ends = _month_at_the_end(figures)
    return f"{said}; at this pace {ends}" if ends else said


def finish(figures: Figures) -> str | None:
    """Say when the plan itself expects the end, against the baseline."""
    slip, last, planned = (figures.get(name) for name in ("finish_slip", "finish", "baseline_finish"))
    if slip is None or not known(slip) or not last or not planned:
        return None
    if on := figures.get("unfinished_on"):
        against = f"{wording.late(slip)} against the baseline's {day_of(planned)}"
        return f"Its plan ended on {day_of(last)}, and on {day_of(on)} it was not finished, {against}"
    if slip == 0:
        return f"Its plan ends on {day_of(last)}, as its baseline does"
    return f"Its plan ends on {day_of(last)}, {wording.late(slip)} against the baseline's {day_of(planned)}"


def milestones(figures: Figures) -> Iterator[str]:
    """Name the worst milestone that is not done."""
    if figures.get("worst_name"):
        slip = figures.get("worst_slip")
        how = " decides" if slip is None or not known(slip) else f" is {wording.late(slip)}"
        yield f"“{figures['worst_name']}”{how}"


def deliverables(figures: Figures) -> Iterator[str]:
    """Name what was rejected or is overdue."""
    name, rejected, overdue = (figures.get(name) for name in ("worst_deliverable", "rejected", "overdue"))
    if not name:
        return
    count = (rejected or 0) + (overdue or 0) - 1
    more = f", and {count} more {'is' if count == 1 else 'are'} rejected or overdue" if count > 0 else ""
    yield f"“{name}” {'was rejected' if rejected else 'is overdue'}{more}"


def threats(figures: Figures) -> Iterator[str]:
    """Say the exposure against what is left of the budget."""
    exposure, left, unit = (figures.get(name) for name in ("exposure", "remaining_budget", "money_unit"))
    if figures.get("unconverted"):
        yield f"Its threats in {figures['unconverted']} are left out, because no rate to its currency is known"
    if count := figures.get("unweighed"):
        who = "1 threat" if count == 1 else f"{count} threats"
        yield f"{who} without a probability or money {'does' if count == 1 else 'do'} not count"
    if exposure is None or not known(exposure):
        return
    if exposure <= 0:
        yield "No threat to it is open"
        return
    part = wording.share(exposure, left) if left is not None and known(left) else None
    of = f"are {part} of what is left of the budget" if part else "stand against a budget that is spent"
    limit = f" (more than {number(100 * cut(figures, 'exposure_share'))} % is at risk)" if part else ""
    yield f"Threats of {money(exposure, unit)} {of}{limit}"


def month_of_the_end(figures: Figures) -> date | None:
    """Give the month in which the project ends at its pace so far: IEAC(t) months after its baseline began."""
    start, count = figures.get("baseline_start"), figures.get("ieac_t")
    if not start or count is None or not known(count) or count > 1200:
        return None
    return wording.month_at(date.fromisoformat(start[:10]), count)


def _month_at_the_end(figures: Figures) -> str | None:
    ends, planned = month_of_the_end(figures), figures.get("baseline_finish")
    if ends is None or not planned or not _slow(figures):
        return None
    last = date.fromisoformat(planned[:10])
    return None if (ends.year, ends.month) <= (last.year, last.month) else wording.months(ends, last)


def _cost_at_the_end(figures: Figures) -> str | None:
    unit, index, at_end, planned = (figures.get(name) for name in ("unit", "cpi", "eac", "bac"))
    if at_end is None or planned is None or not known(at_end) or not known(planned):
        return None
    behind = index is not None and known(index) and index < cut(figures, "cpi_on_track") - 1e-9
    if not behind and (figures.get("eac_form") != "d" or figures.get("cost_status") not in ("off_track", "at_risk")):
        return None
    return f"{money(at_end, unit)} instead of {money(planned, unit, named=False)}"


def _months(count: float) -> str:
    return number(round(count, 1)) or "0"


def _short(figures: Figures, name: str) -> str:
    return money(figures[name], figures.get("unit"), named=False)


def _slow(figures: Figures) -> bool:
    index = figures.get("spi_t")
    return index is not None and known(index) and index < cut(figures, "spi_t_on_track") - 1e-9


def _its(names: list[str]) -> str:
    return f"its {wording.listed(names)}" if names else "what is known"


def overbooked(figures: Figures) -> Iterator[str]:
    """Say who is asked for more than they can give, how much and when, and how much of it the project asks for."""
    share, who = figures.get("needed_share"), figures.get("overbooked_name") or figures.get("overbooked")
    if not who:
        if share is not None:
            yield f"Its people can give what it needs; in its fullest week it needs {number(round(share))} % of that"
        return
    asked, had, here = (number(round(figures[name], 1)) for name in _OVERBOOKED)
    days = f"{day_of(figures['overbooked_first'])} to {day_of(figures['overbooked_last'])}"
    weeks = _weeks(int(figures["overbooked_weeks"]))
    yield f"{who} is asked for {asked} hours and has {had}, in {weeks} of {days}; {here} of them are for this project"
    of = f"{number(round(share))} % of what its people can give" if share is not None else "hours that nobody can give"
    limit = number(100 + 100 * cut(figures, "overbooked_share"))
    yield f"In its fullest week it needs {of} (more than {limit} % is at risk)"


def _weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


_OVERBOOKED = ("overbooked_hours", "overbooked_capacity", "overbooked_here")

_SAID = {"milestones": milestones, "deliverables": deliverables, "risks": threats, "resources": overbooked}
