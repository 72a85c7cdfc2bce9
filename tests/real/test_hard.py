"""Hard files through the whole line, whatever their loader: refused with a reason, or read with all rows accounted for.

They are read as a user's are, in a child process with its limits, and none may take more than ten seconds of the
processor: what else runs on the machine is no matter of the file.
"""

import io
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from dashboard import ingest
from tests.dashboard.stores import empty_store
from tests.fuzz.hold import SAMPLES
from tests.loaders import mspdi, xer
from tests.loaders.mspdi import assignment, el, standard, task, weekday
from tests.loaders.register_book import write_xlsx
from tests.real.line import hold_answers, load

SECONDS = 10
XML = [
    path for path in sorted(SAMPLES.rglob("*")) if path.is_file() and path.read_bytes()[:60].lstrip().startswith(b"<")
]
ALL = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file() and path.suffix not in (".yaml", ".yml")]
BOMB = (
    '<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '"><!ENTITY d "' + "&c;" * 50 + '">'
)


def tried(folder: Path, name: str, content: bytes, shown: bool = False) -> ingest.FileReport:
    """Load one file into a new store, hold the load to its time and its counts, and give what became of the file."""
    path = folder / name
    path.write_bytes(content)
    store = empty_store(folder)
    start = _worked()
    report = load(store, path)
    assert _worked() - start < SECONDS
    assert (report.revision is None) == (not report.changed)
    (file,) = report.files
    assert file.error is None or len(file.error) > 40  # what was found, and what to do
    if shown and report.changed:
        hold_answers(store, at_most=3)
    store.close()
    return file


