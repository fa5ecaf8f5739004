"""Every route of the HTTP API, one module an area: an operation is one line and its function."""

from __future__ import annotations

from twin.api.routes import (
    access_explain,
    access_keys,
    alarms,
    commands,
    description,
    graph,
    live,
    signals,
    simulation,
    simulation_calibrations,
    simulation_models,
    simulation_studies,
    simulation_what_if,
    spatial_archives,
    spatial_bindings,
    spatial_catalogue,
    spatial_conversions,
    spatial_details,
    spatial_search,
    spatial_uploads,
)
from twin.api.routes.route import ROLES, Method, Role, Route

ROUTES: tuple[Route, ...] = (
    *description.ROUTES,
    *spatial_catalogue.ROUTES,
    *spatial_conversions.ROUTES,
    *spatial_archives.ROUTES,
    *spatial_bindings.ROUTES,
    *spatial_details.ROUTES,
    *spatial_search.ROUTES,
    *spatial_uploads.ROUTES,
    *signals.ROUTES,
    *graph.ROUTES,
    *live.ROUTES,
    *alarms.ROUTES,
    *commands.ROUTES,
    *simulation.ROUTES,
    *simulation_calibrations.ROUTES,
    *simulation_models.ROUTES,
    *simulation_studies.ROUTES,
    *simulation_what_if.ROUTES,
    *access_explain.ROUTES,
    *access_keys.ROUTES,
)

__all__ = ["ROLES", "ROUTES", "Method", "Role", "Route"]
