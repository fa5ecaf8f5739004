"""InvokeModel with the body of Anthropic's Messages API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[[str], Any]
Json = dict[str, Any]
MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0"
TOOL = {
    "name": "set_speed",
    "description": "Command the speed of a pump",
    "input_schema": {
        "type": "object",
        "properties": {"asset": {"type": "string"}, "speed": {"type": "number"}},
        "required": ["asset", "speed"],
    },
}


def body(*messages: Json, **more: object) -> Json:
    return {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 200,
        "messages": list(messages),
        "tools": [TOOL],
        **more,
    }


def invoke(client: Client, request: Json, model: str = MODEL) -> Json:
    answer = client("bedrock-runtime").invoke_model(modelId=model, body=json.dumps(request))
    said: Json = json.loads(answer["body"].read())
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert int(headers["x-amzn-bedrock-input-token-count"]) == said["usage"]["input_tokens"]
    assert int(headers["x-amzn-bedrock-invocation-latency"]) >= 1
    return said


def test_a_tool_is_used_and_its_result_becomes_sentences(client: Client) -> None:
    question = {"role": "user", "content": "Set the speed of pump-2 to 40.5"}
    said = invoke(client, body(question))
    assert (said["stop_reason"], said["role"], said["type"]) == ("tool_use", "assistant", "message")
    [use] = said["content"]
    assert (use["type"], use["name"]) == ("tool_use", "set_speed")
    assert use["input"] == {"asset": "pump-2", "speed": 40.5}
    result = {"type": "tool_result", "tool_use_id": use["id"], "content": '{"accepted": true}'}
    turns = (
        question,
        {"role": "assistant", "content": said["content"]},
        {"role": "user", "content": [result]},
    )
    end = invoke(client, body(*turns))
    assert (end["stop_reason"], end["content"][0]["type"]) == ("end_turn", "text")
    assert "ccepted" in end["content"][0]["text"]


def test_a_text_ends_at_its_length_or_at_a_sequence(client: Client) -> None:
    song = {"role": "user", "content": [{"type": "text", "text": "Sing a song"}]}
    whole = invoke(client, body(song))["content"][0]["text"]
    cut = invoke(client, body(song, max_tokens=2))
    assert (cut["stop_reason"], cut["content"][0]["text"]) == ("max_tokens", whole[:8])
    stopped = invoke(client, body(song, stop_sequences=["never", "rule"]))
    assert (stopped["stop_reason"], stopped["stop_sequence"]) == ("stop_sequence", "rule")
    assert stopped["content"][0]["text"] == whole.partition("rule")[0]


@pytest.mark.parametrize(
    ("request_body", "model", "code", "words"),
    [
        ({"messages": []}, MODEL, "ValidationException", "anthropic_version"),
        (body(max_tokens=1), MODEL, "ValidationException", "messages field is empty"),
        (
            body({"role": "user", "content": [{"type": "image"}]}),
            MODEL,
            "ValidationException",
            "type image are not implemented",
        ),
        ({}, "nobody.knows-v1", "ValidationException", "model identifier is invalid"),
        ({}, "amazon.nova-lite-v1:0", "NotImplemented", "use Converse"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    client: Client, request_body: Json, model: str, code: str, words: str
) -> None:
    with pytest.raises(ClientError, match=words) as refused:
        invoke(client, request_body, model)
    assert refused.value.response["Error"]["Code"] == code
