"""What belongs to a programme, a department, a perspective or a theme, against the figures of the story."""

import pytest

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.rollup import RollUp, Whole, take, together, whole_of
from data.store import Store


@pytest.fixture(scope="module")
def whole(demo_store: Store) -> Whole:
    return whole_of(View(demo_store, Selection(), demonstration.settings().moment()))


def taken(whole: Whole, kind: str, key: str) -> RollUp:
    found = take(whole, kind, key)
    assert found is not None
    return found


def test_a_programme_in_two_currencies_is_added_at_the_plan_rate(whole: Whole) -> None:
    """P11 4,950/5,380, P13 1,640/1,600 and P12 2,190/2,390 in CHF at 1.05: EV 8,889.5, AC 9,489.5, CPI 0.937."""
    found = taken(whole, "programme", "NP")
    assert (list(found.projects.index), whole.unit, found.result) == (["P11", "P12", "P13"], "EUR", None)
    assert [round(found.earned[name], 1) for name in ("ev", "ac")] == [8_889_500, 9_489_500]
    assert (round(found.earned["cpi"], 3), found.earned["cpi_of"]) == (0.937, 3)
    assert (found.delivery["status"], found.delivery["worst"]) == ("off_track", "P11")
    assert set(found.objectives.index) == {"C1", "I4"}


def test_the_whole_portfolio_says_that_it_covers_seventeen_of_twenty(whole: Whole) -> None:
    """EV 34,995.7 and AC 36,498.15 with P03 at 1.17 and P12 at 1.05; P04, P16 and P18 have no earned value."""
    found = together(whole.projects, None).loc[""]
    assert [round(found[name], -2) for name in ("ev", "ac")] == [34_995_700, 36_498_200]
    assert (round(found["cpi"], 3), found["cpi_of"], found["of"]) == (0.959, 17, 20)
    # Ten on track, three at risk, five off track, two done: (83.33 + 15 + 8.33 + 20) / 20.
    assert (round(found["score"], 2), found["coverage"]) == (6.33, 20)


@pytest.mark.parametrize("by", ["programme", "department"])
def test_no_project_is_counted_twice_or_lost(whole: Whole, by: str) -> None:
    apart, all_of_them = together(whole.projects, by), together(whole.projects, None).loc[""]
    for name in ("of", "children", "cpi_of", "ev", "ac"):
        assert apart[name].sum() == pytest.approx(all_of_them[name])


def test_a_perspective_is_the_weighted_mean_of_its_objectives(whole: Whole) -> None:
    """(8 x 6.72 + 6 x 5.12 + 6 x 7.41 + 4 x 5.45) / 24 = 6.28."""
    found = taken(whole, "perspective", "F")
    assert found.result is not None
    assert (round(found.result["score"], 2), found.result["status"]) == (6.28, "at_risk")
    assert (found.result["worst"], found.result["coverage"], found.result["children"]) == ("F2", 4, 4)
    # Serving F1, F3 and F4: P04 (no earned value), P09 and P15; each once.
    assert list(found.projects.index) == ["P09", "P04", "P15"]
    assert (round(found.earned["cpi"], 3), found.earned["cpi_of"]) == (round(5570 / 5780, 3), 2)


def test_money_of_a_theme_is_what_is_put_down_to_its_objectives(whole: Whole) -> None:
    """P15 puts 60 % down to K08 of F4 (growth) and 40 % to K06 of F3 (excellence)."""
    found = taken(whole, "theme", "OE")
    assert list(found.benefits.loc["P15", ["planned", "seen"]]) == pytest.approx([72_000, 84_000])
    parts = [taken(whole, "theme", key).money for key in whole.listed["theme"].index]
    spent = sum(float(part[part["kind"] == "cost"]["actual"].sum()) for part in parts)
    loose = whole.placed[(whole.placed["kind"] == "cost") & whole.placed["objective"].isna()]["actual"].sum()
    assert spent + loose == pytest.approx(whole.money[whole.money["kind"] == "cost"]["actual"].sum())


def test_a_department_has_its_objectives_and_its_projects(whole: Whole) -> None:
    found = taken(whole, "department", "SCM")
    assert found.row["name"] == "Supply Chain" and found.row["owner"] == "Calla Benedek"
    assert (list(found.objectives.index), list(found.projects.index)) == (["I5"], ["P09", "P08", "P03"])
    # Off track, at risk and done: (1.67 + 5 + 10) / 3.
    assert (found.delivery["coverage"], round(found.delivery["score"], 2)) == (3, 5.56)


def test_threats_and_opportunities_are_not_set_off(whole: Whole) -> None:
    """R12, 0.4 x 2.2 m, and R05, 0.3 x 0.24 m, weigh on P06; nothing that may go well makes them less."""
    found = taken(whole, "department", "MFG").risks
    assert found[found["of"] == "P06"]["exposure"].dropna().round().to_list()[:2] == [880_000, 72_000]
    assert set(found["kind"]) == {"threat", "opportunity", "issue"}


def test_benefits_stay_visible_after_a_project_has_closed(whole: Whole) -> None:
    """Planned and seen to October, in thousands; P03 (closed in September) has seen half of what was planned."""
    rows = whole.benefits[["planned", "seen"]].round(-3) / 1e3
    assert {key: (row["planned"], row["seen"]) for key, row in rows.iterrows()} == {
        "P03": (240, 120), "P04": (900, 940), "P05": (420, 395), "P06": (0, 0), "P15": (180, 210),
    }  # fmt: skip
    assert whole.benefits.loc["P03", "realised"] == 50.0
    assert whole.benefits.loc["P06", "owed"] == 2_900_000


def test_what_nobody_knows_is_not_there(whole: Whole) -> None:
    assert take(whole, "programme", "NOPE") is None
