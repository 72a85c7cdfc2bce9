"""What stands behind one thing: the rows of its parts, and the whole that is made of them."""

from typing import Any

from pydantic import Field

from dashboard.api.rows import (
    JoinedRow,
    Kpi,
    Load,
    Milestone,
    Near,
    Objective,
    Person,
    Project,
    Reading,
    Rebased,
    Rejection,
    Row,
)


class Band(Row):
    """A perspective or a theme."""

    key: str
    name: str | None
    position: float | None
    description: str | None


class Link(Row):
    """An effect of one objective on another."""

    from_: str = Field(alias="from")
    to: str
    sign: str | None
    strength: str | None
    lag_months: float | None
    note: str | None


class Neighbour(Row):
    """An objective on the other side of a link: `direction` is cause or effect."""

    key: str
    name: str | None
    status: str
    direction: str
    sign: str | None
    strength: str | None
    lag_months: float | None
    note: str | None


class Contribution(Row):
    """What a project or one of its milestones does for a KPI or an objective.

    Confidence and money_share are percentages; the texts are as the register has them.
    """

    project: str | None
    project_name: str | None
    project_status: str | None
    project_stale: bool | None
    project_text: str | None
    milestone: str | None
    milestone_name: str | None
    milestone_baseline: str | None
    milestone_forecast: str | None
    milestone_actual: str | None
    milestone_slip_days: float | None
    milestone_status: str | None
    milestone_text: str | None
    serves_kind: str | None
    serves: str | None
    serves_text: str | None
    amount: float | None
    lag_days: float | None
    confidence: float | None
    money_share: float | None
    agreed_by: str | None
    reviewed: str | None
    note: str | None
    source: str


class MoneyRow(Row):
    """Money of a project, month and kind."""

    project: str | None
    month: str
    kind: str
    class_: str | None = Field(alias="class")
    plan: float | None
    committed: float | None
    actual: float | None
    forecast: float | None
    currency: str | None
    note: str | None
    source: str | None


class Finding(Row):
    """A computed figure, the rule behind it and what went into it."""

    measure: str
    value: float | None
    unit: str | None
    text: str | None
    status: str | None
    rule: str | None
    inputs: dict[str, Any] | None
    on_date: str | None


class KpiReading(Reading):
    """A reading with its KPI."""

    kpi: str


class Reason(Row):
    """A sentence that explains a figure, and where its facts stand; no source where it follows from other figures."""

    text: str
    source: str | None
    source_revision: int | None = Field(description="the load that brought it, as `/loads` names it")
    source_loaded: str | None = Field(description="the day on which that load was recorded")


class Explanation(Row):
    """A computed figure or status of a subject with its rule, its inputs, and why it is what it is."""

    measure: str
    value: float | None
    unit: str | None
    text: str | None = Field(description="a value in words, or why the figure is not computed")
    status: str | None
    stale: bool
    rule: str | None
    inputs: dict[str, Any] | None
    on_date: str | None
    because: list[Reason]


class Stated(Row):
    """What one source says of one field of a project; where sources differ, whether it counts and by which rule."""

    field: str
    value: Any
    feed: str | None
    source: str
    differs: bool
    counts: bool
    because: str | None


class Deliverable(Milestone):
    """A deliverable, gate or review."""

    kind: str | None
    of: str | None
    state: str | None
    accepted_by: str | None


class Dependency(Row):
    """What one project waits for from another: keys where known, else as written; a milestone by its name.

    `gives` is the day on which it comes (actual where `given`), `needs` that of the taker's milestone; slack, lateness
    against the giver's baseline and overrun of `needed_by`, when the taker's baseline needed it, in working days.
    """

    from_project: str | None
    from_milestone: str | None
    to_project: str | None
    to_milestone: str | None
    type: str | None
    lag_hours: float | None
    hands_over: str | None
    agreed: bool | None
    state: str = Field(description="clash, late, informal, unknown, on_time or done: the first that holds")
    gives: str | None
    given: bool
    needs: str | None
    needed_by: str | None
    slack_days: float | None
    late_days: float | None
    overrun_days: float | None
    reason: str | None
    giver: str | None
    taker: str | None
    source: str


