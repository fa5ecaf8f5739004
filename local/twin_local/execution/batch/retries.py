"""Batch's retry strategy: attempts, and the conditions of `evaluateOnExit`.

Source: AWS Batch API reference, RetryStrategy and EvaluateOnExit.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ending:
    """How one attempt ended; `exit_code` is None when no container was started."""

    exit_code: int | None
    reason: str
    status_reason: str

    @property
    def succeeded(self) -> bool:
        """Whether the container ended with code 0."""
        return self.exit_code == 0


def retries(strategy: dict[str, Any] | None, ending: Ending, attempt: int) -> bool:
    """Say whether a failed attempt (1 is the first) is followed by another."""
    if not strategy or attempt >= int(strategy.get("attempts", 1)):
        return False
    conditions = strategy.get("evaluateOnExit") or []
    for condition in conditions:
        if _matches(condition, ending):
            return str(condition["action"]).upper() == "RETRY"
    return True


def _matches(condition: dict[str, Any], ending: Ending) -> bool:
    code = "" if ending.exit_code is None else str(ending.exit_code)
    found = {
        "onStatusReason": ending.status_reason,
        "onReason": ending.reason,
        "onExitCode": code,
    }
    return all(
        fnmatch.fnmatchcase(text.lower(), str(condition[name]).lower())
        for name, text in found.items()
        if name in condition
    )
