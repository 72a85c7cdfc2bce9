"""Skills: where they are short and who could help, who has them and is free, and what hangs on one person."""

from collections.abc import Callable
from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import Field

from dashboard.analysis.working_time import Span, weeks_from
from dashboard.api.answers import AskedWithin, At, table
from dashboard.api.capacity import AskedDays, span_of
from dashboard.api.rows import Row, many
from dashboard.site import Site
from dashboard.view import View
from dashboard.view.skills import SkillsView, Wanted, chosen, gaps_of


class AskedGaps(AskedDays):
    """Some days and a period, and the parameters of a collection."""

    by: Literal["day", "week", "month"] = Field("month", description="The period; weeks begin on Monday")


class AskedTalents(AskedDays, AskedWithin):
    """Some days, whom one looks for, and the parameters of a collection."""

    skill: list[str] = Field([], max_length=20, description="Who has all of these skills; may be given several times")
    place: list[str] = Field([], max_length=20, description="Who works at one of these; may be given several times")
    level: float | None = Field(None, description="At least at this level")
    free: float | None = Field(None, description="Free for at least so many percent of their time")
    cost: float | None = Field(None, description="At most at this rate an hour")
    search: str = Field("", max_length=300, description="Only who has this in their name or key")


class SkillGap(Row):
    """What is asked for of a skill at a level without a name, and what those who have it can still give in a period.

    Rows overlap where people have several skills. `asked_hours` is the part of the demand that is not firm, `people`
    counts who has the skill at the level.
    """

    rank: int
    skill: str
    level: float | None
    period: str
    demand_hours: float
    asked_hours: float
    able_hours: float
    gap_hours: float
    people: int
    projects: list[str]


class Help(Row):
    """Who could help with a skill that is asked for: people who have it, then suppliers of what is still short."""

    skill: str
    level: float | None
    inside: bool
    key: str
    name: str
    department: str | None
    has: float | None = Field(description="their level")
    first: str | None = Field(description="the first day on which a supplier can work")
    hours: float
    free_share: float | None = Field(description="percent of their capacity in these weeks")
    hourly: float | None
    cost: float | None
    currency: str | None
    paid_hours: float | None = Field(description="of a supplier, at least the minimum term")
    contract: str | None
    why: str | None = Field(description="why they cannot")


class Talent(Row):
    """A person with their skills, and the hours that they can still give in these days."""

    key: str
    name: str | None
    department: str | None
    role: str | None
    place: str | None
    pool: str | None
    skills: dict[str, float | None]
    free_hours: float
    free_share: float | None
    cost_per_hour: float | None
    currency: str | None


class Alone(Row):
    """Who alone has a skill that work to come needs: nobody else is within one level of theirs."""

    skill: str
    person: str
    name: str | None
    level: float | None
    next_level: float | None
    others: int
    tasks: int
    hours: float
    projects: list[str]
    endangered: float = Field(description="points of 100")
    objectives: list[str]


class Misfit(Row):
    """Somebody who is booked on work whose stated skill or level they lack; `has` is their level."""

    project: str
    task_name: str | None
    person: str
    name: str | None
    skill: str
    level: float | None
    has: float | None
    skills_stated: bool
    hours: float
    source: str


def add(api: APIBlueprint, view: Callable[[At], View], site: Site) -> None:
    """Add the addresses."""

    def whole(query: AskedDays) -> SkillsView:
        asked = view(query)
        return site.skills(asked, _weeks(span_of(query, asked.today)))

    @api.get(
        "/skill-gaps",
        operation_id="skill_gaps",
        summary="Which skills are short, by period, the largest shortage first",
        responses={200: many(SkillGap)},
    )
    def gaps(query: AskedGaps) -> Response:
        asked = view(query)
        found = gaps_of(asked, site.hands(asked), span_of(query, asked.today), query.by)
        return table(found.assign(rank=range(1, len(found) + 1)), SkillGap, query)

    @api.get(
        "/skill-gaps/help",
        operation_id="skill_help",
        summary="Who could help with the skills that are asked for, in whole weeks: inside, then outside",
        responses={200: many(Help)},
    )
    def offered(query: AskedDays) -> Response:
        found = whole(query)
        return table(found.help.assign(currency=found.currency), Help, query)

    @api.get(
        "/skills",
        operation_id="skills",
        summary="Everybody with their skills and what they can still give in whole weeks",
        responses={200: many(Talent)},
    )
    def talents(query: AskedTalents) -> Response:
        wanted = Wanted(
            tuple(query.skill), query.level, tuple(query.department), tuple(query.place), query.free, query.cost,
            query.search,
        )  # fmt: skip
        pool = whole(query).pool
        return table(
            (pool if wanted == Wanted() else chosen(pool, wanted)).rename_axis("key").reset_index(), Talent, query
        )

    @api.get(
        "/skills/alone",
        operation_id="skills_alone",
        summary="Skills that one person alone has, and what hangs on them",
        responses={200: many(Alone)},
    )
    def single(query: AskedDays) -> Response:
        return table(whole(query).alone, Alone, query)

    @api.get(
        "/skills/misfits",
        operation_id="skills_misfits",
        summary="Assignments of people who lack what the work is said to need",
        responses={200: many(Misfit)},
    )
    def unfit(query: AskedDays) -> Response:
        found = whole(query).misfits.rename(columns={"needs": "skill", "known": "skills_stated"})
        return table(found, Misfit, query)


def _weeks(span: Span) -> Span:
    """Give the whole weeks that hold some days."""
    whole = weeks_from(span.iso(0))
    days = span.last - whole.first + 1
    return Span(whole.first, -(-days // 7) * 7)
