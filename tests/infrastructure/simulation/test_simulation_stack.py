"""The simulation plane of whole sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized


def resources(
    synthesized: Synthesized, site: str, kind: str, *, stack: str = ""
) -> list[dict[str, Any]]:
    return [
        resource["Properties"]
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{site}" and stack in path.name
        for resource in template.get("Resources", {}).values()
        if resource["Type"] == kind
    ]


def test_studies_run_on_the_instances_of_a_site_that_has_some(synthesized: Synthesized) -> None:
    definitions = resources(synthesized, "studies", "AWS::Batch::JobDefinition")
    capabilities = sorted(one["PlatformCapabilities"][0] for one in definitions)
    assert capabilities.count("EC2") == 1
    assert set(capabilities) == {"EC2", "FARGATE"}
    environments = resources(synthesized, "studies", "AWS::Batch::ComputeEnvironment")
    assert sorted(one["ComputeResources"]["Type"] for one in environments) == [
        "FARGATE_SPOT",
        "SPOT",
    ]
    (tokens,) = resources(synthesized, "studies", "AWS::Batch::ConsumableResource")
    assert tokens["TotalQuantity"] == 2


def test_every_job_of_ours_has_a_read_only_root(synthesized: Synthesized) -> None:
    kind = "AWS::Batch::JobDefinition"
    found = resources(synthesized, "demo", kind) + resources(synthesized, "studies", kind)
    assert len(found) > 5
    assert all(one["ContainerProperties"]["ReadonlyRootFilesystem"] for one in found)


def test_every_schedule_keeps_what_could_not_start(synthesized: Synthesized) -> None:
    schedules = resources(synthesized, "demo", "AWS::Scheduler::Schedule", stack="Simulation")
    assert schedules
    assert all("DeadLetterConfig" in one["Target"] for one in schedules)


def test_window_of_a_calibration_is_told_all_that_started_it(synthesized: Synthesized) -> None:
    """A drift's figures are in its input only: the step gets the input whole."""
    kind = "AWS::StepFunctions::StateMachine"
    texts = [
        "".join(part for part in one["DefinitionString"]["Fn::Join"][1] if isinstance(part, str))
        for one in resources(synthesized, "demo", kind, stack="Simulation")
    ]
    (calibration,) = [text for text in texts if "$.requested_by" in text]
    assert '"request.$":"$"' in calibration


def test_alarms_look_at_every_machine_and_every_dead_letter(synthesized: Synthesized) -> None:
    stack = [
        template["Resources"]
        for path, template in synthesized.templates()
        if path.parent.name == "assembly-demo" and "Simulation" in path.name
    ]
    (found,) = stack
    kinds = [one["Type"] for one in found.values()]
    metrics = [
        len(one["Properties"]["Metrics"]) - 1
        for one in found.values()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    ]
    machines = kinds.count("AWS::StepFunctions::StateMachine")
    assert sorted(metrics) == sorted([2 * machines, kinds.count("AWS::SQS::Queue")])
