"""Measure what a conversion used: the clock, the processor, memory of its largest process."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

from conversion_runtime.arguments import Job
from twin.spatial.conversion_run import ConversionRun


@dataclass(frozen=True)
class Usage:
    """A measurement that was begun; `started_at` in seconds since 1970."""

    started_at: float
    clock: float

    @classmethod
    def begin(cls) -> Usage:
        """Begin to measure."""
        return cls(time.time(), time.monotonic())

    def measured(self, job: Job) -> ConversionRun:
        """Return what was used since, by this process and by those that it waited for."""
        own = resource.getrusage(resource.RUSAGE_SELF)
        below = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime
        return ConversionRun(
            started_at=self.started_at,
            seconds=time.monotonic() - self.clock,
            processor_seconds=processor,
            peak_mebibytes=max(own.ru_maxrss, below.ru_maxrss) / 1024,
            memory_mebibytes=job.limits.memory_mebibytes,
            vcpus=job.vcpus,
            price=job.price,
        )
