"""The page of a project."""

import pytest

from dashboard.pages.project import Ids
from tests.dashboard.callbacks import fire
from tests.dashboard.pages.drawn import facts, links, parts, rows, section, words
from tests.dashboard.pages.story import EVIL, TASKS


def ask(app, start, end, **more):
    request = {"startRow": start, "endRow": end, "sortModel": [], "filterModel": {}, **more}
    address = {"at": "/project/P1", "revision": 2}
    return fire(app.server.test_client(), app, f"{Ids.TASKS}.getRowsResponse", request, address)


def test_computed_and_reported_status_stand_side_by_side(draw):
    said = facts(draw("/project/P1"))
    shown, because = said["Computed status"].split("why", 1)
    assert shown.strip() == "C off track"
    assert "Reported green; computed off track." in because
    assert said["Reported status"] == "green"
    assert said["Milestones done"] == "1 of 2"
    assert said["Spent"] == "2 currencies"
    assert said["Finish"] == "2 Apr 2027"


def test_milestones_are_a_table_with_slips(draw):
    table = rows(section(draw("/project/P1"), "Milestones"))
    assert table[1][0] == "Start"
    shown = [[row[0], *row[3:6], row[6].split("why")[0].strip()] for row in table[1:3]]
    assert shown == [
        ["Start", "5 Jan 2026", "–", "5 Jan 2026", "0"], ["Line ready", "2 Nov 2026", "7 Dec 2026", "–", "+25"],
    ]  # fmt: skip


def test_money_is_drawn_by_month_and_told_in_a_table(draw):
    money = section(draw("/project/P1"), "Expenditure and revenue against plan")
    assert "Approved budget EUR 6\u202f400\u202f000." in words(money)
    titles = [one["props"].get("title") for one in parts(money, "Div") if one["props"].get("title")]
    assert "Oct 2026: plan 450, actual 500" in titles
    assert "Nov 2026: nothing" in titles, "a month without money is a gap, not left out"
    assert [words(one) for one in parts(money, "Summary")] == [
        "Expenditure by month, EUR, as a table",
        "Expenditure by month, GBP, as a table",
        "Revenue by month, EUR, as a table",
    ]


def test_deliverables_risks_and_dependencies_are_named_with_people(draw):
    drawn = draw("/project/P1")
    assert rows(section(drawn, "Deliverables, gates and reviews"))[1][:8] == [
        "Safety acceptance", "deliverable", "rejected", "Line ready", "9 Oct 2026", "–", "–", "Ada Byron",
    ]  # fmt: skip
    assert rows(section(drawn, "Risks, opportunities and issues"))[1][:5] == [
        EVIL, "threat", "open", "40", "EUR 1\u202f000",
    ]  # fmt: skip
    dependencies = rows(section(drawn, "Dependencies across projects"))
    assert dependencies[1][:8] == [
        "this project Line ready", "7 Dec 2026", "Quality gates no milestone named", "–", "–",
        "not computed: one of the milestones is not known", "parts plan finish to start, 1 working day later",
        "agreed",
    ]  # fmt: skip


def test_what_it_moves_is_named_and_linked(draw):
    moves = section(draw("/project/P1"), "What it is to move")
    assert {"Order-to-delivery time": "/kpi/K1", "Deliver when promised": "/objective/O1"}.items() <= links(
        moves
    ).items()


def test_sources_that_differ_say_whose_word_counts(draw):
    table = rows(section(draw("/project/P1"), "What each source says"))
    finish = [row for row in table if row[0].startswith("Finish")]
    assert finish == [
        ["Finish sources differ; schedules own dates and progress", "2 Apr 2027", "line", "line.xer, PROJECT, row 9"],
        ["Finish another source", "1 Jun 2027", "register", "register.xlsx, Projects, row 2"],
    ]
    name = next(row for row in table if row[0] == "Name")
    assert name[1:3] == ["New line", "register; line"]


def test_tasks_are_not_sent_with_the_page(draw):
    drawn = draw("/project/P1")
    grid = next(one["props"] for one in parts(drawn, "AgGrid"))
    assert "rowData" not in grid or not grid["rowData"]
    assert f"{TASKS:,}".replace(",", "\u202f") + " lines" in words(section(drawn, "Tasks"))


