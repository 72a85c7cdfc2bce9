"""The sample portfolio as `throughline demo` shows it: written as exports, loaded month by month like any others."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path

from dashboard import ingest
from dashboard.settings import Settings
from data import migrations, samples
from data.store import Store
from loaders.registry import LOADERS

STAMP = "made-by.txt"


def settings() -> Settings:
    """Give the settings of the demo: a clock that stands still one day before the steering meeting."""
    now = datetime.combine(samples.NOW, time(8), UTC)
    return Settings(title="Tarnholm Water Systems", now=now)


def prepare(folder: Path, store: str | None, progress: ingest.Progress) -> str:
    """Make the exports and the store of the demo below a folder, unless they are there; give the store's address."""
    stamp = _stamp()
    done = folder / STAMP
    address = store or f"sqlite:///{(folder / 'throughline.db').as_posix()}"
    if store is None and done.is_file() and done.read_text(encoding="utf-8") == stamp:
        return address
    if store is None:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    _fill(folder / "exports", address, progress)
    done.write_text(stamp, encoding="utf-8")  # last, so that a demo stopped half-way is made anew
    return address


def _fill(exports: Path, address: str, progress: ingest.Progress) -> None:
    store = Store.open(address)
    try:
        for number, (month, day) in enumerate(zip(samples.MONTHS, samples.LOADS, strict=True)):
            progress(f"loading {day:%B %Y}", number, len(samples.LOADS))
            folder = exports / day.isoformat()
            folder.mkdir(parents=True, exist_ok=True)
            samples.write_portfolio(folder, month)
            ingest.load(store, [folder], ingest.Options(as_of=day.isoformat()))
    finally:
        store.close()


def _stamp() -> str:
    """Give what the demo is made by: another version of anything of it makes another demo."""
    parts = hashlib.sha256()
    for path in _parts():
        parts.update(path.read_bytes())
    loaders = ", ".join(f"{loader.name} {loader.version}" for loader in LOADERS)
    return f"throughline {version('throughline')}, schema {migrations.HEAD}, {loaders}, samples {parts.hexdigest()}\n"


def _parts() -> Iterator[Path]:
    package = Path(samples.__file__).parent
    yield from sorted(path for path in package.rglob("*") if path.suffix in (".py", ".csv"))
