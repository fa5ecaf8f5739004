"""GET /models, and below /models/{model_id}: artefacts, deployments, parameters and rollback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation_models.bodies import (
    active_body,
    deployment_body,
    manifest_body,
    model_body,
    parameters_body,
)
from simulation_models.deploying import Registry
from simulation_models.paging import models_page
from simulation_models.storage import CHECKSUM_HEADER, model_storage
from simulation_runtime.registry_batch import active_models
from simulation_runtime.registry_table import RegistryTable
from twin.simulation.deployment_request import (
    ArtefactRequest,
    DeploymentRequest,
    RollbackRequest,
    deployment_number,
)
from twin.simulation.request import find_model
from twin.site_document import SimulationModel
from twin.spatial.digests import to_base64
from twin_runtime import clients
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.idempotency import answer_once
from twin_runtime.settings import setting
from twin_runtime.site import site


def list_models(request: Request) -> Body:
    """Answer one page of the site's models, with what is active of each."""
    page = models_page(
        site().models, limit=request.integer("limit"), token=request.one("next_token")
    )
    storage = model_storage()
    active = active_models(clients.dynamodb(), setting("REGISTRY_TABLE"), page.models)
    bodies = [
        model_body(model, one, storage.manifest(one.deployment), site())
        for model, one in zip(page.models, active, strict=True)
    ]
    return {"models": bodies, "next_token": page.next_token}


def announce_artefact(request: Request) -> Answer:
    """Answer where to send a model's file; the address works for an hour."""
    _model(request)
    wanted, storage = ArtefactRequest.from_body(request.json()), model_storage()
    return Answer(
        201,
        {
            "artefact_sha256": wanted.sha256,
            "url": storage.address(wanted),
            "headers": {CHECKSUM_HEADER: to_base64(wanted.sha256)},
            "is_stored": storage.holds(wanted),
        },
    )


def create_deployment(request: Request) -> Answer:
    """Deploy a file that was sent; answer 201 with it and with what is active then."""
    model = _model(request)
    wanted = DeploymentRequest.from_body(request.json())
    deployment = _registry(request, model).deploy(wanted)
    active = _table().active(model)
    return Answer(
        201,
        {
            "deployment": deployment_body(deployment, active),
            "active": active_body(model, active),
        },
    )


def list_deployments(request: Request) -> Body:
    """Answer one page of a model's deployments, newest first."""
    model, table = _model(request), _table()
    active = table.active(model)
    page = table.deployments(
        model.id, limit=request.integer("limit"), token=request.one("next_token")
    )
    return {
        "deployments": [deployment_body(one, active) for one in page.deployments],
        "next_token": page.next_token,
        "active": active_body(model, active),
    }


def get_deployment(request: Request) -> Body:
    """Answer one deployment with its manifest."""
    model, table = _model(request), _table()
    deployment = table.deployment(model, deployment_number(request.path["number"]))
    manifest = model_storage().manifest(deployment)
    return {
        "deployment": deployment_body(deployment, table.active(model)),
        "manifest": None if manifest is None else manifest_body(manifest),
    }


def list_parameters(request: Request) -> Body:
    """Answer one page of a model's published parameters, newest first."""
    model, table = _model(request), _table()
    active = table.active(model)
    page = table.parameter_versions(
        model.id, limit=request.integer("limit"), token=request.one("next_token")
    )
    return {
        "versions": [parameters_body(one, active) for one in page.versions],
        "next_token": page.next_token,
        "active": active_body(model, active),
    }


def roll_back(request: Request) -> Answer:
    """Make an earlier deployment, or earlier parameters, active; answer what is active then."""
    model = _model(request)
    _registry(request, model).roll_back(RollbackRequest.from_body(request.json()))
    return Answer(200, active_body(model, _table().active(model)))


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on the registry of models."""
    return serve(
        event,
        {
            "listModels": list_models,
            "announceArtefact": announce_artefact,
            "createDeployment": lambda request: _once(request, create_deployment),
            "listDeployments": list_deployments,
            "getDeployment": get_deployment,
            "listModelParameters": list_parameters,
            "rollBackModel": lambda request: _once(request, roll_back),
        },
    )


def _once(request: Request, operation: Any) -> Answer:  # noqa: ANN401 - an operation of this file
    return answer_once(request, clients.dynamodb(), setting("REGISTRY_TABLE"), operation)


def _model(request: Request) -> SimulationModel:
    return find_model(site(), request.path["model_id"])


def _registry(request: Request, model: SimulationModel) -> Registry:
    return Registry(model, _table(), model_storage(), request.authenticated.name)


def _table() -> RegistryTable:
    return RegistryTable(clients.dynamodb(), setting("REGISTRY_TABLE"))
