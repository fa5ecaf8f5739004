"""The workflow of studies as it is synthesized: what is tried again, and that nothing is left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulation.studies.conftest import synthesized

Json = dict[str, Any]


@pytest.fixture(scope="module")
def resources(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Json]:
    if not (repository_root / ".build" / "models" / "pump.fmu").is_file():
        pytest.skip("the pump model is not built: run `make setup`")
    assembly = synthesized(repository_root, tmp_path_factory.mktemp("out"))
    (file,) = assembly.glob("*Simulation*.template.json")
    found: dict[str, Json] = json.loads(file.read_text(encoding="utf-8"))["Resources"]
    return {name: one for name, one in found.items() if name.startswith("Studies")}


def of_type(resources: dict[str, Json], kind: str) -> list[Json]:
    return [one["Properties"] for one in resources.values() if one["Type"] == kind]


@pytest.fixture(scope="module")
def states(resources: dict[str, Json]) -> dict[str, Json]:
    (machine,) = of_type(resources, "AWS::StepFunctions::StateMachine")
    parts = machine["DefinitionString"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else "token" for part in parts)
    found: dict[str, Json] = json.loads(text)["States"]
    return found


def test_jobs_begin_again_only_where_spot_took_their_machine(resources: dict[str, Json]) -> None:
    (definition,) = of_type(resources, "AWS::Batch::JobDefinition")
    assert definition["RetryStrategy"] == {
        "Attempts": 3,
        "EvaluateOnExit": [
            {"Action": "RETRY", "OnStatusReason": "Host EC2*"},
            {"Action": "EXIT", "OnReason": "*"},
        ],
    }
    assert definition["Timeout"] == {"AttemptDurationSeconds": 7200}


def test_every_state_that_does_something_records_why_it_failed(states: dict[str, Json]) -> None:
    working = {name: one for name, one in states.items() if one["Type"] in ("Task", "Map")}
    caught = {
        name: [(catch["ErrorEquals"], catch["Next"]) for catch in one.get("Catch", ())]
        for name, one in working.items()
    }
    assert caught.pop("Record") == []
    assert set(map(str, caught.values())) == {str([(["States.ALL"], "Record")])}


def test_refusals_are_not_tried_again(states: dict[str, Json]) -> None:
    for name in ("Plan", "Start", "Gather", "Publish", "Record"):
        refused, failed = states[name]["Retry"]
        assert refused["MaxAttempts"] == 0 and "StudyTooLarge" in refused["ErrorEquals"]
        assert (failed["ErrorEquals"], failed["MaxAttempts"]) == (["States.TaskFailed"], 4)


def test_one_failed_array_fails_the_map(states: dict[str, Json]) -> None:
    chunks = states["Chunks"]
    assert not {"ToleratedFailureCount", "ToleratedFailurePercentage"} & set(chunks)
    assert chunks["ItemReader"]["ReaderConfig"] == {"InputType": "JSON"}
    assert chunks["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    array = chunks["ItemProcessor"]["States"]["Array"]
    assert array["ResultSelector"] == {"job_id.$": "$.JobId"}, "results are at most 256 KiB"


def test_bad_end_of_an_execution_is_recorded_or_kept(resources: dict[str, Json]) -> None:
    (rule,) = of_type(resources, "AWS::Events::Rule")
    assert rule["EventPattern"]["detail"]["status"] == ["FAILED", "TIMED_OUT", "ABORTED"]
    fails = [
        one
        for one in of_type(resources, "AWS::Lambda::Function")
        if one["Handler"] == "simulation_study_fail.handler.handler"
    ]
    assert ["DeadLetterConfig" in one for one in fails] == [True]
