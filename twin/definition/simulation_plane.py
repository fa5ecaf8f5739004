"""What a site states of its simulation plane: instances for long studies, licences."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from twin.definition.influxdb import SecretName
from twin.definition.names import Part

InstanceFamily = Literal["c6a", "c6i", "c7a", "c7i", "m6a", "m6i", "m7a", "m7i"]
"""Families of x86 processors that run every image of this repository."""

LicenceFeature = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,62}$")]


def _newest_families() -> list[InstanceFamily]:
    return ["c7a", "c7i", "c6a", "c6i"]


class InstanceQueueDefinition(Part):
    """Spot instances that studies run on in place of Fargate: cheaper, later to start."""

    families: Annotated[list[InstanceFamily], Field(min_length=1)] = Field(
        default_factory=_newest_families
    )
    maximum_vcpus: Annotated[int, Field(ge=2, le=4096)] = 16


class LicenceDefinition(Part):
    """Licences of one feature: as many jobs at a time as there are tokens; the others wait."""

    tokens: Annotated[int, Field(ge=1, le=10_000)]
    server_secret: SecretName
    """Name of the secret that holds the address of the licence server, such as `1055@host`."""


class SimulationDefinition(Part):
    """Where studies run, and what models may need."""

    instances: InstanceQueueDefinition | None = None
    """None: all jobs run on Fargate Spot."""
    licences: Annotated[dict[LicenceFeature, LicenceDefinition], Field(max_length=10)] = Field(
        default_factory=dict
    )
    """By feature, as FlexNet calls it: `twin_runtime`."""
