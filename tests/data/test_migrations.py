"""A store is made and brought up to date by migrations that give exactly the tables of the schema."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from data import migrations
from data.records import Objective
from data.schema import META
from data.store import Store
from tests.data.loads import content, delivery, put

NOW = migrations.HEAD
NEXT = f"{int(NOW) + 1:04}"
FURTHER = f'''"""A further step, for tests."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{NOW}"


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
'''


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this version know a further schema."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / f"{NEXT}_further.py").write_text(FURTHER, encoding="utf-8")
    monkeypatch.setattr(migrations, "SCRIPTS", scripts)
    monkeypatch.setattr(migrations, "HEAD", NEXT)


def test_the_head_is_the_newest_migration() -> None:
    newest = max(path.stem for path in (migrations.SCRIPTS / "versions").glob("[0-9]*.py"))
    assert newest.startswith(f"{migrations.HEAD}_")


def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    with store.writing() as connection:
        made = _columns_and_indexes(connection)
        META.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        migrations.migrate(connection)
        found = compare_metadata(MigrationContext.configure(connection), META)
        assert [difference for difference in found if difference[0] != "remove_table"] == []
        removed = [difference[1].name for difference in found if difference[0] == "remove_table"]
        assert _columns_and_indexes(connection) == made
        assert migrations.current(connection) == NOW
    assert set(removed) <= {"sqlite_stat1", "sqlite_stat4"}


def _columns_and_indexes(connection: Connection) -> dict[str, list[str]]:
    """Give what each table has, by its name; the order of columns may differ."""
    found = inspect(connection)
    return {
        table: sorted(
            map(_said, [*found.get_columns(table), *found.get_indexes(table), found.get_pk_constraint(table)])
        )
        for table in found.get_table_names()
        if not table.startswith("sqlite_")
    }


def _said(one: Any) -> str:
    return str({name: _said(value) for name, value in one.items()} if isinstance(one, dict) else one)


def test_opening_a_store_again_changes_nothing(address: str) -> None:
    first = Store.open(address)
    put(first, delivery("register", Objective("I1")))
    first.close()
    again = Store.open(address)
    assert len(content(again, 1)) == 1
    again.close()


def test_several_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "new.db")
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(Store.open, [path] * 4))
    assert [store.revision() for store in stores] == [None] * 4
    for store in stores:
        store.close()
    assert not list(tmp_path.glob("*.bak")), "there was nothing to keep"


@pytest.mark.usefixtures("newer")
def test_an_older_store_is_kept_as_a_backup_and_brought_up_to_date(tmp_path: Path, empty_sqlite: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(empty_sqlite, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO feed (name, loader) VALUES ('register', 'register')")
        connection.commit()
    Store.open(str(path)).close()
    assert _tables(path) - _tables(empty_sqlite) == {"later"}
    backup = tmp_path / f"old.db.{NOW}.bak"
    assert _tables(backup) == _tables(empty_sqlite)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT name FROM feed").fetchall() == [("register",)]
    assert not list(tmp_path.glob("*.part"))


def test_a_postgresql_store_is_brought_up_to_date(postgresql_address: str, request: pytest.FixtureRequest) -> None:
    Store.open(postgresql_address).close()
    request.getfixturevalue("newer")
    store = Store.open(postgresql_address)
    with store.reading() as connection:
        assert migrations.current(connection) == NEXT
        assert connection.execute(text("SELECT count(*) FROM later")).scalar() == 0
    store.close()


def test_a_store_of_a_newer_version_is_refused_with_what_to_do(address: str) -> None:
    store = Store.open(address)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    store.close()
    with pytest.raises(RuntimeError, match=r"made by a newer version \(schema 0099, this one knows .*update through"):
        Store.open(address)


def test_the_password_of_an_address_is_not_told(postgresql_address: str) -> None:
    store = Store.open(postgresql_address)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    store.close()
    with pytest.raises(RuntimeError) as refused:
        Store.open(postgresql_address.replace("postgres@", "postgres:secret@"))
    assert "secret" not in str(refused.value)


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in rows if not name.startswith("sqlite_")}
