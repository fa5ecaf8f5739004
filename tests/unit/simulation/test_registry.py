"""What is active of a model follows its changes, and can go back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin.simulation.activations import Activations
from twin.simulation.deployment_request import WHATS
from twin.simulation.job import Artefact
from twin.simulation.manifest import ValidRange
from twin.simulation.registry import ActiveModel, Deployment, ParameterVersion, What
from twin.simulation.registry_errors import NothingToRollBack
from twin.site_document import Parameter

DEPLOYMENT = Deployment(
    model_id="P-101.pump",
    number=2,
    kind="fmu",
    artefact=Artefact("models/ab/pump.fmu", "ab" * 32),
    manifest_key="models/ab/manifest.json",
    manifest_sha256="cd" * 32,
    image_digest="",
    git_revision="12" * 20,
    deployed_by="erik",
    deployed_at=1_800_000_000.0,
    note="new impeller",
)
PUBLISHED = ParameterVersion(
    model_id="P-101.pump",
    number=1,
    version="ef" * 32,
    key="parameters/P-101.pump/1.json",
    parameters=(Parameter("wear", 0.2, 0.01), Parameter("leak", 0.1, 0.05)),
    deployment=2,
    calibration_id="c-1",
    published_by="calibration",
    published_at=1_800_000_100.0,
    training_box={"speed": ValidRange(900.0, 1500.0)},
)


def test_versions_are_read_as_they_were_written() -> None:
    assert Deployment.from_mapping(json.loads(json.dumps(asdict(DEPLOYMENT)))) == DEPLOYMENT
    assert ParameterVersion.from_mapping(json.loads(json.dumps(asdict(PUBLISHED)))) == PUBLISHED


def test_published_parameters_replace_those_of_the_site_file() -> None:
    stated = (Parameter("density", 998.0, 0.0), Parameter("wear", 0.0, 0.02))
    active = ActiveModel(
        model_id="P-101.pump", deployment=DEPLOYMENT, parameters=PUBLISHED, revision=3
    )
    assert active.values(stated) == (stated[0], *PUBLISHED.parameters)
    assert replace(active, parameters=None).values(stated) == stated


def test_model_of_a_run_has_the_kind_and_parameters_that_are_active(repository_root: Path) -> None:
    site = compile_site(load_site(repository_root / "sites" / "demo.yaml"))
    model = site.model_by_id["P-101.pump"]
    deployment = replace(DEPLOYMENT, kind="onnx")
    active = ActiveModel(model_id=model.id, deployment=deployment, parameters=PUBLISHED, revision=3)
    applied = active.applied_to(model)
    assert (applied.kind, applied.inputs) == ("onnx", model.inputs)
    assert {one.name: one.value for one in applied.parameters}["wear"] == 0.2


def test_each_deployment_has_its_own_parameters() -> None:
    first = Activations().followed_by("parameters", 1)
    second = first.followed_by("deployment", 1)
    assert second.choice("parameters").number == 0
    third = second.followed_by("parameters", 2)
    back = third.followed_by("deployment", third.before("deployment"))
    assert (back.choice("deployment").number, back.choice("parameters").number) == (0, 1)
    assert back.revision == 4


def test_going_back_twice_is_going_forth_again() -> None:
    state = Activations().followed_by("deployment", 1).followed_by("deployment", 2)
    back = state.followed_by("deployment", state.before("deployment"))
    assert (back.deployment.number, back.before("deployment")) == (1, 2)


def test_the_same_number_again_keeps_what_was_before() -> None:
    state = Activations().followed_by("deployment", 1).followed_by("deployment", 1)
    assert (state.before("deployment"), state.revision) == (0, 2)


@pytest.mark.parametrize("what", WHATS)
def test_nothing_before_is_told(what: What) -> None:
    with pytest.raises(NothingToRollBack) as caught:
        Activations().before(what)
    assert (caught.value.code, caught.value.found) == ("MODEL_NOTHING_TO_ROLL_BACK", f"{what} 0")


def test_state_is_read_as_it_was_written() -> None:
    state = Activations().followed_by("deployment", 1).followed_by("parameters", 3)
    raw = json.loads(json.dumps(state.to_mapping()))
    assert Activations.from_mapping(raw, state.revision) == state
