"""InvokeEndpoint and InvokeEndpointAsync.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-invoke-update-delete.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import sagemaker_backends
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

from twin_local.execution.sagemaker import limits
from twin_local.execution.sagemaker.asynchronous import SUCCESSFUL, Asynchronous, passed
from twin_local.execution.sagemaker.endpoints import Endpoints, Live


@dataclass(frozen=True)
class Runtime:
    """Answers the operations of the runtime API."""

    endpoints: Endpoints

    def invoke(self, response: SageMakerRuntimeResponse) -> TYPE_RESPONSE:
        """Answer InvokeEndpoint."""
        headers = _headers(response)
        body = _body(response)
        if len(body) > limits.LARGEST_BODY_BYTES:
            message = f"Request body is larger than {limits.LARGEST_BODY_BYTES} bytes."
            return _error(413, "ValidationError", message)
        try:
            live = self._live(response)
            variant, server = live.choose(headers.get("x-amzn-sagemaker-target-variant"))
        except ValidationError as error:
            return _error(400, "ValidationError", str(error.message))
        try:
            reply = server.invoke(body, passed(headers), seconds=limits.REAL_TIME_S)
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
        headers, body = _headers(response), _body(response)
        try:
            limits.check_asynchronous(headers, body)
            live = self._live(response)
        except ValidationError as error:
            return _error(400, "ValidationError", str(error.message))
        config = live.config.get("AsyncInferenceConfig")
        if not config or live.queue is None:
            message = f"Endpoint {live.endpoint.endpoint_name} does not support async inference"
            return _error(400, "ValidationError", message)
        output, failure = _targets(config["OutputConfig"], headers)
        request = Asynchronous(
            live,
            headers,
            body,
            inference_id=headers.get("x-amzn-sagemaker-inference-id") or str(uuid.uuid4()),
            output=output,
            failure=failure,
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


def _headers(response: SageMakerRuntimeResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _body(response: SageMakerRuntimeResponse) -> bytes:
    return response.body if isinstance(response.body, bytes) else response.body.encode()


def _targets(output: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[str, str]:
    """Return where an answer and a failure are written; a request may extend and name them."""
    given = headers.get("x-amzn-sagemaker-filename")
    extension = headers.get("x-amzn-sagemaker-s3outputpathextension", "").strip("/")
    name = str(uuid.uuid4())
    files = (given, given) if given else (f"{name}.out", f"{name}-error.out")
    success = output["S3OutputPath"]
    roots = (success, output.get("S3FailurePath") or success)
    good, bad = (
        "/".join(part for part in (root.rstrip("/"), extension, file) if part)
        for root, file in zip(roots, files, strict=True)
    )
    return good, bad


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
