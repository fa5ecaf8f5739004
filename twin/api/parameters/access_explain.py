"""Parameters of the operations in `twin.api.routes.access_explain`."""

from __future__ import annotations

from twin.api.parameters.common import name
from twin.api.parameters.parameter import Parameter

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "explainOwnAccess": {
        "action": name("The operation id that is asked about", 64),
        "resource": Parameter(
            "A path of the API: `/`, `/databases/a` or `/databases/a/assets/pump`",
            minimum_length=1,
            maximum_length=2_000,
        ),
    }
}
