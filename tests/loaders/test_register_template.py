"""The template: to be filled in by people, and filled with what is stored so that loading it back changes nothing."""

import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from data.export import Export
from data.records import (
    Calendar,
    Contribution,
    Kpi,
    Milestone,
    Perspective,
    Project,
    Reading,
    Record,
    Resource,
    Setting,
    Task,
)
from loaders.base import Skipped
from loaders.register import LOADER, sheet_of, to_cells
from loaders.register.template import Row, write_template
from loaders.sheets.every import SHEETS
from loaders.sheets.keys import fold, made_key, own_key
from loaders.sheets.lines import Line
from loaders.sheets.make import record_of
from loaders.sheets.of_map import ELEMENTS
from loaders.sheets.sheet import Column, Sheet
from loaders.tables.cells import DASHES, Cell, seen
from loaders.tables.xlsx import Xlsx
from tests.loaders.register_book import read, write_xlsx

NAMES = [sheet.name for sheet in SHEETS]


def cells_of(path: Path, name: str) -> list[list[Cell]]:
    book = Xlsx(path)
    try:
        return [row for _, row in book.rows(name)]
    finally:
        book.close()


def filled(path: Path, records: list[tuple[str, Record]], **marks: str) -> Path:
    """Write a filled workbook of records with their feeds; `marks` maps keys to what is missing about them."""
    rows: dict[str, list[Row]] = {}
    for source, record in records:
        sheet = sheet_of(record)
        assert sheet
        rows.setdefault(sheet.name, []).append({**to_cells(record), "source": source, "mark": marks.get(record.key)})
    write_template(path, rows)
    return path


def without_place(export: Export) -> dict[type, list[Record]]:
    return {
        kind: [record._replace(sheet=None, row=None) for record in records]
        for kind, records in export.records.items()
        if records
    }


# --- to fill in -------------------------------------------------------------------------------------------------------


def test_the_template_has_a_guide_and_seventeen_sheets_with_headings_meaning_and_example(tmp_path: Path):
    write_template(tmp_path / "t.xlsx")
    assert Xlsx(tmp_path / "t.xlsx").names == ["Read me", *NAMES]
    for sheet in SHEETS:
        headings, meaning, example = cells_of(tmp_path / "t.xlsx", sheet.name)
        assert headings == [column.name for column in sheet.columns]
        assert str(meaning[0]).startswith("# ") and str(example[0]).startswith("# ")
        assert len(meaning) == len(headings)


def test_loading_the_empty_template_passes_over_its_remarks_and_stores_nothing(tmp_path: Path):
    write_template(tmp_path / "t.xlsx")
    export = read(tmp_path / "t.xlsx")
    assert (export.rejections, export.notes, export.rows_in) == ([], [], 34)
    assert not any(export.records.values())


@pytest.mark.parametrize("sheet", SHEETS, ids=NAMES)
def test_every_example_is_a_row_that_loads(tmp_path: Path, sheet: Sheet):
    rows: list[list[Any]] = [[c.name for c in sheet.columns], [c.example for c in sheet.columns]]
    if sheet.name == "Strategy":
        rows += [["perspective", None, "Internal process"], ["theme", None, "Operational excellence"]]
    export = read(write_xlsx(tmp_path / "r.xlsx", {sheet.name: rows}))
    assert export.rejections == []
    assert sum(map(len, export.records.values())) == len(rows) - 1


