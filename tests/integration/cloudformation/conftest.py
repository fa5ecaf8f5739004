"""CloudFormation before an AWS endpoint in this process, as the embedded AWS puts it together."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from moto.core.models import DEFAULT_ACCOUNT_ID

from twin_local import moto_extension
from twin_local.engine.engine import Target
from twin_local.server.application import Endpoint
from twin_local.server.http_server import HttpServer
from twin_local.server.persistence.durability import InMemory
from twin_local.services.cloudformation.build import install
from twin_local.services.cloudformation.service import CloudFormation

if TYPE_CHECKING:
    from pathlib import Path

    from mypy_boto3_cloudformation.client import CloudFormationClient
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_sqs.client import SQSClient

REGION = "us-east-1"
Json = dict[str, Any]
Install = Callable[[], CloudFormation]


@pytest.fixture(scope="session")
def endpoint_url() -> Iterator[str]:
    moto_extension.install()
    server = HttpServer(Endpoint(durability=InMemory(), controls={}), port=0)
    server.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop()


@pytest.fixture
def start(endpoint_url: str, tmp_path: Path) -> Iterator[Install]:
    """Return a function that starts the service, again over the same state where it ran before."""
    target = Target(endpoint_url, DEFAULT_ACCOUNT_ID, REGION, tmp_path)
    running: list[CloudFormation] = []

    def start() -> CloudFormation:
        running.append(install(target, folder=tmp_path, patience=0))
        return running[-1]

    yield start
    for service in running:
        service.close()


@pytest.fixture
def service(start: Install) -> CloudFormation:
    return start()


@pytest.fixture
def cloudformation(service: CloudFormation, endpoint_url: str) -> CloudFormationClient:
    return boto3.client("cloudformation", **_options(endpoint_url))


@pytest.fixture
def sqs(endpoint_url: str) -> SQSClient:
    return boto3.client("sqs", **_options(endpoint_url))


@pytest.fixture
def s3(endpoint_url: str) -> S3Client:
    return boto3.client("s3", **_options(endpoint_url))


def _options(endpoint_url: str) -> Any:  # noqa: ANN401 - keyword arguments of boto3.client
    return {
        "endpoint_url": endpoint_url,
        "region_name": REGION,
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
        "config": Config(retries={"total_max_attempts": 1}),
    }


_numbers = itertools.count(1)


@pytest.fixture
def stack() -> str:
    """Return a stack name that no other test uses."""
    return f"site-{next(_numbers)}"


def queue(**properties: object) -> Json:
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def role(**properties: object) -> Json:
    document = {"Version": "2012-10-17", "Statement": []}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": document, **properties},
    }


def template(resources: Json, **sections: object) -> str:
    return json.dumps({"Resources": resources, **sections})
