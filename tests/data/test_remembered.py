"""A revision is read once for all who ask, never changes by what one of them does, and is not taken for another."""

from sqlalchemy import Connection, event

from data import queries
from data.records import Setting
from data.store import Store
from tests.data.loads import delivery, put


def _settings(store: Store, revision: int) -> list[tuple[str, str]]:
    with store.reading() as connection:
        rows = queries.settings(connection, revision)
        return list(zip(rows["name"], rows["value"], strict=True))


def test_what_was_read_of_a_revision_is_not_asked_for_again(store: Store):
    assert _settings(store, 1) == []  # before there is such a revision, which is not remembered
    put(store, delivery("PMO", Setting("eac||", "eac", value="b")))
    put(store, delivery("PMO", Setting("eac||", "eac", value="d")))
    assert (_settings(store, 1), _settings(store, 2)) == ([("eac", "b")], [("eac", "d")])
    asked: list[str] = []

    def note(_: Connection, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    with store.reading() as connection:
        event.listen(connection.engine, "before_cursor_execute", note)
        first = queries.settings(connection, 1)
        first["value"] = "mine"
        first.loc[first.index[0], "name"] = "mine too"
    assert (_settings(store, 1), _settings(store, 2)) == ([("eac", "b")], [("eac", "d")])
    assert asked == []


def test_a_load_sees_what_it_writes(store: Store):
    put(store, delivery("PMO", Setting("eac||", "eac", value="b")))
    assert _settings(store, 1) == [("eac", "b")]
    with store.writing() as connection:
        assert list(queries.settings(connection, 1)["value"]) == ["b"]
        connection.exec_driver_sql("UPDATE setting SET value = 'd'")
        assert list(queries.settings(connection, 1)["value"]) == ["d"]