def test_choices_are_offered_in_drop_down_lists(tmp_path: Path):
    write_template(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as package:
        root = etree.fromstring(package.read("xl/worksheets/sheet2.xml"))
    offered = {one.get("sqref"): one.findtext("{*}formula1") for one in root.iter("{*}dataValidation")}
    assert offered == {
        "A4:A5001": '"organisation,vision,mission,value,perspective,theme,objective"',
        "J4:J5001": '"live,retired"',
    }


def test_rows_written_by_people_under_the_examples_load(tmp_path: Path):
    write_template(tmp_path / "t.xlsx", {"Readings": [{"kpi": "K21", "date": date(2026, 10, 31), "actual": 44.9}]})
    reading = Reading("k21|2026-10-31", "K21", "2026-10-31", actual=44.9, sheet="Readings", row=4)
    assert read(tmp_path / "t.xlsx").records[Reading] == [reading]


def test_a_figure_with_a_remark_beside_it_is_given_back_as_the_figure():
    remark = Reading("k1|2015-09-30", "K1", "2015-09-30", actual=20000, target=0, actual_text="Status: Planned")
    assert to_cells(remark) == {"kpi": "K1", "date": date(2015, 9, 30), "actual": 20000, "target": 0}
    assert to_cells(remark._replace(actual=None))["actual"] == "Status: Planned"
    assert to_cells(remark._replace(actual=0, actual_text="no"))["actual"] == "no"


# --- filled -----------------------------------------------------------------------------------------------------------

STORED: list[tuple[str, Record]] = [
    ("register", Perspective("INT", "Internal process", position=1)),
    ("strategy", Perspective("_1f", "Internal process")),
    (
        "register",
        Kpi("K41", "Certificate", "L4", "yes/no", "yes_no", every="month", target=1, target_date="2026-12-31"),
    ),
    ("register", Reading("k41|2026-10-31", "K41", "2026-10-31", actual=0, actual_text="no")),
    ("register", Project("P06", "=cmd|' /C calc'!A1", budget=6.4e6, critical=True, finish="2027-03-26T23:59:59")),
    ("engineering", Project("VEL-LINE1", "New line", short_name="VEL-LINE1", start="2026-01-05T08:00:00")),
    ("field", Project("x" * 60, "A schedule", guid="{A-1}", percent_complete=0.5, reported="fine, thanks")),
    ("browser", Contribution("p19||k06", "P19", serves="K06", confidence=0.7)),
    (
        "register",
        Contribution("p06||gone from here", "P06", serves="gone from here", money_share=0.8, emptied="amount"),
    ),
    ("register", Resource("m.o@t.example", "Marta", "person", "m.o@t.example", skills='{"plc":4}', own_time=0.1)),
    ("register", Setting("fiscal_year_start|*|", "fiscal_year_start", "*", "01-01")),
]


def test_unlinked_rows_stand_on_top_and_say_so(tmp_path: Path):
    path = filled(tmp_path / "f.xlsx", STORED, **{"VEL-LINE1": "not linked to any KPI or objective"})
    rows = cells_of(path, "Projects")
    assert [row[0] for row in rows[3:]] == ["VEL-LINE1", "P06", "x" * 60]
    assert rows[0][-3:] == ["mark", "source", "as_written"]
    assert rows[3][-3:-1] == ["not linked to any KPI or objective", "engineering"]


def test_text_that_begins_like_a_formula_is_written_as_text(tmp_path: Path):
    path = filled(tmp_path / "f.xlsx", STORED)
    assert "=cmd|' /C calc'!A1" in [row[1] for row in cells_of(path, "Projects")[3:]]
    with zipfile.ZipFile(path) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


@pytest.mark.parametrize("feed", ["register", "REGISTER", "tuned", "browser"])
def test_loaded_back_unchanged_it_holds_what_its_feed_held_and_nothing_else(tmp_path: Path, feed: str):
    export = read(filled(tmp_path / "f.xlsx", STORED), feed)
    assert export.rejections == []
    assert export.notes == []
    own = [record for source, record in STORED if source == feed.casefold()]
    assert [record for records in without_place(export).values() for record in records] == own
    held = [one for one in export.skipped if "held by feed" in one.reason]
    assert sum(one.count for one in held) == len(STORED) - len(own)
    if feed == "register":
        assert held == [
            Skipped("Strategy: held by feed strategy, unchanged", 1),
            Skipped("Projects: held by feed engineering, unchanged", 1),
            Skipped("Projects: held by feed field, unchanged", 1),
            Skipped("Contributions: held by feed browser, unchanged", 1),
        ]


def edited(path: Path, name: str, row: int, column: str, cell: Any) -> Path:
    """Copy a filled workbook, as a spreadsheet program would save it, with one cell changed (rows from 4)."""
    book = Xlsx(path)
    sheets = {sheet: [cells for _, cells in book.rows(sheet)] for sheet in book.names}
    book.close()
    place = sheets[name][0].index(column)
    cells = sheets[name][row - 1]
    cells += [None] * (place + 1 - len(cells))
    cells[place] = cell
    return write_xlsx(path.with_name("edited.xlsx"), sheets)


def test_saved_again_by_a_spreadsheet_program_it_is_still_unchanged(tmp_path: Path):
    path = filled(tmp_path / "f.xlsx", STORED)
    again = edited(path, "Settings", 4, "name", "fiscal_year_start")
    assert without_place(read(again)) == without_place(read(path))


def test_saved_as_text_it_is_still_unchanged(tmp_path: Path):
    path = filled(tmp_path / "f.xlsx", STORED)
    rows = cells_of(path, "Projects")
    text = "\n".join("\t".join(written(cell) for cell in row) for row in rows)
    (tmp_path / "Projects.csv").write_text(text)
    assert without_place(read(tmp_path / "Projects.csv")) == {Project: without_place(read(path))[Project]}


def written(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def test_an_edited_row_of_another_feed_becomes_a_row_of_the_loaded_one(tmp_path: Path):
    path = edited(filled(tmp_path / "f.xlsx", STORED), "Projects", 5, "department", "MFG")
    export = read(path)
    project = Project(
        "VEL-LINE1", "New line", schedule_id="VEL-LINE1", department="MFG", start="2026-01-05T08:00:00",
        sheet="Projects", row=5,
    )  # fmt: skip
    assert project in export.records[Project]
    assert len(export.records[Project]) == 2


def test_a_source_column_of_ones_own_is_an_unknown_heading(tmp_path: Path):
    export = read(write_xlsx(tmp_path / "r.xlsx", {"Projects": [["key", "source"], ["P01", "SAP"]]}))
    assert export.notes == ["Projects: headings that are not known, so that their columns were not read: 'source'"]
    assert len(export.records[Project]) == 1


def test_a_milestone_of_a_schedule_is_offered_without_a_key(tmp_path: Path):
    task = Task(
        "VEL.7", "VEL", uid="7", code="A1010", name="Line in series production", kind="milestone",
        finish="2026-12-18T17:00:00", baseline_finish="2026-12-11T17:00:00",
    )  # fmt: skip
    assert to_cells(task) == {
        "project": "VEL", "name": "Line in series production", "kind": "milestone", "baseline": date(2026, 12, 11),
        "forecast": date(2026, 12, 18),
    }  # fmt: skip
    done = to_cells(task._replace(actual_finish="2026-12-17T17:00:00"))
    assert ("forecast" in done, done["actual"]) == (False, date(2026, 12, 17))
    assert not read(filled(tmp_path / "f.xlsx", [("vel", task)])).records[Milestone]


def test_what_the_register_has_no_sheet_for_says_so():
    others = [Task("A.1", "A", kind="task"), Resource("X", "Crane", "equipment"), Calendar("C")]
    assert [sheet_of(record) for record in others] == [None, None, None]


def test_text_that_a_cell_cannot_hold_is_cut_with_a_mark_and_still_counts_as_unchanged(tmp_path: Path):
    record = Project("P01", "A" * 40_000, comment="bad \ufffe sign")
    export = read(filled(tmp_path / "f.xlsx", [("engineering", record)]))
    assert export.records[Project] == []
    name, comment = cells_of(tmp_path / "f.xlsx", "Projects")[3][1], cells_of(tmp_path / "f.xlsx", "Projects")[3][12]
    assert (len(str(name)), str(name)[-1], comment) == (32_767, "…", "bad \ufffd sign")


# --- every record comes back as it was --------------------------------------------------------------------------------

days = st.dates(date(1950, 1, 1), date(2199, 12, 31))
times = st.integers(1, 86_398).map(lambda seconds: (datetime.min + timedelta(seconds=seconds)).time())
floats = st.floats(-1e12, 1e12).map(lambda number: float(f"{number:.15g}"))
texts = (
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\ufffe\uffff#"), min_size=1, max_size=30)
    .map(lambda text: seen(text.strip()).strip())
    .filter(lambda text: text and text not in DASHES)
)
levels = st.one_of(st.none(), st.integers(1, 5))
skill_names = st.text("abc ", min_size=1).map(str.strip).filter(bool)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "key": texts,
    "text": texts,
    "currency": st.text("ABCXYZ", min_size=3, max_size=3),
    "date": days.map(date.isoformat),
    "start": st.one_of(days.map(lambda day: f"{day}T00:00:00"), st.builds(lambda d, t: f"{d}T{t}", days, times)),
    "finish": st.one_of(days.map(lambda day: f"{day}T23:59:59"), st.builds(lambda d, t: f"{d}T{t}", days, times)),
    "month": days.map(lambda day: day.replace(day=1).isoformat()),
    "yes_no": st.booleans(),
    "firm": st.booleans(),
    "number": floats,
    "figure": floats,
    "money": floats,
    "share": st.floats(0, 1).map(lambda number: float(f"{number:.14g}")),
    "percentage": st.integers(0, 1000).map(lambda number: number / 10),
    "hours": st.integers(0, 10**7).map(lambda minutes: minutes / 100),
    "working days": st.integers(-(10**7), 10**7).map(lambda minutes: minutes / 100),
    "skills": st.dictionaries(skill_names, levels, min_size=1).map(
        lambda found: json.dumps(dict(sorted(found.items())), separators=(",", ":"))
    ),
    "skill": st.tuples(skill_names, levels),
}


def values_of(column: Column) -> st.SearchStrategy[Any]:
    if column.kind == "choice":
        return st.sampled_from(column.choices)
    found = VALUES[column.kind]
    if column.kind in ("number", "figure", "money", "hours") and column.least is not None:
        found = st.floats(column.least, column.most or 1e12).map(lambda number: float(f"{number:.14g}"))
    return found


@st.composite
def lines(draw: st.DrawFn, sheet: Sheet) -> Line:
    """Draw a row that no rule forbids."""
    line = Line(4)
    for column in sheet.columns:
        fate = draw(st.integers(0, 3))
        if column.required or fate >= 2:
            line.values[column.name] = draw(values_of(column))
        elif fate == 1 and "-" not in column.choices and column.name not in ("key", *sheet.keyed_by):
            line.emptied.append(column.name)
    _allowed(sheet, line, draw)
    return line


def _allowed(sheet: Sheet, line: Line, draw: st.DrawFn) -> None:
    """Change a row so that it keeps the rules between its cells."""
    values = line.values
    if sheet.name == "Strategy":
        used = {"kind", "key", *sheet.records[ELEMENTS[str(values["kind"])]].values()}
        for name in [name for name in values if name not in used]:
            del values[name]
        values.setdefault("order", 1.0)
        line.emptied = [name for name in line.emptied if name in used - {"order", "parent", "name"}]
        values.setdefault("parent", "somewhere") if values["kind"] == "objective" else None
    if sheet.name == "KPIs":
        _judged(values, draw)
    days = (("from", "to"), ("from", "until"), ("baseline_start", "baseline_finish"), ("start", "finish"))
    for first, last in days if sheet.name != "Links" else ():  # whose ends are objectives
        if first in values and last in values and str(values[first]) > str(values[last]):
            values[last] = f"{str(values[first])[:10]}{str(values[last])[10:]}"
            if str(values[first]) > str(values[last]):
                values[first] = f"{str(values[first])[:10]}T00:00:00"
    if "money_share" in values:
        values["money_share"] = float(str(values["money_share"])) / 8 // 0.01 / 100
    if "reported" in values:
        values.setdefault("reported_on", "2026-10-31")
    if sheet.name == "Readings":
        values.setdefault("actual", 1.0)
    if sheet.name == "Assignments":
        values.setdefault("role", "Trainer")
        for name in ("hours", "hours_per_week", "share"):
            values.pop(name, None)
        values["share"] = 0.5
    if sheet.name == "Lists" and values["kind"] == "same project":
        values["name"] = f"{values['key']} again"
    line.emptied = [name for name in line.emptied if name not in values]


def _judged(values: dict[str, object], draw: st.DrawFn) -> None:
    values |= {"baseline_date": "2025-12-31", "target_date": "2026-12-31"}
    if values["better"] == "range":
        values |= dict(zip(("lowest", "low", "high", "highest"), (1.0, 2.5, 4.0, 9.0), strict=True))
    elif values["better"] == "yes_no":
        values |= {"baseline": 0.0, "target": float(draw(st.booleans()))}
    else:
        sign = 1.0 if values["better"] == "higher" else -1.0
        values |= {"baseline": 10.0, "target": 10 + 4 * sign, "red_flag": 10 + draw(st.integers(0, 3)) * sign}


def record_from(sheet: Sheet, line: Line) -> Record:
    kind = ELEMENTS[str(line.values["kind"])] if sheet.name == "Strategy" else next(iter(sheet.records))
    key = own_key(sheet, line) or made_key(sheet, line)
    return record_of(sheet, line, kind, key, sheet.name)._replace(sheet=None, row=None)


@pytest.mark.parametrize("sheet", SHEETS, ids=NAMES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_records_written_to_the_workbook_and_read_again_are_the_same(tmp_path: Path, sheet: Sheet, data: st.DataObject):
    drawn = [record_from(sheet, line) for line in data.draw(st.lists(lines(sheet), min_size=1, max_size=5))]
    records = {fold(record.key): record for record in drawn}  # keys are unique within any kind
    assert {sheet_of(record) for record in drawn} == {sheet}
    path = filled(tmp_path / "f.xlsx", [("Register ", record) for record in records.values()])
    export = LOADER.read(path, "register")
    assert export.rejections == []
    expected: dict[type, list[Record]] = {}
    for record in records.values():
        expected.setdefault(type(record), []).append(record)
    assert without_place(export) == expected
    assert not any(without_place(LOADER.read(path, "other")).values())
