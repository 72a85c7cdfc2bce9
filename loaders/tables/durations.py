"""Durations that are written as words: 2d 4h 30m, 20 days, 3,5 Std."""

import re

DAY_MINUTES, WEEK_MINUTES = 480.0, 2400.0  # a working day and week, where a tool writes `2d` or `1w`
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?,?\s*", re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1.0),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1 / 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std"), 60.0),
    **dict.fromkeys(("d", "day", "days", "t", "tag", "tage"), DAY_MINUTES),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), WEEK_MINUTES),
}


def minutes(written: str) -> float | None:
    """Give the working minutes of a duration whose units are written; None where it is none of these."""
    parts = _PART.findall(written)
    if not parts or _PART.sub("", written) or any(unit.casefold() not in _UNITS for _, unit in parts):
        return None
    return round(sum(float(size.replace(",", ".")) * _UNITS[unit.casefold()] for size, unit in parts), 6)
