"""A project as a page and the side panel show it."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.analysis.earned_value import DAYS
from dashboard.analysis.project_status import DIMENSIONS
from dashboard.figures.money import kinds, sums
from dashboard.panels.blocks import eyebrow, facts, figures, is_missing, link, plural, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.explain import explained
from dashboard.panels.marks import status
from dashboard.panels.sentences import of_project as sentence
from dashboard.selection import Selection
from dashboard.view import ProjectView
from dashboard.view.explain import Explained, wording
from dashboard.view.explain.projects import alone, month_of_the_end
from dashboard.words import amount, day_of, number, old, told_on

_RULE = (
    "The worst of schedule, cost, milestones, deliverables, risks and resources, as far as they are known; the last "
    "three lower it to at risk at most."
)


_BELONGS = ("programme", "department")
Why = Mapping[str, Explained]  # everything that is computed of a project, by measure


def above(found: ProjectView, selection: Selection) -> Component:
    """Give the line above the title: what it is, and where it belongs."""
    row = found.row
    critical = "mission critical" if row["critical"] else None
    required = "required by law" if row["mandatory"] else None
    of = [link(kind, row[kind], row[f"{kind}_name"], selection) if row[kind] else None for kind in _BELONGS]
    return eyebrow(["Project", *of, row["stage"], critical, required])


def opening(
    found: ProjectView, today: str, why: Why | None = None, selection: Selection | None = None
) -> list[Component]:
    """Give what stands first: the sentence and five figures; with `why`, which explains them, what is recommended."""
    row, of_status = found.row, (why or {}).get("status")
    stale = (old(told_on(row), today) or "of no known date") if row["stale"] else None
    reported_on = f"by its manager on {day_of(row['reported_on'])}" if row["reported_on"] else "by its manager"
    computed: Any = status(row["status"], stale=stale)
    if selection is not None:
        computed = explained(computed, of_status, selection, unit=row["unit"])
    told = [each.text for each in of_status.because] if of_status else []
    cells = [
        ("Computed status", computed, _made_by(row)),
        ("Reported status", row["reported"] or "–", reported_on if row["reported"] else "none is reported"),
        ("Finish", _day(row["finish"]) or "–", _baseline_finish(row, (why or {}).get("schedule_status"))),
        ("Milestones done", _done(found), on_time(row, found.milestones)),
        ("Spent", *_spent(found)),
        *_advice((why or {}).get("recommendation"), selection),
    ]
    return [html.P(sentence(row, found.milestones, today, told), className="lead"), figures(cells)]


def _advice(one: Explained | None, selection: Selection | None) -> list[tuple[Any, Any, Any]]:
    """Give what to do with it, which opens into the facts behind it."""
    if one is None or selection is None:
        return []
    first = one.because[0].text.removesuffix(".") if one.because else None
    said = "–" if one.text in (None, "none") else wording.capital(one.text)
    return [("Recommendation", explained(said, one, selection), first)]


def known(found: ProjectView, selection: Selection, names: Names) -> Component:
    """Give what the sources say of the project itself, put together."""
    row, sponsor = found.row, found.row["sponsor"]
    done = None if is_missing(row["percent_complete"]) else f"{number(row['percent_complete'])} %"
    pairs = [
        ("Manager", row["manager"]),
        ("Sponsor", link("person", sponsor, names[sponsor], selection) if sponsor in names else sponsor),
        *(
            (kind.capitalize(), link(kind, row[kind], row[f"{kind}_name"], selection) if row[kind] else None)
            for kind in reversed(_BELONGS)
        ),
        ("Stage", row["stage"]),
        ("Mission critical", _yes(row["critical"])),
        ("Required by law", _yes(row["mandatory"])),
        ("Comment", row["comment"]),
        ("Start", _dates(row["start"], row["baseline_start"])),
        ("Finish", _dates(row["finish"], row["baseline_finish"])),
        ("Complete", done),
        ("Status date", _status_date(row)),
        ("Budget", _money(row["budget"], row["currency"])),
        ("Reserve", _money(row["reserve"], row["currency"])),
        ("Key", html.Code(found.key)),
        ("Feeds", row["sources"]),
        ("Source", source(row["source"], row["source_revision"], selection)),
    ]
    return section("About it", [facts(pairs)])


def standing(found: ProjectView, why: Why, pictures: Component, selection: Selection) -> Component:
    """Give how the project is judged: every dimension and the figures behind them, each opening into its explanation,
    what is drawn of them, and what is not computed.
    """
    unit = found.row["unit"]
    dimensions = [
        html.Div([html.Dt(name.capitalize()), html.Dd(_dimension(why.get(f"{name}_status"), unit, selection))])
        for name in DIMENSIONS
    ]
    cells = [(word, _figure(why, name, made(why), selection, unit), under(why)) for word, name, made, under in _FIGURES]
    parts = [html.Dl(dimensions, className="standing"), figures(cells), pictures]
    return section("How it is judged", [*parts, *not_computed(why)], about=_RULE)


def earned(found: ProjectView) -> Component:
    """Give CPI, SPI(t) and the cost at the end, as the side panel has room for them."""
    row = found.row
    cost, unit = (row["eac"], row["bac"]), row["unit"]
    eac, bac = (None if is_missing(value) else wording.money(value, unit) for value in cost)
    indices = (None if is_missing(row[name]) else row[name] for name in ("cpi", "spi_t"))
    cpi, pace = (None if value is None else wording.ratio(value) for value in indices)
    each = f"earns {wording.for_each(row['cpi'], unit)}" if cpi else "not computed"
    far = f"{round(row['spi_t'] * 100)} % as far as planned" if pace else "not computed"
    return figures(
        [
            ("CPI", cpi or "–", each),
            ("SPI(t)", pace or "–", far),
            ("Cost at the end", eac or "–", f"budget {bac}" if bac and eac else "not computed"),
        ]
    )


def _dimension(one: Explained | None, unit: str | None, selection: Selection) -> Any:
    if one is None or one.status is None:
        return html.Span("not judged", className="second")
    return explained(status(one.status), one, selection, unit=unit)


def _figure(why: Why, name: str, value: str | None, selection: Selection, unit: str | None) -> Any:
    return explained(value, why.get(name), selection, unit=unit) if value else "–"


def _index(name: str) -> Callable[[Why], str | None]:
    def made(why: Why) -> str | None:
        one = why.get(name)
        return None if one is None or one.value is None else wording.ratio(one.value)

    return made


def _amount(name: str) -> Callable[[Why], str | None]:
    def made(why: Why) -> str | None:
        one = why.get(name)
        return None if one is None or one.value is None else wording.money(one.value, one.unit)

    return made


def _end(why: Why) -> str | None:
    """Say the month in which it ends at its pace so far."""
    schedule, pace = why.get("schedule_status"), why.get("ieac_t")
    if schedule is None or pace is None:
        return None
    ends = month_of_the_end({**schedule.inputs, "ieac_t": pace.value})
    return f"{ends:%b} {ends.year}" if ends else None


def _against(text: str, name: str) -> Callable[[Why], str]:
    def under(why: Why) -> str:
        said = _amount(name)(why)
        return f"{text} {said}" if said else "not computed"

    return under


def _earned_for_each(why: Why) -> str:
    one, spent = why.get("cpi"), why.get("ac")
    if one is None or one.value is None:
        return "not computed"
    return wording.for_each(one.value, spent.unit if spent else None)


def _months(why: Why) -> str:
    one, index = why.get("es"), why.get("spi_t")
    if one is None or index is None or one.value is None or not index.value:
        return "not computed"
    return f"{number(round(one.value, 1)) or 0} of {number(round(one.value / index.value, 1))} months earned"


def _baseline(why: Why) -> str:
    one = why.get("schedule_status")
    planned = one.inputs.get("baseline_finish") if one else None
    return f"baseline {day_of(planned)}" if planned else "not computed"


_FIGURES: tuple[tuple[str, str, Callable[[Why], str | None], Callable[[Why], str]], ...] = (
    ("CPI", "cpi", _index("cpi"), _earned_for_each),
    ("SPI(t)", "spi_t", _index("spi_t"), _months),
    ("Earned", "ev", _amount("ev"), _against("planned by now", "pv")),
    ("Cost at the end", "eac", _amount("eac"), _against("budget", "bac")),
    ("End at this pace", "ieac_t", _end, _baseline),
)


def not_computed(why: Why) -> list[Component]:
    """Say quietly what is not computed, and what would have to be supplied."""
    said: dict[str, list[str]] = {}
    for one in why.values():
        if one.text and one.value is None and one.text.startswith("not computed: "):
            said.setdefault(one.text.removeprefix("not computed: "), []).append(_NAMES.get(one.measure, one.measure))
    lines = [f"Not computed: {wording.listed(names)}: {text}." for text, names in said.items()]
    return [html.P(" ".join(lines), className="about")] if lines else []


_NAMES = {
    "bac": "BAC", "pv": "PV", "ev": "EV", "cpi": "CPI", "spi": "SPI", "spi_t": "SPI(t)", "eac": "EAC",
    "tcpi": "TCPI against the budget", "tcpi_eac": "TCPI against EAC", "status": "its status",
}  # fmt: skip


def _made_by(row: dict[str, Any]) -> str:
    """Say which dimensions made the status."""
    names = [name for name in DIMENSIONS if row[f"{name}_status"] == row["status"]]
    if not names or row["status"] == "done":
        return "the worst of what is known"
    return f"by its {wording.listed(names)}{' alone' if row['status'] == 'on_track' and alone(row) else ''}"


def budget(found: ProjectView) -> str | None:
    """Say the approved budget and the reserve, and why the forecast that is stated is not the cost at the end."""
    row, said = found.row, []
    if not is_missing(row["budget"]):
        reserve = "" if is_missing(row["reserve"]) else f", and a reserve of {_money(row['reserve'], row['currency'])}"
        said.append(f"Approved budget {_money(row['budget'], row['currency'])}{reserve}.")
    if not is_missing(row["eac"]) and row["unit"] not in ("h", DAYS):
        said.append(
            f"The forecast is what is stated month by month; the cost at the end by earned value, "
            f"{wording.money(row['eac'], row['unit'])}, follows from what the work so far has cost. "
            "Neither knows of the other."
        )
    return " ".join(said) or None


def _day(moment: str | None) -> str | None:
    return day_of(moment) if moment else None


def _baseline_finish(row: dict[str, Any], judged: Explained | None) -> str:
    """Give the baseline that the slip is of, which is the plan's, and what is stated beside it where that differs."""
    planned, stated = judged.inputs.get("baseline_finish") if judged else None, row["baseline_finish"]
    if planned and stated and planned[:10] != stated[:10]:
        return f"baseline {day_of(planned)} by its plan, {day_of(stated)} as stated"
    return f"baseline {day_of(planned or stated)}" if planned or stated else "no baseline"


