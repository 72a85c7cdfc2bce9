"""One project of a file: who it is, how long its days are, and what the readers of its lists share."""

from pathlib import PurePath
from typing import Any, NamedTuple

from loaders.intake import Intake
from loaders.mpxj.values import Lengths, Values, moment, text

_FILES = (".mpp", ".mpt", ".mpx", ".mpd", ".xml", ".xer", ".pmxml")
_NO_GUID = "00000000-0000-0000-0000-000000000000"
_UNNAMED = "Untitled Gantt Project"  # as GanttProject calls what nobody gave a name: plans that have nothing in common
_USUAL_SIGN = "$"  # what MPXJ gives where a file says nothing
_WITH_CURRENCY = ("MPP", "MPX", "MPD")
_PRIMAVERA = "Primavera"
_SCHEDULES = {"PERCENT_COMPLETE": "duration", "PHYSICAL_PERCENT_COMPLETE": "physical"}


class Header(NamedTuple):
    """The header of a project. Days as ISO."""

    key: str
    name: str
    short_name: str | None
    guid: str | None
    manager: str | None
    currency: str | None
    start: str | None
    finish: str | None
    status_date: str | None
    status_date_from: str | None
    percent_kind: str | None
    calendar: str | None  # unique ID


class Plan:
    """One project while it is read."""

    def __init__(self, jpype: Any, project: Any, intake: Intake, stem: str) -> None:
        self.java = jpype
        self.project = project
        self.intake = intake
        properties = project.getProjectProperties()
        self.primavera = str(properties.getFileApplication()) == _PRIMAVERA
        # MPXJ takes what P6 plans for a baseline where a file has none, and that moves with the plan
        self.has_baseline = not self.primavera or any(one is not None for one in project.getBaselines())
        self.values = Values(_lengths(properties))
        self.stated = self._stated(properties)  # minutes a day and a week
        self.header = self._header(properties, stem)
        self.durations: dict[str, float | None] = {}  # of the kept tasks by unique ID, in working minutes
        self.tasks: dict[str, str] = {}  # unique ID -> key of the kept tasks
        self.gone: dict[str, str] = {}  # unique IDs of tasks that were not kept -> what became of them

    def fields(self, name: str) -> Any:
        """Give MPXJ's list of the fields of tasks, resources or assignments."""
        return self.java.JClass(f"org.mpxj.{name}Field")

    def key(self, uid: str) -> str:
        """Give the source key of a row of the project."""
        return f"{self.header.key}.{uid}"

    def _stated(self, properties: Any) -> tuple[float | None, float | None]:
        """Give the minutes of a day and of a week; of Primavera's those that the project's calendar states."""
        if not self.primavera:
            return self.values.lengths.day, self.values.lengths.week
        calendar = properties.getActivityDefaultCalendar() or properties.getDefaultCalendar()
        if calendar is None:
            return None, None
        return _minutes(calendar.getCalendarMinutesPerDay()), _minutes(calendar.getCalendarMinutesPerWeek())

    def _header(self, properties: Any, file: str) -> Header:
        guid = shown(properties.getGUID())
        guid = None if guid in (None, _NO_GUID) else guid
        title, short = shown(properties.getProjectTitle()), stem(shown(properties.getName()))
        if short == _UNNAMED:
            short = None
        day, day_from = _moment(properties.getStatusDate()), "status_date"
        if self.primavera:
            key, name = shown(properties.getProjectID()) or shown(properties.getUniqueID()) or file, None
            short, day_from = shown(properties.getProjectID()), "data_date"
            name = title or shown(properties.getName())
        else:
            key, name = guid or title or short or file, title or short
            if day is None:
                day, day_from = _moment(properties.getLastSaved()), "saved"
        method = shown(properties.getDefaultTaskEarnedValueMethod())
        return Header(
            key=key,
            name=name or short or file,
            short_name=short,
            guid=guid,
            manager=shown(properties.getManager()),
            currency=self._currency(properties),
            start=_moment(properties.getStartDate()),
            finish=_moment(properties.getFinishDate()),
            status_date=day and day[:10],
            status_date_from=day_from if day else None,
            percent_kind=None if self.primavera else _SCHEDULES.get(method or ""),
            calendar=self._calendar(properties),
        )

    def _calendar(self, properties: Any) -> str | None:
        """Give the calendar of the project: of Primavera's the one that new activities take."""
        usual = shown(properties.getDefaultCalendarUniqueID())
        return (shown(properties.getActivityDefaultCalendarUniqueID()) or usual) if self.primavera else usual

    def _currency(self, properties: Any) -> str | None:
        """Give the code of the money, else its sign; of Primavera's the one that all others are stated against."""
        if self.primavera:
            if str(properties.getFileType()) != "PMXML":  # an XER file is in a currency that MPXJ does not tell
                return None
            bases = [c for c in self.project.getCurrencies() if shown(c.getExchangeRate()) == "1.0"]
            return shown(bases[0].getCurrencyID()) if len(bases) == 1 else None
        code, sign = shown(properties.getCurrencyCode()), shown(properties.getCurrencySymbol())
        states_it = str(properties.getFileType()) in _WITH_CURRENCY
        return code or (sign if states_it or sign != _USUAL_SIGN else None)


def shown(value: Any) -> str | None:
    """Give one of MPXJ's objects as text, None for none or blank."""
    return None if value is None else text(str(value))


def stem(path: str | None) -> str | None:
    """Give the name of a project from the path of its file, also one of another system."""
    name = PurePath((path or "").replace("\\", "/"))
    return (name.stem if name.suffix.lower() in _FILES else name.name) or None


def _moment(value: Any) -> str | None:
    """Give a moment of the header, None for one that cannot be."""
    if value is None:
        return None
    try:
        return moment(str(value))
    except ValueError:
        return None


def _lengths(properties: Any) -> Lengths:
    """Give what the file states, else the tool's own 8, 40 hours and 20 days."""
    return Lengths(
        _positive(properties.getMinutesPerDay(), 480.0),
        _positive(properties.getMinutesPerWeek(), 2400.0),
        _positive(properties.getDaysPerMonth(), 20.0),
    )


def _positive(value: Any, usual: float) -> float:
    stated = 0.0 if value is None else float(str(value))
    return stated if stated > 0 else usual


def _minutes(value: Any) -> float | None:
    return None if value is None else float(str(value))
