"""The scene, the catalogue (databases, assets, files, versions), and what can be converted."""

from __future__ import annotations

from twin.api.routes.route import Method, Role, Route

IF_MATCH = ("if-match",)
ONCE = ("idempotency-key",)
PAGE = ("limit", "next_token")

_DATABASE = "/databases/{database_id}"
_ASSET = f"{_DATABASE}/assets/{{asset_key}}"
_FILE = f"{_ASSET}/files/{{file_path}}"
_VERSION = f"{_ASSET}/versions/{{number}}"


def _route(
    method: Method,
    path: str,
    operation_id: str,
    role: Role,
    summary: str,
    query: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
) -> Route:
    return Route(method, path, operation_id, "spatial_assets", role, summary, query, headers)


_SCENE = (
    Route("GET", "/scene", "getScene", "spatial_catalog", "viewer", "The 3D scene with file URLs"),
    Route("GET", "/converters", "listConverters", "spatial_catalog", "viewer", "What can convert"),
)

_DATABASES = (
    _route("GET", "/databases", "listDatabases", "viewer", "Databases", PAGE),
    _route("POST", "/databases", "createDatabase", "admin", "Make a database", (), ONCE),
    _route("GET", _DATABASE, "getDatabase", "viewer", "One database"),
    _route("PATCH", _DATABASE, "updateDatabase", "admin", "Change a database", (), IF_MATCH),
    _route("DELETE", _DATABASE, "deleteDatabase", "admin", "Delete an empty one", (), IF_MATCH),
)

_ASSETS = (
    _route(
        "GET",
        f"{_DATABASE}/assets",
        "listAssets",
        "viewer",
        "Assets of a database, newest first",
        ("deleted", *PAGE),
    ),
    _route("POST", f"{_DATABASE}/assets", "createAsset", "engineer", "Make an asset", (), ONCE),
    _route("GET", _ASSET, "getAsset", "viewer", "One asset"),
    _route("PATCH", _ASSET, "updateAsset", "engineer", "Change an asset", (), IF_MATCH),
    _route("DELETE", _ASSET, "deleteAsset", "engineer", "Delete, to be restored", (), IF_MATCH),
    _route("POST", f"{_ASSET}/restore", "restoreAsset", "engineer", "Restore", (), IF_MATCH),
    _route(
        "POST",
        f"{_ASSET}/purge",
        "purgeAsset",
        "admin",
        "Remove a deleted asset for good, now",
        (),
        IF_MATCH,
    ),
)

_FILES = (
    _route(
        "GET",
        f"{_ASSET}/files",
        "listFiles",
        "viewer",
        "Files of an asset by path",
        ("prefix", *PAGE),
    ),
    _route("GET", _FILE, "getFile", "viewer", "The newest version of a file"),
    _route("DELETE", _FILE, "deleteFile", "engineer", "Take a file out", (), IF_MATCH),
    _route(
        "GET",
        f"{_FILE}/versions",
        "listFileVersions",
        "viewer",
        "Versions of a file, newest first",
        PAGE,
    ),
    _route("GET", f"{_FILE}/versions/{{number}}", "getFileVersion", "viewer", "One of them"),
    _route(
        "GET",
        f"{_FILE}/versions/{{number}}/url",
        "getFileUrl",
        "viewer",
        "A short-lived URL of a version of a file, or of what was made from it",
        ("derivative", "converter"),
    ),
)

_VERSIONS = (
    _route("GET", f"{_ASSET}/versions", "listVersions", "viewer", "Versions, newest first", PAGE),
    _route("POST", f"{_ASSET}/versions", "createVersion", "engineer", "Keep a version", (), ONCE),
    _route("GET", _VERSION, "getVersion", "viewer", "One version"),
    _route(
        "GET",
        f"{_VERSION}/files",
        "listVersionFiles",
        "viewer",
        "The files of a version by path",
        ("prefix", *PAGE),
    ),
)

ROUTES: tuple[Route, ...] = (*_SCENE, *_DATABASES, *_ASSETS, *_FILES, *_VERSIONS)
