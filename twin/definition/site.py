"""A whole site file."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from twin.definition.access import AccessDefinition
from twin.definition.equipment import TwinDefinition
from twin.definition.firewall import FirewallOptions
from twin.definition.influxdb import InfluxdbOptions
from twin.definition.names import Account, Address, Part, Region, SiteName, Title
from twin.definition.simulation_plane import SimulationDefinition
from twin.definition.spatial import SpatialDefinition
from twin.definition.storage import StorageDefinition

Triple = Annotated[tuple[float, float, float], Field(strict=False)]
Endpoint = Annotated[str, StringConstraints(pattern=r"^opc\.tcp://[^\s/:]+:[0-9]{1,5}(/\S*)?$")]
QuotaName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,62}$")]
AssetKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$")]


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("time_zone", "an IANA time zone such as Europe/Berlin")
    return name


class Features(Part):
    """Which stacks exist for the site."""

    spatial: bool = True
    iot: bool = True
    edge: bool = True
    simulation: bool = True
    experience: bool = True
    firewall: FirewallOptions | None = None
    influxdb: InfluxdbOptions | None = None


class Plc(Part):
    """The OPC UA server of the site, as the edge device reaches it."""

    endpoint: Endpoint = "opc.tcp://127.0.0.1:4840/"
    address: Address = "ns=2;s={asset}.{property}"
    """Node id of every measurement and command that states no own address."""


class Publisher(Part):
    """How the edge device sends values to SiteWise."""

    flush_seconds: Annotated[float, Field(ge=0.2, le=60)] = 0.2
    """How long values may gather: ten of a stream in one request are one billed message."""


class SceneModelDefinition(Part):
    """A CAD source in the scene; metres, radians, Y up."""

    title: Title | None = None
    source: Title
    position_metres: Triple = (0.0, 0.0, 0.0)
    rotation_radians: Triple = (0.0, 0.0, 0.0)


class SiteDefinition(Part):
    """One customer site: name, account and region are required, all else has a default.

    `name` is identity: renaming a site makes a new one.
    """

    name: SiteName
    account: Account
    region: Region
    title: Title | None = None
    time_zone: Annotated[str, AfterValidator(_known_time_zone)] = "Etc/UTC"
    features: Features = Field(default_factory=Features)
    plc: Plc = Field(default_factory=Plc)
    publisher: Publisher = Field(default_factory=Publisher)
    twin: TwinDefinition = Field(default_factory=TwinDefinition)
    scene: dict[AssetKey, SceneModelDefinition] = Field(default_factory=dict)
    storage: StorageDefinition | None = None
    spatial: SpatialDefinition = Field(default_factory=SpatialDefinition)
    simulation: SimulationDefinition = Field(default_factory=SimulationDefinition)
    access: AccessDefinition = Field(default_factory=AccessDefinition)
    quotas: dict[QuotaName, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    """What AWS has granted the account, where it differs from `twin/quota/quotas.yaml`."""
