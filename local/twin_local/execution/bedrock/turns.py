"""What the operations on models have in common: the request's checks, the turn, its figures."""

from __future__ import annotations

import json
import math
import time
from typing import Any
from urllib.parse import unquote

from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.core.common_types import TYPE_RESPONSE

from twin_local.execution.bedrock.catalogue import is_known
from twin_local.execution.bedrock.rules.checks import problems
from twin_local.execution.bedrock.rules.model import CHARACTERS_PER_TOKEN, Turn, answer, tokens_of


class Refused(Exception):
    """A request that is not allowed; the text is for its `ValidationException`."""


def model_of(response: BedrockRuntimeResponse) -> str:
    """Return the model that a request names.

    Raises:
        Refused: there is none of that name.
    """
    model_id = unquote(response.path.split("/")[2])
    if not is_known(model_id):
        raise Refused("The provided model identifier is invalid.")
    return model_id


def body_of(response: BedrockRuntimeResponse) -> dict[str, Any]:
    """Return the JSON object of a request.

    Raises:
        Refused: it is none.
    """
    try:
        body: Any = json.loads(response.body or "{}")
    except ValueError as error:
        raise Refused(f"The request is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refused("The request is not a JSON object.")
    return body


def require_conversation(request: dict[str, Any]) -> None:
    """Require messages that can be answered, in the form of Converse.

    Raises:
        Refused: they are not; in the service's words.
    """
    found = next(problems(request.get("messages", []), has_tools="toolConfig" in request), None)
    if found:
        raise Refused(found)


def turn_of(request: dict[str, Any]) -> Turn:
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


def usage_of(request: dict[str, Any], turn: Turn) -> dict[str, int]:
    """Return the estimated tokens of a turn."""
    given, said = tokens_of(request), tokens_of(turn.blocks)
    return {"inputTokens": given, "outputTokens": said, "totalTokens": given + said}


def refusal(message: str) -> TYPE_RESPONSE:
    """Return the answer to a request that is not allowed."""
    headers = {"x-amzn-ErrorType": "ValidationException", "status": 400}
    return 400, headers, json.dumps({"message": message})


def milliseconds_since(began: float) -> int:
    """Return the time since a reading of the performance counter, rounded up."""
    return math.ceil((time.perf_counter() - began) * 1000)
