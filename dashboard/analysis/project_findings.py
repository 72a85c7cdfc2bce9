"""The figures and statuses of projects as they are stored: one row for each measure, with its rule and inputs."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.analysis import estimate, project_status
from dashboard.analysis.earned_value import DAYS, HOURS, MONEY
from dashboard.analysis.findings import Finding, Line, encoded
from dashboard.analysis.resources import COLUMNS
from dashboard.analysis.status import NO_DATA
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

# Measure, its rule in words, its unit ("" is that in which the project counts).
NUMBERS = (
    ("bac", "sum of the budgets of what has a baseline", ""),
    ("pv", "budget of the work scheduled up to the status date", ""),
    ("ev", "sum of budget x percent complete", ""),
    ("ac", "actual cost up to the status date", ""),
    ("cv", "EV - AC", ""),
    ("sv", "EV - PV", ""),
    ("cpi", "EV / AC", "ratio"),
    ("spi", "EV / PV, without level of effort", "ratio"),
    ("eac", "", ""),  # its rule is that of the form which counts
    ("etc", "EAC - AC", ""),
    ("vac", "BAC - EAC", ""),
    ("tcpi", "(BAC - EV) / (BAC - AC)", "ratio"),
    ("tcpi_eac", "(BAC - EV) / (EAC - AC)", "ratio"),
    ("es", "months after which what is earned was planned to be earned [Lipke]", "months"),
    ("spi_t", "earned schedule / months elapsed [Lipke]", "ratio"),
    ("ieac_t", "planned months / SPI(t)", "months"),
    ("slip_days", "finish against the baseline's", "working days"),
    ("on_time_rate", "milestones done by their baseline / all that were due", "%"),
)
_INPUTS = {
    "schedule": (
        "spi_t", "es", "ieac_t", "finish_slip", "finish", "unfinished_on", "baseline_start", "baseline_finish",
        "duration",
    ),
    "cost": ("cpi", "ev", "ac", "ac_source", "ac_date", "ac_left_out", "basis", "bac", "eac", "eac_form"),
    "milestones": ("worst", "worst_name", "worst_slip", "due", "total"),
    "deliverables": ("overdue", "rejected", "worst_deliverable"),
    "risks": ("exposure", "remaining_budget", "unconverted", "unweighed"),
    "resources": COLUMNS[1:],
}  # fmt: skip
# The thresholds that decide each dimension, and its rule with their values.
_CUTS = {
    "schedule": (
        "spi_t_on_track", "spi_t_at_risk", "finish_slip_on_track", "finish_slip_at_risk", "finish_slip_share",
    ),
    "cost": ("cpi_on_track", "cpi_at_risk", "cost_date_days"),
    "cost (d)": ("cpi_on_track", "cpi_at_risk", "eac_on_track", "eac_at_risk", "cost_date_days"),
    "risks": ("exposure_share",),
    "resources": ("overbooked_share",),
}  # fmt: skip
_RULES = {
    "schedule": "the worse of SPI(t) (on track from {spi_t_on_track:g}, at risk from {spi_t_at_risk:g}) and the slip "
    "of the finish (on track up to {finish_slip_on_track:g} working days, at risk up to {finish_slip_at_risk:g} or "
    "{finish_slip_percent:g} % of the duration, off track once the baseline's finish has gone by undone)",
    "cost": "CPI: on track from {cpi_on_track:g}, at risk from {cpi_at_risk:g}",
    "cost (d)": "the worse of CPI (on track from {cpi_on_track:g}, at risk from {cpi_at_risk:g}) and EAC / BAC (on "
    "track up to {eac_on_track:g}, at risk up to {eac_at_risk:g}), as EAC comes from the plan's own remaining cost",
    "milestones": "the worst of the milestones that are not done",
    "deliverables": "overdue or rejected is at risk",
    "risks": "probability x money of its threats over {exposure_percent:g} % of the remaining budget is at risk",
    "resources": "it needs {overbooked_percent:g} % more than its people can give in one of the 13 weeks after the "
    "status date: at risk",
}


@lru_cache(maxsize=128)  # most are judged by the same thresholds
def _rule(dimension: str, cuts: Thresholds) -> tuple[str, dict[str, float]]:
    """Give the rule of a dimension in words, and the thresholds that decide it."""
    used = cuts.named(*_CUTS.get(dimension, ()))
    percents = {name.replace("_share", "_percent"): 100 * cut for name, cut in used.items() if name.endswith("_share")}
    return _RULES[dimension].format_map({**used, **percents}), used


def of_projects(
    judged: pd.DataFrame, projects: pd.DataFrame, names: pd.Series, cuts: Thresholds = DEFAULTS
) -> list[Finding]:
    """Give the findings of projects. `judged` as `projects.judge`; `projects`, by key: status_date, fresh_until,
    currency, adopted (revision whose plan counts as baseline, or missing), reported; `names` of milestones by key;
    `cuts`, the thresholds by which each was judged.
    """
    rows: list[Finding] = []
    lines = _lines(judged.assign(worst_name=judged["worst"].map(names)))
    about = _lines(projects[["status_date", "fresh_until", "currency", "adopted", "reported"]])
    for key, line, project, own in zip(judged.index, lines, about, cuts.each(judged.index), strict=True):
        rows += _of_project(str(key), line, project, own)
    return rows


def _lines(frame: pd.DataFrame) -> list[Line]:
    """Give the rows of a frame, None for what is missing."""
    values = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    names = frame.columns.to_list()
    return [dict(zip(names, row, strict=True)) for row in values]


def _of_project(key: str, line: Line, project: Line, cuts: Thresholds) -> Iterator[Finding]:
    dates = (project["status_date"], project["fresh_until"])
    statuses = {name: line[f"{name}_status"] for name in project_status.DIMENSIONS}
    inputs = statuses | {name: line[name] for name in ("by", "judged", *_INPUTS["milestones"])}
    inputs["reported"] = project["reported"]  # so that its history says for how long the two have disagreed
    inputs |= cuts.named("reported_places")
    yield _row(
        key, "status", line["mean"], _not_judged(line), "0-10", line["status"], "the worst of its dimensions",
        encoded(inputs), dates,
    )  # fmt: skip
    for name, status in statuses.items():
        text = _no_rate(line) if name == "risks" and status == NO_DATA else None
        if status != NO_DATA or text:
            kind = "cost (d)" if name == "cost" and line["eac_form"] == "d" else name
            rule, used = _rule(kind, cuts)
            made = encoded({field: line[field] for field in _INPUTS[name]} | used)
            yield _row(key, f"{name}_status", None, text, None, status, rule, made, dates)
    yield from _numbers(key, line, project, dates)


def _not_judged(line: Line) -> str | None:
    if line["stopped"]:
        return "not judged any more: it was stopped"
    return None if line["judged"] or line["finished"] else "not computed: none of its dimensions can be judged"


def _no_rate(line: Line) -> str | None:
    """Say which threats could not be converted into the project's currency."""
    if not line["unconverted"]:
        return None
    return (
        f"not computed: no rate to its currency for its threats in {line['unconverted']}; give a line `rate ...` in "
        "the Settings sheet"
    )


