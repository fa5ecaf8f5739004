"""Plug the executors of all services into moto, and start them."""

from __future__ import annotations

import atexit

from moto.core.config import default_user_config

from twin_local.execution import front, in_process
from twin_local.execution.access import sessions
from twin_local.execution.access.trust_gate import TrustGate
from twin_local.execution.batch import patch as batch_patch
from twin_local.execution.bedrock import patch as bedrock_patch
from twin_local.execution.building import build
from twin_local.execution.constraints import patch as constraints_patch
from twin_local.execution.core import Keep
from twin_local.execution.events import patch as events_patch
from twin_local.execution.execute_api import patch as execute_api_patch
from twin_local.execution.execute_api.http_api import patch as http_api_patch
from twin_local.execution.functions import patch as functions_patch
from twin_local.execution.functions import refusals as functions_refusals
from twin_local.execution.identities import limits as identity_limits
from twin_local.execution.object_store import patch as object_store_patch
from twin_local.execution.object_store.cors import Pages
from twin_local.execution.parameters import limits as parameter_limits
from twin_local.execution.plant import Execution
from twin_local.execution.presigned import PresignedRequests
from twin_local.execution.queues import patch as queues_patch
from twin_local.execution.sagemaker import patch as sagemaker_patch
from twin_local.execution.stepfunctions import patch as stepfunctions_patch
from twin_local.execution.tables import limits as table_limits
from twin_local.execution.tables import queries as table_queries
from twin_local.execution.tables import transactions as table_transactions
from twin_local.execution.topics import patch as topics_patch
from twin_local.execution.topics import subscribing
from twin_local.server.context import ServerContext


def start(context: ServerContext, keep: Keep) -> Execution:
    """Build the executors for a server and patch moto with them."""
    constraints_patch.install()
    identity_limits.install()
    parameter_limits.install()
    table_limits.install()
    table_queries.install()
    table_transactions.install()
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    execution = build(context, keep)
    functions_patch.install(
        invoker=execution.invoker,
        sources=execution.sources,
        codes=execution.codes,
        state_dir=context.state_dir,
    )
    batch_patch.install(execution.jobs, execution.announce)
    sagemaker_patch.install(execution.machine, execution.endpoints)
    bedrock_patch.install()
    stepfunctions_patch.install(emit=execution.announce, clock=execution.clock, keep=keep)
    execution.user_pools.install()
    execute_api_patch.install()
    http_api_patch.install()
    presigned = PresignedRequests(execution.credentials.secret_of)
    front.install(
        [
            execution.events.http.select,
            execution.apis.select,
            execution.codes.select,
            execution.user_pools.hosted.select,
            functions_refusals.select,
            subscribing.select,
            presigned.select,
            execution.guard.select,
            TrustGate(execution.guard).select,
        ]
    )
    in_process.install(execution.credentials.of_role)
    sessions.install()
    events_patch.install(execution.deliveries)
    object_store_patch.install(
        deliveries=execution.deliveries,
        find_secret=execution.credentials.secret_of,
        require=execution.guard.require_of_service,
        pages=Pages(account=context.account, console_port=context.console_port),
    )
    queues_patch.install(execution.clock)
    topics_patch.install(
        execution.topics, endpoint_url=context.endpoint_url, now=execution.clock.now
    )
    execution.iot.start()
    execution.events.start()
    execution.sources.start()
    execution.keeper.warm()
    execution.timeline.start()
    execution.pipes.start()
    atexit.register(execution.close)
    return execution
