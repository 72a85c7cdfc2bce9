"""What a text points at: by key, else by the one exact name; what is not there yet waits for its target."""

from typing import Any

import pytest

from data.derived import resolve
from data.queries import unresolved
from data.records import (
    Assignment,
    Contribution,
    Decision,
    Dependency,
    Kpi,
    ListEntry,
    Milestone,
    Objective,
    Perspective,
    Project,
    Record,
    Resource,
    Risk,
    Task,
)
from data.schema import reference
from data.store import Store
from tests.data.loads import delivery, put


def _derive(store: Store, *deliveries: Any) -> int:
    done = put(store, *deliveries)
    revision = done.revision.number if done.revision else 0
    with store.writing() as connection:
        resolve(connection, revision)
    return revision


def _meant(store: Store, wants: str) -> dict[str, tuple[str, str | None]]:
    """Give, by text as written, the state of what a text of a kind points at now, and its key."""
    table = reference.c
    query = reference.select().where(table.wants == wants, table.until == 2**31 - 1)
    with store.reading() as connection:
        return {row.text: (row.state, row.key) for row in connection.execute(query)}


def test_a_thing_is_pointed_at_by_key_or_by_the_one_exact_name(store: Store) -> None:
    rows: list[Record] = [
        Perspective("IP", name="Internal process"),
        Objective("I1", name="Shorten", perspective="ip"),
        Objective("I2", name="Build", perspective="internal  PROCESS"),
        Objective("I3", name="Build", perspective="Interne Prozesse"),
        Kpi("K1", objective="shorten"),
        Kpi("K2", objective="Build"),
    ]
    _derive(store, delivery("register", *rows))
    assert _meant(store, "perspective") == {
        "ip": ("resolved", "IP"),
        "internal  PROCESS": ("resolved", "IP"),
        "Interne Prozesse": ("waiting", None),
    }
    assert _meant(store, "objective") == {"shorten": ("resolved", "I1"), "Build": ("ambiguous", None)}


def test_the_key_of_one_kind_is_not_the_name_of_another(store: Store) -> None:
    rows = [Objective("I1", name="Shorten"), Kpi("K1", name="I1"), Kpi("K2", name="Shorten")]
    links = [Contribution(f"P|{text}", project="P", serves=text) for text in ("I1", "K1", "Shorten")]
    _derive(store, delivery("register", *rows, *links))
    assert _meant(store, "served") == {
        "I1": ("resolved", "I1"),
        "K1": ("resolved", "K1"),
        "Shorten": ("ambiguous", None),
    }


def test_a_text_of_a_feed_means_first_what_the_feed_itself_calls_so(store: Store) -> None:
    plan = [Objective("1", name="Ours"), Kpi("a", objective="1")]
    other = [Objective("1", name="Theirs"), Kpi("b", objective="1")]
    _derive(store, delivery("one", *plan, loader="stratml"), delivery("two", *other, loader="stratml"))
    table = reference.c
    with store.reading() as connection:
        rows = connection.execute(reference.select().where(table.wants == "objective").order_by(table.feed))
        assert [(row.feed, row.key) for row in rows] == [(1, "one.1"), (2, "two.1")]


def test_people_are_pointed_at_by_e_mail_key_or_any_name_of_theirs(store: Store) -> None:
    person = Resource("E1", name="Marta Oyelund", kind="person", email="m@t.example", also_known_as="M. Oyelund")
    owners = ["e1", "M@T.example", "Oyelund, Marta", "m. oyelund", "Nobody"]
    _derive(store, delivery("register", person, *(Objective(f"I{n}", owner=o) for n, o in enumerate(owners))))
    assert _meant(store, "person") == dict.fromkeys(owners[:4], ("resolved", "E1")) | {"Nobody": ("waiting", None)}


PLAN: list[Record] = [
    Project("VEL", short_name="VEL", name="Vellin", manager="Ada Byron", department="Eng"),
    Task("VEL.7", project="VEL", uid="7", code="A7", wbs="1.7", name="Line up", kind="milestone"),
    Task("VEL.8", project="VEL", uid="8", code="7", wbs="1.8", name="Gate", kind="milestone"),
    Task("VEL.9", project="VEL", uid="9", code="A9", wbs="1.9", name="Gate", kind="milestone"),
    Dependency("VEL.7>8", from_project="VEL", from_task="VEL.7", to_project="VEL", to_task="VEL.8"),
    Assignment("VEL.a1", project="VEL", task="VEL.7", resource="r1"),
]


