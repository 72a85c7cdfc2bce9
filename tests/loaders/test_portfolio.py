"""Return sheets of a portfolio: fields down, projects across."""

from pathlib import Path

import pytest

from data.records import FieldValue, Project, Risk
from loaders.portfolio import LOADER
from loaders.registry import find_loader
from tests.loaders.register_book import write_xlsx

SAMPLES = Path(__file__).parents[1] / "exports" / "portfolio"
CORNER = "Project/Programme Name"


def test_each_column_of_a_return_is_a_project_with_all_its_fields() -> None:
    path = SAMPLES / "returns 2_2026.xlsx"
    assert find_loader(path) is LOADER
    found = LOADER.read(path, "returns")
    assert found.records[Project] == [
        Project(
            "Harbour crossing", "Harbour crossing", programme="Rail", sponsor="H. Voss", reported="amber/red",
            reported_on="2026-09-30", comment="Piling is late", budget=120_500_000.0, currency="GBP", sheet="Master",
            row=1,
        ),
        Project(
            "Signal renewal", "Signal renewal", programme="Rail", sponsor="P. Drobny", reported="green",
            reported_on="2026-09-30", comment="As planned", budget=80_000_000.0, currency="GBP", sheet="Master", row=1,
        ),
        Project("North depot", "North depot", programme="Road", sheet="Master", row=1),
    ]  # fmt: skip
    assert [one[2:5] for one in found.records[FieldValue][5:7]] == [
        ("Harbour crossing", "Total Forecast", "131.25"), ("Harbour crossing", "Total Forecast (2)", "again"),
    ]  # fmt: skip
    assert found.notes == ["Master: words that are no level of confidence, kept as fields: Pending"]
    assert found.rows_in == 3 + 7 + 6 + 3 and (found.status_date, found.status_date_from) == (
        "2026-09-30",
        "status_date",
    )


def test_a_return_below_a_title_and_one_saved_as_csv_are_read_alike(tmp_path: Path) -> None:
    rows: list[list[object]] = [[CORNER, "Rail"], ["SRO", "H. Voss"], ["Total BL", 12.5]]
    titled = write_xlsx(tmp_path / "a.xlsx", {"Return": [["Return of Q2"], [None, None], *rows]})
    (tmp_path / "b.csv").write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="cp1252")
    for path, above in ((titled, 1), (tmp_path / "b.csv", 0)):
        assert find_loader(path) is LOADER
        found = LOADER.read(path, "returns")
        assert [(one.key, one.sponsor, one.budget) for one in found.records[Project]] == [  # type: ignore[attr-defined]
            ("Rail", "H. Voss", 12_500_000.0),
        ]  # fmt: skip
        assert [one.count for one in found.skipped] == [above] * bool(above)


def test_risks_stand_by_number_below_their_project() -> None:
    found = LOADER.read(SAMPLES / "risks 2_2026.xlsx", "risks")
    assert found.records == {
        Risk: [
            Risk("Harbour crossing 1", "Harbour crossing", "issue", "Ground is softer than surveyed",
                 response="Treat - Prevent; Second survey", state="happened", sheet="Master", row=2),
            Risk("Harbour crossing 2", "Harbour crossing", "threat", "Barge is not free", sheet="Master", row=6),
            Risk("Signal renewal 1", "Signal renewal", "threat", "Supplier fails", response="Tolerate", sheet="Master",
                 row=2),
        ]
    }  # fmt: skip
    assert found.rows_in == 3


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("Amber/Green", "amber/green"),
        ("AMBER", "amber"),
        ("R", "red"),
        ("Unachievable", "red"),
        ("In doubt", "amber/red"),
    ],
)
def test_confidence_of_five_and_of_three_levels_is_the_reported_status(
    tmp_path: Path, written: str, level: str
) -> None:
    path = write_xlsx(tmp_path / "r 4_2025.xlsx", {"M": [[CORNER, "A"], ["IPA DCA", written]]})
    (project,) = LOADER.read(path, "f").records[Project]
    assert isinstance(project, Project) and (project.reported, project.reported_on) == (level, "2026-03-31")


def test_a_project_with_two_columns_and_a_column_without_name_are_counted(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", {"M": [[CORNER, "A", None, "a"], ["SRO", "x", "y", "z"]]})
    found = LOADER.read(path, "f")
    assert [(one.field, one.value) for one in found.rejections] == [("D", "a")]
    assert "has two columns, B and D: keep one" in found.rejections[0].reason
    assert [one.count for one in found.skipped] == [1] and found.rows_in == 4
