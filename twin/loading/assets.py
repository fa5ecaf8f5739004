"""SiteWise assets, as a site wants them and as AWS has them.

An asset is known by its UUID, which the site file determines: so its title may change and its
history stays. Models, properties and hierarchies go by the external ids that the stacks gave them
(https://docs.aws.amazon.com/iot-sitewise/latest/userguide/object-ids.html); a property that a part
of an asset has by its component model has none, and goes by its path: `drive_end/temperature`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from twin.site_document import DataType

NotificationState = Literal["ENABLED", "DISABLED"]
State = Literal["CREATING", "ACTIVE", "UPDATING", "DELETING", "FAILED"]


@dataclass(frozen=True)
class Settings:
    """What an asset says about a property; AWS sets the three together.

    A unit of None is that of the model.
    """

    alias: str | None
    notification: NotificationState = "DISABLED"
    unit: str | None = None


@dataclass(frozen=True)
class Place:
    """Where an asset stands: under which parent, in which hierarchy of it (an external id)."""

    parent_id: str
    hierarchy: str


@dataclass(frozen=True)
class AttributeValue:
    """The value of an attribute; `is_default` is that of the model, which need not be stored.

    It is stored where another value is: the site file stated one earlier.
    """

    alias: str
    data_type: DataType
    value: float | bool | str
    is_default: bool = False


@dataclass(frozen=True)
class WantedAsset:
    """One asset of the site file; `model` is an external id, `settings` go by property."""

    asset_id: str
    external_id: str
    model: str
    name: str
    description: str
    place: Place | None = None
    settings: Mapping[str, Settings] = field(default_factory=dict)
    attributes: tuple[AttributeValue, ...] = ()


@dataclass(frozen=True)
class ObservedAsset:
    """One asset of the site's models in AWS; `settings` go by property."""

    asset_id: str
    external_id: str | None
    model: str
    name: str
    description: str
    state: State = "ACTIVE"
    failure: str = ""
    place: Place | None = None
    settings: Mapping[str, Settings] = field(default_factory=dict)


@dataclass(frozen=True)
class ObservedSite:
    """The assets of a site's models in AWS, and the latest values of its attributes by alias."""

    assets: tuple[ObservedAsset, ...] = ()
    attributes: Mapping[str, float | bool | str] = field(default_factory=dict)
