"""The foundation models that requests may name; the rule model answers for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

FAMILIES = re.compile(
    r"(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?"
    r"(?:anthropic\.claude-[\w.-]+|amazon\.nova-[\w.-]+|meta\.llama[\w.-]+|mistral\.[\w.-]+"
    r"|openai\.gpt-oss-[\w.-]+|qwen\.[\w.-]+|deepseek\.[\w.-]+)(?::\d+(?::\d+k)?)?"
)
ARN = re.compile(
    r"arn:aws[\w-]*:bedrock:[\w-]*:\d*:(?:foundation-model|inference-profile)/(?P<model>.+)"
)


@dataclass(frozen=True)
class Model:
    """A model as ListFoundationModels shows it."""

    model_id: str
    provider: str
    name: str


MODELS = (
    Model("amazon.nova-lite-v1:0", "Amazon", "Nova Lite"),
    Model("amazon.nova-micro-v1:0", "Amazon", "Nova Micro"),
    Model("amazon.nova-pro-v1:0", "Amazon", "Nova Pro"),
    Model("anthropic.claude-haiku-4-5-20251001-v1:0", "Anthropic", "Claude Haiku 4.5"),
    Model("anthropic.claude-sonnet-4-5-20250929-v1:0", "Anthropic", "Claude Sonnet 4.5"),
)


def is_known(model_id: str) -> bool:
    """Say whether an id or ARN names a model or an inference profile."""
    found = ARN.fullmatch(model_id)
    return FAMILIES.fullmatch(found["model"] if found else model_id) is not None
