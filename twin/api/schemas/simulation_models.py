"""The registry of simulation models: files, deployments, parameters, and what is active."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from twin.api.schemas.constraints import Text
from twin.simulation.deployment_request import FILE_NAME, LONGEST_NOTE, SHA256

RegistryPart = Literal["deployment", "parameters"]
LicenceClassName = Literal["none", "twin_runtime", "twin_builder_deployer", "unknown"]
CausalityName = Literal["input", "output", "parameter", "local"]
DataTypeName = Literal["real", "integer", "boolean"]


class RangeBody(TypedDict):
    """The values for which a model was made."""

    low: float
    high: float


class ManifestVariable(TypedDict):
    """One variable of a model; `unit` is as the model says it."""

    name: str
    causality: CausalityName
    data_type: NotRequired[DataTypeName]
    unit: NotRequired[str]
    minimum: NotRequired[float | None]
    maximum: NotRequired[float | None]
    start: NotRequired[float | None]
    description: NotRequired[str]


class ManifestCapabilities(TypedDict):
    """What a model can do."""

    can_save_state: NotRequired[bool]
    can_batch: NotRequired[bool]
    fixed_step: NotRequired[bool]


class ManifestBody(TypedDict):
    """The manifest of a model, as `twin models validate --manifest` writes it."""

    id: str
    kind: str
    artefact_sha256: Annotated[str, Text(pattern=SHA256)]
    artefact_bytes: int
    variables: list[ManifestVariable]
    step_seconds: float
    image_digest: NotRequired[str]
    git_revision: NotRequired[str]
    tool: NotRequired[str]
    licence_class: NotRequired[LicenceClassName]
    capabilities: NotRequired[ManifestCapabilities]
    training_box: NotRequired[dict[str, RangeBody]]
    held_out_error: NotRequired[dict[str, float]]
    steps_per_second: NotRequired[float | None]


class ManifestSummary(TypedDict):
    """What tells whether to rely on a model; `steps_per_second` is of one processor."""

    licence_class: LicenceClassName
    training_box: dict[str, RangeBody]
    held_out_error: dict[str, float]
    steps_per_second: float | None
    can_save_state: bool


class ActiveBody(TypedDict):
    """What the next run of a model uses; 0 is what the site file says.

    `revision` counts the changes: a request may name the one that it follows.
    """

    model_id: str
    deployment: int
    parameters: int
    version: str
    revision: int


class AnnounceArtefact(TypedDict):
    """POST /models/{model_id}/artefacts: the file that is to be sent, by its content."""

    file_name: Annotated[str, Text(pattern=FILE_NAME)]
    kind: str
    sha256: Annotated[str, Text(pattern=SHA256)]
    size_bytes: int


class ArtefactTarget(TypedDict):
    """Where to PUT the file, with the headers to send along; the address works for an hour.

    `is_stored` says that exactly this file is there already: it need not be sent again.
    """

    artefact_sha256: str
    url: str
    headers: dict[str, str]
    is_stored: bool


class CreateDeployment(TypedDict):
    """POST /models/{model_id}/deployments: deploy a file that was sent.

    It is active at once unless `activate` is false. With `expected_revision` it is refused where
    what is active was changed since.
    """

    file_name: Annotated[str, Text(pattern=FILE_NAME)]
    manifest: ManifestBody
    note: NotRequired[Annotated[str, Text(maximum_length=LONGEST_NOTE)] | None]
    activate: NotRequired[bool | None]
    expected_revision: NotRequired[int | None]


class DeploymentBody(TypedDict):
    """One deployment; number 0 is the file that was deployed with the site."""

    model_id: str
    number: int
    kind: str
    file_name: str
    artefact_sha256: str
    manifest_sha256: str
    image_digest: str
    git_revision: str
    deployed_by: str
    deployed_at: float
    note: str
    is_active: bool


class DeploymentCreated(TypedDict):
    """The new deployment, and what is active now."""

    deployment: DeploymentBody
    active: ActiveBody


class DeploymentDetail(TypedDict):
    """One deployment with its manifest; null where nobody validated the file."""

    deployment: DeploymentBody
    manifest: ManifestBody | None


class DeploymentList(TypedDict):
    """GET /models/{model_id}/deployments: newest first."""

    deployments: list[DeploymentBody]
    next_token: str | None
    active: ActiveBody


class PublishedParameter(TypedDict):
    """One parameter in its unit."""

    name: str
    value: float
    standard_uncertainty: float


class ParameterVersionBody(TypedDict):
    """Parameters that a calibration published for a deployment; `version` is their SHA-256."""

    model_id: str
    number: int
    version: str
    parameters: list[PublishedParameter]
    deployment: int
    calibration_id: str
    published_by: str
    published_at: float
    training_box: dict[str, RangeBody]
    is_active: bool


class ParameterVersionList(TypedDict):
    """GET /models/{model_id}/parameters: newest first."""

    versions: list[ParameterVersionBody]
    next_token: str | None
    active: ActiveBody


class RollBack(TypedDict):
    """POST /models/{model_id}/rollback: `number` is that before where it is not given.

    `what` is `deployment` where it is not given.
    """

    what: NotRequired[RegistryPart]
    number: NotRequired[int | None]
    expected_revision: NotRequired[int | None]


class ModelActivatedDetail(TypedDict):
    """The event `ModelActivated`: another deployment, or other parameters, are active."""

    model_id: str
    what: RegistryPart
    number: int
    previous: int
    reason: Literal["deploy", "calibration", "rollback"]
    by: str
    at: float
