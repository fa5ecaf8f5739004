"""Find the resource and method of a path: static before `{name}` before `{name+}`."""

from __future__ import annotations

from moto.apigateway.models import Method, Resource, RestAPI

from twin_local.execution.execute_api.request import decode

Match = tuple[Resource, dict[str, str]]


def match(api: RestAPI, path: str) -> Match | None:
    """Return the resource of a raw path and its path parameters, percent-encoded as they came.

    A REST API hands them on so (an HTTP API decodes them): a function decodes them, once.
    """
    segments = [segment for segment in path.strip("/").split("/") if segment]
    children: dict[str | None, list[Resource]] = {}
    for resource in api.resources.values():
        children.setdefault(resource.parent_id, []).append(resource)
    root = next(resource for resource in api.resources.values() if resource.parent_id is None)
    return _descend(children, root, segments, {})


def _descend(
    children: dict[str | None, list[Resource]],
    resource: Resource,
    segments: list[str],
    parameters: dict[str, str],
) -> Match | None:
    if not segments:
        return (resource, parameters) if resource.resource_methods else None
    for child in sorted(children.get(resource.id, []), key=_rank):
        part = child.path_part
        if part.endswith("+}"):
            return child, {**parameters, part[1:-2]: "/".join(segments)}
        if part.startswith("{"):
            bound = {**parameters, part[1:-1]: segments[0]}
        elif part == decode(segments[0]):
            bound = parameters
        else:
            continue
        if found := _descend(children, child, segments[1:], bound):
            return found
    return None


def _rank(resource: Resource) -> int:
    if resource.path_part.endswith("+}"):
        return 2
    return 1 if resource.path_part.startswith("{") else 0


def method_of(resource: Resource, http_method: str) -> Method | None:
    """Return the method of a resource, or its ANY method."""
    methods: dict[str, Method] = resource.resource_methods
    return methods.get(http_method) or methods.get("ANY")
