"""Workbooks, folders and text files: which are registers, how they are read, and what is said of broken ones."""

import codecs
import os
import random
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import Contribution, Decision, Kpi, Link, Milestone, Objective, Project, Reading, Risk
from loaders.base import Refused, Skipped
from loaders.register import LOADER
from loaders.sheets.every import SHEETS
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.register_book import Formula, Percent, read, read_book, reasons, reconciled, write_ods, write_xlsx

SAMPLES = Path(__file__).parents[1] / "exports" / "register"
READINGS = [["kpi", "date", "actual"], ["K21", date(2026, 10, 31), 44.9]]


def identified(path: Path) -> bool:
    with path.open("rb") as file:
        return LOADER.identify(path, file.read(65_536))


def read_csv(tmp_path: Path, name: str, data: bytes):
    path = tmp_path / name
    path.write_bytes(data)
    assert identified(path)
    return read(path)


# --- headings and rows ------------------------------------------------------------------------------------------------


def test_headings_are_known_in_any_case_and_order_and_by_other_names(tmp_path: Path):
    export = read_book(tmp_path, Contributions=[
        ["Money-Share", "KPI", "PROJECT  KEY", "lagDays", "Agreed By *"], [0.5, "K21", "P06", 14, "T. Renk"],
    ])  # fmt: skip
    contribution = Contribution(
        "p06||k21", "P06", serves="K21", lag_days=14, money_share=0.5, agreed_by="T. Renk", sheet="Contributions", row=2
    )
    assert export.records == {Contribution: [contribution]}


def test_unknown_headings_are_named_with_what_may_be_meant(tmp_path: Path):
    export = read_book(tmp_path, Projects=[["key", "Sponser", "Ampel"], ["P01", "Board", "rot"]])
    assert export.notes == [
        "Projects: headings that are not known, so that their columns were not read: 'Sponser' (did you mean "
        "sponsor?), 'Ampel'"
    ]
    assert export.records == {Project: [Project("P01", sheet="Projects", row=2)]}


def test_a_merged_heading_counts_for_its_first_column_and_the_rest_is_said(tmp_path: Path):
    export = read_book(tmp_path, Projects=[["key", "name", None, "stage"], ["P01", "A", "B", "active"], ["P02", "C"]])
    assert export.notes == [
        "Projects: column C has no heading of its own and was not read; rows with something in it: 1. "
        "A merged heading counts for its first column only"
    ]
    assert len(export.records[Project]) == 2


def test_a_sheet_without_a_required_heading_refuses_each_row_and_touches_nothing(tmp_path: Path):
    export = read_book(
        tmp_path,
        Projects=[["name", "department"], ["A", "ENG"], ["B", "MFG"]],
        Links=[["from", "to"], ["I1", "I2"]],
    )
    reason = (
        "the sheet Projects lacks the heading 'key', which is required in row 1 for every row: add it, or take the "
        "headings of the template"
    )
    assert reasons(export) == [("Projects", 2, "key", None, reason), ("Projects", 3, "key", None, reason)]
    assert set(export.records) == {Link}
    assert export.rows_in == 3


def test_a_title_above_the_headings_is_told(tmp_path: Path):
    export = read_book(
        tmp_path,
        Projects=[["Projects of 2026"], [], ["key", "name"], ["P1", "A"]],
        Links=[["from", "to"], ["I1", "I2"]],
    )
    assert {one.reason for one in export.rejections} == {
        "the sheet Projects lacks the heading 'key', which is required in row 1 for every row: the headings seem to "
        "stand in row 3: delete the rows above it"
    }


def test_two_columns_that_give_the_same_are_joined_unless_they_differ(tmp_path: Path):
    export = read_book(tmp_path, Assignments=[
        ["project", "person", "from", "to", "hours", "task", "milestone"],
        ["P1", "A", "2026-11-02", "2026-11-03", 5, "Design", None],
        ["P1", "B", "2026-11-02", "2026-11-03", 5, None, "Gate"],
        ["P1", "C", "2026-11-02", "2026-11-03", 5, "Design", "Gate"],
    ])  # fmt: skip
    assert [getattr(one, "task", None) for records in export.records.values() for one in records] == ["Design", "Gate"]
    assert reasons(export) == [
        ("Assignments", 4, "task", "Gate", "two columns give this and differ: keep one of them"),
    ]


def test_remarks_are_counted_and_blank_rows_are_none(tmp_path: Path):
    export = read_book(tmp_path, Projects=[
        ["key", "name"], ["# your key", "its name"], [" #example", None], [None, "  "], [], ["P01", "A"], [None, None],
    ])  # fmt: skip
    assert export.records == {Project: [Project("P01", "A", sheet="Projects", row=6)]}
    assert export.skipped == [Skipped("Projects: rows that begin with #", 2)]
    assert export.rows_in == 3


