"""What stands above the map: one sentence saying what got worse and why, and five figures."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.analysis.status import AT_RISK, OFF_TRACK
from dashboard.figures.tokens import STATUSES
from dashboard.panels.blocks import figures, is_missing, plural
from dashboard.panels.sentences import lateness
from dashboard.selection import Selection
from dashboard.view.explain.wording import money
from dashboard.view.headline import Headline, Turned
from dashboard.words import computed, day_of


def sentence(found: Headline) -> str:
    """Say what got worse since the load before and why, and which late milestone endangers more."""
    if found.since is None:
        return f"The first load: {_stand(found)}."
    if not found.judged:
        said = "No objective can be judged yet"
    elif found.turned:
        said = "; ".join([*map(_turned, found.turned[:1]), *_others(found)])
    else:
        said = f"No objective has got worse since {found.since}"
    return f"{said}{_late(found)}."


def _stand(found: Headline) -> str:
    if not found.objectives:
        return "no objective"
    if not found.judged:
        return f"{plural(found.objectives, 'objective')}, none of which can be judged yet"
    off, risky = found.counts[OFF_TRACK], found.counts[AT_RISK]
    return f"{plural(off, 'objective')} {'is' if off == 1 else 'are'} off track, {risky} at risk"


def told(found: Headline) -> list[Any]:
    """Give the sentence, in which the objectives that it counts are named to whoever opens their number."""
    if not found.late and not found.objectives:
        return []  # without objectives none has got worse, which would say nothing
    said, endangered = sentence(found), found.endangered
    if not found.late or found.since is None:  # of the first load it says how the objectives stand, and no more
        return [said]
    before, many, after = said.partition(_many(found))
    names = html.Span(f" ({'; '.join(endangered)})")
    return [before, html.Details([html.Summary(many), names], className="inline-details"), after]


def _turned(one: Turned) -> str:
    return f"“{one.name}” is {_word(one.status)} now{_because(one)}"


def _others(found: Headline) -> list[str]:
    more, alone = len(found.turned) - 1, len(found.turned) == 2
    how = f"{'has' if alone else 'have'} got worse"
    if any(one.before is None for one in found.turned):
        how += f", or {'is' if alone else 'are'} judged for the first time and off track,"
    return [f"{plural(more, 'other objective')} {how} too"] if more else []


def _because(one: Turned) -> str:
    """Give the shortest chain: the project behind and what is wrong with it, else the value of the worst KPI."""
    if one.project:
        return f" because {one.project['name'] or one.project['key']} {one.project['trouble']}"
    if not one.kpi or not one.kpi["value_text"]:
        return ""
    said = f": {one.kpi['name']} stands at {one.kpi['value_text']}"
    if is_missing(one.kpi["expected"]):
        return said
    return f"{said}, {computed(one.kpi['expected'], one.kpi['unit'])} was expected"


def _late(found: Headline) -> str:
    if not found.late:
        return ""
    where = f"{found.late['name']} ({found.late['project_name']})"
    return f"; {_many(found)} will miss the target's date because {where} comes on {_when(found.late)}"


def _many(found: Headline) -> str:
    return plural(len(found.endangered), "more objective" if found.turned else "objective")


def _when(mark: dict[str, Any]) -> str:
    return f"{day_of(mark['forecast'])}, {lateness(mark['slip_days'])}"


def strip(found: Headline, selection: Selection) -> Component:
    """Give the five figures: objectives off track and at risk, forecast cost, spend that serves nothing, decisions; the
    last three lead to the pages that show them.
    """
    cost, unserved, decided = found.cost, found.unserved, found.decided
    (eac, budget), spent = _cost(cost), _spent(found)
    cells = [
        ("Objectives off track", str(found.counts[OFF_TRACK]), _then(found, OFF_TRACK)),
        ("At risk", str(found.counts[AT_RISK]), _then(found, AT_RISK)),
        ("Forecast cost at completion", _at("portfolio", eac, selection), budget),
        ("Spend that serves nothing", _at("alignment", spent, selection), _unserved(unserved, cost["of"])),
        ("Decisions due", _at("decisions", str(decided["due"]), selection), f"and {decided['overdue']} overdue"),
    ]
    return figures(cells)


def _at(page: str, words: str, selection: Selection) -> Component:
    return html.A(words, href=selection.to(page).href)


def _then(found: Headline, status: str) -> str:
    return "objectives" if found.before is None else f"{found.before[status]} on {found.since}"


def _cost(cost: dict[str, Any]) -> tuple[str, str]:
    if cost["eac"] is None:
        return "–", "not computed: no project has earned value"
    some = "" if cost["projects"] == cost["of"] else f", {cost['projects']} of {cost['of']} projects"
    return money(cost["eac"], cost["currency"]), f"budget {money(cost['bac'], cost['currency'], named=False)}{some}"


def _spent(found: Headline) -> str:
    if not found.cost["of"]:
        return "–"
    spent = found.unserved["actual"]
    return "not known" if spent is None else money(spent, found.unserved["currency"])


def _unserved(unserved: dict[str, Any], of: int) -> str:
    if not unserved["projects"]:
        return "every project serves an objective" if of else "no project is known"
    by = "" if unserved["actual"] is None else "by "
    said = f"{by}{plural(unserved['projects'], 'project')}"
    said += f", {unserved['scheduled']} as schedules say" if unserved["scheduled"] else ""
    return f"{said}, {plural(unserved['left_out'], 'sum')} left out" if unserved["left_out"] else said


def _word(status: str) -> str:
    return STATUSES[status].word.lower()
