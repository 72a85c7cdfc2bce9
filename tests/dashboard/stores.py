"""Small stores for tests of the dashboard."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.assess import assess
from data.commit import Load, commit
from data.export import Delivery, Export, Rejection
from data.records import Kpi, Objective, Perspective, Record
from data.store import Store

STRATEGY: tuple[Record, ...] = (
    Perspective(key="financial", name="Financial", position=1),
    Perspective(key="people", name="People", position=2),
    Objective(key="O1", name="Grow with services", perspective="financial", owner="Ada Byron"),
    Objective(key="O2", name="Keep <b>skilled</b> people", perspective="people"),
    Kpi(key="K1", name="Service revenue", objective="O1", unit="MEUR", better="higher"),
)


def empty_store(folder: Path) -> Store:
    """Give a store that holds nothing, `store.db` of a folder."""
    path = folder / "store.db"
    path.write_bytes(_tables())
    return Store.open(f"sqlite:///{path}")


@cache
def _tables() -> bytes:
    """Give the file of a store that holds nothing: to make its tables takes longer than to write them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        Store.open(str(path)).close()
        return path.read_bytes()


def filled_store(folder: Path) -> Store:
    """Give a store that holds STRATEGY as its only revision, recorded by the end of 31 Oct 2026."""
    store = empty_store(folder)
    load_records(store, STRATEGY, title="strategy.xlsx", as_of="2026-10-31")
    return store


def load_records(
    store: Store,
    records: Iterable[Record],
    *,
    title: str,
    as_of: str | None = None,
    feed: str = "strategy",
    loader: str = "register",
    rejections: Sequence[Rejection] = (),
) -> None:
    """Commit records as one load of one feed."""
    by_class = {cls: list(rows) for cls, rows in groupby(records, key=type)}
    rows_in = sum(map(len, by_class.values())) + len(rejections)
    export = Export(records=by_class, rows_in=rows_in, rejections=list(rejections))
    delivery = Delivery(feed, title, title, 1, loader, 1, "{}", export)
    commit(store, Load([delivery], title, as_of=as_of), assess)
