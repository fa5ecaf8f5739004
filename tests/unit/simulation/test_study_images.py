"""Studies of a site with twins of Twin Builder, as synthesized: a job for each image."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulation.studies.twins import SECRET, TOKENS, synthesized_twins
from twin.simulation.study_jobs import ImageJob, image_jobs_of

Json = dict[str, Any]
FAMILIES = {"families": ["c7a", "c7i"], "maximum_vcpus": 64}


@pytest.fixture(scope="module")
def resources(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Json]:
    folder = tmp_path_factory.mktemp("twins")
    assembly = synthesized_twins(repository_root, folder, instances=FAMILIES)
    report = json.loads((assembly.parent / "validation-report.json").read_text(encoding="utf-8"))
    assert report["pluginReports"]
    assert {one["conclusion"] for one in report["pluginReports"]} == {"success"}, report
    (file,) = assembly.glob("*Simulation*.template.json")
    found: dict[str, Json] = json.loads(file.read_text(encoding="utf-8"))["Resources"]
    return found


def named(resources: dict[str, Json], kind: str) -> dict[str, Json]:
    """Return the properties of the resources of studies of a type, by logical name."""
    return {
        name: one["Properties"]
        for name, one in resources.items()
        if one["Type"] == kind and name.startswith("Studies")
    }


def by_image(resources: dict[str, Json]) -> tuple[tuple[str, Json], tuple[str, Json]]:
    """Return the job definitions of `simulate` and of `simulate_ansys`, each with its name."""
    definitions = named(resources, "AWS::Batch::JobDefinition")
    (ansys,) = (name for name in definitions if "ansys" in name)
    (other,) = set(definitions) - {ansys}
    return (other, definitions[other]), (ansys, definitions[ansys])


def test_jobs_of_twins_take_a_token_and_know_the_server(resources: dict[str, Json]) -> None:
    (_, other), (_, ansys) = by_image(resources)
    (tokens,) = (
        name for name, one in resources.items() if one["Type"] == "AWS::Batch::ConsumableResource"
    )
    assert ansys["ConsumableResourceProperties"]["ConsumableResourceList"] == [
        {"ConsumableResource": {"Ref": tokens}, "Quantity": 1}
    ]
    (secret,) = ansys["ContainerProperties"]["Secrets"]
    assert secret["Name"] == "ANSYSLMD_LICENSE_FILE"
    assert SECRET in json.dumps(secret["ValueFrom"])
    assert "ConsumableResourceProperties" not in other, "it collects without a licence"
    assert "Secrets" not in other["ContainerProperties"]
    assert other["PlatformCapabilities"] == ansys["PlatformCapabilities"] == ["EC2"]


def test_step_that_plans_is_told_the_jobs_and_the_machine_may_submit_them(
    resources: dict[str, Json],
) -> None:
    (machine,) = named(resources, "AWS::StepFunctions::StateMachine").values()
    parts = machine["DefinitionString"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else part.get("Ref", "-") for part in parts)
    states = json.loads(text)["States"]
    (other, _), (ansys, _) = by_image(resources)
    assert image_jobs_of(states["Plan"]["Parameters"]["jobs"]) == {
        "simulate": ImageJob(other),
        "simulate_ansys": ImageJob(ansys, TOKENS),
    }
    allowed = json.dumps(list(named(resources, "AWS::IAM::Policy").values()))
    submitting = allowed[allowed.index("batch:SubmitJob") :].partition("}]")[0]
    assert f'"{ansys}"' in submitting and f'"{other}"' in submitting
    array = states["Chunks"]["ItemProcessor"]["States"]["Array"]["Parameters"]
    assert array["JobDefinition.$"] == "$.definition"
    assert states["Chunks"]["MaxConcurrencyPath"] == "$.arrays_at_once"
    for name in ("Describe", "Whole", "Collect"):
        assert states[name]["Parameters"]["JobDefinition.$"] == "$.job.definition"


def test_api_knows_the_digest_of_each_image(resources: dict[str, Json]) -> None:
    (api,) = (
        one["Environment"]["Variables"]
        for one in named(resources, "AWS::Lambda::Function").values()
        if one["Handler"] == "simulation_studies.handler.handler"
    )
    digests = json.loads(api["STUDY_IMAGE_DIGESTS"])
    (_, other), (_, ansys) = by_image(resources)
    images = {"simulate": other, "simulate_ansys": ansys}
    assert set(digests) == set(images)
    for image, definition in images.items():
        assert digests[image] in json.dumps(definition["ContainerProperties"]["Image"])
