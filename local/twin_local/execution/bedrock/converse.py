"""Answer Converse and ConverseStream.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.core.common_types import TYPE_RESPONSE

from twin_local.execution.bedrock import event_stream
from twin_local.execution.bedrock.catalogue import is_known
from twin_local.execution.bedrock.rules.checks import problems
from twin_local.execution.bedrock.rules.model import CHARACTERS_PER_TOKEN, Turn, answer, tokens_of

PIECE = 40
"""Characters of a text in one event of a stream."""


class Refused(Exception):
    """A request that is not allowed; the text is for its `ValidationException`."""


def converse(response: BedrockRuntimeResponse) -> TYPE_RESPONSE:
    """Answer a whole turn at once."""
    try:
        request = _request(response)
        turn = _turn(request)
    except Refused as error:
        return _refusal(str(error))
    body = {
        "output": {"message": {"role": "assistant", "content": list(turn.blocks)}},
        "stopReason": turn.stop_reason,
        "usage": _usage(request, turn),
        "metrics": {"latencyMs": 1},
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(body)


def converse_stream(response: BedrockRuntimeResponse) -> TYPE_RESPONSE:
    """Answer a turn as a stream of events."""
    try:
        request = _request(response)
        turn = _turn(request)
    except Refused as error:
        return _refusal(str(error))
    body = b"".join(event_stream.encode(kind, event) for kind, event in events(request, turn))
    return 200, {"Content-Type": event_stream.MEDIA_TYPE}, body


def events(request: dict[str, Any], turn: Turn) -> Iterator[tuple[str, dict[str, Any]]]:
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
    yield "metadata", {"usage": _usage(request, turn), "metrics": {"latencyMs": 1}}


def _request(response: BedrockRuntimeResponse) -> dict[str, Any]:
    model_id = unquote(response.path.split("/")[2])
    if not is_known(model_id):
        raise Refused("The provided model identifier is invalid.")
    try:
        request: dict[str, Any] = json.loads(response.body or "{}")
    except ValueError as error:
        raise Refused(f"The request is not JSON: {error}") from error
    found = next(problems(request.get("messages", []), has_tools="toolConfig" in request), None)
    if found:
        raise Refused(found)
    return request


def _turn(request: dict[str, Any]) -> Turn:
    """Return the turn, cut where the inference configuration says."""
    turn = answer(request["messages"], request.get("toolConfig"))
    settings: dict[str, Any] = request.get("inferenceConfig") or {}
    text = turn.blocks[0].get("text")
    if text is None:
        return turn
    for sequence in settings.get("stopSequences") or ():
        if sequence in text:
            return Turn(({"text": text.partition(sequence)[0]},), "stop_sequence")
    most = settings.get("maxTokens")
    if most is not None and len(text) > most * CHARACTERS_PER_TOKEN:
        return Turn(({"text": text[: most * CHARACTERS_PER_TOKEN]},), "max_tokens")
    return turn


def _usage(request: dict[str, Any], turn: Turn) -> dict[str, int]:
    given, said = tokens_of(request), tokens_of(turn.blocks)
    return {"inputTokens": given, "outputTokens": said, "totalTokens": given + said}


def _refusal(message: str) -> TYPE_RESPONSE:
    headers = {"x-amzn-ErrorType": "ValidationException", "status": 400}
    return 400, headers, json.dumps({"message": message})
