"""Microsoft Project XML: links with type and lag, links to other projects, custom fields and outline codes."""

from pathlib import Path

import pytest

from data.records import Dependency, FieldValue
from tests.loaders.mspdi import assignment, el, load, plan, reasons, resource, rows, task


def link(uid: object, **fields: object) -> str:
    return el("PredecessorLink", PredecessorUID=uid, **fields)


def custom(field: int, value: object = None, **fields: object) -> str:
    return el("ExtendedAttribute", FieldID=field, Value=value, **fields)


def defined(field: int, *inner: str, **fields: object) -> str:
    return el("ExtendedAttribute", *inner, FieldID=field, **fields)


def lag(path: Path, **fields: object) -> object:
    """Give the lag of a link to a predecessor of 4 days."""
    export = load(path, plan(task(1, Duration="PT32H0M0S"), task(2, link(1, **fields))))
    return rows(export, Dependency)["Plan.1-2.FS"].get("lag")


def values(path: Path, *rows_: str, before: str = "") -> dict[object, object]:
    """Give the custom fields of a task by name."""
    export = load(path, plan(task(1, *rows_), before=before))
    return {row["field"]: row.get("value") for row in rows(export, FieldValue).values()}


def test_links_have_their_type_and_both_ends(tmp_path: Path):
    links = (link(1, Type=0), link(1, Type=1), link(1, Type=2), link(1, Type=3), link(3))
    export = load(tmp_path, plan(task(1), task(2, *links), task(3)))
    assert {key: (row["from_task"], row["to_task"], row["type"]) for key, row in rows(export, Dependency).items()} == {
        "Plan.1-2.FF": ("Plan.1", "Plan.2", "FF"),
        "Plan.1-2.FS": ("Plan.1", "Plan.2", "FS"),
        "Plan.1-2.SF": ("Plan.1", "Plan.2", "SF"),
        "Plan.1-2.SS": ("Plan.1", "Plan.2", "SS"),
        "Plan.3-2.FS": ("Plan.3", "Plan.2", "FS"),  # its predecessor stands further down
    }
    assert export.totals["links"] == 5


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({}, None),
        ({"LinkLag": 0, "LagFormat": 7}, 0),
        ({"LinkLag": 4800, "LagFormat": 7}, 480),  # a day, in tenths of a minute
        ({"LinkLag": -2400, "LagFormat": 5}, -240),
        ({"LinkLag": 100800, "LagFormat": 8}, 2400),  # 7 elapsed days are a working week
        ({"LinkLag": 50, "LagFormat": 19}, 960),  # half the predecessor's 4 days
        ({"LinkLag": -25, "LagFormat": 52}, -480),
    ],
)
def test_lags_are_working_minutes(tmp_path: Path, fields, minutes):
    assert lag(tmp_path, **fields) == minutes


def test_a_lag_in_percent_waits_for_a_predecessor_further_down(tmp_path: Path):
    tasks = (task(2, link(1, LinkLag=50, LagFormat=19)), task(1, Duration="PT32H0M0S"))
    assert rows(load(tmp_path, plan(*tasks)), Dependency)["Plan.1-2.FS"]["lag"] == 960


def test_links_that_cannot_be_are_rejected_and_their_tasks_stay(tmp_path: Path):
    tasks = (
        task(1, IsNull=1),
        task(2, Cost="x"),
        task(3, Name="Paint"),
        task(4, link(99), link(1), link(2), link("one"), link(3, Type=7), link(None), link(3), link(3, LinkLag=5)),
    )
    export = load(tmp_path, plan(*tasks))
    assert list(rows(export, Dependency)) == ["Plan.3-4.FS"]
    assert set(reasons(export)) == {
        "Task 2: Cost 'x' is not a number; expected digits and a decimal point.",
        "Task 4, link: PredecessorUID '99' is a task that the file does not have.",
        "Task 4, link: PredecessorUID '1' is a task that is a blank row.",
        "Task 4, link: PredecessorUID '2' is a task that was rejected.",
        "Task 4, link: PredecessorUID 'one' is not a whole number.",
        "Task 4, link: Type '7' is not one of 0, 1, 2, 3.",
        "Task 4, link: PredecessorUID is missing.",
        "Task 4, link: PredecessorUID '3' is linked in row 16 already, which is kept.",
    }
    assert {rejection.key for rejection in export.rejections if rejection.kind is Dependency} >= {"Plan.99-4.FS"}


