"""Build the executors of all services."""

from __future__ import annotations

from urllib.parse import urlsplit

from twin_local.execution.appsync import events as appsync_events
from twin_local.execution.appsync.events import AppSyncEvents
from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.clock import build as clock_build
from twin_local.execution.clock.follower import Parts
from twin_local.execution.clock.timeline import Timeline
from twin_local.execution.cognito import service as cognito_service
from twin_local.execution.cognito.keys import PoolKeys
from twin_local.execution.cognito.service import UserPools
from twin_local.execution.cognito.tokens import TokenVerifier
from twin_local.execution.core import Core, Keep, build_core
from twin_local.execution.events import patch as events_patch
from twin_local.execution.execute_api.authorizers import Authorizers
from twin_local.execution.execute_api.http_api.authorizers import RouteAuthorizers
from twin_local.execution.execute_api.http_api.tokens import TokenRules
from twin_local.execution.execute_api.server import ExecuteApi
from twin_local.execution.execute_api.signed import SignedCalls
from twin_local.execution.functions.code_location import CodeLocations
from twin_local.execution.functions.sources.poller import EventSources
from twin_local.execution.iot import core as iot_core
from twin_local.execution.iot.core import IotCore
from twin_local.execution.iot.mqtt.build import MqttSettings
from twin_local.execution.pipes import patch as pipes_patch
from twin_local.execution.pipes.workers import Pipes
from twin_local.execution.plant import Execution
from twin_local.execution.sagemaker.endpoints import Endpoints
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.topics import patch as topics_patch
from twin_local.execution.types import Json
from twin_local.server.context import ServerContext


def build(context: ServerContext, keep: Keep) -> Execution:
    """Build the executors of all services over what they share."""
    core = build_core(context, keep)
    pool_keys = PoolKeys(context.state_dir / "cognito")
    tokens = TokenVerifier(pool_keys)
    machine = _machine(core, keep)
    return Execution(
        context=context,
        keeper=core.keeper,
        credentials=core.credentials,
        functions=core.functions,
        invoker=core.invoker,
        sources=_sources(core),
        codes=CodeLocations(context.endpoint_url, context.account),
        jobs=_jobs(core),
        machine=machine,
        endpoints=Endpoints(machine),
        queue=core.queue,
        targets=core.targets,
        later=core.later,
        pool_keys=pool_keys,
        tokens=tokens,
        user_pools=_user_pools(core, pool_keys, tokens),
        apis=_apis(core, tokens),
        deliveries=core.deliveries,
        pending=core.pending,
        iot=_iot(core),
        events=_live_channel(core, tokens),
        clock=core.clock,
        timeline=_timeline(core),
        pipes=_pipes(core),
        topics=topics_patch.build(invoker=core.invoker, later=core.later),
        guard=core.guard,
    )


def _sources(core: Core) -> EventSources:
    return EventSources(
        account=core.context.account,
        executor=core.functions,
        deliver=core.targets.deliver,
        require=core.guard.require,
    )


def _jobs(core: Core) -> JobExecutor:
    return JobExecutor(
        context=core.context,
        keeper=core.keeper,
        credentials=core.credentials,
        now=core.clock.now,
        trust=core.guard.require_trust,
    )


def _machine(core: Core, keep: Keep) -> Machine:
    def announce(owner: str, event: dict[str, Json]) -> None:
        events_patch.emit(owner, event, core.deliveries)

    return Machine(core.context, core.keeper, core.credentials, announce, keep)


def _user_pools(core: Core, keys: PoolKeys, tokens: TokenVerifier) -> UserPools:
    return cognito_service.build(
        account=core.context.account,
        endpoint_url=core.context.endpoint_url,
        keys=keys,
        tokens=tokens,
        invoker=core.invoker,
        now=core.clock.now,
    )


def _apis(core: Core, tokens: TokenVerifier) -> ExecuteApi:
    signed = SignedCalls(core.guard)
    return ExecuteApi(
        account=core.context.account,
        region=core.context.region,
        invoker=core.invoker,
        authorizers=Authorizers(invoker=core.invoker, verify=tokens.verify_of_arns, signed=signed),
        routes=RouteAuthorizers(
            invoker=core.invoker, tokens=TokenRules(tokens.verify), signed=signed
        ),
    )


def _iot(core: Core) -> IotCore:
    context = core.context
    return iot_core.build(
        targets=core.targets,
        account=context.account,
        region=context.region,
        guard=core.guard,
        invoker=core.invoker,
        settings=MqttSettings(
            port=context.mqtt_port,
            websocket_port=context.mqtt_websocket_port,
            folder=context.state_dir / "mqtt",
        ),
        clock=core.clock.now,
    )


def _live_channel(core: Core, tokens: TokenVerifier) -> AppSyncEvents:
    return appsync_events.build(
        account=core.context.account,
        port=urlsplit(core.context.realtime_url).port or 0,
        tokens=tokens,
        credentials=core.credentials,
        guard=core.guard,
    )


def _timeline(core: Core) -> Timeline:
    account, laters = core.context.account, (core.later,)
    return clock_build.build(
        Parts(account=account, clock=core.clock, deliveries=core.deliveries, laters=laters)
    )


def _pipes(core: Core) -> Pipes:
    return pipes_patch.install(
        account=core.context.account,
        targets=core.targets,
        require=core.guard.require,
        trust=core.guard.require_trust,
    )
