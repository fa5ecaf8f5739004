"""Which job runs a model: that of its kind's image, or its own where the model is an image."""

from __future__ import annotations

from collections.abc import Mapping

from twin.simulation.kinds import kind_named
from twin.simulation.model_errors import ModelKindUnknown
from twin.simulation.registry import Deployment


def definition_of(deployment: Deployment, definitions: Mapping[str, str]) -> str:
    """Return the job definition of a deployment.

    `definitions` are those of the site: by image, and by the SHA-256 of artefacts that are images.

    Raises:
        ModelKindUnknown: there is no such kind, or the site has no job for it.
    """
    image = kind_named(deployment.kind).image or deployment.artefact.sha256
    if image not in definitions:
        raise ModelKindUnknown(
            "the site has no job for the model",
            found=f"{deployment.kind}, which needs {image}",
            expected=f"one of {', '.join(sorted(definitions))}",
            where=f"deployment {deployment.number} of {deployment.model_id}",
        )
    return definitions[image]
