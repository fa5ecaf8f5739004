"""Values that were acknowledged are there after their writer was killed at any moment."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from twin_local.services.iotsitewise.store import Store

KILLS = 4
BATCH = 40
FOREVER_NS = 2**62
WRITER = f"""
import sys
from pathlib import Path
import numpy as np
from twin_local.services.iotsitewise.store import Columns, Point, Store

store, start = Store(Path(sys.argv[1])), int(sys.argv[2])
while True:
    times = range(start * {BATCH}, (start + 1) * {BATCH})
    with store.transaction():
        store.put_points("few", [Point(one, "GOOD", float(start)) for one in times])
        values = np.full({BATCH}, float(start))
        store.put_columns("many", "GOOD", Columns(np.array(times, dtype=np.int64), values))
    print(start, flush=True)
    start += 1
"""


def acknowledged(path: Path, start: int, seconds: float) -> int:
    """Let a process write, kill it, and return how many batches it had acknowledged in all."""
    command = [sys.executable, "-c", WRITER, str(path), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        lines = [first, *writer.stdout.read().splitlines(keepends=True)]
    return int([line for line in lines if line.endswith("\n")][-1]) + 1


def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_no_half_batch(
    tmp_path: Path,
) -> None:
    path, moment, start = tmp_path / "s.sqlite", random.Random(1), 0
    for _ in range(KILLS):
        told = acknowledged(path, start, moment.uniform(0.05, 0.4))
        store = Store(path)
        found = {
            name: store.points(name, after_ns=-1, until_ns=FOREVER_NS, quality="GOOD")
            for name in ("few", "many")
        }
        store.close()
        written = len(found["few"]) // BATCH
        assert start < told <= written
        expected = [(n, float(n // BATCH)) for n in range(written * BATCH)]
        for points in found.values():
            assert [(point.time_ns, point.value) for point in points] == expected
        start = written
