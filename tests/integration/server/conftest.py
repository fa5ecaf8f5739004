"""An embedded AWS as a process of its own, to be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
from botocore.config import Config

from tests.twin_process import ROOT, eventually
from twin_local.testing.ports import free_ports

REGION, ACCOUNT = "us-east-1", "111111111111"


@dataclass
class KillableAws:
    """An embedded AWS over one state folder; it can be started again after whatever ended it."""

    state: Path
    port_base: int
    zygote: subprocess.Popen[str]
    process: int = 0
    build: Path = ROOT / ".build"

    @property
    def url(self) -> str:
        """The address of its APIs."""
        return f"http://127.0.0.1:{self.port_base + 1}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        arguments = ["--account", ACCOUNT, "--region", REGION, "--state-dir", str(self.state)]
        arguments += ["--build-dir", str(self.build), "--repository-root", str(ROOT)]
        arguments += ["--port-base", str(self.port_base)]
        assert self.zygote.stdin is not None and self.zygote.stdout is not None
        self.zygote.stdin.write(json.dumps(arguments) + "\n")
        self.zygote.stdin.flush()
        self.process = int(self.zygote.stdout.readline())
        eventually(self.answers, seconds=60, what="an answer of the embedded AWS", every=0.05)

    def answers(self) -> bool:
        """Say whether it answers."""
        assert psutil.pid_exists(self.process), "the embedded AWS has ended"
        try:
            with urllib.request.urlopen(f"{self.url}/_twin/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def end(self, number: signal.Signals) -> None:
        """End it with a signal."""
        os.kill(self.process, number)
        eventually(
            lambda: not psutil.pid_exists(self.process),
            seconds=60,
            what="the end of the process",
            every=0.02,
        )

    def client(self, service: str) -> Any:  # noqa: ANN401 - a client of any service
        """Return a client that gives up at the first failure."""
        create: Any = boto3.client
        return create(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(
                inject_host_prefix=False,
                retries={"total_max_attempts": 1},
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=30,
            ),
        )


@pytest.fixture(scope="module")
def zygote() -> Iterator[subprocess.Popen[str]]:
    """Yield the process whose forks are embedded AWSs."""
    environment = {
        **os.environ,
        "MOTO_ACCOUNT_ID": ACCOUNT,
        "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
        "AWS_DEFAULT_REGION": REGION,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.server.zygote"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        yield process


@pytest.fixture
def aws(tmp_path: Path, zygote: subprocess.Popen[str]) -> Iterator[KillableAws]:
    """Yield an embedded AWS that runs, and end it."""
    running = KillableAws(tmp_path / "state", free_ports(), zygote)
    running.state.mkdir()
    running.start()
    yield running
    if psutil.pid_exists(running.process):
        running.end(signal.SIGKILL)
