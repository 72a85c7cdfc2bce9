"""Short ways to load records, and to say what a store then holds."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from data.commit import Committed, Load, commit
from data.export import Delivery, Export, Rejection, Skipped
from data.feeds import feeds
from data.frames import holds
from data.records import Record
from data.remembered import forget
from data.schema import FACTS, META, column_name
from data.store import Store

Content = dict[tuple[str, str, str], tuple[Any, ...]]  # (feed, table, key) -> the record without its place


def delivery(
    feed: str,
    *records: Record,
    covers: Iterable[type] = (),
    rejections: Sequence[Rejection] = (),
    skipped: Sequence[Skipped] = (),
    loader: str = "register",
    path: str | None = None,
    status_date: str | None = None,
    guarded: frozenset[type] | None = None,
) -> Delivery:
    """Make what a loader hands over from records; `covers` names kinds that the file covers without any row."""
    held: dict[type, list[Record]] = {kind: [] for kind in covers}
    for record in records:
        held.setdefault(type(record), []).append(record)
    rejected = len({(r.sheet, r.row) for r in rejections})
    export = Export(
        held,
        list(rejections),
        list(skipped),
        rows_in=len(records) + rejected + sum(s.count for s in skipped),
        status_date=status_date,
        status_date_from="status_date" if status_date else None,
        guarded=guarded,
    )
    where = path or f"{feed}.{'xlsx' if loader == 'register' else 'xml'}"
    return Delivery(feed, where, f"sha of {where}", 1, loader, 1, "{}", export)


def put(store: Store, *deliveries: Delivery, **options: Any) -> Committed:
    """Load deliveries without deriving anything from them."""
    return commit(store, Load(deliveries, "a load", **options), lambda *_: None)


def content(store: Store, revision: int) -> Content:
    """Give everything that held as of a revision."""
    found: Content = {}
    with store.reading() as connection:
        names = {number: feed.name for number, feed in feeds(connection).items()}
        for kind, table in FACTS.items():
            columns = [table.c[column_name(name)] for name in kind._fields[:-2]]  # type: ignore[attr-defined]
            for feed, *values in connection.execute(select(table.c.feed, *columns).where(holds(table, revision))):
                found[names[feed], table.name, values[0]] = tuple(values)
    return found


def wipe(store: Store) -> None:
    """Empty every table, which is quicker than another store, and what was remembered of its revisions."""
    with store.writing() as connection:
        for table in META.sorted_tables:
            connection.execute(table.delete())
    with store.reading() as connection:
        forget(connection)
