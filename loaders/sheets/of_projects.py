"""The sheets of projects, money and steering that are filled when somebody needs what they give."""

from datetime import date

from data.records import Decision, Dependency, Link, ListEntry, Milestone, Money, Risk, Setting
from loaders.sheets.sheet import Column, Sheet, fields
from loaders.tables.cells import Percent

ALIASES = ("same project", "same person")

_LINKS = (
    Column("from", "text", "R", "key or name of the objective that acts", "I5", "from_objective",
           called=("cause", "from objective")),
    Column("to", "text", "R", "key or name of the objective acted upon", "F4", "to_objective",
           called=("effect", "to objective")),
    Column("sign", "choice", "d", "+ helps, - harms", "-", default="+", choices=("+", "-"),
           also={"plus": "+", "positive": "+", "minus": "-", "negative": "-"}, called=("polarity",)),
    Column("strength", "choice", "d", "how strongly", "moderate", default="moderate",
           choices=("weak", "moderate", "strong")),
    Column("lag_months", "number", "d", "months until the effect shows", 1.0, default="0", called=("lag",)),
    Column("note", "text", "", "why", "safety stock ties up cash", called=("comment", "remarks")),
)  # fmt: skip

LINKS = Sheet(
    "Links",
    "strategy office",
    "cause and effect between objectives",
    _LINKS,
    {Link: fields(_LINKS)},
    keyed_by=("from", "to"),
    called=("Link", "Cause and effect"),
)

_MILESTONES = (
    Column("project", "text", "R", "key or name of the project", "P06", called=("project key", "project id")),
    Column("key", "key", "d", "your own short key; made from project and name when blank", "D3",
           default="from project and name", called=("id", "code")),
    Column("name", "text", "R", "name of the milestone", "Safety acceptance of cell 3",
           called=("milestone", "deliverable", "title")),
    Column("kind", "choice", "d", "what it is", "deliverable", default="milestone", called=("type",),
           choices=("milestone", "deliverable", "gate", "review", "post-implementation review")),
    Column("of", "text", "", "milestone or deliverable it belongs to", "Line in series production",
           called=("belongs to", "parent")),
    Column("baseline", "date", "", "date first agreed", date(2026, 10, 9), called=("baseline date", "planned")),
    Column("forecast", "date", "", "date now expected", date(2026, 11, 20), called=("forecast date", "expected")),
    Column("actual", "date", "", "date reached", called=("actual date", "done on")),
    Column("state", "choice", "", "what has become of it", "rejected", called=("status",),
           choices=("planned", "submitted", "accepted", "rejected", "passed", "failed", "waived")),
    Column("accepted_by", "text", "", "who accepts it", "S. Amundi", called=("acceptance by",)),
    Column("weight", "number", "", "for progress by weighted milestones", least=0),
    Column("note", "text", "", "remark", called=("comment", "remarks")),
)  # fmt: skip

MILESTONES = Sheet(
    "Milestones",
    "project managers",
    "milestones, deliverables, gates and reviews that no schedule holds, or what it lacks about them",
    _MILESTONES,
    {Milestone: fields(_MILESTONES, "key")},
    named_by=("project", "name"),
    called=("Milestone", "Deliverables"),
)

_MONEY = (
    Column("project", "text", "R", "key or name of the project", "P06", called=("project key", "project id")),
    Column("month", "month", "R", "any day in the month", date(2026, 10, 1), called=("period", "date")),
    Column("kind", "choice", "R", "what kind of money", "cost", choices=("cost", "revenue", "saving", "other benefit"),
           also={"costs": "cost", "savings": "saving", "benefit": "other benefit"}, called=("type",)),
    Column("plan", "money", "", "planned for the month", 420000.0, least=0, called=("planned", "budget")),
    Column("committed", "money", "", "ordered, not yet invoiced, falling due in the month", 90000.0,
           called=("commitment", "obligo")),
    Column("actual", "money", "", "spent or earned in the month", 360000.0, called=("actuals", "spent")),
    Column("forecast", "money", "", "expected, for months not yet closed"),
    Column("currency", "currency", "d", "currency of the amounts", "EUR", default="the project's"),
    Column("class", "choice", "", "capital or operating expenditure", "capex", "class_", choices=("capex", "opex")),
    Column("note", "text", "", "remark", called=("comment", "remarks")),
)  # fmt: skip

MONEY = Sheet(
    "Money",
    "finance",
    "amounts of the month, not running totals; a journal, one row for each project, month and kind",
    _MONEY,
    {Money: fields(_MONEY)},
    keyed_by=("project", "month", "kind"),
    called=("Finance", "Costs"),
)

_RISKS = (
    Column("key", "key", "d", "your own short key; made from subject and title when blank", "R07",
           default="from subject and title", called=("id", "risk id", "code")),
    Column("about", "text", "R", "project, milestone, KPI or objective", "P11", called=("project", "subject")),
    Column("kind", "choice", "R", "threat, opportunity or issue", "threat", choices=("threat", "opportunity", "issue"),
           also={"risk": "threat", "chance": "opportunity", "problem": "issue"}, called=("type",)),
    Column("title", "text", "R", "what may happen or has happened", "One laboratory slot per quarter",
           called=("name", "risk", "description")),
    Column("probability", "share", "", "of a threat or an opportunity", Percent(0.5), called=("likelihood",)),
    Column("money", "money", "", "effect on money", 1900000.0, called=("impact", "cost impact")),
    Column("currency", "currency", "", "currency of the money", "EUR"),
    Column("days", "number", "", "effect on the date", 60.0, called=("schedule impact",)),
    Column("kpi_effect", "number", "", "effect on the KPI, in its unit"),
    Column("owner", "text", "", "who looks after it", "a.corrigan@tarnholm.example", called=("responsible",)),
    Column("response", "text", "", "what is done about it", "second laboratory", called=("mitigation", "action")),
    Column("due", "date", "", "date of the response", date(2026, 11, 6), called=("due date",)),
    Column("state", "choice", "d", "where it stands", "open", default="open",
           choices=("open", "in hand", "closed", "happened"), called=("status",)),
)  # fmt: skip

