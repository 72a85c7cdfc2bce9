"""What a loader is, and what it returns."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from data.export import Export, Rejection, Skipped

__all__ = ["KEPT_BACK", "Export", "Loader", "Refused", "Rejection", "Scale", "Skipped", "is_secret"]

Scale = Literal["0-1", "0-100"]  # of percentages that are written without a sign

KEPT_BACK = "passwords, by the name of their field or by their form, which are never kept"

_FIELD = re.compile(r"(?:.*[\W_])?(?:pw|pwd|passwd|password|passphrase|passwort|kennwort)", re.IGNORECASE | re.DOTALL)
_HASH = re.compile(r"\$(?:argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*|2[abxy]|[156]|y|7)\$\S+")  # the modular crypt format


class Refused(Exception):
    """A file that cannot be read as a whole. The message says what was found, where, what was expected, what to do."""


class Loader(Protocol):
    """A family of exports. `version` rises when the same bytes would give other records."""

    name: str
    version: int
    formats: Sequence[str]  # what people call them: "Microsoft Project XML (MSPDI)"
    suffixes: Sequence[str]  # usual endings; used to look into folders, never to decide

    def identify(self, path: Path, head: bytes) -> bool:
        """Say from the content (`head` is the first 64 KiB; empty for a folder) whether this loader reads the file."""
        ...

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` when it cannot be read at all."""
        ...


def is_secret(field: str, value: str | None) -> bool:
    """Say whether a custom field holds a password or the hash of one: exports are handed on, and pages show fields."""
    return bool(value) and bool(_FIELD.fullmatch(field.strip()) or _HASH.fullmatch(value.strip()))
