"""The embedded AWS as a process: restore, serve, keep, stop."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from twin_local.engine.images import STATE_VARIABLE
from twin_local.server.context import SERVICES_FOLDER, ServerContext

if TYPE_CHECKING:
    from twin_local.server.observation.calls.recorder import Recorder

LOG = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Ports:
    """The ports of one embedded AWS; the WebSocket port belongs to AppSync Events."""

    console: int
    endpoint: int


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def prepare_environment(context: ServerContext) -> None:
    """Set what moto reads when it is imported."""
    os.environ.update(
        {
            "MOTO_ACCOUNT_ID": context.account,
            "MOTO_PORT": context.endpoint_url.rsplit(":", 1)[1],
            "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
            "AWS_DEFAULT_REGION": context.region,
            "AWS_REGION": context.region,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ENDPOINT_URL": context.endpoint_url,
            STATE_VARIABLE: str(context.state_dir),
        }
    )


class EmbeddedAws:
    """A running embedded AWS; `stop` ends everything it started and keeps its state."""

    def __init__(self, context: ServerContext, ports: Ports) -> None:
        prepare_environment(context)
        from twin_local import execution
        from twin_local.engine.engine import Target
        from twin_local.server.console import Console
        from twin_local.server.http_server import HttpServer
        from twin_local.server.persistence.restoring import restored
        from twin_local.services.cloudformation import build as cloudformation

        self._resumed = threading.Event()
        services = context.state_dir / SERVICES_FOLDER
        services.mkdir(parents=True, exist_ok=True)
        _install_services(services)
        self._durability = restored(context.state_dir, context.account)
        self.keeper = self._durability.keeper
        self.execution = execution.install(context, self.keeper.commit)
        target = Target(context.endpoint_url, context.account, context.region, context.state_dir)
        self.cloudformation = cloudformation.install(
            target, folder=services, flush=self.keeper.flush
        )
        endpoint = self._observed_endpoint(context)
        self.endpoint = HttpServer(endpoint, port=ports.endpoint)
        console = Console(context=context, endpoint=endpoint)
        self.console = HttpServer(console, port=ports.console)

    def _observed_endpoint(self, context: ServerContext) -> Recorder:
        """Return what answers requests, and records them for the page that shows them."""
        from twin_local.server import clock_controls, service_controls
        from twin_local.server.application import Endpoint
        from twin_local.server.observation.build import build as observe

        controls: dict[str, Callable[..., object]] = {
            "health": self._health,
            "state": lambda: {"folder": str(context.state_dir)},
            "flush": self._flush,
            "clock": lambda: clock_controls.show(self.execution.clock),
            "clock-advance": self._advance,
            "permissions": lambda: self.execution.guard.usage.report(context.account),
            **service_controls.CONTROLS,
        }
        observation = observe(self.execution)
        return observation.record(
            Endpoint(
                durability=self._durability,
                controls={**controls, **observation.controls},
                page=observation.page,
            )
        )

    def _health(self) -> object:
        """Answer once what ran before has been taken up: until then its state is not as it is.

        Raises:
            NotReady: that is not so yet.
        """
        from twin_local.server.application import NotReady

        if not self._resumed.is_set():
            raise NotReady("what ran before is being taken up")
        return {"status": "ok", "process": os.getpid()}

    def _flush(self) -> object:
        self.keeper.flush()
        return {"status": "ok"}

    def _advance(self, **arguments: str) -> object:
        from twin_local.server import clock_controls

        answer = clock_controls.advance(self.execution.timeline, **{"seconds": "", **arguments})
        self.keeper.flush()
        return answer

    def start(self) -> None:
        """Begin to answer."""
        self.endpoint.start()
        self.console.start()
        self.keeper.start()
        self.execution.resume()
        self.cloudformation.resume()
        self._resumed.set()

    def stop(self) -> None:
        """Answer no more, keep the state as of now, and end what runs.

        What runs is kept as running, so that the next start goes on with it.
        """
        self.console.stop()
        self.cloudformation.finish()  # a deployment needs the endpoint to its end
        self.endpoint.stop()
        self.cloudformation.close()
        self.keeper.close()
        self.execution.close()
        self._durability.journal.close()


def _install_services(folder: Path) -> None:
    """Put services of our own, and what ours differ in, in the place of moto's."""
    from twin_local import moto_extension
    from twin_local.server import (
        bucket_policies,
        cloudfront_policies,
        moto_tracking,
        service_linked_role,
    )
    from twin_local.services.settings import configure

    configure(state_folder=folder)
    moto_tracking.install()
    moto_extension.install()
    cloudfront_policies.install()
    bucket_policies.install()
    service_linked_role.install()


@contextmanager
def _unwatched_memory() -> Iterator[None]:
    """Have the garbage collector look neither while this loads nor later at what is loaded.

    Modules and restored state stay; each look at all of them takes a quarter of a second.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def run(context: ServerContext, ports: Ports) -> None:
    """Serve until SIGTERM or SIGINT."""
    die_with_parent()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with _unwatched_memory():
        aws = EmbeddedAws(context, ports)
        aws.start()
    LOG.info("the embedded AWS answers at %s", context.endpoint_url)
    parent = os.getppid()
    while not stopping.wait(1.0):
        if os.getppid() != parent:
            LOG.warning("the parent process has ended")
            break
    aws.stop()
