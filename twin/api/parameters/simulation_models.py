"""Parameters of the operations in `twin.api.routes.simulation_models`."""

from __future__ import annotations

from twin.api.parameters.common import MAXIMUM_LIMIT, limit, name
from twin.api.parameters.parameter import Parameter

_MODEL = {"model_id": name("The id of a model, such as `P-101.pump`")}
LARGEST_NUMBER = 999_999

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "listModels": {"limit": limit(MAXIMUM_LIMIT)},
    "announceArtefact": _MODEL,
    "createDeployment": _MODEL,
    "listDeployments": _MODEL,
    "getDeployment": {
        **_MODEL,
        "number": Parameter(
            "The number of a deployment; 0 is the file that was deployed with the site",
            "integer",
            minimum=0,
            maximum=LARGEST_NUMBER,
        ),
    },
    "listModelParameters": _MODEL,
    "rollBackModel": _MODEL,
}
