"""What all loaders hold to."""

import pytest

from loaders.base import is_secret

HASH = "$argon2id$v=19$m=65536,t=2,p=1$LJm/utCS$mhThbg"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("collaborator_pw", "hunter2"),
        ("Password", "hunter2"),
        ("Portal PWD", "hunter2"),
        ("Kennwort", "geheim"),
        ("Note", HASH),
        ("Note", "$2b$12$abcdefghijklmnopqrstuv"),
        ("Note", " $6$salt$hash "),
    ],
)
def test_a_password_is_told_by_the_name_of_its_field_or_by_its_form(field: str, value: str):
    assert is_secret(field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("collaborator_pw", None),
        ("collaborator_pw", ""),
        ("Password policy agreed", "yes"),
        ("MPW", "12"),
        ("Note", "costs $2 and $6 a piece"),
        ("Token", "ring"),
    ],
)
def test_other_fields_are_kept(field: str, value: str | None):
    assert not is_secret(field, value)
