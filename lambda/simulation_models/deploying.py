"""A deployment, from a request to what is active: checked whole before anything is written."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from simulation_models.storage import ModelStorage
from simulation_runtime.registry_table import RegistryTable
from twin.simulation.binding_check import require_fit
from twin.simulation.deployment_request import DeploymentRequest, RollbackRequest
from twin.simulation.job import Artefact
from twin.simulation.kinds import kind_named
from twin.simulation.registry import ActiveChanged, Deployment, Reason, What
from twin.simulation.registry_errors import DeploymentRefused, RegistryChanged
from twin.site_document import SimulationModel
from twin_runtime.events import put_event
from twin_runtime.settings import setting
from twin_runtime.site import site

MOST_NUMBERS = 5
"""How often the next number may be taken by somebody else before the request is refused."""


@dataclass(frozen=True)
class Registry:
    """The registry of one model, as one caller changes it."""

    model: SimulationModel
    table: RegistryTable
    storage: ModelStorage
    caller: str

    def deploy(self, wanted: DeploymentRequest) -> Deployment:
        """Record a file that was sent, and make it active where that is wished.

        Nothing is written of one that is refused. Where somebody else changes what is active
        meanwhile, the deployment is recorded and not active.

        Raises:
            DeploymentRefused, BindingUnfit, ModelBroken: the file or its manifest will not do.
            RegistryChanged: what is active is not of the revision that the caller knows.
        """
        revision = self._revision(wanted.expected_revision)
        require_runnable(wanted.manifest.kind)
        require_fit(self.model, wanted.manifest, site())
        self.storage.require(wanted)
        self.storage.write_manifest(wanted.manifest_key, wanted.manifest)
        deployment = self._recorded(wanted)
        if wanted.activate:
            self._activate("deployment", deployment.number, revision, "deploy")
        return deployment

    def roll_back(self, wanted: RollbackRequest) -> None:
        """Make an earlier number active; one that is active already changes nothing.

        Raises:
            NothingToRollBack: none was active before, and none is named.
            VersionUnknown: there is nothing of that number.
            ParametersUnfit: the parameters were found for another deployment.
            RegistryChanged: what is active is not of the revision that the caller knows.
        """
        revision = self._revision(wanted.expected_revision)
        state = self.table.activations(self.model.id)
        number = state.before(wanted.what) if wanted.number is None else wanted.number
        if number != state.choice(wanted.what).number:
            self._activate(wanted.what, number, revision, "rollback")

    def _revision(self, expected: int | None) -> int:
        found = self.table.activations(self.model.id).revision
        if expected is not None and expected != found:
            raise RegistryChanged(
                "what is active of the model was changed meanwhile",
                found=f"revision {found}",
                expected=f"revision {expected}",
                where="expected_revision",
            )
        return found

    def _recorded(self, wanted: DeploymentRequest) -> Deployment:
        """Record the deployment under the next number that nobody else takes."""
        for _ in range(MOST_NUMBERS - 1):
            try:
                return self._record(wanted)
            except RegistryChanged:  # somebody else took the number; the next one is free
                continue
        return self._record(wanted)

    def _record(self, wanted: DeploymentRequest) -> Deployment:
        manifest = wanted.manifest
        deployment = Deployment(
            model_id=self.model.id,
            number=self.table.next_number(self.model.id, "deployment"),
            kind=manifest.kind,
            artefact=Artefact(wanted.artefact_key, manifest.artefact_sha256),
            manifest_key=wanted.manifest_key,
            manifest_sha256=manifest.digest,
            image_digest=manifest.image_digest,
            git_revision=manifest.git_revision,
            deployed_by=self.caller,
            deployed_at=time.time(),
            note=wanted.note,
        )
        self.table.add_deployment(deployment)
        return deployment

    def _activate(self, what: What, number: int, revision: int, reason: Reason) -> None:
        change: ActiveChanged = self.table.activate(
            self.model.id,
            what,
            number,
            expected_revision=revision,
            by=self.caller,
            at=time.time(),
            reason=reason,
        )
        put_event(change)


def require_runnable(kind: str) -> None:
    """Require that this site has a job for the image of a kind.

    Raises:
        DeploymentRefused: it has none.
    """
    images = sorted(json.loads(setting("MODEL_IMAGES")))
    image = kind_named(kind).image
    if image in images:
        return
    if not image:
        raise DeploymentRefused(
            "a model that is an image gets its job when the site is deployed",
            found=kind,
            expected="the model in the site file, with its document as the artefact",
            where="manifest.kind",
        )
    raise DeploymentRefused(
        "this site has no job for models of this kind",
        found=f"{kind}, which needs the image {image}",
        expected=f"a kind of the image {', '.join(images)}",
        where="manifest.kind",
    )
