"""Everything of Step Functions that replaces a part of moto, in the order in which it must be."""

from __future__ import annotations

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.stepfunctions import (
    callbacks,
    error_names,
    executions,
    forgetting,
    history_limit,
    jsonata,
    resumption,
    sagemaker_tasks,
    service_calls,
    status_events,
    stopping,
    time,
    waits,
)
from twin_local.execution.stepfunctions.distributed import patch as distributed
from twin_local.execution.stepfunctions.operations import (
    definitions,
    map_runs,
    synchronous,
    versions,
)
from twin_local.execution.stepfunctions.operations import executions as execution_operations


def install(*, emit: status_events.Emit, clock: VirtualClock, keep: waits.Keep) -> None:
    """Make moto's interpreter run state machines as the service does."""
    service_calls.install()
    error_names.install()
    jsonata.install()
    distributed.install()
    sagemaker_tasks.install()
    waits.install(keep)
    forgetting.install()
    history_limit.install()
    resumption.install()
    executions.install()
    status_events.install(emit)
    stopping.install()
    callbacks.install()
    definitions.install()
    map_runs.install()
    versions.install()
    execution_operations.install()
    synchronous.install()
    time.install(clock)