def test_a_sheet_that_is_not_there_or_empty_touches_nothing_and_one_with_headings_does(tmp_path: Path):
    export = read_book(tmp_path, Projects=[["key", "name"]], Risks=[])
    assert export.records == {Project: []}
    assert export.notes == ["Risks: the sheet is empty, even of headings; it counts as not there"]


def test_a_sheet_of_ones_own_is_counted_and_named(tmp_path: Path):
    export = read_book(tmp_path, Projects=[["key"], ["P01"]], **{"Pivot 2026": [["a"], ["b"], [], ["c"]]})
    assert export.skipped == [Skipped("Pivot 2026: not a sheet of the register", 3)]
    assert export.notes == ["Pivot 2026: not a sheet of the register, so it was not read (rows: 3)"]


def test_the_day_a_workbook_was_saved_is_its_status_date(tmp_path: Path):
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 10, 31, 8)})
        book.add_worksheet("Readings").write_row(0, 0, ["kpi", "date", "actual"])
    export = read(path)
    assert (export.status_date, export.status_date_from) == ("2026-10-31", "saved")


# --- workbooks --------------------------------------------------------------------------------------------------------


def test_opendocument_workbooks_read_like_those_of_excel(tmp_path: Path):
    sheets = {
        "KPIs": [
            [
                "key",
                "name",
                "objective",
                "unit",
                "better",
                "every",
                "target",
                "target date",
                "baseline",
                "baseline date",
            ],
            ["K03", "Renewed", "F1", "%", "higher", "month", Percent(0.86), date(2026, 12, 31), 78, date(2025, 12, 31)],
        ],
        "Readings": [
            ["kpi", "date", "actual", "target", "forecast"],
            ["K03", date(2026, 10, 31), Percent(0.853), 85.5, 85.5],
            ["K03", date(2026, 9, 30), Formula("=NA()", "#N/A")],
        ],
        "Projects": [["key", "critical", "name"], ["P01", True, "A & B"]],
    }
    path = write_ods(tmp_path / "register.ods", sheets)
    assert identified(path)
    ods, xlsx = read(path), read(write_xlsx(tmp_path / "register.xlsx", sheets))
    assert ods.records == xlsx.records
    assert ods.rejections == xlsx.rejections
    assert [(one.actual, one.target, one.forecast) for one in ods.records[Reading] if isinstance(one, Reading)] == [
        (85.3, 85.5, 85.5)
    ]
    assert [(one.row, one.field, one.value) for one in ods.rejections] == [(3, "actual", "#N/A")]


