"""Notices that the machine's clock was set, or that the machine slept."""

from __future__ import annotations

from collections.abc import Callable

SMALLEST_JUMP_S = 5.0
"""Less is a correction by the time service, which schedules need not know of."""


class JumpDetector:
    """Compares the machine's time with seconds that no one sets, which stand still in sleep."""

    def __init__(self, *, wall: Callable[[], float], steady: Callable[[], float]) -> None:
        self._wall, self._steady = wall, steady
        self._difference = wall() - steady()

    def look(self) -> float:
        """Return by how many seconds the machine's clock jumped since the last look, mostly 0."""
        difference = self._wall() - self._steady()
        jump_s, self._difference = difference - self._difference, difference
        return jump_s if abs(jump_s) >= SMALLEST_JUMP_S else 0.0
