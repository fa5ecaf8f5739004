"""What calls of SageMaker and Bedrock need: actions on jobs, models, endpoints.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from twin_local.execution.access.calls import Call

KINDS = {
    "EndpointConfigName": "endpoint-config",
    "EndpointName": "endpoint",
    "ModelName": "model",
    "ProcessingJobName": "processing-job",
    "TrainingJobName": "training-job",
    "TransformJobName": "transform-job",
}
"""Parameters that name what a call is about, and the kinds of resources in ARNs."""

PROFILE = re.compile(r"(?:us|eu|apac|jp|au|ca|global|us-gov)\.(?P<model>.+)")


def sagemaker(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the action on what the operation is about; endpoints also on their configuration."""
    action = f"sagemaker:{call.operation}"
    named = [
        _sagemaker_arn(call, kind, str(call.parameters[parameter]))
        for parameter, kind in KINDS.items()
        if call.parameters.get(parameter) and _is_about(call.operation, parameter)
    ]
    tagged = call.parameters.get("ResourceArn")
    yield from ((action, arn) for arn in named or [tagged or "*"])


def _is_about(operation: str, parameter: str) -> bool:
    """Say whether the resource of a parameter is one that the operation is decided by."""
    subject = parameter.removesuffix("Name")
    if subject == "EndpointConfig":
        return operation.endswith("EndpointConfig") or operation in (
            "CreateEndpoint",
            "UpdateEndpoint",
        )
    return operation.endswith(subject)


def sagemaker_runtime(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the action on the endpoint."""
    name = str(call.parameters.get("EndpointName") or "*")
    yield f"sagemaker:{call.operation}", _sagemaker_arn(call, "endpoint", name)


def _sagemaker_arn(call: Call, kind: str, name: str) -> str:
    return f"arn:aws:sagemaker:{call.region}:{call.account}:{kind}/{name}"


def bedrock_runtime(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the action on the model, and on the inference profile that it is named by."""
    model = call.parameters.get("modelId")
    if not model:
        yield f"bedrock:{call.operation}", "*"
        return
    streams = "Stream" in call.operation
    action = f"bedrock:InvokeModel{'WithResponseStream' if streams else ''}"
    if str(model).startswith("arn:"):
        yield action, str(model)
        return
    profile = PROFILE.fullmatch(str(model))
    if profile:
        place = f"{call.region}:{call.account}"
        yield action, f"arn:aws:bedrock:{place}:inference-profile/{model}"
    foundation = profile["model"] if profile else model
    yield action, f"arn:aws:bedrock:{call.region}::foundation-model/{foundation}"