def _worked() -> float:
    """Give the processor seconds that this process and those that it has ended took so far."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def with_type(text: str, declared: str) -> bytes:
    """Give an XML file with a document type before its root."""
    start = text.index("<", text.index("?>") + 2 if text.lstrip().startswith("<?xml") else 0)
    return (text[:start] + f"<!DOCTYPE x [{declared}]>" + text[start:]).encode()


@pytest.mark.parametrize("path", XML, ids=named)
@pytest.mark.parametrize("declared", [BOMB, '<!ENTITY d SYSTEM "file:///etc/hostname">'], ids=["bomb", "external"])
def test_entities_are_refused(tmp_path: Path, path: Path, declared: str):
    file = tried(tmp_path, path.name, with_type(path.read_text("utf-8-sig"), declared))
    assert file.error and "document type (DOCTYPE)" in file.error


@pytest.mark.parametrize("path", XML, ids=named)
def test_deep_nesting_is_refused_or_passed_over(tmp_path: Path, path: Path):
    text = path.read_text("utf-8-sig")
    end = text.rindex("</")
    file = tried(tmp_path, path.name, (text[:end] + "<x>" * 100_000 + "</x>" * 100_000 + text[end:]).encode())
    assert file.stored or (file.error and ("depth" in file.error.lower() or "it cannot be read" in file.error))


@pytest.mark.parametrize("path", ALL, ids=named)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_that_is_cut_off_is_refused_or_accounted_for(tmp_path: Path, path: Path, share: float):
    data = path.read_bytes()
    file = tried(tmp_path, path.name, data[: int(len(data) * share)])
    assert file.error or share


@pytest.mark.parametrize("path", ALL, ids=named)
def test_random_bytes_behind_a_right_beginning_are_refused_or_accounted_for(tmp_path: Path, path: Path):
    file = tried(tmp_path, path.name, path.read_bytes()[:600] + Random(7).randbytes(200_000))
    assert file.error or file.rows_in


def test_a_page_that_calls_itself_xml_is_refused(tmp_path: Path):
    page = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><Project/></body></html>'
    assert (tried(tmp_path, "plan.xml", page).error or "").startswith("no loader knows this kind of file")


@pytest.mark.parametrize("stream", ["EncryptedPackage", "EncryptionInfo\0EncryptedPackage"])
def test_a_file_with_a_password_is_told_as_one(tmp_path: Path, stream: str):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + f"{stream}\0".encode("utf-16-le") + bytes(2000)
    assert "the file has a password" in (tried(tmp_path, "register.xlsx", content).error or "")


# --- zips -------------------------------------------------------------------------------------------------------------


def book(folder: Path) -> bytes:
    return write_xlsx(
        folder / "made.xlsx", {"Strategy": [["kind", "key", "name"], ["perspective", "F", "Money"]]}
    ).read_bytes()


def rezipped(data: bytes, name: str, part: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Give a zip with one part written anew."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        part(new)
    return made.getvalue()


def texts(count: int) -> Callable[[zipfile.ZipFile], None]:
    """Give what writes so many shared texts, which hardly take space packed."""

    def write(new: zipfile.ZipFile) -> None:
        with new.open("xl/sharedStrings.xml", "w") as part:
            part.write(b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">')
            for _ in range(count // 10_000):
                part.write(b"<si><t>kind</t></si>" * 10_000)
            part.write(b"</sst>")

    return write


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path: Path):
    content = rezipped(book(tmp_path), "xl/sharedStrings.xml", texts(15_000_000))
    assert len(content) < 3_000_000
    file = tried(tmp_path, "register.xlsx", content)
    assert (file.error or "").startswith("the workbook unpacks to 286 MB, ")


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path):
    content = bytearray(rezipped(book(tmp_path), "xl/sharedStrings.xml", texts(1_000_000)))
    entry = content.rindex(b"PK\1\2")  # of the part written last, in the directory at the end
    content[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")  # its size unpacked
    file = tried(tmp_path, "register.xlsx", bytes(content))
    assert file.error and "cannot be read" in file.error


def test_a_zip_inside_a_zip_is_told_to_be_unpacked(tmp_path: Path):
    data = book(tmp_path)
    for _ in range(5):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as new:
            new.writestr("register.xlsx", data)
        data = made.getvalue()
    assert "this is a packed file with register.xlsx: unpack it" in (tried(tmp_path, "all.zip", data).error or "")


def test_a_million_empty_rows_are_none(tmp_path: Path):
    def rows(new: zipfile.ZipFile) -> None:
        old = zipfile.ZipFile(tmp_path / "made.xlsx").read("xl/worksheets/sheet1.xml")
        with new.open("xl/worksheets/sheet1.xml", "w") as part:
            before, after = old.split(b"</sheetData>")
            part.write(before)
            for first in range(10, 1_000_000, 10_000):
                part.write(b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(first, first + 10_000)))
            part.write(b"</sheetData>" + after)

    file = tried(tmp_path, "register.xlsx", rezipped(book(tmp_path), "xl/worksheets/sheet1.xml", rows))
    assert (file.error, file.stored, file.rejected) == (None, 1, 0)


def test_a_million_empty_lines_are_none(tmp_path: Path):
    file = tried(tmp_path, "Strategy.csv", b"kind,key,name\nperspective,F,Money\n" + b",,\n" * 1_000_000)
    assert (file.error, file.stored, file.rejected) == (None, 1, 0)


# --- plans that cannot be ---------------------------------------------------------------------------------------------


def linked(uid: int, before: int, **fields: object) -> str:
    return task(uid, el("PredecessorLink", PredecessorUID=before, Type=1), Start="2026-10-05T08:00:00", **fields)


def hundred_years(uid: int) -> str:
    return task(
        uid, Name="Endless", Start="2026-10-05T08:00:00", Finish="2126-10-05T17:00:00", Duration="PT208000H0M0S"
    )


IDLE = el("Calendar", el("WeekDays", *(weekday(kind) for kind in range(1, 8))), UID=1, Name="Idle", IsBaseCalendar=1)
PLANS = {
    "circle.xml": mspdi.plan(linked(1, 3, Name="A"), linked(2, 1, Name="B"), linked(3, 2, Name="C"), linked(4, 4)),
    "twice.xml": mspdi.plan(task(1, Name="A"), task(1, Name="B"), task(1, Name="C")),
    "century.xml": mspdi.plan(hundred_years(1), assignments=(assignment(1, 1, -65535, Work="PT208000H0M0S"),)),
    "long-milestone.xml": mspdi.plan(
        task(1, Name="M", Milestone=1, Start="2026-10-05T08:00:00", Finish="2026-10-16T17:00:00", Duration="PT80H0M0S")
    ),
    "idle.xml": mspdi.plan(
        task(1, Name="A", Start="2026-10-05T08:00:00", Duration="PT40H0M0S", Work="PT40H0M0S"),
        calendars=(IDLE,),
        assignments=(assignment(1, 1, -65535, Work="PT40H0M0S", Start="2026-10-05T08:00:00"),),
    ),
    "bases.xml": mspdi.plan(
        task(1, Name="A"),
        calendars=(standard(IsBaseCalendar=0, BaseCalendarUID=2), standard(uid=2, IsBaseCalendar=0, BaseCalendarUID=1)),
    ),
    "wbs.xer": xer.small(
        PROJWBS="wbs_id | proj_id | proj_node_flag | parent_wbs_id | wbs_short_name | wbs_name\n"
        "20 | 1 | Y | 9 | VEL | New line\n 21 | 1 | N | 22 | A | A\n 22 | 1 | N | 21 | B | B"
    ),
    "relations.xer": xer.small(
        TASKPRED="task_pred_id | task_id | pred_task_id | proj_id | pred_proj_id | pred_type | lag_hr_cnt\n"
        "1 | 31 | 32 | 1 | 1 | PR_FS | 0\n 2 | 32 | 31 | 1 | 1 | PR_FS | 0\n 3 | 31 | 31 | 1 | 1 | PR_SS | 0"
    ),
    "idle.xer": xer.small(
        CALENDAR="clndr_id | clndr_name | day_hr_cnt | clndr_data\n"
        "500 | Idle | 0 | (0||CalendarData()((0||DaysOfWeek()((0||1()())(0||2()())(0||3()())(0||4()())(0||5()())"
        "(0||6()())(0||7()())))(0||Exceptions()())))"
    ),
}
PMXML = (SAMPLES / "mpxj" / "quay.pmxml").read_text("utf-8")
MPX = (SAMPLES / "mpxj" / "quay.mpx").read_bytes().decode("cp1252")
BY_JAVA = {
    "wbs.pmxml": PMXML.replace(
        "      <ObjectId>31</ObjectId>", "      <ObjectId>31</ObjectId>\n      <ParentObjectId>31</ParentObjectId>"
    ),
    "relations.pmxml": PMXML.replace(
        "<PredecessorActivityObjectId>101<", "<PredecessorActivityObjectId>103<"
    ),
    "twice.pmxml": PMXML.replace("<ObjectId>102</ObjectId>", "<ObjectId>101</ObjectId>"),
    "century.pmxml": PMXML.replace("2026-11-17T17:00:00", "2126-11-17T17:00:00"),
    "idle.pmxml": PMXML.replace("<Start>08:00:00</Start>", "").replace("<Start>13:00:00</Start>", ""),
    "long-milestone.mpx": MPX.replace("Quay handed over,0d", "Quay handed over,20d"),
    "circle.mpx": MPX.replace("70,2,2,Survey the bed,10d,2,,", "70,2,2,Survey the bed,10d,2,4FS,"),
    "twice.mpx": MPX.replace("70,3,3,", "70,3,2,"),
    "idle.mpx": MPX.replace(",08:00,12:00,13:00,17:00", ""),
    "century.gan": (SAMPLES / "mpxj" / "quay.gan").read_text().replace('duration="20"', 'duration="26000"'),
    "circle.gan": (SAMPLES / "mpxj" / "quay.gan").read_text().replace('<depend id="3"', '<depend id="1"'),
}  # fmt: skip


@pytest.mark.parametrize("name", [*PLANS, *BY_JAVA])
def test_a_plan_that_cannot_be_is_refused_or_shown_without_a_fault(tmp_path: Path, name: str):
    text = (PLANS | BY_JAVA)[name]
    file = tried(tmp_path, name, text.encode("cp1252" if name.endswith(".mpx") else "utf-8"), shown=True)
    assert file.error or file.stored
