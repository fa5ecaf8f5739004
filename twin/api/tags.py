"""Groups of operations, as documents of the API show them."""

from __future__ import annotations

from collections.abc import Iterable

from twin.api.routes.route import Route

TAGS: dict[str, str] = {
    "description": "What the API says of itself and of its site",
    "scene": "The 3D scene, and what can be converted for it",
    "databases": "Databases and their assets, files and versions",
    "metadata-schemas": "What the metadata of each type of asset is",
    "assets": "Search over all databases",
    "uploads": "Files on their way in",
    "conversions": "Conversions of the site, newest first",
    "access": "Who may do what, and API keys",
    "bindings": "What in the scene belongs to which signal and variable",
    "signals": "Values of signals",
    "changes": "The change feed of the catalogue",
    "graph": "The graph of the twin",
    "live": "What the live channel said",
    "alarms": "Alarms",
    "commands": "Commands to the plant",
    "simulation": "Models and their runs",
}
"""By name, in the order of reading."""

_BY_SEGMENT = {
    "openapi.json": "description",
    "site": "description",
    "problems": "description",
    "converters": "scene",
    "calibrations": "simulation",
    "models": "simulation",
    "runs": "simulation",
    "studies": "simulation",
    "what-if": "simulation",
}
"""Where the first segment of a path is not the tag itself."""


def tag_of(route: Route) -> str:
    """Return the tag of an operation."""
    segment = route.path.split("/")[1]
    return _BY_SEGMENT.get(segment, segment)


def tags_of(routes: Iterable[Route]) -> list[dict[str, str]]:
    """Return the tags that these routes have, each with its description."""
    used = {tag_of(route) for route in routes}
    return [{"name": name, "description": text} for name, text in TAGS.items() if name in used]
