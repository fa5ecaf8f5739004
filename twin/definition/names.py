"""The kinds of names and numbers that a site file may use."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Part(BaseModel):
    """A part of a site file: frozen, no unknown keys, no silent conversion of types."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


SiteName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,22}[a-z0-9]$")]
"""Lower case, digits and hyphens, 2 to 24 characters: it becomes part of every physical name."""

Account = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")]
_ASSET_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,30}[A-Za-z0-9]$"
_NAME = r"^[a-z][a-z0-9_]{0,38}[a-z0-9]$"
_REFERENCE = r"^([A-Za-z0-9][A-Za-z0-9_-]{0,31}\.)?[a-z][a-z0-9_]*$"
_CLOCK_SPAN = "([0-9]+H([0-9]+M)?([0-9]+S)?|[0-9]+M([0-9]+S)?|[0-9]+S)"
_SPAN = rf"[0-9]{{1,9}}[smhdw]|P[0-9]+W|P[0-9]+D(T{_CLOCK_SPAN})?|PT{_CLOCK_SPAN}"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
WINDOW_OFFSET = rf"^({_SPAN}|[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}|{_MOMENT})$"
EXPLAINED = {
    _ASSET_ID: "2 to 32 letters, digits, hyphens and underscores, such as P-101",
    _NAME: "2 to 40 lower-case letters, digits and underscores, such as motor_temperature",
    _REFERENCE: "a property such as level, or that of another asset such as T-101.level",
    WINDOW_OFFSET: "6h, 06:00:00, or a date and time with zone such as 2026-01-01T06:00+01:00",
}
"""Patterns in words."""

AssetId = Annotated[str, StringConstraints(pattern=_ASSET_ID)]
Name = Annotated[str, StringConstraints(pattern=_NAME)]
"""snake_case, 2 to 40 characters: valid as SiteWise variable, TwinMaker property and JSON key."""

Title = Annotated[
    str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Reference = Annotated[str, StringConstraints(pattern=_REFERENCE)]
"""`property` of the same asset, or `ASSET.property` of another."""

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.,()\[\]]{0,127}$")]
"""A variable of a simulation model, as the model spells it."""

Unit = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Address = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Comparison = Literal["<", "<=", "==", "!=", ">=", ">"]
DataType = Literal["double", "integer", "boolean", "string"]
