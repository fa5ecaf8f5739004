"""How long SiteWise keeps values, and what becomes of them then."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twin.definition.names import Part

Days = Annotated[int, Field(ge=30, le=36_500)]
"""https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_RetentionPeriod.html"""


class StorageDefinition(Part):
    """The storage of the account and region: one site of them may state it.

    Without it the account's storage is left as it is.
    """

    hot_days: Days | None = None
    """How long values are quick to read; default for ever."""
    warm: bool = False
    """Keep values in the warm tier, too: slower and cheaper."""
    warm_days: Days | None = None
    """How long the warm tier keeps them; default for ever. Needs the cold tier."""
    cold: bool = False
    """Copy values to a bucket of the site, for ever and to be read by anything."""
