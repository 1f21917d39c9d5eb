"""The signal of Ctrl-C is seen before a read that would sleep through it."""

import os
import signal
from collections.abc import Iterator
from threading import Timer
from typing import TextIO

import pytest

from advisor.cli.interrupts import Interrupts

Ends = tuple[TextIO, TextIO]


@pytest.fixture
def ends() -> Iterator[Ends]:
    out, into = os.pipe()
    with os.fdopen(out) as reader, os.fdopen(into, "w") as writer:
        yield reader, writer


def write(writer: TextIO, text: str) -> None:
    writer.write(text)
    writer.flush()


def test_a_line_that_is_there_is_read(ends: Ends) -> None:
    reader, writer = ends
    with Interrupts() as interrupts:
        write(writer, "1\n")
        interrupts.wait_for(reader)
        assert reader.readline() == "1\n"


def test_a_signal_whose_exception_was_dropped_ends_the_wait(ends: Ends) -> None:
    reader, _ = ends
    with Interrupts() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupts.wait_for(reader)


def test_another_signal_does_not_end_the_wait(ends: Ends) -> None:
    reader, writer = ends
    seen: list[int] = []

    def note(number: int, frame: object) -> None:
        seen.append(number)
        write(writer, "late\n")

    before = signal.signal(signal.SIGUSR1, note)
    try:
        with Interrupts() as interrupts:
            Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
            interrupts.wait_for(reader)
            assert (seen, reader.readline()) == ([signal.SIGUSR1], "late\n")
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_everything_is_as_before_behind_the_block() -> None:
    before = signal.getsignal(signal.SIGINT), signal.set_wakeup_fd(-1)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.set_wakeup_fd(-1)) == before
