"""Deliver an event to a target: what rules, schedules, topic rules and destinations have alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twin_local.execution.arns import Arn, ArnError, parse
from twin_local.execution.targets.services import DELIVERIES
from twin_local.execution.targets.universal import call_api, is_universal


class TargetError(RuntimeError):
    """A target cannot be reached: its service is not supported, or it refused."""


Invoke = Callable[[Arn, Any], None]
Permit = Callable[[Arn, str | None], None]
"""Require that a role may invoke a function; raise TargetError or ClientError where it may not."""


class Targets:
    """Sends events to targets; `invoke` runs a Lambda function asynchronously."""

    def __init__(self, *, invoke: Invoke, permit: Permit = lambda arn, role: None) -> None:
        self._invoke = invoke
        self._permit = permit

    def deliver(self, arn: str, event: Any, target: dict[str, Any] | None = None) -> None:
        """Send `event` to a target with the parameters of its description.

        Raises:
            TargetError: the service is not supported.
            botocore.exceptions.ClientError: the target refused.
        """
        try:
            parsed = parse(arn)
        except ArnError as error:
            raise TargetError(str(error)) from error
        if parsed.service == "lambda":
            self._permit(parsed, (target or {}).get("RoleArn"))
            self._invoke(parsed, event)
        elif is_universal(parsed):
            call_api(parsed, event, target or {})
        elif deliver := DELIVERIES.get(parsed.service):
            deliver(parsed, event, target or {})
        else:
            raise TargetError(f"{arn}: targets of the service {parsed.service!r} are not run here")
