"""InvokeEndpoint and InvokeEndpointAsync.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-invoke-update-delete.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError
from moto.core.common_types import TYPE_RESPONSE
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import sagemaker_backends
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

from twin_local.execution import in_process
from twin_local.execution.sagemaker.endpoints import Endpoints, Live
from twin_local.execution.sagemaker.objects import Objects
from twin_local.execution.sagemaker.serving import ModelServer

REAL_TIME_S = 60.0
LONGEST_ASYNCHRONOUS_S = 3600.0
DEFAULT_ASYNCHRONOUS_S = 900.0
LARGEST_BODY_BYTES = 6 * 1024 * 1024
PASSED = {
    "content-type": "Content-Type",
    "accept": "Accept",
    "x-amzn-sagemaker-custom-attributes": "X-Amzn-SageMaker-Custom-Attributes",
    "x-amzn-sagemaker-inference-id": "X-Amzn-SageMaker-Inference-Id",
}
SUCCESSFUL = range(200, 300)


@dataclass(frozen=True)
class Runtime:
    """Answers the operations of the runtime API."""

    endpoints: Endpoints

    def invoke(self, response: SageMakerRuntimeResponse) -> TYPE_RESPONSE:
        """Answer InvokeEndpoint."""
        headers = _headers(response)
        body = response.body if isinstance(response.body, bytes) else response.body.encode()
        if len(body) > LARGEST_BODY_BYTES:
            return _error(413, "ValidationError", "Request body is larger than 6291456 bytes.")
        try:
            live = self._live(response)
            variant, server = live.choose(headers.get("x-amzn-sagemaker-target-variant"))
        except ValidationError as error:
            return _error(400, "ValidationError", str(error.message))
        try:
            reply = server.invoke(body, _passed(headers), seconds=REAL_TIME_S)
        except OSError as error:
            return _model_error(live, 500, f"the container did not answer: {error}")
        if reply.status not in SUCCESSFUL:
            return _model_error(live, reply.status, reply.body.decode(errors="replace"))
        answer = {
            "Content-Type": reply.content_type,
            "x-Amzn-Invoked-Production-Variant": variant,
        }
        if said := reply.headers.get("x-amzn-sagemaker-custom-attributes"):
            answer["X-Amzn-SageMaker-Custom-Attributes"] = said
        return 200, answer, reply.body

    def invoke_asynchronously(self, response: SageMakerRuntimeResponse) -> TYPE_RESPONSE:
        """Answer InvokeEndpointAsync: the work is done later, in the order of arrival."""
        headers = _headers(response)
        try:
            live = self._live(response)
        except ValidationError as error:
            return _error(400, "ValidationError", str(error.message))
        config = live.config.get("AsyncInferenceConfig")
        if not config or live.queue is None:
            message = f"Endpoint {live.endpoint.endpoint_name} does not support async inference"
            return _error(400, "ValidationError", message)
        output, name = config["OutputConfig"], str(uuid.uuid4())
        request = Asynchronous(
            live,
            headers,
            inference_id=headers.get("x-amzn-sagemaker-inference-id") or str(uuid.uuid4()),
            output=f"{output['S3OutputPath'].rstrip('/')}/{name}.out",
            failure=f"{(output.get('S3FailurePath') or output['S3OutputPath']).rstrip('/')}"
            f"/{name}-error.out",
        )
        live.queue.submit(request.run)
        answer = {
            "X-Amzn-SageMaker-OutputLocation": request.output,
            "X-Amzn-SageMaker-FailureLocation": request.failure,
        }
        return 202, {**answer, "status": 202}, json.dumps({"InferenceId": request.inference_id})

    def _live(self, response: SageMakerRuntimeResponse) -> Live:
        backend = sagemaker_backends[response.current_account][response.region]
        return self.endpoints.live(backend, response.path.split("/")[2])


@dataclass(frozen=True)
class Asynchronous:
    """One asynchronous request."""

    live: Live
    headers: Mapping[str, str]
    inference_id: str
    output: str
    failure: str

    def run(self) -> None:
        """Fetch the input, invoke, write the outcome and notify."""
        _, _, _, region, _, _ = self.live.endpoint.arn.split(":", 5)
        _, server = self.live.choose(None)
        objects = Objects(region, server.role)
        location = self.headers["x-amzn-sagemaker-inputlocation"]
        given = self.headers.get("x-amzn-sagemaker-invocationtimeoutseconds")
        seconds = min(float(given or DEFAULT_ASYNCHRONOUS_S), LONGEST_ASYNCHRONOUS_S)
        try:
            reason, body, kind = self._invoke(server, objects.read(location), seconds)
        except (ClientError, ValueError) as error:
            reason, body, kind = f"ClientError: {error}", str(error).encode(), "text/plain"
        target = self.failure if reason else self.output
        try:
            objects.write(target, body, kind)
        except ClientError as error:
            reason = reason or f"ClientError: {error}"
        self._notify(region, server, location, reason)

    def _invoke(
        self, server: ModelServer, body: bytes, seconds: float
    ) -> tuple[str | None, bytes, str]:
        try:
            reply = server.invoke(body, _passed(self.headers), seconds=seconds)
        except OSError as error:
            return f"InternalServerError: {error}", str(error).encode(), "text/plain"
        if reply.status in SUCCESSFUL:
            return None, reply.body, reply.content_type
        reason = f"ClientError: Received server error ({reply.status}) from model"
        return reason, reply.body, reply.content_type

    def _notify(self, region: str, server: ModelServer, location: str, reason: str | None) -> None:
        config = self.live.config["AsyncInferenceConfig"]["OutputConfig"]
        topics = config.get("NotificationConfig") or {}
        topic = topics.get("ErrorTopic" if reason else "SuccessTopic")
        if not topic:
            return
        outcome: dict[str, Any] = {
            "awsRegion": region,
            "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "receivedTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "invocationStatus": "Failed" if reason else "Completed",
            "requestParameters": {
                "endpointName": self.live.endpoint.endpoint_name,
                "inputLocation": location,
            },
            "inferenceId": self.inference_id,
            "eventVersion": "1.0",
            "eventSource": "aws:sagemaker",
            "eventName": "InferenceResult",
        }
        if reason:
            outcome |= {"failureReason": reason, "failureLocation": self.failure}
        else:
            outcome["responseParameters"] = {"outputLocation": self.output}
        in_process.client("sns", region, server.role).publish(
            TopicArn=topic, Message=json.dumps(outcome)
        )


def _headers(response: SageMakerRuntimeResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _passed(headers: Mapping[str, str]) -> dict[str, str]:
    return {shown: headers[name] for name, shown in PASSED.items() if headers.get(name)}


def _error(status: int, code: str, message: str, **more: object) -> TYPE_RESPONSE:
    body = {"message": message, "Message": message, **more}
    return status, {"x-amzn-ErrorType": code, "status": status}, json.dumps(body)


def _model_error(live: Live, status: int, text: str) -> TYPE_RESPONSE:
    name = live.endpoint.endpoint_name
    return _error(
        424,
        "ModelError",
        f'Received server error ({status}) from primary with message "{text}". See'
        f" /aws/sagemaker/Endpoints/{name} in account for more information.",
        OriginalStatusCode=status,
        OriginalMessage=text,
        LogStreamArn=f"/aws/sagemaker/Endpoints/{name}",
    )
