"""What a revision says of all things of a kind of which there are few, read once for all who ask.

A revision never changes once it is recorded, so it is never read again. Connections that read carry the memory of
their store; that of a load carries none, because in its transaction the revision is still being made.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from sqlalchemy import Connection, Engine, select

from data import schema
from data.memory import Memory

Found = TypeVar("Found", bound=pd.DataFrame | dict[Any, Any])
Asked = ParamSpec("Asked")
_OPTION = "remembered"
_MOST = 200  # questions, of all revisions that are asked for


def remembering(reader: Engine) -> Engine:
    """Give the engine with a memory that all its connections share."""
    return reader.execution_options(**{_OPTION: Memory[Any](_MOST)})


def once(
    read: Callable[Concatenate[Connection, int, Asked], Found],
) -> Callable[Concatenate[Connection, int, Asked], Found]:
    """Let what is asked of a revision be read once for all who ask the same; each gets a copy."""

    @wraps(read)
    def given(connection: Connection, revision: int, *args: Asked.args, **named: Asked.kwargs) -> Found:
        memory: Memory[Any] | None = connection.get_execution_options().get(_OPTION)
        if memory is None or not _is_recorded(connection, revision, memory):
            return read(connection, revision, *args, **named)
        question = read.__module__, read.__qualname__, revision, args, *named.items()
        return _copy(memory.get(question, lambda: read(connection, revision, *args, **named)))

    return given


def forget(connection: Connection) -> None:
    """Forget all revisions: those that are now there are others, as in a store that was emptied."""
    memory: Memory[Any] | None = connection.get_execution_options().get(_OPTION)
    if memory is not None:
        memory.clear()


def _copy(found: Any) -> Any:
    # Frames share what is in them until one of them is changed.
    return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found.copy()


def _is_recorded(connection: Connection, revision: int, memory: Memory[Any]) -> bool:
    """Say whether a revision is there; that it is not may change, and is asked again."""

    def recorded() -> bool:
        load = schema.load.c
        if connection.execute(select(load.revision).where(load.revision == revision)).first() is None:
            raise LookupError(revision)
        return True

    try:
        return memory.get((revision, "recorded"), recorded)
    except LookupError:
        return False
