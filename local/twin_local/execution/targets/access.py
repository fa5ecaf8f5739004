"""Whether a service may deliver to a target: by its role, or by the policy of the target itself."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import INVOKE
from twin_local.execution.access.guard import AccessDenied, Guard
from twin_local.execution.arns import Arn
from twin_local.execution.targets import TargetError

ACTIONS = {"lambda": INVOKE, "sns": "sns:Publish", "sqs": "sqs:SendMessage"}
"""What a service without a role needs from the policy of a target."""


@dataclass(frozen=True)
class TargetAccess:
    """Decides deliveries."""

    guard: Guard

    def permit(self, arn: Arn, role: str | None, caller: ServiceCaller | None) -> None:
        """Require that a target may be sent to, as a role or as the service itself.

        What is done as a role is decided again where the call arrives, but for functions, which
        are invoked without a call.

        Raises:
            TargetError: the role does not trust the service, or neither may.
        """
        action = ACTIONS.get(arn.service)
        try:
            if role and caller:
                self.guard.require_trust(role, caller)
            if role and action == INVOKE:
                self.guard.require(role, action, arn.text)
            elif caller and not role and action:
                self.guard.require_of_service(caller, action, arn.text)
        except AccessDenied as error:
            raise TargetError(str(error)) from error
