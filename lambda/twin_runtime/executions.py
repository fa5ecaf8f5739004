"""Executions of a workflow that ended badly, as EventBridge tells of them.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DETAIL_TYPE = "Step Functions Execution Status Change"


@dataclass(frozen=True)
class EndedExecution:
    """One execution; `status` is FAILED, TIMED_OUT or ABORTED, `input` what it was started with."""

    name: str
    status: str
    input: Mapping[str, Any]


def ended_execution(event: Mapping[str, Any]) -> EndedExecution | None:
    """Return the execution that an event tells of, or None where it is another kind of event."""
    if event.get("detail-type") != DETAIL_TYPE:
        return None
    detail = event["detail"]
    # EventBridge leaves out an input of more than 248 KB; ours have a few lines.
    return EndedExecution(detail["name"], detail["status"], json.loads(detail["input"] or "{}"))
