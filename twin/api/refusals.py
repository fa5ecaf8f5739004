"""Which errors an operation may answer: what its route implies, and what its area names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twin.api.bodies import Bodies
from twin.api.fields import fields_of
from twin.api.parameters import path_names
from twin.api.routes.route import Route


@dataclass(frozen=True, order=True)
class Refusal:
    """A status and a code that an operation may answer with it."""

    status: int
    code: str


OF_EVERY_ROUTE = (
    Refusal(400, "REQUEST_INVALID"),
    Refusal(400, "QUERY_INVALID"),
    Refusal(413, "REQUEST_TOO_LARGE"),
    Refusal(429, "TOO_MANY_REQUESTS"),
)
OF_A_TOKEN = (
    Refusal(401, "TOKEN_INVALID"),
    Refusal(401, "KEY_UNKNOWN"),
    Refusal(401, "KEY_REVOKED"),
    Refusal(401, "KEY_EXPIRED"),
    Refusal(403, "ACCESS_DENIED"),
)
OF_A_BODY = (Refusal(400, "BODY_INVALID"), Refusal(400, "BODY_UNKNOWN_FIELD"))
OF_A_PATH = (Refusal(404, "ROUTE_UNKNOWN"),)
OF_A_REVISION = (
    Refusal(400, "PRECONDITION_INVALID"),
    Refusal(412, "REVISION_MISMATCH"),
    Refusal(428, "PRECONDITION_REQUIRED"),
)
KEY_REUSED = Refusal(409, "IDEMPOTENCY_KEY_REUSED")
OF_A_KEY = (
    KEY_REUSED,
    Refusal(400, "IDEMPOTENCY_KEY_INVALID"),
    Refusal(409, "REQUEST_IN_PROGRESS"),
)


def refusals_of(route: Route, bodies: Bodies) -> dict[int, list[str]]:
    """Return the codes of each status from 400 to 499 that an operation may answer, sorted."""
    found: dict[int, list[str]] = {}
    for refusal in sorted(set(_refusals(route, bodies))):
        found.setdefault(refusal.status, []).append(refusal.code)
    return found


def _refusals(route: Route, bodies: Bodies) -> Iterator[Refusal]:
    yield from OF_EVERY_ROUTE
    if route.role is not None:
        yield from OF_A_TOKEN
    if bodies.request is not None:
        yield from OF_A_BODY
    if path_names(route):
        yield from OF_A_PATH
    if "if-match" in route.headers:
        yield from OF_A_REVISION
    if "idempotency-key" in route.headers:
        yield from OF_A_KEY
    if bodies.request is not None and "idempotency_key" in fields_of(bodies.request):
        yield KEY_REUSED
    for error in bodies.errors:
        if error.status < 500:
            yield Refusal(error.status, error.code)
