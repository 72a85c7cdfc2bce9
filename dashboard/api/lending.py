"""What departments lend to each other, and who is shared between them."""

from collections.abc import Callable

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import Field

from dashboard.api.answers import At, table
from dashboard.api.capacity import AskedDays, span_of
from dashboard.api.rows import Row, many
from dashboard.view import View
from dashboard.view.lending import Lending, lending_of


class Lent(Row):
    """Hours that people of a department work for projects of a department in a month; their own stand there too.

    `month` is its first day, also where the days that are asked for begin within it. `fte`: hours by those of Monday to
    Friday, eight hours a day, in the same days.
    """

    lender: str | None
    borrower: str | None
    month: str
    hours: float
    fte: float | None
    people: int


class Shared(Row):
    """Whom a person with work works for; `pool` is what a register declares: shared or dedicated."""

    person: str
    name: str | None
    role: str | None
    department: str | None
    pool: str | None
    works_for: str = Field(description="one project, one department, several departments")
    projects: int
    departments: int
    hours: float
    own_hours: float
    lent_hours: float


def add(api: APIBlueprint, view: Callable[[At], View]) -> None:
    """Add the addresses."""

    def found(query: AskedDays) -> Lending:
        asked = view(query)
        return lending_of(asked, span_of(query, asked.today))

    @api.get(
        "/lending",
        operation_id="lending",
        summary="What people of each department work for each department, by month",
        responses={200: many(Lent)},
    )
    def lent(query: AskedDays) -> Response:
        return table(found(query).matrix, Lent, query)

    @api.get(
        "/lending/people",
        operation_id="lending_people",
        summary="Whom each person works for, who works for most departments first",
        responses={200: many(Shared)},
    )
    def shared(query: AskedDays) -> Response:
        return table(found(query).people, Shared, query)
