"""Primavera P6: its spreadsheet, with the names of fields in the first row of each sheet and captions in the second,
and a table of activities as it is copied or printed from the screen.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.base import Refused
from loaders.tables.book import Book, Page, workbook
from loaders.tables.cells import Cell, blank, shown
from loaders.tables.durations import DAY_MINUTES
from loaders.tables.settled import Unsettled
from loaders.tables.table import Table, table_of
from loaders.tables.written_dates import DAY_FIRST, MONTH_FIRST, dates
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.headed import PASSED_OVER, WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Hours, Items, Person, Tie
from loaders.trackers.items import summed as _sum
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.states import DOING, DONE, state_of
from loaders.trackers.tool import Tool

_ZIP = b"PK\3\4"
_HEAD = 65_536
_DATES = ("start_date", "end_date", "act_start_date", "act_end_date", "base_start_date", "base_end_date",
          "primary_base_start_date", "primary_base_end_date")  # fmt: skip
_FORMAT = re.compile(r"DateFormat=\s*([dmy])", re.IGNORECASE)
_TYPES = frozenset({"FS", "SS", "FF", "SF"})
_NO_LABOUR = re.compile(r"non.?labou?r|material|equip", re.IGNORECASE)
_QUANTITIES = ("target_qty", "act_reg_qty", "act_ot_qty", "remain_qty")
_NOBODY = "resources that are no labour: machines and materials"
_ROLE = "assignments of a role without a resource"
_LOST = "rows of TASKPRED and TASKRSRC about activities that the sheet TASK does not hold"
_UNREAD = "links and assignments whose type, lag or units cannot be read"
_UNUSED = "resources that are assigned to nothing here"


def _no_time(cell: Any) -> bool | None:
    """Say that an activity of no duration is a milestone."""
    text = values.shown(cell).strip().casefold().rstrip("dh ")
    return True if text in ("0", "0.0", "0,0") else None


_meaning = by_heading({
    "task_code": of.KEY, "task_name": of.NAME, "status_code": of.STATUS, "wbs_id": of.WBS, "task_type": of.TYPE,
    "start_date": of.START, "end_date": of.DUE, "act_start_date": of.STARTED, "act_end_date": of.FINISHED,
    "base_start_date | primary_base_start_date": of.BASELINE_START,
    "base_end_date | primary_base_end_date": of.BASELINE_FINISH, "complete_pct": of.PERCENT,
    "total_drtn_hr_cnt | target_drtn_hr_cnt": Meant(of.IS_MILESTONE, _no_time),
    "resource_list | pred_list | succ_list | pred_details | succ_details | delete_record_flag": PASSED_OVER,
})  # fmt: skip
_HEADED = Headed(_meaning, groups("task_code", "task_name", "status_code | wbs_id"))


@dataclass(frozen=True)
class Spreadsheet:
    """The workbook that P6 writes: sheets TASK, TASKPRED, TASKRSRC, RSRC and USERDATA."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the first row of the sheet TASK holds the names of P6's fields."""
        if not head.startswith(_ZIP):
            return False
        try:
            with closing(workbook(path, head)) as book:
                page = _pages(book).get("TASK")
                return page is not None and _HEADED.heads(next(page.beginning(), (0, []))[1])
        except Refused:
            return False

    def read(self, path: Path) -> Items:
        """Read the activities, and from the other sheets what they wait for and who works on them."""
        with path.open("rb") as file:
            head = file.read(_HEAD)
        with closing(workbook(path, head)) as book:
            pages = _pages(book)
            found = table_of(pages["TASK"])
            if found is None:
                raise Refused("the sheet TASK holds nothing: export the activities again")
            captions = _without_captions(found)
            said = "\n".join(shown(cell) for _, row in _rows(pages.get("USERDATA")) for cell in row)
            _dated(found, _FORMAT.search(said))
            items = _HEADED.items(found)
            items.exported = book.saved
            items.left_out["rows with the captions of the columns"] += captions
            _settle(items)
            places = {key: place for place, key in enumerate(items.get(of.KEY)) if key}
            _ties(items, _table(pages, "TASKPRED"), places, _unit("DurationQtyType", said))
            _people(items, pages, places, _unit("SmallScaleQtyType", said))
            for name in pages.keys() - {"TASK", "TASKPRED", "TASKRSRC", "RSRC", "USERDATA"}:
                if rows := sum(not all(map(blank, row)) for _, row in pages[name].rows()):
                    items.left_out[f"rows of the sheet '{name}', which is not read"] += rows
            return items


def _unit(setting: str, said: str) -> float:
    """Give the minutes of the unit that the workbook declares for its durations, or for its units of work."""
    return DAY_MINUTES if f"{setting}=QT_Day" in said else 60.0


