"""Ctrl-C in a session: whenever it comes, it ends the session once, and nothing takes it away.

Libraries take the signal for themselves: Polars puts a handler of its own in place when it is imported, after which a read
goes on; prompt_toolkit turns it into a key that the lists of questionary don't know. And where Python can't raise, as in a
destructor, it drops what is raised. So the signal is taken back before anything that can last, and is kept in mind.
"""

import signal
from types import FrameType, TracebackType
from typing import Self


class Interrupts:
    """Within its block SIGINT raises KeyboardInterrupt; `arm` raises one that was lost. Use it in the main thread."""

    def __init__(self) -> None:
        self._came = False
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Self:
        self._before = signal.getsignal(signal.SIGINT)
        self.arm()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.signal(signal.SIGINT, self._before)

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
