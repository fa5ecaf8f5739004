"""An execution environment of a function: one call at a time, used again while it is alive."""

from __future__ import annotations

from typing import Any, Protocol

from twin_local.execution.functions.outcome import Outcome
from twin_local.execution.functions.printed import HandOn


class Sandbox(Protocol):
    """What the pool keeps; `idle_since` is monotonic seconds."""

    idle_since: float
    log_stream: str

    @property
    def is_alive(self) -> bool:
        """Tell whether the environment can take an invocation; its process may end while idle."""

    def call(self, *, invocation: dict[str, Any], timeout_s: float, hand_on: HandOn) -> Outcome:
        """Hand over one invocation and wait for its answer, its end or its timeout.

        The first lines of its output may be handed on while it runs; all are in the outcome.
        """

    def close(self) -> None:
        """End the environment and everything in it."""
