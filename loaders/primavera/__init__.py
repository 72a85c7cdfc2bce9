"""Primavera P6: XER files, read without Java."""

from collections.abc import Sequence
from pathlib import Path

from loaders.base import Export
from loaders.primavera.text import starts_as_xer


class Primavera:
    """XER files of every version of P6 that writes them."""

    name = "primavera"
    version = 4
    formats: Sequence[str] = ("Primavera P6 XER",)
    suffixes: Sequence[str] = (".xer",)

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether the file begins as XER files do, whatever its encoding."""
        return starts_as_xer(head)

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` for one that is empty, no XER file, or cut off."""
        from loaders.primavera.reading import read  # only who reads needs it

        return read(path)


LOADER = Primavera()
