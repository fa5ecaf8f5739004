"""Parameters of the operations in `twin.api.routes.spatial_bindings`."""

from __future__ import annotations

from typing import get_args

from twin.api.parameters.common import name
from twin.api.parameters.parameter import Parameter
from twin.binding.binding import State
from twin.catalogue.naming import LARGEST_NUMBER, MAXIMUM_PATH_BYTES

LONGEST = 2_000
"""Characters of the id of a part: a path of names through an assembly."""

_PATH = Parameter("A file of the asset", minimum_length=1, maximum_length=MAXIMUM_PATH_BYTES)
_NAMES = {
    "signal": name("The alias of a signal"),
    "model": name("The id of a simulation model"),
    "variable": name("A variable of the simulation model"),
    "equipment": name("The id of an asset of the equipment tree"),
}
_BINDING = {"binding_id": name("The id of a binding")}


def _version(description: str, *, required: bool = False) -> Parameter:
    return Parameter(
        description, "integer", minimum=1, maximum=LARGEST_NUMBER, required=required, example=1
    )


def _tolerance(description: str, maximum: float, default: float) -> Parameter:
    return Parameter(description, "number", minimum=1e-6, maximum=maximum, default=default)


PARAMETERS: dict[str, dict[str, Parameter]] = {
    "findBindings": _NAMES,
    "listBindings": {
        **_NAMES,
        "revision": _version("An earlier revision of the bindings"),
        "version": _version("The bindings as they were last for a version of the asset"),
        "path": _PATH,
        "node": name("The id of a part", LONGEST),
        "point": Parameter(
            "x,y,z in metres in the frame of the CAD file: what holds the point",
            minimum_length=5,
            maximum_length=100,
            example="0.5,1.2,0.3",
        ),
        "state": Parameter("Only bindings in this state", choices=get_args(State)),
    },
    "getBinding": _BINDING,
    "updateBinding": _BINDING,
    "deleteBinding": _BINDING,
    "resolveBindingReview": _BINDING,
    "diffAsset": {
        "from": _version("The older version", required=True),
        "to": _version("The newer version", required=True),
        "path": _PATH,
        "tolerance_mm": _tolerance("Up to where a part counts as not moved", 1000, 0.1),
        "tolerance_degrees": _tolerance("Up to where a part counts as not turned", 180, 0.01),
    },
}
