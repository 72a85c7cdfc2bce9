"""How the rows of a person came together, and which people a person has to look at."""

import pandas as pd
import pytest

from dashboard.analysis.who import joined, near
from data.names import full_name


def rows(*lines: tuple[str, bool, str, str | None, str, list[str], bool]) -> pd.DataFrame:
    names = ["key", "registered", "source_key", "email", "name", "also", "declared"]
    frame = pd.DataFrame(lines, columns=names, dtype=object)
    return frame.assign(called=[full_name(name) for name in frame["name"]])


def test_each_row_says_by_what_it_was_joined() -> None:
    mail = "m@t.example"
    frame = rows(
        (mail, True, mail, mail, "Marta Oyelund", ["m. oyelund"], False),
        (mail, False, "7", "M@T.example", "Oyelund, Marta", [], False),
        (mail, False, "3", None, "M. Oyelund", [], False),
        (mail, False, "4", None, "Contractor 4", [], True),
        (mail, False, "5", None, "Oyelund, Márta", [], False),
        ("eng.9", False, "9", None, "Ada Byron", [], False),
        ("E1", True, "E1", None, "Ada King", [], False),
        ("E1", True, "e1", None, "A. King", [], False),
    )
    assert list(joined(frame)) == [None, "e-mail", "declared name", "declared name", "name", None, None, "key"]


def named(*lines: tuple[str, str, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["key", "name", "registered"], dtype=object)
    return frame.assign(called=[full_name(name) for name in frame["name"]])


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ("Marta Oyelund", "Oyelund, Márta", "the same name"),
        ("Marta Oyelund", "OYELUND Marta", "the same words in another order"),
        ("Marta Oyelund", "M. Oyelund", "initials"),
        ("Marta Jane Oyelund", "M J Oyelund", "initials"),
        ("Marta Jane Oyelund", "Marta Oyelund", "a further name"),
        ("Marta Jane Oyelund", "M. Oyelund", "initials"),
        ("Marta Oyelund", "Maria Oyelund", None),
        ("Marta Oyelund", "Marta Olund", None),
        ("Oyelund", "Marta Oyelund", None),
    ],
)
def test_names_are_near_in_a_way_that_is_said(one: str, two: str, why: str | None) -> None:
    found = near(named(("a", one, True), ("b", two, False)))
    assert found.to_numpy().tolist() == ([["a", "b", one, two, why]] if why else [])


def test_two_people_whom_registers_name_are_two_and_nobody_is_near_himself() -> None:
    frame = named(
        ("a", "Marta Oyelund", True), ("a", "M. Oyelund", True), ("b", "M. Oyelund", True), ("c", "M. Oyelund", False)
    )
    assert near(frame)[["key", "other", "why"]].to_numpy().tolist() == [
        ["a", "c", "the same name"],
        ["b", "c", "the same name"],
    ]