class Risk(Row):
    """A threat, an opportunity or an issue: probability in percent, money and days if it happens."""

    key: str
    about: str | None
    kind: str | None
    title: str | None
    probability: float | None
    money: float | None
    currency: str | None
    days: float | None
    owner: str | None
    response: str | None
    due: str | None
    state: str | None
    source: str


class Decision(Row):
    """A decision, action or approved change: by whom, who does it until when, what it does to money and days."""

    key: str
    date: str | None
    about: str | None
    kind: str | None
    text: str | None
    by: str | None
    who: str | None
    due: str | None
    state: str | None
    money: float | None
    currency: str | None
    days: float | None
    accepted_until: str | None
    source: str


class Task(Row):
    """A line of a schedule in the order of its source; `parent` is the key of the line above it."""

    key: str
    parent: str | None
    code: str | None
    wbs: str | None
    name: str | None
    kind: str | None
    start: str | None
    finish: str | None
    baseline_start: str | None
    baseline_finish: str | None
    actual_start: str | None
    actual_finish: str | None
    percent_complete: float | None
    physical_percent: float | None
    duration_hours: float | None
    work_hours: float | None
    baseline_work_hours: float | None
    actual_work_hours: float | None
    remaining_work_hours: float | None
    total_slack_hours: float | None
    cost: float | None
    baseline_cost: float | None
    actual_cost: float | None
    remaining_cost: float | None
    deadline: str | None
    source: str


class File(Row):
    """A file of a load. `path` is its name; its folder is the server's own business."""

    path: str
    feed: str
    loader: str
    sha256: str
    bytes: int
    rows_in: int
    stored: int
    unchanged: int
    closed: int
    rejected: int
    skipped: int
    status_date: str | None
    status_date_from: str | None
    notes: list[str]


class Omission(Row):
    """What was left out on purpose."""

    path: str
    reason: str
    count: int


class ObjectiveWhole(Objective):
    """An objective with everything behind it."""

    kpis: list[Kpi]
    contributions: list[Contribution]
    money: list[MoneyRow]
    links: list[Neighbour]
    readings: list[KpiReading]


class KpiWhole(Kpi):
    """A KPI with everything behind it."""

    findings: list[Finding]
    readings: list[Reading]
    contributions: list[Contribution]


class ProjectWhole(Project):
    """A project with everything behind it: lists instead of the counts, and `stated`, what each source says of it."""

    stated: list[Stated]
    milestones: list[Rebased]  # pyright: ignore[reportIncompatibleVariableOverride]
    deliverables: list[Deliverable]
    contributions: list[Contribution]
    money: list[MoneyRow]
    dependencies: list[Dependency]
    risks: list[Risk]
    tasks: list[Task]  # pyright: ignore[reportIncompatibleVariableOverride]


class MilestoneWhole(Rebased):
    """A milestone with what it contributes."""

    contributions: list[Contribution]


class PersonWhole(Person):
    """A person with the source rows that were joined, and the people who may be the same."""

    joined: list[JoinedRow]
    near: list[Near]


class LoadWhole(Load):
    """A load with its files instead of their count, what it rejected and what it left out."""

    files: list[File]  # pyright: ignore[reportIncompatibleVariableOverride]
    rejections: list[Rejection]
    omissions: list[Omission]


class Map(Row):
    """The whole strategy map: bands, cards, what serves them, and the links between objectives."""

    organisation: str | None
    vision: str | None
    mission: str | None
    perspectives: list[Band]
    themes: list[Band]
    objectives: list[Objective]
    kpis: list[Kpi]
    projects: list[Project]
    milestones: list[Milestone]
    contributions: list[Contribution]
    links: list[Link]
