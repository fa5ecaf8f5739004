"""Processes that benchmarks measure: a twin, and a bare moto server as the reference."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import Unavailable

ROOT = Path(__file__).resolve().parents[1]
TWIN = Path(sysconfig.get_path("scripts")) / "twin"
LONGEST_SECONDS = 300


@contextmanager
def running_twin(port_base: int, *, state: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """Yield the process of a ready twin, with a fresh state or in a folder; end it afterwards."""
    with tempfile.TemporaryDirectory() as fresh:
        state = state or fresh
        process = subprocess.Popen(
            [str(TWIN), "up", "--port-base", str(port_base)],
            cwd=ROOT,
            env={**os.environ, "TWIN_STATE": state},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process)
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    start = time.perf_counter()
    for line in process.stdout or ():
        if line.startswith("ready "):
            return
        if time.perf_counter() - start > LONGEST_SECONDS:
            break
    raise Unavailable(f"the twin was not ready within {LONGEST_SECONDS} s")


@contextmanager
def bare_moto() -> Iterator[tuple[int, str]]:
    """Yield process id and address of moto's own server, without anything of ours."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-p", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_answers(f"{url}/moto-api/data.json")
            yield process.pid, url
        finally:
            process.terminate()


def _wait_until_answers(url: str) -> None:
    deadline = time.perf_counter() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError as error:
            if time.perf_counter() > deadline:
                raise Unavailable("moto's server does not answer") from error
            time.sleep(0.1)
