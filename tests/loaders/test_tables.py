"""Tables of any form: text in many encodings, workbooks; headings and rows that know where they stand."""

import time
import zipfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from loaders.base import Refused
from loaders.tables.book import opened
from loaders.tables.cells import Failed, Percent
from loaders.tables.plain_cells import Cells
from loaders.tables.table import Table, likely_head, table_of
from loaders.tables.western import strange_word
from tests.loaders.register_book import Formula, write_ods, write_xlsx
from tests.loaders.register_book import Percent as PercentCell

OLD = Path(__file__).parents[1] / "exports" / "openproject" / "work-packages-with-relations.xls"


def table(path: Path, head: int | None = None, **how: str) -> Table:
    book = opened(path, **how)
    try:
        found = table_of(book.pages[0], head)
    finally:
        book.close()
    assert found
    return found


def text(folder: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_all_rows_alike(tmp_path: Path, delimiter: str) -> None:
    rows = [["Key", "Name", "Cost"], ["1", "a, b", "5"], ["2", "c", "6"]]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    found = table(text(tmp_path, content))
    assert found.headings == ["Key", "Name", "Cost"]
    assert found.rows == [["1", "a, b", "5"], ["2", "c", "6"]]


def test_a_decimal_comma_does_not_make_the_comma_the_delimiter(tmp_path: Path) -> None:
    found = table(text(tmp_path, "Key;Cost;Share\n1;1,5;2,5\n2;2,5;3,5\n"))
    assert found.rows == [["1", "1,5", "2,5"], ["2", "2,5", "3,5"]]


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b""), ("cp1252", b"")],
)
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str, bom: bytes) -> None:
    found = table(text(tmp_path, bom + "Key,Straße\n1,Größe\n".encode(encoding)))
    assert (found.headings, found.rows) == (["Key", "Straße"], [["1", "Größe"]])


def test_a_declared_encoding_is_used_and_a_wrong_one_refused(tmp_path: Path) -> None:
    path = text(tmp_path, "キー,名前\n1,件名\n".encode("shift_jis"))
    assert table(path, encoding="shift_jis").rows == [["1", "件名"]]
    with pytest.raises(Refused, match="no text in utf-8: declare the encoding in which it was saved"):
        table(path, encoding="utf-8")
    with pytest.raises(Refused, match="there is no encoding 'klingon'"):
        table(path, encoding="klingon")


def test_a_stray_nul_does_not_make_a_text_utf_16(tmp_path: Path) -> None:
    found = table(text(tmp_path, b"Key,Name\n1,a\0b\n2,c\n"))
    assert found.rows == [["1", "a\0b"], ["2", "c"]]


def test_repeated_and_broken_headings_are_kept_in_order(tmp_path: Path) -> None:
    found = table(text(tmp_path, '\n"Key\n(id)",Sprint,Sprint,,Sprint\n1,a,b,x,c\n'))
    assert (found.head, found.headings) == (2, ["Key (id)", "Sprint", "Sprint", "", "Sprint"])
    assert found.places("sprint") == [1, 2, 4]
    assert found.column(2) == ["b"]


def test_rows_keep_their_numbers_past_blank_and_broken_ones(tmp_path: Path) -> None:
    found = table(text(tmp_path, 'a,b\n1,"x\ny"\n,\n\n2\n3,4,5,\n6,7,,\n'))
    assert list(zip(found.numbers, found.rows, strict=True)) == [
        (2, ["1", "x\ny"]), (5, ["2", None]), (7, ["6", "7"]),
    ]  # fmt: skip
    assert [(number, value) for number, _, value in found.broken] == [(6, "5")]


