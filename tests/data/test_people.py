"""One person known under several names in several files is one person; two people of one name are two."""

from collections.abc import Sequence

from data.people import people
from data.records import ListEntry, Record, Resource
from data.store import Store
from tests.data.loads import delivery, put


def _person(key: str, name: str | None, email: str | None = None, also: str | None = None) -> Resource:
    return Resource(key, name=name, kind="person", email=email, also_known_as=also)


def _found(store: Store, **feeds: Sequence[Record]) -> dict[str, set[str]]:
    """Load rows (feeds that begin with `register` are registers) and give, by public key, what is that person."""
    rows = [
        delivery(name, *rows, loader="register" if name.startswith("register") else "primavera")
        for name, rows in feeds.items()
    ]
    put(store, *rows)
    with store.reading() as connection:
        names = {1 + n: name for n, name in enumerate(sorted(feeds))}
        found: dict[str, set[str]] = {}
        for feed, source, key in people(connection):
            found.setdefault(key, set()).add(f"{names[feed]}:{source}")
    return found


def test_one_e_mail_is_one_person_whatever_the_name(store: Store) -> None:
    mail = "m.oyelund@tarnholm.example"
    assert _found(
        store,
        register=[_person(mail, "Marta Oyelund", mail)],
        eng=[_person("7", "Oyelund, Marta", mail.upper())],
        plan=[_person("3", "M. O.", mail)],
    ) == {mail: {f"register:{mail}", "eng:7", "plan:3"}}


def test_a_full_name_that_one_person_has_is_that_person(store: Store) -> None:
    assert _found(
        store,
        register=[_person("E1", "Marta Oyelund", "m@t.example", "M. Oyelund; Marta O")],
        eng=[_person("7", "Oyelund, Marta"), _person("8", "Someone Else")],
        plan=[_person("3", "m. oyelund")],
    ) == {"E1": {"register:E1", "eng:7", "plan:3"}, "eng.8": {"eng:8"}}


def test_a_name_that_two_people_have_is_neither(store: Store) -> None:
    assert _found(
        store,
        register=[_person("E1", "John Smith", "j1@t.example"), _person("E2", "John Smith", "j2@t.example")],
        eng=[_person("7", "John Smith"), _person("8", "Smith, John", "j2@t.example")],
    ) == {"E1": {"register:E1"}, "E2": {"register:E2", "eng:8"}, "eng.7": {"eng:7"}}


def test_two_rows_of_one_file_with_one_name_are_two_people(store: Store) -> None:
    assert _found(
        store, register=[_person("E1", "John Smith")], eng=[_person("7", "John Smith"), _person("8", "John Smith")]
    ) == {
        "E1": {"register:E1"},
        "eng.7": {"eng:7"},
        "eng.8": {"eng:8"},
    }


def test_people_of_schedules_alone_are_joined_by_name_under_the_key_of_the_first_feed_by_name(store: Store) -> None:
    assert _found(
        store, eng=[_person("7", "Ada Byron")], plan=[_person("3", "Byron, Ada")], x=[_person("1", None)]
    ) == {
        "eng.7": {"eng:7", "plan:3"},
        "x.1": {"x:1"},
    }


def test_an_e_mail_that_only_a_schedule_knows_joins_by_the_one_name(store: Store) -> None:
    assert _found(
        store,
        register=[_person("E1", "Ada Byron")],
        eng=[_person("7", "Ada Byron", "ada@t.example")],
        plan=[_person("3", "A. B.", "ada@t.example"), _person("4", "Ada Byron")],
    ) == {"E1": {"register:E1", "eng:7", "plan:3", "plan:4"}}


def test_a_declared_other_name_joins(store: Store) -> None:
    entry = ListEntry("same person:e1:contractor 4", kind="same person", code="E1", name="Contractor 4")
    assert _found(
        store,
        register=[_person("E1", "Ada Byron"), entry],
        eng=[_person("7", "contractor 4"), _person("8", "Contractor 5")],
    ) == {"E1": {"register:E1", "eng:7"}, "eng.8": {"eng:8"}}


