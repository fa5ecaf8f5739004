"""Bodies of the operations in `twin.api.routes.simulation_studies`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.simulation_studies import (
    EstimatedStudy,
    StartStudy,
    StudyBody,
    StudyPage,
    StudyResults,
)
from twin.simulation.design_errors import DesignInvalid, StudyInvalid
from twin.simulation.errors import ModelBroken, ModelUnknown
from twin.simulation.study_errors import (
    StudyChanged,
    StudyModelUnsupported,
    StudyNotOver,
    StudyNotStarted,
    StudyTooLarge,
    StudyUnknown,
)

_REFUSED = (
    DesignInvalid,
    ModelBroken,
    ModelUnknown,
    StudyInvalid,
    StudyModelUnsupported,
    StudyTooLarge,
)

BODIES: dict[str, Bodies] = {
    "listStudies": Bodies(StudyPage),
    "startStudy": Bodies(
        StudyBody, StartStudy, 202, errors=(*_REFUSED, StudyChanged, StudyNotStarted)
    ),
    "estimateStudy": Bodies(EstimatedStudy, StartStudy, errors=_REFUSED),
    "getStudy": Bodies(StudyBody, errors=(StudyUnknown,)),
    "cancelStudy": Bodies(StudyBody, status=202, errors=(StudyChanged, StudyUnknown)),
    "getStudyResults": Bodies(StudyResults, errors=(StudyNotOver, StudyUnknown)),
}