def test_a_quotation_that_is_not_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="breaks in the row that begins in line 3"):
        table(text(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n'))


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither a workbook nor a text of cells"):
        opened(text(tmp_path, b"%PDF-1.7\n"))


def test_words_that_look_like_numbers_stay_text(tmp_path: Path) -> None:
    found = table(text(tmp_path, "a,b,c,d\nNA,TRUE,1E5,00123\n"))
    assert found.rows == [["NA", "TRUE", "1E5", "00123"]]


def test_cells_of_a_workbook_keep_what_they_are(tmp_path: Path) -> None:
    row = ["00123", 1.5, PercentCell(0.82), date(2026, 10, 31), True, Formula("=1/0", "#DIV/0!"), None]
    path = write_xlsx(tmp_path / "t.xlsx", {"Data": [list("abcdefg"), row]})
    found = table(path)
    assert (found.label, found.numbers) == ("Data", [2])
    assert found.rows == [["00123", 1.5, 0.82, date(2026, 10, 31), True, "#DIV/0!", None]]
    assert [type(found.rows[0][at]) for at in (2, 5)] == [Percent, Failed]


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [("<sheetData>", "<!-- x --><sheetData>"), ('<c r="B2"', '<!-- x --><c r="B2"'), ('<c r="C2"', '<c  r="C2"')],
)
def test_a_sheet_is_read_alike_however_its_xml_is_written(tmp_path: Path, written: str, rewritten: str) -> None:
    row = ["a & b", 1.5, PercentCell(0.82), date(2026, 10, 31), True, Formula("=1/0", "#DIV/0!"), Formula("=1+1", 2)]
    path = write_xlsx(tmp_path / "t.xlsx", {"Data": [list("abcdefg"), row, [], [None, "x"], ["_x000D_", -1e-9]]})
    other = tmp_path / "o.xlsx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(other, "w") as copy:
        for part in package.namelist():
            content = package.read(part).decode()
            if part.startswith("xl/worksheets/"):
                assert written in content
                content = content.replace(written, rewritten)
            copy.writestr(part, content)
    found = [list(opened(one).pages[0].rows()) for one in (path, other)]
    assert found[0] == found[1] and [number for number, _ in found[0]] == [1, 2, 4, 5]
    assert [[type(cell) for cell in cells] for _, cells in found[0]] == [
        [type(cell) for cell in cells] for _, cells in found[1]
    ]


def test_texts_are_read_alike_whether_they_stand_in_their_cells_or_beside_the_sheet(tmp_path: Path) -> None:
    rows = [["a", "b"], ["a & b", " two "], [None, "one\ntwo"], ["a\rb", ""], ["_x000D_", "\u00e9"], [], ["end", None]]
    inside = opened(write_xlsx(tmp_path / "i.xlsx", {"Data": rows}, inline=True)).pages[0]
    beside = opened(write_xlsx(tmp_path / "s.xlsx", {"Data": rows})).pages[0]
    expected = [["a", "b"], ["a & b", " two "], [None, "one\ntwo"], ["a\rb"], ["_x000D_", "\u00e9"], ["end"]]
    assert [[cells for _, cells in page.rows()] for page in (inside, beside)] == [expected, expected]


UNSEEN = [
    ["\ufeffKey", "Name\u200b"],
    ["\u200bP1", "\u200f\u0646\u200c\u0645 \u200b"],
    ["\u200e2026-10-31", "\u2066 a\u200bb \u2069"],
    ["P3\u200b\u3000", "\u061cQuay\u00ad"],
]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "inline.xlsx", "ods"])
def test_what_nobody_sees_at_the_edges_of_a_cell_is_not_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(map(",".join, UNSEEN)), encoding="utf-8-sig")
    elif suffix == "ods":
        write_ods(path, {"Data": UNSEEN})
    else:
        write_xlsx(path, {"Data": UNSEEN}, inline=suffix == "inline.xlsx")
    found = table(path)
    assert (found.headings, found.rows) == (
        ["Key", "Name"], [["P1", "\u0646\u200c\u0645"], ["2026-10-31", "a\u200bb"], ["P3", "Quay"]],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('<c r="A7" t="s"><v>1</v></c><c r="B7" s="3"/><c r="C7" s="17"><v>2.5</v></c>', ["one", None, "17 - 2.5"]),
        ('<c r="B7" t="b"><v>1</v></c><c r="C7" s="7"/>', [None, "- b 1"]),
        ('<c r="A7" t="s"><v></v></c><c r="B7"><v>1</v></c>', None),  # a text without a number
        ('<c r="B7" t="str"><v></v></c>', [None, "- str "]),
        ('<c r="B7" t="str"><v>#N/A</v></c>', [None, "- str #N/A"]),
        ('<c r="A#"><v>1</v></c><c r="B7"><v>1</v></c>', None),
        ('<c r="A7"><v>1<v>#<c r="B7"><v>1</v></c>', None),
        ('<c r="A7"><v>1<v></v></c>', None),
        ('<c r="A7"<v>1</v></c>><c r="B7"><v>1</v></c>', None),
        ('<c r="A7"><v>1</v></c><c r="B7"><v>1&amp;2</v></c>', None),
        ('<c r="B7"><v>1</v></c><c r="A7"><v>2</v></c>', None),  # in no order
    ],
)  # fmt: skip
def test_cells_are_the_same_whether_rows_are_taken_by_their_form_or_cell_by_cell(row: str, cells: list[object] | None):
    texts = ["zero", "one"].__getitem__

    def taken() -> Cells:
        return Cells("ABC".index, lambda *cell: " ".join(part or "-" for part in cell[:2]) + f" {cell[2]}", texts)

    by_form, cell_by_cell = taken(), taken()
    # Cells of another row than the one that they stand in have no form.
    assert [by_form.of(7, row), by_form.of(7, row), cell_by_cell.of(8, row)] == [cells] * 3


