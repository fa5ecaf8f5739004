"""A centrifugal pump: head and efficiency curves scaled by the affinity laws, and its NPSH.

Curve at rated speed: H = H0 - k Q². With the speed ratio r: H = r² H0 - k Q², because head scales
with r² and flow with r, so k stays. Efficiency keeps its shape over Q / r.
Wear opens the clearances: leakage lowers the head and the efficiency (ISO 10816 for the vibration).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from twin_local.plc.physics.water import DENSITY, GRAVITY

LEAST_EFFICIENCY = 0.05


@dataclass(frozen=True)
class Pump:
    """Rated data: speed in rpm, flows in m³/s, heads in m."""

    rated_speed: float = 1450.0
    shutoff_head: float = 36.0
    best_flow: float = 40 / 3600
    best_head: float = 28.0
    best_efficiency: float = 0.72
    npsh_at_rest: float = 1.2
    npsh_at_best: float = 2.6

    @property
    def curvature(self) -> float:
        """Return k of the head curve in s²/m⁵."""
        return (self.shutoff_head - self.best_head) / self.best_flow**2


def shutoff_head(pump: Pump, *, speed: float, wear: float) -> float:
    """Return the head in m at zero flow; `speed` in rpm, `wear` from 0 (new) to 1 (worn out)."""
    ratio = speed / pump.rated_speed
    return pump.shutoff_head * ratio**2 * (1 - 0.25 * wear)


def flow_at(pump: Pump, *, head: float, speed: float, wear: float) -> float:
    """Return the flow in m³/s against a head in m; the check valve keeps it from going back."""
    spare = shutoff_head(pump, speed=speed, wear=wear) - head
    return math.sqrt(spare / pump.curvature) if spare > 0 else 0.0


def efficiency_at(pump: Pump, *, flow: float, speed: float, wear: float) -> float:
    """Return the hydraulic efficiency, 0 to 1."""
    if speed <= 0 or flow <= 0:
        return LEAST_EFFICIENCY
    load = flow * pump.rated_speed / (speed * pump.best_flow)
    return max(LEAST_EFFICIENCY, pump.best_efficiency * (1 - (load - 1) ** 2) * (1 - 0.2 * wear))


def shaft_power(pump: Pump, *, flow: float, head: float, speed: float, wear: float) -> float:
    """Return the shaft power in W; at no flow the churning losses remain."""
    churning = 450.0 * (speed / pump.rated_speed) ** 3
    if flow <= 0:
        return churning
    efficiency = efficiency_at(pump, flow=flow, speed=speed, wear=wear)
    return float(max(churning, DENSITY * GRAVITY * flow * head / efficiency))


def npsh_required(pump: Pump, *, flow: float) -> float:
    """Return the suction head in m that the pump needs to run without cavitation."""
    rise = pump.npsh_at_best - pump.npsh_at_rest
    return pump.npsh_at_rest + rise * (flow / pump.best_flow) ** 2


def cavitation_degree(*, available: float, required: float) -> float:
    """Return how far cavitation has developed: 0 with half a metre to spare, 1 a metre below."""
    return min(max((required + 0.5 - available) / 1.5, 0.0), 1.0)


def vibration_velocity(
    pump: Pump, *, flow: float, speed: float, wear: float, cavitation: float
) -> float:
    """Return the vibration velocity at the bearing in mm/s RMS.

    A new machine of this class runs near 1.5 mm/s; above 7.1 mm/s it must not run on.
    """
    ratio = speed / pump.rated_speed
    if ratio <= 0.01:
        return 0.05
    load = flow / (ratio * pump.best_flow)
    off_design = 0.8 * (load - 1) ** 2
    return 0.05 + ratio**2 * float(1.3 + off_design + 14.0 * wear**1.3 + 14.0 * cavitation)