def sheet_xml(path: Path, old: str, new: str) -> None:
    """Change the XML of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = parts["xl/worksheets/sheet1.xml"].decode().replace(old, new)
    assert changed.encode() != parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, changed if name == "xl/worksheets/sheet1.xml" else data)


def test_a_formula_whose_result_was_never_stored_is_refused_not_taken_as_blank(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"Readings": [*READINGS, ["K22", "2026-10-31", Formula("=40+2", 42)]]})
    sheet_xml(path, "<v>42</v>", "")
    assert reasons(read(path)) == [
        ("Readings", 3, "actual", "=40+2",
         "'=40+2' is a formula without a stored result: open the workbook in a spreadsheet program and save it"),
    ]  # fmt: skip


def test_cells_without_their_place_follow_one_another(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"Readings": READINGS})
    for reference in ("A2", "B2", "C2"):
        sheet_xml(path, f'<c r="{reference}"', "<c")
    assert [one.key for one in read(path).records[Reading]] == ["k21|2026-10-31"]


def test_dates_are_right_in_a_workbook_that_counts_days_from_1904(tmp_path: Path):
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        page, day = book.add_worksheet("Readings"), book.add_format({"num_format": "dd.mm.yyyy"})
        page.write_row(0, 0, ["kpi", "date", "actual"])
        page.write_row(1, 0, ["K21", None, 44.9])
        page.write_datetime(1, 1, datetime(2026, 10, 31), day)
    assert [one.key for one in read(path).records[Reading]] == ["k21|2026-10-31"]


def test_one_cell_far_out_costs_neither_memory_nor_time(tmp_path: Path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Readings")
        page.write_row(0, 0, ["kpi", "date", "actual"])
        page.write_string(1_048_575, 16_383, "here")
    before = time.process_time()
    export = read(path)
    assert time.process_time() - before < 1
    assert (export.rows_in, {one.row for one in export.rejections}) == (1, {1_048_576})


def test_a_reference_beyond_any_sheet_is_refused(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"Readings": READINGS})
    sheet_xml(path, 'r="C2"', 'r="ZZZ2"')
    with pytest.raises(Refused, match="there is no column ZZZ"):
        read(path)


def test_a_document_type_is_refused(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"Readings": READINGS})
    sheet_xml(path, "<worksheet", '<!DOCTYPE x [<!ENTITY e "1">]><worksheet')
    with pytest.raises(Refused, match="declares a document type"):
        read(path)


def test_a_truncated_workbook_is_known_as_one_and_refused_with_the_remedy(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"Readings": READINGS})
    path.write_bytes(path.read_bytes()[:-200])
    assert identified(path)
    with pytest.raises(Refused, match="damaged, cut off or protected"):
        read(path)


def test_old_or_protected_workbooks_are_refused_with_the_remedy(tmp_path: Path):
    path = tmp_path / "register.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    assert not identified(path)
    with pytest.raises(Refused, match=r"save it as \.xlsx without a password"):
        read(path)


def test_a_workbook_without_any_sheet_of_the_register_is_refused_when_named(tmp_path: Path):
    path = write_xlsx(tmp_path / "other.xlsx", {"Sheet1": [["Issue key", "Summary"], ["A-1", "x"]]})
    assert not identified(path)
    with pytest.raises(Refused, match="no sheet of the register was found"):
        read(path)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_whatever_bytes_a_workbook_has_it_is_read_or_refused(tmp_path: Path, seed: int):
    path = tmp_path / "good.xlsx"
    if not path.exists():
        write_xlsx(path, {"Readings": READINGS, "Projects": [["key", "budget"], ["P01", 5]]})
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    if chance.random() < 0.5:  # inside the XML
        with zipfile.ZipFile(path) as package:
            parts = {name: bytearray(package.read(name)) for name in package.namelist()}
        part = chance.choice([data for name, data in parts.items() if len(data)])
        for _ in range(chance.randint(1, 8)):
            part[chance.randrange(len(part))] = chance.choice(b'<>"&0A/\x00\xff')
        with zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as package:
            for name, content in parts.items():
                package.writestr(name, bytes(content))
    else:
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "bad.xlsx").write_bytes(data)
    bad = tmp_path / "bad.xlsx"
    identified(bad)
    try:
        export = LOADER.read(bad, "register")
    except Refused as refused:
        assert str(refused)
    else:
        assert export.rows_in == reconciled(export)


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_every_usual_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str):
    text = "kpi;date;actual;note\r\nK21;2026-10-31;44.9;Grüße\r\n".replace(";", delimiter)
    export = read_csv(tmp_path, "Readings.csv", text.encode(encoding))
    reading = Reading("k21|2026-10-31", "K21", "2026-10-31", actual=44.9, note="Grüße", sheet="Readings", row=2)
    assert export.records == {Reading: [reading]}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_known(tmp_path: Path, encoding: str):
    export = read_csv(tmp_path, "Readings.csv", "kpi,date,actual\nK21,2026-10-31,44.9\n".encode(encoding))
    assert len(export.records[Reading]) == 1


def test_excel_may_declare_the_delimiter_in_a_line_of_its_own(tmp_path: Path):
    export = read_csv(tmp_path, "Readings.csv", b"sep=;\r\nkpi;date;actual\r\nK21;2026-10-31;44.9\r\n")
    assert [one.row for one in export.records[Reading]] == [3]


def test_ambiguous_numbers_and_dates_of_a_csv_are_refused(tmp_path: Path):
    export = read_csv(tmp_path, "Readings.csv", b"kpi;date;actual\nK21;31.10.2026;44,9\nK22;2026-10-31;#N/A\n")
    assert [(one.row, one.field, one.value) for one in export.rejections] == [
        (2, "date", "31.10.2026"), (2, "actual", "44,9"), (3, "actual", "#N/A"),
    ]  # fmt: skip


def test_a_row_longer_than_the_headings_is_refused(tmp_path: Path):
    export = read_csv(tmp_path, "Readings.csv", b"kpi,date,actual\nK21,2026-10-31,44,9\nK22,2026-10-31,4,\n")
    assert reasons(export) == [
        ("Readings", 2, None, "9",
         "the row has more cells than the 3 headings: a cell that holds the delimiter needs quotation marks"),
    ]  # fmt: skip
    assert len(export.records[Reading]) == 1


def test_line_breaks_inside_quotation_marks_are_text_and_rows_count_as_a_spreadsheet_shows_them(tmp_path: Path):
    data = b'key,date,about,text\nD1,2026-10-01,P1,"Stop, \nand ""wait"""\n\nD2,2026-10-01,P2,Go\n'
    export = read_csv(tmp_path, "Decisions.csv", data)
    assert [(one.row, getattr(one, "text", "")) for one in export.records[Decision]] == [
        (2, 'Stop, \nand "wait"'), (4, "Go"),
    ]  # fmt: skip


