"""Heartbeats count from the last one that was heard, also when that was before a restart.

https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackEndpoint,
    HeartbeatEndpoint,
)

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.patching import original, replace
from twin_local.execution.stepfunctions.attempts import LEAST_LEFT_S


def install(clock: VirtualClock) -> None:
    """Let the first wait of a task that waits on (`waits`) be as long as what is left."""

    def set_up(endpoint: CallbackEndpoint, heartbeat_seconds: int) -> HeartbeatEndpoint:
        made: HeartbeatEndpoint = original(CallbackEndpoint, "setup_heartbeat_endpoint")(
            endpoint, heartbeat_seconds
        )
        heard: float | None = vars(endpoint).get("heard")
        if heard is not None:
            vars(made)["first_s"] = max(heard + heartbeat_seconds - clock.now(), LEAST_LEFT_S)
        return made

    def clear_and_wait(endpoint: HeartbeatEndpoint) -> bool:
        wait = original(HeartbeatEndpoint, "clear_and_wait")
        first_s = vars(endpoint).pop("first_s", None)
        if first_s is None:
            return bool(wait(endpoint))
        whole = endpoint._heartbeat_seconds
        vars(endpoint)["_heartbeat_seconds"] = first_s
        try:
            return bool(wait(endpoint))
        finally:
            vars(endpoint)["_heartbeat_seconds"] = whole

    replace(CallbackEndpoint, "setup_heartbeat_endpoint", set_up)
    replace(HeartbeatEndpoint, "clear_and_wait", clear_and_wait)
