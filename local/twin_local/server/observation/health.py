"""The state of the embedded AWS in a few figures, for `twin status` and the page's head."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from twin_local.engine.overview import Overview
from twin_local.execution.access.usage import Usage
from twin_local.server.observation.calls.ring import CallRing
from twin_local.server.observation.disk import disk_of
from twin_local.server.observation.executions.listing import runs
from twin_local.server.observation.resources import Resources

HOUR_S = 3600.0
FUNCTION = "AWS::Lambda::Function"


@dataclass(frozen=True)
class Health:
    """Figures; `failed_last_hour` counts executions and jobs, `denied` the refusals remembered."""

    stacks: int
    stacks_failed: int
    resources: int
    functions: int
    running: int
    failed_last_hour: int
    calls: int
    denied: int
    disk_free_bytes: int
    disk_low: bool


@dataclass(frozen=True)
class HealthControl:
    """Looks at everything once."""

    account: str
    region: str
    state_folder: Path
    resources: Resources
    ring: CallRing
    usage: Usage

    def health(self) -> Health:
        """Return the figures as of now."""
        deployed = self.resources.overview()
        rows = runs(self.account)
        hour_ago = time.time() - HOUR_S
        disk = disk_of(self.state_folder)
        return Health(
            stacks=len(deployed.stacks),
            stacks_failed=_failed(deployed),
            resources=len(deployed.resources),
            functions=sum(row.type == FUNCTION for row in deployed.resources),
            running=sum(row.running for row in rows),
            failed_last_hour=sum(row.failed and (row.stopped_at or 0) > hour_ago for row in rows),
            calls=self.ring.total,
            denied=len(self.usage.refusals),
            disk_free_bytes=disk.free_bytes,
            disk_low=disk.is_low,
        )

    def answer(self) -> object:
        """Return the figures, and which embedded AWS this is."""
        identity = {"account": self.account, "region": self.region, "process": os.getpid()}
        where = {"state_folder": str(self.state_folder), "since": self.ring.since}
        return {**asdict(self.health()), **identity, **where, "now": time.time()}


def _failed(deployed: Overview) -> int:
    return sum("FAILED" in stack.status for stack in deployed.stacks)
