"""SIGTERM ends every component cleanly, whatever its neighbours do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_runtime.spool import Spool
from twin.site_document import Signal, SiteDocument
from twin.telemetry.sample import Sample


@pytest.fixture
def deaf() -> Iterator[int]:
    """Return the port of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def site_file(tmp_path: Path, deaf: int) -> Path:
    level = Signal(
        "/t/s", "S", "s", "s", "measurement", "DOUBLE", "", None, None, "ns=2;s=s", 30.0, 0.0, None
    )
    endpoint = f"opc.tcp://127.0.0.1:{deaf}/"
    site = SiteDocument("t", "T", "UTC", "t-edge", endpoint, (), (level,), (), (), (), ())
    file = tmp_path / "site.json"
    file.write_text(site.to_json(), encoding="utf-8")
    return file


@pytest.fixture
def environment(repository_root: Path, deaf: int) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{repository_root / 'edge'}:{repository_root}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{deaf}",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "state"),
    [("edge_collector", "--spool"), ("edge_publisher", "--spool"), ("edge_commander", "--journal")],
)
def test_component_stops_within_the_time_of_the_nucleus(
    package: str, state: str, tmp_path: Path, site_file: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "state.sqlite"
    if state == "--spool":
        spool = Spool(file)
        spool.accept([Sample("/t/s", time.time_ns(), 1.0, "GOOD")], now=time.time())
        spool.close()
    with subprocess.Popen(
        [sys.executable, "-m", package, "--site", str(site_file), state, str(file)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        time.sleep(4.0)
        process.send_signal(signal.SIGTERM)
        try:
            output, _ = process.communicate(timeout=15)
        finally:
            process.kill()
    assert process.returncode == 0, output.decode()
    assert b"Traceback" not in output
