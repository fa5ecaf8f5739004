"""InvokeModel with the body of Anthropic's Messages API, answered as Converse is.

https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.core.common_types import TYPE_RESPONSE

from twin_local.execution.bedrock.rules.model import Turn, answer
from twin_local.execution.bedrock.turns import (
    Refused,
    body_of,
    milliseconds_since,
    model_of,
    refusal,
    require_conversation,
    turn_of,
    usage_of,
)

VERSION = "bedrock-2023-05-31"
REQUIRED = ("anthropic_version", "max_tokens", "messages")
COUNT = "X-Amzn-Bedrock-{}-Token-Count"
Block = dict[str, Any]


def invoke_model(response: BedrockRuntimeResponse) -> TYPE_RESPONSE:
    """Answer InvokeModel of a model of Anthropic; bodies of other models are not read."""
    began = time.perf_counter()
    try:
        model = model_of(response)
        if "anthropic." not in model:
            return _not_implemented(model)
        body = body_of(response)
        _require(body)
        request = as_converse(body)
        require_conversation(request)
    except Refused as error:
        return refusal(str(error))
    turn, usage = turn_of(request), usage_of(request, turn_of(request))
    headers = {
        "Content-Type": "application/json",
        COUNT.format("Input"): str(usage["inputTokens"]),
        COUNT.format("Output"): str(usage["outputTokens"]),
        "X-Amzn-Bedrock-Invocation-Latency": str(milliseconds_since(began)),
    }
    return 200, headers, json.dumps(_message(model, request, turn, usage))


def as_converse(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request in the form of Converse."""
    request: dict[str, Any] = {
        "messages": [
            {"role": one.get("role"), "content": [_block(block) for block in _blocks(one)]}
            for one in body["messages"]
        ],
        "inferenceConfig": {
            "maxTokens": body["max_tokens"],
            "stopSequences": body.get("stop_sequences") or [],
        },
    }
    if tools := body.get("tools"):
        request["toolConfig"] = {
            "tools": [_tool(one) for one in tools],
            "toolChoice": _choice(body.get("tool_choice") or {}),
        }
    return request


def _require(body: Mapping[str, Any]) -> None:
    for name in REQUIRED:
        if name not in body:
            raise Refused(
                f"Malformed input request: #: required key [{name}] not found, please reformat"
                " your input and try again."
            )
    if body["anthropic_version"] != VERSION:
        raise Refused(f"Malformed input request: anthropic_version must be {VERSION}")


def _blocks(message: Mapping[str, Any]) -> list[Block]:
    content = message.get("content") or []
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _block(given: Block) -> Block:
    kind = given.get("type")
    if kind == "text":
        return {"text": str(given.get("text", ""))}
    if kind == "tool_use":
        use = {"toolUseId": given["id"], "name": given["name"], "input": given.get("input")}
        return {"toolUse": use}
    if kind == "tool_result":
        result: Block = {
            "toolUseId": given["tool_use_id"],
            "content": [_block(block) for block in _blocks(given)],
        }
        return {"toolResult": result | ({"status": "error"} if given.get("is_error") else {})}
    raise Refused(f"Malformed input request: blocks of the type {kind} are not implemented")


def _tool(given: Block) -> Block:
    schema = {"json": given.get("input_schema") or {}}
    specification = {"name": given["name"], "inputSchema": schema}
    return {"toolSpec": {**specification, "description": given.get("description", "")}}


def _choice(given: Block) -> Block:
    if given.get("type") == "tool":
        return {"tool": {"name": given.get("name")}}
    return {"any": {}} if given.get("type") == "any" else {"auto": {}}


def _message(
    model: str, request: dict[str, Any], turn: Turn, usage: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "model": model.partition("anthropic.")[2],
        "id": f"msg_bdrk_{uuid.uuid4().hex[:24]}",
        "type": "message",
        "role": "assistant",
        "content": [_said(block) for block in turn.blocks],
        "stop_reason": turn.stop_reason,
        "stop_sequence": _sequence(request) if turn.stop_reason == "stop_sequence" else None,
        "usage": {"input_tokens": usage["inputTokens"], "output_tokens": usage["outputTokens"]},
    }


def _said(block: Block) -> Block:
    use = block.get("toolUse")
    if use is None:
        return {"type": "text", "text": block["text"]}
    return {
        "type": "tool_use",
        "id": use["toolUseId"],
        "name": use["name"],
        "input": use["input"],
    }


def _sequence(request: dict[str, Any]) -> str | None:
    """Return the sequence that cut the turn."""
    whole = answer(request["messages"], request.get("toolConfig")).blocks[0].get("text", "")
    sequences: list[str] = request["inferenceConfig"]["stopSequences"]
    return next((one for one in sequences if one in whole), None)


def _not_implemented(model: str) -> TYPE_RESPONSE:
    message = f"InvokeModel of {model} is not implemented by the embedded AWS; use Converse"
    headers = {"x-amzn-ErrorType": "NotImplemented", "status": 501}
    return 501, headers, json.dumps({"message": message})
