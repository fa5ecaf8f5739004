"""Make moto's Bedrock answer."""

from __future__ import annotations

from moto.bedrock.responses import BedrockResponse
from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.core.responses import ActionResult

from twin_local.execution.bedrock.catalogue import MODELS
from twin_local.execution.bedrock.converse import converse, converse_stream
from twin_local.execution.bedrock.messages import invoke_model
from twin_local.execution.patching import extend, replace

HONEST = "answered by offline rules"


def install() -> None:
    """Serve Converse, ConverseStream, InvokeModel and ListFoundationModels."""
    extend(BedrockRuntimeResponse, "converse", converse)
    extend(BedrockRuntimeResponse, "converse_stream", converse_stream)
    replace(BedrockRuntimeResponse, "invoke_model", invoke_model)
    extend(BedrockResponse, "list_foundation_models", _list)


def _list(response: BedrockResponse) -> ActionResult:
    provider = response._get_param("byProvider")
    shown = [
        {
            "modelArn": f"arn:aws:bedrock:{response.region}::foundation-model/{one.model_id}",
            "modelId": one.model_id,
            "modelName": f"{one.name} ({HONEST})",
            "providerName": one.provider,
            "inputModalities": ["TEXT"],
            "outputModalities": ["TEXT"],
            "responseStreamingSupported": True,
            "customizationsSupported": [],
            "inferenceTypesSupported": ["ON_DEMAND"],
            "modelLifecycle": {"status": "ACTIVE"},
        }
        for one in MODELS
        if provider in (None, one.provider)
    ]
    return ActionResult({"modelSummaries": shown})
