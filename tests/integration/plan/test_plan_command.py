"""`twin plan`: without AWS, and compared with what is deployed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError
from click.testing import CliRunner, Result

from tests.twin_process import eventually
from twin.definition import SiteDefinition, load_site
from twin_local.cli.main import main as twin
from twin_local.cli.planned_site import deployed_templates
from twin_local.testing.ports import free_ports

SMALL = """
name: small
account: "111111111111"
region: eu-west-1
features: {spatial: false, iot: true, edge: false, simulation: false, experience: false}
twin:
  types:
    tank:
      measurements:
        level: {unit: m}
        flow: {unit: m³/h, expected_period_seconds: 60}
  assets:
    T-1: {type: tank}
    T-2: {type: tank}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a site file and a state, for one synthesis."""
    made = tmp_path_factory.mktemp("plan")
    (made / "small.yaml").write_text(SMALL, encoding="utf-8")
    return made


@pytest.fixture(scope="module", autouse=True)
def _signed() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "local")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        yield


def run(folder: Path, *words: str) -> Result:
    site = str(folder / "small.yaml")
    return CliRunner().invoke(twin, ["plan", site, *words], env={"TWIN_STATE": str(folder)})


@pytest.mark.slow
def test_a_plan_needs_no_aws(folder: Path) -> None:
    done = run(folder, "--json")
    assert done.exit_code == 0, done.output
    plan = json.loads(done.output)
    assert (plan["site"], plan["region"], plan["streams"]) == ("small", "eu-west-1", 4)
    assert plan["values_per_second"]["expected"] == pytest.approx(2 + 2 / 60)
    assert (plan["retired"], plan["warnings"], plan["idle"]["unknown"]) == ([], [], [])
    assert plan["compared_with"] == "nothing deployed"
    assert {one["change"] for one in plan["stateful"]} == {"new"}
    assert plan["recommended"]["title"] == "real time, flushed every 10 s"


@pytest.mark.slow
def test_people_read_the_same(folder: Path) -> None:
    done = run(folder, "--delay", "10")
    assert done.exit_code == 0, done.output
    for part in (
        "Fixed cost: $0.10 (goal: below $5)",
        "unverified, of us-east-1",
        "Publisher: real time, flushed every 10 s",
        "publisher: {flush_seconds: 10}",
        "L-055D0253",
        "Dead or closed services: none",
        "new      small-Iot/",
    ):
        assert part in done.output


def test_a_site_that_is_not_there_is_named() -> None:
    done = CliRunner().invoke(twin, ["plan", "nowhere"])
    assert done.exit_code == 1
    assert "SITE_MISSING" in done.output
    assert "demo" in done.output


@pytest.fixture(scope="module")
def account() -> Iterator[str]:
    """Give the address of an account with stacks of two sites.

    It is a process of its own: other tests of this one replace its CloudFormation.
    """
    port = str(free_ports())
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _with_stacks(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(10)


def _with_stacks(address: str) -> str:
    client = cloudformation(address)
    eventually(lambda: answers(client), seconds=60, what="the account")
    for name in ("small-Iot", "small-Old", "small-b-Iot", "small"):
        bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name.lower()}}
        client.create_stack(
            StackName=name, TemplateBody=json.dumps({"Resources": {"Files": bucket}})
        )
    return address


def cloudformation(address: str) -> Any:  # noqa: ANN401 - a client of boto3
    return boto3.client("cloudformation", region_name="eu-west-1", endpoint_url=address)


def answers(client: Any) -> bool:  # noqa: ANN401 - a client of boto3
    try:
        client.list_stacks()
    except BotoCoreError:
        return False
    return True


def small(folder: Path) -> SiteDefinition:
    return load_site(folder / "small.yaml")


def test_the_templates_of_the_site_alone_are_read(folder: Path, account: str) -> None:
    cloudformation(account).create_stack(
        StackName="small-Gone", TemplateBody=json.dumps({"Resources": {}})
    )
    cloudformation(account).delete_stack(StackName="small-Gone")
    found = deployed_templates(small(folder), endpoint_url=account, profile=None)
    assert sorted(found) == ["small-Iot", "small-Old"]
    assert found["small-Iot"]["Resources"]["Files"]["Type"] == "AWS::S3::Bucket"


@pytest.mark.slow
def test_what_a_deployment_would_lose_is_told(folder: Path, account: str) -> None:
    done = run(folder, "--endpoint-url", account)
    assert done.exit_code == 0, done.output
    assert "DATA IS LEFT BEHIND  removed  small-Old/Files AWS::S3::Bucket" in done.output
    assert "small-b-Iot" not in done.output


@pytest.mark.slow
def test_an_account_that_does_not_answer_is_no_empty_account(folder: Path) -> None:
    done = run(folder, "--endpoint-url", "http://127.0.0.1:9")
    assert done.exit_code == 1
    assert "DEPLOYED_UNKNOWN" in done.output
