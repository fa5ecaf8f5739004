"""Make moto's Lambda run functions and keep what it drops."""

from __future__ import annotations

from twin_local.execution.functions import (
    event_invoke,
    invocation,
    notifications,
    permissions,
    settings,
)
from twin_local.execution.functions.code_location import CodeLocations
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.sources import patch as sources_patch
from twin_local.execution.functions.sources.poller import EventSources


def install(*, invoker: Invoker, sources: EventSources, codes: CodeLocations) -> None:
    """Replace the operations of moto's Lambda that only pretend."""
    invocation.install(executor=invoker.executor, queue=invoker.queue)
    settings.install()
    event_invoke.install()
    permissions.install()
    notifications.install(invoker)
    sources_patch.install(sources)
    codes.install()
