"""How the embedded AWS of a running twin is, in a line: its own figures and the disk's."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twin_local.server.observation.disk import Disk, disk_of

TIMEOUT_SECONDS = 3.0
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""A proxy of the network knows nothing of this machine."""

COUNTS = ("stacks", "stacks_failed", "functions", "running", "failed_last_hour", "denied")


@dataclass(frozen=True)
class Counts:
    """What the embedded AWS says of itself; executions and jobs are counted together."""

    stacks: int
    stacks_failed: int
    functions: int
    running: int
    failed_last_hour: int
    denied: int


@dataclass(frozen=True)
class Health:
    """The figures, None where the embedded AWS does not answer, and the space on the disk."""

    counts: Counts | None
    disk: Disk

    def plain(self) -> dict[str, object]:
        """Return it for JSON."""
        told = asdict(self.counts) if self.counts else {}
        disk = {"disk_free_bytes": self.disk.free_bytes, "disk_low": self.disk.is_low}
        return {"answers": self.counts is not None, **told, **disk}

    def line(self) -> str:
        """Return it in words."""
        parts = _words(self.counts) if self.counts else ["the embedded AWS does not answer"]
        free = f"{self.disk.free_bytes / 1024**3:.1f} GiB left on the disk"
        return ", ".join([*parts, f"only {free}: free some space" if self.disk.is_low else free])


def page_of(endpoint_url: str) -> str:
    """Return the address of the page of an embedded AWS."""
    return f"{endpoint_url}/_twin/"


def look(endpoint_url: str, state: Path) -> Health:
    """Ask an embedded AWS, and look at the disk of its state folder."""
    return Health(_ask(endpoint_url), disk_of(state))


def _ask(endpoint_url: str) -> Counts | None:
    try:
        address = f"{page_of(endpoint_url)}overview"
        with DIRECT.open(address, timeout=TIMEOUT_SECONDS) as answer:
            told: dict[str, Any] = json.load(answer)
        return Counts(**{name: int(told[name]) for name in COUNTS})
    except urllib.error.HTTPError as error:
        error.close()
        return None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _words(counts: Counts) -> list[str]:
    failed = f" ({counts.stacks_failed} failed)" if counts.stacks_failed else ""
    return [
        f"{counts.stacks} stacks{failed}",
        f"{counts.functions} functions",
        f"executions and jobs: {counts.running} running,"
        f" {counts.failed_last_hour} failed in the last hour",
        f"{counts.denied} calls denied",
    ]
