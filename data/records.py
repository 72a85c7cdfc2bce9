"""What a row of an export becomes: one typed record per kind of fact.

Each class is one table of the store (`data/schema.py` derives the columns from the annotations) and one list in what a
loader returns. `key` is the source key: unique within (feed, kind), stable over loads. References to other records are
written as the source writes them (a key, an ID or a name) and are resolved later by `data/identity.py`, never here.

Conventions: `Day` is ISO `YYYY-MM-DD`; `Moment` is ISO `YYYY-MM-DDTHH:MM:SS`, local to the project; durations and work
are working minutes; percentages are 0-100; shares and confidences are 0-1; money is in the record's own currency;
`None` means "the source does not say". `Json` is compact JSON text. `emptied` names, parted by blanks, the fields that
a written `-` empties. `sheet` and `row` say where in the file the record stands (XML: element and line; XER: table and
line) and are not part of its content: a row that only moved is unchanged.
"""

from typing import NamedTuple

Day = str
Moment = str
Json = str


# --- strategy ---------------------------------------------------------------------------------------------------------


class Organisation(NamedTuple):
    """The organisation, or a unit of it, whose strategy this is."""

    key: str
    name: str | None = None
    acronym: str | None = None
    description: str | None = None
    valid_from: Day | None = None  # start of the plan's period, or the date since which the row holds
    valid_until: Day | None = None  # end of the plan's period
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Statement(NamedTuple):
    """A vision, mission or value."""

    key: str
    kind: str  # vision, mission, value
    name: str | None = None  # the text itself for vision and mission; the short name of a value
    description: str | None = None
    position: float | None = None
    organisation: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Perspective(NamedTuple):
    """A band of the map (Kaplan & Norton: financial, customer, internal process, learning and growth)."""

    key: str
    name: str | None = None
    parent: str | None = None  # the organisation
    position: float | None = None  # bands are drawn from top to bottom in this order
    description: str | None = None
    state: str | None = None  # live, retired
    valid_from: Day | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Theme(NamedTuple):
    """A strategic theme; a StratML goal becomes one."""

    key: str
    name: str | None = None
    parent: str | None = None
    owner: str | None = None
    position: float | None = None
    description: str | None = None
    state: str | None = None
    valid_from: Day | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Objective(NamedTuple):
    """A strategic objective."""

    key: str
    name: str | None = None
    perspective: str | None = None
    theme: str | None = None
    weight: float | None = None  # against the other objectives; not stated counts as 1
    owner: str | None = None
    department: str | None = None
    due: Day | None = None
    state: str | None = None  # live, retired
    valid_from: Day | None = None
    position: float | None = None
    description: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Link(NamedTuple):
    """A cause-and-effect link between two objectives."""

    key: str
    from_objective: str
    to_objective: str
    sign: str | None = None  # + or -
    strength: str | None = None  # weak, moderate, strong
    lag_months: float | None = None
    note: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Stakeholder(NamedTuple):
    """Who has a stake in, or performs, a part of a strategic plan (StratML)."""

    key: str
    subject_kind: str  # organisation, theme, objective, kpi
    subject: str  # source key of the subject
    name: str | None = None
    description: str | None = None
    type: str | None = None  # Person, Organization, Generic_Group
    roles: Json | None = None  # [[name, description, type], ...]
    sheet: str | None = None
    row: int | None = None


class Relationship(NamedTuple):
    """A relationship that a KPI declares to another part of the plan (StratML)."""

    key: str
    subject_kind: str
    subject: str
    referent: str | None = None  # identifier of the other part, as written
    type: str | None = None  # Broader_Than, Narrower_Than, Peer_To ...
    name: str | None = None
    description: str | None = None
    sheet: str | None = None
    row: int | None = None


# --- KPIs -------------------------------------------------------------------------------------------------------------


