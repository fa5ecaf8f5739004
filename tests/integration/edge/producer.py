"""Writes samples to a spool and prints a line only after each commit: what it printed is promised.

Usage: python producer.py SPOOL FIRST_NUMBER
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from edge_runtime.spool import Spool
from twin.telemetry.sample import Sample

SIGNALS = 20


def main() -> None:
    """Produce until killed; values follow from their number so that anybody can check them."""
    spool, number = Spool(Path(sys.argv[1])), int(sys.argv[2])
    while True:
        base = time.time_ns() // 1000 * 1000
        samples = [
            Sample(f"/test/s{i % SIGNALS}", base + i * 1000, float(number + i), "GOOD")
            for i in range(100)
        ]
        spool.accept(samples, now=time.time())
        for sample in samples:
            print(sample.alias, sample.time_nanoseconds, sample.value)
        sys.stdout.flush()
        number += 100
        time.sleep(0.08)


if __name__ == "__main__":
    main()
