"""PROJECT rows, with what their root WBS elements, calendars, OBS elements and the file's header say about them.

Start and finish are those of the project's activities. A project that is in the file only because an exported one is
linked to it has few of its activities there; then the planned start and scheduled finish of its row stand instead.
The budget is the "original budget" of the root element; 0 is P6's way of saying that nobody entered one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from data.records import Calendar, Project
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys
from loaders.primavera.structure import Element, Span, Structure

_STAGES = {"WS_Open": "active", "WS_Planned": "proposed", "WS_Whatif": "proposed", "WS_Closed": "closed"}


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known about projects."""

    keys: Keys
    structure: Structure
    spans: Mapping[str, Span]  # by key of the WBS element
    calendars: Mapping[str, Calendar]  # by clndr_id
    weeks: Mapping[str, float]  # minutes a week by clndr_id
    currency: str | None
    managers: Mapping[str, str]  # OBS names by obs_id
    baselines: Mapping[str, Span]  # by proj_id


def file_currency(book: Book) -> str | None:
    """Give the currency of all money in the file: the one in its header, else the base currency in CURRTYPE."""
    rows = list(book.rows("CURRTYPE"))
    for row in rows:
        book.fold(row, "currencies, read for the money of the file")
    if said := book.tables.header.currency:
        return said
    bases = [row.text("curr_short_name") for row in rows if row.cell("base_exch_rate").strip() in {"1", "1.0"}]
    return bases[0] if len(bases) == 1 else None


def read_managers(book: Book) -> dict[str, str]:
    """Give the names of the OBS elements, which P6 calls the responsible managers of WBS elements and projects."""
    found = {}
    for row in book.rows("OBS"):
        number, name = row.required("obs_id"), row.text("obs_name")
        if book.fold(row, "responsible managers, read with their projects") and name:
            found[number] = name
    return found


def data_dates(book: Book) -> dict[str, str]:
    """Give the data date of each project by project id."""
    rows = ((row.text("proj_id"), row.day("last_recalc_date")) for row in book.peek("PROJECT"))
    return {number: day for number, day in rows if number and day}


def read_projects(book: Book, around: Around) -> list[Project]:
    """Read the projects into the book; give those that were kept."""
    exported = {flag for (flag,) in book.column("PROJECT", "export_flag")}
    kept = []
    for row in book.rows("PROJECT"):
        partly = "Y" in exported and row.text("export_flag") != "Y"
        record = _project(row, around, partly)
        if not book.keep(row, record):
            continue
        kept.append(record)
        if partly:
            book.export.notes.append(
                f"Project {record.key} was not exported itself: the file holds only those of its activities that "
                "exported projects are linked to."
            )
    return kept


def _project(row: Row, around: Around, partly: bool) -> Project:
    number = row.required("proj_id")
    key = row.text("proj_short_name") or number
    if number and number not in around.keys.projects:
        row.fault("is the short name of another project of this file, and short names tell projects apart")
    root = around.structure.roots.get(key)
    calendar = around.calendars.get(row.text("clndr_id") or "")
    data_date = row.day("last_recalc_date")
    start, finish = row.moment("plan_start_date"), row.moment("scd_end_date")
    if root and not partly:
        said = around.spans.get(root.key, (None, None))
        start, finish = said[0] or start, said[1] or finish
    return Project(
        key=key,
        name=(root.row.text("wbs_name") if root else None) or row.text("proj_short_name"),
        short_name=row.text("proj_short_name"),
        guid=row.text("guid"),
        manager=around.managers.get(root.row.text("obs_id") or "") if root else None,
        stage=_STAGES.get(root.row.text("status_code") or "") if root else None,
        budget=_budget(root) if root else None,
        currency=around.currency,
        start=start,
        finish=finish,
        baseline_start=around.baselines.get(number, (None, None))[0],
        baseline_finish=around.baselines.get(number, (None, None))[1],
        status_date=data_date,
        status_date_from="data_date" if data_date else None,
        calendar=row.calendar(around.keys.calendars),
        priority=row.number("strgy_priority_num"),
        minutes_per_day=calendar.minutes_per_day if calendar else None,
        minutes_per_week=around.weeks.get(row.text("clndr_id") or ""),
        sheet=row.table,
        row=row.line,
    )


def _budget(root: Element) -> float | None:
    value = root.row.number("orig_cost")
    return value or None
