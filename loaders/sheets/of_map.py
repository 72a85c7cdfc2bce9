"""The five sheets that make a map: Strategy, KPIs, Readings, Projects, Contributions."""

from datetime import date

from data.records import Contribution, Kpi, Objective, Organisation, Perspective, Project, Reading, Statement, Theme
from loaders.sheets.sheet import Column, Sheet, fields
from loaders.tables.cells import Percent

RHYTHMS = ("week", "month", "quarter", "half-year", "year")
RHYTHM_WORDS = {
    "weekly": "week", "monthly": "month", "quarterly": "quarter", "halfyearly": "half-year", "semiannual": "half-year",
    "yearly": "year", "annual": "year", "annually": "year",
}  # fmt: skip
STATEMENTS = ("vision", "mission", "value")
ELEMENTS: dict[str, type] = {
    "organisation": Organisation, "vision": Statement, "mission": Statement, "value": Statement,
    "perspective": Perspective, "theme": Theme, "objective": Objective,
}  # fmt: skip
REPORTED = ("green", "amber/green", "amber", "amber/red", "red", "on track", "at risk", "off track")

STRATEGY = Sheet(
    "Strategy",
    "strategy office",
    "vision, mission, perspectives, themes and objectives",
    (
        Column("kind", "choice", "R", "what this row is", "objective", choices=tuple(ELEMENTS),
               also={"organization": "organisation", "goal": "objective", "values": "value"},
               called=("type", "element")),
        Column("key", "key", "d", "your own short key; made from the name when blank", "I1", default="from the name",
               called=("id", "code", "no")),
        Column("name", "text", "R", "text on the map", "Shorten order to delivery", called=("title", "text")),
        Column("parent", "text", "R for an objective", "an objective's perspective; else blank or the organisation",
               "Internal process", called=("perspective", "belongs to")),
        Column("theme", "text", "", "the theme's key or name", "Operational excellence", called=("strategic theme",)),
        Column("weight", "number", "d", "against the other objectives; made to add up to 100",
               6.0, default="1", least=0),
        Column("owner", "text", "", "e-mail or name of the one who answers for it", "h.voss@tarnholm.example",
               called=("responsible", "accountable")),
        Column("department", "text", "", "department that owns it", "MFG", called=("dept", "unit")),
        Column("due", "date", "", "date by which the objective is to be met", date(2026, 12, 31),
               called=("due date", "target date", "deadline")),
        Column("state", "choice", "d", "live or retired", "live", default="live", choices=("live", "retired"),
               called=("status",)),
        Column("from", "date", "", "date since which this row, weight or state holds", date(2026, 1, 1),
               "valid_from", called=("valid from", "since")),
        Column("order", "number", "d", "place within its band; perspectives from top to bottom", 1.0, "position",
               default="row order", called=("position", "sort")),
        Column("description", "text", "", "longer text", "From order to dock in 38 days",
               called=("details", "remarks")),
    ),
    {
        Organisation: {"name": "name", "description": "description", "valid_from": "from"},
        Statement: {"kind": "kind", "name": "name", "organisation": "parent", "position": "order",
                    "description": "description"},
        Perspective: {"name": "name", "parent": "parent", "position": "order", "description": "description",
                      "state": "state", "valid_from": "from"},
        Theme: {"name": "name", "parent": "parent", "owner": "owner", "position": "order",
                "description": "description", "state": "state", "valid_from": "from"},
        Objective: {"name": "name", "perspective": "parent", "theme": "theme", "weight": "weight", "owner": "owner",
                    "department": "department", "due": "due", "state": "state", "valid_from": "from",
                    "position": "order", "description": "description"},
    },
    named_by=("name",),
    called=("Strategy map", "Strategic plan"),
)  # fmt: skip

