"""The page of an objective."""

from tests.dashboard.pages.drawn import facts, links, parts, rows, section, words
from tests.dashboard.pages.story import EVIL


def test_it_opens_with_one_sentence_naming_the_worst_kpi_and_the_late_milestone(draw):
    lead = next(one for one in parts(draw("/objective/O1"), "P") if one["props"].get("className") == "lead")
    assert words(lead) == (
        "Off track at 2.2 of 10. Order-to-delivery time stands at 44.9 d on 31 Oct 2026, where 39.5 d was expected; "
        "New line is to bring 5 of 9 days and is off track; Line ready is forecast for 7 Dec 2026, "
        "25 working days late."
    )


def test_its_figures_say_status_result_coverage_worst_and_age(draw):
    said = facts(draw("/objective/O1"))
    assert said["Result status"] == "C off track"
    assert said["Coverage"] == "1 of 2"
    assert said["Worst KPI"] == "C Order-to-delivery time"
    assert said["Data up to"] == "31 Oct 2026"
    assert (said["Owner"], said["Weight"], said["Theme"]) == ("Ada Byron", "7", "Reliable service")


def test_every_kpi_is_a_row_and_one_without_reading_says_what_is_missing(draw):
    table = rows(section(draw("/objective/O1"), "KPIs"))
    by_name = {row[0]: row for row in table[1:]}
    assert by_name["Order-to-delivery time"][1:6] == ["C off track", "", "44.9 d", "39.5 d", "23.3"]
    assert by_name["Orders confirmed"][2].startswith("not computed: no reading")


def test_projects_stand_with_milestone_dates_slip_and_effect(draw):
    table = rows(section(draw("/objective/O1"), "Projects and milestones behind it"))
    line = next(row for row in table if "Line ready" in row[0])
    assert line[1:5] == ["2 Nov 2026", "7 Dec 2026", "–", "+25"]
    assert line[5:8] == ["Order-to-delivery time", "−5 d after 14 days, 70 % sure", "Ada Byron"]
    whole = next(row for row in table if "as a whole" in row[0])
    assert whole[5] == "this objective itself"
    assert "not quantified" in whole[6]
    assert any(row[0].startswith("P9") for row in table), "a project that is not known yet stays visible"


def test_money_of_two_currencies_is_never_added(draw):
    table = rows(section(draw("/objective/O1"), "Expenditure and revenue against plan"))
    assert [row[:9] for row in table[1:]] == [
        ["New line", "Expenditure", "EUR", "850", "880", "+30", "1\u2009000", "1\u2009080", "–"],
        ["New line", "Expenditure", "GBP", "70", "60", "−10", "70", "–", "–"],
        ["New line", "Revenue", "EUR", "–", "–", "–", "900", "–", "–"],
    ]


def test_causes_are_said_with_sign_strength_and_lag(draw):
    said = words(section(draw("/objective/O1"), "Causes and effects"))
    assert "Driven by A Secure supply helps, strong, after 2 months" in said


def test_links_keep_the_moment_and_the_embedding(draw):
    found = links(draw("/embed/objective/O1?as_of=2026-10-31"))
    assert found["Order-to-delivery time"] == "/embed/kpi/K1?as_of=2026-10-31"
    assert found["register.xlsx, Strategy, row 4"] == "/embed/loads?as_of=2026-10-31&load=2"


def test_text_of_exports_stays_text(draw):
    drawn = draw("/objective/O1")
    assert facts(drawn)["Description"] == EVIL
    assert not [one for one in parts(drawn) if "dangerously_allow_html" in one["props"]]


def test_stale_data_is_hatched_and_its_age_is_said(draw):
    drawn = draw("/objective/O2")
    marks = [one for one in parts(drawn, "Span") if "mark-stale" in (one["props"].get("className") or "")]
    assert len(marks) == 2
    assert facts(drawn)["Result status"] == "A on track, 3 months old"
    assert "What it rests on is stale: the last reading is 3 months old." in words(drawn)


def test_an_unknown_key_says_what_to_do(draw):
    drawn = draw("/objective/O77")
    assert words(next(parts(drawn, "H1"))) == "There is no such objective"
    assert links(drawn)["Go to the map"] == "/"


def test_the_page_says_what_its_status_rests_on(draw):
    said = "Every status is computed from the loaded facts by the rule that stands beside it"
    assert said in words(draw("/objective/O1"))
