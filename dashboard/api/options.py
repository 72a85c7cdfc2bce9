"""What could be done about a conflict over somebody's time."""

from collections.abc import Callable

from flask import Response, abort
from flask_openapi3.blueprint import APIBlueprint
from pydantic import Field

from dashboard.api.answers import Asked, At, KeyPath, table
from dashboard.api.rows import Row, many
from dashboard.site import Site
from dashboard.view import View
from dashboard.view.options import options_of


class Handed(Row):
    """A task that goes to somebody, and its hours in the weeks of the conflict."""

    task_name: str | None
    who_name: str
    hours: float


class Option(Row):
    """One thing that could be done about a conflict, or why it cannot: hours are those of the weeks of the conflict.

    Utilisation is in percent; `cost` is how much more it costs than now, in `currency` at the plan rate.
    """

    id: str
    kind: str = Field(description="together, hand over, move, split, external or accept")
    possible: bool
    why: str | None = Field(description="why it is not possible")
    project: str | None
    project_name: str | None
    task_name: str | None
    needs: str | None = Field(description="the skill and level, or the role, that the work needs")
    needs_by: str | None = Field(description="how that is known: stated, what they know best, or their role")
    who: str | None
    who_name: str | None = Field(description="the person or supplier who takes work")
    skill: str | None = Field(description="theirs that fits, and its level")
    level: float | None
    hours: float | None
    relieved_hours: float | None
    left_hours: float | None
    utilisation: float | None
    utilisation_after: float | None
    their_utilisation: float | None
    their_utilisation_after: float | None
    first: str | None = Field(description="the first day of the work where it lies then")
    last: str | None
    finish: str | None = Field(description="of a move: when the work ends now")
    finish_after: str | None
    days_later: int | None = Field(description="working days")
    cost: float | None
    currency: str | None
    cost_why: str | None = Field(description="why the cost is not computed")
    paid_hours: float | None = Field(description="of a supplier, at least the minimum term")
    rate: float | None
    contract: str | None
    together: list[Handed] | None


def add(api: APIBlueprint, view: Callable[[At], View], site: Site) -> None:
    """Add the address."""

    @api.get(
        "/conflicts/<string:key>/options",
        operation_id="options",
        summary="What could be done about a conflict, what relieves most first, then what cannot be done and why",
        responses={200: many(Option)},
    )
    def options(path: KeyPath, query: Asked) -> Response:
        asked = view(query)
        found = options_of(asked, asked.key_of("conflict", path.key), site.hands(asked), site.conflicts(asked))
        if found is None:
            abort(404, f"There is no conflict {path.key!r} in the coming year.")
        return table(found.found, Option, query)
