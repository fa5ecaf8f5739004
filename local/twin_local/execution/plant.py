"""Wire the executors of all services together and plug them into moto."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.core.config import default_user_config

from twin_local.execution.arns import Arn
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.functions import lookup
from twin_local.execution.functions import patch as functions_patch
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.executor import FunctionExecutor
from twin_local.execution.functions.packages import link_runtime_packages
from twin_local.execution.processes.client import KeeperClient
from twin_local.execution.scheduling import Later
from twin_local.execution.targets import Targets
from twin_local.server.context import ServerContext

RUNTIME = Path(__file__).with_name("functions") / "runtime.py"


@dataclass(frozen=True)
class Execution:
    """Everything that runs; `close()` ends it."""

    context: ServerContext
    keeper: KeeperClient
    credentials: CredentialIssuer
    functions: FunctionExecutor
    queue: AsynchronousQueue
    targets: Targets
    later: Later

    def close(self) -> None:
        """Stop the clocks, then end every worker and job."""
        self.later.close()
        self.queue.close()
        self.functions.close()
        self.keeper.close()


def start(context: ServerContext) -> Execution:
    """Build the executors for a server and patch moto with them."""
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    execution = _build(context)
    functions_patch.install(executor=execution.functions, queue=execution.queue)
    execution.keeper.warm()
    atexit.register(execution.close)
    return execution


def _build(context: ServerContext) -> Execution:
    packages = context.state_dir / "runtime-packages"
    keeper = KeeperClient(packages=lambda: link_runtime_packages(packages), runtime=RUNTIME)
    credentials = CredentialIssuer(state_dir=context.state_dir, account=context.account)
    functions = FunctionExecutor(context=context, keeper=keeper, credentials=credentials)
    later = Later()
    queue: AsynchronousQueue

    def invoke(arn: Arn, event: Any) -> None:
        queue.submit(lookup.find(arn), event)

    targets = Targets(invoke=invoke)
    queue = AsynchronousQueue(executor=functions, deliver=targets.deliver, later=later)
    return Execution(
        context=context,
        keeper=keeper,
        credentials=credentials,
        functions=functions,
        queue=queue,
        targets=targets,
        later=later,
    )
