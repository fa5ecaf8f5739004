"""The properties of an equipment type: attributes, measurements, transforms and metrics."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from twin.definition.names import (
    Address,
    DataType,
    Name,
    NotNegative,
    Part,
    Positive,
    Title,
    Unit,
)

Expression = Annotated[str, StringConstraints(min_length=1)]
"""SiteWise formula language; a variable is the name of a property of the same type."""

Window = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,4}[mhdw]$")]
"""Tumbling window of a metric: `5m`, `1h`, `1d`, `1w`."""

Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""Variable of a formula, as the SiteWise API allows it."""

Range = Annotated[tuple[float, float], Field(strict=False)]


class Attribute(Part):
    """A constant of the asset, such as its rated power."""

    title: Title | None = None
    unit: Unit = ""
    data_type: DataType = "double"
    default: float | bool | str


class Measurement(Part):
    """A value that the PLC delivers."""

    title: Title | None = None
    unit: Unit = ""
    data_type: DataType = "double"
    range: Range | None = None
    address: Address | None = None
    """OPC UA node id; `{asset}` and `{property}` are filled in. Default: `plc.address`."""
    stale_after_seconds: Positive = 30.0
    dead_band: NotNegative = 0.0
    """Smaller changes are not sent, in the unit of the signal."""


class Transform(Part):
    """A formula that SiteWise evaluates on every new value of an input."""

    title: Title | None = None
    unit: Unit = ""
    data_type: DataType = "double"
    range: Range | None = None
    formula: Expression
    variables: dict[Variable, Name] = Field(default_factory=dict)
    """Variable of the formula → property. Default: the property of the same name."""


class Metric(Transform):
    """A formula over a tumbling time window; its value is stamped at the window's end."""

    window: Window = "5m"
