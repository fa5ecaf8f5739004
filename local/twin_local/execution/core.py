"""Build what the executors of all services stand on: processes, roles, the clock, deliveries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin_local.execution.access.guard import Guard
from twin_local.execution.access.usage import Usage
from twin_local.execution.arns import Arn
from twin_local.execution.clock.offsets import FILE_NAME as CLOCK_FILE
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.functions import lookup
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.executor import FunctionExecutor
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.packages import link_runtime_packages
from twin_local.execution.pending import FILE_NAME as PENDING_FILE
from twin_local.execution.pending import Pending
from twin_local.execution.processes.client import KeeperClient
from twin_local.execution.scheduling import Later
from twin_local.execution.targets import Targets
from twin_local.execution.targets.access import TargetAccess
from twin_local.execution.targets.services import module_of
from twin_local.execution.types import Json
from twin_local.server.context import ServerContext

Keep = Callable[[str], None]
"""Return when what a service took is on the disk; services by their names in moto."""

RUNTIME = Path(__file__).with_name("functions") / "runtime.py"


@dataclass(frozen=True)
class Core:
    """What services share: who runs functions, who may do what, what time it is, who delivers."""

    context: ServerContext
    keeper: KeeperClient
    credentials: CredentialIssuer
    guard: Guard
    clock: VirtualClock
    later: Later
    pending: Pending
    functions: FunctionExecutor
    queue: AsynchronousQueue
    invoker: Invoker
    targets: Targets
    deliveries: Deliveries


def build_core(context: ServerContext, keep: Keep) -> Core:
    """Build what all services share."""
    keeper = _keeper(context)
    credentials = CredentialIssuer(state_dir=context.state_dir, account=context.account)
    functions = FunctionExecutor(context=context, keeper=keeper, credentials=credentials)
    guard = Guard(account=context.account, credentials=credentials, usage=Usage())
    clock = VirtualClock(file=context.state_dir / CLOCK_FILE)
    later = Later(clock=clock.elapsed)
    pending = Pending(context.state_dir / PENDING_FILE)
    queue: AsynchronousQueue

    def invoke(arn: Arn, event: Json) -> None:
        queue.submit(lookup.find(arn), event, invoked_arn=arn.text)

    targets = Targets(
        invoke=invoke,
        permit=TargetAccess(guard).permit,
        keep=lambda service: keep(module_of(service)),
    )
    queue = AsynchronousQueue(
        executor=functions,
        deliver=targets.deliver,
        later=later,
        pending=pending,
        clock=clock.now,
    )
    return Core(
        context=context,
        keeper=keeper,
        credentials=credentials,
        guard=guard,
        clock=clock,
        later=later,
        pending=pending,
        functions=functions,
        queue=queue,
        invoker=Invoker(functions, queue, guard),
        targets=targets,
        deliveries=Deliveries(targets=targets, later=later, pending=pending, clock=clock.now),
    )


def _keeper(context: ServerContext) -> KeeperClient:
    packages = context.state_dir / "runtime-packages"
    return KeeperClient(packages=lambda: link_runtime_packages(packages), runtime=RUNTIME)
