"""A model server: the process of a container that answers `/ping` and `/invocations`.

Several run on one machine, so each is told its port by `SAGEMAKER_BIND_TO_PORT`, as SageMaker tells
containers that share a host.
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
"""

from __future__ import annotations

import http.client
import socket
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin_local.execution.batch.container import ContainerProcess
from twin_local.execution.batch.retries import Ending
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.objects import Objects

HEALTH_S = 120.0
"""How long a server may take to answer `/ping` with 200."""

POLL_S = 0.1
PING_S = 2.0
STOPPED = "stopped"


class NotHealthy(RuntimeError):
    """A server ended, or did not answer `/ping` in time."""


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]


class ModelServer:
    """One server; `start` returns when it is healthy."""

    def __init__(
        self, machine: Machine, *, role: str | None, write: Callable[[list[str]], None]
    ) -> None:
        self._machine = machine
        self.role = role
        self._write = write
        self._port = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._stop = threading.Event()
        self._ended: list[Ending] = []
        self._thread: threading.Thread | None = None

    def start(self, container: Mapping[str, Any], *, seconds: float = HEALTH_S) -> None:
        """Fetch the model, start the server and wait for its health.

        Raises:
            ContainerUnavailable: the image has no package on this machine.
            NotHealthy: it does not answer.
            ClientError: the model cannot be read.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="serve-", dir=self._machine.folder())
        base = Path(self._folder.name) / "ml"
        with ExitStack() as undo:
            undo.callback(self.stop)
            self._fetch(container, base)
            self._thread = self._serve(self._process(container, base), base)
            self._wait_for_health(seconds)
            undo.pop_all()

    def _process(self, container: Mapping[str, Any], base: Path) -> ContainerProcess:
        self._port = _free_port()
        return self._machine.process(
            str(container["Image"]),
            arguments=("serve",),
            environment={
                **(container.get("Environment") or {}),
                "SAGEMAKER_BIND_TO_PORT": str(self._port),
            },
            role=self.role,
            folder=base,
        )

    def _serve(self, process: ContainerProcess, base: Path) -> threading.Thread:
        def serve() -> None:
            self._ended.append(
                self._machine.run(
                    process,
                    folder=base,
                    seconds=None,
                    write=self._write,
                    stopping=lambda: STOPPED if self._stop.is_set() else None,
                )
            )

        thread = threading.Thread(target=serve, name="model-server", daemon=True)
        thread.start()
        return thread

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Reply:
        """Post to `/invocations`.

        Raises:
            OSError: the server does not answer.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=seconds)
        try:
            connection.request("POST", "/invocations", body=body, headers=dict(headers))
            answer = connection.getresponse()
            content = answer.read()
        except http.client.HTTPException as error:
            raise OSError(f"the server broke off: {error}") from error
        finally:
            connection.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        kind = found.get("content-type", "application/octet-stream")
        return Reply(answer.status, kind, content, found)

    def stop(self) -> None:
        """End the server; return when it is gone."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if self._folder is not None:
            self._folder.cleanup()

    def _fetch(self, container: Mapping[str, Any], base: Path) -> None:
        model = base / "model"
        model.mkdir(parents=True)
        objects = Objects(self._machine.context.region, self.role)
        source = (container.get("ModelDataSource") or {}).get("S3DataSource")
        if url := container.get("ModelDataUrl"):
            objects.extract_archive(str(url), model)
        elif source and source.get("CompressionType") == "Gzip":
            objects.extract_archive(source["S3Uri"], model)
        elif source:
            objects.download_prefix(source["S3Uri"], model)

    def _wait_for_health(self, seconds: float) -> None:
        waiting = threading.Event()
        for _ in range(int(seconds / POLL_S)):
            if self._ended:
                raise NotHealthy(f"the server ended with exit code {self._ended[0].exit_code}")
            if self._stop.is_set():
                raise NotHealthy("the server was stopped")
            if self._is_healthy():
                return
            waiting.wait(POLL_S)
        raise NotHealthy(f"/ping did not answer 200 within {seconds:.0f} s")

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PING_S)
        try:
            connection.request("GET", "/ping")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
