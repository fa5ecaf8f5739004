"""One running component: install once per version, run, restart with back-off, stop."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from twin_local.nucleus.deployments import DeployedComponent
from twin_local.nucleus.health import ComponentHealth
from twin_local.nucleus.variables import Places, fill

logger = logging.getLogger("twin_local.nucleus")

STOP_SECONDS = 10.0
LONGEST_BACKOFF_SECONDS = 30.0
HEALTHY_SECONDS = 60.0


class InstallFailed(RuntimeError):
    """The install step of a component failed or took too long."""


@dataclass
class RunningComponent:
    """Supervises the process of one component."""

    deployed: DeployedComponent
    places: Places
    environment: Mapping[str, str]
    failures: int = 0
    finished: bool = False
    start_at: float = 0.0
    _process: subprocess.Popen[bytes] | None = field(default=None)
    _started: float = 0.0

    @property
    def process_id(self) -> int | None:
        """Return the process id while it runs; it leads a process group of its own."""
        return None if self._process is None else self._process.pid

    @property
    def health(self) -> ComponentHealth:
        """Return the state it is in; one that ended with an error waits to be started again."""
        return ComponentHealth(self.places.component, self.places.version, self._state())

    def _state(self) -> str:
        if self.finished:
            return "FINISHED"
        if self._process is not None:
            return "RUNNING"
        return "ERRORED" if self.failures else "INSTALLED"

    def install(self) -> None:
        """Run the install step where this version was not installed yet; raise `InstallFailed`."""
        recipe = self.deployed.recipe
        self.places.work.mkdir(parents=True, exist_ok=True)
        self.places.log.parent.mkdir(parents=True, exist_ok=True)
        done = self.places.artifacts / ".installed"
        if recipe.install is None or done.exists():
            return
        with self.places.log.open("ab") as log:
            try:
                subprocess.run(
                    ["/bin/sh", "-c", self._script(recipe.install)],
                    cwd=self.places.work,
                    env=dict(self.environment),
                    stdout=log,
                    stderr=log,
                    timeout=recipe.install_timeout_seconds,
                    check=True,
                )
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                raise InstallFailed(f"{recipe.name}: {error}; see {self.places.log}") from error
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()

    def tend(self) -> None:
        """Start the process where it should run; note how it ended where it did."""
        if self.finished:
            return
        if self._process is None:
            if time.monotonic() >= self.start_at:
                self._start()
            return
        code = self._process.poll()
        if code is not None:
            self._process = None
            self._note_end(code)

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the component's process group."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)

    def wait_stopped(self, deadline: float) -> None:
        """Wait until it ended; at the deadline (monotonic seconds) kill the process group."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s does not stop: killed", self.places.component)
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _start(self) -> None:
        with self.places.log.open("ab") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", self._script(self.deployed.recipe.run)],
                cwd=self.places.work,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started = time.monotonic()
        logger.info("%s %s runs", self.places.component, self.places.version)

    def _note_end(self, code: int) -> None:
        if code == 0:
            self.finished = True
            logger.info("%s finished", self.places.component)
            return
        if time.monotonic() - self._started > HEALTHY_SECONDS:
            self.failures = 0
        delay = min(LONGEST_BACKOFF_SECONDS, 2.0**self.failures)
        self.failures += 1
        self.start_at = time.monotonic() + delay
        logger.error(
            "%s ended with %d, again in %.0f s; see %s",
            self.places.component,
            code,
            delay,
            self.places.log,
        )

    def _script(self, script: str) -> str:
        return fill(script, self.places, self.deployed.configuration)
