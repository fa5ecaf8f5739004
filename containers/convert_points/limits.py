"""How many points a job of a size takes."""

from __future__ import annotations

from container_runtime.child import Limits
from conversion_runtime.errors import SourceEmpty, SourceTooComplex

WORKING_BYTES = 80
"""What a point needs beside its record while the octree is built and tiles are written."""

FIXED_MEBIBYTES = 400
"""Libraries, and blocks that are worked on."""


def require_points(count: int, limits: Limits, *, record_bytes: int = 38) -> None:
    """Require that a number of points fits into a job, and that there is one.

    Raises:
        SourceEmpty: there is none.
        SourceTooComplex: they do not fit.
    """
    if count == 0:
        raise SourceEmpty("the cloud has no points", found="0 points", expected="one or more")
    most = maximum_points(limits, record_bytes)
    if count > most:
        raise SourceTooComplex(
            "the cloud has more points than a job of this size takes",
            found=f"{count} points",
            expected=f"at most {most} points in {limits.memory_mebibytes} MiB",
        )


def maximum_points(limits: Limits, record_bytes: int = 38) -> int:
    """Return how many points of a record length fit into the memory of a job."""
    usable = max(limits.memory_mebibytes - FIXED_MEBIBYTES, 0) * 1024**2
    return usable // (record_bytes + WORKING_BYTES)