def _pages(book: Book) -> dict[str, Page]:
    return {page.label.strip().upper(): page for page in book.pages}


def _rows(page: Page | None) -> Iterator[tuple[int, list[Cell]]]:
    return page.rows() if page else iter(())


def _table(pages: dict[str, Page], name: str) -> Table | None:
    """Read a sheet beside that of the activities, without its captions."""
    found = table_of(pages[name]) if name in pages else None
    if found:
        _without_captions(found)
    return found


def _without_captions(found: Table) -> int:
    """Take out the second row, in which P6 writes its captions, in whatever language; say whether it was there."""
    captions = found.numbers[:1] == [found.head + 1] and _is_caption(found)
    if captions:
        del found.numbers[0], found.rows[0]
    return int(captions)


def _is_caption(found: Table) -> bool:
    """Say whether the first row holds captions: words where all others have a date, a number or a flag of a letter."""
    first = found.rows[0]
    plain = [place for name in (*_DATES, *_QUANTITIES, "lag_hr_cnt") for place in found.places(name)]
    texts = [cell for place in plain if isinstance(cell := first[place], str) and cell.strip()]
    flags = [shown(first[place]).strip() for place in found.places("delete_record_flag")]
    return any(not any(map(str.isdigit, cell)) for cell in texts) or any(len(flag) > 1 for flag in flags)


def _dated(found: Table, declared: re.Match[str] | None) -> None:
    """Read dates that are written as text in the order that the workbook declares."""
    order = {"d": DAY_FIRST, "m": MONTH_FIRST}.get(declared[1].lower()) if declared else None
    for name in _DATES:
        for place in found.places(name):
            cells = found.column(place)
            try:
                days = dates(cells, order).values if order else cells
            except Unsettled:
                days = cells
            for row, cell, day in zip(found.rows, cells, days, strict=True):
                row[place] = cell if day is None else day


def _settle(items: Items) -> None:
    """Take the project from the WBS, with whose code each begins, and the days of what has begun or is done: P6 shows
    actual dates there.
    """
    codes = items.get(of.WBS)
    items.columns[of.PROJECT] = [(code or "").partition(".")[0].strip() or None for code in codes]
    states = [state_of(status, {}) for status in items.get(of.STATUS)]
    for name, planned, meant in ((of.STARTED, of.START, (DOING, DONE)), (of.FINISHED, of.DUE, (DONE,))):
        columns = zip(items.get(name), items.get(planned), states, strict=True)
        items.columns[name] = [stated or (day if state in meant else None) for stated, day, state in columns]


def _columns(found: Table, *names: str) -> list[Sequence[Any]]:
    """Give the cells below the names of fields, blank where a sheet does not have one."""
    places = [found.places(name) for name in names]
    return [found.column(place[0]) if place else [None] * len(found.rows) for place in places]


def _ties(items: Items, found: Table | None, places: dict[str, int], unit: float) -> None:
    """Read what activities wait for."""
    if found is None:
        return
    ties: list[list[Tie]] = [[] for _ in items.rows]
    columns = _columns(found, "pred_task_id", "task_id", "pred_type", "lag_hr_cnt")
    for before, after, kind, hours in zip(*columns, strict=True):
        said = shown(kind).strip().upper().removeprefix("PR_") or "FS"
        at = places.get(shown(after).strip())
        try:
            lag = None if blank(hours) else values.number(hours)
        except values.Unfit:
            said = lag = None
        if said not in _TYPES:
            items.skipped[_UNREAD] += 1
        elif at is None:
            items.skipped[_LOST] += 1
        else:
            ties[at].append(Tie(shown(before).strip(), said, lag * unit if lag else None))
    items.columns[of.AFTER] = ties


