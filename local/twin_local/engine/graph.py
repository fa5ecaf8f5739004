"""In which order the resources of a template are made: after everything they refer to."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Mapping

from twin_local.engine.errors import TemplateError
from twin_local.engine.intrinsics import SUB_PATTERN, function_of
from twin_local.engine.json_value import Json
from twin_local.engine.template import Resource


def references(value: Json) -> Iterator[str]:
    """Yield every name that `Ref`, `Fn::GetAtt` and `Fn::Sub` in `value` refer to."""
    call = function_of(value)
    if call is not None and call[0] == "Ref":
        yield call[1]
    elif call is not None and call[0] == "Fn::GetAtt":
        yield call[1].split(".", 1)[0] if isinstance(call[1], str) else call[1][0]
    elif call is not None and call[0] == "Fn::Sub":
        yield from _sub_references(call[1])
    elif isinstance(value, dict):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def _sub_references(argument: Json) -> Iterator[str]:
    text, variables = (argument, {}) if isinstance(argument, str) else argument
    for escaped, name in SUB_PATTERN.findall(text):
        if not escaped and name not in variables:
            yield name.partition(".")[0]
    yield from references(variables)


def dependencies(resource: Resource, present: Mapping[str, Resource]) -> tuple[str, ...]:
    """Return the logical ids that must exist before `resource`, sorted."""
    named = {*references(resource.properties), *resource.depends_on}
    return tuple(sorted(name for name in named if name in present))


def ordered(resources: Mapping[str, Resource]) -> tuple[Resource, ...]:
    """Return the resources in an order in which each comes after what it refers to.

    Raises:
        TemplateError: the resources refer to one another in a circle.
    """
    edges = {name: dependencies(resource, resources) for name, resource in resources.items()}
    try:
        order = tuple(graphlib.TopologicalSorter(edges).static_order())
    except graphlib.CycleError as error:
        raise TemplateError("circular dependency", found=" → ".join(error.args[1])) from error
    return tuple(resources[name] for name in order)
