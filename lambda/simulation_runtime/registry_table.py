"""The registry of models: what was deployed, which parameters were published, what is active."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from simulation_runtime.artefacts import site_deployment
from simulation_runtime.registry_items import RegistryItems, changed
from twin.simulation.activations import Activations
from twin.simulation.registry import (
    SITE,
    ActiveChanged,
    ActiveModel,
    Deployment,
    ParameterVersion,
    Reason,
    What,
)
from twin.simulation.registry_errors import ParametersUnfit, VersionUnknown
from twin.site_document import SimulationModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class DeploymentPage:
    """One page of the deployments of a model, newest first."""

    deployments: tuple[Deployment, ...]
    next_token: str | None


@dataclass(frozen=True)
class ParameterPage:
    """One page of the published parameters of a model, newest first."""

    versions: tuple[ParameterVersion, ...]
    next_token: str | None


class RegistryTable:
    """The registry of one site's models; old versions are never deleted."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._items = RegistryItems(client, name)

    def active(self, model: SimulationModel) -> ActiveModel:
        """Return what the next run of a model uses.

        Raises:
            ModelBroken: the site's own file is active, and was not deployed.
        """
        state = self.activations(model.id)
        published = state.choice("parameters").number
        return ActiveModel(
            model_id=model.id,
            deployment=self.deployment(model, state.deployment.number),
            parameters=None if published == SITE else self.parameters(model.id, published),
            revision=state.revision,
        )

    def activations(self, model_id: str) -> Activations:
        """Return which numbers are active, and which were before."""
        return self._items.activations(model_id)

    def deployment(self, model: SimulationModel, number: int) -> Deployment:
        """Return a deployment; number 0 is the file that the site deployed.

        Raises:
            VersionUnknown: there is none of that number.
            ModelBroken: it is the site's own, and the file was not deployed.
        """
        if number == SITE:
            return site_deployment(model)
        found = self._items.version(model.id, "deployment", number)
        if found is None:
            raise _unknown(model.id, "deployment", number)
        return Deployment.from_mapping(found)

    def parameters(self, model_id: str, number: int) -> ParameterVersion:
        """Return a published version of parameters.

        Raises:
            VersionUnknown: there is none of that number.
        """
        found = self._items.version(model_id, "parameters", number)
        if found is None:
            raise _unknown(model_id, "parameters", number)
        return ParameterVersion.from_mapping(found)

    def next_number(self, model_id: str, what: What) -> int:
        """Return the number that the next deployment, or version of parameters, has."""
        return self._items.last_number(model_id, what) + 1

    def add_deployment(self, deployment: Deployment) -> None:
        """Write a new deployment; it is not active yet.

        Raises:
            RegistryChanged: the number was taken meanwhile.
        """
        value = asdict(deployment)
        self._items.add(deployment.model_id, "deployment", deployment.number, value)

    def add_parameters(self, version: ParameterVersion) -> None:
        """Write a new version of parameters; it is not active yet.

        Raises:
            RegistryChanged: the number was taken meanwhile.
        """
        self._items.add(version.model_id, "parameters", version.number, asdict(version))

    def deployments(self, model_id: str, *, limit: int, token: str | None) -> DeploymentPage:
        """Return one page of deployments, newest first.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        found, following = self._items.page(model_id, "deployment", limit=limit, token=token)
        return DeploymentPage(tuple(map(Deployment.from_mapping, found)), following)

    def parameter_versions(self, model_id: str, *, limit: int, token: str | None) -> ParameterPage:
        """Return one page of published parameters, newest first.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        found, following = self._items.page(model_id, "parameters", limit=limit, token=token)
        return ParameterPage(tuple(map(ParameterVersion.from_mapping, found)), following)

    def activate(
        self,
        model_id: str,
        what: What,
        number: int,
        *,
        expected_revision: int,
        by: str,
        at: float,
        reason: Reason = "deploy",
    ) -> ActiveChanged:
        """Make a number active and return the event to tell; `at` is in UTC seconds since 1970.

        Raises:
            RegistryChanged: what is active is of another revision; nothing is changed.
            VersionUnknown: there is nothing of that number.
            ParametersUnfit: the parameters were found for another deployment.
        """
        state = self.activations(model_id)
        if state.revision != expected_revision:
            found = f"revision {state.revision}"
            raise changed(model_id, expected=expected_revision, found=found)
        self._check(state, model_id, what, number)
        change = ActiveChanged(
            model_id=model_id,
            what=what,
            number=number,
            previous=state.choice(what).number,
            reason=reason,
            by=by,
            at=at,
        )
        self._items.activate(model_id, state.followed_by(what, number), change)
        return change

    def _check(self, state: Activations, model_id: str, what: What, number: int) -> None:
        """Require that a number can be active."""
        if number == SITE:
            return
        if what == "deployment":
            if self._items.version(model_id, what, number) is None:
                raise _unknown(model_id, what, number)
            return
        found_for, active = self.parameters(model_id, number).deployment, state.deployment.number
        if found_for != active:
            raise ParametersUnfit(
                "the parameters were found for another deployment",
                found=f"deployment {found_for}",
                expected=f"deployment {active}, which is active",
                where=f"parameters {number} of {model_id}",
            )


def _unknown(model_id: str, what: What, number: int) -> VersionUnknown:
    return VersionUnknown(
        f"the model has no {what} of this number",
        found=str(number),
        expected=f"a number of the model's {what}, or 0 for what the site file says",
        where=model_id,
    )
