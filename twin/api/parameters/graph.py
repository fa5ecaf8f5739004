"""Parameters of the operations in `twin.api.routes.graph`."""

from __future__ import annotations

from twin.api.parameters.common import limit, name
from twin.api.parameters.parameter import Parameter
from twin.graph.elements import DIRECTIONS, KINDS

DEEPEST = 100
LONGEST_PATH = 20
MOST_PATHS = 20

_PAGE = limit(100, 1_000)
_DIRECTION = Parameter("Which way edges are followed", choices=DIRECTIONS, default="any")
_RELATION = Parameter(
    "A relation to follow; none are all", minimum_length=1, maximum_length=256, repeated=True
)


def _depth(description: str, minimum: int, maximum: int, default: int) -> Parameter:
    return Parameter(description, "integer", minimum=minimum, maximum=maximum, default=default)


def _end(description: str) -> Parameter:
    return Parameter(description, minimum_length=1, maximum_length=256, required=True)


PARAMETERS: dict[str, dict[str, Parameter]] = {
    "getAssetTree": {
        "below": name("The asset below which to look; none is all"),
        "depth": _depth("How many levels", 0, DEEPEST, DEEPEST),
        "limit": _PAGE,
    },
    "listNodes": {
        "kind": Parameter("What nodes are", choices=KINDS),
        "type": name("The equipment type of an asset"),
        "where": Parameter(
            "A filter of properties, such as `priority <= 2 and title contains pump`",
            maximum_length=2_000,
        ),
        "limit": _PAGE,
    },
    "listNeighbours": {"direction": _DIRECTION, "relation": _RELATION, "limit": _PAGE},
    "getPaths": {
        "from": _end("The node where the paths begin"),
        "to": _end("The node where they end"),
        "direction": _DIRECTION,
        "relation": _RELATION,
        "depth": _depth("The most edges of a path", 1, LONGEST_PATH, 10),
        "limit": limit(1, MOST_PATHS),
    },
}
