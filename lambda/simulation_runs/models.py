"""Simulation models as the API shows them."""

from __future__ import annotations

from simulation_runtime.artefacts import artefact
from twin.api.schemas.simulation import ModelBody, ModelVariable
from twin.simulation.job import model_version
from twin.site_document import SimulationModel, SiteDocument


def model_body(model: SimulationModel, site: SiteDocument) -> ModelBody:
    """Return one model with its bindings and the version that is deployed."""
    return {
        "model_id": model.id,
        "asset": model.asset,
        "title": model.title,
        "kind": model.kind,
        "version": model_version(model, artefact(model.artefact)),
        "inputs": [_variable(name, alias, site) for name, alias in model.inputs],
        "outputs": [_variable(one.variable, one.measured, site) for one in model.predictions],
        "schedule_minutes": model.schedule_minutes,
        "interval_probability": model.interval_probability,
    }


def _variable(name: str, alias: str, site: SiteDocument) -> ModelVariable:
    return {"variable": name, "alias": alias, "unit": site.signal_by_alias[alias].unit}
