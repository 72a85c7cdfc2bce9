"""What is shown is printed as an address and read back the same."""

from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.selection import FILTERS, KINDS, STATUSES, Node, Selection, Zoom

texts = st.text(min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and text.isprintable() and not any("\ud800" <= c <= "\udfff" for c in text)
)
keys = texts.filter(lambda text: "/" not in text and text not in (".", ".."))
nodes = st.builds(Node, kind=st.sampled_from(KINDS), key=texts)


def several(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=4, unique=True).map(tuple)


selections = st.builds(
    Selection,
    page=st.sampled_from(["map", "objective", "kpi", "project", "loads", "portfolio"]),
    key=st.none() | keys,
    embedded=st.booleans(),
    node=st.none() | nodes,
    **{name: several(st.sampled_from(STATUSES) if name == "status" else texts) for name in FILTERS},
    collapsed=several(nodes),
    search=st.just("") | texts,
    as_of=st.none() | st.dates() | st.integers(1, 10**9 - 1),
    compare=st.none() | st.dates() | st.integers(1, 10**9 - 1),
    zoom=st.sampled_from(Zoom),
    own=several(st.tuples(st.sampled_from(["group", "cell", "later_parameter"]), texts)),
)


@given(selections)
def test_what_is_printed_is_read_back_the_same(selection: Selection):
    again = Selection.parse(selection.href)
    assert again == selection
    assert again.problems == ()


@given(selections)
def test_an_address_is_plain_ascii_without_spaces(selection: Selection):
    assert selection.href.isascii()
    assert not set(selection.href) & set(" \"'<>\\")


@given(st.text(max_size=300))
def test_any_text_is_read_without_raising_and_prints_an_address_that_holds(text: str):
    selection = Selection.parse(text)
    assert Selection.parse(selection.href) == selection


parameters = st.sampled_from([*FILTERS, "node", "as_of", "revision", "compare", "zoom", "search", "group"])


@given(st.lists(st.tuples(parameters, st.text()), max_size=9))
def test_any_values_are_read_without_raising(pairs: list[tuple[str, str]]):
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'replace'))}" for name, value in pairs)
    selection = Selection.parse("/?" + query)
    assert Selection.parse(selection.href) == selection


@pytest.mark.parametrize(
    ("address", "selection"),
    [
        ("/", Selection()),
        ("", Selection()),
        ("/objective/O-1", Selection(page="objective", key="O-1")),
        ("/embed/map", Selection(embedded=True)),
        ("/embed", Selection(embedded=True)),
        ("/embed/kpi/K%C3%A41", Selection(page="kpi", key="Kä1", embedded=True)),
        ("/?node=kpi:K1#main", Selection(node=Node("kpi", "K1"))),
        ("/?status=off_track&status=at_risk", Selection(status=("off_track", "at_risk"))),
        ("/?as_of=2026-10-31&zoom=kpis", Selection(as_of=date(2026, 10, 31), zoom=Zoom.KPIS)),
        ("/loads?revision=7", Selection(page="loads", as_of=7)),
        ("/?theme=Order+to+delivery", Selection(theme=("Order to delivery",))),
        ("/?later_parameter=1", Selection(own=(("later_parameter", "1"),))),
        ("/resources?group=skill&group=&Bad=1", Selection(page="resources", own=(("group", "skill"),))),
    ],
)
def test_an_address_says_what_is_shown(address: str, selection: Selection):
    assert Selection.parse(address) == selection
    assert Selection.parse(address).problems == ()


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (
            "/?status=purple",
            "Left out of the address: status. 'purple' is not a status; expected one of "
            "on_track, at_risk, off_track, done, not_started, no_data.",
        ),
        ("/?as_of=31.10.2026", "Left out of the address: as_of. '31.10.2026' is not a day; expected YYYY-MM-DD."),
        (
            "/?as_of=2026-02-30",
            "Left out of the address: as_of. 2026-02-30 is not a day of the calendar; expected YYYY-MM-DD.",
        ),
        ("/?revision=0", "Left out of the address: revision. '0' is not a revision; expected a number from 1."),
        ("/?zoom=9", "Left out of the address: zoom. '9' is not a zoom; expected one of objectives, kpis, projects."),
        (
            "/?node=tea:1",
            "Left out of the address: node. 'tea' is not a kind of node; expected one of "
            "perspective, theme, objective, kpi, project, milestone, person.",
        ),
        ("/?node=kpi:", "Left out of the address: node. Node '' is empty or has characters that no name has."),
    ],
)
def test_a_bad_value_is_left_out_and_named(address: str, problem: str):
    selection = Selection.parse(address)
    assert selection == Selection()
    assert selection.problems == (problem,)


@pytest.mark.parametrize("address", ["/objective/a/b", "/Objective", "/objective/..", "/%00", "/index.html", "/a/../b"])
def test_a_path_that_no_page_can_have_is_the_unknown_page(address: str):
    assert Selection.parse(address).page == "unknown"


def test_a_value_given_twice_counts_once_and_too_many_are_left_out():
    assert Selection.parse("/?owner=Ada&owner=Ada").owner == ("Ada",)
    many = Selection.parse("/?" + "&".join(f"owner={n}" for n in range(101)))
    assert len(many.owner) == 100
    assert many.problems == ("Left out of the address: owner. More than 100 values.",)


@pytest.mark.parametrize(
    "fields",
    [
        {"page": "../etc"},
        {"key": "a/b"},
        {"status": ("purple",)},
        {"owner": ("Ada", "Ada")},
        {"search": " Ada"},
        {"own": (("owner", "Ada"),)},
        {"as_of": 0},
    ],
)
def test_a_selection_that_no_address_could_hold_cannot_be_made(fields: dict):
    with pytest.raises(ValueError, match=r"expected|twice|characters|address"):
        Selection(**fields)


def test_another_page_keeps_the_moment_and_the_embedding_and_drops_the_filters():
    here = Selection(embedded=True, as_of=date(2026, 10, 31), owner=("Ada",), node=Node("kpi", "K1"))
    assert here.to("kpi", "K1").href == "/embed/kpi/K1?as_of=2026-10-31"
    assert here.to("kpi", "K1").full.href == "/kpi/K1?as_of=2026-10-31"
    assert here.select(None).href == "/embed/map?owner=Ada&as_of=2026-10-31"
    assert here.filters == {"owner": ("Ada",)}


def test_what_only_the_page_knows_stays_when_something_else_changes():
    here = Selection.parse("/resources?group=skill&step=day&department=RND&as_of=2026-10-31")
    assert here.given("group") == ("skill",)
    assert here.put(step="month", page="2").href == (
        "/resources?department=RND&as_of=2026-10-31&group=skill&step=month&page=2"
    )
    assert here.put(group=None).href == "/resources?department=RND&as_of=2026-10-31&step=day"
    assert here.to("project", "P06").href == "/project/P06?as_of=2026-10-31"
