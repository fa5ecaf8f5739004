"""An embedded AWS in a process of its own, over an empty folder."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from twin_local.testing.ports import free_ports

DEFAULT_ACCOUNT = "123456789012"
REGION = "us-east-1"
START_SECONDS = 60.0
ATTEMPTS = 5
"""How often it is started where somebody else is faster to take one of its ports."""


class StartError(RuntimeError):
    """The embedded AWS ended before it answered, or did not answer in time."""


class PortTaken(StartError):
    """A port was free when it was looked at, and no longer when it was to be taken."""


@dataclass(frozen=True)
class LocalAws:
    """A running embedded AWS; `stop` ends it."""

    process: subprocess.Popen[bytes]
    port_base: int
    region: str
    account: str
    log: Path

    @property
    def endpoint_url(self) -> str:
        """The address of all its APIs."""
        return f"http://127.0.0.1:{self.port_base + 1}"

    @property
    def environment(self) -> dict[str, str]:
        """What an AWS SDK has to find in its environment."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
        }

    def client(self, service: str) -> Any:  # noqa: ANN401 - a client of any service
        """Return a boto3 client of a service."""
        create: Any = boto3.client
        return create(
            service,
            endpoint_url=self.endpoint_url,
            region_name=self.region,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(inject_host_prefix=False, s3={"addressing_style": "path"}),
        )

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self.process.terminate()
        self.process.wait()


def start(folder: Path, *, region: str = REGION, account: str = DEFAULT_ACCOUNT) -> LocalAws:
    """Start an embedded AWS that keeps all it has in a folder.

    Raises:
        StartError: it does not answer; the error holds what it wrote.
        PortsExhausted: there are no ports for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(ATTEMPTS - 1):
        with suppress(PortTaken):
            return _start_once(folder, region, account)
    return _start_once(folder, region, account)


def _start_once(folder: Path, region: str, account: str) -> LocalAws:
    base, log = free_ports(), folder / "server.log"
    command = [sys.executable, "-m", "twin_local.server", "--account", account, "--region", region]
    command += ["--state-dir", str(folder / "state"), "--build-dir", str(folder / "build")]
    command += ["--repository-root", str(folder), "--port-base", str(base)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=dict(os.environ))
    started = LocalAws(process, base, region, account, log)
    _wait(started)
    return started


def _wait(aws: LocalAws) -> None:
    deadline = time.monotonic() + START_SECONDS
    while aws.process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{aws.endpoint_url}/_twin/health", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    aws.process.kill()
    aws.process.wait()
    said = aws.log.read_text(encoding="utf-8", errors="replace")
    kind = PortTaken if os.strerror(errno.EADDRINUSE) in said else StartError
    raise kind(f"the embedded AWS does not answer at {aws.endpoint_url}:\n{said[-4000:]}")
