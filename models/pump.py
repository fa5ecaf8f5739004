"""A centrifugal pump as an FMU (FMI 2.0 co-simulation), in steady state at every step.

Head curve by the affinity laws: H = r² H0 (1 - 0.25 wear) - k Q², r = speed / rated speed.
Efficiency: best (1 - (q - 1)²)(1 - 0.2 wear), q = flow over best flow at the present speed.
At standstill the check valve is shut: nothing flows, whatever the pressures.
"""

import math

from pythonfmu import Fmi2Causality, Fmi2Slave, Fmi2Variability, Real

GRAVITY = 9.80665  # m/s²
DENSITY = 998.2  # kg/m³, water at 20 °C
PASCAL_PER_BAR = 1e5
SECONDS_PER_HOUR = 3600.0
RATED_SPEED = 1450.0  # rpm
SHUTOFF_HEAD = 36.0  # m
BEST_FLOW = 40.0 / SECONDS_PER_HOUR  # m³/s
BEST_HEAD = 28.0  # m
CURVATURE = (SHUTOFF_HEAD - BEST_HEAD) / BEST_FLOW**2  # s²/m⁵
MOTOR_EFFICIENCY = 0.91
IDLE_LOSS = 0.12  # kW
CHURNING_LOSS = 0.45  # kW at rated speed
LEAST_EFFICIENCY = 0.05


class Pump(Fmi2Slave):
    """Inputs: rpm and bar. Outputs: m³/h, kW (electric) and m."""

    author = "Digital Twin Framework"
    description = "Centrifugal pump with wear"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.speed = RATED_SPEED
        self.suction_pressure = 0.3
        self.discharge_pressure = 3.0
        self.wear = 0.05
        self.efficiency_best = 0.72
        self.flow = 0.0
        self.power = 0.0
        self.head = 0.0
        for name in ("speed", "suction_pressure", "discharge_pressure"):
            self.register_variable(Real(name, causality=Fmi2Causality.input))
        for name in ("wear", "efficiency_best"):
            self.register_variable(
                Real(
                    name,
                    causality=Fmi2Causality.parameter,
                    variability=Fmi2Variability.tunable,
                )
            )
        for name in ("flow", "power", "head"):
            self.register_variable(Real(name, causality=Fmi2Causality.output))

    def exit_initialization_mode(self) -> None:
        self._solve()

    def do_step(self, current_time: float, step_size: float) -> bool:
        self._solve()
        return True

    def _solve(self) -> None:
        ratio = max(self.speed, 0.0) / RATED_SPEED
        rise = (self.discharge_pressure - self.suction_pressure) * PASCAL_PER_BAR
        self.head = rise / (DENSITY * GRAVITY)
        spare = SHUTOFF_HEAD * ratio**2 * (1 - 0.25 * self.wear) - self.head
        flow = math.sqrt(spare / CURVATURE) if spare > 0 and ratio > 0 else 0.0
        self.flow = flow * SECONDS_PER_HOUR
        churning = CHURNING_LOSS * ratio**3
        shaft = churning
        if flow > 0:
            load = flow / (ratio * BEST_FLOW)
            efficiency = self.efficiency_best * (1 - (load - 1) ** 2) * (1 - 0.2 * self.wear)
            shaft = max(churning, rise * flow / max(efficiency, LEAST_EFFICIENCY) / 1000)
        running = 1.0 if ratio > 0 else 0.0
        self.power = running * (shaft / MOTOR_EFFICIENCY + IDLE_LOSS)
