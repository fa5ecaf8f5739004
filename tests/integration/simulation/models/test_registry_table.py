"""The registry over DynamoDB: numbers are given once, and what is active changes one by one."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from simulation_runtime import registry_batch
from simulation_runtime.registry_batch import active_models
from simulation_runtime.registry_table import RegistryTable
from tests.integration.simulation.plane import MODEL_ID, SimulationPlane
from twin.simulation.job import Artefact
from twin.simulation.registry import Deployment, ParameterVersion
from twin.simulation.registry_errors import (
    ParametersUnfit,
    RegistryBusy,
    RegistryChanged,
    VersionUnknown,
)
from twin.site_document import Parameter
from twin_runtime import clients
from twin_runtime.errors import QueryInvalid


@pytest.fixture
def registry(silent_plane: SimulationPlane) -> RegistryTable:
    assert silent_plane.model.id == MODEL_ID
    return RegistryTable(clients.dynamodb(), "registry")


def deployment(number: int, model_id: str = MODEL_ID) -> Deployment:
    return Deployment(
        model_id=model_id,
        number=number,
        kind="fmu",
        artefact=Artefact(f"models/{number:064x}/pump.fmu", f"{number:064x}"),
        manifest_key=f"models/{number:064x}/manifest.json",
        manifest_sha256="cd" * 32,
        image_digest="",
        git_revision="12" * 20,
        deployed_by="erik",
        deployed_at=time.time(),
    )


def parameters(number: int, of_deployment: int = 0) -> ParameterVersion:
    return ParameterVersion(
        model_id=MODEL_ID,
        number=number,
        version="ef" * 32,
        key="parameters/1.json",
        parameters=(Parameter("wear", 0.1 * number, 0.01),),
        deployment=of_deployment,
        calibration_id="c-1",
        published_by="calibration",
        published_at=time.time(),
    )


def test_what_the_site_deployed_is_number_0(
    registry: RegistryTable, silent_plane: SimulationPlane
) -> None:
    active = registry.active(silent_plane.model)
    assert (active.deployment.number, active.deployment.artefact.key, active.revision) == (
        0,
        "models/ab/pump.fmu",
        0,
    )
    assert active.parameters is None
    assert registry.next_number(MODEL_ID, "deployment") == 1


def test_deployment_is_active_once_it_is_activated(
    registry: RegistryTable, silent_plane: SimulationPlane
) -> None:
    registry.add_deployment(deployment(1))
    assert registry.active(silent_plane.model).deployment.number == 0
    change = registry.activate(
        MODEL_ID, "deployment", 1, expected_revision=0, by="erik", at=1.0, reason="deploy"
    )
    assert (change.number, change.previous, change.reason) == (1, 0, "deploy")
    active = registry.active(silent_plane.model)
    assert (active.deployment, active.revision) == (deployment_at(active.deployment), 1)
    assert registry.next_number(MODEL_ID, "deployment") == 2


def deployment_at(found: Deployment) -> Deployment:
    return replace(deployment(1), deployed_at=found.deployed_at)


def test_parameters_of_a_run_are_those_that_are_active(
    registry: RegistryTable, silent_plane: SimulationPlane
) -> None:
    registry.add_parameters(parameters(1))
    registry.activate(MODEL_ID, "parameters", 1, expected_revision=0, by="c", at=1.0)
    active = registry.active(silent_plane.model)
    assert active.parameters is not None
    assert dict(vars(active.parameters.parameters[0]))["value"] == pytest.approx(0.1)
    registry.activate(MODEL_ID, "parameters", 0, expected_revision=1, by="olga", at=2.0)
    assert registry.active(silent_plane.model).parameters is None


def test_a_race_is_lost_by_the_second(registry: RegistryTable) -> None:
    registry.add_deployment(deployment(1))
    registry.activate(MODEL_ID, "deployment", 1, expected_revision=0, by="erik", at=1.0)
    with pytest.raises(RegistryChanged) as caught:
        registry.activate(MODEL_ID, "deployment", 0, expected_revision=0, by="olga", at=2.0)
    assert (caught.value.found, caught.value.expected) == ("revision 1", "revision 0")


def test_a_race_between_reading_and_writing_is_lost_too(
    registry: RegistryTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.add_deployment(deployment(1))
    before = registry.activations(MODEL_ID)
    registry.activate(MODEL_ID, "deployment", 1, expected_revision=0, by="erik", at=1.0)
    monkeypatch.setattr(registry, "activations", lambda _: before)
    with pytest.raises(RegistryChanged):
        registry.activate(MODEL_ID, "deployment", 0, expected_revision=0, by="olga", at=2.0)
    monkeypatch.undo()
    assert registry.activations(MODEL_ID).deployment.number == 1


def test_a_number_is_given_once(registry: RegistryTable) -> None:
    registry.add_deployment(deployment(1))
    with pytest.raises(RegistryChanged):
        registry.add_deployment(deployment(1))
    registry.add_deployment(deployment(1, "P-102.pump"))


def test_unknown_number_is_not_activated(registry: RegistryTable) -> None:
    with pytest.raises(VersionUnknown) as caught:
        registry.activate(MODEL_ID, "deployment", 7, expected_revision=0, by="erik", at=1.0)
    assert (caught.value.status, caught.value.found) == (404, "7")
    assert registry.activations(MODEL_ID).revision == 0


def test_parameters_of_another_deployment_are_not_activated(registry: RegistryTable) -> None:
    registry.add_deployment(deployment(1))
    registry.add_parameters(parameters(1, of_deployment=1))
    with pytest.raises(ParametersUnfit):
        registry.activate(MODEL_ID, "parameters", 1, expected_revision=0, by="erik", at=1.0)


def test_lists_are_of_one_model_and_in_pages_newest_first(registry: RegistryTable) -> None:
    for number in (1, 2, 10):
        registry.add_deployment(deployment(number))
    registry.add_parameters(parameters(4))
    registry.add_deployment(deployment(3, "P-102.pump"))
    first = registry.deployments(MODEL_ID, limit=2, token=None)
    second = registry.deployments(MODEL_ID, limit=2, token=first.next_token)
    assert [one.number for one in (*first.deployments, *second.deployments)] == [10, 2, 1]
    assert second.next_token is None
    with pytest.raises(QueryInvalid):
        registry.parameter_versions(MODEL_ID, limit=2, token=first.next_token)
    with pytest.raises(QueryInvalid):
        registry.deployments("P-102.pump", limit=2, token=first.next_token)
    assert [
        one.number for one in registry.parameter_versions(MODEL_ID, limit=9, token=None).versions
    ] == [4]


def test_what_a_busy_table_left_out_is_asked_for_again(
    registry: RegistryTable, silent_plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.add_deployment(deployment(1))
    registry.activate(MODEL_ID, "deployment", 1, expected_revision=0, by="erik", at=1.0)
    client = clients.dynamodb()
    answered = client.batch_get_item

    def one_at_a_time(*, RequestItems: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        wanted = RequestItems["registry"]
        first, *rest = wanted["Keys"]
        part: Any = {"registry": {**wanted, "Keys": [first]}}
        answer: Any = answered(RequestItems=part)
        left = {"registry": {**wanted, "Keys": rest}} if rest else {}
        return {**answer, "UnprocessedKeys": left}

    monkeypatch.setattr(registry_batch, "sleep", lambda _: None)
    monkeypatch.setattr(client, "batch_get_item", one_at_a_time)
    found = active_models(client, "registry", silent_plane.site.models)
    assert [one.deployment.number for one in found] == [1, 0]


def test_table_that_stays_busy_is_told(
    registry: RegistryTable, silent_plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = clients.dynamodb()

    def nothing(*, RequestItems: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        return {"Responses": {}, "UnprocessedKeys": RequestItems}

    monkeypatch.setattr(registry_batch, "sleep", lambda _: None)
    monkeypatch.setattr(client, "batch_get_item", nothing)
    with pytest.raises(RegistryBusy) as caught:
        active_models(client, "registry", silent_plane.site.models)
    assert (caught.value.status, caught.value.code) == (503, "MODEL_REGISTRY_BUSY")
