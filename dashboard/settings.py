"""What the administrator sets for one running dashboard, read once and never changed."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

_ORIGIN = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
_HOST = re.compile(r"\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?|\[[0-9A-Fa-f:]+\]")
_SHORTEST_KEY = 16


class SettingsError(ValueError):
    """A setting that cannot be used. The message names it, its value, what was expected and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one running dashboard. Raises SettingsError for values that cannot be used.

    `now` fixes the clock, for the sample portfolio; None means the real one.
    `embed_origins` are the origins whose pages may frame `/embed/`, such as https://intranet.example.org.
    `hosts` are the names under which the dashboard answers; none means any.
    `secret_key` signs what goes through browsers, and must be the same for all workers.
    """

    title: str = "Throughline"
    now: datetime | None = None
    embed_origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    def __post_init__(self) -> None:
        _check_each("embed_origins", self.embed_origins, _ORIGIN, "an origin such as https://intranet.example.org")
        _check_each("hosts", self.hosts, _HOST, "a host name such as strategy.example.org")
        if len(self.secret_key) < _SHORTEST_KEY:
            raise SettingsError(
                f"secret_key has {len(self.secret_key)} characters, expected at least {_SHORTEST_KEY}; "
                "make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
            )
        if self.now is not None and self.now.tzinfo is None:
            raise SettingsError(f"now is {self.now.isoformat()}, expected a moment with its time zone")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read THROUGHLINE_TITLE, _NOW, _EMBED_ORIGINS, _HOSTS (separated by spaces) and _SECRET_KEY.

        Raises SettingsError.
        """
        values = {
            name: text for name in _READERS if (text := environment.get(f"THROUGHLINE_{name.upper()}", "").strip())
        }
        return cls(**{name: _READERS[name](text) for name, text in values.items()})

    def moment(self) -> datetime:
        """Now, in UTC: the fixed one, or the clock's."""
        return self.now or datetime.now(UTC)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"now is {text!r}, expected a moment such as 2026-11-10T08:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


_READERS = {"title": str, "now": _moment, "embed_origins": _several, "hosts": _several, "secret_key": str}


def _check_each(name: str, values: tuple[str, ...], pattern: re.Pattern[str], expected: str) -> None:
    for value in values:
        if not pattern.fullmatch(value):
            raise SettingsError(f"{name} has {value!r}, expected {expected}, without a path")
