"""Which rows of which feeds are one and the same thing, and under which key people see it."""

from collections.abc import Sequence
from typing import Any

from data.identity import identities
from data.records import Kpi, ListEntry, Milestone, Objective, Project, Record, Task
from data.store import Store
from tests.data.loads import delivery, put


def _found(store: Store, kind: str, **feeds: Sequence[Record]) -> dict[str, set[str]]:
    """Load rows (feeds that begin with `register` are registers) and give, by public key, what is that thing."""
    rows = [
        delivery(name, *rows, loader="register" if name.startswith("register") else "primavera")
        for name, rows in feeds.items()
    ]
    put(store, *rows)
    names = {1 + n: name for n, name in enumerate(sorted(feeds))}
    found: dict[str, set[str]] = {}
    with store.reading() as connection:
        for identity in identities(connection):
            if identity.kind == kind:
                found.setdefault(identity.key, set()).add(f"{names[identity.feed]}:{identity.source}")
    return found


# --- strategy ---------------------------------------------------------------------------------------------------------


def test_a_register_and_a_plan_that_name_the_same_identifier_mean_the_same_thing(store: Store) -> None:
    assert _found(
        store, "kpi", register=[Kpi("K12"), Kpi("K13")], strategy=[Kpi("k12"), Kpi("_1b2c"), Kpi("_9 f")]
    ) == {
        "K12": {"register:K12", "strategy:k12"},
        "K13": {"register:K13"},
        "strategy._1b2c": {"strategy:_1b2c"},
        "strategy._9-f": {"strategy:_9 f"},
    }


def test_a_register_may_name_a_thing_of_a_plan_by_its_public_key(store: Store) -> None:
    assert _found(store, "objective", register=[Objective("Strategy._9-f")], strategy=[Objective("_9 f")]) == {
        "Strategy._9-f": {"register:Strategy._9-f", "strategy:_9 f"}
    }


def test_listed_things_are_known_by_their_kind_and_code(store: Store) -> None:
    rows: list[Record] = [
        ListEntry("department:eng", kind="department", code="ENG", name="Engineering"),
        ListEntry("programme:eng", kind="programme", code="ENG", name="Engines"),
        ListEntry("same project:p1:x", kind="same project", code="P1", name="x"),
    ]
    assert _found(store, "department", register=rows) == {"ENG": {"register:department:eng"}}


# --- projects ---------------------------------------------------------------------------------------------------------


def test_a_project_is_found_in_schedules_by_every_declared_identifier(store: Store) -> None:
    register: list[Record] = [
        Project("P06", name="New line", schedule_id="VEL-LINE1; {0A1B}"),
        Project("P07", name="Order flow"),
        Project("P08", name="Title only", schedule_id="Second sources"),
    ]
    assert _found(
        store,
        "project",
        register=register,
        eng=[Project("VEL-LINE1", short_name="vel-line1", name="Vellin"), Project("OTHER", short_name="OTHER")],
        line=[Project("{0a1b}", guid="{0a1b}", name="Line")],
        flow=[Project("p07", name="Flow")],
        sources=[Project("{9}", guid="{9}", name="second  sources")],
    ) == {
        "P06": {"register:P06", "eng:VEL-LINE1", "line:{0a1b}"},
        "P07": {"register:P07", "flow:p07"},
        "P08": {"register:P08", "sources:{9}"},
        "eng.OTHER": {"eng:OTHER"},
    }


def test_a_declared_other_name_makes_two_projects_one(store: Store) -> None:
    alias = ListEntry("same project:p16:x", kind="same project", code="P16", name="Data Academy 2026")
    assert _found(
        store,
        "project",
        register=[Project("P16", name="Data academy"), alias],
        register_2=[Project("DA-2026", name="data academy 2026")],
        plan=[Project("{1}", guid="{1}", name="Data Academy 2026")],
    ) == {"P16": {"register:P16", "register_2:DA-2026", "plan:{1}"}}


def test_one_key_in_two_registers_is_one_project(store: Store) -> None:
    assert _found(store, "project", register=[Project("P16")], register_2=[Project("p16")]) == {
        "P16": {"register:P16", "register_2:p16"}
    }


# --- milestones -------------------------------------------------------------------------------------------------------


def _milestone(number: int, **fields: Any) -> Task:
    return Task(f"VEL.{number}", project="VEL", uid=str(number), kind="milestone", **fields)


PLAN: list[Record] = [
    Project("VEL", short_name="VEL", name="Vellin"),
    _milestone(1, code="A1000", wbs="1.1", name="Line up"),
    _milestone(2, code="A2000", wbs="1.2", name="Series production"),
    _milestone(3, code="A3000", wbs="1.3", name="Gate"),
    _milestone(4, code="A4000", wbs="1.4", name="Gate"),
    Task("VEL.5", project="VEL", uid="5", kind="task", name="No milestone"),
]
P06 = Project("P06", name="New line", schedule_id="VEL")


def test_a_line_of_the_register_speaks_of_a_milestone_by_uid_code_wbs_or_name(store: Store) -> None:
    register: list[Record] = [
        P06,
        Milestone("1", project="P06"),
        Milestone("M2", project="new line", name="a2000"),
        Milestone("1.3", project="VEL", name="Second gate"),
        Milestone("own", project="P06", name="Not in the schedule"),
    ]
    assert _found(store, "milestone", register=register, eng=PLAN) == {
        "1": {"register:1", "eng:VEL.1"},
        "M2": {"register:M2", "eng:VEL.2"},
        "1.3": {"register:1.3", "eng:VEL.3"},
        "own": {"register:own"},
        "eng.VEL.4": {"eng:VEL.4"},
    }


def test_a_name_that_two_milestones_have_and_a_deliverable_of_that_name_speak_of_none(store: Store) -> None:
    register: list[Record] = [
        P06,
        Milestone("M3", project="P06", name="Gate"),
        Milestone("D1", project="P06", name="Line up", kind="deliverable"),
        Milestone("M4", project="P99", name="Line up"),
    ]
    found = _found(store, "milestone", register=register, eng=PLAN)
    assert {key: rows for key, rows in found.items() if len(rows) > 1} == {}
    assert set(found) == {"M3", "D1", "M4", *(f"eng.VEL.{n}" for n in range(1, 5))}


def test_two_registers_that_speak_of_one_milestone_mean_one(store: Store) -> None:
    assert _found(
        store,
        "milestone",
        register=[P06, Milestone("M1", project="P06", name="Line up")],
        register_2=[Milestone("LINE", project="P06", name="A1000")],
        eng=PLAN[:2],
    ) == {"M1": {"register:M1", "register_2:LINE", "eng:VEL.1"}}


def test_a_milestone_may_be_named_by_its_public_key(store: Store) -> None:
    assert _found(store, "milestone", register=[P06, Milestone("ENG.vel.1", project="P06")], eng=PLAN[:2]) == {
        "ENG.vel.1": {"register:ENG.vel.1", "eng:VEL.1"}
    }


def test_the_same_key_in_two_projects_is_two_milestones(store: Store) -> None:
    found = _found(
        store,
        "milestone",
        register=[P06, Milestone("M1", project="P06", name="Ours")],
        register_2=[Project("P07"), Milestone("m1", project="P07", name="Theirs")],
        register_3=[Milestone("M1", project="new line", name="Ours, later")],
    )
    assert found == {"M1": {"register:M1", "register_3:M1"}, "register_2.m1": {"register_2:m1"}}
