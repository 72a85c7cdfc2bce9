"""Each measurement of a StratML indicator becomes one reading, with its numbers and its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import Kpi, Reading
from loaders.base import Skipped
from loaders.stratml import LOADER
from loaders.stratml.values import bare, day, number, placeholder
from tests.loaders.test_stratml import SAMPLES, Load, check, goal, load, objective, plan, rows

__all__ = ["load"]  # the fixture


def result(side: str, units: str = "", start: str = "", end: str = "", about: str = "", extra: str = "") -> str:
    return (
        f"<{side}Result><StartDate>{start}</StartDate><EndDate>{end}</EndDate><NumberOfUnits>{units}</NumberOfUnits>"
        f"{extra}<Description>{about}</Description></{side}Result>"
    )


def indicator(*instances: str, name: str = "Leaks") -> str:
    inside = "".join(f"<MeasurementInstance>{instance}</MeasurementInstance>" for instance in instances)
    dimension = f"<MeasurementDimension>{name}</MeasurementDimension><Identifier>K</Identifier>"
    return plan(goal(objective(f"<PerformanceIndicator>{dimension}{inside}</PerformanceIndicator>")))


def readings(load: Load, *instances: str) -> list[Reading]:
    return rows(load(indicator(*instances)), Reading)


def test_a_report_gives_whole_rows():
    where = "Goal[1]/Objective[1]/PerformanceIndicator"
    assert check(LOADER.read(SAMPLES / "part2.xml", "water")).records[Reading] == [
        Reading(
            "K1|2026-01-01|2026-06-30|1", "K1", "2026-06-30", "2026-01-01", actual=13.5, target=12.0,
            actual_text="After the frost of February.",
            sheet=f"{where}[1]/MeasurementInstance[1]/ActualResult[1]", row=49,
        ),
        Reading(
            "K1|2026-07-01|2026-12-31|1", "K1", "2026-12-31", "2026-07-01", target=10.0,
            sheet=f"{where}[1]/MeasurementInstance[2]/TargetResult[1]", row=57,
        ),
        Reading(
            "K2||2026-06-30|1", "K2", "2026-06-30", series="Mains", actual=240000.0,
            actual_text="Mains|without the depot",
            sheet=f"{where}[2]/MeasurementInstance[1]/ActualResult[1]", row=70,
        ),
        Reading(
            "K2||2026-06-30|2", "K2", "2026-06-30", series="House connections", actual=60000.0,
            actual_text="House connections",
            sheet=f"{where}[2]/MeasurementInstance[1]/ActualResult[2]", row=75,
        ),
        Reading(
            "O1.leak-detection-by-satellite||2026-12-31|1", "O1.leak-detection-by-satellite", "2026-12-31",
            actual_text="Pilot agreed.", target_text="Status: In service",
            sheet=f"{where}[3]/MeasurementInstance[1]/ActualResult[1]", row=94,
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("829", 829),
        ("-3.5", -3.5),
        ("−3.5", -3.5),
        (".5", 0.5),
        ("1.5E+6", 1_500_000),
        ("$1,234,567", 1_234_567),
        ("-€ 5", -5),
        ("1,234.5", 1234.5),
        ("1 234", 1234),
        ("1'234'567", 1_234_567),
        ("12%", 12),
        ("12 %", 12),
        ("40 €", 40),
    ],
)
def test_a_text_that_can_be_only_one_number_is_read(text: str, value: float):
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "1,234", "12,5", "(1,234)", "1.2 million", "12-15", ">5", "5 to 6", "1 23", "1e999", "NaN", "INF", "٣", "n/a"],
)
def test_a_text_that_could_be_two_numbers_or_none_is_not_read(text: str):
    assert number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_every_decimal_is_read_as_itself(value):
    written = f"{value:f}"
    assert bare(written)
    assert number(written) == float(value)


def test_what_is_no_bare_number_stays_as_text_beside_it(load: Load):
    found = readings(
        load,
        result("Target", "1,234", end="2026-01-31") + result("Actual", "$1,234,567", end="2026-01-31", about="so far"),
        result("Actual", "7", end="2026-02-28"),
    )
    assert [(r.target, r.target_text, r.actual, r.actual_text) for r in found] == [
        (None, "1,234", 1234567.0, "$1,234,567; so far"),
        (None, None, 7.0, None),
    ]


def test_numbers_that_could_not_be_read_are_noted_with_their_place(load: Load):
    place = "Goal[1]/Objective[1]/PerformanceIndicator[1]/MeasurementInstance[1]/TargetResult[1]"
    assert load(indicator(result("Target", "about 5"), result("Target", "1,234"))).notes == [
        f"2 NumberOfUnits cannot be read as one number and stay text, the first 'about 5' ({place}); "
        "expected digits with a decimal point, such as 1234.5."
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22Z", "2026-11-22"),
        ("2026-11-22T00:00:00+01:00", "2026-11-22"),
    ],
)
def test_days_are_read_as_xml_writes_them(text: str, value: str | None):
    assert day(text) == value


@pytest.mark.parametrize("text", ["2026", "2026-11", "11/22/2026", "22.11.2026", "2026-02-30", "FY2026", "20261122"])
def test_days_that_cannot_be_or_could_be_two_are_none(text: str):
    with pytest.raises(ValueError):
        day(text)


def test_placeholders_of_the_forms_are_told_from_words():
    assert all(map(placeholder, ["", "[To be determined]", "[To_be_identified]", "[To be named]", "TBD", "..."]))
    assert not any(map(placeholder, ["To be loved", "$", "%", "[Our vision]", "0", "N/A"]))


def test_target_and_actual_of_one_instance_are_one_reading(load: Load):
    year = {"start": "2026-01-01", "end": "2026-12-31"}
    (row,) = readings(load, result("Target", "10", **year) + result("Actual", "9", **year))
    assert (row.date, row.start, row.target, row.actual) == ("2026-12-31", "2026-01-01", 10.0, 9.0)


def test_a_single_pair_may_state_its_dates_once(load: Load):
    (row,) = readings(load, result("Target", "10") + result("Actual", "9", end="2026-06-30"))
    assert (row.date, row.target, row.actual) == ("2026-06-30", 10.0, 9.0)


def test_a_target_for_another_period_than_the_actual_is_a_reading_of_its_own(load: Load):
    found = readings(load, result("Target", "10", end="2026-12-31") + result("Actual", "9", end="2026-06-30"))
    assert [(r.date, r.target, r.actual) for r in found] == [("2026-12-31", 10.0, None), ("2026-06-30", None, 9.0)]


def test_in_an_instance_with_several_only_the_same_stated_period_makes_a_pair(load: Load):
    found = readings(
        load,
        result("Target", about="Publish it")
        + result("Target", "20", end="2026-12-31")
        + result("Actual", about="Registered")
        + result("Actual", "9", end="2026-06-30")
        + result("Actual", "18", end="2026-12-31"),
    )
    assert [(r.date, r.target, r.target_text, r.actual, r.actual_text) for r in found] == [
        (None, None, "Publish it", None, None),
        ("2026-12-31", 20.0, None, 18.0, None),
        (None, None, None, None, "Registered"),
        ("2026-06-30", None, None, 9.0, None),
    ]


def test_equal_measurements_are_never_merged(load: Load):
    same = result("Actual", "9", end="2026-06-30")
    assert [(r.key, r.actual) for r in readings(load, same, same)] == [
        ("K||2026-06-30|1", 9.0),
        ("K||2026-06-30|2", 9.0),
    ]


def test_parallel_series_are_named_by_their_descriptions(load: Load):
    found = readings(
        load,
        *(result("Actual", "1", end="2025-12-31", about=about) for about in ("Pipes|net", "Pipes", "Subtotal")),
        result("Actual", "3", end="2026-12-31", about="Total"),
    )
    assert [r.series for r in found] == ["Pipes", "Pipes (2)", "Subtotal", "Total"]


def test_parallel_series_without_telling_descriptions_are_named_by_their_descriptors(load: Load):
    by = "<Descriptor><DescriptorName>Branch</DescriptorName><DescriptorValue>{}</DescriptorValue></Descriptor>"
    found = readings(
        load, *(result("Actual", "1", end="2026-12-31", extra=by.format(one)) for one in ("North", "South"))
    )
    assert [r.series for r in found] == ["Branch: North", "Branch: South"]


def test_a_place_names_its_series(load: Load):
    found = readings(load, "<Place><Name>North</Name></Place>" + result("Actual", "1", end="2026-12-31"))
    assert [r.series for r in found] == ["North"]


def test_words_about_the_same_period_make_no_series(load: Load):
    found = readings(load, *(result("Actual", end="2026-12-31", about=about) for about in ("Drafted", "Approved")))
    assert [(r.series, r.actual_text) for r in found] == [(None, "Drafted"), (None, "Approved")]


def test_keys_stay_when_a_parallel_series_is_added(load: Load):
    first = result("Actual", "1", end="2026-12-31", about="North")
    (before,) = readings(load, first)
    after = readings(load, first, result("Actual", "2", end="2026-12-31", about="South"))
    assert before.key == after[0].key


def test_a_result_with_a_date_that_is_none_is_rejected_and_its_partner_kept(load: Load):
    export = load(indicator(result("Target", "10", end="2026-13-01") + result("Actual", "9", end="2026-06-30")))
    place = "Goal[1]/Objective[1]/PerformanceIndicator[1]/MeasurementInstance[1]/TargetResult[1]"
    assert [(r.sheet, r.field, r.value, r.kind) for r in export.rejections] == [
        (place, "EndDate", "2026-13-01", Reading)
    ]
    assert [(r.target, r.actual) for r in rows(export, Reading)] == [(None, 9.0)]


def test_a_period_that_starts_after_it_ends_is_kept_with_a_note(load: Load):
    (row,) = readings(load, result("Actual", "9", start="2028-07-01", end="2028-06-30"))
    assert (row.start, row.date, row.note) == (
        "2028-07-01",
        "2028-06-30",
        "in the source this period starts after it ends",
    )


def test_a_measurement_of_nothing_but_dates_is_skipped(load: Load):
    export = load(indicator(result("Target", end="2026-12-31") + result("Actual", end="2026-12-31")))
    assert export.records[Reading] == []
    assert export.skipped == [Skipped("MeasurementInstance: a period without a number or a word", 1)]


def test_an_indicator_without_a_dimension_but_with_a_value_is_kept_without_a_name(load: Load):
    export = load(indicator(result("Actual", "9"), name=""))
    assert [(row.key, row.name) for row in rows(export, Kpi)] == [("K", None)]
    assert export.notes == [
        "the indicator 'K' (Goal[1]/Objective[1]/PerformanceIndicator[1]) has no MeasurementDimension, "
        "so it has no name."
    ]


def test_nothing_is_invented_that_stratml_does_not_say():
    kpis = LOADER.read(SAMPLES / "part2.xml", "water").records[Kpi]
    silent = ("better", "counts", "every", "baseline", "target", "red_flag", "path", "weight", "leads", "owner")
    assert {getattr(kpi, field) for kpi in kpis for field in silent} == {None}
