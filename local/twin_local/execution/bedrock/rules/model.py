"""The next turn of a conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin_local.execution.bedrock.rules.arguments import fill
from twin_local.execution.bedrock.rules.sentences import describe
from twin_local.execution.bedrock.rules.tools import Tool, choose

Block = Mapping[str, Any]
NAME = "the offline rule model of the embedded AWS"
CHARACTERS_PER_TOKEN = 4
"""Tokens are estimated: the rule model has none."""


@dataclass(frozen=True)
class Turn:
    """What the model says; `stop_reason` as Converse names it."""

    blocks: tuple[dict[str, Any], ...]
    stop_reason: str


def answer(messages: Sequence[Block], tool_config: Mapping[str, Any] | None) -> Turn:
    """Return the next turn of the assistant."""
    content: Sequence[Block] = messages[-1]["content"]
    results = [block["toolResult"] for block in content if "toolResult" in block]
    if results:
        return _said(" ".join(_of_result(result) for result in results))
    text = " ".join(block["text"] for block in content if "text" in block)
    tools = [
        _tool(one["toolSpec"]) for one in (tool_config or {}).get("tools", []) if "toolSpec" in one
    ]
    choice: Mapping[str, Any] = (tool_config or {}).get("toolChoice") or {}
    forced = choice.get("tool", {}).get("name")
    tool = choose(tools, text, forced=forced, must="any" in choice)
    if tool is None:
        return _said(_cannot(tools))
    arguments, missing = fill(tool.schema, text)
    if missing and not (forced or "any" in choice):
        return _said(f"To use {tool.name} I need to know: {', '.join(missing)}. Please name it.")
    use = {"toolUseId": _use_id(messages, tool.name), "name": tool.name, "input": arguments}
    return Turn(({"toolUse": use},), "tool_use")


def tokens_of(value: object) -> int:
    """Return an estimate of the tokens of a value."""
    return max(1, -(-len(json.dumps(value, default=str)) // CHARACTERS_PER_TOKEN))


def _said(text: str) -> Turn:
    return Turn(({"text": text},), "end_turn")


def _tool(given: Mapping[str, Any]) -> Tool:
    schema = given.get("inputSchema", {}).get("json", {})
    return Tool(str(given["name"]), str(given.get("description", "")), schema)


def _cannot(tools: Sequence[Tool]) -> str:
    if not tools:
        return f"I am {NAME}. I can call tools and report their results, and was given none."
    names = ", ".join(tool.name for tool in tools)
    return f"I am {NAME}. I found no tool for this question; I can use: {names}."


def _of_result(result: Mapping[str, Any]) -> str:
    parts = []
    for block in result["content"]:
        if "json" in block:
            parts.append(describe(block["json"]))
        elif "text" in block:
            parts.append(_of_text(str(block["text"])))
    text = " ".join(parts) or "The tool gave no result."
    return f"The tool failed. {text}" if result.get("status") == "error" else text


def _of_text(text: str) -> str:
    try:
        return describe(json.loads(text))
    except ValueError:
        return text


def _use_id(messages: Sequence[Block], name: str) -> str:
    """Return an id that the same conversation always gets."""
    digest = hashlib.sha256(json.dumps([messages, name], default=str).encode()).hexdigest()
    return f"tooluse_{digest[:22]}"
