"""The lock of the one writer, alike on SQLite and PostgreSQL."""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

WAIT_SECONDS = 10  # how long a write waits for another one
_LOCK = 7_202_611  # any number, the same for all writers of a PostgreSQL store
_NOT_AVAILABLE = "55P03"  # PostgreSQL's code for a lock that was waited for in vain


class StoreBusy(RuntimeError):
    """Another load holds the store."""


def begin_writing(engine: Engine) -> Connection:
    """Give a connection in a transaction that holds the write lock. Raises `StoreBusy` when another keeps it."""
    connection = engine.connect()
    try:
        connection.begin()
        _lock(connection)
    except OperationalError as error:
        connection.close()
        if not _busy(error):
            raise
        raise StoreBusy(
            f"another load has held the store for over {WAIT_SECONDS} seconds; try again when it is done"
        ) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.execute(text(f"SET LOCAL lock_timeout = {int(WAIT_SECONDS * 1000)}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _busy(error: OperationalError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    return name.startswith("SQLITE_BUSY") or getattr(error.orig, "sqlstate", None) == _NOT_AVAILABLE
