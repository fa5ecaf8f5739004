"""What the GPU queue of a site may take, where a pipeline needs it."""

from __future__ import annotations

from collections.abc import Iterator

from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield the vCPUs of all instances together."""
    spatial = site.spatial
    if site.features.spatial and any(pipeline.gpus for pipeline in spatial.pipelines.values()):
        key = ("spatial", "gpu_queue", "maximum_vcpus")
        yield Use("gpu_spot_vcpus", spatial.gpu_queue.maximum_vcpus, key)
