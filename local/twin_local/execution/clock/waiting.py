"""Stand-ins for `threading.Event` and `time.sleep` whose seconds are those of the clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import ModuleType

from twin_local.execution.clock.virtual import VirtualClock


class ClockEvent:
    """A `threading.Event` that stops waiting when the clock was moved past the end."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._is_set = False
        self._times_set = 0

    def is_set(self) -> bool:
        """Say whether it is set."""
        return self._is_set

    def set(self) -> None:
        """Set it, and wake all who wait."""
        with self._condition:
            self._is_set = True
            self._times_set += 1
            self._condition.notify_all()

    def clear(self) -> None:
        """Take back that it is set; who was woken stays awake."""
        with self._condition:
            self._is_set = False

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set or `timeout` seconds of the clock are over; say whether it was."""
        with self._condition, self._clock.waiting(self._condition, timeout) as wait:
            before = self._times_set
            while not self._is_set and self._times_set == before:
                left = wait.left()
                if left is not None and left <= 0:
                    return False
                self._condition.wait(left)
            return True


class StandIn(ModuleType):
    """A module with some of its names replaced."""

    def __init__(self, module: ModuleType, **names: Callable[..., object]) -> None:
        super().__init__(module.__name__)
        self.__dict__.update(vars(module) | names)


def threading_with(clock: VirtualClock) -> StandIn:
    """Return `threading` with events of the clock."""
    return StandIn(threading, Event=lambda: ClockEvent(clock))


def time_with(clock: VirtualClock) -> StandIn:
    """Return `time` whose `sleep` is in the clock's seconds."""
    return StandIn(time, sleep=clock.sleep)