def test_the_same_key_in_two_registers_is_one_person(store: Store) -> None:
    assert _found(store, register=[_person("E1", "Ada Byron")], register_2=[_person("e1", "Ada King")]) == {
        "E1": {"register:E1", "register_2:e1"}
    }


def test_roles_and_material_are_nobody(store: Store) -> None:
    assert (
        _found(store, eng=[Resource("1", name="Crane", kind="equipment"), Resource("2", name="Welder", kind="role")])
        == {}
    )


def _of(key: str, name: str, department: str | None, email: str | None = None) -> Resource:
    return Resource(key, name=name, kind="person", department=department, email=email)


ENG = ListEntry("department:eng", kind="department", code="ENG", name="Engineering")
MFG = ListEntry("department:mfg", kind="department", code="MFG", name="Manufacturing")


def test_a_name_is_not_joined_where_the_departments_contradict(store: Store) -> None:
    assert _found(
        store,
        register=[_of("E1", "Ada Byron", "ENG", "a@t.example"), ENG, MFG],
        eng=[_of("7", "Byron, Ada", "engineering")],
        plan=[_of("3", "Ada Byron", "Manufacturing")],
        plan_2=[_of("4", "Ada Byron", "MFG")],
        plan_3=[_of("5", "Ada Byron", None)],
    ) == {"E1": {"register:E1", "eng:7"}, "plan.3": {"plan:3", "plan_2:4"}, "plan_3.5": {"plan_3:5"}}


def test_a_group_that_the_register_does_not_list_as_a_department_contradicts_nobody(store: Store) -> None:
    assert _found(
        store,
        register=[_of("E1", "Ada Byron", "ENG", "a@t.example"), ENG],
        eng=[_of("7", "Ada Byron", "Labour pool")],
    ) == {"E1": {"register:E1", "eng:7"}}


def test_an_e_mail_of_another_department_does_not_join_by_name(store: Store) -> None:
    assert _found(
        store,
        register=[_of("E1", "Ada Byron", "ENG"), ENG, MFG],
        plan=[_of("3", "Ada Byron", "MFG", "ada@t.example")],
    ) == {"E1": {"register:E1"}, "plan.3": {"plan:3"}}


def test_a_declaration_undoes_what_was_joined_by_name(store: Store) -> None:
    other = ListEntry("same person:e2:eng.7", kind="same person", code="E2", name="eng.7")
    assert _found(
        store,
        register=[_person("E1", "Ada Byron", "ada@t.example"), other],
        eng=[_person("7", "Ada Byron")],
        plan=[_person("3", "Ada Byron")],
    ) == {"E1": {"register:E1", "plan:3"}, "eng.7": {"eng:7"}}


def test_a_declaration_gives_a_row_to_another_person(store: Store) -> None:
    other = ListEntry("same person:e2:eng.7", kind="same person", code="E2", name="eng.7")
    assert _found(
        store,
        register=[_person("E1", "Ada Byron", "a@t.example"), _person("E2", "Ada Byron", "b@t.example"), other],
        eng=[_person("7", "Ada Byron")],
    ) == {"E1": {"register:E1"}, "E2": {"register:E2", "eng:7"}}


def test_who_is_named_like_a_role_skill_or_team_of_the_register_is_a_demand_and_nobody(store: Store) -> None:
    lists = [
        ListEntry("role:welder", kind="role", code="W", name="Welder"),
        ListEntry("skill:plc", kind="skill", code="plc"),
        ENG,
    ]
    rows = [_person("1", "WELDER"), _person("2", "plc"), _person("3", "Engineering"), _person("4", "Ada Welder")]
    assert _found(store, register=lists, eng=rows) == {"eng.4": {"eng:4"}}
