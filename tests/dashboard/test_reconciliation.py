"""What is printed of a load: counts first, then few lines, in which everything is at least counted."""

import pytest

from dashboard.ingest import UNKNOWN, FileReport, Report
from dashboard.reconciliation import reconciliation
from data.export import Rejection


def said(capsys: pytest.CaptureFixture[str], *files: FileReport, **more: object) -> list[str]:
    """Give the lines below the table."""
    report = Report(revision=7, changed=True, files=list(files))
    for name, value in more.items():
        setattr(report, name, value)
    reconciliation(report)
    return capsys.readouterr().out.splitlines()[len(files) + 1 :]


def register(**counts: object) -> FileReport:
    file = FileReport("/in/register.xlsx", "register", "register")
    for name, value in counts.items():
        setattr(file, name, value)
    return file


def rejections(count: int, reason: str = "'x{}' is no objective: add it", sheet: str = "KPIs") -> list[Rejection]:
    return [Rejection(reason.format(row), sheet, row, "objective", f"x{row}") for row in range(2, count + 2)]


def test_a_file_that_is_kept_whole_is_told_in_one_line(capsys: pytest.CaptureFixture[str]):
    assert said(capsys, register(rows_in=3, stored=3)) == ["Stored as revision 7."]


def test_rows_refused_for_the_same_reason_are_one_line_that_names_the_first_and_counts_the_rest(
    capsys: pytest.CaptureFixture[str],
):
    file = register(rows_in=9, stored=2, rejected=7, rejections=rejections(7))
    assert said(capsys, file) == [
        "register.xlsx, KPIs, rows 2, 3, 4, 5, 6 and 2 more, objective: 'x2' is no objective: add it "
        "(the first of 7 alike)",
        "Every line in full: on the page /loads?load=7, or with --json",
        "Stored as revision 7. 7 rows were rejected.",
    ]


@pytest.mark.parametrize(
    ("origin", "how"), [("saved", "when it was saved"), ("changed", "when something in it was last changed")]
)
def test_a_day_that_no_tool_calls_a_status_date_is_told_with_where_it_comes_from(
    capsys: pytest.CaptureFixture[str], origin: str, how: str
):
    file = register(rows_in=3, stored=3, status_date="2026-10-31", status_date_from=origin)
    assert said(capsys, file)[0] == f"register.xlsx: states no status date; 2026-10-31, {how}, is used"


def test_beyond_five_reasons_the_rest_is_counted(capsys: pytest.CaptureFixture[str]):
    kinds = [one for letter in "abcdefg" for one in rejections(2, f"{letter} is wrong")]
    lines = said(capsys, register(rows_in=9, stored=7, rejected=2, rejections=kinds))
    assert [line for line in lines if "is wrong" in line] == [
        f"register.xlsx, KPIs, rows 2, 3, objective: {letter} is wrong (the first of 2 alike)" for letter in "abcde"
    ]
    assert lines[5] == "register.xlsx: 4 more rejections, for other reasons"


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"rows_in": 3, "rejected": 3, "rejections": rejections(3)}, "all 3 rows were rejected"),
        ({"rows_in": 1, "rejected": 1, "rejections": rejections(1)}, "its only row was rejected"),
        (
            {"rows_in": 4, "rejected": 3, "skipped": 1, "rejections": rejections(3)},
            "3 of its rows were rejected, 1 passed",
        ),
        ({"rows_in": 2, "skipped": 2, "omissions": [("remarks", 2)]}, "its rows were all passed over"),
        ({}, "it holds no rows"),
    ],
)
def test_a_file_of_which_nothing_is_kept_is_said_to_be_so(
    capsys: pytest.CaptureFixture[str], counts: dict[str, object], why: str
):
    first, *_, last = said(capsys, register(**counts))
    assert first.startswith(f"Nothing of register.xlsx was kept: {why}")
    assert last.startswith("No row was stored: revision 7 only keeps what was rejected, and why.")


def test_an_empty_file_beside_another_does_not_hide_that_this_is_stored(capsys: pytest.CaptureFixture[str]):
    lines = said(capsys, register(rows_in=3, stored=3), register(rows_in=1, rejected=1, rejections=rejections(1)))
    assert lines[-1] == "Stored as revision 7. 1 row was rejected."


def test_of_one_refused_file_nothing_else_is_offered(capsys: pytest.CaptureFixture[str]):
    lines = said(capsys, register(error="it is empty"), revision=None, changed=False)
    assert lines == ["register.xlsx was refused: it is empty", "Nothing was stored."]


def test_remarks_that_several_files_share_are_told_once_and_long_ones_cut_short(capsys: pytest.CaptureFixture[str]):
    notes = ["Task: fields that are not kept (90): " + ", ".join(f"Field{number}" for number in range(90)), "brief"]
    other = FileReport("b.xml", rows_in=1, stored=1, notes=notes[:1])
    lines = said(capsys, register(rows_in=1, stored=1, notes=notes), other)
    assert lines[0] == "register.xlsx: brief"
    assert lines[1].startswith("register.xlsx and 1 more: Task: fields that are not kept (90): Field0, Field1")
    assert lines[1].endswith(" …") and len(lines[1]) < 300
    assert lines[2:] == ["Every line in full: on the page /loads?load=7, or with --json", "Stored as revision 7."]


def test_beyond_five_remarks_the_rest_is_counted(capsys: pytest.CaptureFixture[str]):
    file = register(rows_in=1, stored=1, notes=[f"{letter} was made from the name" for letter in "abcdefgh"])
    lines = said(capsys, file)
    assert (len(lines), lines[5]) == (8, "3 more remarks")


def test_of_what_was_skipped_the_most_frequent_reason_is_told_and_the_rest_counted(capsys: pytest.CaptureFixture[str]):
    file = register(
        rows_in=9, stored=2, skipped=7, omissions=[("A: remarks", 1), ("B: held", 3), ("C: held", 2), ("blank", 1)]
    )
    assert said(capsys, file)[0] == "register.xlsx: 5 skipped: held; 2 more for other reasons"


def test_files_that_were_passed_over_are_named_and_explained(capsys: pytest.CaptureFixture[str]):
    unknown = {"in/notes.txt": UNKNOWN, "in/plan.mpp": f"{UNKNOWN}: save it as XML"}
    assert said(capsys, register(rows_in=1, stored=1), unknown=unknown)[:2] == [
        "Passed over, because no loader knows them: notes.txt, plan.mpp",
        "plan.mpp: save it as XML",
    ]
