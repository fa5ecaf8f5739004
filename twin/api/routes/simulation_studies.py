"""Studies: many runs of a model over the rows of a design."""

from __future__ import annotations

from twin.api.routes.route import Method, Role, Route

_STUDY = "/studies/{study_id}"


def _route(
    method: Method,
    path: str,
    operation_id: str,
    role: Role,
    summary: str,
    query: tuple[str, ...] = (),
) -> Route:
    return Route(method, path, operation_id, "simulation_studies", role, summary, query)


ROUTES: tuple[Route, ...] = (
    _route(
        "GET",
        "/studies",
        "listStudies",
        "viewer",
        "Studies, newest first",
        ("limit", "next_token"),
    ),
    _route("POST", "/studies", "startStudy", "engineer", "Run a model over a design"),
    _route(
        "POST",
        "/studies/estimate",
        "estimateStudy",
        "engineer",
        "What a study would take and cost; nothing is started",
    ),
    _route("GET", _STUDY, "getStudy", "viewer", "One study, with how far it is"),
    _route("POST", f"{_STUDY}/cancel", "cancelStudy", "engineer", "Stop it"),
    _route(
        "GET",
        f"{_STUDY}/results",
        "getStudyResults",
        "viewer",
        "Its summary, and where all rows are",
    ),
)
