"""How keys and names are compared, and which keys are public."""

import pytest

from data.names import Names, PublicKeys, fold, full_name, plain_key


@pytest.mark.parametrize(
    ("one", "other"),
    [("P06", " p06 "), ("Straße", "STRASSE"), ("New  assembly\tline", "new assembly line"), ("a\u00a0b", "A B")],
)
def test_keys_are_compared_without_case_and_outer_or_repeated_blanks(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oyelund, Marta", "Marta Oyelund"),
        ("José Peña", "Jose Pena"),
        ("VOSS-LINDQVIST, Henrike", "Henrike Voss-Lindqvist"),
        ("\u2068Marta\u2069 \u200bOyelund", "Marta Oyelund"),
    ],
)
def test_people_are_compared_without_order_accents_and_case(one: str, other: str) -> None:
    assert full_name(one) == full_name(other)


def test_initials_are_no_full_name() -> None:
    assert full_name("M. Oyelund") != full_name("Marta Oyelund")


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("VEL-LINE1", "eng.VEL-LINE1"),
        ("New line/2", "eng.New-line-2"),
        ("Größe #1", "eng.Größe-1"),
        ("a&b?c", "eng.a-b-c"),
    ],
)
def test_a_plain_key_is_safe_in_an_address(source: str, key: str) -> None:
    assert plain_key("eng", source) == key


def test_two_things_never_get_the_same_key() -> None:
    keys = PublicKeys()
    first, second, third = keys.made("plan", "a b"), keys.made("plan", "a/b"), keys.made("plan.a", "b")
    assert (first, keys.made("plan", "a b")) == ("plan.a-b", "plan.a-b")
    assert second.startswith("plan.a-b~")
    assert third == "plan.a.b"
    assert keys.made("plan", "a.b") not in (first, second, third)
    assert PublicKeys({"plan.a-b": "plan.A-B"}).made("plan", "a b") != "plan.a-b", "a register has that key"


def test_the_own_key_of_a_feed_comes_before_any_key_and_a_key_before_a_name() -> None:
    called = Names()
    called.add(1, "A1", "eng.A1")
    called.add(2, "A1", "fin.A1")
    called.add(3, "K1", "K1")
    called.names[fold("K1")].add("eng.A1")
    called.names[fold("Twice")] |= {"K1", "fin.A1"}
    assert [called.find(1, "a1"), called.find(2, "A1"), called.find(3, "A1")] == ["eng.A1", "fin.A1", None]
    assert called.find(1, "k1") == "K1"
    assert [called.find(1, text) for text in ("fin.a1", "Twice", "nobody")] == ["fin.A1", None, None]
