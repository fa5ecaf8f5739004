"""What-ifs that compare candidates, and the course of runs."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        "/what-if",
        "startWhatIf",
        "simulation_what_if",
        "operator",
        "Try candidates, or set-points of a command, and rank what they lead to",
    ),
    Route("GET", "/what-if/{run_id}", "getWhatIf", "simulation_what_if", "viewer", "One what-if"),
    Route(
        "GET",
        "/runs/{run_id}/trajectory",
        "getTrajectory",
        "simulation_what_if",
        "viewer",
        "The course of a run over time",
        ("candidate",),
    ),
)
