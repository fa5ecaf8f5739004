"""Parameters of the operations in `twin.api.routes.access_keys`."""

from __future__ import annotations

from twin.api.parameters.parameter import Parameter

EVERYONES = ("false", "true")

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "listAccessKeys": {
        "all": Parameter(
            "Whether the keys of everyone are listed; only for administrators",
            choices=EVERYONES,
            default="false",
        )
    },
    "revokeAccessKey": {"key_id": Parameter("The id of a key", pattern="[0-9a-f]{16}")},
}
