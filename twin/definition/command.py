"""Commands of an equipment type: set-points that an operator may write."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twin.definition.names import Address, Comparison, Name, Part, Positive, Reference, Title, Unit


class InterlockDefinition(Part):
    """Refuse the command while `signal comparison value` holds."""

    signal: Reference
    comparison: Comparison
    value: float
    unit: Unit | None = None
    """Stated, it must be the unit of the signal."""
    message: Title


class CommandDefinition(Part):
    """One set-point; `feedback` is the measured property that shows what the plant did."""

    title: Title | None = None
    feedback: Name
    minimum: float
    maximum: float
    unit: Unit | None = None
    """Stated, it must be the unit of the feedback signal."""
    maximum_rate_per_second: Positive | None = None
    address: Address | None = None
    """OPC UA node id; `{asset}` and `{property}` are filled in. Default: `plc.address`."""
    interlocks: Annotated[tuple[InterlockDefinition, ...], Field(strict=False)] = ()
    expires_after_seconds: Positive = 30.0
