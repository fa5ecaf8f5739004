"""What was deployed of a model, which parameters were published, and what of them is active.

Deployments and versions of parameters are numbered from 1 and never change. Number 0 is what the
site file says: the file that was deployed with the site, and the parameters as they are stated
there. Going back is making an earlier number active.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from twin.simulation.job import Artefact
from twin.simulation.manifest import ValidRange
from twin.site_document import Parameter, SimulationModel

What = Literal["deployment", "parameters"]
Reason = Literal["deploy", "calibration", "rollback"]
SITE = 0
"""The number of what the site file says."""


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """A file of a model, as it was deployed; `deployed_at` is in UTC seconds since 1970.

    `manifest_key` is that of the manifest in the models bucket. It is empty, as are its digest,
    the image's digest and the revision, where the site deployed a file that nobody validated.
    """

    model_id: str
    number: int
    kind: str
    artefact: Artefact
    manifest_key: str
    manifest_sha256: str
    image_digest: str
    git_revision: str
    deployed_by: str
    deployed_at: float
    note: str = ""

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Deployment:
        """Read what `asdict` wrote."""
        return cls(**{**raw, "artefact": Artefact(**raw["artefact"])})


@dataclass(frozen=True, kw_only=True)
class ParameterVersion:
    """Parameters that a calibration published; `published_at` is in UTC seconds since 1970.

    `version` is the SHA-256 of the parameter set at `key` in the models bucket, `deployment` the
    number of the deployment that they were found for, `training_box` the region in which they were
    proved.
    """

    model_id: str
    number: int
    version: str
    key: str
    parameters: tuple[Parameter, ...]
    deployment: int
    calibration_id: str
    published_by: str
    published_at: float
    training_box: Mapping[str, ValidRange] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> ParameterVersion:
        """Read what `asdict` wrote."""
        parameters = tuple(Parameter(**item) for item in raw["parameters"])
        box = {name: ValidRange(**item) for name, item in raw.get("training_box", {}).items()}
        return cls(**{**raw, "parameters": parameters, "training_box": box})


@dataclass(frozen=True, kw_only=True)
class ActiveModel:
    """What the next run of a model uses; `parameters` is None where the site file's are used.

    `revision` counts the changes of what is active: a change names the one that it follows.
    """

    model_id: str
    deployment: Deployment
    parameters: ParameterVersion | None
    revision: int

    def applied_to(self, model: SimulationModel) -> SimulationModel:
        """Return the model of the site as a run has it: with the kind and parameters in use."""
        return replace(model, kind=self.deployment.kind, parameters=self.values(model.parameters))

    def values(self, stated: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        """Return the parameters of a run: as published, else as the site file states them."""
        published = () if self.parameters is None else self.parameters.parameters
        found = {item.name: item for item in published}
        known = {item.name for item in stated}
        more = tuple(item for name, item in found.items() if name not in known)
        return (*(found.get(item.name, item) for item in stated), *more)


@dataclass(frozen=True, kw_only=True)
class ActiveChanged:
    """The event that says that another deployment, or other parameters, are active."""

    source: ClassVar[str] = "twin.simulation"
    detail_type: ClassVar[str] = "ModelActivated"

    model_id: str
    what: What
    number: int
    previous: int
    reason: Reason
    by: str
    at: float

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return dict(vars(self))
