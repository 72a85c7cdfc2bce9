"""Whatever an XER file holds, it is read or refused with a reason, and every row is accounted for."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import Assignment, Calendar, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.primavera import LOADER
from tests.loaders.test_primavera import SAMPLE
from tests.loaders.xer import SMALL, check, load, reasons, rows, small, text

BYTES = SAMPLE.read_bytes()
JUNK = [
    "",
    "-",
    "x",
    "1e999",
    "nan",
    "9" * 400,
    "1,5",
    "1.234,5",
    "2026-02-30 08:00",
    "0001-01-01",
    "TT_Foo",
    "\x7f",
    '"',
]
CORRECT = "Correct it in P6 and export the project again."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        (b"%PDF-1.7\n\x00\x01", "the first line is not the ERMHDR line"),
        (b"ERMHDR", "the file is cut off after line 1 (table none)"),
        (b"ERMHDR\t8.4\t2026-01-01\n%E\n", "no table between them"),
        (BYTES[: len(BYTES) // 2], "the file is cut off after line 87 (table ACTVTYPE)"),
        (BYTES + BYTES, "several exports stand in the file, one behind the other"),
        (BYTES.replace(b"%E\r\n", b""), "the file is cut off after line 135 (table UDFVALUE)"),
    ],
)
def test_what_is_no_whole_xer_file_is_refused(tmp_path: Path, content: bytes, said: str):
    with pytest.raises(Refused, match=re.escape(said)) as refused:
        load(tmp_path, content)
    assert "Export the project again from P6 (File > Export > XER)." in str(refused.value)


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"<?xml version='1.0'?><Project/>", b"ERM", b"\xff\xfe"])
def test_other_files_are_left_to_other_loaders(head: bytes):
    assert not LOADER.identify(Path("plan.xer"), head)


def test_an_xer_file_is_known_by_its_content_not_by_its_name():
    assert LOADER.identify(Path("plan.txt"), BYTES[:65536])


def test_rows_that_name_nothing_in_the_file_are_rejected_with_both_ends(tmp_path: Path):
    export = load(
        tmp_path,
        small(
            TASK="task_id | proj_id | wbs_id | clndr_id\n 31 | 1 | 21 | 500\n 32 | 1 | 99 | 500\n 33 | 1 | 21 | 98\n"
            "34 | 97 | 21 | 500",
            RSRC="rsrc_id | rsrc_name | clndr_id\n 7 | Crane | 96",
            TASKPRED="task_pred_id | task_id | pred_task_id | proj_id | pred_proj_id | pred_type\n"
            "1 | 31 | 95 | 1 | 1 | PR_FS\n 2 | 94 | 31 | 1 | 1 | PR_FS",
            TASKRSRC="taskrsrc_id | task_id | proj_id | rsrc_id\n 5 | 93 | 1 | 7\n 6 | 31 | 1 | 92",
            TASKACTV="task_id | actv_code_type_id | actv_code_id\n 31 | 90 | 91",
        ),
    )
    assert [(r.sheet, r.row, r.key, r.field, r.value, r.kind) for r in export.rejections] == [
        ("RSRC", 20, "7", "clndr_id", "96", Resource),
        ("TASKRSRC", 27, "VEL.5", "task_id", "93", Assignment),
        ("TASKRSRC", 28, "VEL.6", "rsrc_id", "92", Assignment),
        ("TASK", 15, "VEL.32", "wbs_id", "99", Task),
        ("TASK", 16, "VEL.33", "clndr_id", "98", Task),
        ("TASK", 17, "34", "proj_id", "97", Task),
        ("TASKPRED", 23, "VEL.1", "pred_task_id", "95", Dependency),
        ("TASKPRED", 24, "VEL.2", "task_id", "94", Dependency),
        ("TASKACTV", 31, "task:VEL.31:actv_code.90", "actv_code_type_id", "90", FieldValue),
        ("TASKACTV", 31, "task:VEL.31:actv_code.90", "actv_code_id", "91", FieldValue),
    ]
    assert export.rejections[3].reason == f"wbs_id “99” names a row of PROJWBS that this file does not hold. {CORRECT}"


def test_of_rows_with_the_same_id_the_first_is_kept_and_both_are_named(tmp_path: Path):
    export = load(
        tmp_path,
        small(
            TASK="task_id | proj_id | wbs_id | task_name\n 31 | 1 | 21 | Dig\n 31 | 1 | 21 | Fill",
            PROJWBS="wbs_id | proj_id | proj_node_flag | wbs_short_name\n 21 | 1 | Y | VEL\n 21 | 1 | N | INS",
            CALENDAR="clndr_id | clndr_name\n 500 | Five days\n 500 | Six days",
        ),
    )
    assert [(r.sheet, r.row, r.key, r.reason) for r in export.rejections] == [
        ("CALENDAR", 8, "500", "The row has the same key as row 7 of CALENDAR, which is kept."),
        ("TASK", 16, "VEL.31", "The row has the same key as row 15 of TASK, which is kept."),
        ("PROJWBS", 12, "VEL.wbs21", "The row has the same key as row 11 of PROJWBS, which is kept."),
    ]
    assert rows(export, Task)["VEL.31"]["name"] == "Dig"


def test_two_projects_of_one_short_name_are_not_mixed(tmp_path: Path):
    export = load(
        tmp_path,
        small(
            PROJECT="proj_id | proj_short_name\n 1 | VEL\n 2 | VEL",
            TASK="task_id | proj_id\n 31 | 1\n 32 | 2",
        ),
    )
    assert [(r.sheet, r.row, r.field, r.value) for r in export.rejections] == [
        ("TASK", 16, "proj_id", "2"),
        ("PROJECT", 5, None, None),
    ]
    assert list(rows(export, Project)) == ["VEL"]


def test_elements_in_a_circle_are_rejected_and_what_hangs_below_them_too(tmp_path: Path):
    export = load(
        tmp_path,
        small(
            PROJWBS="wbs_id | proj_id | proj_node_flag | parent_wbs_id | wbs_short_name\n 20 | 1 | Y | 9 | VEL\n"
            "21 | 1 | N | 22 | A\n 22 | 1 | N | 21 | B\n 23 | 1 | N | 23 | C\n 24 | 1 | N | 22 | D",
        ),
    )
    circles = {row: reason.partition("(")[2].partition(")")[0] for _, row, _, _, reason in reasons(export)}
    assert circles == {11: "21 → 22 → 21", 12: "22 → 21 → 22", 13: "23 → 23", 14: "24 → 22 → 21 → 22"}
    assert rows(export, Task)["VEL.31"]["parent"] == "VEL.wbs21", "an earlier load may hold the element"


def test_a_wbs_element_below_nothing_is_rejected(tmp_path: Path):
    export = load(tmp_path, small(PROJWBS="wbs_id | proj_id | proj_node_flag | parent_wbs_id\n 21 | 1 | N | 77"))
    assert [(r.sheet, r.row, r.field, r.value) for r in export.rejections] == [("PROJWBS", 10, "parent_wbs_id", "77")]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("early_start_date", "2026-02-30 08:00", "is no date that exists; expected YYYY-MM-DD HH:MM"),
        ("early_start_date", "05/06/2026", "is no date that exists; expected YYYY-MM-DD HH:MM"),
        ("early_start_date", "2026-01-01 25:00", "is no date that exists; expected YYYY-MM-DD HH:MM"),
        ("target_drtn_hr_cnt", "forty", "is no number (numbers of this file have a decimal point)"),
        ("target_drtn_hr_cnt", "nan", "is no number (numbers of this file have a decimal point)"),
        ("target_drtn_hr_cnt", "1e999", "is no number (numbers of this file have a decimal point)"),
        ("target_drtn_hr_cnt", "1_000", "is no number (numbers of this file have a decimal point)"),
        ("target_drtn_hr_cnt", "٤٠", "is no number (numbers of this file have a decimal point)"),
        ("phys_complete_pct", "101", "is no percentage from 0 to 100"),
        (
            "status_code",
            "TK_Lost",
            "is no code that this loader knows; expected one of TK_NotStart, TK_Active, TK_Complete",
        ),
        ("task_id", "", "is blank, and the row means nothing without it"),
    ],
)
def test_a_cell_that_cannot_be_what_its_field_holds_is_named(tmp_path: Path, field: str, value: str, reason: str):
    fields = {"task_id": "31", "proj_id": "1", field: value}
    export = load(tmp_path, small(TASK=f"{' | '.join(fields)}\n{' | '.join(fields.values())}"))
    shown = f" “{value}”" if value else ""
    assert reasons(export) == [("TASK", 14, field, value or None, f"{field}{shown} {reason}. {CORRECT}")]


def test_all_faults_of_a_row_are_told_and_the_row_counts_once(tmp_path: Path):
    export = load(
        tmp_path, small(TASK="task_id | proj_id | cstr_date | lag | total_float_hr_cnt\n 31 | 1 | soon | 1 | x")
    )
    assert [r.field for r in export.rejections] == ["total_float_hr_cnt", "cstr_date"]
    assert {(r.sheet, r.row) for r in export.rejections} == {("TASK", 14)}


def test_a_calendar_that_breaks_off_is_rejected_and_its_activities_are_kept(tmp_path: Path):
    export = load(tmp_path, small(CALENDAR="clndr_id | clndr_data\n 500 | (0||CalendarData()("))
    assert reasons(export) == [
        (
            "CALENDAR",
            7,
            "clndr_data",
            "(0||CalendarData()(",
            f"clndr_data “(0||CalendarData()(” breaks off: 2 brackets are not closed. {CORRECT}",
        )
    ]
    assert export.records[Calendar] == []
    assert rows(export, Task)["VEL.31"]["calendar"] == "500"


def test_short_rows_are_filled_and_long_ones_rejected(tmp_path: Path):
    content = small().replace("\t31\t1\t21\t500\tTT_Task\tA10\tDig", "\t31\t1\t21")
    export = load(tmp_path, content.replace("\tM10\tDug", "\tM10\tDug\tdeep"))
    assert rows(export, Task)["VEL.31"]["kind"] == "task"
    assert "Rows with fewer cells than fields: what is missing counts as blank (1)." in export.notes
    assert reasons(export) == [
        (
            "TASK",
            15,
            None,
            None,
            "the row has 8 cells, but the %F line names 7 fields; a tab inside a text shifts every cell after it. "
            "Export the project again from P6 (File > Export > XER).",
        )
    ]


def test_blank_cells_beyond_the_fields_do_no_harm(tmp_path: Path):
    export = load(tmp_path, small().replace("\tM10\tDug", "\tM10\tDug\t\t "))
    assert export.rejections == []


def test_a_text_with_line_breaks_is_read_on(tmp_path: Path):
    content = small(TASKMEMO="memo_id | task_id | task_memo\n 1 | 31 | Two")
    export = load(tmp_path, content.replace("\tTwo", "\tTwo\n\n% of it\nlines"))
    assert rows(export, Task)["VEL.31"]["note"] == "Two\n\n% of it\nlines"
    assert "Lines without a mark at their start continue the row above (2: 20, 21)." in export.notes


def test_lines_that_belong_to_nothing_are_named(tmp_path: Path):
    export = load(tmp_path, small().replace("%T\tTASK", "stray\n%T\tTASK").replace("%F\twbs_id", "lost\n%F\twbs_id"))
    assert "Lines that belong to no row were left out (1: 9)." in export.notes


@pytest.mark.parametrize("start", ["%R\t1\n", "%F\ta\n%R\t1\n", "%T\tTASK\n%R\t1\n"])
def test_rows_without_a_table_or_without_fields_are_rejected(tmp_path: Path, start: str):
    export = load(tmp_path, small().replace("%T\tPROJECT", f"{start}%T\tPROJECT"))
    assert len(export.rejections) == 1
    assert "the row has 1 cells, but no %" in export.rejections[0].reason


def test_a_table_that_p6_does_not_write_is_named(tmp_path: Path):
    export = load(tmp_path, small(WIDGETS="widget_id\n 1\n 2", TASKPROC="proc_id\n 1"))
    assert [(s.reason, s.count) for s in export.skipped] == [
        ("TASKPROC: not used by Throughline", 1),
        ("WIDGETS: not used by Throughline", 2),
    ]
    assert export.notes[1:] == ["WIDGETS is no table that this loader knows; its rows were left out (2)."]


def test_what_a_row_can_do_without_is_noted_and_the_row_kept(tmp_path: Path):
    export = load(
        tmp_path, small(RSRC="rsrc_id | rsrc_name | parent_rsrc_id | role_id\n 7 | Ann | 1 | 2\n 8 | Bo | 1 |")
    )
    assert rows(export, Resource) == {"7": {"name": "Ann", "currency": "EUR"}, "8": {"name": "Bo", "currency": "EUR"}}
    assert export.notes[1:] == [
        "RSRC: parent_rsrc_id names rows of RSRC that this file does not hold (2).",
        "RSRC: role_id names rows of ROLES that this file does not hold (1).",
    ]


def test_a_file_without_any_calendar_keeps_its_activities(tmp_path: Path):
    found = load(tmp_path, text({name: table for name, table in SMALL.items() if name != "CALENDAR"}))
    assert found.rejections == []
    assert {(row["name"], row.get("calendar")) for row in rows(found, Task).values() if row["kind"] != "project"} == {
        ("Installation", None), ("Dig", None), ("Dug", None),
    }  # fmt: skip
    assert "TASK: clndr_id names rows of CALENDAR that this file does not hold (2)." in found.notes


def test_texts_stay_texts(tmp_path: Path):
    name = "<script>alert(1)</script> =1+1 ../../etc {{x}}"
    export = load(tmp_path, small(TASK=f"task_id | proj_id | task_name\n 31 | 1 | {name}"))
    assert rows(export, Task)["VEL.31"]["name"] == name


@pytest.mark.parametrize(
    ("memo", "note"),
    [
        ("<p>One</p><br/>Two &amp; three", "One\nTwo & three"),
        ("<HEAD><TITLE>no</TITLE></HEAD><BODY>yes", "yes"),
        ("<style>p {}", "p {}"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<" * 50_000 + "a" * 50_000, "<" * 50_000 + "a" * 50_000),
    ],
)
def test_notes_become_plain_text(tmp_path: Path, memo: str, note: str | None):
    export = load(tmp_path, small(TASKMEMO=f"memo_id | task_id | task_memo\n 1 | 31 | {memo}"))
    assert rows(export, Task)["VEL.31"].get("note") == note


# --- any bytes whatever -----------------------------------------------------------------------------------------------

FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(folder: Path, content: bytes) -> Export | str:
    """Give what was read, all rows accounted for, or the reason why it was refused."""
    path = folder / "plan.xer"
    path.write_bytes(content)
    try:
        return check(LOADER.read(path, "plan"))
    except Refused as refused:
        assert str(refused)
        return str(refused)


@FILES
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes):
    outcome(tmp_path, content)
    outcome(tmp_path, b"ERMHDR\t8.4\n%T\tTASK\n%F\ttask_id\tproj_id\n%R\t" + content + b"\n%E\n")


@FILES
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_a_file_with_damaged_bytes_is_read_or_refused(tmp_path: Path, seed: int, damages: int):
    chance = random.Random(seed)
    content = bytearray(BYTES)
    for _ in range(damages):
        place = chance.randrange(len(content))
        end = place + chance.choice([0, 1, 1, 5, 60])
        content[place:end] = chance.choice([b"", b"\t", b"\n", b"%", b"(", b")", b"\0", b"\xff", b"%R\t", b"0", b"-"])
    outcome(tmp_path, bytes(content))


@FILES
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_file_with_other_cells_is_read_and_accounted_for(tmp_path: Path, seed: int, changes: int):
    chance = random.Random(seed)
    lines = [line.split("\t") for line in BYTES.decode("cp1252").split("\r\n")]
    everything = [cell for line in lines for cell in line[1:]]
    for _ in range(changes):
        line = chance.choice([line for line in lines if line[0] == "%R"])
        line[chance.randrange(1, len(line))] = chance.choice([*JUNK, chance.choice(everything)])
    content = "\r\n".join("\t".join(line) for line in lines)
    assert isinstance(outcome(tmp_path, content.encode("utf-8")), Export)


@FILES
@given(st.permutations(list(SMALL)))
def test_the_order_of_the_tables_does_not_matter(tmp_path: Path, order: list[str]):
    export = load(tmp_path, text({name: SMALL[name] for name in order}))
    assert {kind: sorted(rows(export, kind)) for kind in (Project, Task)} == {
        Project: ["VEL"],
        Task: ["VEL.31", "VEL.32", "VEL.wbs20", "VEL.wbs21"],
    }
