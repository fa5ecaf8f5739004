"""Everything of Step Functions that replaces a part of moto, in the order in which it must be."""

from __future__ import annotations

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.stepfunctions import (
    attempts,
    callbacks,
    error_names,
    executions,
    forgetting,
    heartbeats,
    history_limit,
    inline_maps,
    jsonata,
    resumption,
    sagemaker_tasks,
    service_calls,
    status_events,
    stopping,
    time,
    variables,
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
    variables.install()
    distributed.install()
    inline_maps.install()
    sagemaker_tasks.install()
    waits.install(keep, clock.now)
    forgetting.install()
    history_limit.install()
    attempts.install(clock)
    heartbeats.install(clock)
    resumption.install(clock)
    executions.install()
    status_events.install(emit)
    stopping.install()
    callbacks.install(clock.now)
    definitions.install()
    map_runs.install()
    versions.install()
    execution_operations.install()
    synchronous.install()
    time.install(clock)
