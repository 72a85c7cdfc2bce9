"""Days and ages in words, the same everywhere."""

from datetime import date, datetime

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def day(value: date | None, missing: str = "no date") -> str:
    """Say a day as 31 Oct 2026."""
    return f"{value.day} {value:%b} {value.year}" if value else missing


def age(then: datetime, now: datetime) -> str:
    """Say how long ago a moment was in the largest whole unit: 4 days ago, 3 months ago; just now if it is to come."""
    seconds = (now - then).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return _ago(int(seconds // _MINUTE), "minute")
    if seconds < _DAY:
        return _ago(int(seconds // _HOUR), "hour")
    days = int(seconds // _DAY)
    if days < 60:
        return _ago(days, "day")
    return _ago(days // 30, "month") if days < 730 else _ago(days // 365, "year")


def old(then: str | None, today: str) -> str:
    """Say how old what was measured on an ISO day is today: 4 days old, 3 months old."""
    if not then:
        return "no reading"
    days = (date.fromisoformat(today[:10]) - date.fromisoformat(then[:10])).days
    if days < 1:
        return "of today"
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'} old"
    return f"{days // 30} months old" if days < 730 else f"{days // 365} years old"


def _ago(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def number(value: float | None, missing: str = "") -> str:
    """Say a number with thin spaces for thousands and no more digits than it needs."""
    if value is None:
        return missing
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "\u2009").replace("-", "\u2212")


def amount(value: float | None, unit: str | None) -> str:
    """Say a value with its unit: 72.3 %."""
    return f"{number(value)} {unit}".strip() if unit else number(value)


def day_of(text: str | None) -> str:
    """Say an ISO day or moment as 31 Oct 2026."""
    return day(date.fromisoformat(text[:10])) if text else day(None)
