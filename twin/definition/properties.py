"""The properties of an equipment type: attributes, measurements, transforms and metrics."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag
from pydantic_core import PydanticCustomError

from twin.definition.names import (
    WINDOW_OFFSET,
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


def _moment_exists(text: str) -> str:
    if text[4:5] == "-":
        try:
            datetime.fromisoformat(text)
        except ValueError as error:
            raise PydanticCustomError("window_offset", "a date and time that exist") from error
    return text


WindowOffset = Annotated[
    str,
    StringConstraints(min_length=2, max_length=25, pattern=WINDOW_OFFSET),
    AfterValidator(_moment_exists),
]
"""By how much the windows of a metric are moved.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_TumblingWindow.html
"""

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
    expected_period_seconds: Positive | None = None
    """How often a changed value is to be expected; for quotas and cost only."""


class ChildVariable(Part):
    """A property of all child assets of one type; a formula aggregates over them."""

    child: Name
    property: Name


OWN, CHILD = "[own]", "[child]"
"""Marks of the kinds of variables, which pydantic puts into the place of a mistake."""


def _kind_of_variable(value: object) -> str:
    return CHILD if isinstance(value, dict | ChildVariable) else OWN


MetricVariable = Annotated[
    Annotated[Name, Tag(OWN)] | Annotated[ChildVariable, Tag(CHILD)],
    Discriminator(_kind_of_variable),
]


class Formula(Part):
    """What a transform and a metric have in common."""

    title: Title | None = None
    unit: Unit = ""
    data_type: DataType = "double"
    range: Range | None = None
    formula: Expression


class Transform(Formula):
    """A formula that SiteWise evaluates on every new value of an input."""

    variables: dict[Variable, Name] = Field(default_factory=dict)
    """Variable of the formula → property. Default: the property of the same name."""


class Metric(Formula):
    """A formula over a tumbling time window; its value is stamped at the window's end."""

    variables: dict[Variable, MetricVariable] = Field(default_factory=dict)
    """As for a transform; or `{child: TYPE, property: NAME}`: of all child assets of a type."""
    window: Window = "5m"
    window_offset: WindowOffset | None = None


class PropertySet(Part):
    """The properties that a type, a component or an interface states."""

    title: Title | None = None
    attributes: dict[Name, Attribute] = Field(default_factory=dict)
    measurements: dict[Name, Measurement] = Field(default_factory=dict)
    transforms: dict[Name, Transform] = Field(default_factory=dict)
    metrics: dict[Name, Metric] = Field(default_factory=dict)
