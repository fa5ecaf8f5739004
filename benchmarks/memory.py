"""Memory of a whole running twin, against moto's own server with nothing in it.

Proportional set sizes: pages that processes share are counted once. Linux only.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict

import psutil

from benchmarks.harness import Result, Unavailable
from benchmarks.running import bare_moto, running_twin

SETTLE_SECONDS = 10
MIB = 1024 * 1024


def run() -> list[Result]:
    """Measure the process tree of a twin some seconds after it is ready."""
    if sys.platform != "linux":
        raise Unavailable("only Linux tells proportional set sizes")
    with bare_moto() as (process, _):
        reference = _pss_mib(psutil.Process(process))
    with running_twin(18920) as twin:
        time.sleep(SETTLE_SECONDS)
        by_part = _by_part(psutil.Process(twin.pid))
    total = Result(
        "memory of the whole twin", sum(by_part.values()), "MiB", "bare moto server", reference
    )
    parts = [
        Result(f"memory: {name}", size, "MiB", "bare moto server", reference)
        for name, size in sorted(by_part.items(), key=lambda item: -item[1])
    ]
    return [total, *parts]


def _by_part(root: psutil.Process) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for process in (root, *root.children(recursive=True)):
        try:
            found[_part(process.cmdline())] += _pss_mib(process)
        except psutil.NoSuchProcess:  # it has ended since it was listed
            continue
    return dict(found)


def _part(command: list[str]) -> str:
    text = " ".join(command)
    for mark, name in (
        ("twin_local.server", "embedded AWS and its functions"),
        ("twin_local.nucleus", "edge device"),
        ("twin_local.plc", "PLC"),
        ("twin up", "supervisor"),
        ("runtime.py", "embedded AWS and its functions"),
    ):
        if mark in text:
            return name
    return "edge device" if "greengrass" in text else "other"


def _pss_mib(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / MIB
