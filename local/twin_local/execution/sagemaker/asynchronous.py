"""One request of InvokeEndpointAsync: it waits, is answered later, and its outcome is told.

https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-invoke-update-delete.html
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from twin_local.execution import in_process
from twin_local.execution.sagemaker import limits
from twin_local.execution.sagemaker.endpoints import Live
from twin_local.execution.sagemaker.objects import Objects
from twin_local.execution.sagemaker.serving import ModelServer

PASSED = {
    "content-type": "Content-Type",
    "accept": "Accept",
    "x-amzn-sagemaker-custom-attributes": "X-Amzn-SageMaker-Custom-Attributes",
    "x-amzn-sagemaker-inference-id": "X-Amzn-SageMaker-Inference-Id",
}
RENAMED = {
    "x-amzn-sagemaker-content-type": "Content-Type",
    "x-amzn-sagemaker-accept": "Accept",
}
"""As InvokeEndpointAsync names what the model server is told."""

SUCCESSFUL = range(200, 300)
TEXT = "text/plain"


@dataclass(frozen=True)
class Outcome:
    """What became of a request; `reason` is None when the model answered it."""

    reason: str | None
    body: bytes
    media_type: str = TEXT


@dataclass(frozen=True)
class Asynchronous:
    """One request.

    Attributes:
        headers: of the request, by their names in lower case.
        body: the input, where it is not an object in S3.
        output: where the answer is written, an `s3://` address.
        failure: where the failure is written, an `s3://` address.
    """

    live: Live
    headers: Mapping[str, str]
    body: bytes
    inference_id: str
    output: str
    failure: str
    received: datetime = field(default_factory=lambda: datetime.now(UTC))
    queued_at: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Fetch the input, invoke, write the outcome and notify."""
        _, _, _, region, _, _ = self.live.endpoint.arn.split(":", 5)
        _, server = self.live.choose(None)
        objects = Objects(region, server.role)
        outcome = self._outcome(server, objects)
        reason = outcome.reason
        try:
            objects.write(self.failure if reason else self.output, outcome.body, outcome.media_type)
        except ClientError as error:
            reason = reason or f"ClientError: {error}"
        self._notify(region, server, reason)

    @property
    def _location(self) -> str | None:
        return self.headers.get("x-amzn-sagemaker-inputlocation")

    def _outcome(self, server: ModelServer, objects: Objects) -> Outcome:
        limit = limits.request_ttl_s(self.headers)
        if time.monotonic() - self.queued_at > limit:
            reason = f"ClientError: the request waited for more than {limit:.0f} seconds"
            return Outcome(reason, reason.encode())
        try:
            body = self._input(objects)
        except (ClientError, ValueError) as error:
            return Outcome(f"ClientError: {error}", str(error).encode())
        try:
            seconds = limits.invocation_timeout_s(self.headers)
            reply = server.invoke(body, passed(self.headers), seconds=seconds)
        except OSError as error:
            return Outcome(f"InternalServerError: {error}", str(error).encode())
        if reply.status in SUCCESSFUL:
            return Outcome(None, reply.body, reply.content_type)
        reason = f"ClientError: Received server error ({reply.status}) from model"
        return Outcome(reason, reply.body, reply.content_type)

    def _input(self, objects: Objects) -> bytes:
        """Return what the model is asked.

        Raises:
            ClientError: the object cannot be read.
            ValueError: its address is none, or it is too large.
        """
        if self._location is None:
            return self.body
        size = objects.size(self._location)
        if size > limits.LARGEST_OBJECT_BYTES:
            raise ValueError(
                f"{self._location} has {size} bytes, at most {limits.LARGEST_OBJECT_BYTES} are"
                " allowed"
            )
        return objects.read(self._location)

    def _notify(self, region: str, server: ModelServer, reason: str | None) -> None:
        config = self.live.config["AsyncInferenceConfig"]["OutputConfig"]
        topics = config.get("NotificationConfig") or {}
        topic = topics.get("ErrorTopic" if reason else "SuccessTopic")
        if topic:
            in_process.client("sns", region, server.role).publish(
                TopicArn=topic, Message=json.dumps(self._notice(region, reason))
            )

    def _notice(self, region: str, reason: str | None) -> dict[str, Any]:
        asked = {"endpointName": self.live.endpoint.endpoint_name}
        if self._location is not None:
            asked["inputLocation"] = self._location
        notice: dict[str, Any] = {
            "awsRegion": region,
            "eventTime": _shown(datetime.now(UTC)),
            "receivedTime": _shown(self.received),
            "invocationStatus": "Failed" if reason else "Completed",
            "requestParameters": asked,
            "inferenceId": self.inference_id,
            "eventVersion": "1.0",
            "eventSource": "aws:sagemaker",
            "eventName": "InferenceResult",
        }
        if reason:
            return notice | {"failureReason": reason, "failureLocation": self.failure}
        return notice | {"responseParameters": {"outputLocation": self.output}}


def passed(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that a model server is given."""
    found = {shown: headers[name] for name, shown in PASSED.items() if headers.get(name)}
    renamed = {shown: headers[name] for name, shown in RENAMED.items() if headers.get(name)}
    return found | renamed


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
