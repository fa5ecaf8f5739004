"""The order of a calibration and its samples, as files for the job."""

from __future__ import annotations

import hashlib

from simulation_runtime.calibration_settings import registry
from twin.recalibration.calibration import Calibration
from twin.recalibration.order import CalibrationOrder, StoredObject, file_key, folder, order_key
from twin.recalibration.samples import Samples
from twin.simulation.registry import ActiveModel
from twin.site_calibration import ModelCalibration
from twin.site_document import SimulationModel, SiteDocument
from twin_runtime import clients
from twin_runtime.settings import setting


def write_order(
    calibration: Calibration,
    model: SimulationModel,
    settings: ModelCalibration,
    active: ActiveModel,
    samples: Samples,
    usable: int,
    site: SiteDocument,
) -> CalibrationOrder:
    """Write the samples and the order; a repetition writes equal bytes."""
    text, key = samples.to_json(), file_key(calibration.calibration_id, "samples.json")
    _put(key, text)
    applied = active.applied_to(model)
    published = active.parameters
    order = CalibrationOrder(
        calibration_id=calibration.calibration_id,
        model_id=model.id,
        asset=model.asset,
        kind=applied.kind,
        artefact=active.deployment.artefact,
        image_digest=setting("CALIBRATE_IMAGE_DIGEST"),
        code_revision=active.deployment.git_revision,
        champion=applied.parameters,
        champion_version="" if published is None else published.version,
        settings=settings,
        samples=StoredObject(key, hashlib.sha256(text.encode()).hexdigest()),
        usable=usable,
        fleet=_fleet(model, settings, site),
        units=_units(model, settings, site),
        horizon_seconds=model.horizon_seconds,
        step_seconds=model.step_seconds,
    )
    _put(order_key(calibration.calibration_id), order.to_json())
    return order


def command(calibration_id: str) -> list[str]:
    """Return the command of the job."""
    bucket = setting("MODELS_BUCKET")
    addresses = {"--order": order_key(calibration_id), "--output": folder(calibration_id)}
    return [part for flag, key in addresses.items() for part in (flag, f"s3://{bucket}/{key}")]


def _fleet(
    model: SimulationModel, settings: ModelCalibration, site: SiteDocument
) -> tuple[StoredObject, ...]:
    """Return the active parameter sets of the same model of other assets of the same type."""
    if not settings.learns_from_fleet:
        return ()
    types = {asset.id: asset.type for asset in site.assets}
    name = model.id.rpartition(".")[2]
    found = []
    for other in site.models:
        is_same = types[other.asset] == types[model.asset] and other.id.rpartition(".")[2] == name
        if is_same and other.id != model.id:
            published = registry().active(other).parameters
            if published is not None:
                found.append(StoredObject(published.key, published.version))
    return tuple(found)


def _units(
    model: SimulationModel, settings: ModelCalibration, site: SiteDocument
) -> dict[str, str]:
    aliases = dict(model.inputs) | {one.variable: one.alias for one in settings.outputs}
    return {name: site.signal_by_alias[alias].unit for name, alias in sorted(aliases.items())}


def _put(key: str, text: str) -> None:
    clients.s3().put_object(
        Bucket=setting("MODELS_BUCKET"),
        Key=key,
        Body=text.encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
    )
