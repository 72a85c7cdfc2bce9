"""The sample portfolio as `throughline demo` shows it: written as exports, loaded month by month like any others."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import make_url

from dashboard import analysis, ingest
from dashboard.settings import Settings
from data import migrations, samples
from data.store import Store
from loaders.registry import LOADERS

STAMP, STORE, EXPORTS = "made-by.txt", "throughline.db", "exports"


class Occupied(Exception):
    """The store that was named for the demo already holds something else."""


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Give the settings of the demo: a clock that stands still one day before the steering meeting, and otherwise those
    of the environment, so that embedding can be tried. Raises SettingsError.
    """
    now = datetime.combine(samples.NOW, time(8), UTC)
    return replace(Settings.from_environment(environment or {}), title="Tarnholm Water Systems", now=now)


def prepare(folder: Path, store: str | None, progress: ingest.Progress) -> str:
    """Make the exports and the store of the demo below a folder, unless they are there; give the store's address.

    Raises `Occupied` when a store that was named already holds something else.
    """
    address = store or f"sqlite:///{(folder / STORE).as_posix()}"
    stamp = _stamp(store)
    done = folder / STAMP
    if done.is_file() and done.read_text(encoding="utf-8") == stamp and _is_made(address):
        return address
    folder.mkdir(parents=True, exist_ok=True)
    done.unlink(missing_ok=True)
    shutil.rmtree(folder / EXPORTS, ignore_errors=True)
    if store is None:
        for file in folder.glob(f"{STORE}*"):
            file.unlink()
    _fill(folder / EXPORTS, address, progress)
    done.write_text(stamp, encoding="utf-8")  # last, so that a demo stopped half-way is made anew
    return address


def _is_made(address: str) -> bool:
    """Say whether all loads of the demo are there: its store may have been taken away or put back."""
    store = Store.open(address)
    try:
        return store.revision(number=len(samples.LOADS)) is not None
    finally:
        store.close()


def _fill(exports: Path, address: str, progress: ingest.Progress) -> None:
    store = Store.open(address)
    try:
        if store.revision() is not None:
            raise Occupied(
                f"the store {store.url.render_as_string()} already holds something; the demo needs an empty one of its "
                "own: name another with --store, or leave --store out"
            )
        for number, (month, day) in enumerate(zip(samples.MONTHS, samples.LOADS, strict=True)):
            progress(f"loading {day:%B %Y}", number, len(samples.LOADS))
            folder = exports / day.isoformat()
            folder.mkdir(parents=True, exist_ok=True)
            samples.write_portfolio(folder, month)
            ingest.load(store, [folder], ingest.Options(as_of=day.isoformat()))
    finally:
        store.close()


def _stamp(store: str | None) -> str:
    """Give what the demo is made by and which store was named: another version of anything of it makes another demo."""
    parts = hashlib.sha256()
    for path in _parts():
        parts.update(path.read_bytes())
    loaders = ", ".join(f"{loader.name} {loader.version}" for loader in LOADERS)
    program = f"throughline {version('throughline')}, schema {migrations.HEAD}, {loaders}"
    return f"{program}, samples {parts.hexdigest()}\n{_shown(store) if store else STORE}\n"


def _shown(store: str) -> str:
    """Give the address of a store without its password."""
    return make_url(store if "://" in store else f"sqlite:///{store}").render_as_string()


def _parts() -> Iterator[Path]:
    for package in (samples, analysis):
        folder = Path(str(package.__file__)).parent
        yield from sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".csv"))