def test_a_quotation_mark_that_is_never_closed_refuses_the_file(tmp_path: Path):
    path = tmp_path / "Readings.csv"
    path.write_bytes(b'kpi,date,actual,note\nK21,2026-10-31,1,"open\nK22,2026-10-31,2,\n')
    with pytest.raises(Refused, match=r"Readings\.csv breaks in the row that begins in line 2"):
        read(path)


def test_bytes_that_are_no_text_refuse_the_file(tmp_path: Path):
    path = tmp_path / "Readings.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"kpi,date,actual\n\xff\xfe\x81\n")
    with pytest.raises(Refused, match="no text in UTF-8, UTF-16 or Windows-1252"):
        read(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("readings-2026-10.csv", "kpi,date,actual"),
        ("Readings_v2 (1).csv", "kpi,date,actual"),
        ("KPIs 2026-10-31.csv", "key,name,objective,unit,better,every"),
        ("from finance.csv", "project,month,kind,plan,actual,class"),
        ("cause and effect.csv", "from,to,sign"),
    ],
)
def test_a_file_is_known_by_name_and_headings_or_by_headings_alone(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text)
    assert identified(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("projects.csv", "Issue,Summary,Assignee,Project name,Created"),
        ("notes.csv", "project,serves"),
        ("Readings.csv", "<xml>"),
        ("Readings.csv", ""),
        ("x.csv", "Summary,Issue key,Issue id,Status,Assignee,Due date,Project key,Project name"),
    ],
)
def test_other_text_is_left_to_others(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text)
    assert not identified(tmp_path / name)


def test_of_a_list_of_something_else_each_row_is_named_and_what_to_do_with_the_whole(tmp_path: Path):
    data = b"Key,Title,Status,Due,Owner,Type\nAB-1,Login,Done,2026-10-01,Ann,Bug\nAB-2,Export,Open,,Per,Story\n"
    export = read_csv(tmp_path, "to do.csv", data)
    assert {(one.row, one.field, one.value) for one in export.rejections} == {
        (2, "state", "Done"), (2, "kind", "Bug"), (3, "state", "Open"), (3, "kind", "Story"),
    }  # fmt: skip
    assert export.notes[-1] == (
        "to do: none of its rows was kept, each for its own reason. If it is no sheet Strategy but another list, "
        "`throughline map FILE` proposes a mapping by which it is read as what it is"
    )


