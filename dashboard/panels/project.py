"""A project as a page and the side panel show it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.analysis.project_status import DIMENSIONS
from dashboard.figures.money import kinds, sums
from dashboard.panels.blocks import eyebrow, facts, figures, is_missing, plural, section, source
from dashboard.panels.contributions import Names
from dashboard.panels.marks import status
from dashboard.panels.money import short
from dashboard.panels.sentences import of_project as sentence
from dashboard.selection import Selection
from dashboard.view import ProjectView
from dashboard.view.explain.wording import listed
from dashboard.words import amount, day_of, number, old

_RULE = (
    "The worst of schedule, cost, milestones, deliverables and risks, as far as they are known; deliverables and risks "
    "lower it to at risk at most."
)


def above(found: ProjectView) -> Component:
    """Give the line above the title: what it is, and where it belongs."""
    row = found.row
    critical = "mission critical" if row["critical"] else None
    required = "required by law" if row["mandatory"] else None
    return eyebrow(["Project", row["programme_name"], row["department_name"], row["stage"], critical, required])


def opening(found: ProjectView, today: str) -> list[Component]:
    """Give what stands first: the sentence, and five figures."""
    row = found.row
    stale = old(row["status_date"], today) if row["stale"] else None
    reported_on = f"by its manager on {day_of(row['reported_on'])}" if row["reported_on"] else "by its manager"
    cells = [
        ("Computed status", status(row["status"], stale=stale), _made_by(row)),
        ("Reported status", row["reported"] or "–", reported_on if row["reported"] else "none is reported"),
        ("Finish", _day(row["finish"]) or "–", _baseline_finish(row)),
        ("Milestones done", _done(found), _on_time(row)),
        ("Spent", *_spent(found)),
    ]
    return [html.P(sentence(row, found.milestones, today), className="lead"), figures(cells)]


def known(found: ProjectView, selection: Selection, names: Names) -> Component:
    """Give what the sources say of the project itself, put together."""
    row = found.row
    done = None if is_missing(row["percent_complete"]) else f"{number(row['percent_complete'])} %"
    pairs = [
        ("Manager", row["manager"]),
        ("Sponsor", names.get(row["sponsor"], row["sponsor"])),
        ("Department", row["department_name"]),
        ("Programme", row["programme_name"]),
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


def judged(found: ProjectView) -> Component:
    """Say how the status was computed, from what, and what is not computed yet."""
    row = found.row
    pairs: list[Any] = [(name.capitalize(), _dimension(row[f"{name}_status"])) for name in DIMENSIONS]
    pairs.append(("Resources", html.Span("not computed: this comes with the people", className="second")))
    rate = None if is_missing(row["on_time_rate"]) else f"{number(row['on_time_rate'])} %"
    pairs.append(("Milestones on time", rate or "not computed: no milestone is due yet"))
    return section("How it is judged", [html.P(_RULE), facts(pairs)])


def _dimension(found: Any) -> Component:
    if not isinstance(found, str):
        return html.Span("not computed: nothing is known to judge it by", className="second")
    return status(found)


def _made_by(row: dict[str, Any]) -> str:
    """Say which dimensions made the status."""
    names = [name for name in DIMENSIONS if row[f"{name}_status"] == row["status"]]
    return f"by its {listed(names)}" if names and row["status"] != "done" else "the worst of what is known"


def budget(found: ProjectView) -> str | None:
    """Say the approved budget and the reserve in a sentence."""
    row = found.row
    if is_missing(row["budget"]):
        return None
    reserve = "" if is_missing(row["reserve"]) else f", and a reserve of {_money(row['reserve'], row['currency'])}"
    return f"Approved budget {_money(row['budget'], row['currency'])}{reserve}."


def _day(moment: str | None) -> str | None:
    return day_of(moment) if moment else None


def _baseline_finish(row: dict[str, Any]) -> str:
    return f"baseline {day_of(row['baseline_finish'])}" if row["baseline_finish"] else "no baseline"


def _dates(moment: str | None, baseline: str | None) -> str | None:
    if not moment and not baseline:
        return None
    return f"{_day(moment) or 'not given'}; baseline {_day(baseline) or 'not given'}"


def _status_date(row: dict[str, Any]) -> str | None:
    if not row["status_date"]:
        return None
    comes = {"data_date": "the schedule's data date", "status_date": "as stated", "option": "as given when loading"}
    comes |= {"saved": "when the file was saved", "exported": "when it was exported", "recorded": "when it was loaded"}
    return f"{day_of(row['status_date'])}, {comes.get(row['status_date_from'] or '', 'as stated')}"


def _done(found: ProjectView) -> str:
    done = int(found.milestones["actual"].notna().sum())
    return f"{done} of {len(found.milestones)}"


def _on_time(row: dict[str, Any]) -> str:
    if is_missing(row["on_time_rate"]):
        return "none is due yet"
    return f"{number(row['on_time_rate'])} % of those due were on time"


def _spent(found: ProjectView) -> tuple[Any, str]:
    """Give what was spent against the plan to date; every currency by itself."""
    costs = [(currency, sums(rows)) for kind, currency, rows in kinds(found.money) if kind == "cost"]
    if not costs:
        return "–", "no expenditure is known"
    if len(costs) > 1:
        return plural(len(costs), "currency", "currencies"), "see below; they are not added"
    currency, total = costs[0]
    if total.actual is None:
        return "–", f"of {short(total.plan)} {currency} planned" if total.plan else "nothing is spent yet"
    plan = "no plan to compare" if total.plan_to_date is None else f"of {short(total.plan_to_date)} planned to date"
    exact = html.Span(f"{short(total.actual)} {currency}", title=amount(total.actual, currency))
    return exact, plan


def _money(value: Any, currency: str | None) -> str | None:
    return None if is_missing(value) else amount(value, currency or "(currency not given)")


def _yes(value: Any) -> str | None:
    return None if is_missing(value) else "yes" if value else "no"
