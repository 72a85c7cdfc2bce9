"""Values that are costly to make and never change, kept for whoever asks again."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class _Made(Generic[Value]):
    """A value that is made when it is asked for first; who asks meanwhile waits for it, and for nothing else."""

    def __init__(self) -> None:
        self._making = Lock()
        self._values: list[Value] = []  # none or one

    def get(self, make: Callable[[], Value]) -> Value:
        with self._making:
            if not self._values:
                self._values.append(make())
            return self._values[0]


class Memory(Generic[Value]):
    """The last few values that were made, so that what is costly and never changes is made once for all who ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Any, _Made[Value]] = {}
        self._looking = Lock()

    def get(self, key: Any, make: Callable[[], Value]) -> Value:
        """Give what was made for a key, or make it; whoever asks meanwhile for the same waits for it."""
        with self._looking:
            made = self._kept.pop(key, None) or _Made()
            self._kept[key] = made
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        try:
            return made.get(make)
        except BaseException:
            with self._looking:
                if self._kept.get(key) is made:
                    del self._kept[key]
            raise

    def clear(self) -> None:
        """Forget everything."""
        with self._looking:
            self._kept.clear()
