"""From `twin up` to `ready`: fresh state, then a restart, against the synth that both may need."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from benchmarks.harness import Result, Unavailable, seconds

ROOT = Path(__file__).resolve().parents[1]
TWIN = Path(sysconfig.get_path("scripts")) / "twin"
LONGEST_SECONDS = 300


def run() -> list[Result]:
    """Measure a first start and a restart on ports of their own."""
    synth = seconds(_synth, runs=1)
    with tempfile.TemporaryDirectory() as state:
        return [
            Result(name, _ready(state), "s", "one synth of the site", synth)
            for name in ("twin up, fresh state", "twin up, restart")
        ]


def _synth() -> None:
    subprocess.run([sys.executable, "app.py"], cwd=ROOT, check=True, capture_output=True)


def _ready(state: str) -> float:
    command = [str(TWIN), "up", "--port-base", "18900"]
    environment = {**os.environ, "TWIN_STATE": state}
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in process.stdout or ():
            if line.startswith("ready "):
                return time.perf_counter() - start
            if time.perf_counter() - start > LONGEST_SECONDS:
                break
        raise Unavailable(f"the twin was not ready within {LONGEST_SECONDS} s")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
