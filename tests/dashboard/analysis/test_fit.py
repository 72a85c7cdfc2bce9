"""Which skill work needs, and who has it."""

import pytest

from dashboard.analysis.fit import BEST, ROLE, STATED, Fit, Need, fit, nearest, need, read, skills_of

MARTA = skills_of('{"Drive controls":5,"plc":4,"controls":4}')


def test_what_is_stated_counts_before_what_who_is_booked_knows_best_and_that_before_their_role():
    assert need("Controls", 3.0, MARTA, "Engineer") == Need(("controls",), 3.0, None, STATED)
    assert need("Controls", float("nan"), {}, None) == Need(("controls",), None, None, STATED)
    assert need(None, None, MARTA, "Engineer") == Need(("drive controls",), None, None, BEST)
    assert need(None, None, skills_of('{"b":4,"a":4,"c":null}'), None).skills == ("a", "b")
    assert need(None, None, {}, "Engineer") == Need((), None, "Engineer", ROLE)
    assert need(None, None, {}, None) == Need()


@pytest.mark.parametrize(
    ("needed", "skills", "role", "found"),
    [
        (Need(("controls",), 3.0, None, STATED), MARTA, None, Fit("controls", 4)),
        (Need(("controls",), 5.0, None, STATED), MARTA, None, None),
        (Need(("controls",), 1.0, None, STATED), {"controls": None}, None, None),
        (Need(("controls",), None, None, BEST), {"controls": None}, None, Fit("controls", None)),
        (Need(("plc", "drive controls"), None, None, BEST), MARTA, None, Fit("drive controls", 5)),
        (Need((), None, "Welder", ROLE), MARTA, "welder ", Fit("welder ", None)),
        (Need((), None, "Welder", ROLE), MARTA, None, None),
        (Need(), MARTA, "Welder", None),
    ],
)
def test_somebody_fits_with_the_skill_at_the_level_or_in_the_same_role(needed, skills, role, found):
    assert fit(needed, skills, role) == found


def test_the_nearest_level_says_how_far_off_everybody_is():
    needed = Need(("controls",), 5.0, None, STATED)
    assert nearest(needed, [MARTA, {"controls": 2.0}, {}]) == 4
    assert nearest(needed, [{"plc": 2.0}]) is None


def test_a_skill_is_read_with_its_level_and_said_as_it_is_written():
    assert read("Casting audit 3") == ("casting audit", 3.0)
    assert read("ISO 9001") == ("iso 9001", None)
    assert need("controls", 3.0, {}, None).words == "controls 3"
    assert need(None, None, skills_of('{"b":4,"a":4}'), None).words == "a or b"
    assert Need((), None, "Welder", ROLE).words == "Welder"
