"""Simulation models and runs."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/runs",
        "listRuns",
        "simulation_runs",
        "viewer",
        "Simulation runs, newest first",
        ("limit", "next_token"),
    ),
    Route("POST", "/runs", "startRun", "simulation_runs", "operator", "Predict now, or what-if"),
    Route("GET", "/runs/{run_id}", "getRun", "simulation_runs", "viewer", "One run"),
)
