"""The CDK's real command line deploys into an embedded AWS and takes everything away again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.cloudformation.embedded_aws import ROOT, EmbeddedAws
from tests.integration.cloudformation.sample_app import ACCOUNT, REGION, REPOSITORY, SampleApp
from twin_local.engine.assembly import read_assembly
from twin_local.engine.engine import Engine, Target
from twin_local.engine.images import image_directory

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PLACE = f"aws://{ACCOUNT}/{REGION}"
YES = ("--require-approval", "never")
Write = Callable[[SampleApp], Path]


@pytest.fixture
def aws(tmp_path: Path) -> Iterator[EmbeddedAws]:
    aws = EmbeddedAws(tmp_path / "state")
    aws.start()
    yield aws
    aws.end()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes an app's assembly."""
    return lambda app: app.write(tmp_path / f"assembly-{time.monotonic_ns()}")


def test_the_whole_cycle(aws: EmbeddedAws, write: Write) -> None:
    first = write(SampleApp())
    printed = aws.cdk("bootstrap", PLACE, assembly=first)
    assert "bootstrapped" in printed
    before = aws.everything()

    aws.cdk("deploy", "--all", *YES, assembly=first)
    table = aws.outputs("Data")["TableName"]
    function = aws.outputs("App")["FunctionName"]
    assert aws.answer_of(function) == ["one", table]
    uri = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{REPOSITORY}:sample"
    assert (image_directory(uri, state_dir=aws.state) / "Dockerfile").is_file()
    images = aws.client("ecr").describe_images(repositoryName=REPOSITORY)["imageDetails"]
    assert [image["imageTags"] for image in images] == [["sample"]]

    assert aws.cdk("deploy", "--all", *YES, assembly=first).count("(no changes)") == 2

    second = write(
        SampleApp(answer="two", timeout=9, parameter="second", with_queue=False, with_output=True)
    )
    printed = aws.cdk("diff", "App", "--exclusively", assembly=second)
    assert "[~] AWS::SSM::Parameter Parameter replace" in printed
    assert "[-] AWS::SQS::Queue Queue destroy" in printed
    assert "Output ParameterName" in printed

    aws.cdk("deploy", "--all", *YES, assembly=second)
    assert aws.outputs("App") == {"FunctionName": function, "ParameterName": "/sample/second"}
    assert aws.answer_of(function) == ["two", table]
    there = aws.everything()
    assert "/sample/first" not in there["parameters"]
    assert there["queues"] == before["queues"]

    broken = write(SampleApp(answer="three", timeout=11, broken=True))
    printed = aws.cdk("deploy", "--all", *YES, assembly=broken, code=1)
    assert "Policy arn:aws:iam::aws:policy/NoSuchPolicy does not exist" in printed
    assert aws.answer_of(function) == ["two", table]
    assert aws.everything() == there

    assert "No drift detected" in aws.cdk("drift", "App", "--exclusively", assembly=second)
    aws.client("lambda").update_function_configuration(FunctionName=function, Timeout=33)
    printed = aws.cdk("drift", "App", "--exclusively", assembly=second)
    assert "[~] /Timeout" in printed
    assert "Number of resources with drift: 1" in printed

    aws.cdk("destroy", "--all", "--force", assembly=second)
    assert without_logs(aws.everything()) == without_logs(before)


