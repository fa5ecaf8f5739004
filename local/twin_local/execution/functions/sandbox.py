"""An execution environment of a function: one call at a time, used again while it is alive."""

from __future__ import annotations

from typing import Any, Protocol

from twin_local.execution.functions.outcome import Outcome


class Sandbox(Protocol):
    """What the pool keeps; `idle_since` is monotonic seconds."""

    idle_since: float
    log_stream: str

    def call(self, *, invocation: dict[str, Any], timeout_s: float) -> Outcome:
        """Hand over one invocation and wait for its answer, its end or its timeout."""

    def close(self) -> None:
        """End the environment and everything in it."""
