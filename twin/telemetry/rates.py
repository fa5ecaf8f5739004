"""How many values a signal gives: what the collector keeps of it, and what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass

SIGNS_OF_LIFE_PER_STALE_TIME = 3
"""A steady signal is sent this often within its stale time, so that one lost sample is no alarm."""

MINIMUM_INTERVAL_SECONDS = 1.0
"""Least seconds between two kept values of a signal, unless the collector is told otherwise."""


@dataclass(frozen=True)
class ValueRate:
    """Values a second: of a steady signal, as expected, and of one that never rests."""

    steady: float
    expected: float
    busiest: float

    def __add__(self, other: ValueRate) -> ValueRate:
        return ValueRate(
            self.steady + other.steady,
            self.expected + other.expected,
            self.busiest + other.busiest,
        )


NOTHING = ValueRate(0.0, 0.0, 0.0)


def value_rate(
    *, stale_after_seconds: float, expected_period_seconds: float | None = None
) -> ValueRate:
    """Return the rates of a measured signal.

    Nobody can tell from a dead band how often a plant will leave it: without a stated period the
    signal is expected to change as often as the collector can keep it.
    """
    steady = SIGNS_OF_LIFE_PER_STALE_TIME / stale_after_seconds
    busiest = max(1 / MINIMUM_INTERVAL_SECONDS, steady)
    expected = busiest if expected_period_seconds is None else 1 / expected_period_seconds
    return ValueRate(steady, expected, max(busiest, expected))
