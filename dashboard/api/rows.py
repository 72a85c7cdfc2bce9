"""The rows of the collections: which columns each has. What is not known or not computed is null."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel

_DAY_FROM = "stated; tasks: the {} day of their baselines; or tasks, adopted at revision N: that of the plan of a load"


class Row(BaseModel):
    """A row of a collection."""

    model_config = ConfigDict(populate_by_name=True)


def many(of: type[Row]) -> type[BaseModel]:
    """Give the model of a bare array of rows, named after them."""
    return type(f"{of.__name__}List", (RootModel[list[of]],), {"__doc__": f"An array of {of.__name__} rows."})


def names_of(of: type[Row]) -> list[str]:
    """Give the names of the columns of a row model, as they are written outside."""
    return [field.alias or name for name, field in of.model_fields.items()]


class Objective(Row):
    """An objective with its result, delivery and outlook, three figures of 0-10 that are never mixed.

    Result: `status`, `score`, children = its KPIs, coverage = those that are scored. Delivery: children = the projects
    behind it, coverage = those that take part. Outlook: coverage = KPIs whose outlook is judged, short = how many of
    them will be worse than their target, short_share = percent of their weight. The parts of its gap are percentages,
    and delivered + coming + late + open - beyond = 100.
    """

    key: str
    name: str | None
    perspective: str | None
    theme: str | None
    weight: float | None
    owner: str | None
    owner_key: str | None
    department: str | None
    due: str | None
    status: str
    stale: bool
    score: float | None
    coverage: int
    children: int
    worst: str | None
    worst_status: str | None
    trend: str | None
    on_date: str | None
    delivery: float | None
    delivery_status: str
    delivery_stale: bool
    delivery_coverage: int
    delivery_children: int
    delivery_worst: str | None
    delivery_worst_status: str | None
    delivery_why: str | None = Field(description="why there is none, and what to supply")
    outlook: float | None
    outlook_status: str
    outlook_stale: bool
    outlook_coverage: int
    outlook_children: int
    outlook_worst: str | None
    outlook_worst_status: str | None
    outlook_why: str | None = Field(description="why there is none, and what to supply")
    outlook_short: int
    outlook_short_share: float | None
    gap_covered: float | None
    gap_delivered: float | None
    gap_coming: float | None = Field(description="takes effect by the target's date")
    gap_late: float | None = Field(description="takes effect after the target's date, or has no date")
    gap_slipped: float | None = Field(description="the part of gap_coming that comes later than by its baseline")
    gap_open: float | None = Field(description="what nothing covers")
    gap_beyond: float | None = Field(description="what is declared beyond the whole gap of a KPI")
    served: str = Field(description="direct, indirect (through objectives that lead to it) or nothing")
    description: str | None
    source: str


class Kpi(Row):
    """A KPI with its figures: score 0-10, completion in percent of the way to the final target.

    A band to stay in has `low` to `high` as its target and `lowest` to `highest` as its red flags.
    """

    key: str
    name: str | None
    objective: str | None
    unit: str | None
    better: str | None
    counts: str | None
    every: str | None
    baseline: float | None
    baseline_date: str | None
    target: float | None
    target_date: str | None
    red_flag: float | None
    low: float | None
    high: float | None
    lowest: float | None
    highest: float | None
    weight: float | None
    owner: str | None
    owner_key: str | None
    actual: float | None
    value_text: str | None
    on_date: str | None
    expected: float | None
    score: float | None
    completion: float | None
    pace: float | None
    attainment: float | None
    trend: str | None
    status: str
    stale: bool
    reason: str | None
    definition: str | None
    source: str


class Reading(Row):
    """One measurement as its source states it."""

    date: str | None
    start: str | None
    series: str | None
    actual: float | None
    target: float | None
    expected: float | None
    forecast: float | None
    actual_text: str | None
    target_text: str | None
    state: str | None
    note: str | None
    source: str


class Project(Row):
    """A project, put together from all its sources. Figures that are not computed are null.

    `tasks` counts the leaves of its schedules, milestones among them; `milestones` those of /milestones.
    """

    key: str
    name: str | None
    feed: str | None
    department: str | None
    programme: str | None
    manager: str | None
    manager_key: str | None
    status_date: str | None
    baseline_start: str | None
    baseline_finish: str | None
    baseline_start_from: str | None = Field(description=_DAY_FROM.format("first"))
    baseline_finish_from: str | None = Field(description=_DAY_FROM.format("last"))
    start: str | None
    finish: str | None
    percent_complete: float | None
    tasks: int
    milestones: int
    budget_at_completion: float | None
    planned_value: float | None
    earned_value: float | None
    actual_cost: float | None
    estimate_at_completion: float | None
    cpi: float | None
    spi: float | None
    spi_t: float | None
    slip_days: float | None = Field(description="of the finish, in working days")
    currency: str | None
    budget: float | None
    stage: str | None
    mission_critical: bool | None
    mandatory: bool | None
    reported_status: str | None
    reported_level: str | None = Field(description="on_track, at_risk or off_track, where the text says one of them")
    disagrees: bool = Field(description="the computed status is two places of five or more below the reported one")
    status: str
    schedule_status: str | None
    cost_status: str | None
    milestones_status: str | None
    deliverables_status: str | None
    risks_status: str | None
    resources_status: str | None
    stale: bool
    reason: str | None
    recommendation: str | None
    source: str


class Milestone(Row):
    """A milestone with its slip in working days, positive = late; `rule` says against which baseline."""

    key: str
    project: str | None
    name: str | None
    baseline: str | None
    forecast: str | None
    actual: str | None
    slip_days: float | None
    status: str
    stale: bool
    reason: str | None
    rule: str | None
    source: str


class Rebased(Milestone):
    """A milestone with what became of its baseline: the first one, the slip against it and the last move, null where it
    never moved. `decided` is the decision that moved it; null beside a move is an alarm.
    """

    first_baseline: str | None
    first_slip_days: float | None
    moved_from: str | None
    moved_to: str | None
    moved_on: str | None
    decided: str | None


class Person(Row):
    """A person, put together from all sources; skills with their levels."""

    key: str
    name: str | None
    email: str | None
    department: str | None
    role: str | None
    place: str | None
    hours_per_week: float | None
    skills: dict[str, Any] | None
    sources: str | None
    source: str


class JoinedRow(Row):
    """A source row of a person, and by what it belongs to the first: e-mail, key, declared name, or name only."""

    feed: str
    source_key: str
    name: str | None
    email: str | None
    by: str | None


class Near(Row):
    """Somebody who may be the same person: for somebody to decide, by a line `same person` in the register."""

    key: str
    name: str
    why: str


class Load(Row):
    """A load and what became of its rows: rows_in = stored + unchanged + rejected + skipped; closed stands aside."""

    revision: int
    recorded_at: str
    title: str
    cause: str
    files: int
    rows_in: int
    stored: int
    unchanged: int
    closed: int
    rejected: int
    skipped: int


class Rejection(Row):
    """A fault of a row that was refused. `path` is the name of the file; its folder is the server's own business."""

    path: str
    feed: str
    sheet: str | None
    row: int | None
    field: str | None
    value: str | None
    reason: str