def _dates(moment: str | None, baseline: str | None) -> str | None:
    """Say a date and the baseline that is stated beside it; that of a plan lies in its tasks and stands further up."""
    if not moment and not baseline:
        return None
    return (_day(moment) or "not given") + (f"; baseline {_day(baseline)}" if baseline else "")


def _status_date(row: dict[str, Any]) -> str | None:
    if not row["status_date"]:
        return None
    comes = {"data_date": "the schedule's data date", "status_date": "as stated", "option": "as given when loading"}
    comes |= {"saved": "when the file was saved", "exported": "when it was exported", "recorded": "when it was loaded"}
    comes |= {"changed": "when something in the file was last changed"}
    return f"{day_of(row['status_date'])}, {comes.get(row['status_date_from'] or '', 'as stated')}"


def _done(found: ProjectView) -> str:
    done = int(found.milestones["actual"].notna().sum())
    return f"{done} of {len(found.milestones)}"


def on_time(row: dict[str, Any], milestones: pd.DataFrame) -> str:
    """Say how many of the milestones that were due were done by then, or why that is not known."""
    if milestones.empty:
        return "none is known"
    if is_missing(row["on_time_rate"]):
        return "none is due yet" if milestones["baseline"].notna().any() else "none has a baseline"
    return f"{number(row['on_time_rate'])} % of those due were on time"


