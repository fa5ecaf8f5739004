"""Deliver an event to a target: what rules, schedules, topic rules and destinations have alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.arns import Arn, ArnError, parse
from twin_local.execution.targets.services import DELIVERIES
from twin_local.execution.targets.universal import call_api, is_universal


class TargetError(RuntimeError):
    """A target cannot be reached: its service is not supported, or it refused."""


Invoke = Callable[[Arn, Any], None]
Permit = Callable[[Arn, str | None, ServiceCaller | None], None]
"""Require that a role or a service may send to a target; raise TargetError where it may not."""


class Targets:
    """Sends events to targets.

    `invoke` runs a Lambda function asynchronously; `keep` returns when what a service took is on
    the disk.
    """

    def __init__(
        self,
        *,
        invoke: Invoke,
        permit: Permit = lambda arn, role, caller: None,
        keep: Callable[[str], None] = lambda service: None,
    ) -> None:
        self._invoke = invoke
        self._permit = permit
        self._keep = keep

    def deliver(
        self,
        arn: str,
        event: Any,
        target: dict[str, Any] | None = None,
        *,
        caller: ServiceCaller | None = None,
    ) -> None:
        """Send `event` to a target with the parameters of its description.

        It is done as the role of the description, which `caller` assumes, else as `caller`.

        Raises:
            TargetError: the service is not supported, or it may not be done.
            botocore.exceptions.ClientError: the target refused.
        """
        try:
            parsed = parse(arn)
        except ArnError as error:
            raise TargetError(str(error)) from error
        self._permit(parsed, (target or {}).get("RoleArn"), caller)
        if parsed.service == "lambda":
            self._invoke(parsed, event)
        elif is_universal(parsed):
            self._keep(call_api(parsed, event, target or {}))
        elif deliver := DELIVERIES.get(parsed.service):
            deliver(parsed, event, target or {})
            self._keep(parsed.service)
        else:
            raise TargetError(f"{arn}: targets of the service {parsed.service!r} are not run here")
