"""Parameters of the operations in `twin.api.routes.spatial_conversions`."""

from __future__ import annotations

from twin.api.parameters.common import name
from twin.api.parameters.parameter import Parameter
from twin.spatial.conversion import STATES

_CONVERSION = {"conversion_id": name("The id of a conversion", 64)}

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "listConversions": {"state": Parameter("Only those in this state", choices=STATES)},
    "getConversion": _CONVERSION,
    "getConversionLog": _CONVERSION,
    "cancelConversion": _CONVERSION,
    "rerunConversion": _CONVERSION,
    "explainDerivative": {
        "derivative": name("The name of a derivative", 255),
        "converter": name("The converter whose last derivative it is, where several have the name"),
    },
}
