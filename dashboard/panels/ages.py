"""How old data is, in words, judged against the moment that is looked at."""

from datetime import datetime

from dashboard.words import age


def old(day: str | None, today: str) -> str | None:
    """Say how old something of an ISO day is on another: 3 months old; today; None without a day."""
    if not day:
        return None
    then, now = datetime.fromisoformat(day[:10]), datetime.fromisoformat(today[:10])
    return "of today" if then >= now else age(then, now).replace(" ago", " old")
