"""Settings are read once, and a bad one says what to do."""

from datetime import UTC, datetime

import pytest

from dashboard.settings import Settings, SettingsError


def test_settings_come_from_the_environment():
    settings = Settings.from_environment(
        {
            "THROUGHLINE_TITLE": "Brightwater",
            "THROUGHLINE_NOW": "2026-11-10T08:00:00Z",
            "THROUGHLINE_EMBED_ORIGINS": "https://a.example.org, http://localhost:8000",
            "THROUGHLINE_HOSTS": "strategy.example.org",
            "THROUGHLINE_SECRET_KEY": "0123456789abcdef",
            "OTHER": "ignored",
        }
    )
    assert settings == Settings(
        title="Brightwater",
        now=datetime(2026, 11, 10, 8, tzinfo=UTC),
        embed_origins=("https://a.example.org", "http://localhost:8000"),
        hosts=("strategy.example.org",),
        secret_key="0123456789abcdef",
    )
    assert settings.moment() == datetime(2026, 11, 10, 8, tzinfo=UTC)


def test_an_empty_environment_gives_the_defaults_and_a_key_of_its_own():
    one, other = Settings.from_environment({}), Settings.from_environment({"THROUGHLINE_TITLE": " "})
    assert (one.title, one.now, one.embed_origins, one.hosts) == ("Throughline", None, (), ())
    assert len(one.secret_key) == 64
    assert one.secret_key != other.secret_key
    assert one.secret_key not in repr(one)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "EMBED_ORIGINS",
            "https://a.example.org;script-src",
            "embed_origins has 'https://a.example.org;script-src', "
            "expected an origin such as https://intranet.example.org, without a path",
        ),
        (
            "EMBED_ORIGINS",
            "*",
            "embed_origins has '*', expected an origin such as https://intranet.example.org, without a path",
        ),
        ("HOSTS", "a/b", "hosts has 'a/b', expected a host name such as strategy.example.org, without a path"),
        ("NOW", "soon", "now is 'soon', expected a moment such as 2026-11-10T08:00:00Z"),
        (
            "SECRET_KEY",
            "short",
            "secret_key has 5 characters, expected at least 16; "
            "make one with: python -c 'import secrets; print(secrets.token_hex(32))'",
        ),
    ],
)
def test_a_bad_setting_says_what_was_expected(name: str, value: str, message: str):
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({f"THROUGHLINE_{name}": value})
    assert str(error.value) == message
