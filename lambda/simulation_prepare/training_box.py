"""Where a model and its parameters are known to hold."""

from __future__ import annotations

from twin.simulation.manifest import ValidRange
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.registry import ActiveModel
from twin_runtime import clients
from twin_runtime.settings import setting


def training_box(active: ActiveModel) -> dict[str, ValidRange]:
    """Return the ranges by variable: those of the manifest, within those of the parameters.

    Raises:
        ManifestInvalid: the manifest is none; it was one when the model was deployed.
    """
    ranges = dict(active.parameters.training_box) if active.parameters else {}
    for name, box in _of_manifest(active.deployment.manifest_key).items():
        proved = ranges.get(name, box)
        ranges[name] = ValidRange(max(box.low, proved.low), min(box.high, proved.high))
    return ranges


def _of_manifest(key: str) -> dict[str, ValidRange]:
    if not key:
        return {}
    answer = clients.s3().get_object(Bucket=setting("MODELS_BUCKET"), Key=key)
    return dict(read_manifest(answer["Body"].read()).training_box)
