"""What people are booked on, laid over days, as loads keep it: whose it is, for which project, on which days.

It is what `bookings.lines_of` gives of everybody, without reading an assignment; what it is called is not kept.
"""

import json
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from dashboard import bookings
from dashboard.analysis.demand import NOT_PLACED, Spread
from dashboard.analysis.packed import pack, unpack
from dashboard.analysis.working_time import Span, WorkingTime
from dashboard.bookings import Lines
from data import booked
from data.derived import Row


def rows_of(lines: Lines, people: Sequence[str], named: npt.NDArray[np.bool_]) -> Iterator[Row]:
    """Give the rows of `schema.spread` of some people, and of the demand without a name of some assignments (`named`,
    by their place), by its projects.
    """
    owner = pd.Index(people).get_indexer(pd.Index(lines.rows["person"]))
    nobody = lines.rows["person"].isna().to_numpy() & named
    project, names = pd.factorize(lines.rows["project"], sort=True)
    whose = np.where(nobody, len(people) + project, owner)
    at = whose[lines.laid.pieces.line]
    order = np.flatnonzero(at >= 0)
    order = order[np.argsort(at[order], kind="stable")]
    pieces, at = lines.laid.pieces.of(order), at[order]
    project = project[pieces.line]
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    for start, end in zip(starts, np.append(starts, len(at))[1:], strict=True):
        mine, who = np.arange(start, end), int(at[start])
        projects, line = np.unique(project[mine], return_inverse=True)
        codes, calendar = np.unique(pieces.calendar[mine], return_inverse=True)
        yield (
            *((people[who], "") if who < len(people) else ("", str(names[who - len(people)]))),
            json.dumps([str(names[one]) for one in projects]),
            json.dumps([lines.times.said(one) for one in codes.tolist()]),
            pack(pieces.of(mine)._replace(line=line, calendar=calendar)),
        )


def read(connection: Connection, revision: int, span: Span, people: Sequence[str] | None = None) -> Lines:
    """Give what everybody is booked on on some days, or some people (keys), with all demand without a name: lines for
    each person and project, `rows` of person (None where nobody is named) and project. Of what an older version stored
    the assignments of everybody are read.
    """
    if not booked.kept_spreads(connection, revision):
        return bookings.lines_of(connection, revision, span)
    found = booked.spreads(connection, revision, people)
    of, pieces = unpack([row.pieces for row in found], span.first, span.last)
    said = json.loads(f"[{','.join(row.projects for row in found)}]")
    count = np.array([len(each) for each in said], dtype=np.int64)
    owners = np.array([row.person or None for row in found], dtype=object)
    rows = pd.DataFrame(
        {
            "person": np.repeat(owners, count),
            "project": np.array([key for each in said for key in each], dtype=object),
        },
        dtype=object,
    )
    times = WorkingTime((), span)
    line = (np.cumsum(count) - count)[of] + pieces.line
    there = np.zeros(len(rows), dtype=bool)
    there[line] = True
    rows, line = rows[there].reset_index(drop=True), (np.cumsum(there) - 1)[line]
    pieces = pieces._replace(line=line, calendar=_codes([row.calendars for row in found], times, of, pieces.calendar))
    return Lines(rows, Spread(pieces, pd.DataFrame(columns=NOT_PLACED)), times)


def _codes(
    texts: Sequence[str], times: WorkingTime, of: npt.NDArray[np.int64], place: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Give the numbers of the calendars of pieces: `place` in the list (JSON) of the row that each is `of`."""
    which, different = pd.factorize(np.array(texts, dtype=object))
    lists = [[times.learnt(one) for one in json.loads(str(text))] for text in different]
    longest = max((len(each) for each in lists), default=0)
    known = np.array([[*each, *[-1] * (longest - len(each))] for each in lists], dtype=np.int64)
    return known[which[of], place] if len(of) else place
