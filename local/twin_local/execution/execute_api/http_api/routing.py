"""Find the route of a request: the most specific path wins, `$default` is the last.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from moto.apigatewayv2.models import Api, Route

from twin_local.execution.execute_api.http_api.call import DEFAULT
from twin_local.execution.execute_api.request import decode

ANY = "ANY"
Found = tuple[Route, dict[str, str]]
Rank = tuple[tuple[int, ...], int]


def find(api: Api, method: str, path: str) -> Found | None:
    """Return the route of a method and raw path with its path parameters, decoded."""
    matching: list[tuple[Rank, Found]] = []
    default: Found | None = None
    for route in list(api.routes.values()):
        if route.route_key == DEFAULT:
            default = (route, {})
            continue
        wanted, _, template = route.route_key.partition(" ")
        if wanted not in (method, ANY):
            continue
        parameters = _match(template, path)
        if parameters is not None:
            rank = (_ranks(template), int(wanted == ANY))
            matching.append((rank, (route, parameters)))
    return min(matching, key=lambda one: one[0])[1] if matching else default


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/") if path.strip("/") else []


def _match(template: str, path: str) -> dict[str, str] | None:
    parameters: dict[str, str] = {}
    left = _segments(path)
    for part in _segments(template):
        if part.endswith("+}"):
            if not left:
                return None
            return {**parameters, part[1:-2]: "/".join(decode(segment) for segment in left)}
        if not left:
            return None
        segment = decode(left.pop(0))
        if part.startswith("{"):
            parameters[part[1:-1]] = segment
        elif part != segment:
            return None
    return None if left else parameters


def _ranks(template: str) -> tuple[int, ...]:
    """Return how general each segment is: literal before `{name}` before `{name+}`."""
    return tuple(
        2 if part.endswith("+}") else int(part.startswith("{")) for part in _segments(template)
    )