RISKS = Sheet(
    "Risks",
    "everybody",
    "threats, opportunities and issues on the nodes they touch",
    _RISKS,
    {Risk: fields(_RISKS, "key")},
    named_by=("about", "title"),
    called=("Risk", "Risk register"),
)

_DEPENDENCIES = (
    Column("from_project", "text", "R", "project that hands over", "P12", called=("predecessor project",)),
    Column("from_milestone", "text", "R", "its milestone", "Bench handed over", "from_task", called=("predecessor",)),
    Column("to_project", "text", "R", "project that waits", "P11", called=("successor project",)),
    Column("to_milestone", "text", "R", "its milestone", "Type approval granted", "to_task", called=("successor",)),
    Column("type", "choice", "d", "finish or start to finish or start", "FS", default="FS",
           choices=("FS", "SS", "FF", "SF")),
    Column("lag_days", "working days", "d", "working days between them", 20.0, "lag", default="0", called=("lag",)),
    Column("hands_over", "text", "", "what is handed over", "calibrated bench", called=("deliverable",)),
    Column("agreed", "yes_no", "", "do both sides know", "yes"),
    Column("giver", "text", "", "who hands over"),
    Column("taker", "text", "", "who receives"),
)  # fmt: skip

DEPENDENCIES = Sheet(
    "Dependencies",
    "project managers",
    "what one project waits for from another",
    _DEPENDENCIES,
    {Dependency: fields(_DEPENDENCIES)},
    keyed_by=("from_project", "from_milestone", "to_project", "to_milestone", "type"),
    called=("Dependency",),
)

_DECISIONS = (
    Column("key", "key", "d", "your own short key; made from date and text when blank", "D05",
           default="from date and text", called=("id", "code", "no")),
    Column("date", "date", "R", "when it was decided", date(2026, 10, 1), called=("decided on",)),
    Column("about", "text", "R", "any node of the map, or a person", "P19", called=("subject",)),
    Column("kind", "choice", "d", "what it is", "decision", default="decision", called=("type",),
           choices=("decision", "action", "scope change", "budget change", "new baseline", "strategy change",
                    "accepted conflict")),
    Column("text", "text", "R", "what was decided", "No more orders until a business case is shown",
           called=("decision", "title", "description")),
    Column("by", "text", "", "who decided", "Board", called=("decided by",)),
    Column("who", "text", "", "who does it", "G. Marchetti-Roe", called=("responsible", "owner")),
    Column("due", "date", "", "until when it is to be done", date(2026, 10, 15), called=("due date",)),
    Column("state", "choice", "d", "where it stands", "open", default="open",
           choices=("proposed", "open", "done", "dropped"), called=("status",)),
    Column("money", "money", "", "what it changes in money"),
    Column("currency", "currency", "", "currency of the money"),
    Column("days", "number", "", "what it changes in days"),
    Column("until", "date", "", "date on which an acceptance ends", None, "accepted_until"),
)  # fmt: skip

DECISIONS = Sheet(
    "Decisions",
    "whoever keeps the minutes",
    "decisions, actions and approved changes; a journal",
    _DECISIONS,
    {Decision: fields(_DECISIONS, "key")},
    named_by=("date", "text"),
    called=("Decision", "Decision log"),
)

_LISTS = (
    Column("kind", "choice", "R", "what this row names", "department", called=("list",),
           choices=("department", "programme", "role", "skill", "place", *ALIASES), also={"program": "programme"}),
    Column("key", "key", "R", "the entry's own key; for another name: the key it stands for", "ENG", "code",
           called=("id", "code")),
    Column("name", "text", "R", "full name; for another name: that name", "Engineering", called=("title",)),
    Column("parent", "text", "", "entry of the same kind above it", called=("belongs to",)),
    Column("lead", "text", "", "who leads it", "p.drobny@tarnholm.example", called=("head", "manager")),
)  # fmt: skip

LISTS = Sheet(
    "Lists",
    "PMO",
    "departments, programmes, skills, and other names for the same project or person",
    _LISTS,
    {ListEntry: fields(_LISTS)},
    called=("List",),
)

_SETTINGS = (
    Column("name", "text", "R", "name of the setting", "rate GBP", called=("setting",)),
    Column("applies_to", "text", "d", "department, programme, project, KPI or feed", "*", default="everything"),
    Column("value", "text", "R", "its value", "1.17"),
    Column("from", "date", "d", "date since which it holds", date(2026, 1, 1), "valid_from", default="today",
           called=("valid from", "since")),
    Column("reason", "text", "", "why", "plan rate", called=("note", "comment")),
)  # fmt: skip

SETTINGS = Sheet(
    "Settings",
    "PMO",
    "what the PMO tunes; each line dated, so that old colours stay explainable",
    _SETTINGS,
    {Setting: fields(_SETTINGS)},
    keyed_by=("name", "applies_to", "from"),
    called=("Setting",),
)