class Kpi(NamedTuple):
    """A measure of an objective, with the rule that judges it."""

    key: str
    name: str | None = None
    objective: str | None = None
    unit: str | None = None
    better: str | None = None  # higher, lower, range, yes_no
    counts: str | None = None  # level, to_date
    every: str | None = None  # week, month, quarter, half-year, year
    baseline: float | None = None
    baseline_date: Day | None = None
    target: float | None = None  # yes_no: 1
    target_date: Day | None = None
    red_flag: float | None = None
    path: str | None = None  # line, step
    low: float | None = None
    high: float | None = None
    lowest: float | None = None
    highest: float | None = None
    weight: float | None = None
    leads: str | None = None  # leading, lagging
    drift: float | None = None  # change per month that would happen anyway, in the unit
    owner: str | None = None
    definition: str | None = None
    position: float | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Reading(NamedTuple):
    """One measurement of a KPI as the source states it; a journal: absence closes nothing."""

    key: str
    kpi: str
    date: Day | None = None  # end of the period measured
    start: Day | None = None  # start of the period, where the source has it
    series: str | None = None  # tells parallel series of one KPI apart
    actual: float | None = None  # yes_no: 1 or 0
    target: float | None = None
    forecast: float | None = None
    expected: float | None = None
    actual_text: str | None = None  # what the source wrote where it is not a bare number
    target_text: str | None = None
    state: str | None = None  # provisional, final
    note: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Contribution(NamedTuple):
    """What a project or a milestone of it is expected to do to a KPI or objective."""

    key: str
    project: str
    milestone: str | None = None  # none: the whole project, effective at its finish
    serves: str | None = None  # KPI or objective
    amount: float | None = None  # signed change of the KPI's value; none: linked, not quantified
    lag_days: float | None = None  # calendar days from the milestone to the effect
    confidence: float | None = None
    money_share: float | None = None
    agreed_by: str | None = None
    reviewed: Day | None = None
    note: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


# --- projects ---------------------------------------------------------------------------------------------------------


class Project(NamedTuple):
    """A project as one source states it: a schedule's header, or a line of the register."""

    key: str  # schedules: XER short name; MSPDI GUID, else title, else name. Register: the organisation's key
    name: str | None = None
    short_name: str | None = None
    guid: str | None = None
    schedule_id: str | None = None  # register: how the schedules name it, several parted by ;
    programme: str | None = None
    department: str | None = None
    manager: str | None = None
    sponsor: str | None = None
    stage: str | None = None  # proposed, approved, active, on_hold, closed, stopped
    critical: bool | None = None
    mandatory: bool | None = None
    reported: str | None = None  # the manager's status as given
    reported_on: Day | None = None
    comment: str | None = None
    budget: float | None = None  # approved, whole life, without reserve
    reserve: float | None = None
    currency: str | None = None
    baseline_start: Moment | None = None
    baseline_finish: Moment | None = None
    baseline_as_of: Day | None = None
    start: Moment | None = None
    finish: Moment | None = None
    percent_complete: float | None = None
    status_date: Day | None = None
    status_date_from: str | None = None  # option, status_date, data_date, saved, changed, exported, recorded
    calendar: str | None = None  # source key of its calendar
    priority: float | None = None
    minutes_per_day: float | None = None
    minutes_per_week: float | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Task(NamedTuple):
    """A line of a schedule: task, milestone, summary or level of effort."""

    key: str  # project key + "." + the schedule's own unique ID
    project: str
    uid: str | None = None  # the schedule's unique ID, as written
    code: str | None = None  # activity ID (XER)
    wbs: str | None = None  # WBS or outline code
    parent: str | None = None  # key of the summary above it
    position: int | None = None  # order in the schedule
    name: str | None = None
    kind: str | None = None  # task, milestone, summary, level_of_effort, project
    active: bool | None = None
    start: Moment | None = None  # plan as it stands: forecast, or actual where done
    finish: Moment | None = None
    baseline_start: Moment | None = None
    baseline_finish: Moment | None = None
    actual_start: Moment | None = None
    actual_finish: Moment | None = None
    duration: float | None = None
    baseline_duration: float | None = None
    remaining_duration: float | None = None
    work: float | None = None
    baseline_work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    cost: float | None = None
    baseline_cost: float | None = None
    actual_cost: float | None = None
    remaining_cost: float | None = None
    planned_start: Moment | None = None  # XER: planned (budgeted) values, which move with the plan: no baseline
    planned_finish: Moment | None = None
    planned_work: float | None = None
    planned_cost: float | None = None  # XER: the budgeted cost
    percent_complete: float | None = None  # of duration (MSPDI), or by the declared kind (XER)
    physical_percent: float | None = None
    percent_kind: str | None = None  # what EV must use: duration, physical, units, work
    total_slack: float | None = None
    constraint_kind: str | None = None
    constraint_date: Moment | None = None
    deadline: Moment | None = None
    calendar: str | None = None
    priority: float | None = None
    note: str | None = None
    baseline_spread: Json | None = None  # [[from day, to day, minutes a day], ...]
    baseline_cost_spread: Json | None = None  # [[from day, to day, money a day], ...]
    sheet: str | None = None
    row: int | None = None


