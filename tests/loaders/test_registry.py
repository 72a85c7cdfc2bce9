"""Which loader reads a file, and what is said of a file that none reads."""

import zipfile
from pathlib import Path

import pytest

from loaders.base import Refused
from loaders.registry import find_loader, why_unknown
from tests.loaders.register_book import write_ods, write_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEMPLATE = (
    "`throughline template FILE.xlsx` writes a workbook with all headings: rename yours as there, or copy your rows "
    "into it; `throughline map FILE` proposes a mapping by which yours is read as it is"
)
GOALS = {
    "Ziele": [["Nr", "Ziel", "Verantwortlich"], [1, "Wachsen", "Voss"]],
    "Kennzahlen": [["KPI", "Name", "Objective", "Einheit"], ["K1", "x", "O1", "d"]],
    "Leer": [],
}
GOALS_SAID = (
    "the workbook has no sheet of the register: found 'Ziele' with the headings Nr, Ziel, Verantwortlich; 'Kennzahlen' "
    "with the headings KPI, Name, Objective, Einheit; 'Leer' (empty). 'Kennzahlen' comes nearest to the sheet KPIs: "
    f"call it so and add the headings unit, better, every. {TEMPLATE}"
)


def said(path: Path) -> str | None:
    """Give what is said of a file that no loader reads."""
    assert find_loader(path) is None
    return why_unknown(path)


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_of_a_workbook_with_other_headings_its_sheets_the_nearest_and_the_template_are_named(tmp_path: Path, write):
    assert said(write(tmp_path / "goals.xlsx", GOALS)) == GOALS_SAID


def test_of_a_workbook_of_another_tool_the_sheets_of_a_register_are_named(tmp_path: Path):
    rows = [["Ticket", "Summary", "Status", "Assignee", "Sprint", "Story points", "Epic"], ["A-1"]]
    assert said(write_xlsx(tmp_path / "desk.xlsx", {"Sheet1": rows})) == (
        "the workbook has no sheet of the register: found 'Sheet1' with the headings Ticket, Summary, Status, "
        "Assignee, Sprint, Story points and 1 more. A register has sheets such as Strategy, KPIs, Readings, Projects, "
        f"Contributions. {TEMPLATE}"
    )


def test_a_plan_in_a_workbook_is_not_taken_for_a_list_of_projects(tmp_path: Path):
    heads = ["ID", "Name", "Duration", "Start", "Finish", "Predecessors"]
    why = said(write_xlsx(tmp_path / "plan.xlsx", {"Task_Table1": [heads, [1, "Dig", "5 days"]]}))
    assert "'Task_Table1' looks like a plan with a task a row, which no sheet of a register holds. " in (why or "")


def test_of_a_sheet_whose_headings_fit_only_the_name_is_asked_for(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"Sheet1": [["kind", "name", "parent"], ["perspective", "Financial", None]]})
    assert "'Sheet1' comes nearest to the sheet Strategy: call it so. `throughline template" in (said(path) or "")


def test_a_few_common_words_among_many_headings_bring_no_sheet_near(tmp_path: Path):
    (tmp_path / "export.csv").write_text("ID,Team,Title,Description,Status,Estimate,Cycle,Creator,Labels\n1,,x,,,,,,\n")
    why = said(tmp_path / "export.csv") or ""
    assert "Estimate and 3 more. A register has sheets such as Strategy, KPIs" in why
    assert "comes nearest" not in why


def test_of_a_sheet_with_a_title_above_its_headings_their_row_is_named(tmp_path: Path):
    rows = [["Strategy of 2026"], [], ["kind", "name", "parent"], ["perspective", "Financial", None]]
    why = said(write_xlsx(tmp_path / "r.xlsx", {"Notes": [["x"]], "Strategy": rows})) or ""
    assert "'Strategy' has the headings of Strategy in row 3: delete the rows above it. `throughline" in why


def test_of_a_text_and_of_a_folder_of_texts_the_headings_are_named(tmp_path: Path):
    (tmp_path / "KPI.csv").write_text("Kennzahl;Ziel;Wert\nK1;O1;3,5\n")
    found = (
        "has no sheet of the register: found 'KPI' with the headings Kennzahl, Ziel, Wert. 'KPI' comes nearest to the "
        f"sheet KPIs: add the headings name, objective, unit, better, every. {TEMPLATE}"
    )
    assert [said(tmp_path / "KPI.csv"), said(tmp_path)] == [f"the file {found}", f"the folder {found}"]