def test_tasks_come_a_hundred_at_a_time_in_the_order_of_the_schedule(app):
    answer = ask(app, 200, 300).get_json()["response"][Ids.TASKS]["getRowsResponse"]
    assert answer["rowCount"] == TASKS
    assert [row["name"] for row in answer["rowData"]] == [f"Task {n}" for n in range(200, 300)]
    assert answer["rowData"][0] == {
        "code": "A0200", "name": "Task 200", "kind": "task", "start": "2026-01-05T08:00:00",
        "finish": "2026-09-05T17:00:00", "baseline_finish": None, "percent_complete": 99.0, "work": 8.0,
        "source": "line.xer, TASK, row 300", "href": "/loads?load=1",
    }  # fmt: skip


def test_tasks_can_be_sorted_and_searched_by_the_store(app):
    named = {"name": {"filterType": "text", "type": "contains", "filter": "task 119"}}
    sort = [{"colId": "percent_complete", "sort": "desc"}]
    answer = ask(app, 0, 100, filterModel=named, sortModel=sort).get_json()["response"][Ids.TASKS]["getRowsResponse"]
    assert answer["rowCount"] == 11
    done = [row["percent_complete"] for row in answer["rowData"]]
    assert done == sorted(done, reverse=True)


@pytest.mark.parametrize(
    "request_",
    [
        None,
        {},
        {"startRow": "x", "endRow": 1},
        {"startRow": 0, "endRow": 10**9},
        {"startRow": -5, "endRow": 5},
        {"startRow": 0, "endRow": 10, "sortModel": [{"colId": "name; drop table task", "sort": "asc"}]},
        {"startRow": 0, "endRow": 10, "sortModel": "x"},
        {"startRow": 0, "endRow": 10, "filterModel": [1]},
    ],
)
def test_rows_that_no_table_asks_for_are_refused(app, request_):
    address = {"at": "/project/P1", "revision": 2}
    answer = fire(app.server.test_client(), app, f"{Ids.TASKS}.getRowsResponse", request_, address)
    assert answer.status_code == 400


def test_a_project_without_schedule_says_so(draw):
    said = words(draw("/project/P2"))
    assert "No schedule of it has been loaded, so no task is known." in said
    assert "No milestone is known." in said
    assert "It serves no KPI and no objective that is known." in said


def test_an_unknown_key_says_what_to_do(draw):
    drawn = draw("/project/none?as_of=2026-10-31")
    assert links(drawn)["Look at it as it is now"] == "/project/none"


def test_every_dimension_and_figure_opens_into_its_explanation(draw):
    judged = section(draw("/project/P1"), "How it is judged")
    said = facts(judged)
    assert "“Line ready” is 25 working days late. " in said["Milestones"]
    assert "line.xer" not in said["Cost"]
    assert said["Cost"] == "not judged"
    assert "“Safety acceptance” was rejected; it was due on 9 Oct 2026." in said["Deliverables"]
    assert said["Resources"] == "not judged"
    assert "how its people are booked" not in words(draw("/project/P1"))  # that they do not count was true once


def test_pictures_come_by_themselves_and_say_what_they_lack(app):
    address = {"at": "/project/P1", "revision": 2}
    answer = fire(app.server.test_client(), app, f"{Ids.PICTURES}.children", "title", {"scheme": "dark"}, address)
    shown = words(answer.get_json()["response"][Ids.PICTURES]["children"])
    assert "Not drawn: without a schedule that has a baseline" in shown
    assert "Not drawn: it takes two loads with different status dates" in shown


def test_every_slip_opens_into_the_sentences_of_the_api(draw_demo, demo_app):
    said = words(section(draw_demo("/project/P06"), "Milestones"))
    answer = demo_app.server.test_client().get("/api/v1/findings?subject=milestone:engineering.VEL-LINE1.100501")
    because = [each["text"] for each in answer.get_json()[0]["because"]]
    assert because[0] == "Expected on 18 Dec 2026, 5 working days late against 11 Dec 2026."
    assert all(text in said for text in because)
    assert "engineering.xer, TASK, row 184" in said
