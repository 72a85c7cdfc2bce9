"""From columns to records, at once."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any


def made(kind: Any, columns: Mapping[str, Sequence[Any]], count: int) -> list[Any]:
    """Give `count` records of a class from the columns of its fields; a field without a column is empty in all."""
    nothing: list[None] = [None] * count
    return list(
        map(partial(tuple.__new__, kind), zip(*(columns.get(name, nothing) for name in kind._fields), strict=True))
    )
