"""An embedded AWS in this process: moto's server in a thread, with the execution plugged in."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from tests.integration.execution.refusals import Refuse, refusal_of, unchecked_client
from twin_local.execution import install
from twin_local.execution.plant import Execution
from twin_local.server.context import ServerContext

ACCOUNT, REGION = "111111111111", "us-east-1"
CONSOLE_PORT = 8799
"""Nothing answers there: the port only makes the origin of the console's pages."""
CALLERS = tuple(
    f"{service}.amazonaws.com"
    for service in ("apigateway", "cognito-idp", "events", "iot", "s3", "sns")
)
"""The services that the policy of a function made here lets invoke it."""

ASSUMING = ("events", "iot", "lambda", "pipes", "sagemaker", "scheduler", "states", "ecs-tasks")
"""The services that may assume the role of the tests."""

OPEN = {
    "Policy": json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {
                    "Service": [f"{service}.amazonaws.com" for service in ("events", "s3", "sns")]
                },
                "Action": ["sns:Publish", "sqs:SendMessage"],
                "Resource": "*",
            },
        }
    )
}
"""Attributes of a queue or topic to which services may send."""

ROLE = f"arn:aws:iam::{ACCOUNT}:role/test"


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory, repository_root: Path) -> Iterator[Execution]:
    """Return the execution of a running embedded AWS."""
    os.environ["MOTO_ACCOUNT_ID"] = ACCOUNT
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    folder = tmp_path_factory.mktemp("state")
    context = ServerContext(
        endpoint_url=f"http://127.0.0.1:{port}",
        realtime_url="ws://127.0.0.1:0/event/realtime",
        state_dir=folder,
        region=REGION,
        account=ACCOUNT,
        build_dir=folder / "build",
        repository_root=repository_root,
        console_port=CONSOLE_PORT,
    )
    execution = install(context)
    iam = make_client(execution, "iam")
    iam.create_role(RoleName="test", AssumeRolePolicyDocument=trusting(*ASSUMING))
    anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": anything})
    iam.put_role_policy(RoleName="test", PolicyName="anything", PolicyDocument=document)
    yield execution
    execution.close()
    server.stop()


def trusting(*services: str) -> str:
    """Return a trust policy that lets services assume a role."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": [f"{service}.amazonaws.com" for service in services]},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement] if services else []})


def make_client(execution: Execution, service: str) -> Any:
    """Return a boto3 client of the embedded AWS over HTTP."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name=REGION,
        endpoint_url=execution.context.endpoint_url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="session")
def client(aws: Execution) -> Callable[[str], Any]:
    """Return a maker of clients."""
    return lambda service: make_client(aws, service)


@pytest.fixture(scope="session")
def unchecked(aws: Execution) -> Callable[[str], Any]:
    """Return a maker of clients that leave the checking to the service."""
    return lambda service: unchecked_client(aws, service)


@pytest.fixture(scope="session")
def refuse(unchecked: Callable[[str], Any]) -> Refuse:
    """Return what calls an operation and gives back how it was refused."""
    return lambda service, operation, given: refusal_of(unchecked(service), operation, given)


def zipped(files: dict[str, str]) -> bytes:
    """Return a zip of text files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def function(aws: Execution) -> Iterator[Callable[..., str]]:
    """Return a maker of Lambda functions from source; it returns the ARN.

    `callers` are the services that its policy lets invoke it.
    """
    made: list[str] = []
    api = make_client(aws, "lambda")

    def make(name: str, source: str, callers: Sequence[str] = CALLERS, **settings: Any) -> str:
        answer = api.create_function(
            FunctionName=name,
            Runtime="python3.14",
            Role=ROLE,
            Handler="handler.handler",
            Code={"ZipFile": zipped({"handler.py": source})},
            **settings,
        )
        made.append(name)
        for caller in callers:
            api.add_permission(
                FunctionName=name,
                StatementId=caller.partition(".")[0],
                Action="lambda:InvokeFunction",
                Principal=caller,
            )
        return str(answer["FunctionArn"])

    yield make
    for name in made:
        api.delete_function(FunctionName=name)