def _numbers(key: str, line: Line, project: Line, dates: tuple[Any, Any]) -> Iterator[Finding]:
    units = {MONEY: project["currency"] or "(currency not given)", HOURS: "h", DAYS: DAYS}
    own = units.get(line["basis"] or MONEY)
    shared = {name: line[name] for name in _SHARED}
    if line["ac_left_out"]:
        shared["ac_left_out"] = line["ac_left_out"]
    if project["adopted"] is not None:
        shared["baseline"] = f"adopted at revision {int(project['adopted'])}"
    told: dict[tuple[str, ...], str] = {}  # most hang on the same
    for measure, rule, unit in NUMBERS:
        value = line["finish_slip"] if measure == "slip_days" else line[measure]
        text = None if value is not None else _why(measure, line)
        if value is not None or text is not None:
            number = None if value is None else float(value)
            made = rule if measure != "eac" else estimate.rule(line["eac_form"])
            more = _MORE.get(measure, ())
            if more not in told:
                told[more] = encoded(shared | {name: line[name] for name in more})
            yield _row(key, measure, number, text, unit or own, None, made, told[more], dates)


_SHARED = ("basis", "kind_of_percent", "loe", "unplanned", "ac_source", "ac_date")
_MORE: dict[str, tuple[str, ...]] = dict.fromkeys(("eac", "etc", "vac", "tcpi_eac"), ("eac_form",))
_MORE["spi"] = ("effort_pv",)
_NO_AC = "not computed: no actual cost is known; give it in the Money sheet, or load a schedule that holds it"
_IN_DAYS = "not computed: the work counts in working days, in which nothing is spent; give the baseline costs or hours"
_DONE = "done: the whole budget is earned"


def _why(measure: str, line: Line) -> str | None:
    """Say why a figure that people look for is missing; of those that follow from it nothing is said."""
    if measure in ("bac", "pv", "ev"):
        return line["why"] or None
    if line["why"]:
        return None
    ac = line["ac"]
    if measure in ("cpi", "eac") and ac is None:
        return _IN_DAYS if line["basis"] == DAYS else _NO_AC
    if measure == "cpi":
        return "not computed: nothing is spent yet"
    if measure == "spi":
        return "not computed: no work was planned up to the status date, except level of effort"
    if measure == "spi_t":
        return "not computed: its first month has not begun"
    if measure == "eac":
        return _no_estimate(line)
    if measure in ("tcpi", "tcpi_eac"):
        return _no_rate_to_complete(measure, line)
    return None


def _no_estimate(line: Line) -> str:
    """Say what the form lacks."""
    if line["eac_form"] == "d":
        return "not computed: the plan states no remaining cost or work; load a schedule that does"
    lacking = [name for name, index in (("CPI", "cpi"), ("SPI", "spi")) if not line[index]]
    return f"not computed: form ({line['eac_form']}) needs {' and '.join(lacking) or 'CPI'} above 0"


def _no_rate_to_complete(measure: str, line: Line) -> str | None:
    if line["ev"] >= line["bac"] * (1 - 1e-9):
        return _DONE
    limit = line["bac" if measure == "tcpi" else "eac"]
    if line["ac"] is None or limit is None:
        return None
    left = "its budget is" if measure == "tcpi" else "what it is expected to cost is"
    return f"not attainable: {left} spent, and work is left"


def _row(
    key: str,
    measure: str,
    value: float | None,
    text: str | None,
    unit: str | None,
    status: str | None,
    rule: str,
    stated: str,
    dates: tuple[Any, Any],
) -> Finding:
    return "project", key, measure, value, text, unit, status, rule, stated, *dates
