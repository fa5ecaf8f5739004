"""Converse and ConverseStream, answered by the offline rule model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[[str], Any]
MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0"
TOOLS: dict[str, Any] = {
    "tools": [
        {
            "toolSpec": {
                "name": "read_property",
                "description": "Read the current value of a measurement of an asset",
                "inputSchema": {
                    "json": {
                        "type": "object",
                        "properties": {
                            "asset": {"type": "string"},
                            "property": {"type": "string", "enum": ["temperature", "flow"]},
                        },
                        "required": ["asset", "property"],
                    }
                },
            }
        },
        {
            "toolSpec": {
                "name": "set_speed",
                "description": "Command the speed of a pump",
                "inputSchema": {
                    "json": {
                        "type": "object",
                        "properties": {
                            "asset": {"type": "string"},
                            "speed": {"type": "number", "minimum": 0, "maximum": 100},
                        },
                        "required": ["asset", "speed"],
                    }
                },
            }
        },
    ]
}


def asks(text: str) -> list[dict[str, Any]]:
    return [{"role": "user", "content": [{"text": text}]}]


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        (
            "What is the temperature of P-101?",
            "read_property",
            {"asset": "P-101", "property": "temperature"},
        ),
        ("Set the speed of pump-2 to 40.5", "set_speed", {"asset": "pump-2", "speed": 40.5}),
    ],
)
def test_the_tool_that_a_question_is_about_is_asked_for(
    client: Client, question: str, tool: str, arguments: dict[str, Any]
) -> None:
    answer = client("bedrock-runtime").converse(
        modelId=MODEL, messages=asks(question), toolConfig=TOOLS
    )
    assert answer["stopReason"] == "tool_use"
    use = answer["output"]["message"]["content"][0]["toolUse"]
    assert (use["name"], use["input"]) == (tool, arguments)
    usage = answer["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert answer["metrics"]["latencyMs"] >= 1


def test_a_tool_result_becomes_sentences(client: Client) -> None:
    runtime = client("bedrock-runtime")
    messages = asks("What is the temperature of P-101?")
    said = runtime.converse(modelId=MODEL, messages=messages, toolConfig=TOOLS)["output"]["message"]
    use_id = said["content"][0]["toolUse"]["toolUseId"]
    result = {"toolUseId": use_id, "content": [{"json": {"value": 41.5, "unit": "degC"}}]}
    messages += [said, {"role": "user", "content": [{"toolResult": result}]}]
    answer = runtime.converse(modelId=MODEL, messages=messages, toolConfig=TOOLS)
    assert answer["stopReason"] == "end_turn"
    text = answer["output"]["message"]["content"][0]["text"]
    assert text == "Value is 41.5, unit is degC."


def test_what_is_missing_is_asked_for_and_what_is_not_understood_is_said(client: Client) -> None:
    runtime = client("bedrock-runtime")
    missing = runtime.converse(modelId=MODEL, messages=asks("Set the speed"), toolConfig=TOOLS)
    other = runtime.converse(modelId=MODEL, messages=asks("Sing a song"), toolConfig=TOOLS)
    assert "asset, speed" in missing["output"]["message"]["content"][0]["text"]
    assert "offline rule model" in other["output"]["message"]["content"][0]["text"]
    assert {missing["stopReason"], other["stopReason"]} == {"end_turn"}


def test_a_stream_has_the_same_turn_in_events(client: Client) -> None:
    question = asks("Set the speed of pump-2 to 40")
    stream = client("bedrock-runtime").converse_stream(
        modelId=MODEL, messages=question, toolConfig=TOOLS
    )["stream"]
    events = list(stream)
    kinds = [next(iter(event)) for event in events]
    assert kinds[0] == "messageStart"
    assert kinds[-2:] == ["messageStop", "metadata"]
    assert events[1]["contentBlockStart"]["start"]["toolUse"]["name"] == "set_speed"
    deltas = [
        event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event
    ]
    assert "".join(delta["toolUse"]["input"] for delta in deltas).count("pump-2") == 1


@pytest.mark.parametrize(
    ("model", "messages", "words"),
    [
        ("nobody.knows-v1", asks("hello"), "model identifier is invalid"),
        (MODEL, [], "messages field is empty"),
        (MODEL, [{"role": "assistant", "content": [{"text": "a"}]}], "must start with a user"),
        (MODEL, asks(" "), "is blank"),
        (MODEL, asks("a") + asks("b"), "must alternate"),
        (
            MODEL,
            [
                {
                    "role": "user",
                    "content": [{"toolResult": {"toolUseId": "x", "content": [{"text": "a"}]}}],
                }
            ],
            "exceeds the number of toolUse blocks",
        ),
    ],
)
def test_malformed_requests_are_refused_with_the_words_of_the_service(
    client: Client, model: str, messages: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(ClientError, match=words) as refused:
        client("bedrock-runtime").converse(modelId=model, messages=messages, toolConfig=TOOLS)
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_models_are_listed_and_say_who_answers(client: Client) -> None:
    models = client("bedrock").list_foundation_models()["modelSummaries"]
    assert MODEL in {model["modelId"] for model in models}
    assert all("offline rules" in model["modelName"] for model in models)
