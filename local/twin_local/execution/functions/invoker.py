"""Invoke functions for other services, as a role or as the service itself, when that is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import INVOKE, InvocationDenied
from twin_local.execution.access.guard import AccessDenied, Guard
from twin_local.execution.arns import parse
from twin_local.execution.functions import lookup
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.executor import Answer, FunctionExecutor


@dataclass(frozen=True)
class Invoker:
    """Runs functions by their ARN; `caller` is a role's ARN, or a service with its source."""

    executor: FunctionExecutor
    queue: AsynchronousQueue
    guard: Guard

    def require(self, arn: str, caller: str | ServiceCaller) -> None:
        """Require that a function may be invoked: by the role's policies or its own.

        Raises:
            InvocationDenied: it may not.
        """
        try:
            if isinstance(caller, str):
                self.guard.require(caller, INVOKE, arn)
            elif caller.role:
                self.guard.require_trust(caller.role, caller)
                self.guard.require(caller.role, INVOKE, arn)
            else:
                self.guard.require_of_service(caller, INVOKE, arn)
        except AccessDenied as error:
            raise InvocationDenied(str(error)) from error

    def call(self, arn: str, event: Any, caller: str | ServiceCaller) -> Answer:
        """Invoke a function and wait for its answer.

        Raises:
            InvocationDenied: the caller may not.
            Throttled: the function runs as often as it may.
            moto.awslambda.exceptions.UnknownFunctionException: there is none.
        """
        self.require(arn, caller)
        named = lookup.invoked(parse(arn))
        return self.executor.run(named.function, event, invoked_arn=arn)

    def submit(self, arn: str, event: Any, caller: str | ServiceCaller) -> None:
        """Invoke a function asynchronously.

        Raises:
            InvocationDenied: the caller may not.
            moto.awslambda.exceptions.UnknownFunctionException: there is none.
        """
        self.require(arn, caller)
        named = lookup.invoked(parse(arn))
        self.queue.submit(named.function, event, invoked_arn=arn)
