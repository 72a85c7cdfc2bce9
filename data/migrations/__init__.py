"""Bringing a store to the tables of this version. A backup is made before an existing store is changed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from data.schema import META
from data.writer import begin_writing

SCRIPTS = Path(__file__).parent
HEAD = "0007"  # the newest file in versions/
_VERSION = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""  # as Alembic makes it


def upgrade(engine: Engine, url: URL) -> None:
    """Create the tables, or migrate them. Raises `RuntimeError` for a store made by a newer version."""
    with engine.connect() as connection:
        version = current(connection)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise RuntimeError(
            f"the store {url.render_as_string()} was made by a newer version (schema {version}, this one knows "
            f"{HEAD}); update throughline"
        )
    with begin_writing(engine) as connection:
        version = current(connection)
        if version == HEAD:  # another process was quicker
            return
        if version is None:
            _create(connection)
        else:
            _backup(url, version)
            migrate(connection)
        connection.commit()


def _create(connection: Connection) -> None:
    """Create the tables as they are now, which takes a fraction of making them step by step."""
    META.create_all(connection, checkfirst=False)
    connection.execute(text(_VERSION))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def migrate(connection: Connection) -> None:
    """Bring tables up to date, from none at all or from those of any version before."""
    from alembic import command  # heavy, and only needed when something is to be migrated
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def current(connection: Connection) -> str | None:
    """Give the schema version of a store, or None when it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _backup(url: URL, version: str) -> None:
    """Copy a SQLite store beside itself. PostgreSQL has its own means, which the documentation names."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    whole, unfinished = f"{url.database}.{version}.bak", f"{url.database}.{version}.bak.part"
    with closing(sqlite3.connect(url.database)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    os.replace(unfinished, whole)
