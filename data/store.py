"""Opening the store, its revisions, and its connections: one writer at a time, many readers."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from data import migrations, schema
from data.remembered import remembering
from data.writer import WAIT_SECONDS, StoreBusy, begin_writing

__all__ = ["Revision", "Store", "StoreBusy", "find_revision"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One load: its number, when it was recorded (ISO moment, UTC) and its title."""

    number: int
    recorded_at: str
    title: str


class Store:
    """The store at an SQLAlchemy address. Opening it creates or migrates its tables, after a backup."""

    def __init__(self, url: URL, reader: Engine, writer: Engine) -> None:
        self.url = url
        self._reader = remembering(reader)
        self._writer = writer

    @classmethod
    def open(cls, address: str) -> Self:
        """Open the store at an address such as `sqlite:///throughline.db`. A plain path is a SQLite file."""
        url = make_url(address if "://" in address else f"sqlite:///{address}")
        writer = _sqlite_writer(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
        try:
            migrations.upgrade(writer, url)
        except BaseException:
            writer.dispose()
            raise
        reader = _sqlite_reader(url) if url.get_backend_name() == "sqlite" else _postgresql(url, readonly=True)
        return cls(url, reader, writer)

    def close(self) -> None:
        """Give back all connections."""
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that can only read. Rows are versioned, so reads at one revision agree with each other."""
        with self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one write connection, in a transaction. Raises `StoreBusy` when another load keeps it."""
        with begin_writing(self._writer) as connection:
            yield connection
            connection.commit()
            _optimize(connection)

    def revision(self, number: int | None = None, as_of: str | None = None) -> Revision | None:
        """Give the newest revision, that of a number, or the last one recorded by the end of an ISO day (UTC)."""
        with self.reading() as connection:
            return find_revision(connection, number, as_of)


def _optimize(connection: Connection) -> None:
    """Let SQLite count its rows now and then, so that it finds the short way through the indexes."""
    if connection.dialect.name != "sqlite":
        return
    with suppress(OperationalError):  # the next load has begun already, and will do it
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        connection.exec_driver_sql("PRAGMA optimize")


def find_revision(connection: Connection, number: int | None = None, as_of: str | None = None) -> Revision | None:
    """Give the newest revision, that of a number, or the last one recorded by the end of an ISO day (UTC)."""
    load = schema.load.c
    query = select(load.revision, load.recorded_at, load.title).order_by(load.revision.desc()).limit(1)
    if number is not None:
        query = query.where(load.revision == number)
    if as_of is not None:
        query = query.where(load.recorded_at <= f"{as_of}T23:59:59Z")
    row = connection.execute(query).first()
    return Revision(*row) if row else None


_PAGE = 16 << 10  # bytes: what is written goes through the log of changes, and there fewer pages are less work
_CACHE = 96 << 10  # KiB: what a load writes it reads again, from the log of changes where it was put aside too early


def _sqlite_writer(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun by begin_writing, at once and for writing
        connection.execute(f"PRAGMA page_size={_PAGE}")  # of a new store
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA cache_size=-{_CACHE}")

    event.listen(engine, "connect", prepare)
    return engine


def _sqlite_reader(url: URL) -> Engine:
    path = Path(url.database or "").resolve()
    engine = create_engine(
        URL.create("sqlite", database=f"{path.as_uri()}", query={"mode": "ro", "uri": "true"}),
        connect_args={"timeout": WAIT_SECONDS},
        max_overflow=20,
    )

    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA query_only=1")

    event.listen(engine, "connect", prepare)
    return engine


def _postgresql(url: URL, *, readonly: bool = False) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if not readonly:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, max_overflow=20)

    def prepare(connection: Any, _: Any) -> None:
        connection.execute("SET default_transaction_read_only = on")

    event.listen(engine, "connect", prepare)
    return engine