class Baseline(NamedTuple):
    """A further stored baseline of a task (MSPDI baselines 1-10; baseline 0 stands in the task)."""

    key: str  # task key + "." + number
    task: str
    number: int
    start: Moment | None = None
    finish: Moment | None = None
    duration: float | None = None
    work: float | None = None
    cost: float | None = None
    sheet: str | None = None
    row: int | None = None


class Milestone(NamedTuple):
    """A milestone, deliverable, gate or review that the register states; schedules keep theirs as tasks."""

    key: str
    project: str
    name: str | None = None
    kind: str | None = None  # milestone, deliverable, gate, review, post-implementation review
    of: str | None = None  # milestone or deliverable it belongs to
    baseline: Day | None = None
    forecast: Day | None = None
    actual: Day | None = None
    state: str | None = None  # planned, submitted, accepted, rejected, passed, failed, waived
    accepted_by: str | None = None
    weight: float | None = None
    note: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Dependency(NamedTuple):
    """A relationship between two tasks or milestones, inside a project or across projects."""

    key: str
    from_project: str | None = None
    from_task: str | None = None  # schedules: task key; register: milestone as written
    to_project: str | None = None
    to_task: str | None = None
    type: str | None = None  # FS, SS, FF, SF
    lag: float | None = None  # working minutes; negative is a lead
    hands_over: str | None = None
    agreed: bool | None = None
    giver: str | None = None
    taker: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Money(NamedTuple):
    """Money of one project, month and kind; a journal."""

    key: str
    project: str
    month: Day | None = None  # first day of the month
    kind: str | None = None  # cost, revenue, saving, other benefit
    plan: float | None = None
    committed: float | None = None
    actual: float | None = None
    forecast: float | None = None
    currency: str | None = None
    class_: str | None = None  # capex, opex
    note: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Expense(NamedTuple):
    """A cost of a task that no resource makes (XER PROJCOST)."""

    key: str
    project: str
    task: str | None = None
    name: str | None = None
    category: str | None = None
    planned: float | None = None
    actual: float | None = None
    remaining: float | None = None
    sheet: str | None = None
    row: int | None = None


class FieldValue(NamedTuple):
    """A custom field, activity code or UDF of a project, task, resource or assignment."""

    key: str
    subject_kind: str  # project, task, resource, assignment
    subject: str  # source key of the subject
    field: str  # its name, as people see it in the tool
    value: str | None = None
    sheet: str | None = None
    row: int | None = None


# --- people -----------------------------------------------------------------------------------------------------------


class Resource(NamedTuple):
    """A person, role, team, equipment or material of a schedule, or a person of the register."""

    key: str
    name: str | None = None
    kind: str | None = None  # person, role, equipment, material, cost
    email: str | None = None
    also_known_as: str | None = None  # parted by ;
    short_name: str | None = None
    department: str | None = None  # or the resource's group
    role: str | None = None
    place: str | None = None
    max_units: float | None = None  # 1 = one full-time person
    hours_per_week: float | None = None
    own_time: float | None = None  # share of time for work that is no project
    valid_from: Day | None = None
    valid_until: Day | None = None
    skills: Json | None = None  # {"drive controls": 5, ...}
    cost_per_hour: float | None = None
    currency: str | None = None
    pool: str | None = None  # shared, dedicated
    line_manager: str | None = None
    calendar: str | None = None
    rates: Json | None = None  # [[from day, money per hour, units], ...] rates over time
    availability: Json | None = None  # [[from, to, units], ...]
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Calendar(NamedTuple):
    """Working times: an ordinary week and the exceptions to it."""

    key: str
    name: str | None = None
    base: str | None = None  # key of the calendar it is derived from
    project: str | None = None
    week: Json | None = None  # {"1": [["08:00", "12:00"], ...], ...} ISO weekday; absent day = as in base
    exceptions: Json | None = None  # [[from day, to day, [["08:00", "12:00"], ...]], ...] empty = not working
    minutes_per_day: float | None = None
    sheet: str | None = None
    row: int | None = None


