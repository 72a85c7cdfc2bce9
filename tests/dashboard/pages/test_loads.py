"""The page of loads."""

from dashboard.pages.loads import Ids, chosen
from dashboard.selection import Selection
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import facts, links, parts, rows, section, words
from tests.dashboard.pages.story import EVIL, FAULTS, REGISTER, SCHEDULE


def grid(drawn, ident):
    return next(one["props"]["rowData"] for one in parts(drawn, "AgGrid") if one["props"]["id"] == ident)


def test_it_opens_with_the_feeds_and_those_that_are_late(draw):
    drawn = draw("/loads?as_of=2026-11-20")
    lead = next(one for one in parts(drawn, "P") if one["props"].get("className") == "lead")
    assert words(lead) == "2 feeds, last fed on 31 Oct 2026. Late: line (51 days old)."
    assert [(row["feed"], row["fresh"]) for row in grid(drawn, Ids.FEEDS)] == [("line", "late"), ("register", "fresh")]


def test_every_load_leads_to_its_files(draw):
    history = grid(draw("/loads"), Ids.HISTORY)
    assert [(row["revision"], row["title"], row["href"]) for row in history] == [
        (2, "register.xlsx", "/loads?load=2"),
        (1, "line.xer", "/loads?load=1"),
    ]
    newest = history[0]
    assert newest["rows_in"] == len(REGISTER) + FAULTS + 3
    assert newest["rows_in"] == sum(newest[name] for name in ("stored", "unchanged", "rejected", "skipped"))


def test_the_counts_of_a_file_reconcile_and_no_path_is_shown(draw):
    drawn = draw("/loads?load=1")
    load = section(drawn, "Load 1: line.xer")
    assert "The counts of its file add up." in words(load)
    assert rows(load)[1][0] == "line.xer feed line"
    assert "2 tasks, 1 resource" in rows(load)[1]
    assert rows(load)[1][4:] == [f"{len(SCHEDULE) + 3:,}".replace(",", "\u202f"),
                                 f"{len(SCHEDULE):,}".replace(",", "\u202f"), "0", "0", "3", "0"]  # fmt: skip
    assert "/somewhere/" not in words(drawn)
    assert rows(section(drawn, "Left out on purpose"))[1:] == [["line.xer", "headings, not rows", "3"]]


def test_rejections_come_a_hundred_at_a_time_with_sheet_row_field_value_and_reason(app):
    request = {"startRow": 200, "endRow": 300, "sortModel": [], "filterModel": {}}
    answer = fire(app.server.test_client(), app, f"{Ids.REJECTIONS}.getRowsResponse", request, {"at": "/loads"})
    found = answer.get_json()["response"][Ids.REJECTIONS]["getRowsResponse"]
    assert (found["rowCount"], len(found["rowData"])) == (FAULTS, FAULTS - 200)
    assert found["rowData"][0] == {
        "file_name": "register.xlsx", "sheet": "Readings", "row": 210, "field": "actual", "value": EVIL,
        "reason": "fault 200: not a number; write one",
    }  # fmt: skip


def test_rejections_are_not_sent_with_the_page_and_can_be_taken_away(draw):
    drawn = draw("/loads")
    assert "fault 7" not in str(drawn)
    assert links(section(drawn, "Rejected"))["CSV"] == "/api/v1/loads/2/rejections?format=csv"


def test_references_that_wait_are_named(draw):
    waiting = grid(draw("/loads"), Ids.UNRESOLVED)
    assert {(row["text"], row["wants"], row["state"]) for row in waiting} >= {("P9", "project", "not found yet")}


def test_a_load_that_is_not_there_is_said(draw):
    assert "There is no load 77 at the moment that is shown." in words(draw("/loads?load=77"))
    assert "There is no load 2 at the moment that is shown." in words(draw("/loads?load=2&revision=1"))


def test_a_moment_before_the_first_load_says_so(draw):
    assert links(draw("/loads?as_of=2026-01-01"))["Look at it as it is now"] == "/loads"


def test_only_numbers_of_loads_are_read_from_the_address():
    assert chosen(Selection.parse("/loads?load=12")) == 12
    wrong = ("0", "-1", "x", "1e3", "99999999999", "\u0663", "")
    assert [chosen(Selection.parse(f"/loads?load={text}")) for text in wrong] == [None] * len(wrong)


def test_figures_count_what_waits(draw):
    assert facts(draw("/loads"))["Rejected, newest load"] == str(FAULTS)
