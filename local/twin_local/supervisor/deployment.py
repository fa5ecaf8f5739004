"""Deploys the synthesized site into the running embedded AWS."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from twin_local.engine.clients import OperationError
from twin_local.engine.engine import Engine, Target
from twin_local.engine.errors import DeploymentError
from twin_local.engine.event import Event
from twin_local.engine.json_value import Json
from twin_local.engine.progress import STACK_TYPE
from twin_local.supervisor.checkpoint import Checkpoint
from twin_local.supervisor.errors import EndpointLostError, SupervisorError
from twin_local.supervisor.layout import Layout

FLUSH_SECONDS = 60


@dataclass(frozen=True)
class Deployed:
    """What later steps need of a deployment.

    Without an edge device its parts are empty, without passwords so is the client for them.
    """

    user_pool_id: str
    user_pool_client_id: str
    role_alias: str = ""
    device_policy: str = ""


def deploy(layout: Layout, *, account: str, region: str, tell: Callable[[str], None]) -> Deployed:
    """Deploy every stack of the site and make sure that the result is on the disk.

    From before the first change to the end there is a checkpoint, to which the next start goes back
    when this deployment is killed or the embedded AWS is lost.

    Raises:
        DeploymentError: a stack was refused or rolled back.
        SupervisorError: the embedded AWS is lost, or the site has no user pool.
    """
    checkpoint = Checkpoint(layout.state)
    target = Target(layout.endpoint_url, account, region, layout.state)

    def before_change() -> None:
        flush(layout)
        checkpoint.take()

    try:
        with Engine(target, report=_reporter(tell), before_change=before_change) as engine:
            outputs = engine.deploy_assembly(layout.assembly)
    except (DeploymentError, OperationError) as error:
        _keep(layout, checkpoint, cause=error)
        if isinstance(error, DeploymentError):
            raise
        raise SupervisorError("the deployment failed", found=str(error)) from error
    _keep(layout, checkpoint)
    return Deployed(
        user_pool_id=_output(outputs, "UserPoolId"),
        user_pool_client_id=_find_output(outputs, "UserPoolClientId") or "",
        role_alias=_find_output(outputs, "RoleAlias") or "",
        device_policy=_find_output(outputs, "DevicePolicy") or "",
    )


def _keep(layout: Layout, checkpoint: Checkpoint, cause: Exception | None = None) -> None:
    """Write down what is deployed now; the state from before is not needed any more."""
    try:
        flush(layout)
    except EndpointLostError as error:
        raise error from cause
    checkpoint.drop()


def flush(layout: Layout) -> None:
    """Have the embedded AWS write its whole state now.

    Raises:
        EndpointLostError: it does not answer.
    """
    request = urllib.request.Request(f"{layout.endpoint_url}/_twin/flush", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=FLUSH_SECONDS) as answer:
            json.load(answer)
    except (OSError, ValueError) as error:
        raise EndpointLostError(
            "the embedded AWS was lost during the deployment; the next start deploys again",
            found=str(error),
            expected=f"an answer of {layout.endpoint_url}",
            where=str(layout.logs / "embedded-aws.log"),
        ) from error


def _reporter(tell: Callable[[str], None]) -> Callable[[Event], None]:
    def report(event: Event) -> None:
        if event.status.endswith("_FAILED"):
            tell(f"{event.stack}/{event.logical_id} {event.status}: {event.reason}")
        elif event.type == STACK_TYPE and event.reason != "no changes":
            tell(f"{event.stack} {event.status.replace('_', ' ').lower()}")

    return report


def _output(outputs: dict[str, dict[str, Json]], name: str) -> str:
    found = _find_output(outputs, name)
    if found is None:
        raise SupervisorError(f"no stack has the output {name}", expected="the identity stack")
    return found


def _find_output(outputs: dict[str, dict[str, Json]], name: str) -> str | None:
    return next((str(stack[name]) for stack in outputs.values() if name in stack), None)
