"""How many invocations of each function run: its reserved concurrency is also its limit."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from moto.awslambda.models import LambdaFunction

from twin_local.execution.functions import lookup

RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded"
ALL_BUSY = "ConcurrentInvocationLimitExceeded"


class Throttled(RuntimeError):
    """The function's reserved concurrency, or every worker, is in use; `reason` is AWS's."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class Concurrency:
    """Counts running invocations, over all versions of a function."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()

    @contextmanager
    def running(self, function: LambdaFunction) -> Iterator[None]:
        """Count one invocation while it runs.

        Raises:
            Throttled: the reserved concurrency is in use.
        """
        owner = lookup.unqualified(function)
        arn, reserved = owner.function_arn, owner.reserved_concurrency
        with self._lock:
            if reserved is not None and self._running[arn] >= int(reserved):
                name = owner.function_name
                raise Throttled(f"{name} has {reserved} reserved executions, all busy", RESERVED)
            self._running[arn] += 1
        try:
            yield
        finally:
            with self._lock:
                self._running[arn] -= 1
