"""Conversions of uploads and on request, and why derivatives are there."""

from __future__ import annotations

from twin.api.routes.route import Method, Role, Route

ONCE = ("idempotency-key",)
PAGE = ("limit", "next_token")

_ASSET = "/databases/{database_id}/assets/{asset_key}"
_FILE = f"{_ASSET}/files/{{file_path}}"
_CONVERSION = f"{_ASSET}/conversions/{{conversion_id}}"
_DERIVATIVES = f"{_FILE}/versions/{{number}}/derivatives"


def _route(
    method: Method,
    path: str,
    operation_id: str,
    role: Role,
    summary: str,
    query: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
) -> Route:
    return Route(method, path, operation_id, "spatial_conversions", role, summary, query, headers)


ROUTES: tuple[Route, ...] = (
    _route(
        "GET",
        "/conversions",
        "listConversions",
        "viewer",
        "Conversions of the site, newest first",
        ("state", *PAGE),
    ),
    _route(
        "GET",
        f"{_ASSET}/conversions",
        "listAssetConversions",
        "viewer",
        "Conversions of an asset, newest first",
        PAGE,
    ),
    _route("GET", _CONVERSION, "getConversion", "viewer", "One conversion"),
    _route(
        "GET",
        f"{_CONVERSION}/log",
        "getConversionLog",
        "engineer",
        "What it did, by steps, and what its job printed",
        PAGE,
    ),
    _route("POST", f"{_CONVERSION}/cancel", "cancelConversion", "engineer", "Stop it"),
    _route(
        "POST",
        f"{_CONVERSION}/rerun",
        "rerunConversion",
        "engineer",
        "Begin it again, where it did not succeed",
        (),
        ONCE,
    ),
    _route(
        "GET",
        f"{_FILE}/conversions",
        "listFileConversions",
        "viewer",
        "Conversions of a file, newest first",
        PAGE,
    ),
    _route(
        "POST",
        f"{_FILE}/conversions",
        "requestConversion",
        "engineer",
        "Convert a published file, by a converter of your choice",
        (),
        ONCE,
    ),
    _route("GET", _DERIVATIVES, "listDerivatives", "viewer", "What was made of a version"),
    _route(
        "GET",
        f"{_DERIVATIVES}/{{derivative}}",
        "explainDerivative",
        "viewer",
        "Why a derivative is there",
        ("converter",),
    ),
)
