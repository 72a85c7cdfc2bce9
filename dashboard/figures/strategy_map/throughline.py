"""The throughline of a node: everything that leads to it and everything that it leads to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dashboard.figures.strategy_map.frames import Rows, StrategyMap, rows, with_contributions

Subject = str  # "objective:I1", "link:I1>C3", "contribution:P06>K21", as in the address and the API


def throughline(of: StrategyMap, selected: Subject) -> frozenset[Subject]:
    """Subjects (nodes and edges) lit for a selected one: milestone, project, KPI, objective, effects and perspective
    upwards; objectives that cause it, KPIs, projects and milestones downwards. Empty when the map does not have it.
    """
    return lit_subjects(chosen_rows(of, selected), selected)


def chosen_rows(of: StrategyMap, selected: Subject | None) -> Rows:
    """The map's rows with those contributions that the throughline of the selected subject may go along."""
    given = rows(of)
    kind, _, key = (selected or "").partition(":")
    if kind == "milestone":
        return with_contributions(
            given, of.projects, "project", {one.project for one in given.milestones if one.key == key}
        )
    if kind in ("project", "contribution"):
        return with_contributions(given, of.projects, "project", {key.split(">")[0]})
    lit = lit_subjects(given, selected) if selected else frozenset()
    return with_contributions(given, of.projects, "kpi", {kpi.key for kpi in given.kpis if f"kpi:{kpi.key}" in lit})


def lit_subjects(of: Rows, selected: Subject) -> frozenset[Subject]:
    """As `throughline`, from rows."""
    if selected.startswith(("link:", "contribution:")):
        return _along_edge(of, selected)
    steps = _steps(of)
    if selected not in _subjects(of):
        return frozenset()
    up = _reached(steps, [selected])
    down = _reached(_reversed(steps), [selected])
    # An effect that is lit is lit as a whole card, so with its own KPIs.
    own = {f"kpi:{kpi.key}" for kpi in of.kpis if f"objective:{kpi.objective}" in up}
    bands = {f"band:{objective.band}" for objective in of.objectives if objective.subject in up | down}
    return frozenset(up | down | own | bands | _edges_between(steps, up) | _edges_between(steps, down))


def _along_edge(of: Rows, selected: Subject) -> frozenset[Subject]:
    return next((frozenset({edge, *ends}) for ends, edge in _edges(of).items() if edge == selected), frozenset())


def _subjects(of: Rows) -> set[Subject]:
    return {
        *(f"band:{band.key}" for band in of.bands),
        *(objective.subject for objective in of.objectives),
        *(f"kpi:{kpi.key}" for kpi in of.kpis),
        *(f"project:{row.project}" for row in of.contributions),
        *(f"milestone:{milestone.key}" for milestone in of.milestones),
    }


def _edges(of: Rows) -> dict[tuple[Subject, Subject], Subject]:
    cards = {objective.key: objective.subject for objective in of.objectives}
    links = {(cards[a.source], cards[a.target]): f"link:{a.source}>{a.target}" for a in of.links if a.fate != "removed"}
    work = {(f"project:{a.project}", f"kpi:{a.kpi}"): f"contribution:{a.project}>{a.kpi}" for a in of.contributions}
    return links | work


def _steps(of: Rows) -> dict[Subject, dict[Subject, Subject | None]]:
    """From each subject the ones it leads to, each with the subject of the edge between them, if it is drawn."""
    steps: dict[Subject, dict[Subject, Subject | None]] = defaultdict(dict)
    for (source, target), edge in _edges(of).items():
        steps[source][target] = edge
    for milestone in of.milestones:
        steps[f"milestone:{milestone.key}"][f"project:{milestone.project}"] = None
    for kpi in of.kpis:
        steps[f"kpi:{kpi.key}"][f"objective:{kpi.objective}"] = None
    for objective in of.objectives:
        steps[objective.subject][f"band:{objective.band}"] = None
    return steps


def _reversed(steps: Mapping[Subject, Iterable[Subject]]) -> dict[Subject, list[Subject]]:
    back: dict[Subject, list[Subject]] = defaultdict(list)
    for source, targets in steps.items():
        for target in targets:
            back[target].append(source)
    return back


def _reached(steps: Mapping[Subject, Iterable[Subject]], start: list[Subject]) -> set[Subject]:
    """Everything reached from the start, itself included; each is visited once, so cycles end."""
    seen, waiting = set(start), list(start)
    while waiting:
        for following in steps.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def _edges_between(steps: dict[Subject, dict[Subject, Subject | None]], reached: set[Subject]) -> set[Subject]:
    return {
        edge
        for source, targets in steps.items()
        if source in reached
        for target, edge in targets.items()
        if edge and target in reached
    }
