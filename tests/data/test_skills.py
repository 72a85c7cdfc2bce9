"""Help that can be bought, and what the tasks of schedules are said to need."""

from data import skills
from data.records import ExternalOption, FieldValue, Project, Setting
from data.store import Store
from tests.dashboard.stores import load_records


def field(key: str, name: str, value: str | None, kind: str = "task") -> FieldValue:
    return FieldValue(key, kind, f"P.{key}", name, value)


def plan(store: Store, feed: str) -> None:
    rows = [
        Project("P", name="Line"),
        field("1", "Skill needed", "plc 2"),
        field("2", "SKILL NEEDED", "controls"),
        field("3", "Colour", "red"),
        field("4", "Skill needed", None),
        field("5", "Skill needed", "plc", kind="resource"),
    ]
    load_records(store, rows, title=f"{feed}.xml", feed=feed, loader="ms_project")


def named(store: Store) -> list[list[object]]:
    with store.reading() as connection:
        revision = store.revision()
        assert revision
        return skills.needed(connection, revision.number)[["task", "needed"]].to_numpy().tolist()


def test_the_field_that_a_setting_names_says_what_the_tasks_of_a_feed_need(store: Store) -> None:
    plan(store, "line")
    plan(store, "other")
    assert named(store) == []
    one = Setting("1", name="schedule_field.skill", applies_to="line.xml", value='custom field "Skill needed"')
    load_records(store, [one], title="register.xlsx", feed="register")
    assert named(store) == [["P.1", "plc 2"], ["P.2", "controls"]]
    every = Setting("1", name="Schedule_field.skill", applies_to=None, value="Skill needed")
    load_records(store, [every], title="register.xlsx", feed="register")
    assert len(named(store)) == 4


def test_an_offer_has_level_3_and_one_person_where_nothing_is_stated(store: Store) -> None:
    rows = [ExternalOption("a", supplier="A", skill="plc", rate_per_hour=90.0, currency="EUR", lead_days=5.0)]
    load_records(store, rows, title="register.xlsx", feed="register")
    with store.reading() as connection:
        found = skills.offers(connection, 1)[["supplier", "level", "people", "lead_days", "min_term_days"]]
    assert found.to_numpy().tolist() == [["A", 3.0, 1.0, 5.0, 0.0]]
