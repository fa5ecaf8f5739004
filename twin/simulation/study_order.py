"""What is to be run: a request together with the model as it is deployed now.

An order holds all that decides the results of a study. Equal orders have one id and one folder: a
study that was asked for before is not run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from twin.simulation.job import Artefact
from twin.simulation.registry import ActiveModel
from twin.simulation.study_jobs import study_image
from twin.simulation.study_keys import ID_LENGTH
from twin.simulation.study_request import StudyRequest
from twin.site_document import SimulationModel


@dataclass(frozen=True, kw_only=True)
class StudyOrder:
    """An order; `fixed` has the parameters of the model, but for those that the design varies.

    `manifest_key` and `manifest_sha256` are those of the deployment, empty where it has none.
    """

    model_id: str
    kind: str
    artefact: Artefact
    image_digest: str
    manifest_key: str
    manifest_sha256: str
    design: Mapping[str, Any]
    fixed: Mapping[str, float]
    outputs: tuple[str, ...]
    steps: int
    step_seconds: float
    seed: int

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def study_id(self) -> str:
        """Return the id of the study that this order is for."""
        return self.digest[:ID_LENGTH]

    def to_json(self) -> str:
        """Return the canonical text: same order, same bytes."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> StudyOrder:
        """Read what `to_json` wrote."""
        return cls(
            **{**raw, "artefact": Artefact(**raw["artefact"]), "outputs": tuple(raw["outputs"])}
        )


def study_order(
    request: StudyRequest,
    active: ActiveModel,
    model: SimulationModel,
    *,
    image_digests: Mapping[str, str],
) -> StudyOrder:
    """Return the order of a request to the model that is active.

    `image_digests` are of the images that run studies on the site, by image.

    Raises:
        StudyModelUnsupported: none of them runs models of its kind.
    """
    deployment = active.deployment
    image = study_image(deployment.kind, image_digests)
    parameters = {item.name: item.value for item in active.applied_to(model).parameters}
    fixed = {**parameters, **request.fixed}
    return StudyOrder(
        model_id=request.model_id,
        kind=deployment.kind,
        artefact=deployment.artefact,
        image_digest=image_digests[image],
        manifest_key=deployment.manifest_key,
        manifest_sha256=deployment.manifest_sha256,
        design=request.design,
        fixed={name: fixed[name] for name in sorted(fixed) if name not in request.varied},
        outputs=request.outputs,
        steps=request.steps,
        step_seconds=request.step_seconds,
        seed=request.seed,
    )
