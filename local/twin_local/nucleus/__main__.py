"""`python -m twin_local.nucleus --thing demo-edge`: run what is deployed until SIGTERM."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from twin.errors import TwinError
from twin_local.nucleus.component import STOP_SECONDS, InstallFailed, RunningComponent
from twin_local.nucleus.deployments import Cloud, Deployment
from twin_local.nucleus.health import GGC_VERSION, HealthReporter
from twin_local.nucleus.identity import Setup, provision
from twin_local.nucleus.leftovers import mark, note_running, stop_leftovers
from twin_local.nucleus.token_exchange import (
    ExchangeFailed,
    TokenExchange,
    TokenExchangeService,
)
from twin_local.nucleus.variables import Places

logger = logging.getLogger("twin_local.nucleus")

NOT_TAKEN = (BotoCoreError, ClientError, TwinError, InstallFailed, ExchangeFailed, OSError)
TEND_SECONDS = 0.5
POLL_SECONDS = 5.0


class Nucleus:
    """Keeps the components of the newest deployment running."""

    def __init__(
        self, cloud: Cloud, *, root: Path, thing_name: str, environment: dict[str, str]
    ) -> None:
        self._cloud = cloud
        self._root = root
        self._thing_name = thing_name
        self._environment = environment
        self._deployment_id: str | None = None
        self._configuration: str | None = None
        self._health = HealthReporter(cloud.publish, thing_name=thing_name)
        self._components: list[RunningComponent] = []

    def look_for_deployment(self) -> None:
        """Change to a newer deployment; an unreachable cloud or a bad recipe changes nothing."""
        try:
            newest = self._cloud.newest_id()
            if newest is None or newest == self._deployment_id:
                return
            deployment = self._cloud.deployment(newest)
            prepared = self._prepare(deployment)
        except NOT_TAKEN as error:
            logger.warning("deployment not taken: %s", error)
            return
        self.stop()
        self._components, self._deployment_id = prepared, newest
        self._configuration = deployment.configuration
        logger.info("deployment %s: %d components", newest, len(prepared))

    def tend(self) -> None:
        """Start and restart what should run."""
        before = self._process_ids()
        for component in self._components:
            component.tend()
        if self._process_ids() != before:
            note_running(self._root, self._process_ids())
        self._health.tell([one.health for one in self._components], self._configuration)

    def stop(self) -> None:
        """Stop every component."""
        for component in self._components:
            component.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for component in self._components:
            component.wait_stopped(deadline)
        self._components = []
        note_running(self._root, [])

    def _prepare(self, deployment: Deployment) -> list[RunningComponent]:
        prepared = []
        for deployed in deployment.components:
            recipe = deployed.recipe
            places = Places(self._root, recipe.name, recipe.version, self._thing_name)
            self._cloud.fetch_artifacts(recipe, places)
            component = RunningComponent(deployed, places, self._environment)
            component.install()
            prepared.append(component)
        return prepared

    def _process_ids(self) -> list[int]:
        return [pid for c in self._components if (pid := c.process_id) is not None]


def main() -> int:
    """Read the options, run, and return the exit code."""
    parser = argparse.ArgumentParser(prog="twin_local.nucleus")
    parser.add_argument("--endpoint", help="address of the AWS endpoint; default: AWS itself")
    parser.add_argument("--thing", required=True, help="name of the thing")
    parser.add_argument("--region", default=os.environ.get("AWS_REGION", "us-east-1"))
    parser.add_argument("--root", type=Path, default=Path(".twin/greengrass"))
    parser.add_argument("--path", default="", help="folder that comes first in PATH")
    parser.add_argument("--role-alias", help="alias of the token exchange role of components")
    parser.add_argument("--policy", help="IoT policy of the device; needed with --role-alias")
    parser.add_argument("--root-ca", type=Path, help="what to trust; default: the system's")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    logger.setLevel(logging.INFO)
    root = arguments.root.resolve()
    root.mkdir(parents=True, exist_ok=True)
    for pid in stop_leftovers(root):
        logger.warning("a component left by an earlier run was stopped (process %d)", pid)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    cloud = _connect(arguments, stop)
    if cloud is None:
        return 0
    service = _token_exchange(arguments, cloud, root)
    environment = _environment(arguments, root)
    nucleus = Nucleus(
        cloud,
        root=root,
        thing_name=arguments.thing,
        environment=environment if service is None else service.environment(environment),
    )
    next_look = 0.0
    while not stop.wait(TEND_SECONDS):
        if time.monotonic() >= next_look:
            nucleus.look_for_deployment()
            next_look = time.monotonic() + POLL_SECONDS
        nucleus.tend()
    nucleus.stop()
    if service is not None:
        service.close()
    return 0


def _token_exchange(
    arguments: argparse.Namespace, cloud: Cloud, root: Path
) -> TokenExchangeService | None:
    """Return what gives components their credentials; None leaves them those of this process."""
    if not arguments.role_alias:
        return None
    setup = Setup(arguments.role_alias, arguments.policy)
    identity = provision(
        cloud.iot(), thing_name=arguments.thing, setup=setup, folder=root / "identity"
    )
    exchange = TokenExchange(identity, setup, root_ca=arguments.root_ca)
    cloud.download_as(exchange)
    service = TokenExchangeService(exchange)
    service.start()
    return service


def _connect(arguments: argparse.Namespace, stop: threading.Event) -> Cloud | None:
    """Return the cloud as soon as it answers; None where told to stop before."""
    while not stop.is_set():
        try:
            return Cloud(
                endpoint=arguments.endpoint, region=arguments.region, thing_name=arguments.thing
            )
        except (BotoCoreError, ClientError) as error:
            logger.warning("the cloud does not answer yet: %s", error)
            stop.wait(2.0)
    return None


def _environment(arguments: argparse.Namespace, root: Path) -> dict[str, str]:
    environment = {
        **os.environ,
        **mark(root),
        "AWS_REGION": arguments.region,
        "AWS_DEFAULT_REGION": arguments.region,
        "AWS_IOT_THING_NAME": arguments.thing,
        "GGC_VERSION": GGC_VERSION,
    }
    if arguments.endpoint:
        environment["AWS_ENDPOINT_URL"] = arguments.endpoint
    if arguments.path:
        environment["PATH"] = f"{Path(arguments.path).resolve()}:{environment['PATH']}"
    for private in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        environment.pop(private, None)
    return environment


if __name__ == "__main__":
    sys.exit(main())
