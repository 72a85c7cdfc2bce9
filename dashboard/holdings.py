"""What a store holds, how fresh each feed is, and what waits."""

from datetime import UTC, date, datetime
from typing import Any

from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.store import Store


def holdings(store: Store) -> dict[str, Any]:
    """Give revision, recorded_at, a sentence, counts of things by kind, feeds, and what waits for its target.

    Of a feed, `status_days` is the age of its status date, `days` that of its newest load, and `owner` who answers for
    it by the settings. `awaited` are feeds whose rhythm is stated and that nobody ever delivered.
    """
    now = datetime.now(UTC)
    view = View(store, Selection(), now)
    history = view.history()
    with store.reading() as connection:
        counts = queries.counts(connection, view.number)
    feeds = [
        {
            "feed": row["feed_name"],
            "loader": row["loader"],
            "owner": row["owner"],
            "file": row["file_name"],
            "revision": row["revision"],
            "recorded_at": row["recorded_at"],
            "status_date": row["status_date"],
            "status_days": _age(row["status_date"], now),
            "days": int(row["days"]),
            "late": bool(row["late"]),
            "rejected": row["rejected"],
        }
        for row in history.feeds.to_dict("records")
    ]
    waiting = [
        {"feed": row["feed_name"], **{name: row[name] for name in ("wants", "scope", "text", "state")}}
        for row in history.unresolved.to_dict("records")
    ]
    revision = view.revision
    return {
        "revision": view.number or None,
        "recorded_at": revision.recorded_at if revision else None,
        "sentence": _sentence(view.number, counts, len(feeds), len(waiting)),
        "counts": counts,
        "feeds": feeds,
        "awaited": [
            {"feed": row["feed_name"], "every": row["every"], "owner": row["owner"]}
            for row in history.awaited.to_dict("records")
        ],
        "waiting": waiting,
    }


def _age(status_date: str | None, now: datetime) -> int | None:
    """Give the days since the facts of a feed stood: what is loaded today may be months old."""
    return (now.date() - date.fromisoformat(status_date[:10])).days if status_date else None


def _sentence(revision: int, counts: dict[str, int], feeds: int, waiting: int) -> str:
    if not revision:
        return "The store is empty. Load exports with: throughline load FILE…  or try: throughline demo"
    kinds = [_counted(counts.get(kind.lower(), 0), kind) for kind in ("objective", "KPI", "project")]
    waits = f"{_counted(waiting, 'reference')} {'waits' if waiting == 1 else 'wait'}"
    return f"Revision {revision}: {', '.join(kinds)} from {_counted(feeds, 'feed')}; {waits} for a target."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