_KPIS = (
    Column("key", "key", "d", "your own short key; made from the name when blank", "K21", default="from the name",
           called=("id", "code", "no")),
    Column("name", "text", "R", "name of the KPI", "Order-to-delivery time",
           called=("title", "kpi", "measure", "indicator")),
    Column("objective", "text", "R", "key or name of the objective it measures", "I1", called=("strategic objective",)),
    Column("unit", "text", "R", "unit as shown", "d", called=("unit of measure", "uom")),
    Column("better", "choice", "R", "which way is better", "lower", choices=("higher", "lower", "range", "yes_no"),
           also={"up": "higher", "down": "lower", "higherisbetter": "higher", "lowerisbetter": "lower"},
           called=("direction", "polarity")),
    Column("counts", "choice", "d", "to_date = adds up from baseline_date and is judged by pace", "level",
           default="level", choices=("level", "to_date"), also={"cumulative": "to_date", "yeartodate": "to_date"}),
    Column("every", "choice", "R", "rhythm of the readings; makes staleness", "month", choices=RHYTHMS,
           also=RHYTHM_WORDS,
           called=("frequency", "rhythm")),
    Column("baseline", "figure", "R but for yes_no and range", "value at the start", 47.0,
           called=("start value", "baseline value")),
    Column("baseline_date", "date", "R with baseline", "date of the baseline", date(2025, 12, 31),
           called=("start date",)),
    Column("target", "figure", "R but for range", "value wanted (yes_no: yes)", 38.0, called=("goal", "target value")),
    Column("target_date", "date", "R with target", "date of the target", date(2026, 12, 31),
           called=("due", "due date")),
    Column("red_flag", "figure", "d", "worse than this on the target's date is off track", 42.0,
           default="halfway from baseline to target", called=("threshold", "minimum")),
    Column("path", "choice", "d", "how the target grows from the baseline to its date", "line", default="line",
           choices=("line", "step")),
    Column("low", "figure", "R for range", "lower edge of the inner band"),
    Column("high", "figure", "R for range", "upper edge of the inner band"),
    Column("lowest", "figure", "R for range", "lower outer limit"),
    Column("highest", "figure", "R for range", "upper outer limit"),
    Column("weight", "number", "d", "within its objective", 1.0, default="1", least=0),
    Column("leads", "choice", "", "leading or lagging", "lagging", choices=("leading", "lagging"),
           also={"lead": "leading", "lag": "lagging"}),
    Column("drift", "figure", "d", "change a month that would happen anyway, in the unit", -0.1, default="0"),
    Column("owner", "text", "", "who gives the reading", "d.haske@tarnholm.example", called=("responsible",)),
    Column("definition", "text", "", "formula in words, and where the number comes from",
           "median over orders shipped in the month; ERP report 114", called=("description", "formula")),
)  # fmt: skip

KPIS = Sheet(
    "KPIs",
    "strategy office with KPI owners",
    "how each objective is measured, from where to where and by when",
    _KPIS,
    {Kpi: fields(_KPIS, "key")},
    named_by=("name",),
    called=("KPI", "Measures", "Indicators"),
)

_READINGS = (
    Column("kpi", "text", "R", "key or name of the KPI", "K21", called=("measure", "indicator", "kpi key")),
    Column("date", "date", "R", "end of the period measured", date(2026, 10, 31), called=("period end", "as of")),
    Column("actual", "figure", "R or target or forecast", "the value measured; - withdraws it", 44.9,
           called=("value", "actual value", "reading")),
    Column("target", "figure", "", "a further or changed target on this date", called=("target value",)),
    Column("forecast", "figure", "", "owner's outlook for this date (future dates only)", called=("outlook",)),
    Column("state", "choice", "d", "provisional or final", "final", default="final", choices=("provisional", "final"),
           called=("status",)),
    Column("note", "text", "", "remark", "two plants only", called=("comment", "remarks")),
)  # fmt: skip

READINGS = Sheet(
    "Readings",
    "KPI owners",
    "what was measured; a journal, so each month may hold only what is new",
    _READINGS,
    {Reading: fields(_READINGS)},
    keyed_by=("kpi", "date"),
    called=("Reading", "KPI readings", "Actuals"),
)