@given(data=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_bytes_a_text_has_it_is_read_or_refused(tmp_path: Path, data: bytes):
    for name, head in (("Readings.csv", b"kpi,date,actual,note\n"), ("Readings.csv", b""), ("other.xlsx", b"PK\3\4")):
        path = tmp_path / name
        path.write_bytes(head + data)
        identified(path)
        try:
            export = LOADER.read(path, "register")
        except Refused as refused:
            assert str(refused)
        else:
            assert export.rows_in == reconciled(export)


# --- folders ----------------------------------------------------------------------------------------------------------


def test_a_folder_of_sheets_is_one_register(tmp_path: Path):
    (tmp_path / "Strategy.csv").write_text("kind,key,name,parent\nperspective,INT,Internal\nobjective,I1,Shorten,INT\n")
    (tmp_path / "KPIs.csv").write_text(
        "key;name;objective;unit;better;every;baseline;baseline_date;target;target_date\n"
        "K21;Time;I1;d;lower;month;47;2025-12-31;38;2026-12-31\nK22;Other;I9;d;lower;month;47;2025-12-31;38;2026-12-31\n"
    )
    (tmp_path / "readings-2026-09.csv").write_text("kpi,date,actual\nK21,2026-09-30,44.8\n")
    (tmp_path / "readings-2026-10.csv").write_text("kpi,date,actual\nK21,2026-10-31,44.9\nK21,2026-09-30,44.7\n")
    (tmp_path / "README.md").write_text("how we keep this")
    assert LOADER.identify(tmp_path, b"")
    export = read(tmp_path)
    assert [(one.key, one.sheet) for one in export.records[Reading]] == [
        ("k21|2026-09-30", "readings-2026-09"), ("k21|2026-10-31", "readings-2026-10"),
    ]  # fmt: skip
    assert [(one.sheet, one.row, one.field) for one in export.rejections] == [
        ("KPIs", 3, "objective"), ("readings-2026-10", 3, "kpi"),
    ]  # fmt: skip
    assert (len(export.records[Objective]), len(export.records[Kpi])) == (1, 1)


@pytest.mark.parametrize("other", ["plan.xer", "jira.csv"])
def test_a_folder_with_other_exports_is_left_to_be_read_file_by_file(tmp_path: Path, other: str):
    (tmp_path / "Readings.csv").write_text("kpi,date,actual\n")
    (tmp_path / other).write_text("Summary,Issue key\n")
    assert not LOADER.identify(tmp_path, b"")


def test_a_file_of_a_folder_that_cannot_be_read_is_named(tmp_path: Path):
    (tmp_path / "Readings.csv").write_text("kpi,date,actual\n")
    (tmp_path / "Projects.csv").write_bytes(b"key,name\nP1,\x81\x8d\n")
    with pytest.raises(Refused, match=r"^Projects\.csv: the bytes of the file are no text in UTF-8, UTF-16 or"):
        read(tmp_path)


def test_a_file_of_a_folder_that_is_called_like_a_sheet_belongs_to_it_and_is_refused_row_by_row(tmp_path: Path):
    (tmp_path / "Readings.csv").write_text("kpi,date,actual\nK1,2026-10-31,4\n")
    (tmp_path / "KPIs.csv").write_text("Kennzahl;Ziel;Wert\nK1;O1;3,5\n")
    (tmp_path / "Risks.csv").write_text("")
    assert LOADER.identify(tmp_path, b"")
    export = read(tmp_path)
    assert set(export.records) == {Reading}
    assert [(one.sheet, one.row, one.field) for one in export.rejections] == [("KPIs", 2, "name")]
    assert export.rejections[0].reason.startswith("the sheet KPIs lacks the heading 'name', 'objective', 'unit'")
    assert "Risks: the sheet is empty, even of headings; it counts as not there" in export.notes


def test_an_empty_folder_is_no_register(tmp_path: Path):
    assert not LOADER.identify(tmp_path, b"")


# --- samples and real files -------------------------------------------------------------------------------------------


def test_the_sample_workbook_loads_whole():
    path = SAMPLES / "vellin.xlsx"
    assert identified(path)
    export = read(path)
    assert export.rejections == []
    assert export.totals == {
        "perspectives": 2, "themes": 1, "objectives": 2, "kpis": 3, "readings": 6, "targets": 1, "actuals": 6,
        "projects": 2, "milestones": 1, "people": 2, "assignments": 1, "links": 1,
    }  # fmt: skip
    assert [(type(one).__name__, one.key) for kind in (Milestone, Risk) for one in export.records[kind]] == [
        ("Milestone", "D3"), ("Milestone", "M1"), ("Risk", "R07"),
    ]  # fmt: skip


def test_the_sample_folder_loads_whole():
    assert LOADER.identify(SAMPLES / "finance", b"")
    export = read(SAMPLES / "finance")
    assert export.rejections == []
    assert {kind.__name__: len(records) for kind, records in export.records.items()} == {"Money": 3, "Reading": 2}


@needs_exports
def test_no_real_export_of_another_tool_is_taken_for_a_register():
    files = [path for path in EXPORTS.rglob("*") if path.is_file() and os.path.getsize(path) < 20_000_000]
    assert len(files) > 100
    assert [path.name for path in files if identified(path)] == []
    assert [path.name for path in EXPORTS.rglob("*") if path.is_dir() and LOADER.identify(path, b"")] == []


anything = st.one_of(
    st.none(), st.booleans(), st.floats(-1e15, 1e15), st.dates(date(1905, 1, 1)), st.builds(Percent, st.floats(-2, 2)),
    st.sampled_from([*"-–*#", "yes", "objective", "range", "yes_no", "K1", "50 %", "2026-10-31", "cost", "a.b", ";"]),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=8),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(tmp_path: Path, data: st.DataObject):
    sheets = {}
    for sheet in data.draw(st.lists(st.sampled_from(SHEETS), min_size=1, max_size=3, unique=True)):
        width = len(sheet.columns)
        rows = data.draw(st.lists(st.lists(anything, min_size=width, max_size=width + 1), max_size=4))
        sheets[sheet.name] = [[column.name for column in sheet.columns], *rows]
    export = read_book(tmp_path, **sheets)
    rows = [(record.sheet, record.row) for records in export.records.values() for record in records]
    assert len(set(rows)) == len(rows)
    assert all(one.reason and one.sheet in sheets and one.row for one in export.rejections)
