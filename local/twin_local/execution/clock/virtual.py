"""What the time is in the embedded AWS, and how to wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from twin_local.execution.clock.offsets import Offsets


class VirtualClock:
    """The machine's time plus an offset that only grows; thread-safe.

    `now` is for moments (a cron's hour, an expiry), `elapsed` for durations: setting the machine's
    clock changes the first and not the second.

    Args:
        file: Where the offset is kept; None keeps it in memory.
        wall: The machine's time in seconds since 1970.
        steady: Seconds since any moment, which no one sets.
    """

    def __init__(
        self,
        *,
        file: Path | None = None,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._offsets = Offsets.load(file)
        self._wall, self._steady = wall, steady
        self._moved_s = self._offsets.latest_s
        self._slept_s = 0.0
        self._lock = threading.Lock()
        self._waits: dict[int, Wait] = {}
        self._listeners: list[Callable[[], None]] = []

    @property
    def offset_s(self) -> float:
        """How far the clock is ahead of the machine's."""
        return self._moved_s

    @property
    def is_kept(self) -> bool:
        """Say whether the offset is on the disk."""
        return self._moved_s == self._offsets.latest_s

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self._wall() + self._moved_s

    def moment(self) -> datetime:
        """Return the time, with the zone UTC."""
        return datetime.fromtimestamp(self.now(), tz=UTC)

    def machine_now(self) -> float:
        """Return the machine's time in seconds since 1970."""
        return self._wall()

    def steady(self) -> float:
        """Return the machine's seconds that no one sets."""
        return self._steady()

    def elapsed(self) -> float:
        """Return seconds since any moment: for durations."""
        return self._steady() + self._slept_s + self._moved_s

    def at(self, machine_time: float) -> float:
        """Return what this clock showed when the machine's showed `machine_time`."""
        return machine_time + self._offsets.at(machine_time)

    def move(self, seconds: float) -> None:
        """Go forwards, and wake who waits; `keep` puts the whole way on the disk.

        Raises:
            ValueError: `seconds` is negative: time does not go back.
        """
        if seconds < 0:
            raise ValueError("the clock only goes forwards")
        self._moved_s += seconds
        self._wake()

    def keep(self, since: float) -> None:
        """Write the offset down, as valid since a moment of the machine's time."""
        self._offsets.append(since, self._moved_s)

    def slept(self, seconds: float) -> None:
        """Count time in which the machine did not run or its clock was set ahead."""
        self._slept_s += seconds
        self._wake()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener`, which must be quick, whenever the clock was moved."""
        self._listeners.append(listener)

    def sleep(self, seconds: float) -> None:
        """Wait for a duration of this clock."""
        condition = threading.Condition()
        with condition, self.waiting(condition, seconds) as wait:
            while (left := wait.left()) is None or left > 0:
                condition.wait(left)

    @contextmanager
    def waiting(self, condition: threading.Condition, seconds: float | None) -> Iterator[Wait]:
        """Have `condition`, which the caller holds, notified when the clock is moved."""
        wait = Wait(self, condition, None if seconds is None else self.elapsed() + seconds)
        with self._lock:
            self._waits[id(wait)] = wait
        try:
            yield wait
        finally:
            with self._lock:
                del self._waits[id(wait)]

    def next_wait_end(self) -> float | None:
        """Return when the first of those who wait stops waiting, None when nobody waits."""
        with self._lock:
            ends = [wait.end for wait in self._waits.values() if wait.end is not None]
        return self.now() + min(ends) - self.elapsed() if ends else None

    def _wake(self) -> None:
        with self._lock:
            waits = list(self._waits.values())
        for wait in waits:
            with wait.condition:
                wait.condition.notify_all()
        for listener in self._listeners:
            listener()


class Wait:
    """One who waits; `end` in seconds of `elapsed`, None for ever."""

    def __init__(
        self, clock: VirtualClock, condition: threading.Condition, end: float | None
    ) -> None:
        self.condition, self.end = condition, end
        self._clock = clock

    def left(self) -> float | None:
        """Return the machine's seconds to wait while nobody moves the clock; None for ever."""
        return None if self.end is None else self.end - self._clock.elapsed()
