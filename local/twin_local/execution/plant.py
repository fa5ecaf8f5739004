"""Wire the executors of all services together and plug them into moto."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from moto.core.config import default_user_config

from twin_local.execution import front, in_process
from twin_local.execution.access.guard import AccessDenied, Guard
from twin_local.execution.access.usage import Usage
from twin_local.execution.appsync import events as appsync_events
from twin_local.execution.appsync.events import AppSyncEvents
from twin_local.execution.arns import Arn, parse
from twin_local.execution.batch import patch as batch_patch
from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.cognito import patch as cognito_patch
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.tokens import TokenVerifier
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.events import patch as events_patch
from twin_local.execution.events.clock import Clock
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.execute_api import patch as execute_api_patch
from twin_local.execution.execute_api.authorizers import Authorizers
from twin_local.execution.execute_api.server import ExecuteApi
from twin_local.execution.functions import lookup
from twin_local.execution.functions import patch as functions_patch
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.executor import Answer, FunctionExecutor
from twin_local.execution.functions.packages import link_runtime_packages
from twin_local.execution.iot import core as iot_core
from twin_local.execution.iot.core import IotCore
from twin_local.execution.presigned import PresignedRequests
from twin_local.execution.processes.client import KeeperClient
from twin_local.execution.scheduling import Later
from twin_local.execution.stepfunctions import executions, service_calls, status_events
from twin_local.execution.targets import TargetError, Targets
from twin_local.execution.types import Json
from twin_local.server.context import ServerContext

RUNTIME = Path(__file__).with_name("functions") / "runtime.py"


@dataclass(frozen=True)
class Execution:
    """Everything that runs; `close()` ends it."""

    context: ServerContext
    keeper: KeeperClient
    credentials: CredentialIssuer
    functions: FunctionExecutor
    jobs: JobExecutor
    queue: AsynchronousQueue
    targets: Targets
    later: Later
    pool_keys: PoolKeys
    tokens: TokenVerifier
    apis: ExecuteApi
    deliveries: Deliveries
    iot: IotCore
    events: AppSyncEvents
    clock: Clock
    guard: Guard

    def announce(self, account: str, event: dict[str, Json]) -> None:
        """Offer an event of an AWS service to the rules of the default bus."""
        events_patch.emit(account, event, self.deliveries)

    def resume(self) -> None:
        """Go on with what ran when the state was kept; the endpoint must answer by then."""
        batch_patch.fail_interrupted()
        executions.resume()

    def close(self) -> None:
        """Stop the clocks, then end every worker and job."""
        self.clock.close()
        self.events.close()
        self.later.close()
        self.iot.close()
        self.deliveries.close()
        self.apis.close()
        self.queue.close()
        self.functions.close()
        self.keeper.close()


def start(context: ServerContext) -> Execution:
    """Build the executors for a server and patch moto with them."""
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    execution = _build(context)
    functions_patch.install(executor=execution.functions, queue=execution.queue)
    batch_patch.install(execution.jobs)
    service_calls.install()
    executions.install()
    status_events.install(execution.announce)
    cognito_patch.install(execution.pool_keys)
    execute_api_patch.install()
    presigned = PresignedRequests(execution.credentials.secret_of)
    front.install(
        [
            execution.events.http.select,
            execution.apis.select,
            presigned.select,
            execution.guard.select,
        ]
    )
    in_process.install(execution.credentials.of_role)
    events_patch.install(execution.deliveries)
    execution.iot.start()
    execution.events.start()
    execution.keeper.warm()
    execution.clock.start()
    atexit.register(execution.close)
    return execution


def _build(context: ServerContext) -> Execution:
    packages = context.state_dir / "runtime-packages"
    keeper = KeeperClient(packages=lambda: link_runtime_packages(packages), runtime=RUNTIME)
    credentials = CredentialIssuer(state_dir=context.state_dir, account=context.account)
    functions = FunctionExecutor(context=context, keeper=keeper, credentials=credentials)
    later = Later()
    queue: AsynchronousQueue

    def invoke(arn: Arn, event: Json) -> None:
        queue.submit(lookup.find(arn), event)

    guard = Guard(account=context.account, credentials=credentials, usage=Usage())

    def permit(arn: Arn, role: str | None) -> None:
        if role is None:
            return
        try:
            guard.require(role, "lambda:InvokeFunction", arn.text)
        except AccessDenied as error:
            raise TargetError(str(error)) from error

    targets = Targets(invoke=invoke, permit=permit)
    queue = AsynchronousQueue(executor=functions, deliver=targets.deliver, later=later)
    pool_keys = PoolKeys(context.state_dir / "cognito")
    tokens = TokenVerifier(pool_keys)

    deliveries = Deliveries(targets=targets, later=later)

    def call(arn: str, event: Json) -> Answer:
        return functions.run(lookup.find(parse(arn)), event)

    return Execution(
        context=context,
        keeper=keeper,
        credentials=credentials,
        functions=functions,
        jobs=JobExecutor(context=context, keeper=keeper, credentials=credentials),
        queue=queue,
        targets=targets,
        later=later,
        pool_keys=pool_keys,
        tokens=tokens,
        apis=ExecuteApi(
            account=context.account,
            region=context.region,
            invoke=call,
            authorizers=Authorizers(invoke=call, verify=tokens.verify_of_arns),
        ),
        deliveries=deliveries,
        iot=iot_core.build(targets=targets, account=context.account, region=context.region),
        events=appsync_events.build(
            account=context.account,
            port=urlsplit(context.realtime_url).port or 0,
            tokens=tokens,
            credentials=credentials,
            guard=guard,
        ),
        clock=Clock(account=context.account, deliveries=deliveries),
        guard=guard,
    )
