"""What the instances of a site's studies may take."""

from __future__ import annotations

from collections.abc import Iterator

from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield the vCPUs of all instances together."""
    instances = site.simulation.instances
    if site.features.simulation and instances is not None:
        key = ("simulation", "instances", "maximum_vcpus")
        yield Use("standard_spot_vcpus", instances.maximum_vcpus, key)
