"""What is said of assets: typed metadata, links, comments, aliases, tags and the history."""

from __future__ import annotations

from twin.api.routes.route import Method, Role, Route

IF_MATCH = ("if-match",)
ONCE = ("idempotency-key",)
PAGE = ("limit", "next_token")

_SCHEMAS = "/metadata-schemas/{database_id}"
_SCHEMA = f"{_SCHEMAS}/{{asset_type}}"
_DATABASE = "/databases/{database_id}"
_ASSET = f"{_DATABASE}/assets/{{asset_key}}"
_LINK = f"{_ASSET}/links/{{kind}}/{{other_database_id}}/{{other_asset_key}}"
_COMMENTS = f"{_ASSET}/versions/{{number}}/comments"
_COMMENT = f"{_COMMENTS}/{{comment_id}}"


def _route(
    method: Method,
    path: str,
    operation_id: str,
    role: Role,
    summary: str,
    query: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
) -> Route:
    return Route(method, path, operation_id, "spatial_details", role, summary, query, headers)


_METADATA = (
    _route("GET", _SCHEMAS, "listMetadataSchemas", "viewer", "Schemas of a database", PAGE),
    _route("GET", _SCHEMA, "getMetadataSchema", "viewer", "The schema of a type", ("revision",)),
    _route("PUT", _SCHEMA, "putMetadataSchema", "admin", "Make or change it", (), IF_MATCH),
    _route("DELETE", _SCHEMA, "deleteMetadataSchema", "admin", "Delete it", (), IF_MATCH),
    _route(
        "GET",
        f"{_ASSET}/metadata",
        "getAssetMetadata",
        "viewer",
        "The metadata of an asset, and what its schema finds",
    ),
)

_LINKS = (
    _route(
        "GET",
        f"{_ASSET}/links",
        "listLinks",
        "viewer",
        "Links of an asset to assets that the caller may read",
        ("kind", "direction", *PAGE),
    ),
    _route("POST", f"{_ASSET}/links", "createLink", "engineer", "Link two assets", (), ONCE),
    _route("DELETE", _LINK, "deleteLink", "engineer", "Remove a link from both of its ends"),
)

_COMMENT_ROUTES = (
    _route("GET", _COMMENTS, "listComments", "viewer", "Comments, newest first", PAGE),
    _route("POST", _COMMENTS, "addComment", "operator", "Comment on a version", (), ONCE),
    _route("PUT", _COMMENT, "updateComment", "operator", "Rewrite a comment", (), IF_MATCH),
    _route("DELETE", _COMMENT, "deleteComment", "operator", "Delete a comment", (), IF_MATCH),
)

_NAMES = (
    _route("GET", f"{_DATABASE}/aliases/{{alias}}", "resolveAlias", "viewer", "Who has an alias"),
    _route("POST", f"{_ASSET}/aliases", "addAlias", "engineer", "Give an alias", (), ONCE),
    _route("DELETE", f"{_ASSET}/aliases/{{alias}}", "removeAlias", "engineer", "Take an alias"),
    _route("GET", f"{_DATABASE}/tags", "listTags", "viewer", "Tags in use, with counts", PAGE),
    _route("PATCH", f"{_ASSET}/tags", "changeTags", "engineer", "Add and remove tags"),
)

_HISTORY = (
    _route(
        "GET",
        f"{_DATABASE}/history",
        "getDatabaseHistory",
        "viewer",
        "What happened to a database, newest first",
        PAGE,
    ),
    _route(
        "GET",
        f"{_ASSET}/history",
        "getAssetHistory",
        "viewer",
        "What happened to an asset, newest first",
        PAGE,
    ),
    _route(
        "GET",
        "/changes",
        "listChanges",
        "admin",
        "Every change of the catalogue, oldest first",
        ("since", *PAGE),
    ),
)

ROUTES: tuple[Route, ...] = (*_METADATA, *_LINKS, *_COMMENT_ROUTES, *_NAMES, *_HISTORY)
