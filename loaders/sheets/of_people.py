"""The sheets of people and their time: People, Absences, Assignments, External."""

from datetime import date

from data.records import Absence, Assignment, ExternalOption, Resource
from loaders.sheets.sheet import Column, Sheet, fields
from loaders.tables.cells import Percent

_PEOPLE = (
    Column("key", "key", "d", "your own short key; the e-mail when blank", "m.oyelund@tarnholm.example",
           default="the e-mail", called=("id", "code", "personnel no")),
    Column("name", "text", "R", "full name", "Marta Oyelund", called=("person", "full name")),
    Column("email", "text", "", "e-mail", "m.oyelund@tarnholm.example", called=("mail", "e-mail address")),
    Column("also_known_as", "text", "", "other names in schedules, parted by ;", "M. Oyelund; Oyelund, Marta",
           called=("aliases", "aka")),
    Column("department", "text", "", "department", "ENG", called=("dept",)),
    Column("role", "text", "", "what they work as", "Controls engineer", called=("job", "function")),
    Column("place", "text", "", "where they work", "Vellin", called=("location", "site")),
    Column("hours_per_week", "number", "d", "contract", 40.0, default="40", least=0, most=168, called=("hours",)),
    Column("own_time", "share", "d", "share of time for work that is no project", Percent(0.1), default="0"),
    Column("from", "date", "", "first day in the organisation", None, "valid_from", called=("since", "valid from")),
    Column("until", "date", "", "last day", None, "valid_until", called=("valid until",)),
    Column("skills", "skills", "", "with levels 1 to 5, parted by ;", "drive controls 5; plc 4", called=("skill",)),
    Column("cost_per_hour", "money", "", "rate", 78.0, least=0, called=("rate", "hourly rate")),
    Column("currency", "currency", "", "currency of the rate", "EUR"),
    Column("pool", "choice", "d", "may other departments ask for them", "shared", default="shared",
           choices=("shared", "dedicated")),
    Column("line_manager", "text", "", "decides on conflicts", "p.drobny@tarnholm.example", called=("manager", "boss")),
)  # fmt: skip

PEOPLE = Sheet(
    "People",
    "PMO or HR",
    "who there is, with their time, skills and cost",
    _PEOPLE,
    {Resource: fields(_PEOPLE, "key")},
    named_by=("name",),
    called=("Person", "Staff"),
)

_ABSENCES = (
    Column("who", "text", "R", "person, department, place or * for everyone", "*", called=("person", "name")),
    Column("from", "date", "R", "first day", date(2026, 12, 25), "first_day", called=("first day", "start")),
    Column("to", "date", "R", "last day, included", date(2026, 12, 26), "last_day",
           called=("last day", "until", "end")),
    Column("hours_per_day", "number", "d", "hours away on each day", default="the whole day", least=0, most=24,
           called=("hours",)),
    Column("kind", "choice", "d", "kinds of illness are not asked for", "holiday", default="leave", called=("type",),
           choices=("leave", "holiday", "training", "other work"), also={"vacation": "leave"}),
)  # fmt: skip

ABSENCES = Sheet(
    "Absences",
    "HR",
    "time in which people do not work on projects",
    _ABSENCES,
    {Absence: fields(_ABSENCES)},
    keyed_by=("who", "from", "kind"),
    called=("Absence", "Holidays"),
)

_ASSIGNMENTS = (
    Column("project", "text", "R", "key or name of the project", "P13", called=("project key", "project id")),
    Column("task", "text", "", "task or milestone of the project", "Controller release",
           called=("milestone", "task or milestone")),
    Column("person", "text", "R or role or skill", "who works", called=("resource", "who")),
    Column("role", "text", "R or person or skill", "role, where nobody is named"),
    Column("skill", "skill", "R or person or role", "skill with its level, where nobody is named", "controls 3"),
    Column("from", "start", "R", "first day", date(2026, 11, 2), "start", called=("start",)),
    Column("to", "finish", "R", "last day, included", date(2027, 1, 29), "finish", called=("finish", "end", "until")),
    Column("hours", "hours", "R or hours_per_week or share", "hours in all", None, "work", least=0, called=("work",)),
    Column("hours_per_week", "number", "R or hours or share", "hours a week", 36.0, least=0, most=168),
    Column("share", "share", "R or hours or hours_per_week", "share of full time", called=("allocation", "units")),
    Column("count", "number", "d", "how many people", 4.0, "people", default="1", least=0,
           called=("people", "headcount")),
    Column("firm", "firm", "d", "asked for, or firm", "asked", default="firm", called=("state", "status")),
)  # fmt: skip

ASSIGNMENTS = Sheet(
    "Assignments",
    "project managers",
    "work that no schedule holds, and demand without a name",
    _ASSIGNMENTS,
    {Assignment: {**fields(_ASSIGNMENTS, "person", "skill"), "resource": "person"}},
    keyed_by=("project", "task", "person", "role", "skill", "from"),
    called=("Assignment", "Allocations"),
)

_EXTERNAL = (
    Column("supplier", "text", "R", "who offers it", "Lowen Control Partners", called=("vendor", "company")),
    Column("skill", "text", "R", "what they can do", "controls"),
    Column("level", "number", "d", "1 to 5", 4.0, default="3", least=1, most=5),
    Column("rate_per_hour", "money", "R", "rate", 112.0, least=0, called=("rate", "hourly rate")),
    Column("currency", "currency", "R", "currency of the rate", "EUR"),
    Column("lead_days", "number", "R", "working days to start", 15.0, least=0, called=("lead time",)),
    Column("min_term_days", "number", "d", "shortest term in working days", 60.0, default="0", least=0,
           called=("minimum term",)),
    Column("people", "number", "d", "how many", 3.0, default="1", least=0, called=("count",)),
    Column("from", "date", "", "offered since", None, "valid_from", called=("valid from",)),
    Column("until", "date", "", "offered until", date(2027, 6, 30), "valid_until", called=("valid until",)),
    Column("contract", "text", "", "number of the frame contract", "FC-118", called=("contract no", "frame contract")),
)  # fmt: skip

EXTERNAL = Sheet(
    "External",
    "procurement",
    "help that can be bought, with rate and lead time",
    _EXTERNAL,
    {ExternalOption: fields(_EXTERNAL)},
    keyed_by=("supplier", "skill", "level", "from"),
    called=("External options", "Suppliers"),
)
