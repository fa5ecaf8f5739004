"""The registry of models as the API shows it."""

from __future__ import annotations

from typing import cast

from twin.api.schemas.simulation import ModelBody, ModelVariable
from twin.api.schemas.simulation_models import (
    ActiveBody,
    DeploymentBody,
    ManifestBody,
    ManifestSummary,
    ParameterVersionBody,
)
from twin.simulation.job import model_version
from twin.simulation.manifest import ModelManifest
from twin.simulation.registry import SITE, ActiveModel, Deployment, ParameterVersion
from twin.site_document import SimulationModel, SiteDocument


def model_body(
    stated: SimulationModel, active: ActiveModel, manifest: ModelManifest | None, site: SiteDocument
) -> ModelBody:
    """Return one model with its bindings and what is active of it."""
    model, deployment = active.applied_to(stated), active.deployment
    revision = manifest.git_revision if manifest else ""
    return {
        "model_id": model.id,
        "asset": model.asset,
        "title": model.title,
        "kind": model.kind,
        "version": model_version(model, deployment.artefact),
        "active": active_body(stated, active),
        "artefact_sha256": deployment.artefact.sha256,
        "git_revision": deployment.git_revision or revision,
        "manifest": None if manifest is None else manifest_summary(manifest),
        "inputs": [_variable(name, alias, site) for name, alias in model.inputs],
        "outputs": [_variable(one.variable, one.measured, site) for one in model.predictions],
        "schedule_minutes": model.schedule_minutes,
        "interval_probability": model.interval_probability,
    }


def active_body(stated: SimulationModel, active: ActiveModel) -> ActiveBody:
    """Return what the next run of a model uses."""
    return {
        "model_id": active.model_id,
        "deployment": active.deployment.number,
        "parameters": SITE if active.parameters is None else active.parameters.number,
        "version": model_version(active.applied_to(stated), active.deployment.artefact),
        "revision": active.revision,
    }


def deployment_body(deployment: Deployment, active: ActiveModel) -> DeploymentBody:
    """Return one deployment."""
    return {
        "model_id": deployment.model_id,
        "number": deployment.number,
        "kind": deployment.kind,
        "file_name": deployment.artefact.key.rpartition("/")[2],
        "artefact_sha256": deployment.artefact.sha256,
        "manifest_sha256": deployment.manifest_sha256,
        "image_digest": deployment.image_digest,
        "git_revision": deployment.git_revision,
        "deployed_by": deployment.deployed_by,
        "deployed_at": deployment.deployed_at,
        "note": deployment.note,
        "is_active": deployment.number == active.deployment.number,
    }


def parameters_body(version: ParameterVersion, active: ActiveModel) -> ParameterVersionBody:
    """Return one published version of parameters."""
    return {
        "model_id": version.model_id,
        "number": version.number,
        "version": version.version,
        "parameters": [
            {
                "name": item.name,
                "value": item.value,
                "standard_uncertainty": item.standard_uncertainty,
            }
            for item in version.parameters
        ],
        "deployment": version.deployment,
        "calibration_id": version.calibration_id,
        "published_by": version.published_by,
        "published_at": version.published_at,
        "training_box": {
            name: {"low": box.low, "high": box.high} for name, box in version.training_box.items()
        },
        "is_active": active.parameters is not None and active.parameters.number == version.number,
    }


def manifest_summary(manifest: ModelManifest) -> ManifestSummary:
    """Return what of a manifest tells whether to rely on the model."""
    return {
        "licence_class": manifest.licence_class,
        "training_box": {
            name: {"low": box.low, "high": box.high} for name, box in manifest.training_box.items()
        },
        "held_out_error": dict(manifest.held_out_error),
        "steps_per_second": manifest.steps_per_second,
        "can_save_state": manifest.capabilities.can_save_state,
    }


def manifest_body(manifest: ModelManifest) -> ManifestBody:
    """Return a whole manifest."""
    return cast("ManifestBody", manifest.to_body())


def _variable(name: str, alias: str, site: SiteDocument) -> ModelVariable:
    return {"variable": name, "alias": alias, "unit": site.signal_by_alias[alias].unit}
