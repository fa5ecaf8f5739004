"""Operations of the API as the command line calls them: by the route table that the API is made of.

A route that is renamed, or a parameter that is gone, is an error here and not a 404 of a twin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from twin.api.parameters import path_names
from twin.api.routes import ROUTES, Route

Values = Mapping[str, str | int]


def route_of(operation_id: str) -> Route:
    """Return the route of an operation; raise `LookupError`."""
    for route in ROUTES:
        if route.operation_id == operation_id:
            return route
    raise LookupError(f"the API has no operation {operation_id}")


def route_at(method: str, path: str) -> Route:
    """Return the route that serves a path, literal segments first; raise `LookupError`."""
    found = [
        route for route in ROUTES if route.method == method and _pattern(route).fullmatch(path)
    ]
    if not found:
        raise LookupError(f"the API has no operation {method} {path}")
    return min(found, key=lambda route: len(path_names(route)))


def filled(route: Route, values: Values) -> str:
    """Return a route's path with its parameters, each percent-encoded as one segment.

    Raises:
        LookupError: the values are not those of the path's parameters.
    """
    if set(values) != set(path_names(route)):
        raise LookupError(f"{route.operation_id} has the path {route.path}, not {sorted(values)}")
    path = route.path
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    return path


def check_names(route: Route, query: Iterable[str], headers: Iterable[str]) -> None:
    """Check that an operation has these parameters; raise `LookupError`."""
    for given, known in ((query, route.query), (headers, route.headers)):
        if unknown := sorted({name.lower() for name in given} - set(known)):
            raise LookupError(f"{route.operation_id} has no parameter {', '.join(unknown)}")


def _pattern(route: Route) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(route.path)))
