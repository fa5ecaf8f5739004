"""Build the executors of all services."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from twin_local.execution.access.guard import Guard
from twin_local.execution.access.usage import Usage
from twin_local.execution.appsync import events as appsync_events
from twin_local.execution.arns import Arn
from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.clock import build as clock_build
from twin_local.execution.clock.follower import Parts
from twin_local.execution.clock.offsets import FILE_NAME as CLOCK_FILE
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.cognito import service as cognito_service
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.tokens import TokenVerifier
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.events import patch as events_patch
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.execute_api.authorizers import Authorizers
from twin_local.execution.execute_api.http_api.authorizers import RouteAuthorizers
from twin_local.execution.execute_api.http_api.tokens import TokenRules
from twin_local.execution.execute_api.server import ExecuteApi
from twin_local.execution.execute_api.signed import SignedCalls
from twin_local.execution.functions import lookup
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.code_location import CodeLocations
from twin_local.execution.functions.executor import FunctionExecutor
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.packages import link_runtime_packages
from twin_local.execution.functions.sources.poller import EventSources
from twin_local.execution.iot import core as iot_core
from twin_local.execution.iot.mqtt.build import MqttSettings
from twin_local.execution.pending import FILE_NAME as PENDING_FILE
from twin_local.execution.pending import Pending
from twin_local.execution.pipes import patch as pipes_patch
from twin_local.execution.plant import Execution
from twin_local.execution.processes.client import KeeperClient
from twin_local.execution.sagemaker.endpoints import Endpoints
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.scheduling import Later
from twin_local.execution.targets import Targets
from twin_local.execution.targets.access import TargetAccess
from twin_local.execution.targets.services import module_of
from twin_local.execution.topics import patch as topics_patch
from twin_local.execution.types import Json
from twin_local.server.context import ServerContext

Keep = Callable[[str], None]
"""Return when what a service took is on the disk; services by their names in moto."""

RUNTIME = Path(__file__).with_name("functions") / "runtime.py"


def build(context: ServerContext, keep: Keep) -> Execution:
    """Build the executors of all services over each other."""
    packages = context.state_dir / "runtime-packages"
    keeper = KeeperClient(packages=lambda: link_runtime_packages(packages), runtime=RUNTIME)
    credentials = CredentialIssuer(state_dir=context.state_dir, account=context.account)
    functions = FunctionExecutor(context=context, keeper=keeper, credentials=credentials)
    clock = VirtualClock(file=context.state_dir / CLOCK_FILE)
    later = Later(clock=clock.elapsed)
    queue: AsynchronousQueue

    def invoke(arn: Arn, event: Json) -> None:
        queue.submit(lookup.find(arn), event, invoked_arn=arn.text)

    guard = Guard(account=context.account, credentials=credentials, usage=Usage())

    pending = Pending(context.state_dir / PENDING_FILE)
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
    invoker = Invoker(functions, queue, guard)
    pool_keys = PoolKeys(context.state_dir / "cognito")
    tokens = TokenVerifier(pool_keys)

    deliveries = Deliveries(targets=targets, later=later, pending=pending, clock=clock.now)
    parts = Parts(account=context.account, clock=clock, deliveries=deliveries, laters=(later,))

    def announce(owner: str, event: dict[str, Json]) -> None:
        events_patch.emit(owner, event, deliveries)

    machine = Machine(context, keeper, credentials, announce, keep)
    return Execution(
        context=context,
        keeper=keeper,
        credentials=credentials,
        functions=functions,
        invoker=invoker,
        sources=EventSources(
            account=context.account,
            executor=functions,
            deliver=targets.deliver,
            require=guard.require,
        ),
        codes=CodeLocations(context.endpoint_url, context.account),
        jobs=JobExecutor(
            context=context,
            keeper=keeper,
            credentials=credentials,
            now=clock.now,
            trust=guard.require_trust,
        ),
        machine=machine,
        endpoints=Endpoints(machine),
        queue=queue,
        targets=targets,
        later=later,
        pool_keys=pool_keys,
        tokens=tokens,
        user_pools=cognito_service.build(
            account=context.account,
            endpoint_url=context.endpoint_url,
            keys=pool_keys,
            tokens=tokens,
            invoker=invoker,
            now=clock.now,
        ),
        apis=ExecuteApi(
            account=context.account,
            region=context.region,
            invoker=invoker,
            authorizers=Authorizers(
                invoker=invoker, verify=tokens.verify_of_arns, signed=SignedCalls(guard)
            ),
            routes=RouteAuthorizers(
                invoker=invoker, tokens=TokenRules(tokens.verify), signed=SignedCalls(guard)
            ),
        ),
        deliveries=deliveries,
        pending=pending,
        iot=iot_core.build(
            targets=targets,
            account=context.account,
            region=context.region,
            guard=guard,
            invoker=invoker,
            settings=MqttSettings(
                port=context.mqtt_port,
                websocket_port=context.mqtt_websocket_port,
                folder=context.state_dir / "mqtt",
            ),
            clock=clock.now,
        ),
        events=appsync_events.build(
            account=context.account,
            port=urlsplit(context.realtime_url).port or 0,
            tokens=tokens,
            credentials=credentials,
            guard=guard,
        ),
        clock=clock,
        timeline=clock_build.build(parts),
        pipes=pipes_patch.install(
            account=context.account,
            targets=targets,
            require=guard.require,
            trust=guard.require_trust,
        ),
        topics=topics_patch.build(invoker=invoker, later=later),
        guard=guard,
    )
