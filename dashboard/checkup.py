"""What `throughline doctor` looks at."""

import platform
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dashboard.settings import Settings, SettingsError
from data import migrations
from loaders.mpxj.machine import HOW_TO_GET_IT, NEEDED, find_java

PACKAGES = ("dash", "dash-cytoscape", "dash-mantine-components", "dash-ag-grid", "pandas", "plotly", "sqlalchemy")
WAL_RESET_MENDED = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `state` is ok, advice or fault; `remedy` says what to do."""

    what: str
    state: str
    found: str
    remedy: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the check as plain values."""
        return asdict(self)


def checks(store: str, environment: Mapping[str, str]) -> list[Check]:
    """Look at versions, settings and the store at an address."""
    return [_python(), *_packages(), _sqlite(), _java(), _settings(environment), *_store(store)]


def _python() -> Check:
    return Check("Python", "ok", platform.python_version())


def _packages() -> Iterator[Check]:
    yield Check("throughline", "ok", version("throughline"))
    for name in PACKAGES:
        yield Check(name, "ok", version(name))


def _sqlite() -> Check:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= WAL_RESET_MENDED:
        return Check("SQLite", "ok", found)
    remedy = (
        "Before 3.51.3 SQLite has a rare fault when several processes write; throughline lets only one write at a "
        "time, so keep other programs from writing to the store."
    )
    return Check("SQLite", "advice", found, remedy)


def _java() -> Check:
    found = find_java()
    if found is None:
        return Check("Java", "advice", "there is none", f"{HOW_TO_GET_IT}.")
    library, number = found
    if number is not None and number < NEEDED:
        return Check("Java", "advice", f"{number}, {library}", f"{HOW_TO_GET_IT}.")
    return Check("Java", "ok", f"{number or 'of an unknown version'}, {library}")


def _settings(environment: Mapping[str, str]) -> Check:
    try:
        settings = Settings.from_environment(environment)
    except SettingsError as error:
        return Check("settings", "fault", str(error), "Correct the THROUGHLINE_ variable that it names.")
    if not environment.get("THROUGHLINE_SECRET_KEY"):
        remedy = "Each start makes one, which is enough for one server; where several serve, give all the same."
        return Check("settings", "advice", "no secret key is set", remedy)
    framed = ", ".join(settings.embed_origins) or "nobody"
    return Check("settings", "ok", f"may be framed by {framed}")


def _store(address: str) -> Iterator[Check]:
    try:
        url = make_url(address)
    except ArgumentError:
        remedy = "Write sqlite:///FILE or postgresql://USER@HOST/NAME."
        yield Check("store", "fault", "the address cannot be read", remedy)
        return
    shown = url.render_as_string()
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield Check("store", "advice", f"{shown} does not exist yet", "Load something: throughline load FILE…")
        return
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)
    try:
        with engine.connect() as connection:
            found = migrations.current(connection)
            if url.get_backend_name() == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA quick_check").scalar()
                if broken != "ok":
                    yield Check("store", "fault", f"{shown}: {broken}", "Restore it from the last backup.")
                    return
    except SQLAlchemyError as error:
        yield Check(
            "store", "fault", f"{shown} cannot be read: {_first_line(error)}", "Check the address and its permissions."
        )
        return
    finally:
        engine.dispose()
    if found == migrations.HEAD:
        yield Check("store", "ok", f"{shown}, schema {found}")
    else:
        remedy = "Any command that opens it brings it up to date, after a backup."
        yield Check("store", "advice", f"{shown}, schema {found or 'none'}, expected {migrations.HEAD}", remedy)


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
