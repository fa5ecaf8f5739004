"""Which refused samples become dead letters: one per signal and reason now and then.

A sensor that stays out of range is one thing to look at, not ten every second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from edge_runtime.rows import Refusal
from twin.telemetry.errors import TelemetryError
from twin.telemetry.sample import Sample

REPEAT_SECONDS = 60.0


@dataclass
class Refusals:
    """Remembers when it last let a refusal of a signal through."""

    clock: Callable[[], float] = time.monotonic
    _last: dict[tuple[str, str], float] = field(default_factory=dict)

    def letter(self, sample: Sample, error: TelemetryError) -> Refusal | None:
        """Return the dead letter of a refused sample, or None where there is one already."""
        now, key = self.clock(), (sample.alias, error.code)
        if now - self._last.get(key, -REPEAT_SECONDS) < REPEAT_SECONDS:
            return None
        self._last[key] = now
        return Refusal(sample, error.code, str(error))
