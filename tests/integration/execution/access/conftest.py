"""Queues, topics and roles whose policies the tests write."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION, trusting
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]


def allowing(service: str, action: str, source: str, operator: str = "ArnEquals") -> str:
    """Return a policy that lets a service act for a source."""
    statement = {
        "Sid": "given",
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": action,
        "Resource": "*",
        "Condition": {operator: {"aws:SourceArn": source}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def refused(call: Callable[[], Any]) -> dict[str, Any]:
    """Return the error of a call that is refused."""
    with pytest.raises(ClientError) as raised:
        call()
    return {**raised.value.response["Error"], **raised.value.response["ResponseMetadata"]}


@dataclass(frozen=True)
class Queue:
    """One queue."""

    sqs: Any
    url: str
    arn: str

    def give(self, policy: str) -> None:
        """Set the policy."""
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})

    def take(self, wait_s: int = 5) -> list[str]:
        """Return and delete what comes within some seconds."""
        answer = self.sqs.receive_message(QueueUrl=self.url, WaitTimeSeconds=wait_s)
        for message in answer.get("Messages", []):
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in answer.get("Messages", [])]


@pytest.fixture
def queue(client: Client) -> Callable[[], Queue]:
    """Return a maker of queues without a policy."""

    def make() -> Queue:
        sqs, name = client("sqs"), f"q{uuid.uuid4().hex[:12]}"
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        return Queue(sqs, url, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")

    return make


@dataclass(frozen=True)
class Role:
    """A role that trusts nobody and may do nothing."""

    aws: Execution
    iam: Any
    name: str

    @property
    def arn(self) -> str:
        """Return its ARN."""
        return f"arn:aws:iam::{ACCOUNT}:role/{self.name}"

    def trust(self, *services: str, document: str | None = None) -> None:
        """Let services assume it."""
        text = document or trusting(*services)
        self.iam.update_assume_role_policy(RoleName=self.name, PolicyDocument=text)

    def allow(self, *actions: str, on: str = "*", **more: Any) -> None:
        """Allow actions."""
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.iam.put_role_policy(RoleName=self.name, PolicyName="p", PolicyDocument=document)

    def client(self, service: str) -> Any:
        """Return a client that signs as the role."""
        return signing(self.aws, service, self.aws.credentials.of_role(self.arn).environment())


def signing(aws: Execution, service: str, keys: dict[str, str]) -> Any:
    """Return a client with credentials, by the names of their environment variables."""
    return boto3.client(  # type: ignore[call-overload]
        service,
        region_name=REGION,
        endpoint_url=aws.context.endpoint_url,
        config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
        **{name.lower(): value for name, value in keys.items()},
    )


@pytest.fixture
def role(aws: Execution, client: Client) -> Callable[[], Role]:
    """Return a maker of roles."""

    def make() -> Role:
        iam, name = client("iam"), f"r{uuid.uuid4().hex[:12]}"
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusting())
        return Role(aws, iam, name)

    return make
