"""What Jira calls things, the same in its CSV, JSON and XML."""

from loaders.trackers import items as of
from loaders.trackers.states import DOING, DONE, TODO

CATEGORIES = {
    "new": TODO, "to do": TODO, "indeterminate": DOING, "in progress": DOING, "done": DONE, "complete": DONE,
    "2": TODO, "4": DOING, "3": DONE,
}  # fmt: skip
DEPENDS = frozenset({"blocks", "blocker", "dependency", "depends"})  # types of links that order the work
CUSTOM = {
    "epic link": of.PARENT, "parent link": of.PARENT, "story points": of.POINTS, "story point estimate": of.POINTS,
    "start date": of.START, "fecha de inicio": of.START, "date de début": of.START, "startdatum": of.START,
    "data de início": of.START, "target start": of.START, "target end": of.DUE, "sprint": of.SPRINTS,
}  # fmt: skip


def project_id(site: str, number: str) -> str:
    """Give by what a project is known though its key is changed: its number, which is one only at its site."""
    return f"{site}/project/{number}"


def other_link(kind: str) -> str:
    """Say why a link is no dependency."""
    return f"links of the type '{kind}', which say nothing about the order of work"