def test_circles_of_links_are_kept_as_they_are(tmp_path: Path):
    export = load(tmp_path, plan(task(1, link(2)), task(2, link(1)), task(3, link(3))))
    assert set(rows(export, Dependency)) == {"Plan.1-2.FS", "Plan.2-1.FS", "Plan.3-3.FS"}


def test_a_link_to_another_project_keeps_what_the_file_says_of_it(tmp_path: Path):
    export = load(
        tmp_path,
        plan(
            task(1, link(-65532, CrossProject=1, CrossProjectName="C:\\plans\\Tunnel.mpp\\17", LinkLag=4800)),
            task(2, link(5, CrossProject=1, CrossProjectName="Server\\Harbour")),
        ),
    )
    assert rows(export, Dependency) == {
        "Plan.-65532-1.FS": {
            "from_project": "Tunnel",
            "from_task": "17",
            "to_project": "Plan",
            "to_task": "Plan.1",
            "type": "FS",
            "lag": 480,
        },
        "Plan.5-2.FS": {
            "from_project": "Harbour",
            "from_task": "5",
            "to_project": "Plan",
            "to_task": "Plan.2",
            "type": "FS",
        },
    }


def test_placeholders_of_foreign_tasks_stand_for_these_in_links(tmp_path: Path):
    ghost = {"ExternalTask": 1, "ExternalTaskProject": "D:/plans/Tunnel.mpp"}
    export = load(tmp_path, plan(task(7, **ghost), task(1, link(7)), task(8, link(1), **ghost | {"ID": 4})))
    found = rows(export, Dependency)
    ends = ("from_project", "from_task", "to_project", "to_task")
    assert [tuple(row[end] for end in ends) for row in found.values()] == [
        ("Tunnel", "7", "Plan", "Plan.1"),
        ("Plan", "Plan.1", "Tunnel", "4"),
    ]


def test_custom_fields_have_the_name_that_people_gave_them(tmp_path: Path):
    before = el(
        "ExtendedAttributes",
        defined(188743731, FieldName="Text1", Alias="Department"),
        defined(188743734, FieldName="Text2"),
    )
    found = values(
        tmp_path,
        custom(188743731, "ENG"),
        custom(188743734, "x"),
        custom(188743737, "y"),
        custom(999, "z"),
        before=before,
    )
    assert found == {"Department": "ENG", "Text2": "x", "Text3": "y", "field 999": "z"}


def test_passwords_in_custom_fields_are_counted_and_not_kept(tmp_path: Path):
    before = el("ExtendedAttributes", defined(188743731, FieldName="Text1", Alias="Portal password"))
    fields = (custom(188743731, "hunter2"), custom(188743734, "y"))
    export = load(tmp_path, plan(task(1, *fields), before=before))
    assert [row["value"] for row in rows(export, FieldValue).values()] == ["y"]
    assert [one.count for one in export.skipped if "passwords" in one.reason] == [1]


def test_custom_money_is_in_the_currency_and_everything_else_as_written(tmp_path: Path):
    before = el("ExtendedAttributes", defined(190873600, FieldName="Contract", CFType=0))
    found = values(
        tmp_path,
        custom(188743786, "999550"),
        custom(190873600, "5"),
        custom(188743767, "55.56"),
        custom(188743783, "PT104H0M0S", DurationFormat=7),
        custom(188743752, "1"),
        custom(188743945, "2026-07-18T08:00:00"),
        before=before,
    )
    assert found == {
        "Cost1": "9995.5",
        "Contract": "0.05",
        "Number1": "55.56",
        "Duration1": "PT104H0M0S",
        "Flag1": "1",
        "Date1": "2026-07-18T08:00:00",
    }


