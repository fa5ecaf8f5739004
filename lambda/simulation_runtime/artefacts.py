"""The models' files as they were deployed with the site: by name, with key and digest."""

from __future__ import annotations

import json

from twin.simulation.errors import ModelBroken
from twin.simulation.job import Artefact
from twin.simulation.model_keys import manifest_key_of
from twin.simulation.registry import SITE, Deployment
from twin.site_document import SimulationModel
from twin_runtime.settings import setting


def site_deployment(model: SimulationModel) -> Deployment:
    """Return the deployment of the file that the site file names; its number is 0.

    Raises:
        ModelBroken: the file was not deployed.
    """
    told = _told(model.artefact)
    sha256, manifest = told["sha256"], told.get("manifest", "")
    return Deployment(
        model_id=model.id,
        number=SITE,
        kind=told["kind"],
        artefact=Artefact(told["key"], sha256),
        manifest_key=manifest_key_of(sha256, manifest) if manifest else "",
        manifest_sha256=manifest,
        image_digest="",
        git_revision="",
        deployed_by="site",
        deployed_at=0.0,
    )


def _told(name: str) -> dict[str, str]:
    """Return what the site's deployment told of a file."""
    deployed = json.loads(setting("ARTEFACTS"))
    if name not in deployed:
        raise ModelBroken(
            "the model's file was not deployed",
            found=", ".join(deployed) or "no file",
            expected=name,
            where="the model's artefact in the site file",
        )
    told: dict[str, str] = deployed[name]
    return told