EVERYONE = "*"  # whom an absence of everybody names


class Absence(NamedTuple):
    """Time in which a person, department, place or everybody does not work on projects."""

    key: str
    who: str
    first_day: Day | None = None
    last_day: Day | None = None  # included
    hours_per_day: float | None = None  # none: the whole day
    kind: str | None = None  # leave, holiday, training, other work
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Assignment(NamedTuple):
    """Work of a resource, or of a role or skill without a name, on a task."""

    key: str
    project: str
    task: str | None = None
    resource: str | None = None  # none: nobody named
    role: str | None = None
    skill: str | None = None
    skill_level: float | None = None
    units: float | None = None  # 1 = full time
    people: float | None = None  # how many are asked for
    firm: bool | None = None
    start: Moment | None = None
    finish: Moment | None = None
    actual_start: Moment | None = None
    actual_finish: Moment | None = None
    work: float | None = None
    baseline_work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    hours_per_week: float | None = None
    share: float | None = None
    cost: float | None = None
    baseline_cost: float | None = None
    actual_cost: float | None = None
    remaining_cost: float | None = None
    planned_start: Moment | None = None  # XER: planned (budgeted) values, which move with the plan: no baseline
    planned_finish: Moment | None = None
    planned_work: float | None = None
    planned_cost: float | None = None
    spread: Json | None = None  # work to do: [[from day, to day, minutes a day], ...]
    actual_spread: Json | None = None  # work done
    baseline_spread: Json | None = None
    baseline_cost_spread: Json | None = None  # [[from day, to day, money a day], ...]
    actual_cost_spread: Json | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class ExternalOption(NamedTuple):
    """Help that can be bought: a supplier's skill, rate and lead time."""

    key: str
    supplier: str | None = None
    skill: str | None = None
    level: float | None = None
    rate_per_hour: float | None = None
    currency: str | None = None
    lead_days: float | None = None
    min_term_days: float | None = None
    people: float | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    contract: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


# --- steering ---------------------------------------------------------------------------------------------------------


class Risk(NamedTuple):
    """A threat, opportunity or issue."""

    key: str
    about: str | None = None  # project, milestone, KPI or objective
    kind: str | None = None  # threat, opportunity, issue
    title: str | None = None
    probability: float | None = None
    money: float | None = None
    currency: str | None = None
    days: float | None = None
    kpi_effect: float | None = None
    owner: str | None = None
    response: str | None = None
    due: Day | None = None
    state: str | None = None  # open, in hand, closed, happened
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Decision(NamedTuple):
    """A decision, action or approved change; a journal."""

    key: str
    date: Day | None = None
    about: str | None = None
    kind: str | None = (
        None  # decision, action, scope change, budget change, new baseline, strategy change, accepted conflict
    )
    text: str | None = None
    by: str | None = None
    who: str | None = None
    due: Day | None = None
    state: str | None = None  # proposed, open, done, dropped
    money: float | None = None
    currency: str | None = None
    days: float | None = None
    accepted_until: Day | None = None  # an acceptance ends
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class ListEntry(NamedTuple):
    """A department, programme, role, skill or place, or another name for a project or person."""

    key: str  # kind + ":" + the entry's own key; for aliases + ":" + the other name
    kind: str  # department, programme, role, skill, place, same project, same person
    code: str | None = None  # the entry's own key
    name: str | None = None
    parent: str | None = None
    lead: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


class Setting(NamedTuple):
    """A threshold, rate or rule that the PMO tunes, dated."""

    key: str
    name: str
    applies_to: str | None = None
    value: str | None = None
    valid_from: Day | None = None
    reason: str | None = None
    emptied: str | None = None
    sheet: str | None = None
    row: int | None = None


Record = (
    Organisation | Statement | Perspective | Theme | Objective | Link | Stakeholder | Relationship
    | Kpi | Reading | Contribution
    | Project | Task | Baseline | Milestone | Dependency | Money | Expense | FieldValue
    | Resource | Calendar | Absence | Assignment | ExternalOption
    | Risk | Decision | ListEntry | Setting
)  # fmt: skip

KINDS: tuple[type, ...] = Record.__args__
JOURNALS: frozenset[type] = frozenset({Reading, Money, Decision})
