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
_REVISIONS = 8  # that are remembered
_QUESTIONS = 100  # of each
Revisions = Memory[Memory[Any]]


def remembering(reader: Engine) -> Engine:
    """Give the engine with a memory that all its connections share."""
    return reader.execution_options(**{_OPTION: Revisions(_REVISIONS)})


def once(
    read: Callable[Concatenate[Connection, int, Asked], Found],
) -> Callable[Concatenate[Connection, int, Asked], Found]:
    """Let what is asked of a revision be read once for all who ask the same; each gets a copy. What is asked of a list
    of keys is read each time: there are too many lists.
    """

    @wraps(read)
    def given(connection: Connection, revision: int, *args: Asked.args, **named: Asked.kwargs) -> Found:
        asked = *args, *named.values()
        memory = None if any(isinstance(one, list) for one in asked) else _memory_of(connection, revision)
        if memory is None:
            return read(connection, revision, *args, **named)
        question = read.__module__, read.__qualname__, args, *named.items()
        return _copy(memory.get(question, lambda: read(connection, revision, *args, **named)))

    return given


def forget(connection: Connection) -> None:
    """Forget all revisions: those that are now there are others, as in a store that was emptied."""
    revisions: Revisions | None = connection.get_execution_options().get(_OPTION)
    if revisions is not None:
        revisions.clear()


def _copy(found: Any) -> Any:
    # Frames share what is in them until one of them is changed.
    return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found.copy()


def _memory_of(connection: Connection, revision: int) -> Memory[Any] | None:
    """Give the memory of a revision; of one that is not there, which may change, there is none."""
    revisions: Revisions | None = connection.get_execution_options().get(_OPTION)

    def recorded() -> Memory[Any]:
        load = schema.load.c
        if connection.execute(select(load.revision).where(load.revision == revision)).first() is None:
            raise LookupError(revision)
        return Memory(_QUESTIONS)

    try:
        return None if revisions is None else revisions.get(revision, recorded)
    except LookupError:
        return None
