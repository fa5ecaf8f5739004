"""What the embedded AWS answers to requests that no client of boto3 has checked before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from twin_local.execution.plant import Execution


@dataclass(frozen=True)
class Refusal:
    """Status, code and message of an error."""

    status: int
    code: str
    message: str


Refuse = Callable[[str, str, Mapping[str, Any]], Refusal]
"""Call an operation of a service that is to be refused."""


def unchecked_client(aws: Execution, service: str) -> Any:
    """Return a client that leaves the checking to the service."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name=aws.context.region,
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(
            inject_host_prefix=False,
            retries={"total_max_attempts": 1},
            parameter_validation=False,
        ),
    )


def refusal_of(client: Any, operation: str, parameters: Mapping[str, Any]) -> Refusal:
    """Call an operation that must be refused; return how it was."""
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**parameters)
    answer = caught.value.response
    error = answer["Error"]
    status = answer["ResponseMetadata"]["HTTPStatusCode"]
    return Refusal(status, error["Code"], error["Message"])