@pytest.mark.parametrize("written", ["NaN", "1e999", "-inf"])
def test_a_cell_for_numbers_that_holds_none_has_failed(tmp_path: Path, written: str) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"Data": [["a", "b"], ["x", 1.5]]})
    other = tmp_path / "o.xlsx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(other, "w") as copy:
        for part in package.namelist():
            copy.writestr(part, package.read(part).replace(b"<v>1.5</v>", f"<v>{written}</v>".encode()))
    (row,) = table(other).rows
    assert (row, type(row[1])) == (["x", written], Failed)


def test_a_sheet_whose_rows_break_off_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"Data": [["a"], ["b"]]})
    other = tmp_path / "o.xlsx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(other, "w") as copy:
        for part in package.namelist():
            content = package.read(part)
            ends = content.rindex(b"</row>") if part.startswith("xl/worksheets/") else len(content)
            copy.writestr(part, content[:ends])
    with pytest.raises(Refused, match="damaged, cut off or protected"):
        table(other)


def test_a_heading_of_two_rows_is_read_as_one(tmp_path: Path) -> None:
    above = ["Works", None, None, None, None, None]
    upper = ["Key", "Name", "Plan", None, "Actual", None]
    lower = [None, None, "Start", "Finish", "Start", "Cost"]
    write_xlsx(tmp_path / "b.xlsx", {"x": [above, upper, lower, ["K1", "Dig", "2026-01-05", "2026-01-09", None, 5.0]]})
    page = opened(tmp_path / "b.xlsx").pages[0]
    assert likely_head(page) == 3
    found = table_of(page, 3)
    assert found is not None
    assert found.headings == ["Key", "Name", "Plan Start", "Finish", "Actual Start", "Cost"]
    assert found.rows == [["K1", "Dig", "2026-01-05", "2026-01-09", None, 5.0]]


def test_a_merged_heading_names_its_first_column_only(tmp_path: Path) -> None:
    found = table(write_xlsx(tmp_path / "t.xlsx", {"Data": [["Key", "Cost"], ["1", 2, 3], ["4", 5]]}))
    assert found.headings == ["Key", "Cost", ""]
    assert found.rows == [["1", 2.0, 3.0], ["4", 5.0, None]]


def test_a_workbook_of_libreoffice_is_a_table_too(tmp_path: Path) -> None:
    found = table(write_ods(tmp_path / "t.ods", {"Data": [["Key", "Cost"], ["1", 2.5]]}))
    assert (found.headings, found.rows) == (["Key", "Cost"], [["1", 2.5]])


def test_titles_above_the_headings_are_told_from_them(tmp_path: Path) -> None:
    rows = [["Portfolio of 2026"], [], ["Key", "Name", "Cost"], ["1", "a", 5]]
    path = write_xlsx(tmp_path / "t.xlsx", {"Data": rows})
    assert likely_head(opened(path).pages[0]) == 3
    assert table(path, 3).rows == [["1", "a", 5.0]]


