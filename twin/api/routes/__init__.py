"""Every route of the HTTP API, one module an area: an operation is one line and its function."""

from __future__ import annotations

from twin.api.routes import (
    alarms,
    commands,
    description,
    graph,
    live,
    signals,
    simulation,
    spatial_catalogue,
    spatial_uploads,
)
from twin.api.routes.route import ROLES, Method, Role, Route

ROUTES: tuple[Route, ...] = (
    *description.ROUTES,
    *spatial_catalogue.ROUTES,
    *spatial_uploads.ROUTES,
    *signals.ROUTES,
    *graph.ROUTES,
    *live.ROUTES,
    *alarms.ROUTES,
    *commands.ROUTES,
    *simulation.ROUTES,
)

__all__ = ["ROLES", "ROUTES", "Method", "Role", "Route"]
