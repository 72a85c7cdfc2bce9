"""Durations that are written as words: 2d 4h 30m, 20 days, 3,5 Std."""

import re

DAY_MINUTES, WEEK_MINUTES = 480.0, 2400.0  # a working day and week, where a tool writes `2d` or `1w`
MONTH_MINUTES = 9600.0  # a month of 20 working days, as Microsoft Project has it unless told otherwise
THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")  # or is it a decimal comma: what may mean two things is never guessed
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?,?\s*")
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1.0),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1 / 60),
    **dict.fromkeys(
        ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas"), 60.0
    ),
    **dict.fromkeys(("ora", "ore", "uur"), 60.0),
    **dict.fromkeys(("d", "day", "days", "t", "tag", "tage", "tagen", "j", "jour", "jours"), DAY_MINUTES),
    **dict.fromkeys(("día", "días", "dia", "dias", "giorno", "giorni", "dag", "dagen"), DAY_MINUTES),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "wo", "woche", "wochen", "sem", "semaine"), WEEK_MINUTES),
    **dict.fromkeys(("semaines", "semana", "semanas", "settimana", "settimane", "weken"), WEEK_MINUTES),
    **dict.fromkeys(("mo", "mon", "mons", "month", "months", "monat", "monate", "mois", "mes", "meses"), MONTH_MINUTES),
}


def minutes(written: str) -> float | None:
    """Give the working minutes of a duration whose units are written; None where it is none of these."""
    parts = _PART.findall(written)
    if not parts or _PART.sub("", written) or any(unit.casefold() not in _UNITS for _, unit in parts):
        return None
    return round(sum(float(size.replace(",", ".")) * _UNITS[unit.casefold()] for size, unit in parts), 6)
