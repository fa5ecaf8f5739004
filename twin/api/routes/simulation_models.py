"""The registry of simulation models."""

from __future__ import annotations

from twin.api.routes.route import Route

PAGE = ("limit", "next_token")
ONCE = ("idempotency-key",)
FUNCTION = "simulation_models"

ROUTES: tuple[Route, ...] = (
    Route("GET", "/models", "listModels", FUNCTION, "viewer", "Simulation models", PAGE),
    Route(
        "POST",
        "/models/{model_id}/artefacts",
        "announceArtefact",
        FUNCTION,
        "engineer",
        "Where to send a model's file",
    ),
    Route(
        "POST",
        "/models/{model_id}/deployments",
        "createDeployment",
        FUNCTION,
        "engineer",
        "Deploy a file that was sent",
        headers=ONCE,
    ),
    Route(
        "GET",
        "/models/{model_id}/deployments",
        "listDeployments",
        FUNCTION,
        "viewer",
        "Deployments of a model, newest first",
        PAGE,
    ),
    Route(
        "GET",
        "/models/{model_id}/deployments/{number}",
        "getDeployment",
        FUNCTION,
        "viewer",
        "One deployment with its manifest",
    ),
    Route(
        "GET",
        "/models/{model_id}/parameters",
        "listModelParameters",
        FUNCTION,
        "viewer",
        "Published parameters of a model, newest first",
        PAGE,
    ),
    Route(
        "POST",
        "/models/{model_id}/rollback",
        "rollBackModel",
        FUNCTION,
        "engineer",
        "Go back to an earlier deployment or to earlier parameters",
        headers=ONCE,
    ),
)
