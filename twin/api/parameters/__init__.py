"""What each operation's parameters are, one module an area.

The document is made from this table and the functions read requests by it, so a bound stands once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from twin.api.parameters import (
    access_explain,
    access_keys,
    graph,
    live,
    signals,
    simulation_calibrations,
    simulation_models,
    simulation_studies,
    simulation_what_if,
    spatial_bindings,
    spatial_catalogue,
    spatial_conversions,
    spatial_details,
    spatial_search,
)
from twin.api.parameters.common import COMMON
from twin.api.parameters.parameter import Kind, Parameter
from twin.api.routes.route import Route

OWN: dict[str, dict[str, Parameter]] = {
    **access_explain.PARAMETERS,
    **access_keys.PARAMETERS,
    **graph.PARAMETERS,
    **live.PARAMETERS,
    **signals.PARAMETERS,
    **simulation_calibrations.PARAMETERS,
    **simulation_models.PARAMETERS,
    **simulation_studies.PARAMETERS,
    **simulation_what_if.PARAMETERS,
    **spatial_bindings.PARAMETERS,
    **spatial_catalogue.PARAMETERS,
    **spatial_conversions.PARAMETERS,
    **spatial_details.PARAMETERS,
    **spatial_search.PARAMETERS,
}
"""By operation and name, where a parameter is not what it commonly is."""

NOT_DESCRIBED = Parameter("")

PATH_PARAMETER = re.compile(r"\{([^}]+)\}")


def path_names(route: Route) -> tuple[str, ...]:
    """Return the names of the parameters in a route's path."""
    return tuple(PATH_PARAMETER.findall(route.path))


def parameters_of(operation_id: str, names: tuple[str, ...]) -> Mapping[str, Parameter]:
    """Return the parameters that an operation knows by these names; one not described is a text."""
    known = {**COMMON, **OWN.get(operation_id, {})}
    return {name: known.get(name, NOT_DESCRIBED) for name in names}


__all__ = ["COMMON", "OWN", "Kind", "Parameter", "parameters_of", "path_names"]
