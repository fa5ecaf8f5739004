"""What Converse requires of a conversation, with the service's words.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ROLES = ("user", "assistant")
TOOL_BLOCKS = ("toolUse", "toolResult")


def problems(messages: Sequence[Mapping[str, Any]], *, has_tools: bool) -> Iterator[str]:
    """Yield what is wrong with the messages of a request."""
    if not messages:
        yield "The messages field is empty. Add at least one message and try again."
        return
    if messages[0].get("role") != "user":
        yield (
            "A conversation must start with a user message. Try again with a conversation "
            "that starts with a user message."
        )
    if messages[-1].get("role") != "user":
        yield (
            "This model does not support assistant message prefill. The conversation must "
            "end with a user message."
        )
    used: set[str] = set()
    for index, message in enumerate(messages):
        yield from _message(index, message, used, has_tools=has_tools)
        used = {
            block["toolUse"]["toolUseId"]
            for block in message.get("content", ())
            if "toolUse" in block
        }
        if index and messages[index - 1].get("role") == message.get("role"):
            yield (
                "A conversation must alternate between user and assistant roles. Make sure the "
                "conversation alternates between user and assistant roles and try again."
            )


def _message(
    index: int, message: Mapping[str, Any], used: set[str], *, has_tools: bool
) -> Iterator[str]:
    if message.get("role") not in ROLES:
        yield f"Value at 'messages.{index}.role' must be one of {', '.join(ROLES)}."
    content = message.get("content")
    if not content:
        yield (
            f"The content field in the Message object at messages.{index} is empty. Add a "
            "ContentBlock object to the content field and try again."
        )
        return
    answered = {block["toolResult"]["toolUseId"] for block in content if "toolResult" in block}
    if answered - used:
        yield (
            f"The number of toolResult blocks at messages.{index}.content exceeds the number "
            "of toolUse blocks of previous turn."
        )
    if used - answered:
        ids = ", ".join(sorted(used - answered))
        yield f"Expected toolResult blocks at messages.{index}.content for the following Ids: {ids}"
    for place, block in enumerate(content):
        if "text" in block and not str(block["text"]).strip():
            yield (
                f"The text field in the ContentBlock object at messages.{index}.content.{place} "
                "is blank. Add text to the text field, and try again."
            )
        if not has_tools and any(kind in block for kind in TOOL_BLOCKS):
            yield (
                "The toolConfig field must be defined when using toolUse and toolResult content "
                "blocks."
            )
