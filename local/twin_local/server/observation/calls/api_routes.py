"""The route of a deployed API that a request took: its method and path with placeholders."""

from __future__ import annotations

from moto.apigateway.models import apigateway_backends
from moto.apigatewayv2.models import apigatewayv2_backends

from twin_local.execution.execute_api.http_api import routing as http_routing
from twin_local.execution.execute_api.routing import match

NO_ROUTE = "no route"


def api_route(account: str, region: str, api_id: str, method: str, path: str) -> str:
    """Return such as `GET /assets/{id}` for a path that begins with the stage.

    A request that no route takes is `GET no route`, so that made-up paths do not fill the list.
    """
    below = "/" + path.lstrip("/").partition("/")[2]
    if (http_api := apigatewayv2_backends[account][region].apis.get(api_id)) is not None:
        found = http_routing.find(http_api, method, below) or http_routing.find(
            http_api, method, path
        )
        template = found[0].route_key.rpartition(" ")[2] if found else NO_ROUTE
        return f"{method} {template}"
    api = apigateway_backends[account][region].apis.get(api_id)
    matched = match(api, below) if api else None
    return f"{method} {matched[0].get_path() if matched else NO_ROUTE}"
