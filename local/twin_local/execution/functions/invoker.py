"""Invoke functions for other services, as a role or as the service itself, when that is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twin_local.execution.access import function_policies
from twin_local.execution.access.function_policies import InvocationDenied, ServiceCaller
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
        """Require that a function may be invoked: by the role's policies, or by its own policy.

        Raises:
            InvocationDenied: it may not.
        """
        if isinstance(caller, ServiceCaller):
            function_policies.require(caller, arn)
            return
        try:
            self.guard.require(caller, function_policies.INVOKE, arn)
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
