"""Inline Map states run at most 40 iterations at once, however many items there are.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import (
    inline_iteration_component as inline,
)

from twin_local.execution.patching import original, replace

GREATEST_CONCURRENCY = 40


def install() -> None:
    """Bound what a definition asks for; it may also ask for no bound."""
    replace(inline.InlineIterationComponentEvalInput, "__init__", _init)


def _init(
    given: inline.InlineIterationComponentEvalInput,
    state_name: str,
    max_concurrency: int,
    input_items: list[Any],
    **more: Any,
) -> None:
    asked = max_concurrency or GREATEST_CONCURRENCY
    bounded = min(asked, GREATEST_CONCURRENCY, len(input_items))
    original(inline.InlineIterationComponentEvalInput, "__init__")(
        given, state_name=state_name, max_concurrency=bounded, input_items=input_items, **more
    )
