"""What is bound to parts and regions of assets, and what differs between versions."""

from __future__ import annotations

from twin.api.routes.route import Method, Role, Route

IF_MATCH = ("if-match",)
ONCE = ("idempotency-key",)
PAGE = ("limit", "next_token")
NAMES = ("signal", "model", "variable", "equipment")

_ASSET = "/databases/{database_id}/assets/{asset_key}"
_BINDINGS = f"{_ASSET}/bindings"
_BINDING = f"{_BINDINGS}/{{binding_id}}"
_REVIEWS = f"{_ASSET}/binding-reviews"


def _route(
    method: Method,
    path: str,
    operation_id: str,
    role: Role,
    summary: str,
    query: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
) -> Route:
    return Route(method, path, operation_id, "spatial_bindings", role, summary, query, headers)


ROUTES: tuple[Route, ...] = (
    _route(
        "GET",
        "/bindings",
        "findBindings",
        "viewer",
        "Bindings of a signal, variable or equipment",
        (*NAMES, *PAGE),
    ),
    _route(
        "GET",
        _BINDINGS,
        "listBindings",
        "viewer",
        "Bindings of an asset, now or at a revision or version",
        ("revision", "version", "path", "node", "point", "state", *NAMES, *PAGE),
    ),
    _route("POST", _BINDINGS, "createBinding", "engineer", "Bind a part or region", (), ONCE),
    _route("PUT", _BINDINGS, "replaceBindings", "engineer", "Replace all of them", (), IF_MATCH),
    _route("GET", _BINDING, "getBinding", "viewer", "One binding"),
    _route("PUT", _BINDING, "updateBinding", "engineer", "Change a binding", (), IF_MATCH),
    _route("DELETE", _BINDING, "deleteBinding", "engineer", "Remove a binding", (), IF_MATCH),
    _route(
        "GET",
        f"{_ASSET}/binding-revisions",
        "listBindingRevisions",
        "viewer",
        "Revisions of the bindings, newest first",
        PAGE,
    ),
    _route("GET", _REVIEWS, "listBindingReviews", "viewer", "Bindings to be decided on", PAGE),
    _route(
        "POST",
        f"{_REVIEWS}/{{binding_id}}",
        "resolveBindingReview",
        "engineer",
        "Decide on a binding",
        (),
        IF_MATCH,
    ),
    _route(
        "GET",
        f"{_ASSET}/diff",
        "diffAsset",
        "viewer",
        "Parts that differ between two versions",
        ("from", "to", "path", "tolerance_mm", "tolerance_degrees", *PAGE),
    ),
)
