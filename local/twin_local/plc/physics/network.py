"""The hydraulic network: pumps in parallel against static head, pipe and valve losses."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

PIPE_LOSS = 40_000.0
"""Friction of the discharge line in s²/m⁵, fitted so that one pump runs near its best point."""


def solve_header_head(
    pump_flows: Sequence[Callable[[float], float]],
    *,
    highest_head: float,
    static_head: float,
    loss: float | None,
) -> tuple[float, float]:
    """Return (header head in m, total flow in m³/s) where the pumps meet the system curve.

    Each element of `pump_flows` gives a pump's flow against a header head. With `loss` None the
    line is shut: the pumps sit at their shut-off head. Bisection, as both curves are monotonic.
    """
    if loss is None or highest_head <= static_head:
        return max(highest_head, 0.0), 0.0
    low, high = static_head, highest_head
    for _ in range(48):
        head = 0.5 * (low + high)
        supplied = sum(flow(head) for flow in pump_flows)
        drained = math.sqrt(max(head - static_head, 0.0) / loss)
        low, high = (head, high) if supplied > drained else (low, head)
    head = 0.5 * (low + high)
    return head, sum(flow(head) for flow in pump_flows)
