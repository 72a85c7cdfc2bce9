"""Microsoft Project XML: people, roles, materials and costs."""

from pathlib import Path

import pytest

from data.records import Assignment, Resource
from tests.loaders.mspdi import (
    ANN,
    assignment,
    el,
    load,
    plan,
    reasons,
    resource,
    rows,
    standard,
    task,
)


def test_a_person_has_a_rate_units_and_a_calendar(tmp_path: Path):
    own = el("Calendar", UID=3, BaseCalendarUID=1)
    ann = resource(
        1,
        "Ann Berg",
        Initials="AB",
        Group="Surveying",
        EmailAddress="a.berg@example.org",
        MaxUnits="0.80",
        StandardRate="78.5",
        StandardRateFormat=2,
        CalendarUID=3,
    )
    export = load(tmp_path, plan(calendars=(standard(), own), resources=(ann,), CurrencyCode="EUR"))
    assert rows(export, Resource) == {
        "Plan.1": {
            "name": "Ann Berg",
            "kind": "person",
            "email": "a.berg@example.org",
            "short_name": "AB",
            "department": "Surveying",
            "max_units": 0.8,
            "cost_per_hour": 78.5,
            "currency": "EUR",
            "calendar": "Plan.3",
        }
    }


def test_a_rate_of_nothing_is_not_stated(tmp_path: Path):
    export = load(tmp_path, plan(resources=(resource(1, "Ann", StandardRate="0"),)))
    assert "cost_per_hour" not in rows(export, Resource)["Plan.1"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"Type": 1}, "person"),
        ({"Type": None}, "person"),
        ({"Type": 1, "IsGeneric": 1}, "role"),
        ({"Type": 0}, "material"),
        ({"Type": 0, "IsCostResource": 1}, "cost"),
        ({"Type": 2}, "cost"),
        ({"Type": 1, "IsBudget": 1}, "cost"),  # a figure that nobody works
    ],
)
def test_resources_are_people_roles_materials_or_costs(tmp_path: Path, fields, kind):
    export = load(tmp_path, plan(resources=(resource(1, "X", **fields),)))
    assert rows(export, Resource)["Plan.1"]["kind"] == kind
    assert export.totals["people"] == 1


def test_people_are_all_named_resources(tmp_path: Path):
    named = (resource(0, None), resource(1, "Ann"), resource(2, "Cement", Type=0), resource(3, "Ann"))
    assert load(tmp_path, plan(resources=named)).totals["people"] == 3


def test_materials_have_neither_hours_nor_a_rate_per_hour(tmp_path: Path):
    concrete = resource(1, "Concrete", Type=0, StandardRate=140, MaxUnits=1)
    found = rows(load(tmp_path, plan(resources=(concrete,))), Resource)["Plan.1"]
    assert found == {"name": "Concrete", "kind": "material"}


def test_rates_and_availability_change_over_time(tmp_path: Path):
    def rate(table: int, since: str, per_hour: object) -> str:
        return el("Rate", RatesFrom=since, RateTable=table, StandardRate=per_hour)

    def available(since: str, until: str, units: object) -> str:
        return el("AvailabilityPeriod", AvailableFrom=since, AvailableTo=until, AvailableUnits=units)

    rates = el(
        "Rates", rate(0, "1984-01-01T00:00:00", 50), rate(0, "2026-07-01T00:00:00", 55), rate(1, "2026-01-01", 99)
    )
    periods = el(
        "AvailabilityPeriods",
        available("2026-01-01T00:00:00", "2026-06-30T23:59:00", 1),
        available("2026-07-01T00:00:00", "2049-12-31T23:59:00", "0.6"),
    )
    export = load(tmp_path, plan(resources=(resource(1, "Ann", rates, periods),)))
    found = rows(export, Resource)["Plan.1"]
    assert export.notes == [
        "resources with cost rate tables B to E, of which table A is kept only: 1 (first: Resource 1 'Ann')"
    ]
    assert found["rates"] == '[[null,50.0,null],["2026-07-01",55.0,null]]'
    assert found["availability"] == '[["2026-01-01","2026-06-30",1.0],["2026-07-01",null,0.6]]'


def test_one_period_of_availability_may_stand_in_the_resource(tmp_path: Path):
    limited = resource(1, "Ann", AvailableFrom="2026-06-01T00:00:00", AvailableTo="2026-07-01T23:59:00", MaxUnits=1)
    found = rows(load(tmp_path, plan(resources=(limited, resource(2, "Bo", MaxUnits=1)))), Resource)
    assert found["Plan.1"]["availability"] == '[["2026-06-01","2026-07-01",1.0]]'
    assert "availability" not in found["Plan.2"]


def test_rows_that_name_nobody_are_left_out(tmp_path: Path):
    nobody = (resource(0, None, el("ExtendedAttribute", FieldID=205520904, Value="x")), resource(5, "", IsNull=1), ANN)
    export = load(tmp_path, plan(task(1), resources=nobody, assignments=(assignment(1, 1, 0),)))
    assert list(rows(export, Resource)) == ["Plan.1"]
    assert "resource" not in rows(export, Assignment)["Plan.1"]
    assert [(skipped.reason, skipped.count) for skipped in export.skipped] == [
        ("Resource: the tool's placeholder for nobody, without a name", 2),
        ("Resource: a blank row of the list", 1),
    ]


def test_resources_that_cannot_be_are_rejected(tmp_path: Path):
    bad = (
        resource(1, "Ann"),
        resource(1, "Bo"),
        resource(2, "Cy", MaxUnits="all", Type=9),
        resource(3, "Di", el("Rates", el("Rate", StandardRate="x", RateTable=0))),
        resource(4, "Ed", el("AvailabilityPeriods", el("AvailabilityPeriod", AvailableFrom="x"))),
        el("Resource", Name="Flo"),
    )
    export = load(tmp_path, plan(resources=bad))
    assert list(rows(export, Resource)) == ["Plan.1"]
    assert reasons(export) == [
        "Resource 1 'Bo': UID '1' is used by row 11 already, which is kept.",
        "Resource 2 'Cy': Type '9' is not one of 0, 1, 2.",
        "Resource 2 'Cy': MaxUnits 'all' is not a number; expected digits and a decimal point.",
        "Resource 3 'Di': Rate StandardRate 'x' is not a number; expected digits and a decimal point.",
        "Resource 4 'Ed': AvailabilityPeriod AvailableFrom 'x' is not a date such as 2026-12-31T17:00:00.",
        "Resource 'Flo': UID is missing.",
    ]
