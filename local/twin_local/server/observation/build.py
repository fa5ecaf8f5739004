"""Put together what the embedded AWS shows of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from twin_local.execution import in_process
from twin_local.execution.plant import Execution
from twin_local.execution.types import WsgiApplication
from twin_local.server.observation.assets import PageFiles
from twin_local.server.observation.calls.controls import CallControls
from twin_local.server.observation.calls.describing import describer
from twin_local.server.observation.calls.recorder import Recorder
from twin_local.server.observation.calls.ring import CallRing
from twin_local.server.observation.executions.controls import ExecutionControls
from twin_local.server.observation.health import HealthControl
from twin_local.server.observation.logs.controls import LogControls
from twin_local.server.observation.logs.processes import ProcessLogs
from twin_local.server.observation.logs.tail import LogTail
from twin_local.server.observation.resources import Resources

PROCESS_LOGS = "logs"
"""Where `twin up` keeps what the processes write, below the state folder."""


@dataclass(frozen=True)
class Observation:
    """The controls by name, the page's files, and the recorder for the front."""

    controls: dict[str, Callable[..., object]]
    ring: CallRing
    page: PageFiles = field(default_factory=PageFiles)

    def record(self, application: WsgiApplication) -> Recorder:
        """Return the application with its calls recorded."""
        return Recorder(application, self.ring)


def build(execution: Execution) -> Observation:
    """Build it for a running execution, and record the calls that services make to each other."""
    context = execution.context
    ring = CallRing(
        describer(
            account=context.account, region=context.region, role_of=execution.credentials.role_of
        )
    )
    resources = Resources(context.state_dir)
    usage = execution.guard.usage
    logs = LogControls(LogTail(context.account), ProcessLogs(context.state_dir / PROCESS_LOGS))
    runs = ExecutionControls(context.account)
    health = HealthControl(
        context.account, context.region, context.state_dir, resources, ring, usage
    )
    observation = Observation(
        controls={
            "overview": health.answer,
            "resources": resources.answer,
            "logs": logs.groups,
            "process-log": logs.process,
            "executions": runs.list,
            "execution": runs.show,
            "calls": CallControls(ring, usage).list,
        },
        ring=ring,
    )
    in_process.observe(observation.record)
    return observation
