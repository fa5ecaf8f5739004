"""Everything that runs together, and how it goes on after a restart and ends."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution.access.guard import Guard
from twin_local.execution.appsync.events import AppSyncEvents
from twin_local.execution.batch import patch as batch_patch
from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.clock.timeline import Timeline
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.service import UserPools
from twin_local.execution.cognito.tokens import TokenVerifier
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.events import patch as events_patch
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.execute_api.server import ExecuteApi
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.code_location import CodeLocations
from twin_local.execution.functions.executor import FunctionExecutor
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.sources.patch import forget_all_pushes
from twin_local.execution.functions.sources.poller import EventSources
from twin_local.execution.iot.core import IotCore
from twin_local.execution.pending import Pending
from twin_local.execution.pipes.workers import Pipes
from twin_local.execution.processes.client import KeeperClient
from twin_local.execution.sagemaker import patch as sagemaker_patch
from twin_local.execution.sagemaker.endpoints import Endpoints
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.scheduling import Later
from twin_local.execution.stepfunctions import executions
from twin_local.execution.targets import Targets
from twin_local.execution.topics.delivery import TopicDeliveries
from twin_local.execution.types import Json
from twin_local.server.context import ServerContext


@dataclass(frozen=True)
class Execution:
    """Everything that runs; `close()` ends it."""

    context: ServerContext
    keeper: KeeperClient
    credentials: CredentialIssuer
    functions: FunctionExecutor
    invoker: Invoker
    sources: EventSources
    codes: CodeLocations
    jobs: JobExecutor
    machine: Machine
    endpoints: Endpoints
    queue: AsynchronousQueue
    targets: Targets
    later: Later
    pool_keys: PoolKeys
    tokens: TokenVerifier
    user_pools: UserPools
    apis: ExecuteApi
    deliveries: Deliveries
    pending: Pending
    iot: IotCore
    events: AppSyncEvents
    clock: VirtualClock
    timeline: Timeline
    pipes: Pipes
    topics: TopicDeliveries
    guard: Guard

    def announce(self, account: str, event: dict[str, Json]) -> None:
        """Offer an event of an AWS service to the rules of the default bus."""
        events_patch.emit(account, event, self.deliveries)

    def resume(self) -> None:
        """Go on with what ran when the state was kept; the endpoint must answer by then."""
        forget_all_pushes(self.context.account)
        batch_patch.resume(self.jobs)
        sagemaker_patch.resume(self.machine, self.endpoints)
        executions.resume()
        self.queue.resume()
        self.deliveries.resume()

    def close(self) -> None:
        """Stop the clocks, then end every worker and job."""
        self.timeline.close()
        self.pipes.close()
        self.events.close()
        self.later.close()
        self.iot.close()
        self.deliveries.close()
        self.topics.close()
        self.apis.close()
        self.sources.close()
        self.queue.close()
        self.functions.close()
        self.keeper.close()
        self.pending.close()
