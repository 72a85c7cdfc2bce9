"""Rows of a database: only read, by the one statement that stands in the mapping."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from loaders.base import Refused
from loaders.mapped.model import Query
from loaders.mapped.tables import of_rows
from loaders.tables.table import Table

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_MOST = 2_000_000


def fetched(query: Query, label: str, folder: Path) -> Table:
    """Give the rows of a query; a file of SQLite is looked for beside the mapping, in `folder`.

    Raises `Refused` where the database cannot be reached, or does not understand the query.
    """
    url = _url(query.url, folder)
    options = {"postgresql_readonly": True} if url.get_backend_name() == "postgresql" else {}
    try:
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as opened:
            connection = opened.execution_options(**options)
            result = connection.exec_driver_sql(query.sql)
            rows = result.fetchmany(_MOST + 1)
            headings = list(result.keys())
            connection.rollback()
    except (SQLAlchemyError, ImportError, OSError) as error:
        said = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise Refused(f"the database {url.render_as_string()} gave no rows: {said[:300]}") from None
    if len(rows) > _MOST:
        raise Refused(f"the query gives more than {_MOST:,} rows: ask for fewer")
    return of_rows(headings, rows, label)


def _url(written: str, folder: Path) -> URL:
    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if found is None:
            raise Refused(f"the environment has no variable {match[1]}, which the address of the database names")
        return found

    try:
        url = make_url(_VARIABLE.sub(value, written))
    except (SQLAlchemyError, ValueError):
        raise Refused("'url' is no address of a database: write postgresql://HOST/NAME or sqlite:///FILE") from None
    if url.get_backend_name() == "sqlite" and url.database:
        path = quote(str((folder / url.database).resolve()))
        return url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    return url