def without_logs(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what functions wrote: it outlives them, as in AWS."""
    return {kind: names for kind, names in found.items() if kind != "log groups"}


def test_a_stack_whose_creation_failed_is_made_anew(aws: EmbeddedAws, write: Write) -> None:
    good = write(SampleApp())
    aws.cdk("bootstrap", PLACE, assembly=good)
    broken = write(SampleApp(broken=True))
    aws.cdk("deploy", "--all", *YES, assembly=broken, code=1)
    stacks = aws.client("cloudformation").describe_stacks(StackName="App")["Stacks"]
    assert [one["StackStatus"] for one in stacks] == ["ROLLBACK_COMPLETE"]
    aws.cdk("deploy", "--all", *YES, assembly=good)
    assert aws.answer_of(aws.outputs("App")["FunctionName"]) == [
        "one",
        aws.outputs("Data")["TableName"],
    ]


def test_a_killed_embedded_aws_takes_its_deployment_back(aws: EmbeddedAws) -> None:
    client = aws.client("cloudformation")
    queues = {f"Q{number}": {"Type": "AWS::SQS::Queue"} for number in range(400)}
    body = json.dumps({"Resources": queues})
    with ThreadPoolExecutor(1) as thread:
        request = thread.submit(client.create_stack, StackName="many", TemplateBody=body)
        sqs = aws.client("sqs")
        until(lambda: len(sqs.list_queues().get("QueueUrls", [])) > 20)
        aws.end(signal.SIGKILL)
        assert request.exception(60) is not None
    aws.start()
    until(lambda: not status_of(aws, "many").endswith("_IN_PROGRESS"))
    assert status_of(aws, "many") == "ROLLBACK_COMPLETE"
    assert aws.everything()["queues"] == []
    client.delete_stack(StackName="many")
    client.create_stack(StackName="many", TemplateBody=body)
    client.get_waiter("stack_create_complete").wait(StackName="many", WaiterConfig={"Delay": 1})


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def status_of(aws: EmbeddedAws, stack: str) -> str:
    [found] = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    return str(found["StackStatus"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesize the demo site."""
    folder = tmp_path_factory.mktemp("synthesized") / "assembly"
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(folder),
        "CDK_CONTEXT_JSON": json.dumps({"site": "demo"}),
        "CDK_VALIDATION": "false",
    }
    subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, check=True)
    return folder


def test_nothing_is_left_of_the_demo_site_but_what_it_retains(aws: EmbeddedAws, demo: Path) -> None:
    aws.cdk("bootstrap", PLACE, assembly=demo)
    before = aws.everything()
    aws.cdk("deploy", "demo/**", *YES, assembly=demo)
    retained = retained_resources(demo, aws)
    assert aws.cdk("deploy", "demo/**", *YES, assembly=demo).count("(no changes)") == 9
    assert "Number of resources with drift: 0" in aws.cdk("drift", "demo/**", assembly=demo)
    aws.cdk("destroy", "demo/**", "--force", assembly=demo)
    after = aws.everything()
    left = {kind: sorted(set(names) - set(before[kind])) for kind, names in after.items()}
    made_by_aws = {"roles": ["AWSServiceRoleForBatch"]}
    assert {kind: names for kind, names in left.items() if names} == retained | made_by_aws


def retained_resources(assembly: Path, aws: EmbeddedAws) -> dict[str, list[str]]:
    """Return the physical names of what the templates say is to stay, by kind."""
    kinds = {
        "AWS::Cognito::UserPool": "pools",
        "AWS::DynamoDB::Table": "tables",
        "AWS::ECR::Repository": "repositories",
        "AWS::S3::Bucket": "buckets",
    }
    found: dict[str, list[str]] = {}
    for stack in read_assembly(assembly):
        resources = stack.template()["Resources"]
        listed = aws.client("cloudformation").get_paginator("list_stack_resources")
        for page in listed.paginate(StackName=stack.name):
            for one in page["StackResourceSummaries"]:
                if resources[one["LogicalResourceId"]].get("DeletionPolicy") == "Retain":
                    kind = kinds[one["ResourceType"]]
                    found.setdefault(kind, []).append(one["PhysicalResourceId"])
    return {kind: sorted(names) for kind, names in found.items()}


def test_the_site_is_deployed_by_the_engine_and_the_command_line_in_turn(
    aws: EmbeddedAws, demo: Path
) -> None:
    target = Target(aws.url, ACCOUNT, REGION, aws.state)
    with Engine(target) as engine:
        engine.deploy_assembly(demo)
    aws.cdk("bootstrap", PLACE, assembly=demo)
    assert aws.cdk("deploy", "demo/**", *YES, assembly=demo).count("(no changes)") == 9
    with Engine(target) as engine:
        engine.deploy_assembly(demo)
        made = engine.store.resources("CDKToolkit")
    assert "ContainerAssetsRepository" in made
    toolkit = aws.outputs("CDKToolkit")
    assert int(toolkit["BootstrapVersion"]) >= 30
