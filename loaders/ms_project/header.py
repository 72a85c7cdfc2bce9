"""The project itself: what stands before the lists of the file."""

from typing import Any, NamedTuple

from lxml import etree

from loaders.base import Refused
from loaders.intake import REMEDY
from loaders.ms_project.values import ELAPSED, PERCENT_KINDS, Values, stem, tidy

_NO_GUID = "00000000-0000-0000-0000-000000000000"
_WEEK = 7 * 24 * 60  # minutes


class Header(NamedTuple):
    """The header of a file. Durations in minutes, days as ISO."""

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
    calendar: str | None
    minutes_per_day: float
    minutes_per_week: float
    percent_kind: str | None

    @property
    def elapsed(self) -> float:
        """Working minutes that one minute of elapsed time counts as."""
        return self.minutes_per_week / _WEEK

    def working(self, duration: float | None, unit: int | None) -> float | None:
        """Give a duration in working minutes; an elapsed week counts as a working week."""
        return duration if duration is None or unit not in ELAPSED else round(duration * self.elapsed, 4)


def read_header(root: etree._Element, namespace: str, file: str) -> Header:
    """Read the header of a file. Raises `Refused` for one that cannot be read: everything hangs on it."""
    texts = {str(child.tag).removeprefix(namespace): tidy(child.text) for child in root if not len(child)}
    values = Values()

    def value(kind: str, name: str) -> Any:
        try:
            return getattr(values, kind)(texts.get(name))
        except ValueError as error:
            raise Refused(f"Project: {name} '{texts.get(name)}' {error}. {REMEDY}") from None

    guid = (texts.get("GUID") or "").strip("{}").lower()
    guid = None if guid in ("", _NO_GUID) else guid
    title = texts.get("Title")
    short = stem(texts.get("Name")) or None
    day, day_from = value("moment", "StatusDate"), "status_date"
    if day is None:
        day, day_from = value("moment", "LastSaved"), "saved"
    per_day, per_week = (value("number", name) for name in ("MinutesPerDay", "MinutesPerWeek"))
    return Header(
        key=guid or title or short or file,
        name=title or short or file,
        short_name=short,
        guid=guid,
        manager=texts.get("Manager"),
        currency=texts.get("CurrencyCode") or texts.get("CurrencySymbol"),
        start=value("moment", "StartDate"),
        finish=value("end", "FinishDate"),
        status_date=day and day[:10],
        status_date_from=day_from if day else None,
        calendar=value("uid", "CalendarUID"),
        minutes_per_day=per_day if per_day and per_day > 0 else 480.0,
        minutes_per_week=per_week if per_week and per_week > 0 else 2400.0,
        percent_kind=PERCENT_KINDS.get(texts.get("DefaultTaskEVMethod") or ""),
    )