def test_a_damaged_old_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="damaged, has a password, or is no workbook"):
        opened(text(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "t.xls"))


def test_a_workbook_in_the_old_format_is_read_cell_for_cell():
    with closing(opened(OLD)) as found:
        (page,) = found.pages
        rows = list(page.rows())
    assert (page.label, len(rows), found.saved) == ("Work packages", 9, None)
    assert found.notes[0].startswith("a workbook in the old .xls format: percentages come as fractions")
    assert rows[5] == (
        6,
        [
            None, 72.0, "Mount the gauge", "Task", "In progress", "Archive", "Ines Holm", date(2026, 9, 7),
            date(2026, 10, 16), 24.0, 12.0, 50.0, datetime(2026, 10, 29, 10), None, "precedes", 2.0, None, 73.0,
            "Calibrate", "Task", "New", "Archive", "Piet Drobny", date(2026, 10, 21), date(2026, 11, 20), 8.5, 8.5, 0.0,
            datetime(2026, 10, 28, 10),
        ],
    )  # fmt: skip


def test_an_old_workbook_whose_sectors_lead_in_a_circle_is_refused_and_does_not_hang(tmp_path: Path):
    data = bytearray(OLD.read_bytes())
    first = 512 * (1 + int.from_bytes(data[76:80], "little"))  # the sector that says which sector follows which
    follows = next(at for at in range(first, first + 512, 4) if data[at : at + 4] == b"\xfe\xff\xff\xff")
    data[follows : follows + 4] = b"\0\0\0\0"
    (tmp_path / "b.xls").write_bytes(data)
    with pytest.raises(Refused, match="its sectors lead nowhere"):
        opened(tmp_path / "b.xls")


@pytest.mark.parametrize(
    ("begins", "place"),
    [(b"\xfd\x00\x0a\x00", 6), *((b"\x00\x02\x0e\x00", place) for place in (6, 10, 14))],
    ids=["the column of a text", "its first row", "how many rows", "how many columns"],
)
def test_an_old_workbook_that_is_larger_than_can_be_is_refused_and_takes_no_memory(
    tmp_path: Path, begins: bytes, place: int
):
    data = OLD.read_bytes()
    at = data.index(begins) + place
    (tmp_path / "b.xls").write_bytes(data[:at] + b"\x63\x76" + data[at + 2 :])
    with pytest.raises(Refused, match="more rows or columns than such a workbook can have"):
        opened(tmp_path / "b.xls")


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Złoty klucz", "cp1250"), ("Złoty klucz", "iso8859-2"), ("Строительство", "cp1251"), ("Größe", "cp850"),
        ("für alle", "mac_roman"),
        ("計画の一覧表を作る", "shift_jis"),
        ("项目计划管理办公室", "gbk"), ("Ελληνικά", "cp1253"),
    ],
)  # fmt: skip
def test_text_of_another_code_page_is_refused_until_it_is_declared(tmp_path: Path, written: str, encoding: str):
    path = text(tmp_path, f"name;no\n{written};1\n".encode(encoding))
    with pytest.raises(Refused, match=r"^t\.csv: the bytes of the file are no text in UTF-8"):
        table(path)
    assert table(path, encoding=encoding).rows == [[written, "1"]]


@pytest.mark.parametrize(
    "written",
    [
        "Größe in m³ und W/m²K",
        "l’été créée à Noël",
        "jäääär",
        "¿Qué? ¡Mañana! 1ª José·Mª",
        "20°C ±5 µm «oui»",
        "Ævar þór",
    ],
)
def test_western_text_is_read_as_such(tmp_path: Path, written: str):
    assert table(text(tmp_path, f"name;no\n{written};1\n".encode("cp1252"))).rows == [[written, "1"]]


def test_a_long_word_is_looked_through_once():
    start = time.process_time()
    assert strange_word("a" * 200_000 + " Zd³oty klucz") == "Zd³oty"
    assert time.process_time() - start < 1
