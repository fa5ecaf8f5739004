"""Bodies of the operations in `twin.api.routes.simulation_models`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.simulation import ModelList
from twin.api.schemas.simulation_models import (
    ActiveBody,
    AnnounceArtefact,
    ArtefactTarget,
    CreateDeployment,
    DeploymentCreated,
    DeploymentDetail,
    DeploymentList,
    ParameterVersionList,
    RollBack,
)
from twin.simulation.errors import ModelBroken, ModelUnknown
from twin.simulation.model_errors import (
    ArtefactUnsafe,
    DescriptionInvalid,
    ManifestInvalid,
    ModelKindUnknown,
)
from twin.simulation.registry_errors import (
    BindingUnfit,
    DeploymentRefused,
    NothingToRollBack,
    ParametersUnfit,
    RegistryBusy,
    RegistryChanged,
    VersionUnknown,
)

_SENT = (ArtefactUnsafe, DeploymentRefused, ModelKindUnknown)
_ACTIVE = (ModelBroken, ModelUnknown, VersionUnknown)

BODIES: dict[str, Bodies] = {
    "listModels": Bodies(ModelList, errors=(ManifestInvalid, ModelBroken, RegistryBusy)),
    "announceArtefact": Bodies(
        ArtefactTarget, AnnounceArtefact, 201, errors=(*_SENT, ModelUnknown)
    ),
    "createDeployment": Bodies(
        DeploymentCreated,
        CreateDeployment,
        201,
        errors=(
            *_SENT,
            *_ACTIVE,
            BindingUnfit,
            DescriptionInvalid,
            ManifestInvalid,
            RegistryChanged,
        ),
    ),
    "listDeployments": Bodies(DeploymentList, errors=_ACTIVE),
    "getDeployment": Bodies(DeploymentDetail, errors=(*_ACTIVE, ManifestInvalid)),
    "listModelParameters": Bodies(ParameterVersionList, errors=_ACTIVE),
    "rollBackModel": Bodies(
        ActiveBody,
        RollBack,
        errors=(*_ACTIVE, DeploymentRefused, NothingToRollBack, ParametersUnfit, RegistryChanged),
    ),
}
