"""Runs cases, each in a process of its own, so that none sees what another left behind."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.validation.outcome import Outcome, State, result_of
from benchmarks.validation.registry import PACKAGE, case

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 300.0
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Matrices here are small: threads would cost more than they give, and blur the figures."""


def run_case(
    name: str, package: str = PACKAGE, longest_seconds: float = LONGEST_SECONDS
) -> Outcome:
    """Run one case to its end, or end it after `longest_seconds` with all that it started."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "told.json")
        began, used = time.perf_counter(), _cpu_seconds()
        error = _run(package, name, file, longest_seconds)
        wall, cpu = time.perf_counter() - began, _cpu_seconds() - used
        told = json.loads(file.read_text(encoding="utf-8")) if not error else {}
    return _outcome(name, package, told, error, (wall, cpu))


def _run(package: str, name: str, file: Path, longest_seconds: float) -> str:
    """Return why there is no result; nothing where there is."""
    command = [sys.executable, "-m", "benchmarks.validation.child", package, name, str(file)]
    # A session of its own, so that what the case started ends with it.
    process = subprocess.Popen(
        command,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        _, said = process.communicate(timeout=longest_seconds)
    except subprocess.TimeoutExpired:
        return f"not ended after {longest_seconds:g} s"
    finally:
        _end(process)  # whatever stopped the wait, Ctrl-C as well
    if process.returncode:
        return said.strip().splitlines()[-1] if said.strip() else f"status {process.returncode}"
    return ""


def _end(process: subprocess.Popen[str]) -> None:
    """End a process, with all that it started, unless it is over."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _environment() -> dict[str, str]:
    paths = [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _outcome(
    name: str, package: str, told: dict[str, Any], error: str, times: tuple[float, float]
) -> Outcome:
    if error:
        # The module itself may be what is broken: it is not read again here.
        return Outcome(name, name, "", State.FAILED, *times, reason=error)
    module = case(name, package)
    if "unavailable" in told:
        reason = told["unavailable"]
        return Outcome(name, module.TITLE, module.PROTOCOL, State.NOT_RUN, *times, reason=reason)
    result = result_of(told["result"])
    is_held = all(promise.is_held for promise in result.promises)
    state = State.HELD if is_held else State.BROKEN
    return Outcome(name, module.TITLE, module.PROTOCOL, state, *times, result)
