"""Parameters of the operations in `twin.api.routes.simulation_what_if`."""

from __future__ import annotations

from twin.api.parameters.parameter import Parameter
from twin.simulation.what_if.request import MOST_CANDIDATES

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "getTrajectory": {
        "candidate": Parameter(
            "The place of a candidate in the request of a what-if; any other run has one, 0",
            "integer",
            minimum=0,
            maximum=MOST_CANDIDATES - 1,
            default=0,
        ),
    },
}