def _people(items: Items, pages: dict[str, Page], places: dict[str, int], unit: float) -> None:
    """Read who works on the activities, with their units, of which one is so many minutes."""
    names = _names(_table(pages, "RSRC"))
    found = _table(pages, "TASKRSRC")
    if found is None:
        return
    people: dict[int, dict[str, Person]] = {}
    columns = _columns(found, "task_id", "rsrc_id", "rsrc_type", *_QUANTITIES)
    for task, resource, kind, *cells in zip(*columns, strict=True):
        key, at = shown(resource).strip(), places.get(shown(task).strip())
        try:
            planned, regular, over, left = (None if blank(cell) else values.amount(cell) for cell in cells)
        except values.Unfit:
            items.skipped[_UNREAD] += 1
            continue
        if at is None:
            items.skipped[_LOST] += 1
        elif not key:
            items.skipped[_ROLE] += 1
        elif _NO_LABOUR.search(shown(kind)):
            items.skipped[_NOBODY] += 1
        else:
            here = people.setdefault(at, {})
            before = here[key].hours if key in here else None
            more = (_times(planned, unit), _times(_sum((regular, over)), unit), _times(left, unit))
            here[key] = Person(key, names.get(key, key), hours=before.plus(Hours(*more)) if before else Hours(*more))
    every = [people.get(place, {}).values() for place in range(len(items))]
    items.columns[of.PEOPLE] = [list(named) or None for named in every]
    for at, name in enumerate((of.ESTIMATE, of.SPENT, of.REMAINING)):
        items.columns[name] = [_sum(person.hours[at] for person in named if person.hours) for named in every]
    items.skipped[_UNUSED] += len(names.keys() - {key for here in people.values() for key in here})


def _names(found: Table | None) -> dict[str, str]:
    """Give the names of resources by their ids."""
    if found is None:
        return {}
    pairs = zip(*_columns(found, "rsrc_short_name", "rsrc_name"), strict=True)
    return {key: shown(name).strip() or key for cell, name in pairs if (key := shown(cell).strip())}


def _times(number: float | None, unit: float) -> float | None:
    return None if number is None else number * unit


_START, _FINISH, _BEFORE = "Start", "Finish", "Predecessors | Predecessor Details"
_TIE = re.compile(r"\s*([^\s:,;]+)(?:\s*:\s*(FS|SS|FF|SF)(?:\s+([+-]?\d+(?:\.\d+)?)\s*([dh])?)?)?\s*")
_caption = by_heading({
    "Activity ID": of.KEY, "Activity Name": of.NAME, "Activity Status": of.STATUS, "Activity Type": of.TYPE,
    "WBS | WBS Code": of.WBS, "Project ID": of.PROJECT, _START: of.START, _FINISH: of.DUE,
    "Actual Start": of.STARTED, "Actual Finish": of.FINISHED,
    "BL Start | BL Project Start | BL1 Start": of.BASELINE_START,
    "BL Finish | BL Project Finish | BL1 Finish": of.BASELINE_FINISH,
    "Activity % Complete | Physical % Complete | Performance % Complete | Duration % Complete": of.PERCENT,
    "Original Duration | At Completion Duration | Planned Duration": Meant(of.IS_MILESTONE, _no_time),
    "Budgeted Labor Units | Planned Labor Units": Meant(of.ESTIMATE, values.hours),
    "Actual Labor Units": Meant(of.SPENT, values.hours), "Remaining Labor Units": Meant(of.REMAINING, values.hours),
    "Resources | Resource Names": Meant(WHO, split=";,"), _BEFORE: Meant(of.AFTER, split=",;"),
    "Successors | Successor Details": PASSED_OVER,
})  # fmt: skip


def _of_screen(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Read which dates are actual, which are marked `A`, and links; leave out the bands that gather activities."""
    for name, planned, heading in ((of.STARTED, of.START, _START), (of.FINISHED, of.DUE, _FINISH)):
        for place in found.places(heading):
            marked = [isinstance(cell, str) and cell.strip().rstrip("*").endswith(" A") for cell in columns[place]]
            days = zip(items.get(name), items.get(planned), marked, strict=True)
            items.columns[name] = [stated or (day if actual else None) for stated, day, actual in days]
    if items.has(of.AFTER):
        items.columns[of.AFTER] = [cell and list(_read_ties(items, cell)) for cell in items.get(of.AFTER)]
    named = [name is not None for name in items.get(of.NAME)]
    items.left_out["rows without the name of an activity, such as the bands of the WBS"] += named.count(False)
    items.keep(named)


def _read_ties(items: Items, texts: Sequence[str]) -> Iterator[Tie]:
    for text in texts:
        if match := _TIE.fullmatch(text):
            lag = float(match[3] or 0) * (60.0 if match[4] == "h" else DAY_MINUTES)
            yield Tie(match[1], match[2] or "FS", lag or None)
        else:
            items.skipped[_UNREAD] += 1


_ON_SCREEN = Headed(
    _caption, groups("Activity ID", "Activity Name", f"{_START} | {_FINISH} | Original Duration"), finish=_of_screen
)
LOADER = Tool(
    "primavera_table",
    ("Primavera P6 spreadsheet (XLSX), table of activities (Excel, CSV)",),
    (".xlsx", ".csv"),
    (Spreadsheet(), _ON_SCREEN, Sheeted(_ON_SCREEN)),
    Rules(milestones=frozenset({"start milestone", "finish milestone"}), deadlines=False),
)
