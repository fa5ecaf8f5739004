"""What the spatial stack promises an auditor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stage
from aws_cdk.assertions import Match, Template

from stacks.compute import ComputeStack
from stacks.foundation import FoundationStack
from stacks.spatial import SpatialStack
from twin.compile import compile_site
from twin.definition import load_site
from twin.spatial.converters import converters
from twin.spatial.upload import SESSION_DAYS

CONSOLE = "https://console.example.com"


@pytest.fixture(scope="module")
def template(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    definition = load_site(repository_root / "sites" / "demo.yaml")
    settings = json.loads((repository_root / "cdk.json").read_text(encoding="utf-8"))
    folder = tmp_path_factory.mktemp("spatial")
    app = App(outdir=str(folder), context=settings["context"])
    place = Environment(account=definition.account, region=definition.region)
    stage = Stage(app, "demo", env=place)
    foundation = FoundationStack(stage, "Foundation")
    stack = SpatialStack(
        stage,
        "Spatial",
        document=compile_site(definition),
        bus=foundation.bus,
        queue=ComputeStack(stage, "Compute", maximum_vcpus=16).queue,
        access_logs=foundation.access_logs,
        console_origin=CONSOLE,
    )
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def machine(template: Template) -> dict[str, Any]:
    (resource,) = template.find_resources("AWS::StepFunctions::StateMachine").values()
    parts = resource["Properties"]["DefinitionString"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else "token" for part in parts)
    definition: dict[str, Any] = json.loads(text)
    return definition


def test_no_page_but_the_console_may_read_what_the_buckets_answer(template: Template) -> None:
    buckets = template.find_resources("AWS::S3::Bucket")
    rules = [
        rule
        for bucket in buckets.values()
        for rule in bucket["Properties"]["CorsConfiguration"]["CorsRules"]
    ]
    assert len(rules) == 2
    for rule in rules:
        assert rule["AllowedOrigins"] == [CONSOLE]
        assert "*" not in rule["AllowedHeaders"]
        assert "ETag" in rule["ExposedHeaders"]
    assert sorted(rule["AllowedMethods"][0] for rule in rules) == ["GET", "PUT"]


def test_unfinished_uploads_are_removed_and_quarantine_ends(template: Template) -> None:
    template.has_resource_properties(
        "AWS::S3::Bucket",
        {
            "LifecycleConfiguration": {
                "Rules": [
                    Match.object_like(
                        {
                            "AbortIncompleteMultipartUpload": {
                                "DaysAfterInitiation": SESSION_DAYS + 1
                            },
                            "ExpirationInDays": 7,
                        }
                    )
                ]
            },
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        },
    )


def test_every_object_below_uploads_starts_the_workflow(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Events::Rule",
        {
            "EventPattern": {
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {
                    "bucket": {"name": [{"Ref": Match.any_value()}]},
                    "object": {"key": [{"prefix": "uploads/"}]},
                },
            }
        },
    )


def test_every_step_of_the_workflow_that_fails_is_recorded(machine: dict[str, Any]) -> None:
    states = machine["States"]
    for name in ("Inspect", "Convert", "Publish"):
        assert states[name]["Catch"] == [
            {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Record"}
        ]


def test_job_gets_the_size_that_was_measured(machine: dict[str, Any]) -> None:
    parameters = machine["States"]["Convert"]["Parameters"]
    requirements = parameters["ContainerOverrides"]["ResourceRequirements"]
    assert [need["Value.$"] for need in requirements] == ["$.job.vcpus", "$.job.memory_mebibytes"]
    assert machine["States"]["Convert"]["ResultPath"] == "$.converted"


def test_every_image_of_a_converter_has_a_job_definition(template: Template) -> None:
    images = {converter.image for converter in converters()}
    template.resource_count_is("AWS::Batch::JobDefinition", len(images))


def test_jobs_write_only_derivatives_and_errors(template: Template) -> None:
    policies = json.dumps(template.find_resources("AWS::IAM::Policy"))
    assert "/derivatives/*" in policies and "/jobs/*" in policies
    assert "s3:*" not in policies and "dynamodb:*" not in policies


def test_buckets_and_catalogue_outlive_the_stack(template: Template) -> None:
    for kind in ("AWS::S3::Bucket", "AWS::DynamoDB::Table"):
        for resource in template.find_resources(kind).values():
            assert resource["DeletionPolicy"] == "Retain"


def test_what_exists_once_stays_and_what_can_be_made_again_goes(template: Template) -> None:
    rules = {
        rule["Prefix"]: rule
        for bucket in template.find_resources("AWS::S3::Bucket").values()
        for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        if "Prefix" in rule
    }
    for_ever = {prefix for prefix, rule in rules.items() if "ExpirationInDays" not in rule}
    assert for_ever == {"sources/", "versions/", "derivatives/"}
    days = {
        prefix: rule["ExpirationInDays"] for prefix, rule in rules.items() if prefix not in for_ever
    }
    assert days == {"archives/": 2, "diffs/": 30, "search/": 3}
    (transition,) = rules["sources/"]["Transitions"]
    assert transition == {"StorageClass": "STANDARD_IA", "TransitionInDays": 90}
