"""The workflow of runs as it is synthesized: steps are repeated, and no run is left running."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stage
from aws_cdk.assertions import Match, Template

from stacks.compute import ComputeStack
from stacks.foundation import FoundationStack
from stacks.simulation import SimulationStack
from twin.compile import compile_site
from twin.definition import load_site
from twin.definition.simulation_plane import SimulationDefinition
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.secure_table import SecureTable


@pytest.fixture(scope="module")
def template(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    if not (repository_root / ".build" / "models" / "pump.fmu").is_file():
        pytest.skip("the pump model is not built: run `make setup`")
    definition = load_site(repository_root / "sites" / "demo.yaml")
    settings = json.loads((repository_root / "cdk.json").read_text(encoding="utf-8"))
    app = App(outdir=str(tmp_path_factory.mktemp("out")), context=settings["context"])
    place = Environment(account=definition.account, region=definition.region)
    stage = Stage(app, "demo", env=place)
    foundation = FoundationStack(stage, "Foundation")
    stack = SimulationStack(
        stage,
        "Simulation",
        document=compile_site(definition),
        bus=foundation.bus,
        queue=ComputeStack(stage, "Compute", maximum_vcpus=16).queue,
        assets=AssetScope("demo", ("arn:aws:iotsitewise:eu-central-1:111111111111:asset/a",)),
        results=SecureTable(foundation, "Results", index_name="by-time").table,
        commands=SecureTable(foundation, "Commands", index_name="by-time").table,
        access_logs=foundation.access_logs,
        plane=SimulationDefinition(),
    )
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def states(template: Template) -> Any:  # noqa: ANN401 - the states language
    machines = template.find_resources("AWS::StepFunctions::StateMachine")
    (resource,) = (one for name, one in machines.items() if name.startswith("Runs"))
    parts = resource["Properties"]["DefinitionString"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else "token" for part in parts)
    return json.loads(text)["States"]


@pytest.mark.parametrize("step", ["Publish", "Record"])
def test_step_is_repeated_unless_it_refused(states: Any, step: str) -> None:  # noqa: ANN401
    *_, refused, failed = states[step]["Retry"]
    assert refused == {
        "ErrorEquals": ["RunFailed", "RunUnknown", "ModelUnknown"],
        "MaxAttempts": 0,
    }
    assert (failed["ErrorEquals"], failed["MaxAttempts"]) == (["States.TaskFailed"], 4)
    assert failed["JitterStrategy"] == "FULL"


def test_bad_end_of_an_execution_is_told_to_the_recording_function(template: Template) -> None:
    machines = template.find_resources("AWS::StepFunctions::StateMachine")
    fails = template.find_resources(
        "AWS::Lambda::Function", {"Properties": {"Handler": "simulation_fail.handler.handler"}}
    )
    template.has_resource_properties(
        "AWS::Events::Rule",
        {
            "EventBusName": Match.absent(),
            "EventPattern": {
                "source": ["aws.states"],
                "detail-type": ["Step Functions Execution Status Change"],
                "detail": {
                    "stateMachineArn": [{"Ref": next(iter(machines))}],
                    "status": ["FAILED", "TIMED_OUT", "ABORTED"],
                },
            },
            "Targets": [Match.object_like({"Arn": {"Fn::GetAtt": [next(iter(fails)), "Arn"]}})],
        },
    )


def test_event_that_could_not_be_recorded_is_kept(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Lambda::Function",
        {
            "Handler": "simulation_fail.handler.handler",
            "DeadLetterConfig": {"TargetArn": Match.any_value()},
        },
    )


def test_job_is_the_one_that_the_first_step_chose(states: Any) -> None:  # noqa: ANN401
    parameters = states["Simulation"]["Parameters"]
    assert parameters["JobDefinition.$"] == "$.job_definition"
    overrides = parameters["ContainerOverrides"]
    assert overrides["Command.$"] == "$.command"
    assert {one["Type"]: one["Value.$"] for one in overrides["ResourceRequirements"]} == {
        "VCPU": "$.vcpus",
        "MEMORY": "$.memory_mebibytes",
    }
    assert set(states["Prepare"]["Parameters"]["jobs"]) == {"simulate"}


def test_api_takes_the_kinds_that_the_site_has_jobs_for(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Lambda::Function",
        {
            "Handler": "simulation_models.handler.handler",
            "Environment": {"Variables": Match.object_like({"MODEL_IMAGES": '["simulate"]'})},
        },
    )
