"""Parameters of the operations in `twin.api.routes.spatial_catalogue`."""

from __future__ import annotations

from twin.api.parameters.common import limit, name
from twin.api.parameters.parameter import Parameter
from twin.catalogue.naming import MAXIMUM_PATH_BYTES

MOST_FILES = 1_000

_PREFIX = Parameter("The beginning of the paths", maximum_length=MAXIMUM_PATH_BYTES)
_FILES = {"prefix": _PREFIX, "limit": limit(100, MOST_FILES)}

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "listAssets": {"deleted": Parameter("Only the deleted ones", "boolean", default=False)},
    "listFiles": _FILES,
    "listVersionFiles": _FILES,
    "getFileUrl": {
        "derivative": Parameter(
            "The name of a derivative; without one the file itself",
            minimum_length=1,
            maximum_length=255,
        ),
        "converter": name("The converter whose last derivative it is, where several have the name"),
    },
}