def _spent_by_schedule(row: dict[str, Any]) -> tuple[Any, str]:
    if is_missing(row["ac"]) or row["unit"] in ("h", DAYS):
        return "–", "no expenditure is known"
    return html.Span(wording.money(row["ac"], row["unit"]), title=amount(row["ac"], row["unit"])), "by its schedule"


def _spent(found: ProjectView) -> tuple[Any, str]:
    """Give what was spent against the plan to date, by month where that is stated, else by the schedule; every currency
    by itself.
    """
    costs = [(currency, sums(rows)) for kind, currency, rows in kinds(found.money) if kind == "cost"]
    if not costs:
        return _spent_by_schedule(found.row)
    if len(costs) > 1:
        return plural(len(costs), "currency", "currencies"), "see below; they are not added"
    currency, total = costs[0]
    if total.actual is None and not is_missing(found.row["ac"]):
        return _spent_by_schedule(found.row)
    if total.actual is None:
        return "–", f"of {wording.money(total.plan, currency)} planned" if total.plan else "nothing is spent yet"
    due = total.plan_to_date
    plan = "no plan to compare" if due is None else f"of {wording.money(due, currency, named=False)} planned to date"
    return html.Span(wording.money(total.actual, currency), title=amount(total.actual, currency)), plan


def _money(value: Any, currency: str | None) -> str | None:
    return None if is_missing(value) else amount(value, currency or "(currency not given)")


def _yes(value: Any) -> str | None:
    return None if is_missing(value) else "yes" if value else "no"
