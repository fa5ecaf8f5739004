"""The faults that can be switched on, and what each of them does to the station."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

FaultKind = Literal[
    "bearing_wear",
    "cavitation",
    "pump_trip",
    "valve_stuck",
    "fouling",
    "sensor_stuck",
    "sensor_bad_quality",
]

FAULT_TARGETS: dict[FaultKind, str] = {
    "bearing_wear": "a pump; severity is the wear from 0 (new) to 1 (worn out)",
    "cavitation": "a pump; severity is how much of its suction line is blocked, from 0 to 1",
    "pump_trip": "a pump; any severity above 0",
    "valve_stuck": "a valve; any severity above 0",
    "fouling": "a heat exchanger; severity is how much of its conductance is lost, from 0 to 1",
    "sensor_stuck": "a measurement such as P-101.vibration; any severity above 0",
    "sensor_bad_quality": "a measurement; above 0.5 BAD, else UNCERTAIN",
}


class UnknownFault(ValueError):
    """The fault, its target or its severity makes no sense here."""


@dataclass(frozen=True)
class Faults:
    """The active faults: severity from 0 to 1 by (kind, target)."""

    active: dict[tuple[FaultKind, str], float] = field(default_factory=dict)

    def severity(self, kind: FaultKind, target: str) -> float:
        """Return the severity of a fault, 0 where it is not active."""
        return self.active.get((kind, target), 0.0)

    def having(self, kind: FaultKind, target: str, severity: float) -> Faults:
        """Return the faults with one set, or cleared by severity 0."""
        active = {key: value for key, value in self.active.items() if key != (kind, target)}
        if severity > 0:
            active[(kind, target)] = severity
        return replace(self, active=active)


def read_fault(
    kind: str, target: str, severity: float, targets: dict[FaultKind, frozenset[str]]
) -> tuple[FaultKind, str, float]:
    """Return a checked request for a fault; raise `UnknownFault` saying what exists."""
    known = next((name for name in FAULT_TARGETS if name == kind), None)
    if known is None:
        raise UnknownFault(f"no fault {kind!r}; there are {', '.join(FAULT_TARGETS)}")
    if target not in targets[known]:
        choices = ", ".join(sorted(targets[known]))
        raise UnknownFault(f"{kind} cannot happen to {target!r}; it can to {choices}")
    if not 0.0 <= severity <= 1.0:
        raise UnknownFault(f"severity {severity:g} is not between 0 and 1")
    return known, target, severity
