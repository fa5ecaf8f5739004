"""Answer Converse and ConverseStream.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.core.common_types import TYPE_RESPONSE

from twin_local.execution.bedrock import event_stream
from twin_local.execution.bedrock.rules.model import Turn
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

Event = tuple[str, dict[str, Any]]
PIECE = 40
"""Characters of a text in one event of a stream."""


def converse(response: BedrockRuntimeResponse) -> TYPE_RESPONSE:
    """Answer a whole turn at once."""
    began = time.perf_counter()
    try:
        request = _request(response)
        turn = turn_of(request)
    except Refused as error:
        return refusal(str(error))
    body = {
        "output": {"message": {"role": "assistant", "content": list(turn.blocks)}},
        "stopReason": turn.stop_reason,
        "usage": usage_of(request, turn),
        "metrics": {"latencyMs": milliseconds_since(began)},
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(body)


def converse_stream(response: BedrockRuntimeResponse) -> TYPE_RESPONSE:
    """Answer a turn as a stream of events."""
    began = time.perf_counter()
    try:
        request = _request(response)
        turn = turn_of(request)
    except Refused as error:
        return refusal(str(error))
    body = b"".join(
        event_stream.encode(kind, event) for kind, event in events(request, turn, began)
    )
    return 200, {"Content-Type": event_stream.MEDIA_TYPE}, body


def events(
    request: dict[str, Any], turn: Turn, began: float
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the events of a turn, in the order of the service."""
    yield "messageStart", {"role": "assistant"}
    for index, block in enumerate(turn.blocks):
        use = block.get("toolUse")
        if use:
            start = {"toolUse": {"toolUseId": use["toolUseId"], "name": use["name"]}}
            yield "contentBlockStart", {"start": start, "contentBlockIndex": index}
        text = json.dumps(use["input"]) if use else str(block["text"])
        for place in range(0, len(text), PIECE):
            piece = text[place : place + PIECE]
            delta = {"toolUse": {"input": piece}} if use else {"text": piece}
            yield "contentBlockDelta", {"delta": delta, "contentBlockIndex": index}
        yield "contentBlockStop", {"contentBlockIndex": index}
    yield "messageStop", {"stopReason": turn.stop_reason}
    metrics = {"latencyMs": milliseconds_since(began)}
    yield "metadata", {"usage": usage_of(request, turn), "metrics": metrics}


def _request(response: BedrockRuntimeResponse) -> dict[str, Any]:
    model_of(response)
    request = body_of(response)
    require_conversation(request)
    return request
