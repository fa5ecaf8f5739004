"""Make moto's Lambda run functions and keep what it drops."""

from __future__ import annotations

from pathlib import Path

from twin_local.execution.functions import (
    event_invoke,
    image_sources,
    invocation,
    notifications,
    permissions,
    settings,
)
from twin_local.execution.functions.code_location import CodeLocations
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.sources import patch as sources_patch
from twin_local.execution.functions.sources.poller import EventSources


def install(
    *, invoker: Invoker, sources: EventSources, codes: CodeLocations, state_dir: Path
) -> None:
    """Replace the operations of moto's Lambda that only pretend."""
    invocation.install(executor=invoker.executor, queue=invoker.queue)
    settings.install()
    image_sources.install(state_dir)
    event_invoke.install()
    permissions.install()
    notifications.install(invoker)
    sources_patch.install(sources)
    codes.install()
