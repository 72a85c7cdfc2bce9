"""The lock of the one writer, alike on SQLite and PostgreSQL."""

from sqlalchemy import Connection, Engine, text

WAIT_SECONDS = 10  # how long a write waits for another one
_LOCK = 7_202_611  # any number, the same for all writers of a PostgreSQL store


def begin_writing(engine: Engine) -> Connection:
    """Give a connection in a transaction that holds the write lock. Raises `OperationalError` when another keeps it."""
    connection = engine.connect()
    try:
        connection.begin()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    except BaseException:
        connection.close()
        raise
    return connection
