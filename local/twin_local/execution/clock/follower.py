"""What waits on the clock: the shape of the files in `followers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.scheduling import Later
from twin_local.execution.types import Json


@dataclass(frozen=True)
class Parts:
    """What followers may need of the embedded AWS."""

    account: str
    clock: VirtualClock
    deliveries: Deliveries
    laters: Sequence[Later]


class Follower:
    """One part of the embedded AWS that waits on the clock; does nothing by default.

    A file in `followers` defines `build(parts)`, which returns one.
    """

    name = ""

    def begin(self, firings: int) -> None:
        """Prepare for an advance, in which one schedule fires at most `firings` times."""

    def next_due(self, after: float) -> float | None:
        """Return the first moment after `after` at which something is due, None if nothing is."""
        return None

    def reach(self, now: float) -> None:
        """Do what is due at `now`; called about every second, and at each due moment."""

    def finish(self, now: float) -> Mapping[str, Json]:
        """End an advance that has reached `now`, and return what it did and left out."""
        return {}

    def machine_jumped(self, seconds: float) -> None:
        """Take note that the machine's clock was set: ahead (or it slept), or back (negative)."""
