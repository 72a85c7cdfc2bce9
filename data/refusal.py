"""A load that the store refuses as a whole."""

from collections.abc import Mapping
from typing import Self


class Refusal(Exception):
    """Nothing of the load was stored. `faults` gives, by path, what is wrong with a file; empty: with the load."""

    def __init__(self, message: str, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.faults = dict(faults or {})

    @classmethod
    def of(cls, path: str, fault: str) -> Self:
        """Refuse one file."""
        return cls.of_all({path: fault})

    @classmethod
    def of_all(cls, faults: Mapping[str, str]) -> Self:
        """Refuse several files, each with its fault."""
        return cls("; ".join(f"{path}: {fault}" for path, fault in faults.items()), faults)
