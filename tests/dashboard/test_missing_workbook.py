"""The workbook of what is missing: only its rows, filled in and loaded like any register."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import ingest
from dashboard.missing_workbook import name_of, workbook
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.view import View
from data.store import Store
from loaders.register.template import write_template
from loaders.tables.xlsx import Xlsx
from tests.dashboard.conftest import NOW
from tests.loaders.register_book import write_xlsx

EVIL = '=HYPERLINK("x")<b>'


@pytest.fixture
def store(empty: Store, tmp_path: Path) -> Iterator[Store]:
    """A register with a project of which everything is missing, and one that lacks nothing but a link."""
    projects = [
        {"key": "A", "name": EVIL, "department": "D1"},
        {"key": "B", "name": "Bench", "department": "D1", "manager": "Ada", "budget": 500.0, "currency": "EUR",
         "baseline_start": date(2026, 1, 5), "baseline_finish": date(2026, 12, 18), "reported": "green",
         "reported_on": date(2026, 10, 31)},
    ]  # fmt: skip
    objective = {"kind": "objective", "key": "O1", "name": "Grow", "parent": "C", "owner": "Ada", "department": "D1"}
    strategy = [{"kind": "perspective", "key": "C", "name": "Customer"}, objective]
    money = [{"project": "B", "month": date(2026, 9, 1), "kind": "cost", "actual": 80.0, "currency": "EUR"}]
    write_template(tmp_path / "register.xlsx", {"Projects": projects, "Strategy": strategy, "Money": money})
    _load(empty, tmp_path / "register.xlsx")
    yield empty


def _load(store: Store, path: Path) -> ingest.Report:
    return ingest.load(store, [path], ingest.Options())


def _missing(store: Store):
    return View(store, Selection("missing"), Settings(now=NOW).moment()).missing()


def _book(store: Store, folder: Path, name: str = "missing") -> dict[str, list[list]]:
    path = folder / f"{name}.xlsx"
    path.write_bytes(workbook(store, _missing(store), name, "2026-11-10"))
    book = Xlsx(path)
    try:
        return {sheet: [row for _, row in book.rows(sheet)] for sheet in book.names[1:]}
    finally:
        book.close()


def test_it_holds_only_what_is_missing_in_the_sheets_and_columns_of_the_register(store: Store, tmp_path: Path) -> None:
    assert {row.key: row.missing for row in _missing(store).itertuples()} == {
        "A": ("baseline", "budget", "actual cost", "link", "manager or owner", "reported status"),
        "B": ("link",),
    }
    book = _book(store, tmp_path)
    assert list(book) == ["Projects", "Contributions", "Money"]
    assert book["Projects"][0] == [
        "key", "name", "manager", "reported", "reported_on", "budget", "currency", "baseline_start", "baseline_finish",
        "mark", "source", "as_written",
    ]  # fmt: skip
    assert [row[:2] for row in book["Projects"][3:]] == [["A", EVIL]]
    assert [row[0] for row in book["Contributions"][3:]] == ["A", "B"]
    assert [row[:3] for row in book["Money"][3:]] == [["A", date(2026, 11, 1), "cost"]]


def test_untouched_it_changes_nothing_when_it_is_loaded(store: Store, tmp_path: Path) -> None:
    book = _book(store, tmp_path)
    before = _missing(store)
    report = _load(store, tmp_path / "missing.xlsx")
    assert [(file.error, file.stored, file.rejected) for file in report.files] == [(None, 0, 0)]
    assert len(book["Projects"]) == 4
    assert _missing(store).equals(before)


def _fill(book: dict[str, list[list]], sheet: str, key: str, **cells: object) -> None:
    headings = book[sheet][0]
    row = next(row for row in book[sheet] if row[0] == key)
    row += [None] * (len(headings) - len(row))
    for name, value in cells.items():
        row[headings.index(name)] = value


def test_filled_in_it_brings_what_was_missing_and_the_next_one_closes_nothing(store: Store, tmp_path: Path) -> None:
    book = _book(store, tmp_path)
    _fill(book, "Projects", "A", budget=900.0, currency="EUR", manager="Grace")
    _fill(book, "Contributions", "B", serves="O1")
    write_xlsx(tmp_path / "missing.xlsx", book)
    report = _load(store, tmp_path / "missing.xlsx")
    assert [(file.error, file.stored, file.rejected) for file in report.files] == [(None, 2, 0)]
    left = {row.key: (row.manager, row.missing) for row in _missing(store).itertuples()}
    assert left == {"A": ("Grace", ("baseline", "actual cost", "link", "reported status"))}

    following = _book(store, tmp_path)
    assert next(row for row in following["Projects"] if row[0] == "A")[1:3] == [EVIL, "Grace"]
    _load(store, tmp_path / "missing.xlsx")
    assert {row.key: (row.manager, row.missing) for row in _missing(store).itertuples()} == left


@pytest.mark.parametrize(
    ("departments", "managers", "name"),
    [
        ((), (), "missing"),
        (("MFG",), ("Dorian Haske",), "missing MFG Dorian Haske"),
        (('../x"\r\n',), ("<b>",), "missing x b"),
        (("-",), (), "missing -"),
    ],
)
def test_its_name_is_safe_for_every_folder(departments, managers, name) -> None:
    assert name_of(departments, managers) == name
