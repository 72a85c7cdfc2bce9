"""Damage done to files: what hands, half copies, other programs and bad disks make of them. The same seed, the same."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

_WORDS = (
    b"-1", b"0", b"99999999999999999999", b"1e309", b"NaN", b"-Infinity", b"", b"\0", b"2026-02-30T08:00:00",
    b"PT99999999999H0M0S", b"-PT8H", b"P1Y", b"9999-12-31T23:59:59", b"0001-01-01T00:00:00", b"\xff\xfe", b"&amp;",
    b"<", b"]]>", b'"', b"'", b"\t", b"1,5", b"1E5", b"00123", b"TRUE", b"#REF!", b"=1+1", b"null", b"[]", b"{}",
    b"\xe2\x80\xae", "é\u0301\U0001f3d7".encode(), b"A" * 5000,
)  # fmt: skip
_NUMBER = re.compile(rb"[0-9][0-9.:T,-]*")
_TEXT = re.compile(rb">([^<>]{0,80})<")
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*>[^<]*</\1>")
_VALUE = re.compile(rb'"([^"\\]{0,80})"|[0-9.]+|true|false|null')

Change = Callable[[Random, bytes], bytes]


def damaged(random: Random, data: bytes) -> bytes:
    """Give a file with a few changes that fit its kind: zips inside their parts, XML and JSON in what they hold."""
    if data.startswith(b"PK") and random.random() < 0.8:
        return _in_zip(random, data)
    return _changed(random, data)


def _changed(random: Random, data: bytes) -> bytes:
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    fitting: tuple[Change, ...] = ()
    if start.startswith(b"<"):
        fitting = (_text, _text, _element)
    elif start.startswith((b"{", b"[")):
        fitting = (_value, _value)
    for _ in range(random.randint(1, 5)):
        choice = fitting if fitting and random.random() < 0.75 else _ANY
        data = random.choice(choice)(random, data)
    return data


def _in_zip(random: Random, data: bytes) -> bytes:
    """Change one part of a zip, or let the zip lie about it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError):
        return _changed(random, data)
    chosen = random.choice(list(parts))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            if name != chosen or random.random() > 0.05:
                new.writestr(name, _changed(random, part) if name == chosen else part)
    whole = made.getvalue()
    return _byte(random, whole) if random.random() < 0.05 else whole


def _byte(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut_out(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + data[at + random.randint(1, 200) :]


def _cut_off(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)] if random.random() < 0.3 else data


def _repeated(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + data[at : at + random.randint(1, 2_000)] + data[at:]


def _number(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    found = list(_NUMBER.finditer(data, at, at + 4_000))
    return _replaced(random, data, found)


def _lines(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _text(random: Random, data: bytes) -> bytes:
    match = random.choice(list(_TEXT.finditer(data)) or [None])
    if match is None:
        return data
    word = random.choice(_WORDS).replace(b"\0", b"").replace(b"<", b"").replace(b"\xff\xfe", b"")
    return data[: match.start(1)] + word + data[match.end(1) :]


def _element(random: Random, data: bytes) -> bytes:
    match = random.choice(list(_ELEMENT.finditer(data)) or [None])
    return data if match is None else data[: match.start()] + match[0] * random.choice([0, 2]) + data[match.end() :]


def _value(random: Random, data: bytes) -> bytes:
    return _replaced(random, data, list(_VALUE.finditer(data)))


def _replaced(random: Random, data: bytes, found: list[re.Match[bytes]]) -> bytes:
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + random.choice(_WORDS) + data[match.end() :]


_ANY: tuple[Change, ...] = (_byte, _byte, _cut_out, _cut_off, _repeated, _number, _number, _lines)
