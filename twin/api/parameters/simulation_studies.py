"""Parameters of the operations in `twin.api.routes.simulation_studies`."""

from __future__ import annotations

from twin.api.parameters.parameter import Parameter
from twin.simulation.study_keys import ID_LENGTH

_STUDY = {
    "study_id": Parameter(
        f"The id of a study: {ID_LENGTH} hexadecimal digits", pattern=f"[0-9a-f]{{{ID_LENGTH}}}"
    )
}

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "getStudy": _STUDY,
    "cancelStudy": _STUDY,
    "getStudyResults": _STUDY,
}