def test_values_of_lists_are_looked_up_by_number_or_guid(tmp_path: Path):
    before = el(
        "ExtendedAttributes",
        defined(1, el("ValueList", el("Value", ID=7, Value="High")), FieldName="Text1", Alias="Risk"),
        defined(2, FieldName="Text2", Alias="Programme", Ltuid="L"),
    ) + el("OutlineCodes", el("OutlineCode", el("Values", el("Value", ValueID=3, FieldGUID="G", Value="LF")), Guid="L"))
    assert values(tmp_path, custom(1, ValueID=7), custom(2, ValueGUID="G"), before=before) == {
        "Risk": "High",
        "Programme": "LF",
    }


def test_outline_codes_show_the_codes_above_them(tmp_path: Path):
    entries = (
        el("Value", ValueID=1, ParentValueID=0, Value="Group"),
        el("Value", ValueID=2, ParentValueID=1, Value="Plant"),
        el("Value", ValueID=3, ParentValueID=2, Value="Line"),
        el("Value", ValueID=4, ParentValueID=4, Value="Loop"),
    )
    code = el("OutlineCode", el("Values", *entries), FieldID=188744096, FieldName="Outline Code1", Alias="Site")
    row = el("OutlineCode", FieldID=188744096, ValueID=3)
    assert values(tmp_path, row, before=el("OutlineCodes", code)) == {"Site": "Group.Plant.Line"}
    loop = values(tmp_path, row.replace(">3<", ">4<"), before=el("OutlineCodes", code))
    assert str(loop["Site"]).startswith("Loop.Loop")  # followed for a while, never for ever


def test_custom_fields_belong_to_tasks_resources_assignments_and_the_project(tmp_path: Path):
    export = load(
        tmp_path,
        plan(
            task(0, custom(188743731, "a"), OutlineLevel=0),
            task(1, custom(188743731, "b"), custom(188743731, "c")),
            resources=(resource(1, "Ann", custom(205520904, "d")),),
            assignments=(assignment(1, 1, 1, custom(255852632, "e")),),
        ),
    )
    assert {
        key: (row["subject_kind"], row["subject"], row["value"]) for key, row in rows(export, FieldValue).items()
    } == {
        "Plan.project.188743731": ("project", "Plan", "a"),
        "Plan.1.task.188743731": ("task", "Plan.1", "b"),
        "Plan.1.task.188743731.2": ("task", "Plan.1", "c"),  # a field may hold several values
        "Plan.1.resource.205520904": ("resource", "Plan.1", "d"),
        "Plan.1.assignment.255852632": ("assignment", "Plan.1", "e"),
    }
    assert {row["field"] for row in rows(export, FieldValue).values()} == {"Text1"}


def test_definitions_are_left_out_as_read_with_their_values(tmp_path: Path):
    before = el("ExtendedAttributes", defined(1), defined(2)) + el("OutlineCodes", el("OutlineCode", FieldID=3))
    export = load(tmp_path, plan(before=before))
    assert [(skipped.reason, skipped.count) for skipped in export.skipped] == [
        ("ExtendedAttributes: a definition, read with its values", 2),
        ("OutlineCodes: a definition, read with its values", 1),
    ]


def test_custom_fields_that_cannot_be_read_are_rejected_and_their_task_stays(tmp_path: Path):
    export = load(
        tmp_path,
        plan(
            task(
                1,
                custom(188743786, "much"),
                custom(188743731, ValueID=9),
                el("ExtendedAttribute", Value="x"),
                Name="Dig",
            ),
        ),
    )
    assert reasons(export) == [
        "Task 1 'Dig': custom field has the value 'much', expected a number of hundredths.",
        "Task 1 'Dig': custom field has the value 9, which the list of 'Text1' does not have.",
        "Task 1 'Dig': custom field has no FieldID.",
    ]
    assert export.totals["tasks"] == 1
