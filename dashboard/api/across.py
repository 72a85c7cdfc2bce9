"""What spans everything: what changed between two moments, and which work and money lead to which objective."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pandas import DataFrame
from pydantic import BeforeValidator, ConfigDict, Field

from dashboard.api.answers import HIGHEST, Asked, At, day, table
from dashboard.api.rows import Row, many
from dashboard.view import View
from dashboard.view.alignment import alignment_of
from dashboard.view.changes import changes_of, moments
from data.frames import objects


def _moment(text: Any) -> date | int:
    """Read a day, written as YYYY-MM-DD, or the number of a revision, of which 0 is before everything."""
    if re.fullmatch(r"[0-9]{1,9}", str(text)):
        return min(int(text), HIGHEST)
    try:
        return day(text)
    except ValueError as error:
        raise ValueError(f"{error}, or the number of a revision") from error


Moment = Annotated[date | int, BeforeValidator(_moment)]


class AskedBetween(Asked):
    """Two moments, and the parameters of a collection."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Moment | None = Field(
        None, alias="from", description="The earlier moment: a day or a revision; without it the load before `to`"
    )
    to: Moment | None = Field(None, description="The later moment: a day or a revision; without it the newest load")


class Change(Row):
    """What changed, the worst first: `size` in `unit` is signed, `cause` is null where nothing is known of it."""

    rank: int
    kind: str = Field(
        description="status, slip, money, budget, baseline, link, contribution, booking, load, target, weight, added, "
        "removed or renamed"
    )
    subject_kind: str
    key: str
    name: str | None
    change: str = Field(description="worse, better or same")
    what: str
    before: Any
    after: Any
    size: float | None
    unit: str | None
    cause: str | None
    project: str | None = Field(description="of a milestone")


class Disagreement(Row):
    """A value on which the sources of a project or milestone disagree: one row a source, what counts first."""

    kind: str = Field(description="project or milestone")
    key: str
    name: str | None
    project: str | None
    field: str
    value: Any
    feed: str | None
    counts: bool
    because: str | None = Field(description="By which rule the value that counts does")
    source: str | None


class AlignmentRow(Row):
    """What leads from a project to an objective, and the cost so far that is put down to it (percent of the project's).

    Without an objective it is what is put down to none.
    """

    project: str
    name: str | None
    path: str | None = Field(description="served, enabling or nothing")
    objective: str | None
    links: int
    quantified: int
    share: float | None
    spend: float | None
    currency: str | None
    spent_by: str | None = Field(description="What says so: money register, or schedule where no Money row does")
    spent_until: str | None = Field(description="The day up to which a schedule says what was spent")


def add(api: APIBlueprint, view: Callable[[At], View]) -> None:
    """Add the addresses."""

    @api.get(
        "/changes",
        operation_id="changes",
        summary="What changed between two moments, the worst first, with the cause",
        responses={200: many(Change)},
    )
    def changes(query: AskedBetween) -> Response:
        asked = view(query)
        first, last = moments(asked, query.from_, query.to)
        return table(changes_of(asked, first, last) if last else DataFrame(), Change, query)

    @api.get(
        "/disagreements",
        operation_id="disagreements",
        summary="Where sources disagree on a field of a project or milestone: each value, which counts, and why",
        responses={200: many(Disagreement)},
    )
    def disagreements(query: Asked) -> Response:
        return table(view(query).disputed(), Disagreement, query)

    @api.get(
        "/alignment",
        operation_id="alignment",
        summary="Which projects lead to which objectives, and the money that is put down to each",
        responses={200: many(AlignmentRow)},
    )
    def alignment(query: Asked) -> Response:
        found = alignment_of(view(query))
        frame = found.matrix
        for name in ("name", "path", "spent_by", "spent_until"):
            frame = frame.assign(**{name: objects(frame["project"].map(found.projects[name]), frame.index)})
        return table(frame.assign(share=frame["share"] * 100, currency=found.currency), AlignmentRow, query)
