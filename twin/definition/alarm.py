"""Alarms of an equipment type, after ISA-18.2."""

from __future__ import annotations

from typing import Literal

from twin.definition.names import Comparison, Name, NotNegative, Part, Title, Unit

Priority = Literal["critical", "high", "medium", "low"]

PRIORITIES: dict[Priority, int] = {"critical": 1, "high": 2, "medium": 3, "low": 4}
"""Priority numbers of a compiled alarm: 1 is the most urgent."""


class AlarmDefinition(Part):
    """Active while `signal comparison threshold` held for the on-delay."""

    title: Title | None = None
    signal: Name
    comparison: Comparison
    threshold: float
    unit: Unit | None = None
    """Unit of threshold and dead band; stated, it must be that of the signal."""
    dead_band: NotNegative = 0.0
    on_delay_seconds: NotNegative = 0.0
    off_delay_seconds: NotNegative = 0.0
    priority: Priority = "medium"