@pytest.mark.parametrize(
    ("stream", "remedy"),
    [
        (
            "EncryptedPackage",
            "the file has a password, so that nothing in it can be read: open it, remove the password",
        ),
        (
            "Workbook",
            "this is a workbook in the old .xls format, which is read of OpenProject and by a mapping only: open it",
        ),
        ("__nameid_version1.0", "this is a mail of Outlook: open it, save what is attached"),
        ("WordDocument", "this is a document of Word, Writer or PowerPoint, whose tables are not read"),
    ],
)
def test_of_a_compound_file_it_is_said_what_it_is_and_what_to_do(tmp_path: Path, stream: str, remedy: str):
    path = tmp_path / "any.bin"
    path.write_bytes(OLE + bytes(600) + f"{stream}\0".encode("utf-16-le") + bytes(2000))
    assert (said(path) or "").startswith(remedy)


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"\x1f\x8b\x08rest", "this is a packed file: unpack it"),
        (b"PK\3\4rest", "this is a packed file: unpack it"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "this is a workbook in the XML format of Excel 2003",
        ),
        (b'"Issue key,""Status"""\r\n"A-1,""Done"""\r\n', "every row of it is one text in quotation marks"),
        (b"%PDF-1.7\n", "this is a PDF, made to be looked at"),
        (b"\x89PNG\r\n", "this is a picture, made to be looked at"),
        (b"Received: from x\r\nContent-Type: text/plain\r\n\r\nhello", "this is a mail: save what is attached"),
        (b'<?xml version="1.0"?>\n<!-- a plan', "this is XML that is cut off or broken before its first element"),
        (b'<?xml version="1.0" encoding="UTF-8"?><a name="\xe4">', "this is XML that is cut off or broken before"),
    ],
)
def test_of_a_well_known_file_it_is_said_what_to_do(tmp_path: Path, content: bytes, remedy: str):
    (tmp_path / "file").write_bytes(content)
    assert (said(tmp_path / "file") or "").startswith(remedy)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"word/document.xml": "<w/>"}, "this is a document of Word, Writer or PowerPoint"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "this is a document of Word, Writer or PowerPoint"),
        ({"Index/Document.iwa": "x"}, "this is a document of Apple Numbers: export it"),
        ({"plan.xer": "ERMHDR"}, "this is a packed file with plan.xer: unpack it, and load what is in it"),
        (dict.fromkeys(("x/a", "x/b", "c", "d"), "x"), "this is a packed file with a, b, c and 1 more: unpack it"),
    ],
)
def test_of_packed_files_it_is_said_what_they_are(tmp_path: Path, parts: dict[str, str], told: str):
    packed(tmp_path / "file", parts)
    assert (said(tmp_path / "file") or "").startswith(told)


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def test_of_a_packed_file_with_a_password_it_is_said(tmp_path: Path):
    data = bytearray(packed(tmp_path / "plan.zip", {"plan.xer": "ERMHDR"}).read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1  # the flag of an entry that is locked
    (tmp_path / "plan.zip").write_bytes(data)
    assert (said(tmp_path / "plan.zip") or "").startswith("this is a packed file with a password: unpack it with")


_LOCKED = (
    '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><file-entry><encryption-data/></file-entry>'
    "</manifest>"
)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"xl/workbook.bin": "x"}, "this is a workbook in the binary format of Excel"),
        (
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "?",
                "META-INF/manifest.xml": _LOCKED,
            },
            "the workbook has a password",
        ),
    ],
)
def test_of_a_workbook_that_cannot_be_read_it_is_said_why(tmp_path: Path, parts: dict[str, str], told: str):
    loader = find_loader(packed(tmp_path / "book", parts))
    assert loader is not None
    with pytest.raises(Refused, match=told):
        loader.read(tmp_path / "book", "feed")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ('{"message": "Unauthorized"}', "no export but the answer of a tool that gave none: 'Unauthorized'. Sign in"),
        ('{"errorMessages": ["No project TIDE"], "errors": {}}', "a tool that gave none: 'No project TIDE'. Sign in"),
        ('{"message": [{"works": 1}], "rows": []}', "this is JSON of no tool that is known"),
    ],
)
def test_of_the_answer_of_a_tool_that_refused_it_is_said_what_it_answered(tmp_path: Path, answer: str, told: str):
    (tmp_path / "answer.json").write_text(answer)
    assert told in (said(tmp_path / "answer.json") or "")


def test_of_a_plan_of_microsoft_project_without_one_it_is_said_what_to_do(tmp_path: Path):
    (tmp_path / "plan.mpp").write_bytes(OLE + bytes(2000))
    assert (said(tmp_path / "plan.mpp") or "").startswith("it is called as a plan of Microsoft Project, and no plan")


def test_of_a_stranger_nothing_is_said(tmp_path: Path):
    for number, content in enumerate((OLE + bytes(2000), b"Dear diary", b"\0\1\2", b"", b"<?xml version='1.0'?><x/>")):
        (tmp_path / f"{number}.txt").write_bytes(content)
        assert said(tmp_path / f"{number}.txt") is None


def test_of_a_mapping_among_other_files_it_is_said_how_it_is_used():
    path = Path(__file__).parents[1] / "exports" / "mapped" / "depots.yaml"
    assert said(path) == (
        "this is a mapping: load what it reads with --mapping depots.yaml, or name both in a feeds.yaml"
    )


@pytest.mark.parametrize("begins", [b"<!DOCTYPE html>\n<html>", b"\xef\xbb\xbf\r\n<HTML><table>"])
def test_a_web_page_that_calls_itself_a_table_is_named(tmp_path: Path, begins: bytes):
    for name in ("issues.csv", "issues.xls"):
        (tmp_path / name).write_bytes(begins + b"<tr><td>A-1</td></tr></table></html>")
        assert (said(tmp_path / name) or "").startswith("this is a web page")
