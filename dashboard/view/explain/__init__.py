"""Why a figure or a status is what it is: sentences made from its rule and inputs, each with the row it came from."""

from dashboard.view import View
from dashboard.view.ahead import ahead_of
from dashboard.view.explain.ahead import gap_of_objective, told
from dashboard.view.explain.of_project import of_project
from dashboard.view.explain.others import of_kpi, of_milestone, of_milestones, of_objective
from dashboard.view.explain.reasons import Because, Explained

__all__ = [
    "KINDS", "Because", "Explained", "explain", "gap_of_objective", "of_kpi", "of_milestone", "of_milestones",
    "of_objective", "of_project",
]  # fmt: skip

KINDS = ("project", "objective", "kpi", "milestone", "person")


def explain(view: View, kind: str, key: str) -> list[Explained] | None:
    """Explain everything that is computed of a subject (one of `KINDS`); None where the store has no such subject."""
    if kind == "project":
        project = view.project(key, with_tasks=False)
        return of_project(view, project) if project else None
    if kind == "objective":
        objective = view.objective(key)
        if objective is None:
            return None
        ahead = ahead_of(view, objective)
        return [*of_objective(view, objective, ahead), gap_of_objective(objective, ahead)]
    if kind == "kpi":
        kpi = view.kpi(key)
        if kpi is None:
            return None
        ahead = ahead_of(view, kpi)
        return of_kpi(view, kpi, ahead, told(kpi, ahead))
    if kind == "milestone":
        return of_milestone(view, key)
    return [] if key in view.people([key]).index else None
