"""One load, one transaction: counts that reconcile, rejected rows that keep what was there, and what is refused."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from data import queries
from data.commit import Committed, Load, Refusal, commit
from data.export import Delivery, Rejection, Skipped
from data.records import Assignment, Kpi, Objective, Project, Task
from data.schema import FACTS, META, file, finding
from data.store import Store
from tests.data.loads import content, delivery, put


def _keys(store: Store, revision: int) -> list[str]:
    return sorted(place[2] for place in content(store, revision))


def _objectives(*numbers: int, **fields: Any) -> list[Objective]:
    return [Objective(f"I{n}", sheet="Strategy", row=n, **fields) for n in numbers]


def _rows(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return {t.name: len(connection.execute(select(t)).all()) for t in META.sorted_tables}


# --- provenance -------------------------------------------------------------------------------------------------------


def test_every_row_knows_load_file_hash_sheet_and_row(store: Store) -> None:
    put(store, delivery("register", *_objectives(3), path="register-09.xlsx"), as_of="2026-09-30")
    put(store, delivery("register", *_objectives(3, 4), path="register-10.xlsx"), as_of="2026-10-31")
    table = FACTS[Objective]
    query = (
        select(table.c.key, file.c.path, file.c.sha256, file.c.revision, table.c.sheet, table.c.row)
        .join(file, file.c.id == table.c.file)
        .order_by(table.c.key)
    )
    with store.reading() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [
            ("I3", "register-09.xlsx", "sha of register-09.xlsx", 1, "Strategy", 3),
            ("I4", "register-10.xlsx", "sha of register-10.xlsx", 2, "Strategy", 4),
        ]


# --- rejected rows ----------------------------------------------------------------------------------------------------


def test_a_rejected_row_leaves_its_earlier_version_open_marked_as_such(store: Store) -> None:
    put(store, delivery("register", *_objectives(1, 2, 3)))
    bad = Rejection("weight 'six' is no number", "Strategy", 2, "weight", "six", Objective, "I2")
    done = put(store, delivery("register", *_objectives(1), rejections=[bad]))
    assert _keys(store, 2) == ["I1", "I2"]
    assert [(f.stored, f.unchanged, f.closed, f.rejected) for f in done.files] == [(0, 1, 1, 1)]
    with store.reading() as connection:
        marked = queries.rejections(connection, 2)[["kind", "key", "sheet", "row", "field", "value", "reason"]]
    assert marked.to_numpy().tolist() == [
        ["objective", "I2", "Strategy", 2, "weight", "six", "weight 'six' is no number"]
    ]


@pytest.mark.parametrize("kind", [Objective, None])
def test_nothing_is_closed_while_a_rejected_row_may_be_what_is_gone(store: Store, kind: type | None) -> None:
    put(store, delivery("register", *_objectives(1, 2, 3)))
    nameless = Rejection("the key is missing", "Strategy", 2, kind=kind)
    done = put(store, delivery("register", *_objectives(1, 3), rejections=[nameless]))
    assert _keys(store, 2) == ["I1", "I2", "I3"]
    assert done.files[0].delivery.export.notes == [
        "1 rows of objective that are no longer there were kept, because a rejected row without a key may be one of "
        "them; mend that row and load again"
    ]


def test_a_rejected_row_of_another_kind_keeps_nothing_open(store: Store) -> None:
    put(store, delivery("register", *_objectives(1, 2, 3)))
    other = Rejection("the key is missing", "KPIs", 2, kind=Kpi)
    put(store, delivery("register", *_objectives(1, 3), covers=[Kpi], rejections=[other]))
    assert _keys(store, 2) == ["I1", "I3"]


def test_several_faults_of_one_row_count_once(store: Store) -> None:
    faults = [Rejection("bad", "Strategy", 2, name, kind=Objective, key="I2") for name in ("weight", "due")]
    faults.append(Rejection("bad", "Strategy", 3, kind=Objective, key="I3"))
    done = put(store, delivery("register", *_objectives(1), rejections=faults))
    assert [f.rejected for f in done.files] == [2]


def test_the_same_rejections_again_make_no_revision_but_others_do(store: Store) -> None:
    def load(value: str) -> bool:
        bad = Rejection(f"weight '{value}' is no number", "Strategy", 2, "weight", value, Objective, "I2")
        return put(store, delivery("register", *_objectives(1), rejections=[bad])).changed

    assert [load("six"), load("six"), load("seven")] == [True, False, True]
    assert put(store, delivery("register", *_objectives(1))).changed, "that nothing is rejected any more is news"


def test_another_file_of_a_later_day_is_news_where_all_stands_as_it_did(store: Store) -> None:
    def load(path: str, of: str, loader: str = "portfolio", came: str = "2026-10-31") -> bool:
        rows = delivery(loader, *_objectives(1), loader=loader, path=path, status_date=of)
        return put(store, rows, as_of=came).changed

    assert load("q2.xlsx", "2026-06-30")
    assert not load("q2.xlsx", "2026-09-30"), "the same file says nothing new"
    assert not load("q2 (1).xlsx", "2026-06-30"), "on the same day another says nothing new either"
    assert load("q3.xlsx", "2026-09-30")
    assert not load("q3 (1).xlsx", "2026-09-30", came="2026-11-30"), "nor does another of the same day a month later"
    assert load("a.xlsx", "2026-06-30", "register", "2026-11-30")
    assert not load("b.xlsx", "2026-12-31", "register", "2026-12-31"), "a register says it by its rows"


def test_what_is_no_news_by_itself_is_none_beside_what_is(store: Store) -> None:
    def load(path: str, of: str, *objectives: int) -> list[str]:
        returns = delivery("returns", Project("P"), loader="portfolio", path=path, status_date=of)
        put(store, returns, delivery("register", *_objectives(*objectives), path=f"{objectives}.xlsx"))
        with store.reading() as connection:
            newest = queries.feed_states(connection, 9).set_index("feed_name").loc["returns"]
            stored = queries.files(connection, len(objectives))["feed_name"]
            return [str(one) for one in (*stored, newest["path"], newest["status_date"])]

    assert load("q2.xlsx", "2026-06-30", 1) == ["register", "returns", "q2.xlsx", "2026-06-30"]
    assert load("q2 (1).xlsx", "2026-06-30", 1, 2) == ["register", "q2.xlsx", "2026-06-30"]
    assert load("q3.xlsx", "2026-09-30", 1, 2, 3) == ["register", "returns", "q3.xlsx", "2026-09-30"]


def test_the_first_delivery_of_a_feed_is_kept_though_it_holds_nothing(store: Store) -> None:
    put(store, delivery("returns", covers=[Project], loader="portfolio"), delivery("register", *_objectives(1)))
    with store.reading() as connection:
        assert list(queries.feed_states(connection, 1)["feed_name"]) == ["register", "returns"]


@pytest.mark.parametrize(
    ("loader", "record"), [("portfolio", Project("P", name="Quay")), ("stratml", Objective("I1", name="Grow"))]
)
def test_returns_and_plans_of_an_earlier_day_are_refused_as_a_schedule_is(
    store: Store, loader: str, record: Project | Objective
) -> None:
    q2, q1 = (
        delivery("returns", record._replace(name=name), loader=loader, path=f"{name}.xlsx", status_date=day)
        for name, day in (("q2", "2026-06-30"), ("q1", "2026-03-31"))
    )
    put(store, q2)
    with pytest.raises(Refusal, match="its status date 2026-03-31 is older than 2026-06-30, which feed 'returns'"):
        put(store, q1)
    assert put(store, q1, as_of="2026-12-31").changed, "history may be filled in"


def test_rejections_and_omissions_are_kept_with_their_file(store: Store) -> None:
    bad = Rejection("two names", "Task", 12, kind=Task, key="P.1")
    left = [Skipped("ACTVTYPE: definitions, read with their values", 3), Skipped("blank rows")]
    put(store, delivery("plan", Task("P.2", project="P"), rejections=[bad], skipped=left, loader="ms_project"))
    with store.reading() as connection:
        line = queries.files(connection, 1).to_dict("records")[0]
        omitted = queries.omissions(connection, 1)[["reason", "count"]].to_numpy().tolist()
    assert [line[n] for n in ("rows_in", "stored", "unchanged", "rejected", "skipped")] == [6, 1, 0, 1, 4]
    assert omitted == [["ACTVTYPE: definitions, read with their values", 3], ["blank rows", 1]]


# --- several files of one feed ----------------------------------------------------------------------------------------


def test_all_files_of_a_feed_in_one_load_are_one_snapshot(store: Store) -> None:
    put(store, delivery("plans", *_objectives(1, 2), path="a"), delivery("plans", *_objectives(3, 4), path="b"))
    done = put(store, delivery("plans", *_objectives(1, 2), path="a"), delivery("plans", *_objectives(3), path="b"))
    assert _keys(store, 2) == ["I1", "I2", "I3"]
    assert [(f.stored, f.unchanged, f.closed) for f in done.files] == [(0, 2, 1), (0, 1, 0)]


def test_what_an_earlier_file_of_the_feed_states_is_rejected_in_a_later_one(store: Store) -> None:
    first, second = (delivery("plans", *_objectives(n, n + 1), path=f"/in/{n}/plan-{n}.csv") for n in (1, 2))
    done = put(store, first, second)
    assert _keys(store, 1) == ["I1", "I2", "I3"]
    assert [(f.stored, f.rejected) for f in done.files] == [(2, 0), (1, 1)]
    rejected = done.files[1].rejections[0]
    assert (rejected.sheet, rejected.row, rejected.value) == ("Strategy", 2, "I2")
    said = "objective 'I2' is already stated by plan-1.csv in this load of the same feed; give each"
    assert rejected.reason.startswith(said)


def test_a_feed_of_which_a_file_is_missing_closes_nothing(store: Store) -> None:
    put(store, delivery("plans", *_objectives(1, 2), path="a"), delivery("plans", *_objectives(3), path="b"))
    put(store, delivery("plans", *_objectives(1, name="x"), path="a"), incomplete=frozenset({"plans"}))
    assert _keys(store, 2) == ["I1", "I2", "I3"]


def test_a_feed_does_not_change_its_loader(store: Store) -> None:
    put(store, delivery("plan", *_objectives(1)))
    with pytest.raises(Refusal, match="feed 'plan' holds register exports, this file is ms_project"):
        put(store, delivery("plan", Task("P.1", project="P"), loader="ms_project"))
    with pytest.raises(Refusal, match="name another feed with --feed"):
        put(store, delivery("new", *_objectives(1)), delivery("new", Task("P.1", project="P"), loader="primavera"))


# --- lists that shrink ------------------------------------------------------------------------------------------------


def test_a_list_that_would_lose_over_half_its_rows_is_refused_unless_accepted(store: Store) -> None:
    put(store, delivery("register", *_objectives(1, 2, 3, 4, 5)))
    before = _rows(store)
    fewer = delivery("register", *_objectives(1, 2), Kpi("K1"), path="wrong.xlsx")
    with pytest.raises(Refusal) as refused:
        put(store, fewer)
    assert list(refused.value.faults) == ["wrong.xlsx"]
    assert "3 of the 5 rows of objective that feed 'register' holds are no longer there" in str(refused.value)
    assert "--accept-shrink" in str(refused.value)
    assert _rows(store) == before
    assert put(store, fewer, accept_shrink=True).changed
    assert _keys(store, 2) == ["I1", "I2", "K1"]


def test_a_list_may_lose_half_its_rows(store: Store) -> None:
    put(store, delivery("register", *_objectives(1, 2, 3, 4)))
    assert put(store, delivery("register", *_objectives(1, 2))).changed


def test_only_guarded_lists_are_refused(store: Store) -> None:
    guarded = frozenset({Project, Task})

    def plan(objectives: int, tasks: int) -> Delivery:
        rows = [*_objectives(*range(objectives)), *(Task(f"P.{n}", project="P") for n in range(tasks))]
        return delivery("plan", *rows, covers=[Objective, Task], loader="ms_project", guarded=guarded)

    put(store, plan(9, 9))
    assert put(store, plan(1, 9)).changed
    with pytest.raises(Refusal, match="8 of the 9 rows of task"):
        put(store, plan(1, 1))


def test_every_refused_feed_is_named_at_once(store: Store) -> None:
    put(store, delivery("a", *_objectives(1, 2, 3)), delivery("b", *_objectives(1, 2, 3)))
    with pytest.raises(Refusal) as refused:
        put(store, delivery("a", *_objectives(1)), delivery("b", *_objectives(2)), delivery("c", *_objectives(1)))
    assert set(refused.value.faults) == {"a.xlsx", "b.xlsx"}
    assert _keys(store, 1) == ["I1", "I1", "I2", "I2", "I3", "I3"]


# --- dates ------------------------------------------------------------------------------------------------------------


def _plan(day: str, *projects: tuple[str, str], path: str = "plan.xml", feed: str = "plan") -> Delivery:
    rows = [Project(key, status_date=of) for key, of in projects or [("P", day)]]
    return delivery(feed, *rows, covers=[Task], loader="ms_project", status_date=day, path=path)


def test_a_schedule_older_than_what_its_feed_holds_is_refused_unless_as_of_says_so(store: Store) -> None:
    put(store, _plan("2026-10-31"))
    with pytest.raises(Refusal) as refused:
        put(store, _plan("2026-09-30"))
    assert refused.value.faults["plan.xml"] == (
        "its status date 2026-09-30 is older than 2026-10-31, which feed 'plan' already holds; load the newer export, "
        "or say --as-of if history is to be filled in"
    )
    assert put(store, _plan("2026-10-31", ("P", "2026-10-31"), ("Q", "2026-10-31"))).changed, "the same day may be"
    assert put(store, _plan("2026-09-30", ("P", "2026-09-30"), ("Q", "2026-09-30")), as_of="2099-12-31").changed


def test_each_file_of_a_feed_may_stand_on_a_day_of_its_own(store: Store) -> None:
    late, early = ("P", "2026-10-31"), ("Q", "2026-09-30")
    put(store, _plan("2026-10-31", late, path="p"), _plan("2026-09-30", early, path="q"))
    newer = _plan("2026-11-30", ("P", "2026-11-30"), path="p")
    assert put(store, newer, _plan("2026-09-30", early, path="q")).changed
    with pytest.raises(Refusal) as refused:
        put(
            store,
            _plan("2026-12-31", ("P", "2026-12-31"), path="p"),
            _plan("2026-08-31", ("Q", "2026-08-31"), path="q"),
        )
    assert list(refused.value.faults) == ["q"]


def test_readings_and_plans_without_tasks_may_be_dated_any_time(store: Store) -> None:
    put(store, delivery("register", *_objectives(1), status_date="2026-10-31"))
    assert put(store, delivery("register", *_objectives(1, 2), status_date="2026-01-31")).changed


def test_history_is_filled_in_from_the_oldest_month_on(store: Store) -> None:
    for day, count in (("2026-05-31", 1), ("2026-06-30", 2), ("2026-06-30", 3)):
        put(store, delivery("register", *_objectives(*range(count))), as_of=day)
    assert [store.revision(as_of=day) for day in ("2026-05-30",)] == [None]
    found = [store.revision(as_of=day) for day in ("2026-05-31", "2026-06-29", "2026-06-30", "2027-01-01")]
    assert [r.number for r in found if r] == [1, 1, 3, 3]
    with pytest.raises(Refusal, match=r"--as-of 2026-06-29 is earlier than the newest load \(revision 3"):
        put(store, delivery("register", *_objectives(9)), as_of="2026-06-29")
    now = put(store, delivery("register", *_objectives(1, 2, 3, 4))).revision
    assert now and now.recorded_at > "2026-06-30T23:59:59Z"


def test_the_recorded_moment_never_decreases(store: Store) -> None:
    put(store, delivery("register", *_objectives(1)), as_of="2099-12-31")
    now = put(store, delivery("register", *_objectives(1, 2))).revision
    assert now and now.recorded_at == "2099-12-31T23:59:59Z"


# --- all or nothing ---------------------------------------------------------------------------------------------------


def test_a_fault_while_findings_are_made_leaves_the_store_as_it_was(store: Store) -> None:
    put(store, delivery("register", *_objectives(1)))
    before = _rows(store)

    def fails(connection: Connection, revision: int) -> None:
        connection.execute(
            finding.insert().values(
                subject_kind="kpi", subject="K", measure="score", rule="r", inputs="{}", since=revision, until=9
            )
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        commit(store, Load([delivery("register", *_objectives(1, 2)), delivery("new", Kpi("K"))], "t"), fails)
    assert _rows(store) == before
    assert put(store, delivery("register", *_objectives(1, 2))).changed


def test_an_assessment_that_changes_nothing_makes_no_revision(store: Store) -> None:
    put(store, delivery("register", *_objectives(1)))
    assert not commit(store, Load([], "judged", "assessment"), lambda *_: None).changed
    assert store.revision() == store.revision(number=1)


def test_where_a_line_becomes_several_records_lines_are_counted(store: Store) -> None:
    def board(*people: str, third: bool = False) -> Delivery:
        project = Project("P", finish="2026-12-01T17:00:00" if third else None, sheet="b", row=2)
        tasks = [Task(f"P.{n}", "P", uid=f"{n}", sheet="b", row=n) for n in (2, 3, 4)[: 2 + third]]
        work = [Assignment(f"P.{n}.{who}", "P", f"P.{n}", who, sheet="b", row=n) for n, who in enumerate(people, 2)]
        skipped = [Skipped("a sum"), Skipped("'Votes'", 7, inside=True)]
        found = delivery("board", project, *tasks, *work, skipped=skipped, loader="jira")
        found.export.lines = Task, Project
        found.export.rows_in = found.export.kept + found.export.left_out
        return found

    def counts(done: Committed) -> tuple[int, int, int, int]:
        (file,) = done.files
        return file.delivery.export.rows_in, file.stored, file.unchanged, file.delivery.export.left_out

    assert counts(put(store, board("ann", "bob"))) == (3, 2, 0, 1)
    assert counts(put(store, board("ann", "eve"))) == (3, 1, 1, 1)  # another person: the line of the second task
    assert counts(put(store, board("ann", "eve", third=True))) == (4, 2, 1, 1)  # and the project, at its first line
    assert not put(store, board("ann", "eve", third=True)).changed