_PROJECTS = (
    Column("key", "key", "R", "your own short key", "P06",
           called=("id", "project id", "project key", "code", "project no")),
    Column("name", "text", "d", "name of the project", "New assembly line, Vellin plant", default="from the schedule",
           called=("project", "project name", "title")),
    Column("schedule_id", "text", "d", "how the schedules name it; several parted by ;", "VEL-LINE1", default="the key",
           called=("schedule", "short name")),
    Column("programme", "text", "", "programme it belongs to", "LF", called=("program",)),
    Column("department", "text", "", "department that owns it", "MFG", called=("dept",)),
    Column("manager", "text", "", "e-mail or name", "d.haske@tarnholm.example", called=("project manager", "pm")),
    Column("sponsor", "text", "", "e-mail or name; the sponsor decides", "h.voss@tarnholm.example"),
    Column("stage", "choice", "d", "where it is in its life", "active", default="active",
           choices=("proposed", "approved", "active", "on_hold", "closed", "stopped"), called=("phase",)),
    Column("critical", "yes_no", "d", "mission critical", "yes", default="no", called=("mission critical",)),
    Column("mandatory", "yes_no", "d", "law or safety: never recommended to stop for want of alignment", "no",
           default="no"),
    Column("reported", "choice", "", "the manager's status as given", "green", choices=REPORTED,
           called=("reported status", "rag", "rag status", "dca")),
    Column("reported_on", "date", "R with reported", "date of that status", date(2026, 10, 31),
           called=("reported date", "status date")),
    Column("comment", "text", "", "the manager's sentence", "Ramp-up as planned", called=("remarks", "note")),
    Column("budget", "money", "", "approved budget, whole life, without reserve", 6400000.0, least=0,
           called=("approved budget",)),
    Column("currency", "currency", "", "currency of budget and reserve", "EUR"),
    Column("reserve", "money", "", "management reserve, outside the budget", 300000.0, least=0,
           called=("management reserve",)),
    Column("baseline_start", "start", "", "when no schedule carries it", date(2026, 1, 5)),
    Column("baseline_finish", "finish", "", "when no schedule carries it", date(2027, 3, 26), called=("baseline end",)),
    Column("baseline_as_of", "date", "", "take the plan as loaded on this date as the baseline", date(2026, 5, 31)),
    Column("start", "start", "", "forecast, only without a schedule", called=("start date",)),
    Column("finish", "finish", "", "forecast, only without a schedule", called=("end", "end date", "finish date")),
    Column("percent_complete", "percentage", "", "physical progress, only without a schedule",
           called=("% complete", "progress")),
)  # fmt: skip

PROJECTS = Sheet(
    "Projects",
    "PMO",
    "one row for each project, with or without a schedule",
    _PROJECTS,
    {Project: fields(_PROJECTS, "key")},
    called=("Project", "Project list"),
)

_CONTRIBUTIONS = (
    Column("project", "text", "R", "key or name of the project", "P06", called=("project key", "project id")),
    Column("milestone", "text", "", "blank = the whole project, effective at its finish", "Line in series production"),
    Column("serves", "text", "R", "KPI or objective that it serves", "K21",
           called=("kpi", "objective", "contributes to")),
    Column("amount", "figure", "", "expected change of the KPI's value with its sign; blank = not quantified", -5.0,
           called=("effect", "expected change")),
    Column("lag_days", "number", "d", "calendar days from the milestone to the effect", 14.0, default="0",
           called=("lag",)),
    Column("confidence", "share", "d", "that the amount comes", Percent(0.7), default="100 %"),
    Column("money_share", "share", "d", "part of the project's money put down to this line; at most 100 % a project",
           Percent(0.8), default="100 % if it is the project's only link", called=("share", "share of money")),
    Column("agreed_by", "text", "", "KPI owner who accepted it; blank = claimed only", "t.renk@tarnholm.example"),
    Column("reviewed", "date", "", "last looked at; older than 180 days is stale", date(2026, 9, 15),
           called=("reviewed on", "last review")),
    Column("note", "text", "", "the assumption behind it", "cycle time study 3/26",
           called=("comment", "assumption", "remarks")),
)  # fmt: skip

CONTRIBUTIONS = Sheet(
    "Contributions",
    "project managers propose, KPI owners agree",
    "which project or milestone is expected to move which KPI, by how much and when",
    _CONTRIBUTIONS,
    {Contribution: fields(_CONTRIBUTIONS)},
    keyed_by=("project", "milestone", "serves"),
    called=("Contribution", "Project links"),
)
