"""Deploys the synthesized site into the running embedded AWS."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin_local.engine.engine import Engine, Target
from twin_local.engine.event import Event
from twin_local.engine.json_value import Json
from twin_local.engine.stack_deployment import STACK_TYPE
from twin_local.supervisor.errors import InterruptedDeploymentError, SupervisorError
from twin_local.supervisor.layout import Layout

UNDER_WAY = "deploying"
"""Name of the file that exists while a deployment is under way."""

FLUSH_SECONDS = 60


@dataclass(frozen=True)
class Deployed:
    """What later steps need of a deployment."""

    user_pool_id: str
    user_pool_client_id: str


def deploy(layout: Layout, *, account: str, region: str, tell: Callable[[str], None]) -> Deployed:
    """Deploy every stack of the site and make sure that the result is on the disk.

    Raises:
        DeploymentError: a stack was refused or rolled back.
        SupervisorError: the site has no user pool.
    """
    target = Target(layout.endpoint_url, account, region, layout.state)
    mark = layout.state / UNDER_WAY
    mark.touch()
    try:
        with Engine(target, report=_reporter(tell)) as engine:
            outputs = engine.deploy_assembly(layout.assembly)
    finally:
        flush(layout)
        mark.unlink()
    return Deployed(
        user_pool_id=_output(outputs, "UserPoolId"),
        user_pool_client_id=_output(outputs, "UserPoolClientId"),
    )


def refuse_half_written(state: Path) -> None:
    """Refuse a state folder in which a deployment was killed.

    Raises:
        InterruptedDeploymentError: what the engine knows and what exists may differ.
    """
    if (state / UNDER_WAY).exists():
        raise InterruptedDeploymentError(
            "a deployment into this state folder was killed: it is half-written",
            found=str(state / UNDER_WAY),
            where="start over with `twin up --fresh`",
        )


def flush(layout: Layout) -> None:
    """Have the embedded AWS write its whole state now."""
    request = urllib.request.Request(f"{layout.endpoint_url}/_twin/flush", method="POST")
    with urllib.request.urlopen(request, timeout=FLUSH_SECONDS) as answer:
        json.load(answer)


def _reporter(tell: Callable[[str], None]) -> Callable[[Event], None]:
    def report(event: Event) -> None:
        if event.status.endswith("_FAILED"):
            tell(f"{event.stack}/{event.logical_id} {event.status}: {event.reason}")
        elif event.type == STACK_TYPE and event.reason != "no changes":
            tell(f"{event.stack} {event.status.replace('_', ' ').lower()}")

    return report


def _output(outputs: dict[str, dict[str, Json]], name: str) -> str:
    for stack in outputs.values():
        if name in stack:
            return str(stack[name])
    raise SupervisorError(f"no stack has the output {name}", expected="the identity stack")
