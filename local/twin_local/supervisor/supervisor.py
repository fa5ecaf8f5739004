"""Brings a twin up, keeps it up, and takes it down again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import psutil

from twin.compile import compile_site
from twin.site_document import SiteDocument
from twin_local.engine.clients import Clients
from twin_local.server.persistence.databases import check_databases
from twin_local.supervisor import first_values, ownership, preflight, processes
from twin_local.supervisor.checkpoint import Checkpoint
from twin_local.supervisor.children import MARK, Child, sweep
from twin_local.supervisor.deployment import Deployed, deploy, flush
from twin_local.supervisor.errors import ChildFailedError
from twin_local.supervisor.instances import load_instances
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.local_site import LocalSite, local_site, write_local_site
from twin_local.supervisor.seed import Seeding
from twin_local.supervisor.status import Status, remove_status, write_status
from twin_local.supervisor.synthesis import synthesize
from twin_local.supervisor.users import ensure_users

START_SECONDS = 60.0
FIRST_VALUES_SECONDS = 20.0
SHOWN_SIGNALS = 3
TEND_SECONDS = 0.5
KEPT_WHEN_FRESH = frozenset({"assembly", "logs", "synthesis.json", ownership.FILE_NAME})


@dataclass
class Supervisor:
    """One local twin from start to stop; `tell` prints one line for the user."""

    layout: Layout
    tell: Callable[[str], None]
    _children: list[Child] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, *, fresh: bool = False) -> None:
        """Bring the twin up, say `ready`, and keep it up until told to stop.

        Raises:
            TwinError: something is missing, refused or broken; nothing is left running.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stopping.set())
        with ownership.owned(self.layout.state), ownership.on_disk(self.layout.state):
            local = self._prepare(fresh=fresh)
            try:
                self._bring_up(local, compile_site(local.definition))
                self._keep_up()
            finally:
                self._take_down()

    def _prepare(self, *, fresh: bool) -> LocalSite:
        """Refuse what stands in the way, and clear away what an earlier run left."""
        if not self.layout.site_file.is_file():
            preflight.check(self.layout, None)
        local = local_site(self.layout)
        if self._nobody_runs():
            sweep(self.layout.state)
        preflight.check(self.layout, local)
        if fresh:
            self._start_over()
        self.layout.state.mkdir(parents=True, exist_ok=True)
        self._go_back()
        check_databases(self.layout.state)
        write_local_site(local, self.layout)
        remove_status(self.layout.state)
        os.environ[MARK] = str(self.layout.state)
        return local

    def _go_back(self) -> None:
        """Undo a deployment that was killed; it is made again."""
        checkpoint = Checkpoint(self.layout.state)
        if checkpoint.exists:
            self.tell("a deployment was interrupted: going back to the state before it")
            checkpoint.restore()

    def _nobody_runs(self) -> bool:
        return preflight.running(self.layout).error is None

    def _start_over(self) -> None:
        if not self.layout.state.is_dir():
            return
        for path in self.layout.state.iterdir():
            if path.name in KEPT_WHEN_FRESH:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _bring_up(self, local: LocalSite, site: SiteDocument) -> None:
        definition = local.definition
        account, region = definition.account, definition.region
        aws = processes.embedded_aws(self.layout, account=account, region=region)
        self._start(aws)
        self.tell(f"site {site.name}: looking for changes")
        if synthesize(self.layout, local.app, self._stopping):
            self.tell("synthesized")
        self._await(f"{self.layout.endpoint_url}/_twin/health", aws)
        if self._stopping.is_set():
            return
        deployed = deploy(self.layout, account=account, region=region, tell=self.tell)
        load_instances(self.layout, definition, tell=self.tell)
        status = self._status(site, region, deployed)
        write_status(self.layout.state, status)
        if definition.features.iot:
            plc = processes.simulated_plc(self.layout, local.file, region)
            self._start(plc)
            self._await(site.plc_endpoint, plc, _listens)
        if definition.features.edge:
            began = first_values.now()
            self._start(processes.nucleus(self.layout, site, region, deployed))
            self._await_values(site, region, since=began)
        self._await(f"{self.layout.console_url}/", aws)
        if self._stopping.is_set():
            return
        write_status(self.layout.state, replace(status, ready=True))
        self.tell(f"ready {self.layout.console_url}")
        seeding = Seeding(
            layout=self.layout,
            site=site,
            spatial=definition.features.spatial,
            simulation=definition.features.simulation,
            tell=self.tell,
        )
        threading.Thread(target=seeding.run, name="seed", daemon=True).start()

    def _status(self, site: SiteDocument, region: str, deployed: Deployed) -> Status:
        clients = Clients(endpoint_url=self.layout.endpoint_url, region=region)
        users = ensure_users(
            clients,
            user_pool_id=deployed.user_pool_id,
            state=self.layout.state,
            flush=lambda: flush(self.layout),
        )
        return Status(
            site=site.name,
            console_url=self.layout.console_url,
            api_url=self.layout.api_url,
            endpoint_url=self.layout.endpoint_url,
            region=region,
            user_pool_id=deployed.user_pool_id,
            user_pool_client_id=deployed.user_pool_client_id,
            supervisor=os.getpid(),
            started=psutil.Process().create_time(),
            ready=False,
            plc_endpoint=site.plc_endpoint,
            mqtt_url=self.layout.mqtt_url,
            mqtt_websocket_url=self.layout.mqtt_websocket_url,
            users=users,
        )

    def _start(self, child: Child) -> None:
        child.start()
        self._children.append(child)

    def _await(self, url: str, child: Child, answers: Callable[[str], bool] | None = None) -> None:
        """Wait until an address answers, by HTTP unless another test is given.

        Raises:
            ChildFailedError: the process behind it ended, or does not answer in time.
        """
        deadline = time.monotonic() + START_SECONDS
        while not self._stopping.is_set():
            if child.exit_code is not None:
                raise ChildFailedError(
                    child.last_line() or f"{child.name} ended", where=str(child.log)
                )
            if (answers or _answers)(url):
                return
            if time.monotonic() > deadline:
                raise ChildFailedError(f"{url} does not answer", where=str(child.log))
            time.sleep(0.1)

    def _await_values(self, site: SiteDocument, region: str, *, since: float) -> None:
        """Wait for the first value of every measured signal; say which have none, and go on."""
        clients = Clients(endpoint_url=self.layout.endpoint_url, region=region)
        deadline = time.monotonic() + FIRST_VALUES_SECONDS
        silent: list[str] = []
        while not self._stopping.is_set() and time.monotonic() < deadline:
            silent = first_values.silent_signals(site, clients, since=since)
            if not silent:
                return
            time.sleep(0.25)
        if silent:
            shown = ", ".join(silent[:SHOWN_SIGNALS])
            more = f" and {len(silent) - SHOWN_SIGNALS} more" if len(silent) > SHOWN_SIGNALS else ""
            self.tell(f"no value yet of {shown}{more}; see {self.layout.logs}")

    def _keep_up(self) -> None:
        while not self._stopping.wait(TEND_SECONDS):
            for child in self._children:
                child.tend(self.tell)

    def _take_down(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self._stopping.is_set():
            self.tell("stopping")
        for child in reversed(self._children):
            child.stop()
        sweep(self.layout.state)
        remove_status(self.layout.state)


def _listens(url: str) -> bool:
    """Say whether something listens at the host and port of an address."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=1):
            return True
    except OSError:
        return False


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
