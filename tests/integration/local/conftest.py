"""One twin on ports and in a folder of its own, that is stopped, killed and damaged."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.twin_process import COMMAND, ROOT, Twin
from twin_local.supervisor.children import marked, sweep
from twin_local.supervisor.status import Status, read_status

PORT_BASE = 19700
OTHER_PORT_BASE = 19750
REFUSED_SECONDS = 120


@dataclass
class LocalTwin(Twin):
    """A twin at a port base of its own."""

    port_base: int = PORT_BASE

    def start(self, *options: str) -> None:
        """Start and wait for `ready`."""
        self.let_go()
        super().start("--port-base", str(self.port_base), *options)

    def let_go(self) -> None:
        """Close the output of the process that was started last and has ended."""
        if self.process and self.process.stdout:
            self.process.wait(1)
            self.process.stdout.close()

    def launch(self) -> subprocess.Popen[str]:
        """Start without waiting."""
        self.let_go()
        self.process = subprocess.Popen(
            [str(COMMAND), "up", "--port-base", str(self.port_base)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return self.process

    def refusal(self) -> str:
        """Return what a start says that ends by itself."""
        process = self.launch()
        said, _ = process.communicate(timeout=REFUSED_SECONDS)
        assert process.returncode == 1, said
        return said

    @property
    def status(self) -> Status:
        """Return the status file of the running twin."""
        status = read_status(self.state)
        assert status is not None
        return status

    @property
    def family(self) -> list[psutil.Process]:
        """Return every process of this twin but `twin up` itself."""
        return list(marked(self.state))


@pytest.fixture(scope="session")
def local_twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalTwin]:
    """Start the demo site's twin from nothing; leave no process behind."""
    twin = LocalTwin(tmp_path_factory.mktemp("local") / "state")
    try:
        twin.start()
        yield twin
    finally:
        if twin.is_running:
            twin.stop()
        twin.let_go()
        sweep(twin.state)


@pytest.fixture
def running(local_twin: LocalTwin) -> LocalTwin:
    """Return the twin, started again if the test before has ended it."""
    if not local_twin.is_running:
        local_twin.start()
    return local_twin


@pytest.fixture
def stopped(local_twin: LocalTwin) -> LocalTwin:
    """Return the twin, stopped if the test before has left it running."""
    if local_twin.is_running:
        assert local_twin.stop() == []
    return local_twin


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[LocalTwin]:
    """Return a twin that was never started, with a state folder of its own."""
    twin = LocalTwin(tmp_path / "state")
    yield twin
    twin.let_go()
    sweep(twin.state)
