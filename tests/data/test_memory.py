"""What is kept is made once, and two different things do not wait for each other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from data.memory import Memory

SOON = 10  # seconds; a test that would wait for ever fails


def test_only_who_asks_for_the_same_waits_for_it_to_be_made() -> None:
    memory: Memory[str] = Memory(2)
    begun, go_on, made = Event(), Event(), []

    def slowly() -> str:
        made.append("slow")
        begun.set()
        assert go_on.wait(SOON)
        return "slow"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(memory.get, "slow", slowly)
        assert begun.wait(SOON)
        second = threads.submit(memory.get, "slow", slowly)
        assert memory.get("other", lambda: "other") == "other"  # while the slow one is still being made
        go_on.set()
        assert [first.result(SOON), second.result(SOON)] == ["slow", "slow"]
    assert made == ["slow"]


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    memory: Memory[int] = Memory(2)
    made: list[str] = []

    def ask(key: str) -> int:
        return memory.get(key, lambda: made.append(key) or len(made))

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]
    assert made == ["a", "b", "c", "b"]


def test_what_could_not_be_made_is_tried_again() -> None:
    memory: Memory[int] = Memory(2)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 // 0)
    assert memory.get("a", lambda: 7) == 7
