"""Moves the clock: step by step through what is due, and second by second with the machine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from twin_local.execution.clock.follower import Follower
from twin_local.execution.clock.jumps import JumpDetector
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
TICK_S = 1.0
LONGEST_ADVANCE_S = 366 * 86_400.0
MOST_FIRINGS = 1000
"""How often one schedule fires in one advance of the clock."""


@dataclass(frozen=True)
class Advance:
    """One advance: the clock before and after in seconds since 1970, and what each follower did."""

    before: float
    after: float
    did: dict[str, dict[str, Json]] = field(default_factory=dict)


class AdvanceRefused(ValueError):
    """The clock cannot be moved so."""


class Timeline:
    """The clock with all its followers."""

    def __init__(self, *, clock: VirtualClock, followers: Sequence[Follower]) -> None:
        self._clock = clock
        self._followers = tuple(followers)
        self._jumps = JumpDetector(wall=clock.machine_now, steady=clock.steady)
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def start(self) -> None:
        """Tick in a thread of its own until closed."""
        threading.Thread(target=self._run, name="clock", daemon=True).start()

    def close(self) -> None:
        """Stop ticking."""
        self._stop.set()

    def tick(self) -> None:
        """Let every follower do what is due."""
        with self._lock:
            self._look_at_machine()
            self._reach()

    def advance(self, seconds: float, *, firings: int = MOST_FIRINGS) -> Advance:
        """Move the clock, stopping at every moment at which something is due.

        One schedule fires at most `firings` times; what is left out is told.

        Raises:
            AdvanceRefused: `seconds` is not positive or more than a year, or `firings` too many.
        """
        if not 0 <= firings <= MOST_FIRINGS:
            raise AdvanceRefused(f"{firings} firings: 0 to {MOST_FIRINGS} are possible")
        if not 0 < seconds <= LONGEST_ADVANCE_S:
            raise AdvanceRefused(
                f"an advance of {seconds:g} seconds: more than 0 and at most a year is possible"
            )
        with self._lock:
            self._look_at_machine()
            began, before = self._clock.machine_now(), self._clock.now()
            left_s = seconds
            for follower in self._followers:
                follower.begin(firings)
            while (step_s := self._next_step(left_s)) is not None:
                self._clock.move(step_s)
                left_s -= step_s
                self._reach()
            self._clock.move(left_s)
            self._reach()
            did = {one.name: dict(one.finish(self._clock.now())) for one in self._followers}
            self._clock.keep(since=began)
        LOG.info("the clock was advanced by %s s to %s", seconds, self._clock.moment())
        return Advance(
            before, self._clock.now(), {name: item for name, item in did.items() if item}
        )

    def _next_step(self, left_s: float) -> float | None:
        """Return the seconds to the next moment at which something is due, None if none is left."""
        now = self._clock.now()
        dues = [due for one in self._followers if (due := one.next_due(now)) is not None]
        return min(dues) - now if dues and min(dues) - now <= left_s else None

    def _reach(self) -> None:
        now = self._clock.now()
        for follower in self._followers:
            try:
                follower.reach(now)
            except Exception:  # a defect of one follower must not stop the others
                LOG.exception("%s did not do what was due", follower.name)

    def _look_at_machine(self) -> None:
        jump_s = self._jumps.look()
        if not jump_s:
            return
        if jump_s > 0:
            LOG.warning("the machine slept or its clock was set ahead: %.0f s are missing", jump_s)
            self._clock.slept(jump_s)
        else:
            LOG.warning("the machine's clock was set back by %.0f s: schedules go on", -jump_s)
        for follower in self._followers:
            follower.machine_jumped(jump_s)

    def _run(self) -> None:
        while not self._stop.wait(TICK_S):
            self.tick()