def test_a_milestone_is_named_by_uid_activity_id_wbs_or_name_in_this_order(store: Store) -> None:
    texts = ["7", "a7", "1.8", "line up", "eng.vel.9", "Gate", "Own", "None"]
    rows = [Contribution(f"P06|{text}", project="P06", milestone=text, serves="K") for text in texts]
    own = Milestone("M5", project="P06", name="Own")
    register = [Project("P06", schedule_id="VEL"), own, *rows]
    _derive(store, delivery("register", *register), delivery("eng", *PLAN, loader="primavera"))
    assert _meant(store, "milestone") == {
        "7": ("resolved", "eng.VEL.7"),
        "a7": ("resolved", "eng.VEL.7"),
        "1.8": ("resolved", "eng.VEL.8"),
        "line up": ("resolved", "eng.VEL.7"),
        "eng.vel.9": ("resolved", "eng.VEL.9"),
        "Gate": ("ambiguous", None),
        "Own": ("resolved", "M5"),
        "None": ("waiting", None),
    }


def test_a_key_that_a_tool_made_still_means_what_a_register_gave_its_own_key_since(store: Store) -> None:
    links = [
        Contribution("eng.VEL|m", project="eng.VEL", milestone="ENG.VEL.7", serves="eng._k"),
        Risk("R1", about="eng.VEL"),
        Decision("D1", about="eng.A"),
    ]
    register = [Project("P06", schedule_id="VEL"), Kpi("_k"), Project("eng.A", name="Own")]
    plan = delivery("eng", *PLAN, Kpi("_k"), Project("A", short_name="A1"), loader="primavera")
    _derive(store, plan, delivery("links", *links), delivery("register", *register))
    assert {**_meant(store, "project"), **_meant(store, "served"), **_meant(store, "node")} == {
        "eng.VEL": ("resolved", "P06"),
        "eng._k": ("resolved", "_k"),
        "eng.A": ("resolved", "eng.A"),  # which is a key of its own now
    }
    assert _meant(store, "milestone") == {"ENG.VEL.7": ("resolved", "eng.VEL.7")}


@pytest.mark.parametrize("first", ["register", "eng"])
def test_what_a_register_names_waits_for_the_schedule_and_is_joined_when_it_arrives(store: Store, first: str) -> None:
    register = delivery(
        "register",
        Contribution("P|m", project="VEL", milestone="Line up", serves="I1"),
        Assignment("P|x", project="VEL", resource="Ada Byron"),
        Risk("R1", about="VEL"),
        Objective("I1"),
    )
    eng = delivery("eng", *PLAN, Resource("r1", name="Ada Byron", kind="person"), loader="primavera")
    one, other = (register, eng) if first == "register" else (eng, register)
    _derive(store, one)
    if first == "register":
        with store.reading() as connection:
            waiting = unresolved(connection, 1)[["feed_name", "wants", "text", "state"]].to_numpy().tolist()
        assert waiting == [
            ["register", "milestone", "Line up", "waiting"],
            ["register", "node", "VEL", "waiting"],
            ["register", "person", "Ada Byron", "waiting"],
            ["register", "project", "VEL", "waiting"],
        ]
    last = _derive(store, other)
    with store.reading() as connection:
        left = unresolved(connection, last)[["feed_name", "wants", "text"]].to_numpy().tolist()
    assert left == [["eng", "department", "Eng"]], "the schedule's own department is in no list"
    assert _meant(store, "milestone") == {"Line up": ("resolved", "eng.VEL.7")}
    assert _meant(store, "node") == {"VEL": ("resolved", "eng.VEL")}


def test_what_a_text_meant_stays_readable_as_of_then(store: Store) -> None:
    department = ListEntry("department:eng", kind="department", code="ENG", name="Engineering")
    project = Project("P1", department="Engineering")
    _derive(store, delivery("register", project))
    _derive(store, delivery("register", project), delivery("lists", department))
    with store.reading() as connection:
        assert [len(unresolved(connection, revision)) for revision in (1, 2)] == [1, 0]


def test_schedules_are_not_asked_what_the_keys_of_their_own_file_mean(store: Store) -> None:
    _derive(store, delivery("eng", *PLAN, loader="primavera"))
    assert (_meant(store, "project"), _meant(store, "milestone")) == ({}, {})


def test_a_decision_may_be_about_a_person_where_nothing_on_the_map_is_called_so(store: Store) -> None:
    rows = [
        Project("A", name="Line"),
        Resource("A", name="Ada Byron", kind="person"),
        *(Decision(text, date="2026-11-01", about=text) for text in ("A", "Ada Byron", "Bo")),
    ]
    _derive(store, delivery("register", *rows))
    assert _meant(store, "node") == {
        "A": ("resolved", "A"), "Ada Byron": ("resolved", "A"), "Bo": ("waiting", None),
    }  # fmt: skip
