"""All loaders, and the one that reads a given file: found by content first, never by suffix alone."""

from pathlib import Path

from loaders import feeds, mpxj, ms_project, portfolio, primavera, register, strangers, stratml, trackers
from loaders.base import Loader

LOADERS: tuple[Loader, ...] = (
    register.LOADER,
    ms_project.LOADER,
    primavera.LOADER,
    stratml.LOADER,
    mpxj.LOADER,
    portfolio.LOADER,
    *trackers.LOADERS,
    feeds.LOADER,
)

_HEAD = 64 * 1024


def runs_java(loader: Loader) -> bool:
    """Say whether a loader reads with a Java machine, which limits its own memory and is slow to start."""
    return loader is mpxj.LOADER


def find_loader(path: Path) -> Loader | None:
    """Give the loader that recognises a file or folder, or None."""
    head = _head(path)
    return next((loader for loader in LOADERS if loader.identify(path, head)), None)


def why_unknown(path: Path) -> str | None:
    """Say what a file or folder that no loader recognises seems to be and what to do with it; None for a stranger."""
    from loaders import mapped  # long to be there, and not needed for a file that is known

    if path.is_file() and mapped.is_mapping(path):
        return f"this is a mapping: load what it reads with --mapping {path.name}, or name both in a feeds.yaml"
    head = _head(path)
    return strangers.why_no_table(head) or register.why_no_register(path, head) or strangers.why_no_export(path, head)


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(_HEAD)
