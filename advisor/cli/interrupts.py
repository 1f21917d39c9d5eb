"""Ctrl-C in a session: whenever it comes, it ends the session once, and nothing takes it away.

Libraries take the signal for themselves: Polars puts a handler of its own in place when it is imported, after which a read
goes on; prompt_toolkit turns it into a key that the lists of questionary don't know. And where Python can't raise, as in a
destructor, it drops what is raised. So the signal is taken back before anything that can last, and is kept in mind. A read
that begins just after it came would sleep on: every signal leaves a byte in a pipe, which is waited for together with the
input.
"""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self, TextIO


class Interrupts:
    """Within its block SIGINT raises KeyboardInterrupt; `arm` raises one that was lost. Use it in the main thread."""

    def __init__(self) -> None:
        self._came = False
        self._before = signal.getsignal(signal.SIGINT)
        self._woken = self._wake = self._woke_before = -1

    def __enter__(self) -> Self:
        self._before = signal.getsignal(signal.SIGINT)
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        self._woke_before = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        self.arm()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.signal(signal.SIGINT, self._before)
        signal.set_wakeup_fd(self._woke_before)
        os.close(self._woken)
        os.close(self._wake)

    def wait_for(self, stream: TextIO) -> None:
        """Wait until a line of a terminal can be read at once. Raises KeyboardInterrupt when the signal comes or has come."""
        source = stream.fileno()
        while True:
            ready, _, _ = select.select([source, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, 4096)  # of any signal
                self.arm()
            if source in ready:
                return

    def arm(self) -> None:
        """Take the signal, whoever has it. Raises KeyboardInterrupt when one came that nobody saw."""
        signal.signal(signal.SIGINT, self._take)
        if self._came:
            raise KeyboardInterrupt

    def ignore(self) -> None:
        """From now on let the signal pass: the session ends already and must not be kept from saving."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._came = True
        raise KeyboardInterrupt
