"""All loaders, and the one that reads a given file: found by content first, never by suffix alone."""

from pathlib import Path

from loaders import ms_project, primavera, register, stratml
from loaders.base import Loader

LOADERS: tuple[Loader, ...] = (register.LOADER, ms_project.LOADER, primavera.LOADER, stratml.LOADER)

_HEAD = 64 * 1024


def find_loader(path: Path) -> Loader | None:
    """Give the loader that recognises a file or folder, or None."""
    head = b""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(_HEAD)
    return next((loader for loader in LOADERS if loader.identify(path, head)), None)
